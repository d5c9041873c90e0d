//! Why there is no answer: nginx's own 502 and 504 carry the reason in `X-Allclear`, which no system's answer does.
//!
//! - `refused`: no connection could be made;
//! - `timeout`: there was no answer in time;
//! - `broken`: there was a connection, and it ended before there was an answer that can be read;
//! - `unreachable`: one of these, and nginx does not know which; also a name that could not be resolved.
//!
//! # How visitors share a reason
//!
//! Failures are shared like any answer, so that an outage costs no stampede. But of its own failures nginx keeps only the
//! code: who shares one would not learn the reason. So the reason is kept beside it, as an answer of its own, from a small
//! server that does nothing but say the reason that it is asked for. The one who met the failure asks it; those who share
//! the failure find its answer kept.

use super::status::{EXPOSED, empty, headers};
use super::text::Text;
use crate::config::deployment::Deployment;

/// The name of the server that says reasons. No visitor's browser can find it: `invalid` is in no name server.
const REASONS: &str = "reasons.allclear.invalid";

/// What is shared, at the level of `http`.
pub(super) fn shared(deployment: &Deployment, text: &mut Text) {
    text.comment("Why nginx has no answer to give. Who shares a failure has no connection of his own to tell from.");
    text.block("map \"$upstream_connect_time|$upstream_header_time\" $allclear_failure", |text| {
        text.line("default unreachable");
        text.line("\"~\\|.*[0-9]\" answered");
        text.line("\"~[0-9].*\\|\" broken");
        text.line("\"~^-\" refused");
    });
    text.block("map $allclear_reason $allclear_known", |text| {
        text.line("default 1");
        text.line("unreachable \"\"");
    });
    text.comment("Says the reason that it is asked for, so that reasons can be kept like answers.");
    text.block("server", |text| {
        text.line(format!("listen {}", deployment.listen));
        text.line(format!("server_name {REASONS}"));
        text.block("location /", |text| text.line("return 404"));
        for reason in ["refused", "broken", "unreachable"] {
            text.block(format!("location = /{reason}"), |text| {
                text.line(format!("add_header X-Allclear {reason}"));
                empty(200, text);
            });
        }
        // The system said 502 itself. Where its code alone is published, that is kept like a reason and is none.
        text.block("location = /answered", |text| empty(200, text));
    });
}

/// Where locations send their 502 and 504.
pub(super) fn locations(deployment: &Deployment, text: &mut Text) {
    text.block("location @connection", |text| {
        text.line("set $allclear_reason $allclear_failure");
        reason(deployment, text);
    });
    text.block("location @timeout", |text| {
        headers(EXPOSED, text);
        text.line("add_header X-Allclear timeout always");
        empty(504, text);
    });
}

/// Answers with `$allclear_reason`; where that is `unreachable`, with what somebody else found out. The code is the error's.
pub(super) fn reason(deployment: &Deployment, text: &mut Text) {
    headers(EXPOSED, text);
    text.line("add_header X-Allclear $upstream_http_x_allclear always");
    text.line(format!("proxy_set_header Host {REASONS}"));
    text.line("proxy_set_header Connection close");
    text.line("proxy_cache_key \"reason $uri\"");
    // Kept for longer than the failure that it belongs to, and replaced by whoever knows better.
    text.line(format!("proxy_cache_valid any {}s", deployment.cache.0 / 1000 + 2));
    text.line("proxy_cache_bypass $allclear_known");
    text.line(format!("proxy_pass \"http://{}/$allclear_reason\"", reachable(&deployment.listen)));
}

/// Where this machine reaches what listens on `listen`.
fn reachable(listen: &str) -> String {
    match listen.rsplit_once(':') {
        Some(("*" | "0.0.0.0", port)) => format!("127.0.0.1:{port}"),
        Some(("[::]", port)) => format!("[::1]:{port}"),
        _ => listen.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reaches_what_listens_everywhere() {
        for (listen, address) in [
            ("*:80", "127.0.0.1:80"),
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:80", "[::1]:80"),
            ("10.0.0.1:80", "10.0.0.1:80"),
            ("[::1]:80", "[::1]:80"),
        ] {
            assert_eq!(reachable(listen), address);
        }
    }
}
