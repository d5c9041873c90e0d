//! The files for machines and other sites (see [`publish`](crate::publish)), which pages of every origin may read.
//!
//! The files are the recorder's, and below the folder in which it writes. Without a recorder, they are not there. No cache keeps
//! them without revalidation: a shared cache that did would serve a state that is over. nginx knows no file's age, so it
//! cannot detect a file that is no longer written; readers can, by `updated_at` and by this server's `Date`.

use super::files::{DATA_POLICY, precompressed};
use super::layout::Layout;
use super::text::Text;
use crate::config::deployment::Deployment;
use crate::config::raw::Visibility;

/// Paths of one file each.
const FILES: [&str; 12] = [
    "feed.atom",
    "maintenance.ics",
    "badge.svg",
    "badge.json",
    "api/v2/summary.json",
    "api/v2/status.json",
    "api/v2/components.json",
    "api/v2/incidents.json",
    "api/v2/incidents/unresolved.json",
    "api/v2/scheduled-maintenances.json",
    "api/v2/scheduled-maintenances/upcoming.json",
    "api/v2/scheduled-maintenances/active.json",
];

/// Writes the locations. Only badges of public systems are served, so a badge disappears with its system.
pub(super) fn locations(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    text.comment("What machines and other sites read.");
    let public = deployment.systems.iter().filter(|it| it.visibility != Visibility::Private);
    let badges = public.flat_map(|system| {
        ["svg", "json", "uptime.svg", "uptime.json"]
            .map(|ending| format!("badge/{}.{ending}", system.id))
    });
    for file in FILES.into_iter().map(str::to_owned).chain(badges) {
        text.block(format!("location = /{file}"), |text| recorded(layout, text));
    }
    text.block("location = /widget.js", |text| {
        headers("public, max-age=300", text);
        // The page that loads it may be of another encoding, which would be taken for its own.
        text.line("charset_types text/javascript");
        precompressed(layout, text);
        text.line("try_files $uri =404");
    });
}

/// A file of the recorder's, where it is.
fn recorded(layout: &Layout, text: &mut Text) {
    headers("no-cache", text);
    text.line("gzip on");
    text.line("gzip_vary on");
    text.line("gzip_types application/json application/atom+xml text/calendar image/svg+xml");
    text.line("charset_types application/atom+xml text/calendar");
    text.line(format!("root \"{}/record\"", layout.out));
    text.line("try_files $uri =404");
}

/// A page of another origin may load it and read it, and learns how old it is.
fn headers(cache: &str, text: &mut Text) {
    for (name, value) in [
        ("Content-Security-Policy", format!("\"{DATA_POLICY}\"").as_str()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", "\"Date, Age\""),
    ] {
        text.line(format!("add_header {name} {value} always"));
    }
    // Without `always`: an error must not be kept as long as the file that it stands for.
    text.line(format!("add_header Cache-Control \"{cache}\""));
}
