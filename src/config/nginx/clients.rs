//! Clients, and how many requests of each are served at once.

use super::text::Text;
use crate::config::deployment::Deployment;

/// The requests of one client that are answered at the same time: forty browsers behind one address, with six connections each.
const AT_ONCE: usize = 256;

/// Writes the shared directives, at the level of `http`.
pub(super) fn shared(deployment: &Deployment, text: &mut Text) {
    text.blank();
    let behind = deployment.admin.as_ref().map(|admin| admin.behind.as_slice()).unwrap_or_default();
    if !behind.is_empty() {
        text.comment("The client is the one that the proxy in front names.");
        for network in behind {
            text.line(format!("set_real_ip_from {network}"));
        }
        text.line("real_ip_header X-Forwarded-For");
        text.line("real_ip_recursive on");
    }
    text.comment("One address, or one network of IPv6.");
    text.block("map $remote_addr $allclear_client", |text| {
        text.line("default $remote_addr");
        text.line("\"~^([0-9a-f]+(?::[0-9a-f]+){0,3})::?\" $1");
    });
    text.comment("Addresses of this machine and its network may be those of a proxy in front of all clients.");
    text.block("map $remote_addr $allclear_stranger", |text| {
        text.line("default $allclear_client");
        text.line(
            "\"~^(?:127\\.|10\\.|192\\.168\\.|172\\.(?:1[6-9]|2[0-9]|3[01])\\.|::1$|f[cd][0-9a-f]{2}:|fe80:|unix:)\" \"\"",
        );
    });
    text.line("limit_conn_zone $allclear_stranger zone=allclear_clients:1m");
    text.line("limit_conn_status 429");
    text.line("limit_conn_log_level info");
    text.line("limit_req_log_level info");
}

/// Limits the concurrent requests of one client, at the level of the server.
pub(super) fn limit(text: &mut Text) {
    text.line(format!("limit_conn allclear_clients {AT_ONCE}"));
}
