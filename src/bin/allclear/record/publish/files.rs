//! The files for machines, the history and the response times.

use super::{Extent, Publisher};
use crate::record::pace::Due;
use allclear::config::System;
use allclear::history::document::{History, Past};
use allclear::history::overall::SystemVerdict;
use allclear::history::{Archive, IncidentLog, Overall, maintenance};
use allclear::monitor::Monitor;
use allclear::publish::{self, Scene, Subject};
use anyhow::Result;
use metrics_engine::time::{Duration, Timestamp};

/// The files whose age their readers check: the widget, and clients of Statuspage.
const AGED: [&str; 2] = ["api/v2/summary.json", "api/v2/status.json"];

impl Publisher {
    /// The bytes per second that the history and its copies may cost.
    const HISTORY_RATE: u64 = 3_000;

    /// Returns the history with announced maintenance laid over it, and the response times of those systems of which more than the
    /// verdict is public.
    pub(super) fn history(
        &self,
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
        let hour = |id: &String| Some((id.clone(), archive.last_hour(id, now)?));
        history.responses = self.full.iter().filter_map(hour).collect();
        history
    }

    /// Writes the files of this `extent`.
    pub(super) fn write_files(
        &mut self,
        monitor: &Monitor,
        archive: &Archive,
        words: &Overall,
        extent: Extent,
        now: Timestamp,
    ) -> Result<()> {
        let Some(incident_log) = self.incidents.log() else { return Ok(()) };
        let history = self.history(monitor, archive, incident_log, now);
        let scene = Scene {
            site: &monitor.config().site.name,
            accent: self.deployment.brand.accent,
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
            self.folder.put(name, content)?;
        }
        if extent == Extent::Past {
            self.write_history(&history, archive, now)?;
            self.folder.clear(&self.full, &files)?;
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
            let before = self.folder.written();
            self.folder.put("history.json", history.print().as_bytes())?;
            let cost = (self.folder.written() - before) / Self::HISTORY_RATE;
            let pause = Duration::from_secs(cost.cast_signed()).max(self.pause);
            self.history = Some(Due { since: now, pause });
        }
        if Due::is_over(self.times, now) {
            for id in self.full.clone() {
                let times = archive.times(&id, now).print();
                self.folder.put(&format!("history/{id}.json"), times.as_bytes())?;
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
        let subject = |((system, past), word): ((&'a System, &'a Past), &SystemVerdict)| {
            let verdict = self.published.as_ref().and_then(|published| published.of(&system.id));
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
}
