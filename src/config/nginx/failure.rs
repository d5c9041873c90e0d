//! The proxy's own answers where a system gives none: the reason stands in `X-Allclear`, a header that no system's answer has.
//!
//! The server that sends the requests to the systems ([`inner`](super::inner)) detects most of them, and its answers are shared
//! like any other:
//!
//! - `refused`: no connection could be made;
//! - `timeout`: there was no answer, or no whole one, in time;
//! - `broken`: there was a connection, and it ended before there was an answer that can be read, or within it;
//! - `certificate`: there was a connection with TLS, and the certificate is not trusted. nginx does not say why (the recorder does);
//!   `certificate-ip` where the system has an address and no name, with which nginx does not compare;
//! - `not-http`: the answer is not HTTP;
//! - `headers`: the head of the answer was larger than is read;
//! - `unresolved`: nginx could not resolve the system's name.
//!
//! These locations say the rest:
//!
//! - `too-large`: the answer was larger than the check allows, and was cut off;
//! - `proxy`: nginx sent no request. This is no system's fault;
//! - `limited`: the client sends too many requests at once. This is no system's fault either.

use super::answer::{EXPOSED, empty, headers};
use super::text::Text;

/// Writes the shared directives, at the level of `http`.
pub(super) fn shared(text: &mut Text) {
    text.comment("Why the server in front of the systems gave no answer: it ends the connection where a body has no end.");
    text.block("map $upstream_connect_time $allclear_failure", |text| {
        text.line("default proxy");
        text.line("\"~[0-9]\" too-large");
    });
}

/// Sends the failures of a system's location to the locations that give the reason.
pub(super) fn handle(text: &mut Text) {
    text.line("error_page 500 502 503 = @no_answer");
    text.line("error_page 504 @timeout");
}

/// The location to which others send their 502 and 504.
pub(super) fn locations(text: &mut Text) {
    for (name, code, reason) in
        [("no_answer", 502, "$allclear_failure"), ("timeout", 504, "timeout")]
    {
        text.block(format!("location @{name}"), |text| {
            headers(EXPOSED, text);
            text.line(format!("add_header X-Allclear {reason} always"));
            empty(code, text);
        });
    }
    text.block("location @limited", |text| {
        headers(EXPOSED, text);
        text.line("add_header X-Allclear limited always");
        text.line("add_header Retry-After 5 always");
        empty(429, text);
    });
}
