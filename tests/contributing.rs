//! `docs/contributing.md` names files, and what is found in each: this holds it true.
//!
//! A list item names one file and, in parentheses, what to find in it: ``- `src/a.rs` (`Kind`, `fn of`): why``.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files stops")]

use std::fs;
use std::path::Path;

/// A file that the document names, and the words that it should hold.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    file: String,
    holds: Vec<String>,
}

/// The sections of the document by their headings, each with the places of its list.
fn sections(document: &str) -> Vec<(String, Vec<Place>)> {
    let mut sections: Vec<(String, Vec<Place>)> = Vec::new();
    for line in document.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            sections.push((heading.to_owned(), Vec::new()));
        } else if let (Some(item), Some((_, places))) =
            (line.trim_start().strip_prefix("- `"), sections.last_mut())
        {
            let (file, rest) = item.split_once('`').unwrap();
            let words = rest.strip_prefix(" (").and_then(|rest| rest.split_once("):"));
            let holds = words.map_or_else(Vec::new, |(words, _)| {
                words.split('`').skip(1).step_by(2).map(str::to_owned).collect()
            });
            places.push(Place { file: file.to_owned(), holds });
        }
    }
    sections
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_places_that_the_document_names_are_there() {
    let document = fs::read_to_string(repository().join("docs/contributing.md")).unwrap();
    let mut wrong = Vec::new();
    for (heading, places) in sections(&document) {
        for Place { file, holds } in places {
            let path = repository().join(&file);
            if path.is_dir() && holds.is_empty() {
                continue;
            }
            let Ok(text) = fs::read_to_string(&path) else {
                wrong.push(format!("{heading}: {file} is not there"));
                continue;
            };
            for word in holds.iter().filter(|word| !text.contains(word.as_str())) {
                wrong.push(format!("{heading}: {file} does not hold {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn nothing_costs_more_files_than_it_should() {
    let document = fs::read_to_string(repository().join("docs/contributing.md")).unwrap();
    let sections = sections(&document);
    for (heading, most) in [
        ("A health preset", 2),
        ("A screen of the operators' page", 3),
        ("A kind of panel", 4),
        ("A field of the configuration", 5),
        ("A language", 6),
    ] {
        let (_, places) = sections
            .iter()
            .find(|(found, _)| found == heading)
            .unwrap_or_else(|| panic!("docs/contributing.md has no section {heading}"));
        assert!(
            !places.is_empty() && places.len() <= most,
            "{heading}: {} files, of {most}",
            places.len()
        );
    }
}

#[test]
fn a_place_is_read_with_its_words() {
    let document = "# A\n- `no.rs`: before a section\n## B\ntext `x`\n- `src/a.rs` (`Kind`, `fn of()`): why (`not this`)\n- `src/b.rs`: all";
    let place = |file: &str, holds: &[&str]| Place {
        file: file.to_owned(),
        holds: holds.iter().map(|word| (*word).to_owned()).collect(),
    };
    assert_eq!(
        sections(document),
        [("B".to_owned(), vec![place("src/a.rs", &["Kind", "fn of()"]), place("src/b.rs", &[])])]
    );
}
