//! The components of the operators' page.
//!
//! A component reads the console through the [`ConsoleHandle`] in its context ([`use_console`]) and sends it
//! [`crate::console::Event`]s; both are typed. What only a browser can do, such as opening a dialog, is a method of [`Host`].
//!
//! # Adding a screen
//!
//! Three files change:
//!
//! 1. `src/route.rs`: a variant of [`Screen`], and its address in both directions;
//! 2. `src/ui/admin/NAME.rs`: the component, in a module of this one;
//! 3. this file: `title` and `screen`, which the compiler requires, and `navigation` if the rail should lead there.

mod alerts;
mod console_handle;
mod dashboard;
mod explore;
mod forget;
mod frame;
mod host;
mod inspector;
mod login;
mod login_form;
mod navigation;
mod not_found;
mod notice;
mod overview;
mod page;
mod range_picker;
mod row_list;
mod subject_row;
mod target_row;
mod targets;

pub use console_handle::{ConsoleHandle, Signals, use_console};
pub use forget::ForgetDialog;
pub use host::Host;
pub use login_form::LoginAlert;
pub use notice::NoticeItem;
pub use page::AdminPage;
pub use subject_row::SubjectRow;
pub use target_row::TargetLine;

use crate::route::{Explore, Screen};
use leptos::prelude::*;

/// The screens that the rail leads to, in its order, each with its symbol.
fn navigation() -> [(Screen, &'static str); 5] {
    [
        (Screen::Overview, "overview"),
        (Screen::Targets(None), "targets"),
        (Screen::Dashboard(None), "dashboards"),
        (Screen::Explore(Explore::Query(String::new())), "explore"),
        (Screen::Alerts, "bell"),
    ]
}

/// The name of a screen, for the rail and for the browser's tab.
fn title(screen: &Screen) -> &'static str {
    match screen {
        Screen::Overview | Screen::NotFound(_) => "Overview",
        Screen::Targets(_) => "Targets",
        Screen::Dashboard(_) => "Dashboards",
        Screen::Alerts => "Alerts",
        Screen::Explore(Explore::Query(_)) => "Explore",
        Screen::Explore(Explore::Metrics(_)) => "Metrics",
    }
}

/// The component of a screen. It follows the rest of the address by itself: which target, range or panel.
fn screen(screen: &Screen) -> AnyView {
    match screen {
        Screen::Overview => view! { <overview::Overview/> }.into_any(),
        Screen::Targets(_) => view! { <targets::Targets/> }.into_any(),
        Screen::Dashboard(_) => view! { <dashboard::Dashboard/> }.into_any(),
        Screen::Alerts => view! { <alerts::Alerts/> }.into_any(),
        Screen::Explore(_) => view! { <explore::ExploreScreen/> }.into_any(),
        Screen::NotFound(_) => view! { <not_found::NotFound/> }.into_any(),
    }
}
