//! The nginx configuration that serves one deployment: the page, and the health checks behind it.
//!
//! It is one self-contained file that an unprivileged nginx can run. What it serves is listed, everything else is 404:
//! files of the page by name, and one location per published check, which requests one fixed address. Nothing that a visitor
//! sends reaches a system but the request itself: no query, no header, no body, no method but GET.
//!
//! Every value in the text comes from a strict type ([`address`](super::address), ids, numbers), and paths of this machine
//! are refused where nginx would read a meaning into them, so nothing has to be escaped.
//!
//! The locations under `/status/` share one cache and never answer from an expired entry. Tests run all of this in the
//! installed nginx.

mod admin;
mod answer;
mod clients;
mod edition;
mod failure;
mod files;
mod inner;
mod layout;
mod login;
mod pass;
mod published;
mod recorded;
mod request;
mod status;
mod text;
mod visitors;

pub use edition::{Edition, recorded_page};
pub use inner::{SCRIPT_FILE, script};
pub use layout::{Layout, Place, Preload};

use super::brand::Accent;
use super::deployment::Deployment;
use files::{
    DATA_POLICY, Headers, LANGUAGES, NAMED, SNIPPETS, hashed, page_headers, precompressed, shell,
};
use text::Text;

/// The connections that one of nginx's workers holds at once.
const CONNECTIONS: usize = 8192;

/// The types of the files that nginx serves, by extension.
const TYPES: [(&str, &str); 15] = [
    ("text/html", "html"),
    ("text/javascript", "js"),
    ("text/css", "css"),
    ("text/plain", "txt"),
    ("application/wasm", "wasm"),
    ("application/json", "json"),
    ("application/manifest+json", "webmanifest"),
    ("image/svg+xml", "svg"),
    ("image/png", "png"),
    ("image/x-icon", "ico"),
    ("image/webp", "webp"),
    ("image/avif", "avif"),
    ("image/jpeg", "jpg"),
    ("application/atom+xml", "atom"),
    ("text/calendar", "ics"),
];

/// The text of nginx.conf.
pub fn render(deployment: &Deployment, layout: &Layout) -> String {
    let mut text = Text::default();
    text.comment("Written by `allclear render`. Changes belong in allclear.yaml: the next rendering overwrites this file.");
    for module in [&layout.script, &layout.brotli].into_iter().flatten() {
        text.line(format!("load_module \"{module}\""));
    }
    if let Some(user) = &layout.user {
        text.line(format!("user {user}"));
    }
    let run = &layout.run;
    text.line("worker_processes auto");
    text.line(format!("pid \"{run}/nginx.pid\""));
    text.comment("Refused requests and requests for missing files could fill a log.");
    text.line("error_log stderr crit");
    text.comment("A page opens up to six connections, and keeps them: 1,000 visitors at once, with room. Files are open beside them.");
    text.line(format!("worker_rlimit_nofile {}", CONNECTIONS * 2));
    text.block("events", |text| text.line(format!("worker_connections {CONNECTIONS}")));
    text.block("http", |text| http(deployment, layout, text));
    text.done()
}

fn http(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    text.block("types", |text| {
        for (kind, ending) in TYPES {
            text.line(format!("{kind} {ending}"));
        }
    });
    text.line("default_type application/octet-stream");
    text.comment("Visits are private: there is no access log.");
    text.line("access_log off");
    text.line("log_not_found off");
    text.line("server_tokens off");
    text.line("sendfile on");
    text.comment("Long host names and origins fit in.");
    text.line("server_names_hash_bucket_size 512");
    text.line("map_hash_bucket_size 512");
    text.comment("No request has a body.");
    text.line("client_max_body_size 1k");
    text.line("client_header_timeout 10s");
    text.line("client_body_timeout 10s");
    text.line("send_timeout 30s");
    for kind in Layout::WRITTEN.iter().filter(|kind| **kind != Layout::CACHE) {
        text.line(format!("{kind}_temp_path \"{}/{kind}\"", layout.run));
    }
    clients::shared(deployment, text);
    status::shared(deployment, layout, text);
    if let Some(admin) = &deployment.admin {
        admin::shared(deployment, admin, text);
    }
    inner::server(deployment, layout, text);
    visitors::shared(text);
    if deployment.hosts.is_empty() {
        text.block("server", |text| {
            text.line(format!("listen {} default_server", deployment.listen));
            server(deployment, layout, text);
        });
        return;
    }
    text.comment("Any other host name: nothing is here.");
    text.block("server", |text| {
        text.line(format!("listen {} default_server", deployment.listen));
        text.line("server_name _");
        errors(text);
        status::unlisted(text);
        text.block("location /", |text| text.line("return 404"));
    });
    text.block("server", |text| {
        text.line(format!("listen {}", deployment.listen));
        text.line(format!("server_name {}", deployment.hosts.join(" ")));
        server(deployment, layout, text);
    });
}

fn server(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    text.comment("A path with empty steps is another path, and is not listed.");
    text.line("merge_slashes off");
    text.line(format!("root \"{}\"", layout.root));
    text.line("charset utf-8");
    text.line("max_ranges 0");
    clients::limit(text);
    errors(text);
    text.blank();
    text.comment("The page.");
    visitors::locations(deployment, layout, text);
    let page = page_headers(deployment);
    hashed("/", &page, layout, text);
    for named in [NAMED, LANGUAGES, &format!("^/{SNIPPETS}")] {
        text.block(format!("location ~ \"{named}\""), |text| {
            page.write(text);
            precompressed(layout, text);
            text.line("try_files $uri =404");
        });
    }
    text.blank();
    text.comment("What the page reads: rendered, and what a recorder writes.");
    let data = Headers { policy: DATA_POLICY.to_owned(), cache: "no-cache" };
    text.block("location = /manifest.webmanifest", |text| {
        page.write(text);
        text.line(format!("alias \"{}/manifest.webmanifest\"", layout.out));
    });
    recorded::file("/config.json", "/config.json", layout, &data, text);
    if deployment.brand.accent.is_some() && deployment.admin.is_some() {
        shell(Accent::PATH, Accent::PATH, &[], &page, layout, text);
    }
    recorded::locations(deployment, layout, &data, text);
    text.blank();
    published::locations(deployment, layout, text);
    text.blank();
    status::locations(deployment, text);
    if let Some(admin) = &deployment.admin {
        text.blank();
        admin::locations(deployment, admin, layout, &page, text);
    }
    text.blank();
    text.comment("Nothing else is here.");
    text.block("location /", |text| text.line("return 404"));
}

/// nginx's own errors: the code, as plain text, never a page of HTML. A named location would not do: a request that cannot
/// be read has no path, and nginx does not redirect one without a path to a name.
fn errors(text: &mut Text) {
    text.line("error_page 400 403 404 405 413 414 429 494 500 501 505 /error");
    text.block("location = /error", |text| {
        text.line("internal");
        Headers { policy: DATA_POLICY.to_owned(), cache: "no-store" }.write(text);
        text.line("default_type text/plain");
        // The code stays the error's: `error_page` without `=` keeps it.
        text.line("return 200 \"$status\\n\"");
    });
}
