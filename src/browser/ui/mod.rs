//! The components of the public page, named as in `view::public`. They place words and decide none.
//!
//! Each component is one closure over one signal, and returns plain values: Leptos compares them with what is shown and touches
//! only what differs. A closure for each word would update no faster (ages change in every line, every second), and cost
//! this page a third of its bytes, because each is compiled anew.

mod banner;
mod foot;
mod problems;
mod systems;

use super::screen::Screen;
use super::shell::Shell;
use crate::status::Status;
use leptos::prelude::*;
use std::rc::Rc;

/// The whole page.
pub(super) fn page(screen: Screen, shell: Rc<Shell>) -> impl IntoView {
    follow_state(&screen);
    let Screen { site, banner, problems, foot, announcement, .. } = screen.clone();
    let foot = foot::foot(foot, shell);
    view! {
        {move || banner::banner(&site, banner.get())}
        <main class="column page">
            {move || problems::problems(problems.get())}
            {systems::groups(screen)}
        </main>
        {foot}
        <div class="unseen" role="status">{announcement}</div>
    }
}

/// Title and icon of the tab follow the state.
fn follow_state(screen: &Screen) {
    let (title, status) = (screen.title, screen.status);
    Effect::new(move |_| {
        document().set_title(&title.get());
        if let Ok(Some(icon)) = document().query_selector("link[rel=icon]") {
            // A valid attribute name is never refused.
            let _ = icon.set_attribute("href", &format!("/favicon/{}.svg", status.get().name()));
        }
    });
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
