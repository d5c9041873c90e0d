//! `allclear backfill`: imports the past of another status page, so that the history does not begin with the first day of the recorder.
//!
//! The library ([`allclear::backfill`]) interprets rows and matches them to systems; this module handles files,
//! and what is said about them. What is taken becomes the recorder's own memory, in one piece or not at all.

mod export;
mod gatus;
mod kuma;
mod sqlite;
mod table;

use super::{output, record};
use allclear::backfill::matching::{Pairs, pair};
use allclear::backfill::order::OrderedSamples;
use allclear::backfill::replay::replay;
use allclear::config::deployment::{Deployed, Deployment};
use allclear::history::Archive;
use anyhow::{Context as _, Result, anyhow};
use export::{Export, Format};
use indicatif::{ProgressBar, ProgressStyle};
use metrics_engine::time::Timestamp;
use record::clock::now;
use record::storage::{RecordStorage, load_read_only};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The document, usually allclear.yaml.
    file: PathBuf,
    /// The data of the other status page: its SQLite database, or an answer of Gatus' API.
    export: PathBuf,
    /// The other status page.
    #[arg(long, value_enum)]
    from: Format,
    /// The folder that `record` writes to.
    #[arg(long)]
    out: PathBuf,
    /// The system (by its id) that a monitor of theirs (by its name or number) is about, where names and addresses do not match. May be
    /// repeated; several monitors of one system are its checks.
    #[arg(long = "map", value_name = "THEIRS=ID")]
    maps: Vec<String>,
    /// Say what would be taken, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Takes over what can be, and says what cannot.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(deployment) = record::read(&arguments.file)? else { return Ok(ExitCode::FAILURE) };
    let maps = maps(&arguments.maps)?;
    let export = Export::open(arguments.from, &arguments.export)?;
    let pairs =
        pair(export.monitors(), &deployment.systems, &maps).map_err(|error| anyhow!(error))?;
    if pairs.taken.is_empty() {
        output::print(table::not_taken(&export, &pairs))?;
        output::line(format_args!(
            "Nothing was imported: no monitor matches a system of {}.",
            arguments.file.display()
        ))?;
        return Ok(ExitCode::FAILURE);
    }
    let past = RecordStorage::folder(&arguments.out);
    if arguments.dry_run {
        let mut archive = load_read_only(&past)?;
        take(&export, &pairs, &deployment, &mut archive, now())?;
        output::line("Nothing was written (--dry-run).")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut storage = RecordStorage::open(&arguments.out)?;
    let mut archive = storage.archive().clone();
    take(&export, &pairs, &deployment, &mut archive, now())?;
    storage.replace(archive)?;
    let past = past.display();
    output::line(format_args!("Written to {past}. `allclear record` continues from there."))?;
    Ok(ExitCode::SUCCESS)
}

/// Takes what can be taken into the archive, and says so.
fn take(
    export: &Export,
    pairs: &Pairs,
    deployment: &Deployment,
    archive: &mut Archive,
    now: Timestamp,
) -> Result<()> {
    // It is drawn on a terminal only.
    let progress = ProgressBar::new(deployment.systems.len() as u64).with_style(
        ProgressStyle::default_bar().template("{pos}/{len} systems {wide_bar} {elapsed}")?,
    );
    for (place, system) in deployment.systems.iter().enumerate() {
        let own = pairs.taken.iter().filter(|(_, of)| *of == place);
        let monitors: Vec<usize> = own.map(|(monitor, _)| *monitor).collect();
        if !monitors.is_empty() {
            let taken = take_system(export, &monitors, system, archive, now)?;
            progress.suspend(|| output::print(taken))?;
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    output::print(table::not_taken(export, pairs))
}

fn take_system(
    export: &Export,
    monitors: &[usize],
    system: &Deployed,
    archive: &mut Archive,
    now: Timestamp,
) -> Result<String> {
    let imports = monitors.iter().map(|monitor| {
        export.import(*monitor).map(|imported| imported.in_order(now, system.failures))
    });
    let imports: Vec<OrderedSamples> = imports.collect::<Result<_>>()?;
    let (stretches, latency) = replay(&imports, system.failures, system.successes);
    let new = archive.fill(&system.id, &stretches, &latency);
    let names = monitors.iter().filter_map(|monitor| export.monitors().get(*monitor));
    let names: Vec<&str> = names.map(|monitor| monitor.name.as_str()).collect();
    Ok(table::taken(&system.id, &names, &imports, archive, new))
}

fn maps(texts: &[String]) -> Result<Vec<(String, String)>> {
    let map = |text: &String| {
        let (theirs, ours) = text.rsplit_once('=').with_context(|| {
            format!("--map {text:?}: expected a monitor and the id of a system, as in --map 'Web shop=shop'")
        })?;
        Ok((theirs.to_owned(), ours.to_owned()))
    };
    texts.iter().map(map).collect()
}
