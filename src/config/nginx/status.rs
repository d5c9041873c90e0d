//! The locations under `/status/`: the proxy between visitors and systems.
//!
//! A visitor gets the system's code and body, kept for a few seconds and shared by everyone, with the `Date` at which nginx received
//! it; and where there is none, the reason, in `X-Allclear` ([`failure`](super::failure)). Another server of the same nginx sends the
//! requests to the systems and makes the head of the answer ([`inner`](super::inner)).
//!
//! An answer is not meant to be opened as a page. A browser that would open it (`Sec-Fetch-Dest`) gets none; any other gets a type
//! that is no page and no script, and a policy that allows nothing.

use super::answer::{EXPOSED, exposed, headers, unopened};
use super::failure;
use super::layout::Layout;
use super::pass::{code_path, pass};
use super::request::{self, CONNECT_TIMEOUT, HEALTH, answer_timeout, milliseconds, sum};
use super::text::Text;
use crate::config::deployment::{Deployment, Endpoint};
use crate::config::path;
use crate::config::raw::{Publish, Visibility};
use metrics_engine::time::Duration;

/// Writes the directives that these locations share, at the level of `http`.
pub(super) fn shared(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    text.blank();
    text.comment("One answer per check, for everyone.");
    text.line(format!(
        "proxy_cache_path \"{}/{}\" levels=1:2 keys_zone=allclear:1m max_size=64m inactive={}s use_temp_path=off",
        layout.run,
        Layout::CACHE,
        deployment.cache.0 / 1000 + 10
    ));
    slots(deployment.cache, text);
    text.comment("Origins whose pages may read the answers. For all others the header stays away.");
    text.block("map $http_origin $allclear_origin", |text| {
        text.line("default \"\"");
        for origin in &deployment.origins {
            text.line(format!("\"{origin}\" $http_origin"));
        }
    });
    text.comment("An empty body: a literal one would be replaced by a page of HTML.");
    text.block("map $host $allclear_nothing", |text| text.line("default \"\""));
    text.comment("Whether a browser would make a page, a frame, a script, a worker or a picture of the answer.");
    text.block("map $http_sec_fetch_dest $allclear_opened", |text| {
        text.line("default 1");
        text.line("\"\" \"\"");
        text.line("empty \"\"");
    });
    failure::shared(text);
    text.blank();
    settings(deployment, layout, text);
}

/// The variable with the name of the time within which visitors share an answer. nginx lets one request through while the
/// others wait for an entry that is missing, but not for one that has expired: then every request passes, and a slow system would
/// receive all of them. So no entry ever expires: each slot has entries of its own. A minute is cut into slots of this length.
const SLOT: &str = "$allclear_slot";

/// The same for answers that are shared within a second.
pub(super) const SECOND: &str = "$time_iso8601";

fn slots(length: Duration, text: &mut Text) {
    text.comment("Within which time an answer is shared.");
    text.block(format!("map {SECOND} {SLOT}"), |text| {
        text.line(format!("default {SECOND}"));
        let length = usize::try_from(length.0 / 1000).unwrap_or(1).max(1);
        let seconds: Vec<String> = (0..60).map(|second| format!("{second:02}")).collect();
        for (number, slot) in seconds.chunks(length).enumerate().filter(|_| length > 1) {
            // 2026-11-20T14:03, and a number in place of the second.
            let seconds = slot.join("|");
            text.line(format!("\"~^(.{{16}}):(?:{seconds})\" \"$1 {number}\""));
        }
    });
}

/// Writes the settings of the requests to systems, which are the same for every check.
fn settings(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    text.comment("A system receives a request, and nothing about the client.");
    text.line("proxy_http_version 1.1");
    text.line("proxy_pass_request_headers off");
    text.line("proxy_pass_request_body off");
    request::headers(HEALTH, text);
    text.line(format!("proxy_connect_timeout {}", milliseconds(CONNECT_TIMEOUT)));
    text.line("proxy_send_timeout 5s");
    text.line("proxy_buffer_size 8k");
    if let Some(authorities) = &layout.authorities {
        text.line("proxy_ssl_server_name on");
        text.line("proxy_ssl_verify on");
        text.line("proxy_ssl_verify_depth 4");
        // The versions that the recorder speaks. Before 1.23.4, nginx speaks the newest only if it is listed.
        text.line("proxy_ssl_protocols TLSv1.2 TLSv1.3");
        text.line(format!("proxy_ssl_trusted_certificate \"{authorities}\""));
    }
    if !deployment.resolver.is_empty() {
        text.line(format!("resolver {} valid=30s", deployment.resolver.join(" ")));
        text.line("resolver_timeout 3s");
    }
    text.comment(
        "Shared for this long, failures too; one request passes while the others wait. Never older.",
    );
    text.line("proxy_cache allclear");
    text.line(format!("proxy_cache_valid any {}s", deployment.cache.0 / 1000));
    text.line("proxy_cache_lock on");
    text.line("proxy_cache_use_stale off");
    text.line("proxy_cache_background_update off");
    text.comment(
        "The answer's date shows its age: it is that of the server that sent the request.",
    );
    text.line("proxy_pass_header Date");
}

/// Answers for checks that this configuration does not list. The mark shows a page that was loaded before a system was
/// renamed or hidden that the proxy does not know the address: the system itself may be well.
pub(super) fn unlisted(text: &mut Text) {
    text.block("location ^~ /status/", |text| {
        text.line("error_page 404 /unlisted");
        text.line("return 404");
    });
    text.block("location = /unlisted", |text| {
        text.line("internal");
        headers(EXPOSED, text);
        text.line("add_header X-Allclear unlisted always");
        text.line("default_type text/plain");
        text.line("return 200 \"$status\\n\"");
    });
}

/// The locations.
pub(super) fn locations(deployment: &Deployment, text: &mut Text) {
    unlisted(text);
    text.comment("Whether the proxy itself is there.");
    text.block("location = /status/ping", |text| {
        methods(text);
        headers(EXPOSED, text);
        text.line("return 204");
    });
    for system in deployment.systems.iter().filter(|system| system.visibility == Visibility::Full) {
        for check in &system.checks {
            let path = path(&system.id, &check.id);
            text.blank();
            match check.publish {
                Publish::Body => answer(check, &path, text),
                Publish::Code => code(check, &path, text),
            }
        }
    }
    text.blank();
    text.block("location @preflight", |text| {
        text.line("add_header Access-Control-Allow-Origin $allclear_origin always");
        text.line("add_header Access-Control-Allow-Methods GET always");
        text.line("add_header Access-Control-Max-Age 7200 always");
        text.line("add_header Vary Origin always");
        text.line("return 204");
    });
    failure::locations(text);
    text.block("location = /opened", |text| {
        text.line("internal");
        headers(EXPOSED, text);
        text.line("default_type text/plain");
        text.line("return 200 \"This address is for programs: try it with curl.\\n\"");
    });
}

/// A check whose whole answer is public.
fn answer(check: &Endpoint, path: &str, text: &mut Text) {
    text.block(format!("location = {path}"), |text| {
        methods(text);
        failure::handle(text);
        headers(&exposed(&check.mapping), text);
        shared_answer(check, path, path, SLOT, text);
    });
}

/// A check of which only the code is public.
fn code(check: &Endpoint, path: &str, text: &mut Text) {
    text.block(format!("location = {path}"), |text| {
        methods(text);
        failure::handle(text);
        headers(EXPOSED, text);
        shared_answer(check, path, &code_path(path), SLOT, text);
    });
}

/// Requests `path` from the server in front of the systems, once for all clients within a slot, which has this name.
pub(super) fn shared_answer(check: &Endpoint, key: &str, path: &str, slot: &str, text: &mut Text) {
    text.line(format!("proxy_cache_key \"{key} {slot}\""));
    // A request that waits for another one must wait at least as long, or it would be sent as well.
    let locked = milliseconds(sum(answer_timeout(check.timeout), Duration::from_secs(1)));
    text.line(format!("proxy_cache_lock_timeout {locked}"));
    text.line(format!("proxy_cache_lock_age {locked}"));
    pass(path, check.timeout, text);
}

/// GET, and OPTIONS before a GET from another origin. Nothing else.
fn methods(text: &mut Text) {
    text.line("error_page 418 = @preflight");
    text.line("error_page 405 413 /error");
    text.line("error_page 429 @limited");
    text.block("if ($request_method = OPTIONS)", |text| text.line("return 418"));
    text.block("if ($request_method != GET)", |text| text.line("return 405"));
    unopened(text);
}
