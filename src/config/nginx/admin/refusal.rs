//! nginx's own answers to requests that do not pass the login: no body, and the reason in `X-Allclear`.

use crate::config::nginx::answer::{EXPOSED, empty, headers};
use crate::config::nginx::text::Text;

/// The refusals that both kinds of login have.
pub(super) fn locations(text: &mut Text) {
    for (code, word) in [(401, "login"), (403, "closed"), (429, "limited")] {
        text.block(format!("location @admin_{word}"), |text| refusal(code, word, text));
    }
    text.block("location @admin_preflight", |text| {
        text.line("add_header Access-Control-Allow-Origin $allclear_origin always");
        text.line("add_header Access-Control-Allow-Methods GET always");
        text.line("add_header Access-Control-Allow-Headers Authorization always");
        text.line("add_header Access-Control-Max-Age 7200 always");
        text.line("add_header Vary Origin always");
        text.line("return 204");
    });
}

/// The refusal by the check of a password that is not about the password: closed, or too many tries.
pub(super) fn stopped(text: &mut Text) {
    text.block("location @admin_stopped", |text| {
        headers(EXPOSED, text);
        text.line("add_header X-Allclear $allclear_refused always");
        text.line("add_header Retry-After $allclear_wait always");
        text.line("default_type text/plain");
        text.block("if ($allclear_refused = limited)", |text| {
            text.line("return 429 $allclear_nothing");
        });
        text.line("return 403 $allclear_nothing");
    });
}

/// The refusal where the sign-in proxy does not answer.
pub(super) fn sign_in(text: &mut Text) {
    text.block("location @admin_sign_in", |text| refusal(503, "sign-in", text));
}

fn refusal(code: u16, word: &str, text: &mut Text) {
    headers(EXPOSED, text);
    text.line(format!("add_header X-Allclear {word} always"));
    if code == 429 {
        text.line("add_header Retry-After 5 always");
    }
    empty(code, text);
}
