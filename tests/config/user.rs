//! `allclear user`: what it writes into a password file, and what it leaves alone. That nginx takes such a file is tested
//! with nginx itself.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Runs the command with this standard input: its code, output and error output.
fn user(file: &Path, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .arg("user")
        .arg(file)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn verifies(line: &str, name: &str, password: &str) -> bool {
    let hash = line.strip_prefix(&format!("{name}:")).unwrap();
    assert!(hash.starts_with("$2y$06$"), "{hash}");
    bcrypt::verify(password, hash).unwrap()
}

#[test]
fn makes_a_file_that_others_cannot_read_and_a_password_that_is_printed_once() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("htpasswd");
    let (code, out, err) = user(&file, &["ops"], "");
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("ops was added"), "{err}");
    let password = out.trim_end();
    assert_eq!((password.len(), password.matches('-').count()), (23, 3), "{password}");
    assert!(!err.contains(password));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.ends_with('\n') && text.lines().count() == 1, "{text}");
    assert!(verifies(text.trim_end(), "ops", password));
    assert!(!verifies(text.trim_end(), "ops", "wrong"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    // No two are alike, and nothing is left beside the file.
    let (_, other, _) = user(&file, &["ops"], "");
    assert_ne!(other, out);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Whether this test may give files away, which only root may.
fn is_root() -> bool {
    let is_root = TempDir::new().unwrap().path().metadata().unwrap().uid() == 0;
    if !is_root {
        println!("SKIPPED: only root gives files to the group of another");
    }
    is_root
}

/// A user of nearly every machine other than root, with the id of its own group.
fn worker() -> (String, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let known = |name: &str| -> Option<(String, u32)> {
        let line = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        Some((name.to_owned(), line.split(':').nth(3)?.parse().ok()?))
    };
    known("www-data").or_else(|| known("nobody")).unwrap()
}

/// A folder that all users may enter.
fn open_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[test]
fn a_file_that_root_makes_can_be_read_by_the_workers_of_the_configured_nginx() {
    if !is_root() {
        return;
    }
    let (folder, (name, gid)) = (open_folder(), worker());
    fs::write(folder.path().join("nginx.conf"), format!("user {name};\n")).unwrap();
    let file = folder.path().join("htpasswd");
    let (code, _, err) = user(&file, &["ops"], "");
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    let made = fs::metadata(&file).unwrap();
    assert_eq!((made.uid(), made.gid(), made.mode() & 0o777), (0, gid, 0o640));
    // The command does not widen the rights of an unreadable file, and warns that no login works.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let (code, _, err) = user(&file, &["ann"], "");
    assert_eq!((code, fs::metadata(&file).unwrap().mode() & 0o777), (Some(0), 0o600));
    let advice =
        format!("`chgrp {} {}", group_name(gid), fs::canonicalize(&file).unwrap().display());
    assert!(err.contains(&advice), "{advice} is not in {err}");
    // The same where the file is right, and the way to it is closed.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let (_, _, err) = user(&file, &["ann"], "");
    assert!(err.contains("cannot enter"), "{err}");
}

fn group_name(gid: u32) -> String {
    let groups = fs::read_to_string("/etc/group").unwrap();
    let line = groups.lines().find(|line| line.split(':').nth(2) == Some(&gid.to_string()));
    line.unwrap().split(':').next().unwrap().to_owned()
}

#[test]
fn a_file_that_root_makes_is_not_silently_useless() {
    if !is_root() {
        return;
    }
    let (folder, (_, gid)) = (open_folder(), worker());
    let file = folder.path().join("htpasswd");
    let (code, _, err) = user(&file, &["ops"], "");
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("belongs to the group root") && err.contains("chgrp"), "{err}");
    let (code, _, err) = user(&file, &["ops", "--group", &group_name(gid)], "");
    assert_eq!((code, err.lines().count()), (Some(0), 1), "{err}");
    let made = fs::metadata(&file).unwrap();
    assert_eq!((made.gid(), made.mode() & 0o777), (gid, 0o640));
    let (code, _, err) = user(&file, &["ops", "--group", "no-such-group"], "");
    assert!(code == Some(2) && err.contains("there is no group no-such-group"), "{err}");
}

#[test]
fn changes_one_line_and_keeps_the_others() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("htpasswd");
    let before = "# the night shift\nann:$apr1$x$y:a comment\n\nops:old\nopsy:{SHA}x\nops:twice";
    fs::write(&file, before).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let (code, out, err) = user(&file, &["ops", "--password-stdin"], "correct horse: battery\n");
    assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
    assert!(err.contains("has a new password"), "{err}");
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..3], ["# the night shift", "ann:$apr1$x$y:a comment", ""]);
    assert!(verifies(lines[3], "ops", "correct horse: battery"));
    assert_eq!(lines[4..], ["opsy:{SHA}x"]);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let (code, out, err) = user(&file, &["ops", "--remove"], "");
    assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text, "# the night shift\nann:$apr1$x$y:a comment\n\nopsy:{SHA}x\n");
    let (code, _, err) = user(&file, &["ops", "--remove"], "");
    assert_eq!(code, Some(2));
    assert!(err.contains("ops is not in"), "{err}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn keeps_the_group_and_follows_a_link() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("real");
    fs::write(&file, "").unwrap();
    // Only root may give a file away; for other users the group stays their own.
    let _ = std::os::unix::fs::chown(&file, None, Some(12_345));
    let group = fs::metadata(&file).unwrap().gid();
    let link = folder.path().join("htpasswd");
    symlink(&file, &link).unwrap();
    assert_eq!(user(&link, &["ops"], "").0, Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().starts_with("ops:$2y$"));
    assert_eq!(fs::metadata(&file).unwrap().gid(), group);
}

#[test]
fn refuses_what_could_not_be_a_login() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("htpasswd");
    for name in ["", "a:b", "#ops", "a b", "a\nroot:x", "\u{e4}", &"x".repeat(65)] {
        let (code, _, err) = user(&file, &["--", name], "");
        assert_eq!(code, Some(2), "{name:?}");
        assert!(err.contains("is not a valid name"), "{name:?}: {err}");
    }
    for (password, why) in [
        ("", "too short"),
        ("short\n", "too short"),
        ("eleven char\n", "too short"),
        ("a\tcontrol character\n", "control character"),
        ("long enough\0but\n", "control character"),
    ] {
        let (code, _, err) = user(&file, &["ops", "--password-stdin"], password);
        assert_eq!(code, Some(2), "{password:?}");
        assert!(err.contains(why), "{password:?}: {err}");
    }
    let (code, _, err) = user(&file, &["ops", "--password-stdin"], &"x".repeat(73));
    assert!(code == Some(2) && err.contains("72 bytes"), "{err}");
    assert_eq!(user(&file, &["ops", "--password-stdin", "--remove"], "").0, Some(2));
    assert!(!file.exists());
    let (code, _, err) = user(&folder.path().join("nowhere/htpasswd"), &["ops"], "");
    assert!(code == Some(2) && err.contains("cannot be written"), "{err}");
    fs::write(&file, b"\xff").unwrap();
    assert_eq!(user(&file, &["ops"], "").0, Some(2));
    assert_eq!(fs::read(&file).unwrap(), b"\xff");
}
