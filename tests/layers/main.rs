//! The dependency rule of `src/lib.rs` and `engine/src/lib.rs`, enforced: a module uses only what is listed above it.
//!
//! Reading order, dependency order and the flow of data are one as long as this holds. The check reads the source text,
//! with comments and literals blanked, and reads each path that starts at the crate's root. It is no compiler: a macro
//! could hide a path from it.

mod circles;
mod house;
mod source;

use circles::{Files, circles};
use source::{LIBRARIES, code_only, inner, line_of, read, root, sources, words};

/// Crates that only the browser's edge may name.
const BROWSER_CRATES: [&str; 6] =
    ["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo_net", "gloo"];

/// Crates that the components may name as well, because they render HTML natively.
const COMPONENT_CRATE: &str = "leptos";
const COMPONENTS: &str = "src/ui";

/// Where it may: the library's edge, and the shells of the pages.
const BROWSER_EDGE: [&str; 3] = ["src/browser", "src/bin/page", "src/bin/admin"];

#[test]
fn modules_use_only_what_is_listed_above_them() {
    let mut wrong = Vec::new();
    for library in LIBRARIES {
        let map = format!("{library}/lib.rs");
        let order = listed(&code_only(&read(&root().join(&map))));
        assert!(order.len() > 5, "{map} lists its modules as `pub mod NAME;`, found {order:?}");
        let files = sources().into_iter().filter(|path| {
            path.starts_with(&format!("{library}/"))
                && !path.starts_with("src/bin/")
                && *path != map
        });
        wrong.extend(
            files.flat_map(|path| upward(&order, &path, &code_only(&read(&root().join(&path))))),
        );
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn only_the_edge_names_the_browser() {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|path| !BROWSER_EDGE.iter().any(|edge| path.starts_with(edge)))
        .flat_map(|path| browser_names(path, &code_only(&read(&root().join(path)))))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn files_of_a_module_form_no_circle() {
    let files: Files =
        sources().into_iter().map(|path| (path.clone(), read(&root().join(path)))).collect();
    let found: Vec<String> = circles(&files)
        .into_iter()
        .map(|(circle, places)| format!("{circle}\n    {}", places.join("\n    ")))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_name_has_one_path() {
    for library in LIBRARIES {
        let code = code_only(&read(&root().join(library).join("lib.rs")));
        assert!(
            !code.contains("pub use"),
            "{library}/lib.rs has a `pub use`: a name would be found under two paths"
        );
    }
}

#[test]
fn the_check_itself_finds_what_is_wrong() {
    let order: Vec<String> = ["time", "decode", "store", "view"].map(String::from).to_vec();
    let found = |path: &str, source: &str| upward(&order, path, &code_only(source)).len();
    assert_eq!(
        found(
            "src/decode/mod.rs",
            "use crate::time::Timestamp; use super::time; use crate::decode::json;"
        ),
        0
    );
    assert_eq!(found("src/decode/mod.rs", "use crate::store::Store;"), 1);
    assert_eq!(found("src/decode.rs", "use super::{time::Timestamp, view::{self, Screen}};"), 1);
    assert_eq!(
        found("src/decode/json.rs", "use super::view; fn f() { super::super::view::screen() }"),
        1
    );
    assert_eq!(
        found("src/decode/json.rs", "use crate::{\n    store::{Store, chunk},\n    view,\n};"),
        2
    );
    assert_eq!(
        found(
            "src/time.rs",
            "/// See [`crate::view`].\nconst A: &str = \"crate::view\"; // crate::store"
        ),
        0
    );
    assert_eq!(
        found("src/time.rs", "const A: char = '\"'; use crate::view::B; const C: char = '\"';"),
        1
    );
    assert_eq!(
        found(
            "src/time.rs",
            "const A: &str = r#\"crate::view \" \"#; /* crate::view /* */ crate::view */"
        ),
        0
    );
    assert_eq!(
        browser_names("src/view/mod.rs", &code_only("use leptos::prelude::*; let leptoscope = 1;"))
            .len(),
        1
    );
    assert_eq!(browser_names("src/ui/common/icon.rs", "use leptos::prelude::*;").len(), 0);
    assert_eq!(browser_names("src/ui/common/icon.rs", "use web_sys::Element;").len(), 1);
}

// --- The rule ---------------------------------------------------------------------------------------------------------

/// The modules in the order of `pub mod NAME;` and `mod NAME;`.
fn listed(code: &str) -> Vec<String> {
    code.lines()
        .filter_map(|line| {
            let line = line.trim().trim_start_matches("pub ");
            line.strip_prefix("mod ")?.strip_suffix(';').map(String::from)
        })
        .collect()
}

/// One line per use of a module that is not listed above the file's own.
fn upward(order: &[String], path: &str, code: &str) -> Vec<String> {
    let place = module_path(path);
    let Some(own) = place.first().and_then(|name| order.iter().position(|module| module == name))
    else {
        return vec![format!("{path} belongs to no module that lib.rs lists")];
    };
    let mut wrong = Vec::new();
    for (name, line) in from_root(code, place.len()) {
        if order.iter().position(|module| *module == name).is_some_and(|at| at > own) {
            wrong.push(format!(
                "{path}:{line} uses `{name}`, which lib.rs lists below `{}`",
                order[own]
            ));
        }
    }
    wrong
}

/// One line per name of a browser crate.
fn browser_names(path: &str, code: &str) -> Vec<String> {
    let is_component = path.starts_with(COMPONENTS);
    words(code)
        .filter(|(_, word)| {
            BROWSER_CRATES.contains(word) || (*word == COMPONENT_CRATE && !is_component)
        })
        .map(|(at, word)| {
            format!(
                "{path}:{} names `{word}`, outside of {}",
                line_of(code, at),
                BROWSER_EDGE.join(", ")
            )
        })
        .collect()
}

/// `src/decode/json.rs` is `[decode, json]`, `src/decode/mod.rs` is `[decode]`.
fn module_path(path: &str) -> Vec<String> {
    let inner = inner(path).trim_end_matches(".rs").trim_end_matches("/mod");
    inner.split('/').map(String::from).collect()
}

/// The first segment below the crate's root of each path that starts there, and its line. `depth` is the number of
/// `super::` that lead from the file to the root.
fn from_root(code: &str, depth: usize) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let starts: Vec<(usize, &str)> =
        words(code).filter(|(_, word)| matches!(*word, "crate" | "super")).collect();
    for (at, word) in starts {
        let before = code[..at].trim_end();
        if before.ends_with("::") || before.ends_with("pub(") || before.ends_with("pub(in") {
            continue;
        }
        let mut rest = code[at + word.len()..].trim_start();
        let mut supers = usize::from(word == "super");
        while let Some(next) = rest.strip_prefix("::").map(str::trim_start) {
            rest = next;
            let Some(deeper) =
                rest.strip_prefix("super").filter(|after| after.trim_start().starts_with("::"))
            else {
                break;
            };
            supers += 1;
            rest = deeper.trim_start();
        }
        if word == "crate" || supers >= depth {
            found.extend(first_segments(rest).into_iter().map(|name| (name, line_of(code, at))));
        }
    }
    found
}

/// `a::b` gives `a`; `{a::{b, c}, d}` gives `a` and `d`.
fn first_segments(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut names = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
            }
            '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    names
}
