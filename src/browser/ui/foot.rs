//! Below the systems: when the page looks again, and what a visitor can choose.

use super::{Act, Does, glyph};
use crate::view::public::Foot;
use leptos::prelude::*;

pub(super) fn foot(foot: Foot, is_utc: bool, theme: Option<&str>, does: Does) -> impl IntoView + use<> {
    let zone = |label, utc| (label, Act::Zone { utc }, utc == is_utc);
    let zones = segmented("Times", vec![zone("My time", false), zone("UTC", true)], does);
    let choice = |label, choice: Option<&'static str>| (label, Act::Theme(choice), choice == theme);
    let themes = vec![choice("Auto", None), choice("Light", Some("light")), choice("Dark", Some("dark"))];
    let themes = segmented("Theme", themes, does);
    view! {
        <footer class="column">
            <div class="foot">
                <div class="spread controls">
                    <p class="cluster">
                        <span>{foot.next}</span>
                        <button class="button" type="button" on:click=does.on(Act::Look)>
                            {glyph("glyph", "#refresh")}
                            "Look now"
                        </button>
                    </p>
                    <div class="cluster">{zones}{themes}</div>
                </div>
                <div class="spread">
                    <p>{foot.looks}</p>
                    <p>{foot.zone}{concat!(" Allclear ", env!("CARGO_PKG_VERSION"), ".")}</p>
                </div>
            </div>
        </footer>
    }
}

/// Buttons of which one is pressed.
fn segmented(
    label: &'static str,
    options: Vec<(&'static str, Act, bool)>,
    does: Does,
) -> impl IntoView + use<> {
    let button = |(label, act, is_pressed): (&'static str, Act, bool)| {
        let pressed = if is_pressed { "true" } else { "false" };
        view! { <button type="button" aria-pressed=pressed on:click=does.on(act)>{label}</button> }
    };
    let buttons = options.into_iter().map(button).collect::<Vec<_>>();
    view! { <div class="segmented" role="group" aria-label=label>{buttons}</div> }
}
