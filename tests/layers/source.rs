//! Reads Rust as text: comments and literals blanked, words, paths.

use std::fs;
use std::path::PathBuf;

/// The identifiers and where they start.
pub(crate) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter_map(move |word| {
        let start = code[at..].find(word).map_or(at, |offset| at + offset);
        at = start + word.len();
        (!word.is_empty()).then_some((start, word))
    })
}

pub(crate) fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The source with comments and the insides of literals blanked; lines stay where they are.
pub(crate) fn code_only(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let identifier_before =
            out.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if first == '"' {
            string(rest)
        } else if first == 'r'
            && !identifier_before
            && rest[1..].trim_start_matches('#').starts_with('"')
        {
            raw_string(rest)
        } else if first == '\'' {
            character(rest)
        } else {
            0
        };
        let (blank, after) = rest.split_at(length);
        out.extend(blank.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = after;
        if length == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// A path as written, group by group: `crate::a::{b, c::d}` is `[crate, a, b]` and `[crate, a, c, d]`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
}

/// The paths that start with `crate`, `super` or `self`.
pub(crate) fn anchored_paths(code: &str) -> Vec<Path> {
    let mut found = Vec::new();
    for (at, word) in words(code) {
        let before = code[..at].trim_end();
        let is_anchor = matches!(word, "crate" | "super" | "self");
        if !is_anchor || ["::", "pub(", "pub(in", "$"].iter().any(|end| before.ends_with(end)) {
            continue;
        }
        let mut all = Vec::new();
        expand(&code[at..], &mut Vec::new(), &mut all);
        let line = line_of(code, at);
        found.extend(
            all.into_iter()
                .filter(|segments| segments.len() > 1)
                .map(|segments| Path { segments, line }),
        );
    }
    found
}

/// The paths that `use` declarations name, whatever they start with.
pub(crate) fn imports(code: &str) -> Vec<Path> {
    let mut found = Vec::new();
    for (at, word) in words(code) {
        if word == "use" {
            let mut all = Vec::new();
            expand(code[at + word.len()..].trim_start(), &mut Vec::new(), &mut all);
            let line = line_of(code, at);
            found.extend(all.into_iter().map(|segments| Path { segments, line }));
        }
    }
    found
}

/// Adds the paths that start here, each after the segments before it. Returns what follows them.
fn expand<'a>(text: &'a str, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let mut rest = text.trim_start();
    if let Some(mut group) = rest.strip_prefix('{') {
        loop {
            group = group.trim_start();
            if let Some(after) = group.strip_prefix('}') {
                return after;
            }
            let after = expand(group, before, found).trim_start();
            // `as NAME`, up to the next of the group.
            let Some(end) = after.find([',', '}']) else { return "" };
            group = after[end..].strip_prefix(',').unwrap_or(&after[end..]);
        }
    }
    let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if length == 0 {
        found.push(before.clone());
        return rest.strip_prefix('*').unwrap_or(rest);
    }
    before.push(rest[..length].to_owned());
    rest = &rest[length..];
    let after = match rest.trim_start().strip_prefix("::") {
        Some(next) if !next.trim_start().starts_with('<') => expand(next, before, found),
        _ => {
            found.push(before.clone());
            rest
        }
    };
    before.pop();
    after
}

/// The source without what is compiled for tests only: everything after `#[cfg(test)]`, which stands last in a file, or the
/// declaration of a module in a file of its own.
pub(crate) fn without_tests(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        let item = &rest[at..];
        let end = item.find(['{', ';']).unwrap_or(item.len());
        let length = if item[end..].starts_with('{') { end + block(&item[end..]) } else { end };
        out.extend(item[..length].chars().filter(|c| *c == '\n'));
        rest = &item[length..];
    }
    out.push_str(rest);
    out
}

/// The length of `{...}`, in code whose comments and literals are blanked.
fn block(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// The length of a block comment; they nest.
pub(crate) fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of `"..."` with its escapes.
pub(crate) fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == '"' && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The length of `r"..."`, `r#"..."#` and so on.
pub(crate) fn raw_string(text: &str) -> usize {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let close = format!("\"{}", "#".repeat(hashes));
    let body = hashes + 2;
    text[body..].find(&close).map_or(text.len(), |at| body + at + close.len())
}

/// The length of `'x'` or `'\n'`; 0 where the quote begins a lifetime.
pub(crate) fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => {
            text[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 3)
        }
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &std::path::Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folders of the two libraries.
pub(crate) const LIBRARIES: [&str; 2] = ["engine/src", "src"];

/// Returns the path of a file within its library's folder.
pub(crate) fn inner(file: &str) -> &str {
    file.trim_start_matches("engine/").trim_start_matches("src/")
}

/// All Rust files of both libraries, relative to the repository, in order.
pub(crate) fn sources() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = LIBRARIES.iter().map(|library| root().join(library)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let relative = path.strip_prefix(root()).unwrap_or(&path);
                files.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    assert!(files.len() > 10, "the sources were not found");
    files
}
