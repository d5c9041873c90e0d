//! The reader of a pipe may leave before everything is written. No command makes a fuss about it.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its world stops")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Runs the command with a standard output, or a standard error, without a reader.
fn run(folder: &Path, arguments: &[&str], input: &str, is_error_closed: bool) -> Output {
    let (reader, closed) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
    command.current_dir(folder).args(arguments).stdin(Stdio::piped());
    let (output, error) = if is_error_closed {
        (Stdio::piped(), Stdio::from(closed))
    } else {
        (Stdio::from(closed), Stdio::piped())
    };
    let mut child = command.stdout(output).stderr(error).spawn().unwrap();
    // A command that reads nothing closes its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// A folder with a document, one with mistakes, a built page, a page of metrics and an export of Gatus.
fn world() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let system = "  - { name: Shop, preset: text, url: 'http://10.0.0.5/health' }\n";
    let document = format!("site: {{ name: Test }}\nadmin: {{}}\nsystems:\n{system}");
    write("allclear.yaml", &document);
    write("bad.yaml", "site: {}\nsystems: nothing\nodd: 1\n");
    write("incidents/2026-11-20-slow.md", "no head\n");
    for page in ["dist/index.html", "dist/admin/index.html"] {
        write(page, "<!doctype html><html><head><title>Status</title></head></html>");
    }
    write("page.prom", "# TYPE a counter\na 1\nb{ 2\n");
    write(
        "gatus.json",
        r#"[{"name":"Shop","key":"_shop","results":[{"status":200,"hostname":"10.0.0.5","duration":1000000,"success":true,"timestamp":"2026-11-29T06:00:00Z"}]}]"#,
    );
    folder
}

/// Every command that prints, with what it reads.
const COMMANDS: [(&[&str], &str); 14] = [
    (&["--help"], ""),
    (&["--version"], ""),
    (&["schema"], ""),
    (&["check", "allclear.yaml"], ""),
    (&["check", "bad.yaml"], ""),
    (&["check", "nowhere.yaml"], ""),
    (&["render", "allclear.yaml", "--out", "out", "--root", "dist"], ""),
    (&["render", "bad.yaml", "--out", "out", "--root", "dist"], ""),
    (&["backfill", "allclear.yaml", "gatus.json", "--from", "gatus", "--out", "out"], ""),
    (&["user", "htpasswd", "ann"], ""),
    (&["user", "htpasswd", "ann", "--remove"], ""),
    (&["decode", "page.prom"], ""),
    (&["decode", "--json", "-"], "a 1\n"),
    (&["record", "bad.yaml", "--out", "out"], ""),
];

#[test]
fn no_command_minds_a_closed_pipe() {
    for is_error_closed in [false, true] {
        let folder = world();
        for (arguments, input) in COMMANDS {
            let output = run(folder.path(), arguments, input, is_error_closed);
            let code = output.status.code();
            assert!(
                matches!(code, Some(0 | 1 | 2 | 141)),
                "{arguments:?} ended with {:?}",
                output.status
            );
            let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                !stderr.contains("panicked") && !stderr.contains("pipe"),
                "{arguments:?}: {stderr}"
            );
            if !is_error_closed && matches!(arguments, ["schema" | "check" | "decode", ..]) {
                let expected = if arguments.contains(&"nowhere.yaml") { 2 } else { 141 };
                assert_eq!(code, Some(expected), "{arguments:?}: {stderr}");
            }
        }
        // Their files are there, whole.
        assert!(folder.path().join("out/nginx.conf").is_file());
        assert!(folder.path().join("out/record/past").is_dir());
    }
}

#[test]
fn a_full_disk_is_no_closed_pipe() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else { return };
    let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
    let output = command.arg("schema").stdout(full).stderr(Stdio::piped()).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("allclear: the standard output cannot be written: "), "{stderr}");
}
