//! Circles: files of one module that use each other, directly or through others.
//!
//! A reader of one of them has to know the other, and neither can be moved, tested or replaced alone. What both need belongs
//! into a file below both. A child may use its parent's items: the module's own file holds what its children share.

use crate::source::{Path, anchored_paths, code_only, imports, inner, without_tests};
use std::collections::{BTreeMap, BTreeSet};

/// A file's text by its path relative to the repository.
pub(crate) type Files = BTreeMap<String, String>;

/// Which child of a module uses which other, and where.
type Uses = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// One line per circle: `src/chart: axis <-> plot`, the members in order.
pub(crate) fn circles(files: &Files) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (module, uses) in uses(files) {
        for members in components(&uses) {
            let mut places = Vec::new();
            for from in &members {
                for (to, lines) in uses.get(from).into_iter().flatten() {
                    if members.contains(to) {
                        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                        places.push(format!("{from} uses {to}: {}", lines.join(", ")));
                    }
                }
            }
            let members: Vec<String> = members.into_iter().collect();
            found.insert(format!("{module}: {}", members.join(" <-> ")), places);
        }
    }
    found
}

/// A crate's folder and the path of a module in it.
type Module = (String, Vec<String>);

/// Per module, named by its folder, what its children use of each other.
fn uses(files: &Files) -> BTreeMap<String, Uses> {
    let sources: Vec<(&str, Module, String)> = files
        .iter()
        .filter(|(path, _)| !path.ends_with("/tests.rs"))
        .map(|(path, text)| (path.as_str(), place(path), without_tests(&code_only(text))))
        .collect();
    // With the folders above each file, which are modules, too.
    let modules: BTreeSet<Module> = sources
        .iter()
        .flat_map(|(_, (root, path), _)| {
            (0..=path.len()).map(|length| (root.clone(), path[..length].to_vec()))
        })
        .collect();
    let exports: BTreeMap<&Module, BTreeMap<String, String>> =
        sources.iter().map(|(_, module, code)| (module, exports(module, code, &modules))).collect();
    let mut all: BTreeMap<String, Uses> = BTreeMap::new();
    for (file, (root, own), code) in &sources {
        for used in anchored_paths(code) {
            let Some(target) = absolute(&used, own) else { continue };
            let common = own.iter().zip(&target).take_while(|(a, b)| a == b).count();
            let (Some(from), Some(name)) = (own.get(common), target.get(common)) else { continue };
            let module = (root.clone(), own[..common].to_vec());
            let to = if modules.contains(&child(&module, name)) {
                name
            } else {
                let Some(child) = exports.get(&module).and_then(|names| names.get(name)) else {
                    continue;
                };
                child
            };
            if to != from {
                all.entry([std::slice::from_ref(root), &own[..common]].concat().join("/"))
                    .or_default()
                    .entry(from.clone())
                    .or_default()
                    .entry(to.clone())
                    .or_default()
                    .insert(format!("{file}:{}", used.line));
            }
        }
    }
    all
}

/// The names that a module takes out of its children: `pub use axis::Scale` says that `Scale` is the child `axis`'s.
fn exports(module: &Module, code: &str, modules: &BTreeSet<Module>) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for path in imports(code) {
        let segments: Vec<&String> =
            path.segments.iter().skip_while(|segment| *segment == "self").collect();
        if let [first, .., last] = segments.as_slice()
            && modules.contains(&child(module, first))
        {
            names.insert((*last).clone(), (*first).clone());
        }
    }
    names
}

fn child((root, path): &Module, name: &str) -> Module {
    (root.clone(), [path.as_slice(), &[name.to_owned()]].concat())
}

/// The path from the crate's root, of a path that was written in the module `own`.
fn absolute(path: &Path, own: &[String]) -> Option<Vec<String>> {
    let mut segments = path.segments.iter();
    let mut base = match segments.next()?.as_str() {
        "crate" => Vec::new(),
        "self" => own.to_vec(),
        _ => own[..own.len().checked_sub(1)?].to_vec(),
    };
    for segment in segments {
        if segment == "super" {
            base.pop()?;
        } else {
            base.push(segment.clone());
        }
    }
    Some(base)
}

/// The crate's folder and the module's path in it: `src/decode/json.rs` is `src`, `[decode, json]`; a program's files have a crate
/// of their own.
fn place(file: &str) -> Module {
    let inner = inner(file);
    let mut root = file.trim_end_matches(inner).trim_end_matches('/').to_owned();
    let mut segments: Vec<String> =
        inner.trim_end_matches(".rs").split('/').map(String::from).collect();
    if segments.first().is_some_and(|first| first == "bin") {
        let program: Vec<String> = segments.drain(..segments.len().min(2)).collect();
        root = format!("src/{}", program.join("/"));
    }
    if segments.last().is_some_and(|last| matches!(last.as_str(), "mod" | "main" | "lib")) {
        segments.pop();
    }
    (root, segments)
}

/// The sets of children that reach each other, each of two or more.
fn components(uses: &Uses) -> BTreeSet<BTreeSet<String>> {
    let reached = |from: &String| -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(next) = open.pop() {
            for to in uses.get(next).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert(to.clone()) {
                    open.push(to);
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&String, BTreeSet<String>> =
        uses.keys().map(|child| (child, reached(child))).collect();
    reach
        .iter()
        .filter(|(child, reached)| reached.contains(**child))
        .map(|(child, reached)| {
            reached
                .iter()
                .filter(|other| reach.get(other).is_some_and(|back| back.contains(*child)))
                .cloned()
                .collect()
        })
        .collect()
}

#[test]
fn files_that_use_each_other_are_found() {
    let found = |files: &[(&str, &str)]| -> Vec<String> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        circles(&files.collect()).into_keys().collect()
    };
    assert_eq!(
        found(&[
            ("src/a/x.rs", "use super::y::Y;"),
            ("src/a/y.rs", "use crate::a::{x::{X, Z}, w};"),
            ("src/a/w.rs", "")
        ]),
        ["src/a: x <-> y"]
    );
    // Through a third one, through a child of one, and through a name that the module passes on.
    assert_eq!(
        found(&[
            ("src/a/mod.rs", "mod x; mod y; mod z; pub use z::{Q as Z, Other};"),
            ("src/a/x.rs", "fn f() { super::y::g() }"),
            ("src/a/y/mod.rs", "mod deep;"),
            ("src/a/y/deep.rs", "use super::super::Other;"),
            ("src/a/z.rs", "use super::{x::X};")
        ]),
        ["src/a: x <-> y <-> z"]
    );
    // Of a program, too.
    assert_eq!(
        found(&[("src/bin/p/x.rs", "use crate::y;"), ("src/bin/p/y.rs", "use crate::x;")]),
        ["src/bin/p: x <-> y"]
    );
    // A child may use its parent, one direction is no circle, and tests and comments are ignored.
    assert_eq!(
        found(&[
            ("src/a/mod.rs", "mod x; mod y; pub struct A(x::X);"),
            ("src/a/x.rs", "use super::A; // super::y"),
            ("src/a/y.rs", "use super::x::X; pub struct Y;"),
            ("src/a/x/tests.rs", "use crate::a::y::Y;"),
            (
                "src/a/z.rs",
                "fn f(&self) { self.y } #[cfg(test)] mod tests { use super::super::y; }"
            ),
        ]),
        Vec::<String>::new()
    );
}
