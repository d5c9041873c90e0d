//! A folder with a document, an export and what the recorder keeps.

use crate::service::MINUTE;
use allclear::history::{Archive, State, journal};
use metrics_engine::time::Timestamp;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

pub(crate) struct World {
    folder: TempDir,
}

/// The output of the command.
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    /// With a document of these systems, each in a line of YAML.
    pub(crate) fn new(systems: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let systems: Vec<String> = systems.iter().map(|it| format!("  - {{{it}}}\n")).collect();
        let text = format!("site: {{name: Test}}\nsystems:\n{}", systems.concat());
        fs::write(folder.path().join("allclear.yaml"), text).unwrap();
        Self { folder }
    }

    /// One system called Shop.
    pub(crate) fn shop() -> Self {
        Self::new(&["name: Shop, preset: text, url: 'http://10.0.0.5/health'"])
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new database with this schema.
    pub(crate) fn database(&self, name: &str, schema: &str) -> Connection {
        let connection = Connection::open(self.path(name)).unwrap();
        connection.execute_batch(schema).unwrap();
        connection
    }

    /// `allclear backfill allclear.yaml EXPORT --from FORMAT --out .` and more.
    pub(crate) fn backfill(&self, format: &str, export: &str, more: &[&str]) -> Finished {
        let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
        command.current_dir(self.folder.path());
        command.args(["backfill", "allclear.yaml", export, "--from", format, "--out", "."]);
        let Output { status, stdout, stderr } = command.args(more).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Finished { code: status.code(), out: text(stdout), err: text(stderr) }
    }

    /// The same, which must succeed; and what lies on the disk then.
    pub(crate) fn take(&self, format: &str, export: &str, more: &[&str]) -> (Archive, String) {
        let finished = self.backfill(format, export, more);
        assert_eq!((finished.code, finished.err.as_str()), (Some(0), ""), "{}", finished.out);
        (self.archive(), finished.out)
    }

    pub(crate) fn past(&self) -> PathBuf {
        self.path("record/past")
    }

    /// Everything on the disk, as a recorder reads it: the newest snapshot. A backfill leaves nothing behind it.
    pub(crate) fn archive(&self) -> Archive {
        let number = |path: &Path| -> Option<u64> {
            path.file_name()?.to_str()?.strip_prefix("snapshot-")?.parse().ok()
        };
        let files = fs::read_dir(self.past()).unwrap().map(|item| item.unwrap().path());
        let newest = files.filter(|path| number(path).is_some()).max_by_key(|path| number(path));
        let mut archive = Archive::default();
        let bytes = fs::read(newest.unwrap()).unwrap();
        let reading = journal::read(&bytes, |entry| archive.apply(&entry));
        assert!(reading.complete);
        archive
    }
}

/// The shop's past: each state with the minute, counted from an instant, at which it ends.
pub(crate) fn minutes(archive: &Archive, begin: i64) -> Vec<(i64, State)> {
    let runs = archive.of("shop").unwrap().timeline.runs();
    runs.map(|run| ((run.until.0 - begin) / MINUTE, run.state)).collect()
}

pub(crate) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "an export is as old as its newest row")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(now.as_millis()).unwrap())
}

/// An instant as Uptime Kuma writes it, and with the end of Go's form as Gatus does.
pub(crate) fn written(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap();
    at.strftime("%Y-%m-%d %H:%M:%S%.3f").to_string()
}
