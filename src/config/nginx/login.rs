//! The login by name and password, and the limit on guesses.
//!
//! nginx checks a password before it could know whether that was right, and counts requests before it checks. So the check is a
//! request of its own, to the server that only nginx reaches:
//!
//! - A login that is right is remembered for a second, by a digest. A page that polls does not cost a bcrypt for each request.
//! - A login that was right before and is checked again is not counted: guesses cannot lock out an operator who is logged in.
//! - All others are counted by client and name: [`AT_ONCE`] tries, and then one every two seconds. Who guesses one name, or comes
//!   from one address, has no part in the budget of another.
//! - A refusal comes after 0.3 to 0.4 s, so that the time of a hash does not reveal whether a name exists.
//!
//! A request without a name is refused at once and counted nowhere.

use super::layout::Layout;
use super::pass::pass;
use super::text::Text;
use metrics_engine::time::Duration;

/// The internal location of the check in the outer server.
const CHECK: &str = "/admin/.login";

/// How many tries a client has with one name, before each next one has to wait.
const AT_ONCE: u64 = 20;

/// The longest wait of a check for its turn.
const TIMEOUT: Duration = Duration::from_secs(4);

/// Writes the shared directives, at the level of `http`.
pub(super) fn shared(text: &mut Text) {
    text.comment("Who guesses: by client and name, but for a login that was right before.");
    text.line("js_set $allclear_login_digest answers.digest");
    text.block("map $http_x_known $allclear_guess", |text| {
        text.line("default \"$http_x_client $remote_user\"");
        text.line("EXPIRED \"\"");
    });
    text.line("limit_req_zone $allclear_guess zone=allclear_login:1m rate=30r/m");
    text.block("map $allclear_refusal $allclear_refused", |text| {
        text.line("default closed");
        text.line("limited limited");
    });
    text.block("map $allclear_refusal $allclear_wait", |text| {
        text.line("default \"\"");
        text.line("limited 5");
    });
}

/// Writes the check that a guarded location makes before it answers.
pub(super) fn check(layout: &Layout, text: &mut Text) {
    // A file that cannot be read is an error of nginx's own.
    text.line("error_page 403 500 = @admin_stopped");
    text.block(format!("if (!-f \"{}\")", layout.passwords), |text| text.line("return 403"));
    text.block("if ($http_authorization = \"\")", |text| text.line("return 401"));
    text.line(format!("auth_request {CHECK}"));
    text.line("auth_request_set $allclear_refusal $upstream_http_x_allclear");
}

/// Writes the location of the check in the outer server.
pub(super) fn location(text: &mut Text) {
    text.block(format!("location = {CHECK}"), |text| {
        text.line("internal");
        text.line("proxy_set_header Authorization $http_authorization");
        text.line("proxy_set_header X-Client $allclear_client");
        text.line("proxy_set_header X-Known $upstream_cache_status");
        text.line("proxy_cache_key \"login $allclear_login_digest\"");
        text.line("proxy_cache_valid 204 1s");
        pass("/login", TIMEOUT, text);
    });
}

/// Writes the locations of the check in the inner server.
pub(super) fn server(layout: &Layout, text: &mut Text) {
    let file = &layout.passwords;
    text.block("location = /login", |text| text.line("js_content answers.login"));
    // nginx checks a password only in requests of a client, not in the subrequests of a script.
    text.block("location = /.password", |text| {
        text.line("internal");
        for (name, value) in [
            ("Authorization", "$http_authorization"),
            ("X-Client", "$http_x_client"),
            ("X-Known", "$http_x_known"),
        ] {
            text.line(format!("proxy_set_header {name} {value}"));
        }
        pass("/password", TIMEOUT, text);
    });
    text.block("location = /password", |text| {
        text.line("error_page 403 500 503 = @closed");
        text.line("error_page 429 = @limited");
        text.block(format!("if (!-f \"{file}\")"), |text| text.line("return 403"));
        text.line(format!("limit_req zone=allclear_login burst={AT_ONCE} nodelay"));
        text.line("limit_req_status 429");
        text.line("auth_basic Allclear");
        text.line(format!("auth_basic_user_file \"{file}\""));
        // A file that never exists: content comes from the named location, after the request is let through.
        text.line("try_files /.none @right");
    });
    text.block("location @right", |text| text.line("return 204"));
    for reason in ["closed", "limited"] {
        text.block(format!("location @{reason}"), |text| {
            text.line(format!("add_header X-Allclear {reason} always"));
            text.line("return 403");
        });
    }
}
