//! The title and the icon of the browser's tab, which follow the state, and the scroll position.

use leptos::prelude::{document, window};

/// Shows `title` and the icon of this name, if they differ. An icon of the site's brand stays. A page that `boot.js` has stopped
/// because of an error keeps its title: it must not become green again.
pub fn show(title: &str, icon: &str) {
    let document = document();
    let root = document.document_element();
    let is_stopped = root.is_some_and(|root| root.has_attribute("data-stopped"));
    if is_stopped || document.title() == title {
        return;
    }
    document.set_title(title);
    if let Ok(Some(link)) = document.query_selector("link[rel=icon]:not([data-brand])") {
        // A valid attribute name is never refused.
        let _ = link.set_attribute("href", &format!("/favicon/{icon}.svg"));
    }
}

/// Returns the scroll position from the top, in CSS pixels.
pub fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// Scrolls to `top`, in CSS pixels.
pub fn scroll(top: f64) {
    window().scroll_to_with_x_and_y(0.0, top);
}
