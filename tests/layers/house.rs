//! Rules of the house that a text search can hold.

use crate::source::{code_only, line_of, read, root, sources};

/// A file of more lines than this, without its tests, holds more than one thing.
const LONGEST: usize = 250;

/// Banned texts, their replacements, and the number of files that still have them.
const GONE: [(&str, &str, usize); 6] = [
    (".gather()", "collect::<Vec<_>>()", 0),
    ("_boxed(", "the one function, with a Box at the call where it is needed", 0),
    ("inline(never)", "nothing: bytes are wasm-opt's business", 0),
    ("optimize(", "opt-level in Cargo.toml", 0),
    ("RUSTC_BOOTSTRAP", "the stable compiler", 0),
    ("cfg(speed", "opt-level in Cargo.toml", 0),
];

/// The same for texts, markup and comments.
const GONE_FROM_TEXT: [(&str, &str, usize); 6] = [
    ("data-act", "a typed event: on:click=move |_| send.run(Event::..)", 0),
    (" told", "reported, published, requested, or what the value is", 0),
    (" tells ", "reports, shows, distinguishes", 0),
    ("whoever", "the client, the reader, the operator", 0),
    ("somebody", "a person, a client, an operator", 0),
    ("witness", "what the value is", 0),
];

#[test]
fn what_went_does_not_come_back() {
    let texts: Vec<(String, String)> =
        sources().into_iter().map(|path| (path.clone(), read(&root().join(path)))).collect();
    let codes: Vec<(String, String)> =
        texts.iter().map(|(path, text)| (path.clone(), code_only(text))).collect();
    let mut wrong = Vec::new();
    for (gone, files) in [(&GONE[..], &codes), (&GONE_FROM_TEXT[..], &texts)] {
        for (word, instead, left) in gone {
            let found: Vec<String> = files
                .iter()
                .filter_map(|(path, text)| {
                    text.find(word).map(|at| format!("{path}:{}", line_of(text, at)))
                })
                .collect();
            if found.len() > *left {
                wrong.push(format!(
                    "`{word}` in {} files, not {left}; write {instead}:\n    {}",
                    found.len(),
                    found.join("\n    ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let mut long: Vec<(usize, String)> = sources()
        .into_iter()
        .filter(|path| !path.ends_with("/tests.rs") && !path.contains("/tests/"))
        .map(|path| {
            let text = read(&root().join(&path));
            let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            (own.lines().count(), path)
        })
        .filter(|(lines, _)| *lines > LONGEST)
        .collect();
    long.sort_unstable_by(|one, other| other.cmp(one));
    assert!(long.is_empty(), "files of more than {LONGEST} lines: {long:#?}");
}
