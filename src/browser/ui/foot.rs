//! Below the systems: when the page looks again, and what a visitor can choose.

use super::super::effect::preference::{self, ZoneChoice};
use super::super::shell::Shell;
use crate::monitor::Event;
use crate::view::public::Foot;
use leptos::prelude::*;
use std::rc::Rc;

pub(super) fn foot(foot: RwSignal<Foot>, shell: Rc<Shell>) -> impl IntoView {
    let text = move |pick: fn(&Foot) -> &str| foot.with(|foot| pick(foot).to_owned());
    let look = {
        let shell = shell.clone();
        move |_| shell.dispatch(Event::LookRequested)
    };
    view! {
        <footer class="column">
            <div class="foot">
                <div class="spread controls">
                    <p class="cluster">
                        <span>{move || text(|foot| &foot.next)}</span>
                        <button class="button" type="button" on:click=look>
                            <svg class="glyph" aria-hidden="true"><use href="#refresh"></use></svg>
                            "Look now"
                        </button>
                    </p>
                    <div class="cluster">{zones(shell)}{themes()}</div>
                </div>
                <div class="spread">
                    <p>{move || text(|foot| &foot.looks)}</p>
                    <p>{move || text(|foot| &foot.zone)}" Allclear "{env!("CARGO_PKG_VERSION")}"."</p>
                </div>
            </div>
        </footer>
    }
}

/// Times in the visitor's own zone, or in UTC.
fn zones(shell: Rc<Shell>) -> impl IntoView {
    let chosen = RwSignal::new(shell.zone());
    let option = |zone: ZoneChoice, label: String| {
        let (shell, this) = (shell.clone(), zone.clone());
        let choose = move |_| {
            shell.choose_zone(zone.clone());
            chosen.set(zone.clone());
        };
        let pressed = move || if chosen.with(|chosen| *chosen == this) { "true" } else { "false" };
        view! { <button type="button" aria-pressed=pressed on:click=choose>{label}</button> }
    };
    view! {
        <div class="segmented" role="group" aria-label="Times">
            {option(ZoneChoice::mine(), "My time".to_owned())}
            {option(ZoneChoice::Utc, "UTC".to_owned())}
        </div>
    }
}

/// Light, dark, or as the system has it.
fn themes() -> impl IntoView {
    let chosen = RwSignal::new(preference::theme());
    let option = |theme: Option<&'static str>, label: &'static str| {
        let choose = move |_| {
            preference::choose_theme(theme);
            chosen.set(theme.map(str::to_owned));
        };
        let pressed = move || if chosen.with(|chosen| chosen.as_deref() == theme) { "true" } else { "false" };
        view! { <button type="button" aria-pressed=pressed on:click=choose>{label}</button> }
    };
    view! {
        <div class="segmented" role="group" aria-label="Theme">
            {option(None, "Auto")}
            {option(Some("light"), "Light")}
            {option(Some("dark"), "Dark")}
        </div>
    }
}
