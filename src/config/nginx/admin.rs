//! The locations under `/admin/`: a public page, and data behind a login.
//!
//! The page is code and holds no secret. Of the data, nothing is answered before the login: below the guarded paths also
//! what does not exist is 401, so that a 404 reveals no name of a private system. A missing password file, one
//! that cannot be read, a sign-in proxy that fails: all of them close. nginx's own refusals have no body and say what they
//! are in `X-Allclear`, which no system's answer has: `login` (401), `closed` (403), `limited` (429), `sign-in` (503, the
//! sign-in proxy does not answer).
//!
//! A password costs a bcrypt in the worker, which serves no other request meanwhile: `allclear user` chooses a cost of 4 ms. Guesses are
//! counted before the password is checked ([`login`](super::login)).

mod guard;
mod refusal;
mod sign_in;

use super::answer::{EXPOSED, exposed};
use super::files::{Headers, SNIPPETS, hashed, precompressed, shell};
use super::layout::Layout;
use super::pass::pass;
use super::status::{SECOND, shared_answer};
use super::text::Text;
use super::{failure, login};
use crate::config::deployment::{Admin, Deployment, Login, Target};
use crate::config::path;
use guard::Guard;
use sign_in::Limit;

/// Writes the directives that the guarded locations share, at the level of `http`.
pub(super) fn shared(deployment: &Deployment, admin: &Admin, text: &mut Text) {
    text.blank();
    match &admin.login {
        Login::Basic { .. } => login::shared(text),
        Login::AuthRequest { .. } => {
            text.comment("How many requests about one person reach the sign-in proxy.");
            let rate = Limit::of(deployment).per_second;
            text.line(format!(
                "limit_req_zone \"$allclear_client $http_cookie $http_authorization\" zone=allclear_login:1m rate={rate}r/s"
            ));
        }
    }
    text.comment(
        "Before a page of a named origin sends a password, its browser asks whether it may.",
    );
    text.block("map \"$request_method $allclear_origin\" $allclear_preflight", |text| {
        text.line("default \"\"");
        text.line("\"~^OPTIONS .\" 1");
    });
}

/// The locations.
pub(super) fn locations(
    deployment: &Deployment,
    admin: &Admin,
    layout: &Layout,
    page: &Headers,
    text: &mut Text,
) {
    text.comment("The operators' page: code, without a secret.");
    for at in ["/admin", "/admin/", "/admin/index.html"] {
        shell(at, "/admin/index.html", &layout.admin_preloads, page, layout, text);
    }
    hashed("/admin/", page, layout, text);
    // Scripts that Rust imports keep their names, so a browser revalidates its copy each time.
    for at in ["= /admin/boot.js", &format!("~ \"^/admin/{SNIPPETS}\"")] {
        text.block(format!("location {at}"), |text| {
            page.write(text);
            precompressed(layout, text);
            text.line("try_files $uri =404");
        });
    }
    text.blank();
    text.comment("Behind the login. A path that does not exist requires it like one that does.");
    let guard = Guard { admin, layout, burst: Limit::of(deployment).burst };
    guard.location("= /admin/config.json", EXPOSED, text, |text| {
        text.line("gzip on");
        text.line("gzip_vary on");
        text.line("gzip_types application/json");
        text.line(format!("alias \"{}/admin/config.json\"", layout.out));
    });
    guard.location("= /admin/series", EXPOSED, text, |text| {
        text.line("default_type application/octet-stream");
        text.line(format!("alias \"{}/record/admin/store/index\"", layout.out));
    });
    guard.location("^~ /admin/series/", EXPOSED, text, |text| {
        text.line("default_type application/octet-stream");
        text.line(format!("alias \"{}/record/admin/store/\"", layout.out));
    });
    for (at, end) in [
        ("= /admin/status/ping", "@admin_ok"),
        ("^~ /admin/status/", "@admin_nothing"),
        ("^~ /admin/metrics/", "@admin_nothing"),
    ] {
        guard.location(at, EXPOSED, text, |text| {
            // A file that never exists: content comes from the named location, after the request is let through.
            text.line(format!("try_files /.none {end}"));
        });
    }
    text.block("location @admin_ok", |text| {
        guard.headers(EXPOSED, text);
        text.line("return 204");
    });
    text.block("location @admin_nothing", |text| {
        text.line("error_page 404 /unlisted");
        text.line("return 404");
    });
    for system in &deployment.systems {
        for check in &system.checks {
            let path = path(&system.id, &check.id);
            let at = format!("/admin{path}");
            guard.location(&format!("= {at}"), &exposed(&check.mapping), text, |text| {
                failure::handle(text);
                shared_answer(check, &at, &path, SECOND, text);
                text.line("proxy_cache_valid any 1s");
            });
        }
        for Target { settings, .. } in &system.metrics {
            let path = format!("/metrics/{}/{}", system.id, settings.id);
            guard.location(&format!("= /admin{path}"), EXPOSED, text, |text| {
                failure::handle(text);
                metrics(text);
                pass(&path, settings.timeout, text);
            });
        }
    }
    text.blank();
    refusal::locations(text);
    match &admin.login {
        Login::Basic { .. } => {
            login::location(text);
            refusal::stopped(text);
        }
        Login::AuthRequest { upstream, .. } => {
            sign_in::location(deployment, upstream, text);
            refusal::sign_in(text);
        }
    }
}

/// A page of metrics goes through as it comes, as fast as it comes, and is kept nowhere.
fn metrics(text: &mut Text) {
    text.line("proxy_cache off");
    text.line("proxy_max_temp_file_size 0");
    text.line("gzip on");
    text.line("gzip_vary on");
    // nginx compares the whole type, and a version stands in these.
    text.line("gzip_types *");
}
