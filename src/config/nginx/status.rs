//! The locations under `/status/`: the proxy between visitors and systems.
//!
//! A visitor gets the answer as the system gave it (code, body, its own `Date`), kept for a few seconds and shared by
//! everyone; and where there is none, the reason, in `X-Allclear` ([`failure`](super::failure)).
//!
//! # What it does not do
//!
//! nginx cannot remove response headers that it is not told by name. Those that are known to carry state, policy or
//! product names are removed; a system that invents headers of its own publishes them. And it passes bytes that are no
//! HTTP at all on as they are (it takes them for HTTP/0.9); browsers refuse them.
//!
//! nginx also cannot end an answer that is being kept and has no end. Streams of events and announced giants are not kept;
//! a body that is sent in chunks for ever fills the disk at one megabyte per second.

use super::text::Text;
use super::{DATA_POLICY, Layout, failure};
use crate::config::address::Upstream;
use crate::config::deployment::{Deployment, Endpoint};
use crate::config::path;
use crate::config::raw::{Publish, Visibility};
use crate::decode::health::{Mapping, StateSource};
use crate::time::Duration;

/// How long a connection may take. On any network that a health check crosses, more means that nobody is there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Headers of an answer that a page of another origin may read.
pub(super) const EXPOSED: &str = "Date, Age, ETag, Retry-After, X-Allclear";

/// Headers of systems that stop here: they carry state, set policy for our origin, or name products.
const HIDDEN: [&str; 37] = [
    "Set-Cookie",
    "WWW-Authenticate",
    "Location",
    "Refresh",
    "Link",
    "Clear-Site-Data",
    "Content-Disposition",
    "Cache-Control",
    "Expires",
    "Pragma",
    "Vary",
    "Via",
    "Alt-Svc",
    "Server-Timing",
    "Timing-Allow-Origin",
    "SourceMap",
    "NEL",
    "Report-To",
    "Reporting-Endpoints",
    "Strict-Transport-Security",
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-XSS-Protection",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "X-Powered-By",
    "X-Allclear",
];

/// Codes that take a check down whose code alone is published. Others arrive as nginx's 500, which does the same; 404
/// among them, because it is also nginx's own answer to whoever asks for an internal location.
const NOT_OK: &str = "300 301 302 303 307 308 400 401 402 403 405 406 408 409 410 500 501 503";

/// What all of these locations share, at the level of `http`.
pub(super) fn shared(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    text.blank();
    text.comment("One answer per check, for everyone.");
    text.line(format!(
        "proxy_cache_path \"{}/cache\" levels=1:2 keys_zone=allclear:1m max_size=64m inactive={}s use_temp_path=off",
        layout.run.0,
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
    failure::shared(deployment, text);
    text.comment("What is no health answer: a stream of events, or ten megabytes and more.");
    text.block(
        "map \"$upstream_http_content_type|$upstream_http_content_length\" $allclear_unkept",
        |text| {
            text.line("default \"\"");
            text.line("\"~*^text/event-stream\" 1");
            text.line("\"~\\|[0-9]{8,}$\" 1");
        },
    );
    text.blank();
    settings(deployment, layout, text);
}

/// The variable with the name of the time within which visitors share an answer. nginx lets one ask while the others wait for what it
/// has not, but not for what is over: then each who comes asks, and a system that has become slow would be asked by all of
/// them. So nothing is ever over: each time has entries of its own. A minute is cut into times of this length.
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

/// How systems are asked: the same for every check.
fn settings(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    text.comment("A system learns that somebody asks, and nothing of who.");
    text.line("proxy_http_version 1.1");
    text.line("proxy_pass_request_headers off");
    text.line("proxy_pass_request_body off");
    sends("application/json, text/plain;q=0.9, */*;q=0.1", text);
    text.line(format!("proxy_connect_timeout {}", milliseconds(CONNECT_TIMEOUT)));
    text.line("proxy_send_timeout 5s");
    text.line("proxy_buffer_size 8k");
    text.comment("Streams and huge bodies are not kept: they end when the visitor's page has had enough of them.");
    text.line("proxy_no_cache $allclear_unkept");
    text.line("proxy_limit_rate 1m");
    if let Some(authorities) = &layout.authorities {
        text.line("proxy_ssl_server_name on");
        text.line("proxy_ssl_verify on");
        text.line("proxy_ssl_verify_depth 4");
        text.line(format!("proxy_ssl_trusted_certificate \"{}\"", authorities.0));
    }
    if !deployment.resolver.is_empty() {
        text.line(format!("resolver {} valid=30s", deployment.resolver.join(" ")));
        text.line("resolver_timeout 3s");
    }
    text.comment(
        "Shared for this long, failures too; one asks, while the others wait. Never older.",
    );
    text.line("proxy_cache allclear");
    text.line(format!("proxy_cache_valid any {}s", deployment.cache.0 / 1000));
    text.line("proxy_cache_lock on");
    text.line("proxy_cache_use_stale off");
    text.line("proxy_cache_background_update off");
    text.line(
        "proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset \
         Expires Cache-Control Set-Cookie Vary",
    );
    text.comment("The answer's own date tells its age.");
    text.line("proxy_pass_header Date");
    for name in HIDDEN {
        text.line(format!("proxy_hide_header {name}"));
    }
}

/// All headers that a system is sent. A location that sets one has to set all.
pub(super) fn sends(accept: &str, text: &mut Text) {
    text.line("proxy_set_header Host $proxy_host");
    text.line("proxy_set_header Connection close");
    text.line("proxy_set_header Content-Length \"\"");
    text.line(format!("proxy_set_header Accept \"{accept}\""));
    text.line("proxy_set_header User-Agent allclear");
}

/// Answers for checks that this configuration does not list. The mark tells a page that was loaded before a system was renamed
/// or hidden that the proxy does not know the address: the system itself may be well.
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
                Publish::Body => answer(deployment, check, &path, text),
                Publish::Code => code(deployment, check, &path, text),
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
    failure::locations(deployment, text);
    if publishes_codes(deployment) {
        codes(deployment, text);
    }
}

fn publishes_codes(deployment: &Deployment) -> bool {
    let full = deployment.systems.iter().filter(|system| system.visibility == Visibility::Full);
    full.flat_map(|system| &system.checks).any(|check| check.publish == Publish::Code)
}

/// A check whose whole answer is public.
fn answer(deployment: &Deployment, check: &Endpoint, path: &str, text: &mut Text) {
    text.block(format!("location = {path}"), |text| {
        methods(text);
        text.line("error_page 502 @connection");
        text.line("error_page 504 @timeout");
        headers(&exposed(&check.mapping), text);
        upstream(deployment, check, path, SLOT, text);
    });
}

/// A check of which only the code is public. `auth_request` asks and throws the body away; it tells 2xx from 403.
fn code(deployment: &Deployment, check: &Endpoint, path: &str, text: &mut Text) {
    text.block(format!("location = {path}"), |text| {
        methods(text);
        text.line("error_page 403 500 = @code");
        text.line("recursive_error_pages on");
        text.line("set $allclear_code 503");
        text.line("set $allclear_reason \"\"");
        text.line("set $allclear_look_up \"\"");
        text.line("set $allclear_retry \"\"");
        text.line(format!("auth_request /code{path}"));
        // A file that never exists: content comes from the named location, after the request is let through.
        text.line("try_files /.none @ok");
    });
    text.block(format!("location = /code{path}"), |text| {
        text.line("internal");
        text.line("proxy_intercept_errors on");
        text.line(format!("error_page {NOT_OK} @not_ok"));
        text.line("error_page 429 @too_many");
        text.line("error_page 502 @no_answer");
        text.line("error_page 504 @late");
        text.line("error_page 404 /error");
        upstream(deployment, check, path, SLOT, text);
    });
}

/// Where those end. `$allclear_*` is shared between a request and its subrequest.
fn codes(deployment: &Deployment, text: &mut Text) {
    let end = |name: &str, lines: &[&str], text: &mut Text| {
        text.block(format!("location {name}"), |text| {
            text.line("internal");
            for line in lines {
                text.line(line);
            }
        });
    };
    end("@not_ok", &["return 403"], text);
    end("@late", &["set $allclear_reason timeout", "return 403"], text);
    end(
        "@no_answer",
        &["set $allclear_reason $allclear_failure", "set $allclear_look_up 1", "return 403"],
        text,
    );
    let retry = "set $allclear_retry $upstream_http_retry_after";
    end("@too_many", &["set $allclear_code 429", retry, "return 403"], text);
    text.block("location @reason", |text| failure::reason(deployment, text));
    text.block("location @ok", |text| {
        headers(EXPOSED, text);
        empty(200, text);
    });
    text.block("location @code", |text| {
        headers(EXPOSED, text);
        text.line("add_header X-Allclear $allclear_reason always");
        text.line("add_header Retry-After $allclear_retry always");
        text.line("default_type text/plain");
        text.block("if ($allclear_code = 429)", |text| text.line("return 429 $allclear_nothing"));
        // nginx keeps no reason: it is looked up, as that of an error within an error.
        text.line("error_page 503 @reason");
        text.block("if ($allclear_look_up)", |text| text.line("return 503"));
        text.line("return 503 $allclear_nothing");
    });
}

/// Asks the system, once for all who come to `path` within a time, which has this name.
pub(super) fn upstream(
    deployment: &Deployment,
    check: &Endpoint,
    path: &str,
    slot: &str,
    text: &mut Text,
) {
    text.line(format!("proxy_cache_key \"{path} {slot}\""));
    // Whoever waits for the one who asks must wait at least as long, or would ask as well.
    let locked = milliseconds(sum(CONNECT_TIMEOUT, sum(check.timeout, Duration::from_secs(1))));
    text.line(format!("proxy_cache_lock_timeout {locked}"));
    text.line(format!("proxy_cache_lock_age {locked}"));
    pass(deployment, &check.upstream, "allclear_upstream", check.timeout, text);
}

/// Asks at this one address, for an answer that counts within `timeout`. A request shares its variables with its subrequests,
/// so each of them has a `variable` of its own.
pub(super) fn pass(
    deployment: &Deployment,
    Upstream { origin, target }: &Upstream,
    variable: &str,
    timeout: Duration,
    text: &mut Text,
) {
    // nginx appends the visitor's query to a fixed address unless it is emptied.
    text.line("set $args \"\"");
    text.line("charset off");
    // Before the page gives up (`Monitor::GRACE`), so that a service that keeps silent gets a 504 with its reason.
    text.line(format!("proxy_read_timeout {}", milliseconds(timeout)));
    if origin.host.needs_resolver() && !deployment.resolver.is_empty() {
        // Only an address with a variable is resolved while nginx runs.
        text.line(format!("set ${variable} \"{origin}\""));
        text.line(format!("proxy_pass \"${{{variable}}}{target}\""));
    } else {
        text.line(format!("proxy_pass \"{origin}{target}\""));
    }
}

/// GET, and OPTIONS before a GET from another origin. Nothing else.
fn methods(text: &mut Text) {
    text.line("error_page 418 = @preflight");
    text.line("error_page 405 413 /error");
    text.block("if ($request_method = OPTIONS)", |text| text.line("return 418"));
    text.block("if ($request_method != GET)", |text| text.line("return 405"));
}

pub(super) fn headers(exposed: &str, text: &mut Text) {
    text.line("add_header Access-Control-Allow-Origin $allclear_origin always");
    text.line(format!("add_header Access-Control-Expose-Headers \"{exposed}\" always"));
    text.line("add_header Vary Origin always");
    text.line("add_header Cache-Control no-store always");
    text.line(format!("add_header Content-Security-Policy \"{DATA_POLICY}\" always"));
    text.line("add_header X-Content-Type-Options nosniff always");
    text.line("add_header Referrer-Policy no-referrer always");
}

/// What is exposed of this check's answers: also the headers that its mapping reads.
pub(super) fn exposed(mapping: &Mapping) -> String {
    let names = mapping.state.iter().filter_map(|source| match source {
        StateSource::Header(name) => Some(name.as_str()),
        StateSource::Json(_) | StateSource::Text | StateSource::Code => None,
    });
    names.fold(EXPOSED.to_owned(), |all, name| all + ", " + name)
}

pub(super) fn empty(code: u16, text: &mut Text) {
    text.line("default_type text/plain");
    text.line(format!("return {code} $allclear_nothing"));
}

fn milliseconds(span: Duration) -> String {
    format!("{}ms", span.0)
}

fn sum(one: Duration, other: Duration) -> Duration {
    Duration(one.0.saturating_add(other.0))
}
