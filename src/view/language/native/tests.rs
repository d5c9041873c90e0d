use super::*;

/// The output of `Intl` in Chromium, one per line: language, kind, arguments, text. A test in the browser (`tests/e2e/languages.rs`)
/// compares the same file with the browser that is installed.
const INTL: &str = include_str!("../../../../tests/intl.tsv");

#[test]
fn figures_are_those_of_intl() {
    let languages = Words::native();
    let mut n_lines = 0;
    let mut differences = Vec::new();
    for line in INTL.lines() {
        let [language, kind, arguments, expected] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let (_, words) = languages.iter().find(|(code, _)| *code == language).unwrap();
        let pair = || arguments.split_once('/').unwrap();
        let written = match kind {
            "category" => (words.formats.category)(arguments.parse().unwrap()),
            "number" => words.decimal(pair().0.parse().unwrap(), pair().1.parse().unwrap()),
            "date" => {
                let dates = [Date::Day, Date::DayOfYear, Date::Weekday, Date::Month];
                words.date(pair().0.parse().unwrap(), dates[pair().1.parse::<usize>().unwrap()])
            }
            "list" => {
                let names: Vec<String> =
                    arguments.split('|').filter(|it| !it.is_empty()).map(str::to_owned).collect();
                words.list(&names)
            }
            _ => panic!("{kind}"),
        };
        if written != expected {
            differences
                .push(format!("{language} {kind} {arguments}: {written:?}, not {expected:?}"));
        }
        n_lines += 1;
    }
    assert!(n_lines > 200, "only {n_lines} lines were read");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_language_has_its_words() {
    let operational =
        Words::native().map(|(_, words)| words.text(super::super::message("Operational")));
    for (index, text) in operational.iter().enumerate() {
        assert!(!text.is_empty() && !operational[..index].contains(text), "{text}");
    }
}
