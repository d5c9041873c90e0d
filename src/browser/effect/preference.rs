//! The visitor's language, theme and folded groups, remembered in this browser alone.

use crate::view::public::page::Theme;
use leptos::prelude::{document, window};
use std::collections::BTreeSet;

/// Keeps the chosen language. `boot.js` reads it before anything is shown.
pub fn keep_language(code: &str) {
    write("language", Some(code));
}

/// Returns the chosen theme. `boot.js` applies it before the first paint.
pub fn theme() -> Theme {
    match read("theme").as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Shows and keeps a theme.
pub fn choose_theme(theme: Theme) {
    let theme = match theme {
        Theme::Auto => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    write("theme", theme);
    let Some(root) = document().document_element() else { return };
    // Without the attribute, the system's own theme holds; refusal is impossible for a valid name.
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// Keeps the names of the folded groups.
pub fn keep_folded_groups(names: &BTreeSet<String>) {
    let json = serde_json::to_string(names).ok().filter(|_| !names.is_empty());
    write("folded", json.as_deref());
}

/// Returns the names of the groups that were folded when the page was shown last.
pub fn folded_groups() -> BTreeSet<String> {
    read("folded").and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

pub(super) fn read(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// A browser that keeps nothing still shows the choice; it only forgets it.
pub(super) fn write(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
