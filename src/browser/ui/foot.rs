//! Below the systems: when the page looks again, and what a visitor can choose.

use super::super::effect::preference::{self, ZoneChoice};
use super::super::shell::Shell;
use super::glyph;
use crate::monitor::Event;
use crate::view::public::Foot;
use leptos::prelude::*;
use std::rc::Rc;

pub(super) fn foot(foot: RwSignal<Foot>, shell: Rc<Shell>) -> impl IntoView {
    let zones = zones(shell.clone());
    view! {
        <footer class="column">
            <div class="foot">
                <div class="spread controls">
                    <p class="cluster">
                        <span>{move || foot.with(|foot| foot.next.clone())}</span>
                        <button class="button" type="button" on:click=move |_| shell.dispatch(Event::LookRequested)>
                            {glyph("glyph", "#refresh")}
                            "Look now"
                        </button>
                    </p>
                    <div class="cluster">{zones}{themes()}</div>
                </div>
                {move || {
                    let Foot { looks, zone, .. } = foot.get();
                    view! {
                        <div class="spread"><p>{looks}</p><p>{zone}" Allclear "{env!("CARGO_PKG_VERSION")}"."</p></div>
                    }
                }}
            </div>
        </footer>
    }
}

/// Times in the visitor's own zone, or in UTC.
fn zones(shell: Rc<Shell>) -> impl IntoView {
    let is_utc = shell.zone() == ZoneChoice::Utc;
    segmented("Times", &["My time", "UTC"], usize::from(is_utc), move |choice| {
        shell.choose_zone(if choice == 0 { ZoneChoice::mine() } else { ZoneChoice::Utc });
    })
}

/// Light, dark, or as the system has it.
fn themes() -> impl IntoView {
    let themes = [None, Some("light"), Some("dark")];
    let chosen = preference::theme();
    let chosen = themes.iter().position(|theme| chosen.as_deref() == *theme).unwrap_or(0);
    segmented("Theme", &["Auto", "Light", "Dark"], chosen, move |choice| {
        preference::choose_theme(themes.get(choice).copied().flatten());
    })
}

/// Buttons of which one is pressed.
fn segmented(
    label: &'static str,
    options: &'static [&'static str],
    chosen: usize,
    choose: impl Fn(usize) + 'static,
) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let choose: Rc<dyn Fn(usize)> = Rc::new(choose);
    let button = |(index, label): (usize, &'static str)| {
        let choose = choose.clone();
        let press = move |_| {
            choose(index);
            chosen.set(index);
        };
        let pressed = move || if chosen.get() == index { "true" } else { "false" };
        view! { <button type="button" aria-pressed=pressed on:click=press>{label}</button> }
    };
    let buttons = options.iter().copied().enumerate().map(button).collect::<Vec<_>>();
    view! { <div class="segmented" role="group" aria-label=label>{buttons}</div> }
}
