//! The display of the public page: first in place of the recorded state in the document, then by its signal.

use super::PublicShell;
use crate::browser::effect::focus::{self, Focus};
use crate::browser::effect::{tab, timer, visibility};
use crate::route::public::Page as Route;
use crate::status::Status;
use crate::ui::public::PublicPage;
use crate::view::public::page::Page;
use leptos::mount::mount_to;
use leptos::prelude::{
    Callback, GetValue as _, RwSignal, Set as _, StoredValue, request_animation_frame, view,
};
use metrics_engine::time::Duration;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;

/// More systems than any window shows at once. The first frame renders no more, the next one renders all.
const FIRST_WINDOW: usize = 24;

/// A state that the recorder wrote stays this long while the recorder's files are on their way.
pub(super) const RECORDER_WAIT: Duration = Duration::from_secs(2);

impl PublicShell {
    /// Shows what is known, after the caller has returned.
    pub(super) fn show(self: &Rc<Self>) {
        let this = self.clone();
        let request = move || {
            let shown = this.clone();
            this.repaint.request(move || shown.show_now());
        };
        // One frame later for the first time: the early checks lie ready, and a page with their verdicts is built only once.
        if self.page.get().is_none() && visibility::is_visible() {
            request_animation_frame(request);
        } else {
            request();
        }
    }

    fn show_now(self: &Rc<Self>) {
        // The recorder's state is not replaced by a page that knows less.
        if self.n_awaited.get() > 0 && timer::now() < self.started + RECORDER_WAIT {
            return;
        }
        let limit = if self.page.get().is_some() { usize::MAX } else { FIRST_WINDOW };
        let page = self.state.with(|state| state.page(limit));
        self.ring(&page);
        let back = self.state.with(|state| state.back.clone());
        let title = if back.is_empty() {
            page.view.title.clone()
        } else {
            format!("{back} {}", page.view.title)
        };
        tab::show(&title, page.view.banner.status.name());
        self.follow_change(&page.view);
        let has_verdict = page.view.rows.iter().any(|row| row.status != Status::Checking);
        self.load_incidents_if_due(has_verdict);
        if let Some(shown) = self.page.get() {
            shown.set(page);
            self.sight.observe_rows();
        } else {
            self.take_over(page);
            self.show();
        }
    }

    /// Replaces the state that stands in the document by the page, within one task: nothing flickers, and the focus and the scroll
    /// position stay.
    fn take_over(self: &Rc<Self>, page: Page) {
        let (focus, top) = (Focus::of(&self.place), tab::scrolled());
        let this = StoredValue::new_local(self.clone());
        let act = Callback::new(move |action| this.get_value().act(action));
        let page = self.owner.with(|| RwSignal::new(page));
        self.place.set_text_content(None);
        self.owner.with(|| {
            let place = self.place.clone().unchecked_into();
            mount_to(place, move || view! { <PublicPage page act/> }).forget();
        });
        self.page.set(Some(page));
        if let Some(focus) = focus {
            focus.restore(&self.place);
        }
        tab::scroll(top);
    }

    /// Goes to another page within the page: it is read from its beginning, where the focus is.
    pub(super) fn go(self: &Rc<Self>, route: Route) {
        let before = self.state.with(|state| state.route.clone());
        if before == route {
            return;
        }
        if before == Route::Systems {
            self.left_at.set(tab::scrolled());
        }
        let top = if route == Route::Systems { self.left_at.get() } else { 0.0 };
        self.state.with(|state| {
            state.route = route;
            state.is_copied = state.is_copied.map(|_| false);
        });
        self.show_now();
        // The document has been updated by then.
        request_animation_frame(move || {
            focus::heading();
            tab::scroll(top);
        });
    }
}
