//! The public files of the recorder: `status.json` and the files for machines at every change, those with a timestamp that readers check
//! once in an interval, the past at most once a minute.
//!
//! Where many systems change their state all the time, a change waits: additional writes have an [`Allowance`]. Large histories are
//! written less often.
//!
//! The files contain only systems that are not private. The verdict on the page is computed once, from measurements, announcements
//! and reports, and is the same in every file.

mod files;
mod folder;
mod incidents;
mod verdicts;

use super::disk::WriteReport;
use super::first_state::FirstStateWriter;
use super::pace::{Allowance, Due};
use crate::reports::Reports;
use allclear::config::Check;
use allclear::config::deployment::Deployment;
use allclear::config::raw::Visibility;
use allclear::history::Archive;
use allclear::history::document::Verdicts;
use allclear::monitor::Monitor;
use folder::PublishedFolder;
use incidents::Incidents;
use metrics_engine::time::{Duration, Timestamp};
use std::path::{Path, PathBuf};
use verdicts::states;

/// Writes files.
pub(super) struct Publisher {
    folder: PublishedFolder,
    /// The site's address on the web.
    base: String,
    /// The longest delay of files that are not about this moment.
    pause: Duration,
    /// The longest time from one `status.json` to the next.
    interval: Duration,
    /// Ids of systems whose response times are public.
    full: Vec<String>,
    deployment: Deployment,
    incidents: Incidents,
    /// The verdicts in the last `status.json`.
    published: Option<Verdicts>,
    /// The files for machines that are out of date.
    behind: Option<Extent>,
    /// The bytes that changes may cost: of `status.json`, and of the files for machines.
    for_status: Allowance,
    for_machines: Allowance,
    /// When files for machines were written last.
    noted: Option<Timestamp>,
    /// When those files were written last that are written in any case, and when the history and the response times are due.
    wrote: Option<Timestamp>,
    history: Option<Due>,
    times: Option<Due>,
    /// The visitors' page with the state in it.
    first_state: Option<FirstStateWriter>,
    report: WriteReport,
}

/// The extent of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// The files whose age is read.
    Age,
    /// All machine-readable files about this moment.
    Present,
    /// Those and the history.
    Past,
}

impl Publisher {
    /// Files whose age is read are written so often, if the interval is short.
    const AGED_PAUSE: Duration = Duration::from_secs(30);

    /// Files for machines are many, four for each system: where much changes at once, they are written together.
    const BREATH: Duration = Duration(1000);

    /// Writes to `folder` what may be public of `deployment`. Files that are not about this moment are `pause` old at the most.
    /// `document` is the operator's, beside which the reports are.
    pub(super) fn new(
        folder: PathBuf,
        pause: Duration,
        document: &Path,
        deployment: &Deployment,
        report: WriteReport,
    ) -> Self {
        let public = || {
            let systems = deployment.systems.iter();
            systems.filter(|system| system.visibility != Visibility::Private)
        };
        let intervals = public().flat_map(|system| &system.checks).map(|check| check.interval);
        let full = public().filter(|system| system.visibility == Visibility::Full);
        Self {
            folder: PublishedFolder::new(folder),
            base: deployment.address(),
            pause,
            interval: intervals.min().unwrap_or(Check::INTERVAL),
            full: full.map(|system| system.id.clone()).collect(),
            deployment: deployment.clone(),
            incidents: Incidents::new(Reports::new(document)),
            published: None,
            behind: None,
            for_status: Allowance::new(1_000, 300_000),
            for_machines: Allowance::new(2_000, 1_500_000),
            noted: None,
            wrote: None,
            history: None,
            times: None,
            first_state: None,
            report,
        }
    }

    /// Writes the visitors' page as well.
    pub(super) fn with_first_state(self, writer: FirstStateWriter) -> Self {
        Self { first_state: Some(writer), ..self }
    }

    /// Writes what is due, after each event.
    pub(super) fn publish(&mut self, monitor: &Monitor, archive: &Archive, now: Timestamp) {
        let mut verdicts = verdicts::verdicts(monitor, archive, self.interval, now);
        let are_states_news =
            self.published.as_ref().is_none_or(|published| states(published) != states(&verdicts));
        let are_incidents_news =
            self.incidents.renew(&self.deployment, monitor, archive, are_states_news, now);
        let Some(incident_log) = self.incidents.log() else { return };
        let words = verdicts::words(monitor, incident_log, now);
        verdicts.page = Some(verdicts::page(&words, incident_log));
        let is_news = are_states_news
            || are_incidents_news
            || self.published.as_ref().is_none_or(|published| published.page != verdicts.page);
        let age = self.published.as_ref().map(|published| now.since(published.at));
        let is_older = |wrote: Option<Timestamp>, pause: Duration| {
            wrote.is_none_or(|wrote| now.since(wrote) >= pause || now < wrote)
        };
        let is_due = age.is_none_or(|age| age < Duration::ZERO || age >= self.interval);
        if is_due || (is_news && self.for_status.has_some(now)) {
            let written = self.folder.put_with_copies("status.json", verdicts.print().as_bytes());
            if let Ok(bytes) = &written {
                self.for_status.spend(if is_due { 0 } else { *bytes });
            }
            self.published = Some(verdicts);
            self.report.note("status", written.map(drop));
            // Their age is read, and believed for three intervals and for a minute at least.
            let pause = (self.interval * 2).min(Self::AGED_PAUSE);
            if is_news {
                self.behind = self.behind.max(Some(Extent::Present));
            } else if is_older(self.noted, pause) {
                self.behind = self.behind.max(Some(Extent::Age));
            }
        }
        let is_due = is_older(self.wrote, self.pause);
        let mut extent = if is_due { Some(Extent::Past) } else { self.behind };
        if extent == Some(Extent::Present) && !self.for_machines.has_some(now) {
            // The change waits. Files whose age is read do not.
            extent = Some(Extent::Age).filter(|_| is_older(self.noted, self.interval));
        }
        if let Some(extent) = extent.filter(|_| is_due || is_older(self.noted, Self::BREATH)) {
            self.behind = self.behind.filter(|behind| *behind > extent);
            self.noted = Some(now);
            if is_due {
                self.wrote = Some(now);
            }
            let before = self.folder.written();
            let written = self.write_files(monitor, archive, &words, extent, now);
            if extent == Extent::Present {
                self.for_machines.spend(self.folder.written() - before);
            }
            self.report.note("files", written);
        }
        self.write_first_state(monitor, archive, now);
    }

    /// Writes the visitors' page with what `status.json` says.
    fn write_first_state(&mut self, monitor: &Monitor, archive: &Archive, now: Timestamp) {
        let Some(mut writer) = self.first_state.take() else { return };
        if let (Some(verdicts), Some(incident_log)) = (&self.published, self.incidents.log()) {
            let history = || self.history(monitor, archive, incident_log, now);
            writer.write(verdicts, incident_log, history, now);
        }
        self.first_state = Some(writer);
    }

    /// Says before the end that nothing is known from then on, to those who cannot see how old a file is: a badge is a picture.
    pub(super) fn leave(&mut self, monitor: &Monitor, archive: &Archive, now: Timestamp) {
        self.published = None;
        if let Some(writer) = &mut self.first_state {
            writer.remove();
        }
        self.incidents.renew(&self.deployment, monitor, archive, true, now);
        let Some(incident_log) = self.incidents.log() else { return };
        let words = verdicts::words_without_checks(monitor, incident_log, now);
        let written = self.write_files(monitor, archive, &words, Extent::Present, now);
        self.report.note("files", written);
    }
}

#[cfg(test)]
mod tests;
