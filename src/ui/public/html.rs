//! The page as HTML, natively.

use super::PublicPage;
use crate::view::public::page::Page;
use leptos::prelude::*;

/// Renders a page as HTML.
///
/// The owner of what a rendering allocates is disposed of: a recorder renders for months.
pub fn html(page: Page) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        let (page, act) = (RwSignal::new(page), Callback::new(|_| ()));
        view! { <PublicPage page act/> }.to_html()
    });
    owner.cleanup();
    html
}
