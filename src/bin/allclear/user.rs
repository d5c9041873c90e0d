//! `allclear user`: adds, changes or removes one operator in nginx's password file.
//!
//! The hash is bcrypt, which nginx computes with the system's `crypt` for every request, in a worker that serves no
//! other request meanwhile. So its cost is low, and the password has to be strong: one is made unless one is given. Measured per
//! request: cost 5 takes 2 ms, 6 takes 4 ms, 8 takes 15 ms, 10 takes 64 ms.
//!
//! The new file stands beside the old one until it is whole. Other lines, mode, owner and group stay as they are. A file that root
//! makes is given to the group of nginx's workers, which have to read it.

pub(crate) mod workers;

use super::output;
use super::replacement::beside;
use anyhow::{Context as _, Result, anyhow, bail, ensure};
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use workers::Workers;

/// Twenty page loads of twenty requests keep one worker busy for 1.6 seconds.
const COST: u32 = 6;

/// Fewer characters can be guessed, with a cost this low.
const SHORTEST: usize = 12;

/// The number of bytes that bcrypt reads.
const LONGEST: usize = 72;

/// Letters and digits that are not taken for each other.
const LETTERS: &[u8; 56] = b"23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

/// Groups of letters in a made password. All of it: 116 bits.
const GROUPS: usize = 4;
const GROUP: usize = 5;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The password file, usually htpasswd in the folder of `render --out`. Made if it is not there.
    file: PathBuf,
    /// The operator's name.
    name: String,
    /// Read the password from the standard input, in place of making one.
    #[arg(long, conflicts_with = "remove")]
    password_stdin: bool,
    /// Remove this operator.
    #[arg(long)]
    remove: bool,
    /// Give the file to this group, which may read it. A file that root makes goes to the group of the user whom the nginx.conf beside
    /// it names; otherwise a file keeps its group.
    #[arg(long)]
    group: Option<String>,
}

/// Changes the file. A password that was made goes to the standard output, alone; it is kept nowhere.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { file, name, .. } = arguments;
    let is_plain = name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
    if name.is_empty() || name.len() > 64 || !is_plain || name.starts_with('#') {
        bail!(
            "{name:?} is not a valid name: up to 64 letters, digits and signs but `:`, and no `#` first"
        );
    }
    // A link is followed, so that the file that it names is replaced and not the link.
    let file = &fs::canonicalize(file).unwrap_or_else(|_| file.clone());
    let old = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be read", file.display()));
        }
    };
    let known = old.lines().any(|line| is_of(line, name));
    let group = match &arguments.group {
        Some(name) => {
            let id = workers::group(name);
            Some(id.with_context(|| format!("--group: there is no group {name} on this machine"))?)
        }
        None => None,
    };
    if arguments.remove {
        ensure!(known, "{name} is not in {}", file.display());
        replace(file, &changed(&old, name, None), group)?;
        tracing::info!("{name} was removed from {}.", file.display());
        warn_of_unreadable(file, arguments.group.is_some());
        return Ok(ExitCode::SUCCESS);
    }
    let password = if arguments.password_stdin { given()? } else { made()? };
    let hash = bcrypt::hash_with_result(&password, COST).context("no hash could be made")?;
    let hash = hash.format_for_version(bcrypt::Version::TwoY);
    replace(file, &changed(&old, name, Some(&hash)), group)?;
    let did = if known { "has a new password" } else { "was added" };
    tracing::info!("{name} {did} in {}.", file.display());
    warn_of_unreadable(file, arguments.group.is_some());
    if !arguments.password_stdin {
        output::line(password)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn is_of(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(other, _)| other == name)
}

/// The text with one line for `name`, in its old place where it had one, or none.
fn changed(old: &str, name: &str, hash: Option<&str>) -> String {
    let mut hash = hash;
    let mut text = String::new();
    let mut put = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for line in old.lines() {
        if !is_of(line, name) {
            put(line);
        } else if let Some(hash) = hash.take() {
            put(&format!("{name}:{hash}"));
        }
    }
    if let Some(hash) = hash {
        put(&format!("{name}:{hash}"));
    }
    text
}

/// The first line of the standard input.
fn given() -> Result<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).context("the standard input cannot be read")?;
    let password = line.trim_end_matches(['\r', '\n']);
    ensure!(!password.chars().any(char::is_control), "a control character is in the password");
    ensure!(
        password.chars().count() >= SHORTEST,
        "the password is too short: use at least {SHORTEST} characters, or leave the option out to generate one"
    );
    ensure!(
        password.len() <= LONGEST,
        "the password is longer than {LONGEST} bytes, and bcrypt ignores the rest"
    );
    Ok(password.to_owned())
}

/// Returns a random password.
fn made() -> Result<String> {
    let letter = || -> Result<char> {
        loop {
            let mut byte = [0];
            getrandom::fill(&mut byte)
                .map_err(|error| anyhow!("the system gives no random numbers: {error}"))?;
            // Every letter is as likely as any other: what is left of 256 is thrown again.
            if let Some(letter) = LETTERS.get(usize::from(byte[0] & 63)) {
                return Ok(char::from(*letter));
            }
        }
    };
    let mut password = String::new();
    for index in 0..GROUPS * GROUP {
        if index > 0 && index % GROUP == 0 {
            password.push('-');
        }
        password.push(letter()?);
    }
    Ok(password)
}

/// Says what to do where nginx's workers cannot read `file`, or where nothing says who they are.
///
/// `is_given`: whether a person has just said to which group it belongs.
fn warn_of_unreadable(file: &Path, is_given: bool) {
    if let Some(workers) = Workers::beside(file) {
        if let Some(complaint) = workers.complaint(file) {
            tracing::warn!("{complaint}");
        }
        return;
    }
    // A file made by another user than root is read by an nginx that runs as the same user.
    let is_roots = fs::metadata(file).is_ok_and(|file| file.uid() == 0 && file.gid() == 0);
    if is_roots && !is_given {
        let file = file.display();
        tracing::warn!(
            "It belongs to the group root, and nothing here says who nginx's workers are. Unless they run as root they cannot read it, \
             and nobody can log in: give it to a group of theirs, as in `chgrp www-data {file}`. `allclear render --user NAME` \
             says who they are."
        );
    }
}

/// Writes the file as a whole. A new one can be read by its owner and group.
fn replace(file: &Path, text: &str, group: Option<u32>) -> Result<()> {
    write(file, text, group).with_context(|| format!("{} cannot be written", file.display()))
}

fn write(file: &Path, text: &str, group: Option<u32>) -> io::Result<()> {
    // Two of these commands may run at once.
    let mut new = beside(file, &format!(".{}", std::process::id()), 0o600)?;
    new.as_file_mut().write_all(text.as_bytes())?;
    let made = new.as_file().metadata()?;
    match fs::metadata(file) {
        Ok(old) => {
            if (made.uid(), made.gid()) != (old.uid(), old.gid()) {
                chown(new.path(), Some(old.uid()), Some(old.gid()))?;
            }
            new.as_file().set_permissions(old.permissions())?;
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Only root may give a file away.
            let workers = Workers::beside(file).filter(|_| made.uid() == 0);
            if let Some(gid) = workers.and_then(|workers| workers.gid()) {
                chown(new.path(), None, Some(gid))?;
            }
            new.as_file().set_permissions(Permissions::from_mode(0o640))?;
        }
        Err(error) => return Err(error),
    }
    if group.is_some() {
        chown(new.path(), None, group)?;
        let rights = new.as_file().metadata()?.mode() & 0o777;
        new.as_file().set_permissions(Permissions::from_mode(rights | 0o040))?;
    }
    new.as_file().sync_all()?;
    new.persist(file)?;
    Ok(())
}
