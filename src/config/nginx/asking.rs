//! The server that asks the systems. Only nginx itself reaches it, over a socket in the folder to which it writes.
//!
//! Between a system and everybody else stand two servers of the same nginx. This one asks, and answers by a short script
//! (`nginx.js`) with a head of its own: the system's code, its body, and of its headers those that are named. The outer one, which
//! browsers reach, shares these answers.
//!
//! # Why a script
//!
//! nginx takes bytes that do not begin with a status line for HTTP/0.9 and passes them on as they are, without a head of its own.
//! Browsers are more generous: each of them finds an HTTP head somewhere in such bytes, and with it a page that may run scripts on
//! the origin of the status page. nginx also passes on every header that it is not told by name to keep, and writes a body without
//! end into its cache, whoever has left. Asked by a script, a system that speaks no HTTP has the status 0, its body lies in memory of
//! a fixed size, and a timer ends what does not end.
//!
//! # What it does not do
//!
//! A body in chunks that breaks off looks like a whole one to a script: JSON is then judged as broken JSON, text by what came.

use super::status::{CONNECT_TIMEOUT, HEALTH, milliseconds, sends, sum};
use super::text::Text;
use super::{Layout, login};
use crate::config::address::{Host, Origin, Upstream};
use crate::config::deployment::{Admin, Deployment, Endpoint, Login, Target};
use crate::config::path;
use crate::config::raw::{Publish, Visibility};
use crate::decode::health::{Mapping, StateSource};
use metrics_engine::time::Duration;

/// The script.
pub const SCRIPT: &str = include_str!("nginx.js");

/// The file name of the script in the folder of `nginx.conf`.
pub const SCRIPT_FILE: &str = "nginx.js";

/// The name under which the outer server knows this one.
const SYSTEMS: &str = "allclear_systems";

/// What Prometheus itself asks for, as far as it is text.
const METRICS: &str =
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";

/// How long the outer server waits for the head of an answer, which comes with the end of the body.
pub(super) fn patience(timeout: Duration) -> Duration {
    sum(timeout.max(CONNECT_TIMEOUT), Duration::from_secs(1))
}

/// Asks this server for `path`.
pub(super) fn pass(path: &str, timeout: Duration, text: &mut Text) {
    // nginx appends the visitor's query to a fixed address unless it is emptied.
    text.line("set $args \"\"");
    text.line("charset off");
    text.line(format!("proxy_read_timeout {}", milliseconds(patience(timeout))));
    text.line(format!("proxy_pass \"http://{SYSTEMS}{path}\""));
}

/// The server, and how the outer one finds it.
pub(super) fn server(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    let socket = layout.socket();
    text.blank();
    text.comment("Asks the systems, for the server below.");
    text.line(format!("js_import answers from \"{}/{SCRIPT_FILE}\"", layout.out.0));
    text.block(format!("upstream {SYSTEMS}"), |text| {
        text.line(format!("server \"unix:{socket}\""));
    });
    text.block("server", |text| {
        text.line(format!("listen \"unix:{socket}\""));
        text.comment("A body lies in memory while it is read.");
        text.line("proxy_buffering off");
        text.line("proxy_cache off");
        let head = deployment.max_header_bytes;
        text.line(format!("proxy_buffer_size {head}"));
        // Not used, but nginx wants several that are as large.
        text.line(format!("proxy_buffers 8 {head}"));
        text.line(format!("set $allclear_head {head}"));
        text.comment("No system tells nginx what to do.");
        text.line(
            "proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset",
        );
        for system in &deployment.systems {
            for check in &system.checks {
                let path = path(&system.id, &check.id);
                let is_public = system.visibility == Visibility::Full;
                let has_code = is_public && check.publish == Publish::Code;
                let has_body = is_public && !has_code || deployment.admin.is_some();
                if has_body || has_code {
                    health(deployment, check, &path, has_body, has_code, text);
                }
            }
            for target in system.metrics.iter().filter(|_| deployment.admin.is_some()) {
                metrics(deployment, target, &format!("/metrics/{}/{}", system.id, target.settings.id), text);
            }
        }
        if let Some(Admin { login: Login::Basic { .. }, .. }) = &deployment.admin {
            login::server(layout, text);
        }
        text.block("location /", |text| text.line("return 404"));
    });
}

fn health(
    deployment: &Deployment,
    check: &Endpoint,
    path: &str,
    has_body: bool,
    has_code: bool,
    text: &mut Text,
) {
    if has_body {
        let names: Vec<&str> = headers(&check.mapping).collect();
        answers(path, path, "body", &names.join(" "), check.timeout, &check.upstream.origin, text);
    }
    if has_code {
        answers(&code_path(path), path, "code", "", check.timeout, &check.upstream.origin, text);
    }
    asks(deployment, &check.upstream, path, check.timeout, check.max_bytes, HEALTH, text);
}

/// Where this server answers with the code alone.
pub(super) fn code_path(path: &str) -> String {
    format!("/code{path}")
}

/// The headers that a mapping reads.
pub(super) fn headers(mapping: &Mapping) -> impl Iterator<Item = &str> {
    mapping.state.iter().filter_map(|source| match source {
        StateSource::Header(name) => Some(name.as_str()),
        StateSource::Json(_) | StateSource::Text | StateSource::Code => None,
    })
}

fn metrics(deployment: &Deployment, target: &Target, path: &str, text: &mut Text) {
    let Target { upstream, settings } = target;
    answers(path, path, "body", "", settings.timeout, &upstream.origin, text);
    asks(deployment, upstream, path, settings.timeout, settings.max_bytes, METRICS, text);
}

/// The location that answers by a function of the script.
fn answers(
    at: &str,
    path: &str,
    function: &str,
    headers: &str,
    timeout: Duration,
    origin: &Origin,
    text: &mut Text,
) {
    text.block(format!("location = {at}"), |text| {
        text.line(format!("set $allclear_check {path}"));
        text.line(format!("set $allclear_headers \"{headers}\""));
        text.line(format!("set $allclear_secure \"{}\"", distrust(origin)));
        // After the outer server has given up, whose answer then says that it was time.
        let limit = sum(patience(timeout), Duration::from_secs(1));
        text.line(format!("set $allclear_limit {}", limit.0));
        text.line(format!("js_content answers.{function}"));
    });
}

/// The reason where a certificate cannot be trusted; nothing where there is none. nginx compares the names of a certificate alone, so one that is issued for
/// an address is not the system's fault.
fn distrust(origin: &Origin) -> &'static str {
    match (origin.secure, &origin.host) {
        (false, _) => "",
        (true, Host::Ip(_)) => "certificate-ip",
        (true, Host::Name(_)) => "certificate",
    }
}

/// The location that asks, for an answer that counts within `timeout`.
fn asks(
    deployment: &Deployment,
    Upstream { origin, target }: &Upstream,
    path: &str,
    timeout: Duration,
    max_bytes: usize,
    accept: &str,
    text: &mut Text,
) {
    let proxy = |origin: &Origin, target: &str, text: &mut Text| {
        text.line("internal");
        text.line("set $args \"\"");
        sends(accept, text);
        text.line(format!("proxy_read_timeout {}", milliseconds(timeout)));
        if origin.host.needs_resolver() && !deployment.resolver.is_empty() {
            // Only an address with a variable is resolved while nginx runs.
            text.line(format!("set $allclear_upstream \"{origin}\""));
            text.line(format!("proxy_pass \"$allclear_upstream{target}\""));
        } else {
            text.line(format!("proxy_pass \"{origin}{target}\""));
        }
    };
    text.block(format!("location = /ask{path}"), |text| {
        // One byte more than the page reads, so that the page sees that it is too much.
        text.line(format!("subrequest_output_buffer_size {}", max_bytes.saturating_add(1)));
        proxy(origin, target, text);
    });
    if origin.secure {
        text.block(format!("location = /greet{path}"), |text| {
            text.line("proxy_ssl_verify off");
            text.line("proxy_method HEAD");
            proxy(origin, "/", text);
        });
        text.block(format!("location = /knock{path}"), |text| {
            text.line("proxy_method HEAD");
            let port = Some(origin.port.unwrap_or(443));
            proxy(&Origin { secure: false, port, ..origin.clone() }, "/", text);
        });
    }
}
