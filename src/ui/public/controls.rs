//! The next check and the visitor's choices.

use super::Action;
use crate::ui::common::{Button, Segment, Segmented, filled};
use crate::view::language::{LANGUAGES, Words, message};
use crate::view::public::page::{Choices, Theme, ZoneKind};
use leptos::prelude::*;
use std::sync::Arc;

/// The name of each of [`LANGUAGES`] in itself.
const NAMES: [&str; 6] = ["English", "Deutsch", "Français", "Español", "简体中文", "日本語"];

/// The next check and the visitor's choices: zone, colours, language.
#[component]
pub fn Controls(
    /// The visitor's choices.
    choices: Choices,
    /// When the next check is due.
    next: String,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let Choices { zone, site_zone, theme, language } = choices;
    let text = |label| words.text(label);
    let zones = [
        Some((ZoneKind::Mine, "zone-mine", text(message("Local time")))),
        Some((ZoneKind::Utc, "zone-utc", "UTC".to_owned())),
        site_zone.map(|name| (ZoneKind::Site, "zone-site", name)),
    ];
    let themes = [
        (Theme::Auto, "theme-auto", text(message("Auto"))),
        (Theme::Light, "theme-light", text(message("Light"))),
        (Theme::Dark, "theme-dark", text(message("Dark"))),
    ];
    let zones = zones.into_iter().flatten().map(Segment::from).collect();
    let themes = themes.map(Segment::from).into();
    view! {
        <div class="spread controls">
            <p class="cluster">
                <span>{filled(next)}</span>
                <Button
                    id="check-now"
                    glyph="refresh"
                    label=text(message("Check now"))
                    on_press=Callback::new(move |()| act.run(Action::Check))
                />
            </p>
            <div class="cluster">
                <Segmented
                    label=text(message("Time zone"))
                    segments=zones
                    chosen=zone
                    on_choose=Callback::new(move |zone| act.run(Action::ChooseZone(zone)))
                />
                <Segmented
                    label=text(message("Theme"))
                    segments=themes
                    chosen=theme
                    on_choose=Callback::new(move |theme| act.run(Action::ChooseTheme(theme)))
                />
                <LanguageList language label=text(message("Language")) act/>
            </div>
        </div>
    }
}

/// The list of languages. It shows the one that the page is in, also while another one is being loaded or cannot be.
#[component]
fn LanguageList(language: String, label: String, act: Callback<Action>) -> impl IntoView {
    let current = language.clone();
    let option = |(code, name): (&'static str, &'static str)| {
        let is_selected = code == language;
        view! { <option value=code lang=code selected=is_selected prop:selected=is_selected>{name}</option> }
    };
    view! {
        <select
            class="button"
            id="language"
            aria-label=label
            on:change:target=move |event| {
                let chosen = event.target().value();
                event.target().set_value(&current);
                if let Some(code) = LANGUAGES.into_iter().find(|code| *code == chosen) {
                    act.run(Action::ChooseLanguage(code));
                }
            }
        >
            {LANGUAGES.into_iter().zip(NAMES).map(option).collect_view()}
        </select>
    }
}
