//! The title and the icon of the browser's tab, which follow the state.

use leptos::prelude::document;

/// Shows `title` and the icon of this name. Touches nothing that is already so.
pub fn show(title: &str, icon: &str) {
    let document = document();
    if document.title() == title {
        return;
    }
    document.set_title(title);
    if let Ok(Some(link)) = document.query_selector("link[rel=icon]") {
        // A valid attribute name is never refused.
        let _ = link.set_attribute("href", &format!("/favicon/{icon}.svg"));
    }
}
