//! The components of the public page, named as in `view::public`. They place words and decide none.
//!
//! The page is one function of one signal, [`page`]. It returns [`Stamp`]s, which are compared with what is shown, so a second
//! that passes changes the ages and nothing else.

pub(super) mod admin;
mod banner;
pub mod chart;
mod foot;
pub mod markup;
mod problems;
pub mod stamp;
mod systems;

use crate::config::Site;
use crate::status::Status;
use crate::view::public::PublicView;
use leptos::prelude::{Get as _, RenderEffect, RwSignal};
use stamp::{Stamp, Stamped};
use web_sys::Element;

/// All that is shown, and what a person chose of it.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The words.
    pub(super) view: PublicView,
    /// Which systems are opened to their parts, by index.
    pub(super) open: Vec<bool>,
    /// How many systems are shown at most. The first frame shows those of the first window, the next one all.
    pub(super) limit: usize,
    /// Whether times are told in UTC.
    pub(super) is_utc: bool,
    /// The chosen theme; `None` for the system's own.
    pub(super) theme: Option<String>,
}

/// What a person can do. In the markup it is the value of `data-act`, by which one listener understands every click.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Look at the systems now.
    Look,
    /// Open or close a system, by index.
    Toggle(usize),
    /// Tell times in UTC, or in the browser's own zone.
    Zone {
        /// Whether it is UTC.
        utc: bool,
    },
    /// Show this theme, or the system's own.
    Theme(Option<&'static str>),
}

impl Act {
    /// Reads a value of `data-act`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "look" => Self::Look,
            "mine" => Self::Zone { utc: false },
            "utc" => Self::Zone { utc: true },
            "auto" => Self::Theme(None),
            "light" => Self::Theme(Some("light")),
            "dark" => Self::Theme(Some("dark")),
            system => Self::Toggle(system.parse().ok()?),
        })
    }
}

/// Shows the page in `place`, now and whenever it changes.
pub(super) fn show(
    place: Element,
    site: Site,
    groups: Vec<(String, Vec<usize>)>,
    page: RwSignal<Page>,
) {
    let effect = RenderEffect::new(move |shown: Option<Stamped>| {
        let stamp = stamp(&site, &groups, page.get());
        match shown {
            None => {
                let built = stamp.build();
                built.mount(&place);
                built
            }
            Some(mut shown) => {
                shown.fill(stamp);
                shown
            }
        }
    });
    // The page lives as long as the document.
    core::mem::forget(effect);
}

/// The whole page.
fn stamp(site: &Site, groups: &[(String, Vec<usize>)], page: Page) -> Stamp {
    let Page { mut view, open, limit, is_utc, theme } = page;
    view.rows.truncate(limit);
    let foot = foot::foot(view.foot, is_utc, theme.as_deref());
    Stamp::of("page")
        .children("banner", vec![banner::banner(site, view.banner)])
        .hide("problems", view.problems.is_empty())
        .children("articles", view.problems.into_iter().map(problems::article).collect())
        .children("groups", systems::groups(groups, view.rows, &open))
        .children("foot", vec![foot])
        .text("announcement", view.announcement)
}

/// The symbol of a state in the sprite of `index.html`. Words always stand beside it.
fn symbol(status: Status) -> String {
    ["#", status.name()].concat()
}
