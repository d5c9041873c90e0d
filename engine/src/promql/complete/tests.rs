use super::*;
use crate::promql::metadata::Description;

fn store() -> Store {
    let mut store = Store::default();
    let group = store.group("a");
    for labels in [
        &[(NAME, "asked_total"), ("code", "200"), ("job", "web")][..],
        &[(NAME, "asked_total"), ("code", "500"), ("job", "db")],
        &[(NAME, "process_open_fds"), ("job", "web")],
        &[(NAME, "rated"), ("zone", "it's \"a\"")],
    ] {
        store.series(group, labels).unwrap();
    }
    store
}

/// Returns the proposals at the `|` of a text.
fn at(marked: &str) -> (String, Vec<Completion>) {
    let cursor = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let mut metadata = Metadata::default();
    let help = "How many asked.".to_owned();
    let description = Description { help, ..Description::default() };
    metadata.families.insert("asked".to_owned(), description);
    let found = complete(&text, cursor, &store(), &metadata);
    (text, found)
}

fn labels(marked: &str) -> Vec<String> {
    at(marked).1.into_iter().map(|one| one.label).collect()
}

/// Returns the text with the first proposal taken, and a `|` at the cursor.
fn taken(marked: &str) -> String {
    let (text, found) = at(marked);
    let Some(first) = found.first() else { return String::new() };
    let mut text = first.edit.apply(&text);
    text.insert(first.cursor, '|');
    text
}

#[test]
fn the_place_says_what_is_proposed() {
    for (marked, due) in [
        ("sum(ask|", &["asked_total"][..]),
        ("open_f|", &["process_open_fds"]),
        ("asked_total{|", &["code", "job"]),
        ("asked_total{code=\"200\",|", &["code", "job"]),
        ("process_open_fds{|}", &["job"]),
        ("asked_total{c|", &["code"]),
        ("asked_total{code=\"|", &["200", "500"]),
        ("asked_total{job=\"db\",code=~\"|", &["500"]),
        ("{__name__=\"|", &["asked_total", "process_open_fds", "rated"]),
        ("sum by (|) (asked_total)", &["code", "job", "zone"]),
        ("sum(rate(asked_total[5m])) by (c|", &["code"]),
        ("rate(asked_total[|", &DURATIONS[..]),
        ("rate(asked_total[1|", &["1m", "15m", "1h", "1d", "1w", "10s"]),
        ("asked_total off|", &["offset"]),
        ("asked_total offset |", &DURATIONS[..]),
        ("sum |", &["by", "without"]),
        ("asked_total u|", &["unless"]),
        ("asked_total > bo|", &["bottomk", "bool"]),
        ("asked_total / ig|", &["ignoring"]),
        ("asked_total # ra|", &[]),
        ("label_replace(asked_total, \"ra|", &[]),
        ("asked_total{code|=\"200\"}", &["code"]),
        ("12|", &[]),
    ] {
        let found = labels(marked);
        assert_eq!(found, due, "{marked}");
    }
    assert_eq!(labels("ra|")[..3], ["rate", "rated", "rad"].map(str::to_owned));
    assert!(labels("|").len() > 80);
    assert!(labels("asked_total + |").contains(&"ignoring".to_owned()));
}

#[test]
fn a_proposal_replaces_the_word_and_places_the_cursor() {
    for (marked, due) in [
        ("sum(incr|", "sum(increase(|"),
        ("irat|(x[5m])", "irate|(x[5m])"),
        ("ask|ed + 1", "asked_total| + 1"),
        ("{zone=\"|", "{zone=\"it's \\\"a\\\"\"|"),
        ("{zone='|'}", "{zone='it\\'s \"a\"|'}"),
        ("asked_total{code=\"5|00\"}", "asked_total{code=\"500|\"}"),
        ("sum b|", "sum by|"),
    ] {
        assert_eq!(taken(marked), due, "{marked}");
    }
}

#[test]
fn proposals_carry_help_and_signatures() {
    let detail = |marked: &str| at(marked).1[0].detail.clone();
    assert_eq!(detail("asked_t|"), "How many asked.");
    assert_eq!(
        detail("rate|"),
        "rate(range): How fast a counter rises per second, on average over the window."
    );
    assert!(detail("roun|").starts_with("round(vector, [scalar]): "), "{}", detail("roun|"));
    assert!(detail("label_j|").starts_with("label_join(vector, string, string, [string, …]): "));
    assert_eq!(detail("quantile|"), "The φ-quantile (0 ≤ φ ≤ 1) of the values of each group.");
}

#[test]
fn no_place_panics() {
    let text = "sum by (é) (rate({\"a.b\", x=~'\\'\"`} [5m:])) # ü\n offset -5m";
    for cursor in 0..=text.len() + 1 {
        let _ = complete(text, cursor, &store(), &Metadata::default());
    }
}
