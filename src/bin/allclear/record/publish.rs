//! What the recorder writes for everybody: `status.json` and the files for machines at every change, those of them that tell their age
//! once in an interval, the past at most once a minute.
//!
//! Where many systems change their state all the time, a change waits: what is written beyond the usual has an [`Allowance`]. Large
//! histories are written less often.
//!
//! Of the systems that are not private, and of nothing else. A file that would not change is not written again. The verdict on the
//! page is computed once, from what was measured, announced and reported, and every file says it.

mod verdicts;

use super::disk::{WriteReport, replace_with_copies};
use super::first_state::FirstStateWriter;
use super::pace::{Allowance, Due};
use crate::replacement::replace;
use crate::reports::Reports;
use allclear::config::Check;
use allclear::config::deployment::Deployment;
use allclear::config::raw::Visibility;
use allclear::history::document::{History, Past, Verdicts};
use allclear::history::incident::{RecordedSystem, incident_log};
use allclear::history::overall::SystemVerdict;
use allclear::history::{Archive, IncidentLog, Overall, Timeline, maintenance};
use allclear::monitor::Monitor;
use allclear::operator::window;
use allclear::publish::{self, Scene, Subject};
use anyhow::Result;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use verdicts::states;

/// Writes files.
pub(super) struct Publisher {
    folder: PathBuf,
    /// The site's address on the web.
    base: String,
    /// How long files that are not about this moment may be behind.
    pause: Duration,
    /// The longest time from one `status.json` to the next.
    interval: Duration,
    /// Ids of systems whose response times are public.
    full: Vec<String>,
    deployment: Deployment,
    /// What operators write of incidents, read again each time.
    reports: Reports,
    /// Incidents and maintenance, and when they were put together.
    incident_log: Option<(Timestamp, IncidentLog)>,
    told: Option<Verdicts>,
    /// What the files for machines do not say yet.
    behind: Option<Extent>,
    /// What changes may cost: of `status.json`, and of the files for machines.
    for_status: Allowance,
    for_machines: Allowance,
    /// When files for machines were written last.
    noted: Option<Timestamp>,
    /// When those files were written last that are written in any case, and when the history and the response times are due.
    wrote: Option<Timestamp>,
    history: Option<Due>,
    times: Option<Due>,
    /// Bytes that were written so far.
    written: u64,
    /// What was written last: a sum of each file's content.
    known: BTreeMap<String, u64>,
    /// The visitors' page with the state in it.
    first_state: Option<FirstStateWriter>,
    report: WriteReport,
}

/// How much is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// The files whose age is read.
    Age,
    /// All that machines read of this moment.
    Present,
    /// The past, too.
    Past,
}

impl Publisher {
    /// Files whose age is read are written so often, if the interval is short.
    const AGED_PAUSE: Duration = Duration::from_secs(30);

    /// Bytes a second that the history, with its copies, may cost.
    const HISTORY_RATE: u64 = 3_000;

    /// Files for machines are many, four for each system: where much changes at once, they are written together.
    const BREATH: Duration = Duration(1000);

    /// Incidents are put together again so often though no state changed: for operators' reports, and for the ends of windows.
    const RENEWAL: Duration = Duration(3000);

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
            folder,
            base: deployment.address(),
            pause,
            interval: intervals.min().unwrap_or(Check::INTERVAL),
            full: full.map(|system| system.id.clone()).collect(),
            deployment: deployment.clone(),
            reports: Reports::new(document),
            incident_log: None,
            told: None,
            behind: None,
            for_status: Allowance::new(1_000, 300_000),
            for_machines: Allowance::new(2_000, 1_500_000),
            noted: None,
            wrote: None,
            history: None,
            times: None,
            written: 0,
            known: BTreeMap::new(),
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
            self.told.as_ref().is_none_or(|told| states(told) != states(&verdicts));
        let are_incidents_news = self.renew_chronicle(monitor, archive, are_states_news, now);
        let Some((_, incident_log)) = &self.incident_log else { return };
        let words = verdicts::words(monitor, incident_log, now);
        verdicts.page = Some(verdicts::page(&words, incident_log));
        let is_news = are_states_news
            || are_incidents_news
            || self.told.as_ref().is_none_or(|told| told.page != verdicts.page);
        let age = self.told.as_ref().map(|told| now.since(told.at));
        let is_older = |wrote: Option<Timestamp>, pause: Duration| {
            wrote.is_none_or(|wrote| now.since(wrote) >= pause || now < wrote)
        };
        let is_due = age.is_none_or(|age| age < Duration::ZERO || age >= self.interval);
        if is_due || (is_news && self.for_status.has_some(now)) {
            let path = self.folder.join("status.json");
            let written = replace_with_copies(&path, verdicts.print().as_bytes());
            if let Ok(bytes) = &written {
                self.written += bytes;
                self.for_status.spend(if is_due { 0 } else { *bytes });
            }
            self.told = Some(verdicts);
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
            let before = self.written;
            let written = self.write_past(monitor, archive, &words, extent, now);
            if extent == Extent::Present {
                self.for_machines.spend(self.written - before);
            }
            self.report.note("files", written);
        }
        self.write_first_state(monitor, archive, now);
    }

    /// Writes the visitors' page with what `status.json` says.
    fn write_first_state(&mut self, monitor: &Monitor, archive: &Archive, now: Timestamp) {
        let Some(mut writer) = self.first_state.take() else { return };
        if let (Some(verdicts), Some((_, incident_log))) = (&self.told, &self.incident_log) {
            let history = || Self::history(monitor, archive, incident_log, now);
            writer.write(verdicts, incident_log, history, now);
        }
        self.first_state = Some(writer);
    }

    /// The history with what was announced laid over it.
    fn history(
        monitor: &Monitor,
        archive: &Archive,
        incident_log: &IncidentLog,
        now: Timestamp,
    ) -> History {
        let systems = &monitor.config().systems;
        let ids: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
        let mut history = archive.history(&ids, now);
        for past in &mut history.systems {
            let its = || maintenance::of(&past.id, &incident_log.maintenance);
            maintenance::cover(&mut past.timeline, its());
            past.outages = maintenance::outside(&past.outages, its());
        }
        history
    }

    /// Says before the end that nothing is known from then on, to those who cannot see how old a file is: a badge is a picture.
    pub(super) fn leave(&mut self, monitor: &Monitor, archive: &Archive, now: Timestamp) {
        self.told = None;
        if let Some(writer) = &mut self.first_state {
            writer.remove();
        }
        self.renew_chronicle(monitor, archive, true, now);
        let Some((_, incident_log)) = &self.incident_log else { return };
        let words = verdicts::words_without_checks(monitor, incident_log, now);
        let written = self.write_past(monitor, archive, &words, Extent::Present, now);
        self.report.note("files", written);
    }

    /// Puts incidents and maintenance together where that `is_due`, else every few seconds. Returns whether they are others than before.
    fn renew_chronicle(
        &mut self,
        monitor: &Monitor,
        archive: &Archive,
        is_due: bool,
        now: Timestamp,
    ) -> bool {
        let is_recent = |(made, _): &(Timestamp, _)| {
            (Duration::ZERO..Self::RENEWAL).contains(&now.since(*made))
        };
        if !is_due && self.incident_log.as_ref().is_some_and(is_recent) {
            return false;
        }
        let reports = self.reports.read(&self.deployment);
        let empty = Timeline::new(now);
        let kept = monitor.config().systems.iter().map(|system| {
            let (id, group) = (system.id.as_str(), system.group.as_str());
            match archive.of(id) {
                Some(record) => RecordedSystem {
                    id,
                    group,
                    timeline: &record.timeline,
                    outages: &record.outages,
                },
                None => RecordedSystem { id, group, timeline: &empty, outages: &[] },
            }
        });
        let windows = window::windows(&self.deployment, now);
        let incident_log = incident_log(&kept.collect::<Vec<_>>(), &reports, &windows, now);
        let are_news = self.incident_log.as_ref().is_none_or(|(_, before)| {
            (&before.incidents, &before.maintenance)
                != (&incident_log.incidents, &incident_log.maintenance)
        });
        self.incident_log = Some((now, incident_log));
        are_news
    }

    /// Writes what follows from the past, as far as `extent` says.
    fn write_past(
        &mut self,
        monitor: &Monitor,
        archive: &Archive,
        words: &Overall,
        extent: Extent,
        now: Timestamp,
    ) -> Result<()> {
        let Some((_, incident_log)) = &self.incident_log else { return Ok(()) };
        let history = Self::history(monitor, archive, incident_log, now);
        let scene = Scene {
            site: &monitor.config().site.name,
            base: &self.base,
            timezone: monitor.config().site.timezone.as_deref(),
            now,
            interval: self.interval,
            status: words.status,
            systems: self.subjects(monitor, &history, &words.systems),
            incidents: &incident_log.incidents,
            windows: &incident_log.maintenance,
        };
        let mut files = publish::files(&scene);
        if extent == Extent::Age {
            files.retain(|(name, _)| AGED.contains(&name.as_str()));
        } else {
            let incidents = incident_log.print();
            files.push(("incidents.json".to_owned(), incidents.into_bytes()));
        }
        for (name, content) in &files {
            self.put(name, content)?;
        }
        if extent == Extent::Past {
            self.write_history(&history, archive, now)?;
            self.clear(&files)?;
        }
        Ok(())
    }

    /// Writes the history and the response times, where they are due.
    fn write_history(
        &mut self,
        history: &History,
        archive: &Archive,
        now: Timestamp,
    ) -> Result<()> {
        if Due::is_over(self.history, now) {
            let before = self.written;
            self.put("history.json", history.print().as_bytes())?;
            let cost = (self.written - before) / Self::HISTORY_RATE;
            let pause = Duration::from_secs(cost.cast_signed()).max(self.pause);
            self.history = Some(Due { since: now, pause });
        }
        if Due::is_over(self.times, now) {
            for id in self.full.clone() {
                let times = archive.times(&id, now).print();
                self.put(&format!("history/{id}.json"), times.as_bytes())?;
            }
            // A step of them has five minutes.
            self.times = Some(Due { since: now, pause: self.pause * 5 });
        }
        Ok(())
    }

    fn subjects<'a>(
        &self,
        monitor: &'a Monitor,
        history: &'a History,
        words: &[SystemVerdict],
    ) -> Vec<Subject<'a>> {
        let systems = monitor.config().systems.iter().zip(&history.systems).zip(words);
        let subject =
            |((system, past), word): ((&'a allclear::config::System, &'a Past), &SystemVerdict)| {
                let verdict = self.told.as_ref().and_then(|told| told.of(&system.id));
                Subject {
                    id: &system.id,
                    name: &system.name,
                    group: &system.group,
                    description: &system.description,
                    status: word.status,
                    since: verdict.map(|verdict| verdict.since),
                    measured: verdict.map(|verdict| verdict.measured),
                    timeline: &past.timeline,
                }
            };
        systems.map(subject).collect()
    }

    /// Writes a file, if it has changed.
    fn put(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let sum = content.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let path = self.folder.join(name);
        if self.known.get(name) != Some(&sum) || !path.exists() {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            self.written += if LOADED.contains(&name) {
                replace_with_copies(&path, content)?
            } else {
                replace(&path, content)?;
                content.len() as u64
            };
            self.known.insert(name.to_owned(), sum);
        }
        Ok(())
    }

    /// Removes what is left of systems that are not public any more.
    fn clear(&self, files: &[(String, Vec<u8>)]) -> Result<()> {
        for kind in ["history", "badge"] {
            // Where there is no such folder, there is nothing left in it.
            for item in fs::read_dir(self.folder.join(kind)).into_iter().flatten() {
                let path = item?.path();
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                let system = name.strip_suffix(".json").filter(|_| kind == "history");
                let is_public = system.is_some_and(|id| self.full.iter().any(|full| full == id));
                let name = format!("{kind}/{name}");
                if !is_public && !files.iter().any(|(known, _)| *known == name) {
                    fs::remove_file(&path)?;
                }
            }
        }
        Ok(())
    }
}

/// What every page of a visitor loads, beside `status.json`. What few ask for, nginx compresses as it is sent.
const LOADED: [&str; 2] = ["history.json", "incidents.json"];

/// The files by whose age their readers judge whether they hold: the widget, and clients of Statuspage.
const AGED: [&str; 2] = ["api/v2/summary.json", "api/v2/status.json"];

#[cfg(test)]
mod tests;
