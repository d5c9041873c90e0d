//! An opened export of another status page: its monitors, and the checks of each.

use super::{gatus, kuma, sqlite};
use allclear::backfill::{Foreign, ImportedSamples};
use anyhow::{Context as _, Result, anyhow, bail};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// Which status page it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// Uptime Kuma's `data/kuma.db`, of version 1 or 2.
    Kuma,
    /// Gatus' SQLite database, or what its `/api/v1/endpoints/statuses` answered.
    Gatus,
    /// Cannot be taken: says why.
    Upptime,
}

/// An opened export.
pub(super) struct Export {
    kind: Kind,
    monitors: Vec<Foreign>,
}

enum Kind {
    /// With the number of each monitor.
    Kuma(Connection, Vec<i64>),
    Gatus(Connection, Vec<i64>),
    /// The checks themselves.
    Answers(Vec<ImportedSamples>),
}

/// The largest JSON file that is read.
const MAX_BYTES: u64 = 1 << 28;

/// Why Upptime's repository is not taken.
const UPPTIME: &str = "Upptime keeps when a state changed and one check a day, not all its checks: nothing in its repository proves that it \
    checked in between, so neither up nor down is known of that time. Let `allclear record` begin anew.";

impl Export {
    /// Opens a file.
    pub(super) fn open(format: Format, path: &Path) -> Result<Self> {
        let is_database = |what: &str| {
            let is = sqlite::is_database(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            if !is && what == "kuma" {
                bail!(
                    "{} is no SQLite database: Uptime Kuma's is data/kuma.db (its JSON backup holds settings and no heartbeats; \
                     of one that keeps its data in MariaDB, nothing can be taken)",
                    path.display()
                );
            }
            Ok(is)
        };
        match format {
            Format::Upptime => bail!(UPPTIME),
            Format::Kuma => {
                is_database("kuma")?;
                let connection = sqlite::open(path)?;
                let (numbers, monitors) = kuma::monitors(&connection)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                Ok(Self { kind: Kind::Kuma(connection, numbers), monitors })
            }
            Format::Gatus if is_database("gatus")? => {
                let connection = sqlite::open(path)?;
                let (numbers, monitors) = gatus::endpoints(&connection)
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                Ok(Self { kind: Kind::Gatus(connection, numbers), monitors })
            }
            Format::Gatus => {
                if fs::metadata(path)?.len() > MAX_BYTES {
                    bail!("{} is larger than {MAX_BYTES} bytes", path.display());
                }
                let bytes = fs::read(path)?;
                let found = allclear::backfill::gatus::read(&bytes)
                    .map_err(|error| anyhow!("{}: {error}", path.display()))?;
                let (monitors, imports) = found.into_iter().unzip();
                Ok(Self { kind: Kind::Answers(imports), monitors })
            }
        }
    }

    /// The monitors.
    pub(super) fn monitors(&self) -> &[Foreign] {
        &self.monitors
    }

    /// Returns the samples of the monitor with this index.
    pub(super) fn import(&self, monitor: usize) -> Result<ImportedSamples> {
        let name = || self.monitors.get(monitor).map(|it| it.name.clone()).unwrap_or_default();
        let read = match &self.kind {
            Kind::Kuma(connection, numbers) => {
                numbers.get(monitor).map(|number| kuma::import(connection, *number)).transpose()
            }
            Kind::Gatus(connection, numbers) => {
                numbers.get(monitor).map(|number| gatus::import(connection, *number)).transpose()
            }
            Kind::Answers(imports) => Ok(imports.get(monitor).cloned()),
        };
        Ok(read.with_context(|| format!("{:?} cannot be read", name()))?.unwrap_or_default())
    }
}
