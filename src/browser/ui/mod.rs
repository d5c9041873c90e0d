//! The components of the public page, named as in `view::public`. They place words and decide none.
//!
//! The page is one function of one value. Leptos compares what it returns with what is shown and touches only what differs,
//! so a second that passes changes the ages and nothing else. A signal and a closure for each word would update no
//! faster, and cost this page a third of its bytes, because each is compiled anew.

mod banner;
mod foot;
mod problems;
mod systems;

use super::shell::Shell;
use crate::config::Site;
use crate::status::Status;
use crate::view::public::PublicView;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use std::rc::Rc;

/// All that is shown, and what a person chose of it.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The words.
    pub(super) view: PublicView,
    /// Which systems are opened to their parts, by index.
    pub(super) open: Vec<bool>,
    /// Whether times are told in UTC.
    pub(super) is_utc: bool,
    /// The chosen theme; `None` for the system's own.
    pub(super) theme: Option<String>,
}

/// What a person can do.
#[derive(Clone, Copy, Debug)]
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

/// The whole page.
pub(super) fn page(site: Site, shell: Rc<Shell>) -> impl IntoView {
    let (page, groups) = (shell.page(), shell.groups());
    let does = Does(StoredValue::new_local(shell));
    move || {
        let Page { view, open, is_utc, theme } = page.get();
        view! {
            {banner::banner(&site, view.banner)}
            <main class="column page">
                {problems::problems(view.problems)}
                {systems::groups(&groups, view.rows, &open, does)}
            </main>
            {foot::foot(view.foot, is_utc, theme.as_deref(), does)}
            <div class="unseen" role="status">{view.announcement}</div>
        }
    }
}

/// Makes event handlers, all of one kind, because each kind is compiled anew.
#[derive(Clone, Copy)]
struct Does(StoredValue<Rc<Shell>, LocalStorage>);

impl Does {
    /// A handler that does `act`.
    fn on(self, act: Act) -> impl Fn(MouseEvent) {
        move |_| self.0.get_value().act(act)
    }
}

/// The icon of a state, from the sprite in `index.html`. Words always stand beside it.
fn icon(status: Status) -> impl IntoView {
    let href = match status {
        Status::Operational => "#operational",
        Status::Degraded => "#degraded",
        Status::PartialOutage => "#partial",
        Status::MajorOutage => "#major",
        Status::Unknown => "#unknown",
        Status::Checking => "#checking",
    };
    glyph("icon", href)
}

/// A symbol of the sprite.
fn glyph(class: &'static str, href: &'static str) -> impl IntoView {
    view! { <svg class=class aria-hidden="true"><use href=href></use></svg> }
}
