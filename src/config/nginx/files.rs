//! Files of the page: their names, their headers, and their compressed copies.

use super::layout::{Layout, Preload};
use super::text::Text;
use crate::config::deployment::Deployment;

/// The page's own policy: its origin alone, no inline script or style.
pub(super) const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'PROXY; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// The policy of everything that is not a page, in case a browser opens it as one.
pub(super) const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Files with a content hash in their name: they never change. Trunk writes 12 to 20 digits.
pub(super) const HASHED: &str =
    r"[A-Za-z0-9_-]+-[0-9a-f]{12,20}(?:_bg)?\.(?:js|wasm|css|svg|html)$";

/// The other files of the page: beside `index.html` or in `favicon/`, of a kind that pages are made of. No hidden file,
/// no `.br` or `.gz` by its own name, no folder.
pub(super) const NAMED: &str = r"^/(?:favicon/)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:js|css|svg|png|ico|webp|avif|jpg|txt|webmanifest)$";

/// Modules beside the glue of wasm-bindgen. Their folder is named by the crate, not by their content.
pub(super) const SNIPPETS: &str =
    r"snippets/[A-Za-z0-9_-]+/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.js$";

/// The files of the languages, one of which a visitor who does not read English loads.
pub(super) const LANGUAGES: &str = r"^/lang/[A-Za-z-]+\.json$";

/// The headers of an answer. nginx forgets inherited ones in a location that adds its own, so each location has them all.
#[derive(Clone, Debug)]
pub(super) struct Headers {
    pub(super) policy: String,
    pub(super) cache: &'static str,
}

impl Headers {
    pub(super) fn write(&self, text: &mut Text) {
        text.line(format!("add_header Content-Security-Policy \"{}\" always", self.policy));
        text.line("add_header X-Content-Type-Options nosniff always");
        text.line("add_header Referrer-Policy no-referrer always");
        text.line("add_header Cross-Origin-Opener-Policy same-origin always");
        text.line("add_header Cross-Origin-Resource-Policy same-origin always");
        // Without `always`: an error must not be kept as long as the file that it stands for.
        let always = if self.cache == "no-store" { " always" } else { "" };
        text.line(format!("add_header Cache-Control \"{}\"{always}", self.cache));
    }
}

/// The headers of the files that a page is made of.
pub(super) fn page_headers(deployment: &Deployment) -> Headers {
    let proxy = deployment.proxy.as_ref().map(|origin| format!(" {origin}")).unwrap_or_default();
    Headers { policy: PAGE_POLICY.replace("PROXY", &proxy), cache: "no-cache" }
}

/// A page that was rendered: `file`, at the path `at`.
pub(super) fn shell(
    at: &str,
    file: &str,
    preloads: &[Preload],
    headers: &Headers,
    layout: &Layout,
    text: &mut Text,
) {
    text.block(format!("location = {at}"), |text| {
        headers.write(text);
        preload_links(preloads, text);
        precompressed(layout, text);
        text.line(format!("root \"{}\"", layout.out));
        text.line(format!("try_files {file} =404"));
    });
}

/// Adds a `Link` header that names the files to request at once.
pub(super) fn preload_links(preloads: &[Preload], text: &mut Text) {
    let links = preloads.iter().map(|Preload { path, how }| format!("<{path}>; {how}"));
    let links = links.collect::<Vec<_>>().join(", ");
    if !links.is_empty() {
        text.line(format!("add_header Link \"{links}\""));
    }
}

/// The files with a content hash in a folder.
pub(super) fn hashed(folder: &str, page: &Headers, layout: &Layout, text: &mut Text) {
    text.block(format!("location ~ \"^{folder}{HASHED}\""), |text| {
        Headers { cache: "public, max-age=31536000, immutable", ..page.clone() }.write(text);
        precompressed(layout, text);
        text.line("try_files $uri =404");
    });
}

/// Files that were compressed when the page was built are sent as they are.
pub(super) fn precompressed(layout: &Layout, text: &mut Text) {
    text.line("gzip_static on");
    text.line("gzip_vary on");
    if layout.brotli.is_some() {
        text.line("brotli_static on");
    }
}
