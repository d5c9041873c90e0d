//! The components of the public page, named as in `view::public`. They place words and decide none.

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
    let announcement = screen.announcement;
    let foot = foot::foot(screen.foot, shell);
    view! {
        {banner::banner(&screen)}
        <main class="column page">
            {problems::problems(screen.problems)}
            {systems::groups(&screen)}
        </main>
        {foot}
        <div class="unseen" role="status">{announcement}</div>
    }
}

/// Title and icon of the tab follow the state.
fn follow_state(screen: &Screen) {
    let (title, banner) = (screen.title, screen.banner);
    Effect::new(move |_| document().set_title(&title.get()));
    let status = Memo::new(move |_| banner.with(|banner| banner.status));
    Effect::new(move |_| {
        let icon = document().query_selector("link[rel=icon]").ok().flatten();
        if let Some(icon) = icon {
            // A valid attribute name is never refused.
            let _ = icon.set_attribute("href", &format!("/favicon/{}.svg", status.get().name()));
        }
    });
}

/// The icon of a state, from the sprite in `index.html`. Words always stand beside it.
fn icon(status: impl Fn() -> Status + Send + Sync + 'static) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=move || href(status())></use></svg> }
}

/// The sprite's symbol for a state.
fn href(status: Status) -> &'static str {
    match status {
        Status::Operational => "#operational",
        Status::Degraded => "#degraded",
        Status::PartialOutage => "#partial",
        Status::MajorOutage => "#major",
        Status::Unknown => "#unknown",
        Status::Checking => "#checking",
    }
}
