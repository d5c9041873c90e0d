//! The operator's document: what `allclear check` says about it, and what of it becomes public.
//!
//! The files under `tests/config` are checked, and all that is said about each is compared with the `.txt` beside it.
//! `UPDATE=1 cargo test --features cli --test config` writes those anew; the review is in the difference.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]

#[path = "config/boards.rs"]
mod boards;
#[path = "config/grafana.rs"]
mod grafana;
#[path = "config/laws.rs"]
mod laws;
#[path = "config/places.rs"]
mod places;
#[path = "config/reports.rs"]
mod reports;
#[path = "config/secrets.rs"]
mod secrets;
#[path = "config/user.rs"]
mod user;

use allclear::config::document::{self, Reading};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A path of this repository.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Reads a document and the files beside it.
fn read(file: &Path) -> Reading {
    let folder = file.parent().unwrap();
    let beside =
        |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    document::read_beside(&fs::read_to_string(file).unwrap(), &beside)
}

/// All that the command prints about `file`, and what it read.
fn check(file: &Path) -> (String, Reading) {
    let reading = read(file);
    let name = file.file_name().unwrap().to_string_lossy();
    let mut problems = String::new();
    for problem in &reading.problems {
        writeln!(problems, "{}", problem.in_file(&name)).unwrap();
    }
    writeln!(problems, "{}", reading.summary()).unwrap();
    (problems, reading)
}

/// Checks every document of a folder against the text beside it. Returns the readings.
fn golden(folder: &str) -> Vec<(String, Reading)> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "yaml"));
    files.sort();
    assert!(!files.is_empty(), "{folder} is empty");
    let update = std::env::var_os("UPDATE").is_some();
    let mut readings = Vec::new();
    for file in files {
        let (problems, reading) = check(&file);
        let expected = file.with_extension("txt");
        if update {
            fs::write(&expected, &problems).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert!(
            problems == expected,
            "{}: printed:\n{problems}\nexpected:\n{expected}",
            file.display()
        );
        readings.push((file.display().to_string(), reading));
    }
    readings
}

#[test]
fn says_everything_that_is_wrong_at_once() {
    for (file, reading) in golden("tests/config/bad") {
        assert!(reading.deployment.is_none() && reading.count().0 > 0, "{file}");
    }
}

#[test]
fn warns_about_what_is_usable_but_not_meant() {
    for (file, reading) in golden("tests/config/warned") {
        assert!(reading.deployment.is_some() && reading.count().1 > 0, "{file}");
    }
}

#[test]
fn has_nothing_to_say_about_good_documents() {
    for (file, reading) in golden("tests/config/good") {
        assert!(reading.deployment.is_some() && reading.problems.is_empty(), "{file}");
    }
    let (problems, _) = check(&path("demo/allclear.yaml"));
    assert_eq!(problems, "7 systems, 8 checks, no problem\n");
    let (problems, _) = check(&path("demo/many.yaml"));
    assert_eq!(problems, "200 systems, 200 checks, no problem\n");
}

#[test]
fn has_nothing_to_say_about_the_sections_that_the_instructions_show() {
    let text = fs::read_to_string(path("deploy/README.md")).unwrap();
    let sections: Vec<&str> =
        text.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(sections.len() > 2);
    let minimal = fs::read_to_string(path("tests/config/good/minimal.yaml")).unwrap();
    for section in sections {
        let reading = document::read(&format!("{section}{minimal}"));
        assert!(
            reading.problems.is_empty() && reading.deployment.is_some_and(|it| it.admin.is_some()),
            "{section}: {:#?}",
            reading.problems
        );
    }
}

#[test]
fn ends_with_a_code_that_scripts_can_use() {
    let run = |arguments: &[&str]| {
        let command = std::process::Command::new(env!("CARGO_BIN_EXE_allclear"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(arguments)
            .output();
        let output = command.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, out, err) = run(&["check", "demo/allclear.yaml"]);
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (Some(0), "7 systems, 8 checks, no problem\n", "")
    );
    assert_eq!(run(&["check", "tests/config/warned/everything.yaml"]).0, Some(0));
    let (code, out, _) = run(&["check", "tests/config/bad/no-systems.yaml"]);
    assert_eq!(code, Some(1));
    assert!(
        out.starts_with(
            "tests/config/bad/no-systems.yaml:2:10: error: systems: there is no system\n"
        ),
        "{out}"
    );
    let (code, _, err) = run(&["check", "nowhere.yaml"]);
    assert_eq!(code, Some(2));
    assert!(err.starts_with("allclear: nowhere.yaml cannot be read: "), "{err}");
    assert_eq!(run(&["check"]).0, Some(2));
    assert_eq!(run(&["chekc", "demo/allclear.yaml"]).0, Some(2));
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("out");
    let (code, _, err) =
        run(&["render", "tests/config/bad/no-systems.yaml", "--out", out.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(err.ends_with("1 error; nothing was written\n"), "{err}");
    assert!(!out.exists());
    for (option, value) in [("--listen", "80"), ("--user", "a;b"), ("--root", "a$b")] {
        let (code, _, err) =
            run(&["render", "demo/allclear.yaml", "--out", out.to_str().unwrap(), option, value]);
        assert_eq!(code, Some(2), "{option}: {err}");
        assert!(!out.exists());
    }
}

#[test]
fn publishes_the_schema_that_it_checks() {
    let schema = allclear::config::raw::schema().to_value();
    let file = path("deploy/allclear.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, format!("{schema:#}\n")).unwrap();
    }
    let published: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(
        published, schema,
        "write it anew: UPDATE=1 cargo test --features cli --test config"
    );
}
