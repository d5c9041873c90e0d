//! The visitors' page: as the recorder wrote it, in the visitor's language, or else as it was built.
//!
//! The recorder writes one page for each language into a folder of its own ([`Layout::pages`]). Where it has written none, nginx serves
//! the built page, which says that nothing is known yet.
//!
//! # The style sheet
//!
//! The style sheet of the first screen stands in the page itself and is allowed by its hash. So that policy and page cannot
//! disagree, both name the same [edition](super::Edition): nginx serves only pages of the edition whose hashes its configuration
//! lists. An nginx that was not reloaded after an upgrade serves the pages of the edition before.

use super::edition::recorded_page;
use super::files::{Headers, PAGE_POLICY, page_headers, precompressed, preload_links};
use super::layout::Layout;
use super::text::Text;
use crate::config::deployment::Deployment;

/// The variable with the language of a request.
const LANGUAGE: &str = "$allclear_language";

/// Sets the language, at the level of `http`.
pub(super) fn shared(text: &mut Text) {
    text.comment(
        "The language of the page: a choice on the page, else the browser's first that there is.",
    );
    text.line(format!("js_set {LANGUAGE} answers.language"));
}

/// The headers of the page. Its style sheets are allowed by their hashes.
pub(super) fn headers(deployment: &Deployment, layout: &Layout) -> Headers {
    let hashes = layout.edition.hashes().map(|hash| format!(" 'sha256-{hash}'"));
    let styles = hashes.fold("style-src 'self'".to_owned(), |all, hash| all + &hash);
    let plain = page_headers(deployment);
    Headers { policy: plain.policy.replace("style-src 'self'", &styles), ..plain }
}

/// The locations.
pub(super) fn locations(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    debug_assert!(PAGE_POLICY.contains("style-src 'self';"), "the hashes have a place");
    let headers = headers(deployment, layout);
    let edition = layout.edition.name();
    for at in ["/", "/index.html"] {
        text.block(format!("location = {at}"), |text| {
            file(&headers, layout, text);
            text.line(format!("root \"{}\"", layout.pages));
            let page = recorded_page(LANGUAGE);
            text.line(format!("try_files /{edition}/{page} @built"));
        });
    }
    text.block("location @built", |text| {
        file(&headers, layout, text);
        text.line(format!("root \"{}\"", layout.out));
        text.line(format!("try_files /{} =404", layout.edition.built_page()));
    });
}

fn file(headers: &Headers, layout: &Layout, text: &mut Text) {
    headers.write(text);
    text.line("add_header Vary \"Accept-Language, Cookie\"");
    preload_links(&layout.preloads, text);
    precompressed(layout, text);
}
