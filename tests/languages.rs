//! The public page's words in every language: nothing is missing, nothing is left over, and each text can be filled.
//!
//! The texts to translate are collected from the source: `message("…")` and `plural("…", "…")` in the library, `say("…")` in
//! `boot.js`, and the words of `index.html`. As the constructors take literals only, nothing that is shown escapes. The components
//! hold no words of their own in their markup; a test makes sure of that.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it has to be")]

use allclear::decode::json::{self, Json};
use allclear::view::language::LANGUAGES;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// An English text of the source: a message, and for a plural its form for one thing.
type English = BTreeMap<String, Option<String>>;

/// The categories of CLDR 48 that counts below a million fall into. From a million on, French and Spanish have another one, for
/// which "other" stands in.
fn categories(language: &str) -> &'static [&'static str] {
    match language {
        "de" | "fr" | "es" => &["one", "other"],
        "zh-Hans" | "ja" => &["other"],
        _ => panic!("{language} has no plural rules here"),
    }
}

/// Texts that are the same in another language: units, names, and words that it shares with English.
const SAME: [(&str, &[&str]); 13] = [
    ("{n}~ms", &["de", "fr", "es"]),
    ("{n}~s", &["de", "fr", "es"]),
    ("{n}~min", &["de", "fr", "es"]),
    ("{n}~h", &["de", "fr", "es"]),
    ("{hours}~h {minutes}~min", &["de", "fr", "es"]),
    ("{days} {hours}", &["de", "fr", "es"]),
    ("{name} ({group})", &["de", "fr", "es"]),
    ("in {span}", &["de"]),
    ("Maintenance", &["fr"]),
    ("maintenance {span}", &["fr"]),
    ("Auto", &["de", "fr", "es"]),
    ("online", &["de"]),
    ("offline", &["de"]),
];

#[test]
fn every_message_is_translated_and_nothing_else() {
    let english = english();
    assert!(english.len() > 100, "only {} messages were found", english.len());
    for (language, texts) in files() {
        let missing: Vec<&String> =
            english.keys().filter(|text| texts.iter().all(|(name, _)| name != *text)).collect();
        assert!(missing.is_empty(), "{language}.json lacks {missing:#?}");
        let mut seen = Vec::new();
        for (name, _) in &texts {
            assert!(english.contains_key(name), "{language}.json: no message has {name:?}");
            assert!(!seen.contains(&name), "{language}.json: {name:?} stands twice");
            seen.push(name);
        }
    }
}

#[test]
fn every_translation_has_the_forms_and_the_placeholders_of_its_message() {
    let english = english();
    for (language, texts) in files() {
        for (name, text) in &texts {
            let place = format!("{language}.json: {name:?}");
            let is_plural = english.get(name).is_some_and(Option::is_some);
            let forms: Vec<(&str, &Json)> = match text {
                Json::Object(forms) => {
                    forms.iter().map(|(category, form)| (category.as_str(), form)).collect()
                }
                form => vec![("", form)],
            };
            let found: Vec<&str> = forms.iter().map(|(category, _)| *category).collect();
            let due = if is_plural { categories(&language) } else { &[""] };
            assert_eq!(found, due, "{place}");
            for (category, form) in forms {
                let form = form.as_str().unwrap_or_else(|| panic!("{place}: no text"));
                let mut placeholders = placeholders(form);
                let mut due = self::placeholders(name);
                if category == "one" {
                    // A form for one thing may omit the number.
                    placeholders.retain(|placeholder| placeholder != "n");
                    due.retain(|placeholder| placeholder != "n");
                }
                assert_eq!(placeholders, due, "{place}: {form:?}");
                assert_eq!(form.trim(), form, "{place}: {form:?}");
            }
        }
    }
}

#[test]
fn what_is_left_in_english_is_left_on_purpose() {
    for (language, texts) in files() {
        for (name, text) in &texts {
            let is_same = text.as_str() == Some(name.as_str());
            let has_words = name
                .split(['{', '}'])
                .step_by(2)
                .any(|literal| literal.chars().filter(char::is_ascii_alphabetic).count() > 0);
            let is_meant = SAME
                .iter()
                .any(|(same, languages)| same == name && languages.contains(&language.as_str()));
            assert!(!(is_same && has_words) || is_meant, "{language}.json: {name:?} is English");
            assert!(is_same || !is_meant, "{language}.json: {name:?} differs, and is listed");
        }
    }
}

#[test]
fn every_language_is_written_as_its_readers_write_it() {
    let only = |language: &str, problem: &str, is_wrong: fn(&str) -> bool| {
        for (known, texts) in files() {
            for (name, text) in texts.iter().filter(|_| known == language) {
                let forms = match text {
                    Json::Object(forms) => forms.iter().map(|(_, form)| form).collect(),
                    form => vec![form],
                };
                for form in forms {
                    let form = form.as_str().unwrap_or_default();
                    assert!(!is_wrong(form), "{language}.json: {problem} in {form:?}, {name:?}");
                }
            }
        }
    };
    only("fr", "a colon without a space before it that does not break", |text| {
        text.match_indices([':', ';', '?']).any(|(at, _)| !text[..at].ends_with('~'))
    });
    only("fr", "a straight apostrophe", |text| text.contains('\''));
    for language in ["zh-Hans", "ja"] {
        only(language, "a half-width mark", |text| {
            let ends = text.ends_with(['.', ',', ':', ';']);
            ends || [", ", ". ", ": ", "; "].iter().any(|mark| text.contains(mark))
        });
        only(language, "an English word", |text| {
            let words = text
                .split(['{', '}'])
                .step_by(2)
                .flat_map(|literal| literal.split(|char: char| !char.is_ascii_alphabetic()));
            let known = ["", "JavaScript", "JSON", "HTTP", "WebAssembly", "config", "json"];
            words.into_iter().any(|word| word.len() > 3 && !known.contains(&word))
        });
    }
}

#[test]
fn the_page_offers_the_languages_that_there_are() {
    let page = read("index.html");
    assert!(page.contains(&format!("data-languages=\"{}\"", LANGUAGES.join(" "))));
}

/// Names, which are the same in every language, as they stand in the markup of components.
const NAMES_IN_MARKUP: [&str; 5] = [" Allclear ", "CSV", "JSON", "Atom", "iCalendar"];

#[test]
fn components_hold_no_words_of_their_own() {
    let mut wrong = Vec::new();
    for folder in ["src/ui/common", "src/ui/public"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let source = fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            wrong.extend(
                words_in_markup(source).into_iter().map(|words| (path.clone(), words.to_owned())),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let markup = "view! { <p aria-label=\"Site\" class=\"note\">\"Look now\" {x}</p> }";
    assert_eq!(words_in_markup(markup), ["Site", "Look now"]);
}

/// The literals with letters that stand as text in markup, or as the value of a spoken attribute.
fn words_in_markup(source: &str) -> Vec<&str> {
    let spoken = ["aria-label=", "aria-valuetext=", "title=", "alt=", "placeholder="];
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let in_line = |line| {
        let parts: Vec<&str> = str::split(line, '"').collect();
        let literals = parts.iter().enumerate().skip(1).step_by(2);
        let is_shown = |(at, literal): (usize, &&str)| {
            let before = parts[at - 1].trim_end();
            let is_text = before.is_empty() || before.ends_with(['>', '}']);
            let is_words = literal.chars().any(char::is_alphabetic);
            let is_markup = is_text
                && parts.get(at + 1).is_none_or(|after| !after.starts_with([',', ')', '=']));
            let is_spoken = spoken.iter().any(|name| before.ends_with(name));
            is_words && (is_markup || is_spoken) && !NAMES_IN_MARKUP.contains(literal)
        };
        let shown: Vec<&str> =
            literals.filter(|literal| is_shown(*literal)).map(|(_, literal)| *literal).collect();
        shown
    };
    code.flat_map(in_line).collect()
}

/// All that is said in English.
fn english() -> English {
    let mut english = English::new();
    let mut folders = vec![root().join("src/view"), root().join("src/ui")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // The operator's page is in English.
                let is_operators = ["view/admin", "ui/admin", "ui/chart"];
                let is_public = !is_operators.iter().any(|folder| path.ends_with(folder));
                folders.extend(is_public.then_some(path));
            } else if path.extension().is_some_and(|kind| kind == "rs")
                && !path.ends_with("language.rs")
                && !path.ends_with("language/tests.rs")
            {
                calls(&fs::read_to_string(&path).unwrap(), &path, &mut english);
            }
        }
    }
    // The mechanism has messages too, but names its own constructors before.
    let mechanism = read("src/view/language.rs");
    let (_, after) = mechanism.split_once("impl Words").unwrap();
    calls(after, Path::new("src/view/language.rs"), &mut english);
    for call in read("public/boot.js").split("say(\"").skip(1) {
        english.insert(literal(&format!("\"{call}")).unwrap().0, None);
    }
    for text in texts(&read("index.html")) {
        english.insert(text, None);
    }
    english
}

/// The messages of one source file.
fn calls(source: &str, path: &Path, english: &mut English) {
    for (call, forms) in [("message(", 1), ("plural(", 2)] {
        for (at, _) in source.match_indices(call) {
            let is_word =
                source[..at].ends_with(|char: char| char.is_alphanumeric() || char == '_');
            if is_word || source[..at].ends_with("fn ") {
                continue;
            }
            let mut rest = source[at + call.len()..].trim_start();
            let mut texts = Vec::new();
            for _ in 0..forms {
                let (text, after) = literal(rest).unwrap_or_else(|| {
                    panic!("{}: {call} takes literals, not {:.40}", path.display(), rest)
                });
                texts.push(text);
                rest = after.trim_start_matches(|char: char| char == ',' || char.is_whitespace());
            }
            let name = texts.pop().unwrap();
            let one = texts.pop();
            let before = english.insert(name.clone(), one.clone());
            assert!(before.is_none_or(|before| before == one), "{name:?} is said in two ways");
        }
    }
}

/// The string literal that `source` begins with, and what follows it.
fn literal(source: &str) -> Option<(String, &str)> {
    let inner = source.strip_prefix('"')?;
    let mut text = String::new();
    let mut chars = inner.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((text, &inner[at + 1..])),
            '\\' => match chars.next()?.1 {
                'u' => {
                    let rest = &inner[at..];
                    let (digits, _) = rest.split_once('{')?.1.split_once('}')?;
                    text.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                    while chars.next()?.1 != '}' {}
                }
                '\n' => panic!("a literal that goes on in the next line: {inner:.60}"),
                escaped => text.push(escaped),
            },
            char => text.push(char),
        }
    }
    None
}

/// Names that are the same in every language, and the placeholder of the site's name.
const NAMES: [&str; 7] = ["Status page", "UTC", "Allclear", "Atom", "iCalendar", "CSV", "JSON"];

/// The words of an HTML document: its texts, and its `aria-label`s. Names are none, and what only a browser without scripts shows.
fn texts(page: &str) -> Vec<String> {
    let (_, body) = page.split_once("<body>").unwrap();
    let mut texts = Vec::new();
    let mut rest = body;
    let mut inside = "";
    while let Some((text, tag)) = rest.split_once('<') {
        let text = text.trim();
        let is_name = NAMES.contains(&text) || !text.contains(char::is_alphabetic);
        if !is_name && inside != "noscript" && inside != "option" {
            texts.push(text.replace("&nbsp;", "~"));
        }
        let (tag, after) = tag.split_once('>').unwrap();
        match tag.split(' ').next().unwrap() {
            "noscript" => inside = "noscript",
            "option" => inside = "option",
            "/noscript" | "/option" => inside = "",
            _ => {}
        }
        texts.extend(
            tag.split_once("aria-label=\"")
                .map(|(_, label)| label.split_once('"').unwrap().0.to_owned()),
        );
        rest = after;
    }
    texts
}

fn placeholders(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        text.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0.to_owned()).collect();
    found.sort();
    found.dedup();
    found
}

/// The files of all languages but English.
fn files() -> Vec<(String, Vec<(String, Json)>)> {
    let others = LANGUAGES.into_iter().filter(|language| *language != "en");
    others
        .map(|language| {
            let text = read(&format!("public/lang/{language}.json"));
            let file = json::parse(text.as_bytes())
                .unwrap_or_else(|invalid| panic!("{language}.json: {invalid:?}"));
            (language.to_owned(), file.as_object().unwrap().to_vec())
        })
        .collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
