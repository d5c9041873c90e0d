//! A second reader, to compare with: as simple as it can be, character by character, slow, and of good pages only.
//!
//! It shares nothing with the decoder. It knows lines, names, labels, escapes, values and timestamps, no types and no problems.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// One sample: labels, the bits of its value, its timestamp in milliseconds.
pub(crate) type Sample = (BTreeMap<String, String>, u64, Option<i64>);

/// The samples of a page, in its order. Panics where a page is not good.
pub(crate) fn samples(page: &str, seconds: bool) -> Vec<Sample> {
    let lines = page.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| sample(line, seconds))
        .collect()
}

fn sample(line: &str, seconds: bool) -> Sample {
    let mut labels = BTreeMap::new();
    let mut rest = line.chars().peekable();
    let mut name = String::new();
    while let Some(c) = rest.next_if(|c| *c != '{' && *c != ' ' && *c != '\t') {
        name.push(c);
    }
    blanks(&mut rest);
    if rest.next_if_eq(&'{').is_some() {
        loop {
            blanks(&mut rest);
            if rest.next_if_eq(&'}').is_some() {
                break;
            }
            let mut key = String::new();
            while let Some(c) = rest.next_if(|c| *c != '=') {
                key.push(c);
            }
            assert_eq!((rest.next(), rest.next()), (Some('='), Some('"')), "{line}");
            let value = quoted(&mut rest);
            assert!(labels.insert(key.trim().to_owned(), value).is_none(), "{line}");
            blanks(&mut rest);
            rest.next_if_eq(&',');
        }
    }
    labels.retain(|_, value| !value.is_empty());
    labels.insert("__name__".to_owned(), name);
    let rest: String = rest.collect();
    let mut words = rest.split(" # ").next().unwrap().split_ascii_whitespace();
    let value: f64 = words.next().unwrap().parse().unwrap();
    let bits = if value.is_nan() { f64::NAN } else { value }.to_bits();
    let at = words.next().map(|word| {
        if seconds {
            (word.parse::<f64>().unwrap() * 1000.0).round() as i64
        } else {
            word.parse().unwrap()
        }
    });
    assert_eq!(words.next(), None, "{line}");
    (labels, bits, at)
}

fn quoted(rest: &mut Peekable<Chars>) -> String {
    let mut text = String::new();
    loop {
        match rest.next().unwrap() {
            '"' => return text,
            '\\' => match rest.next().unwrap() {
                'n' => text.push('\n'),
                c @ ('"' | '\\') => text.push(c),
                c => text.extend(['\\', c]),
            },
            c => text.push(c),
        }
    }
}

fn blanks(rest: &mut Peekable<Chars>) {
    while rest.next_if(|c| *c == ' ' || *c == '\t').is_some() {}
}
