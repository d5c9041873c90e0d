//! The nginx configuration that serves one deployment: the page, and the health checks behind it.
//!
//! It is one self-contained file that an unprivileged nginx can run. What it serves is listed, everything else is 404:
//! files of the page by name, and one location per published check, which asks one fixed address. Nothing that a visitor
//! sends reaches a system but the fact that somebody asks: no query, no header, no body, no method but GET.
//!
//! Every value in the text comes from a strict type ([`address`](super::address), ids, numbers), and paths of this machine
//! are refused where nginx would read a meaning into them, so nothing has to be escaped.
//!
//! The locations under `/status/` share one cache and never answer from an entry that is over. Tests run all of this in the
//! installed nginx.

mod admin;
mod asking;
mod clients;
mod failure;
mod login;
mod published;
mod recorded;
mod status;
mod text;
mod visitors;

pub use asking::{SCRIPT, SCRIPT_FILE};
pub use visitors::{Edition, recorded_page};

use super::deployment::Deployment;
use std::path::Path;
use text::Text;

/// Where things are on the machine that runs nginx.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The page as it was built.
    pub root: Place,
    /// The rendered files: the built page with the site's name, `config.json`; below it, in `record`, those of the recorder.
    pub out: Place,
    /// The pages that the recorder writes for visitors, in a folder for each [`Edition`].
    pub pages: Place,
    /// Where nginx may write: process id, socket, cache, temporary files.
    pub run: Place,
    /// The module that serves precompressed brotli files, where it is installed.
    pub brotli: Option<Place>,
    /// The module for scripts; `None` where nginx has it built in.
    pub script: Option<Place>,
    /// The certificates of the authorities that systems behind `https` are verified with.
    pub authorities: Option<Place>,
    /// The style sheets inside the visitors' page.
    pub edition: Edition,
    /// The files that the page loads at once. Named in the head of the answer, they are asked for before the page is read:
    /// a tenth of a second on a slow phone.
    pub preloads: Vec<Preload>,
    /// The same for the operators' page.
    pub admin_preloads: Vec<Preload>,
    /// The operators' names and passwords. Whether it is there is asked with every request.
    pub passwords: Place,
    /// The user whose rights nginx's workers take when it is started as root: letters, digits, `-` and `_`.
    pub user: Option<String>,
}

impl Layout {
    /// Where the server listens that asks the systems.
    pub fn socket(&self) -> String {
        format!("{}/systems.sock", self.run.0)
    }

    /// The folder of the shared answers, in [`Layout::run`].
    pub const CACHE: &str = "cache";

    /// All folders in [`Layout::run`] to which nginx's workers write.
    pub const WRITTEN: [&str; 6] =
        [Self::CACHE, "client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    /// The longest path of a socket that Linux knows. Other systems know shorter ones.
    pub const LONGEST_SOCKET: usize = 107;
}

/// A file of the page that the browser should ask for at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preload {
    path: String,
    how: &'static str,
}

impl Preload {
    /// The file at `path`, loaded by the page in the way that its ending tells. `None` for any other kind, and for a path with
    /// a character that means something to nginx or in a header.
    pub fn new(path: &str) -> Option<Self> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
        let is_path = path.starts_with('/') && path.bytes().all(is_plain);
        let how = match path.rsplit_once('.')?.1 {
            "css" => "rel=preload; as=style",
            "js" if path.ends_with("/boot.js") => "rel=preload; as=script",
            "js" => "rel=modulepreload",
            "json" | "wasm" => "rel=preload; as=fetch; crossorigin",
            _ => return None,
        };
        is_path.then(|| Self { path: path.to_owned(), how })
    }
}

/// A path that nginx can be given: absolute, and without characters that mean something to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    /// Takes an absolute path. `None` where it is relative, is no UTF-8, or contains `"`, `\`, `$` or a control character.
    pub fn new(path: &Path) -> Option<Self> {
        let text = path.to_str()?;
        let means_something = |char: char| char.is_control() || matches!(char, '"' | '\\' | '$');
        (path.is_absolute() && !text.contains(means_something))
            .then(|| Self(text.trim_end_matches('/').to_owned()))
    }

    /// The path.
    pub fn as_path(&self) -> &Path {
        Path::new(&self.0)
    }
}

/// The page's own policy: its origin alone, no inline script or style.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'PROXY; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// The policy of everything that is no page, should somebody open it as one.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Files with a content hash in their name: they never change. Trunk writes 12 to 20 digits.
const HASHED: &str = r"[A-Za-z0-9_-]+-[0-9a-f]{12,20}(?:_bg)?\.(?:js|wasm|css|svg|html)$";

/// The other files of the page: beside `index.html` or in `favicon/`, of a kind that pages are made of. No hidden file,
/// no `.br` or `.gz` by its own name, no folder.
const NAMED: &str = r"^/(?:favicon/)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.(?:js|css|svg|png|ico|webp|avif|jpg|txt|webmanifest)$";

/// Modules beside the glue of wasm-bindgen. Their folder is named by the crate, not by their content.
const SNIPPETS: &str = r"snippets/[A-Za-z0-9_-]+/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.js$";

/// The files of the languages, one of which a visitor who does not read English loads.
const LANGUAGES: &str = r"^/lang/[A-Za-z-]+\.json$";

/// The connections that one of nginx's workers holds at once.
const CONNECTIONS: usize = 8192;

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
        text.line(format!("load_module \"{}\"", module.0));
    }
    if let Some(user) = &layout.user {
        text.line(format!("user {user}"));
    }
    let run = &layout.run.0;
    text.line("worker_processes auto");
    text.line(format!("pid \"{run}/nginx.pid\""));
    text.comment("Whoever is refused, or asks for what is not there, could fill a file.");
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
    text.comment("Who looked at the page, and when, is nobody's business.");
    text.line("access_log off");
    text.line("log_not_found off");
    text.line("server_tokens off");
    text.line("sendfile on");
    text.comment("Long host names and origins fit in.");
    text.line("server_names_hash_bucket_size 512");
    text.line("map_hash_bucket_size 512");
    text.comment("Nobody has anything to send.");
    text.line("client_max_body_size 1k");
    text.line("client_header_timeout 10s");
    text.line("client_body_timeout 10s");
    text.line("send_timeout 30s");
    for kind in Layout::WRITTEN.iter().filter(|kind| **kind != Layout::CACHE) {
        text.line(format!("{kind}_temp_path \"{}/{kind}\"", layout.run.0));
    }
    clients::shared(deployment, text);
    status::shared(deployment, layout, text);
    if let Some(admin) = &deployment.admin {
        admin::shared(deployment, admin, text);
    }
    asking::server(deployment, layout, text);
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
    text.line(format!("root \"{}\"", layout.root.0));
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
        text.line(format!("alias \"{}/manifest.webmanifest\"", layout.out.0));
    });
    recorded::file("/config.json", "/config.json", layout, &data, text);
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

/// The headers of the files that a page is made of.
fn page_headers(deployment: &Deployment) -> Headers {
    let proxy = deployment.proxy.as_ref().map(|origin| format!(" {origin}")).unwrap_or_default();
    Headers { policy: PAGE_POLICY.replace("PROXY", &proxy), cache: "no-cache" }
}

/// A page that was rendered: `file`, at the path `at`.
fn shell(
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
        text.line(format!("root \"{}\"", layout.out.0));
        text.line(format!("try_files {file} =404"));
    });
}

/// Names the files that the browser should ask for at once.
fn preload_links(preloads: &[Preload], text: &mut Text) {
    let links = preloads.iter().map(|Preload { path, how }| format!("<{path}>; {how}"));
    let links = links.collect::<Vec<_>>().join(", ");
    if !links.is_empty() {
        text.line(format!("add_header Link \"{links}\""));
    }
}

/// The files with a content hash in a folder.
fn hashed(folder: &str, page: &Headers, layout: &Layout, text: &mut Text) {
    text.block(format!("location ~ \"^{folder}{HASHED}\""), |text| {
        Headers { cache: "public, max-age=31536000, immutable", ..page.clone() }.write(text);
        precompressed(layout, text);
        text.line("try_files $uri =404");
    });
}

/// Files that were compressed when the page was built are sent as they are.
fn precompressed(layout: &Layout, text: &mut Text) {
    text.line("gzip_static on");
    text.line("gzip_vary on");
    if layout.brotli.is_some() {
        text.line("brotli_static on");
    }
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

/// The headers of an answer. nginx forgets inherited ones in a location that adds its own, so each location has them all.
#[derive(Clone, Debug)]
struct Headers {
    policy: String,
    cache: &'static str,
}

impl Headers {
    fn write(&self, text: &mut Text) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_paths_without_meaning() {
        for good in ["/srv/allclear", "/srv/all clear/run/", "/srv/ä;{}'#"] {
            assert!(Place::new(Path::new(good)).is_some(), "{good}");
        }
        for bad in ["dist", "/srv/$root", "/srv/\"", "/srv/\\", "/srv/\n", ""] {
            assert_eq!(Place::new(Path::new(bad)), None, "{bad}");
        }
    }
}
