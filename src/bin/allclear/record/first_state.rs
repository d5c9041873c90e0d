//! Writes the visitors' page with the state in it, in each language: what a visitor sees before any code has run, and without any.
//!
//! It renders the components of the page ([`html`]) with what the recorder publishes ([`FirstState`]) into the page that
//! `allclear render` wrote. The files lie in a folder of their own, best in memory: they change with every interval.

mod template;

use super::disk::{WriteReport, replace_with_copies};
use crate::compress::{self, ENDINGS};
use crate::edition;
use allclear::config::deployment::Deployment;
use allclear::config::moment;
use allclear::config::nginx::recorded_page;
use allclear::history::IncidentLog;
use allclear::history::document::{History, Verdicts};
use allclear::ui::public::html;
use allclear::view::format::Zone;
use allclear::view::language::{LANGUAGES, Words};
use allclear::view::public::PublicView;
use allclear::view::public::first_state::{FirstState, Recorded, longest_pause};
use anyhow::{Context as _, Result};
use jiff::tz::TimeZone;
use metrics_engine::time::{Duration, Timestamp};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use template::{Head, Template};

/// The shortest time from one writing to the next. nginx distinguishes a file from the one before
/// by its modification time in seconds and its length, and two states may have the same length.
const PAUSE: Duration = Duration(1_100);

/// Writes the first state.
pub(super) struct FirstStateWriter {
    /// The page that `allclear render` wrote.
    template: PathBuf,
    /// The folder of the pages.
    folder: PathBuf,
    /// The site's address on the web.
    address: String,
    zone: TimeZone,
    states: Vec<FirstState>,
    written: Option<Written>,
    report: WriteReport,
}

/// The last written state.
struct Written {
    /// When it was written, and when the verdicts in it were recorded.
    at: Timestamp,
    recorded_at: Timestamp,
    /// Its English text, except for its age.
    view: PublicView,
    /// The page that it was put into.
    template: String,
}

impl FirstStateWriter {
    /// Writes pages of what is public of `deployment` to `folder`. `out` is the folder that `allclear render` wrote to.
    pub(super) fn new(
        out: &Path,
        folder: PathBuf,
        deployment: &Deployment,
        report: WriteReport,
        now: Timestamp,
    ) -> Self {
        let config = deployment.public();
        let zone = config.site.timezone.as_deref().and_then(|name| moment::zone(name).ok());
        let state = |(language, words)| FirstState::new(&config, language, words, now);
        Self {
            template: out.join("index.html"),
            folder,
            address: deployment.address(),
            zone: zone.unwrap_or(TimeZone::UTC),
            states: Words::native().into_iter().map(state).collect(),
            written: None,
            report,
        }
    }

    /// Writes what was recorded, where it says anything new, or the pages would become too old before the next time.
    pub(super) fn write(
        &mut self,
        verdicts: &Verdicts,
        incident_log: &IncidentLog,
        history: impl FnOnce() -> History,
        now: Timestamp,
    ) {
        let is_over = |written: &Written| {
            let is_known = written.recorded_at == verdicts.at;
            !is_known && !(Duration::ZERO..PAUSE).contains(&now.since(written.at))
        };
        if !self.written.as_ref().is_none_or(is_over) {
            return;
        }
        let history = history();
        let recorded = Recorded { verdicts, history: &history, incident_log };
        let written = self.try_write(&recorded, now);
        if written.is_err() {
            // A page that cannot be renewed would present the past as the present.
            self.remove();
        }
        self.report.note("the first state", written);
    }

    fn try_write(&mut self, recorded: &Recorded<'_>, now: Timestamp) -> Result<()> {
        let page = match fs::read_to_string(&self.template) {
            // Nothing was rendered that a state could be put into.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            page => page.with_context(|| format!("{} cannot be read", self.template.display()))?,
        };
        for state in &mut self.states {
            state.take(recorded, now);
        }
        let offset = |at: Timestamp| offset(&self.zone, at);
        let name = self.zone.iana_name().unwrap_or("UTC");
        let zone = Zone { name, offset: &offset };
        let Some(english) = self.states.first().map(|state| comparable(state.view(&zone, now)))
        else {
            return Ok(());
        };
        let interval = recorded.verdicts.interval;
        let is_news = self.written.as_ref().is_none_or(|written| {
            let next = now.since(written.recorded_at) + interval;
            written.view != english
                || written.template != page
                || !(Duration::ZERO..=longest_pause(interval)).contains(&next)
        });
        if !is_news {
            return Ok(());
        }
        let edition = edition::of(&page).context("a style sheet in index.html has no end")?;
        let template = Template::new(&page).with_context(|| {
            format!("{}: the state has no place in it", self.template.display())
        })?;
        let folder = self.folder.join(edition.name());
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        for state in &mut self.states {
            let recorded_at = recorded.verdicts.at;
            let view = state.view(&zone, now);
            let title = view.title.clone();
            let status = view.banner.status.name();
            let description = description(&view);
            let stale = state.stale_words(&zone, recorded_at);
            let app = html(state.page(view, &zone, recorded_at, now));
            let head = Head {
                language: state.language(),
                title: &title,
                description: &description,
                address: &self.address,
                status,
                recorded_at,
                interval,
                stale: &stale,
            };
            let path = folder.join(recorded_page(state.language()));
            replace_with_copies(&path, template.fill(&head, &app).as_bytes())?;
        }
        remove_all_but(&self.folder, edition.name());
        self.written = Some(Written {
            at: now,
            recorded_at: recorded.verdicts.at,
            view: english,
            template: page,
        });
        Ok(())
    }

    /// Removes all pages: nothing is known any more, and nginx serves the built one.
    pub(super) fn remove(&mut self) {
        self.written = None;
        for edition in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            for language in LANGUAGES {
                let page = edition.path().join(recorded_page(language));
                for path in
                    ENDINGS.map(|ending| compress::beside(&page, ending)).iter().chain([&page])
                {
                    drop(fs::remove_file(path));
                }
            }
        }
    }
}

/// Removes the pages of other editions than this one, which are no longer renewed.
fn remove_all_but(folder: &Path, edition: &str) {
    for other in fs::read_dir(folder).into_iter().flatten().flatten() {
        if other.file_name() != edition {
            drop(fs::remove_dir_all(other.path()));
        }
    }
}

/// Returns a view without the times of measurement, which change with every interval.
fn comparable(mut view: PublicView) -> PublicView {
    view.banner.age = String::new();
    for row in view.rows.iter_mut().filter(|row| !row.status.is_problem()) {
        row.age = String::new();
    }
    view
}

/// The state in a sentence or two, for previews of links.
fn description(view: &PublicView) -> String {
    [&*view.banner.heading, &*view.banner.sentence].join(". ").trim_end_matches(". ").to_owned()
}

/// Returns the zone's offset from UTC.
fn offset(zone: &TimeZone, at: Timestamp) -> Duration {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    Duration::from_secs(zone.to_offset(at).seconds().into())
}

#[cfg(test)]
mod tests;
