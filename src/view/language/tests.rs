use super::*;
use crate::view::zone::Zone;
use metrics_engine::time::{Duration, Timestamp};

fn german() -> Words {
    let formats = Formats {
        number: |number, decimals| format!("{number:.*}", usize::from(decimals)).replace('.', ","),
        date: |day, date| format!("{day}. {date:?}"),
        ..english::FORMATS
    };
    let file = r#"{"All well":"Alles gut","{n}~days":{"one":"{n}~Tag","other":"{n}~Tage"},
        "{who} is down":"Ausfall: {who}~!","{date}, {time}":"{date} um {time}","broken":7,"{n} more":"?"}"#;
    Words::read(file.as_bytes(), formats)
}

#[test]
fn says_messages_and_falls_back_to_english() {
    let german = german();
    assert_eq!(german.text(message("All well")), "Alles gut");
    assert_eq!(german.text(message("Not translated")), "Not translated");
    assert_eq!(german.text(message("broken")), "broken");
    assert_eq!(Words::ENGLISH.text(message("All well")), "All well");
    let down = message("{who} is down");
    assert_eq!(german.say(down, &[("who", "{who}~")]), "Ausfall: {who}~\u{a0}!");
    assert_eq!(Words::read(b"no JSON", english::FORMATS).text(down), "{who} is down");
}

#[test]
fn plurals_have_the_forms_of_the_language() {
    let days = plural("{n}~day", "{n}~days");
    let both = |words: &Words| [0, 1, 2].map(|n| words.count(n, days, &[]));
    assert_eq!(both(&Words::ENGLISH), ["0\u{a0}days", "1\u{a0}day", "2\u{a0}days"]);
    assert_eq!(both(&german()), ["0\u{a0}Tage", "1\u{a0}Tag", "2\u{a0}Tage"]);
    // A plural that is written as if it were none is not translated.
    let more = plural("1 more", "{n} more of {all}");
    let values = [("all", "9")];
    assert_eq!(german().count(1, more, &values), "1 more");
    assert_eq!(german().count(2, more, &values), "2 more of 9");
}

#[test]
fn what_is_no_placeholder_stays() {
    let table = [
        ("", ""),
        ("{a}", "1"),
        ("{a}{b}", "12"),
        ("{c} {a", "{c} {a"),
        ("a}~{", "a}\u{a0}{"),
        ("~{{a}~}", "\u{a0}{1\u{a0}}"),
        ("{ä~a}", "{ä\u{a0}a}"),
    ];
    for (text, expected) in table {
        assert_eq!(fill(text, &[("a", "1"), ("b", "2")]), expected, "{text}");
    }
}

#[test]
fn english_writes_figures_without_a_browser() {
    let english = Words::ENGLISH;
    assert_eq!(english.number(1_698), "1,698");
    assert_eq!(english.decimal(99.29, 2), "99.29");
    assert_eq!(english.decimal(1000.0, 1), "1,000.0");
    let leap = Timestamp::from_http_date("Thu, 29 Feb 2024 00:00:00 GMT").unwrap().0 / 86_400_000;
    let dates = [Date::Day, Date::DayOfYear, Date::Weekday, Date::Month];
    assert_eq!(
        dates.map(|date| english.date(leap, date)),
        ["Feb\u{a0}29", "Feb\u{a0}29, 2024", "Thu, Feb\u{a0}29", "February 2024"]
    );
    assert_eq!(english.date(-1, Date::DayOfYear), "Dec\u{a0}31, 1969");
    assert_eq!(english.date(leap - 60, Date::Month), "December 2023");
    assert_eq!(english.facts(["100 %", "no outage"].map(str::to_owned)), "100 %, no outage");
    let names = ["RAT", "Chatalot", "Sockudo"].map(str::to_owned);
    assert_eq!(english.list(&names), "RAT, Chatalot and Sockudo");
    assert_eq!(english.list(&names[..1]), "RAT");
}

#[test]
fn figures_are_written_as_the_language_does() {
    let german = german();
    assert_eq!(german.response(Duration(1299)), "1,2\u{a0}s");
    let zone = Zone { name: "UTC", offset: &|_| Duration::ZERO };
    let (then, now) = (Timestamp(3_600_000), Timestamp(90_000_000));
    assert_eq!(german.time(&zone, then, now), "0. Day um 01:00");
    assert_eq!(german.time_with_seconds(&zone, then, then), "01:00:00");
    assert_eq!(german.sentences(["Eins.", "", "Zwei."].map(str::to_owned)), "Eins. Zwei.");
}
