//! The components of the public page, named as in `view::public`. They place words and decide none.
//!
//! The page is one function of one signal, `Page`. It returns [`stamp::Stamp`]s, which are compared with what is shown, so a second
//! that passes changes the ages and nothing else.

mod banner;
mod foot;
mod history;
mod past;
mod problems;
mod prose;
pub mod stamp;
mod systems;

use super::effect::focus::Focus;
use super::effect::tab;
use crate::config::Site;
use crate::monitor::Monitor;
use crate::status::Status;
use crate::view::language::LANGUAGES;
use crate::view::public::archive::Past;
use crate::view::public::{self, Bell, PublicView};
use leptos::prelude::{Get as _, RenderEffect, RwSignal};
use stamp::{Stamp, Stamped};
use std::sync::Arc;
use web_sys::Element;

/// All that is shown, and what a person chose of it.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The words.
    pub(super) view: PublicView,
    /// Which systems are opened to their parts, by index.
    pub(super) open: Vec<bool>,
    /// The past of all systems; nothing on a page without a recorder.
    pub(super) past: Option<Pasts>,
    /// Which systems' return a visitor wants to be told, by index, with the words of the button and of the sentence below.
    pub(super) bells: Vec<(Bell, String, String)>,
    /// How many systems are shown at most. The first frame shows those of the first window, the next one all.
    pub(super) limit: usize,
    /// What a visitor chose, and can choose.
    pub(super) choices: Choices,
    /// What the page is laid out by.
    pub(super) layout: Arc<Layout>,
    /// With another edition the page is made anew: the templates speak another language, or the systems are others.
    pub(super) edition: u32,
}

/// What the configuration says of the page as a whole.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The site's name and links.
    site: Site,
    /// The groups, and the systems under each, by index.
    groups: Vec<(String, Vec<usize>)>,
    /// The addresses of the recorder's files that a visitor may want to have: history, feed, calendar.
    files: [String; 3],
}

impl Layout {
    /// What the configuration of `monitor` says.
    pub(super) fn of(monitor: &Monitor) -> Self {
        let config = monitor.config();
        let files = ["history.json", "feed.atom", "maintenance.ics"];
        Self {
            site: config.site.clone(),
            groups: public::groups(monitor),
            files: files.map(|file| config.recorded_at(file)),
        }
    }
}

/// What a visitor chose, and can choose.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    /// The zone in which times are told: `mine`, `utc` or `site`.
    pub(super) zone: &'static str,
    /// The name of the site's zone, where that can be chosen.
    pub(super) site_zone: Option<String>,
    /// The chosen theme; `None` for the system's own.
    pub(super) theme: Option<String>,
    /// The language that is spoken.
    pub(super) language: String,
}

/// The past, as far as it is shown.
#[derive(Clone, Debug)]
pub(super) struct Pasts {
    /// Of each system.
    pub(super) systems: Vec<Arc<Past>>,
    /// What is to be said of all of it; may be empty.
    pub(super) note: String,
    /// Whether there is anything to compute, to read or to save.
    pub(super) is_there: bool,
    /// What is opened below the page.
    pub(super) more: Option<More>,
}

/// What can be opened below the page.
#[derive(Clone, Debug)]
pub(super) enum More {
    /// How uptime is computed.
    How,
    /// The days as a table, with the number of its making.
    Table(u32, Arc<Table>),
}

/// The names of the systems, and a row for each day.
pub(super) type Table = (Vec<String>, Vec<(String, Vec<String>)>);

/// What a person can do. In the markup it is the value of `data-act`, by which one listener understands every click.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Look at the systems now.
    Look,
    /// Open or close a system, by index.
    Toggle(usize),
    /// Open the chosen day of a system, by index.
    OpenDay(usize),
    /// Close the open day.
    CloseDay,
    /// Go to the day before the open one, or after it.
    StepDay(isize),
    /// Tell how uptime is computed, or do not any more.
    How,
    /// Show the days as a table, or do not any more.
    Table,
    /// Save the days as comma-separated values.
    Save,
    /// Tell me, or do not any more, when the system with this index is back.
    Bell(usize),
    /// Tell times in this zone: `mine`, `utc` or `site`.
    Zone(&'static str),
    /// Speak the language of this code.
    Language(&'static str),
    /// Show this theme, or the system's own.
    Theme(Option<&'static str>),
}

impl Act {
    /// Reads a value of `data-act`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "look" => Self::Look,
            "mine" => Self::Zone("mine"),
            "utc" => Self::Zone("utc"),
            "site" => Self::Zone("site"),
            "auto" => Self::Theme(None),
            "light" => Self::Theme(Some("light")),
            "dark" => Self::Theme(Some("dark")),
            "before" => Self::StepDay(-1),
            "after" => Self::StepDay(1),
            "close" => Self::CloseDay,
            "how" => Self::How,
            "table" => Self::Table,
            "csv" => Self::Save,
            other => match other.split_once(['-', ':']) {
                Some(("day", system)) => Self::OpenDay(system.parse().ok()?),
                Some(("bell", system)) => Self::Bell(system.parse().ok()?),
                Some(("language", code)) => {
                    Self::Language(LANGUAGES.into_iter().find(|known| *known == code)?)
                }
                Some(_) => return None,
                None => Self::Toggle(other.parse().ok()?),
            },
        })
    }
}

/// Shows the page in `place`, now and whenever it changes.
pub(super) fn show(place: Element, page: RwSignal<Page>) {
    let effect = RenderEffect::new(move |shown: Option<(u32, Stamped)>| {
        let page = page.get();
        let edition = page.edition;
        let stamp = stamp(page);
        match shown {
            Some((same, mut shown)) if same == edition => {
                shown.fill(stamp);
                (same, shown)
            }
            _ => {
                let built = stamp.build();
                remount(&place, &built);
                (edition, built)
            }
        }
    });
    // The page lives as long as the document.
    core::mem::forget(effect);
}

/// Puts a page that was made anew in place of the one before, within one task: nothing flickers, and a person stays where they were.
fn remount(place: &Element, page: &Stamped) {
    let (focus, top) = (Focus::of(place), tab::scrolled());
    page.mount(place);
    if let Some(focus) = focus {
        focus.restore(place);
    }
    tab::scroll(top);
}

/// The whole page.
fn stamp(page: Page) -> Stamp {
    let Page { mut view, open, bells, past, limit, choices, layout, .. } = page;
    let Layout { site, groups, files } = &*layout;
    view.rows.truncate(limit);
    let foot = foot::foot(view.foot, choices);
    if let Some(story) = view.story {
        return past::story(site, story).children("foot", vec![foot]);
    }
    let foot = foot::tools(foot, past.as_ref(), files);
    let note = past.as_ref().map_or("", |past| &*past.note);
    let pasts = past.as_ref().map(|past| &*past.systems);
    let has_past = !view.past.note.is_empty() || !view.past.days.is_empty();
    let articles = view.problems.into_iter().map(|problem| problems::article(problem, &bells));
    let articles: Vec<Stamp> = articles.collect();
    Stamp::of("page")
        .attribute("main", "data-past", past.is_some().then(String::new))
        .hide("legend", past.is_none())
        .told("silence", note)
        .hide("problems", articles.is_empty())
        .hide("past-section", !has_past)
        .told("past-note", view.past.note)
        .each("days", view.past.days, past::day)
        .children("banner", vec![banner::banner(site, view.banner)])
        .children("articles", articles)
        .children("groups", systems::groups(groups, &view.systems, view.rows, pasts, &open))
        .children("foot", vec![foot])
        .text("announcement", view.announcement)
}

/// The symbol of a state in the sprite of `index.html`. Words always stand beside it.
fn symbol(status: Status) -> String {
    ["#", status.name()].concat()
}
