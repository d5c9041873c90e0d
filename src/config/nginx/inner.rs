//! The inner server, which sends requests to the systems. Only nginx itself reaches it, over a socket in its run folder.
//!
//! A request passes two servers of the same nginx. The inner one requests the system and answers by a short script (`nginx.js`) with
//! a head of its own: the system's code, its body, and those of its headers that are listed. The outer one, which browsers reach,
//! shares these answers.
//!
//! # Why a script
//!
//! nginx takes bytes that do not begin with a status line for HTTP/0.9 and passes them on unchanged, without a head of its own.
//! Browsers find an HTTP head anywhere in such bytes, and with it a page that may run scripts on the origin of the status page.
//! nginx also passes on every header that is not hidden by name, and writes an endless body into its cache even after the client has
//! left. To a script, a system that does not speak HTTP has the status 0, its body lies in a buffer of a fixed size, and a timer ends
//! a body that does not end.
//!
//! # Limitation
//!
//! A chunked body that breaks off is complete to a script: JSON is then rejected as invalid, text is judged by the part received.

use super::answer::mapped;
use super::layout::Layout;
use super::login;
use super::pass::{INNER, code_path};
use super::request::{self, HEALTH, METRICS, answer_timeout, milliseconds, sum};
use super::text::Text;
use crate::config::address::{Host, Origin, Upstream};
use crate::config::deployment::{Admin, Deployment, Endpoint, Login, Target};
use crate::config::path;
use crate::config::raw::{Publish, Visibility};
use metrics_engine::time::Duration;

/// Returns the script. It chooses a visitor's page among `languages`, the first of which is for visitors who read none of them.
pub fn script(languages: &[&str]) -> String {
    let list = languages.iter().map(|language| format!("'{language}'")).collect::<Vec<_>>();
    include_str!("nginx.js").replace("'LANGUAGES'", &list.join(", "))
}

/// The file name of the script in the folder of `nginx.conf`.
pub const SCRIPT_FILE: &str = "nginx.js";

/// The server, and how the outer one finds it.
pub(super) fn server(deployment: &Deployment, layout: &Layout, text: &mut Text) {
    let socket = layout.socket();
    text.blank();
    text.comment("Sends the requests to the systems, for the server below.");
    text.line(format!("js_import answers from \"{}/{SCRIPT_FILE}\"", layout.out));
    text.block(format!("upstream {INNER}"), |text| {
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
        text.comment("No system controls nginx by a header.");
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
        let names: Vec<&str> = mapped(&check.mapping).collect();
        answers(path, path, "body", &names.join(" "), check.timeout, &check.upstream.origin, text);
    }
    if has_code {
        answers(&code_path(path), path, "code", "", check.timeout, &check.upstream.origin, text);
    }
    system_location(
        deployment,
        &check.upstream,
        path,
        check.timeout,
        check.max_bytes,
        HEALTH,
        text,
    );
}

fn metrics(deployment: &Deployment, target: &Target, path: &str, text: &mut Text) {
    let Target { upstream, settings } = target;
    answers(path, path, "body", "", settings.timeout, &upstream.origin, text);
    system_location(
        deployment,
        upstream,
        path,
        settings.timeout,
        settings.max_bytes,
        METRICS,
        text,
    );
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
        let limit = sum(answer_timeout(timeout), Duration::from_secs(1));
        text.line(format!("set $allclear_limit {}", limit.0));
        text.line(format!("js_content answers.{function}"));
    });
}

/// Returns the reason for an untrusted certificate, or an empty text without TLS. nginx compares the names of a certificate
/// alone, so one that is issued for an address is not the system's fault.
fn distrust(origin: &Origin) -> &'static str {
    match (origin.secure, &origin.host) {
        (false, _) => "",
        (true, Host::Ip(_)) => "certificate-ip",
        (true, Host::Name(_)) => "certificate",
    }
}

/// Writes the location that passes a request to a system, whose answer counts within `timeout`.
fn system_location(
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
        request::headers(accept, text);
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
