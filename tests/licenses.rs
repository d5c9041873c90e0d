//! The shipped files name all their dependencies, with their licences.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// The packages of this project, under its own licence.
const OWN: [&str; 2] = ["allclear", "metrics-engine"];

/// The packages that are part of a build, as `name version`.
fn packages(target: &[&str], features: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--features", features])
        .args(target)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let name = |line: &str| {
        let mut words = line.split_whitespace();
        let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
        (!OWN.contains(&name)).then(|| format!("{name} {version}"))
    };
    text.lines().filter_map(name).collect()
}

#[test]
fn everything_that_is_shipped_appears_with_its_licence() {
    if Command::new("node").arg("--version").output().is_err() {
        println!("SKIPPED: node is not installed");
        return;
    }
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("licenses.txt");
    let output = Command::new("node")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("scripts/licenses.mjs")
        .arg(&file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&file).unwrap();
    let own = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/LICENSE")).unwrap();
    assert!(text.contains(own.trim()));

    let sections = text.split(&"-".repeat(80)).collect::<Vec<_>>();
    let list = sections.iter().position(|section| section.contains(", see ")).unwrap();
    let listed: BTreeMap<&str, &str> = sections[list]
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.split_once(" (")?;
            Some((name, rest.split_once(", see ")?.1))
        })
        .collect();
    let licence = |number: &str| -> String {
        let head = format!("\n[{number}]\n");
        let begins = text.find(&head).unwrap_or_else(|| panic!("there is no [{number}]"));
        text[begins + head.len()..].split(&"-".repeat(80)).next().unwrap().to_lowercase()
    };
    let wasm = packages(&["--target", "wasm32-unknown-unknown"], "browser");
    let native = packages(&[], "cli");
    assert!(wasm.len() > 50 && native.len() > 50);
    // Not one more either: what only tests and benchmarks need is not shipped.
    let extra: Vec<&&str> = listed
        .keys()
        .filter(|name| !name.starts_with("Rust's standard library"))
        .filter(|name| !wasm.iter().chain(&native).any(|package| package == *name))
        .collect();
    assert!(extra.is_empty(), "listed, but not shipped: {extra:?}");
    for package in wasm.iter().chain(&native) {
        let numbers = listed.get(package.as_str());
        let numbers = numbers.unwrap_or_else(|| panic!("{package} is not listed"));
        let texts: Vec<String> = numbers.split(", ").map(licence).collect();
        let says = ["permission", "license", "licence", "public domain", "copyright"];
        assert!(
            texts
                .iter()
                .any(|text| text.len() > 200 && says.iter().any(|word| text.contains(word))),
            "{package}: {texts:?}"
        );
    }
    // No byte that is public names a folder of the machine that builds.
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")));
}
