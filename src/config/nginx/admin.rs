//! The locations under `/admin/`: a page that everybody may load, and data behind a login.
//!
//! The page is code and holds no secret. Of the data, nothing is answered before the login: below the guarded paths also
//! what does not exist is 401, so that nobody learns the name of a private system from a 404. A missing password file, one
//! that cannot be read, a sign-in proxy that fails: all of them close. nginx's own refusals have no body and say what they
//! are in `X-Allclear`, which no system's answer has: `login` (401), `closed` (403), `limited` (429), `sign-in` (503, the
//! sign-in proxy does not answer).
//!
//! A password costs a bcrypt in the worker, which serves nobody else meanwhile: `allclear user` chooses a cost of 4 ms. Guesses are
//! counted before the password is looked at ([`login`](super::login)).

use super::status::{
    EXPOSED, SECOND, empty, exposed, headers, milliseconds, shared_answer, unopened,
};
use super::text::Text;
use super::{Headers, Layout, asking, failure, hashed, login, shell};
use crate::config::address::Upstream;
use crate::config::deployment::{Admin, Deployment, Login, Target};
use crate::config::path;
use metrics_engine::time::Duration;

/// How long a sign-in proxy may think.
const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(4);

/// Where nginx asks the sign-in proxy. Nobody else can ask for it.
const SIGN_IN: &str = "/admin/.sign-in";

/// What the guarded locations share, at the level of `http`.
pub(super) fn shared(deployment: &Deployment, admin: &Admin, text: &mut Text) {
    text.blank();
    match &admin.login {
        Login::Basic { .. } => login::shared(text),
        Login::AuthRequest { .. } => {
            text.comment("How often the sign-in proxy is asked for one person.");
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

/// How many requests one person may send where a sign-in proxy is asked for each.
#[derive(Debug, PartialEq, Eq)]
struct Limit {
    per_second: u64,
    /// Beyond that, at once.
    burst: u64,
}

impl Limit {
    /// Four pages that poll, and six that load in the same second, never meet it; a person has one or two.
    fn of(deployment: &Deployment) -> Self {
        let systems = || deployment.systems.iter();
        let checks = systems().flat_map(|system| &system.checks).map(|check| check.interval);
        let targets =
            systems().flat_map(|system| &system.metrics).map(|target| target.settings.interval);
        let (mut n_places, mut per_day) = (0, 0);
        for interval in checks.chain(targets) {
            n_places += 1;
            per_day += 86_400_000 / interval.0.max(1).unsigned_abs();
        }
        Self {
            per_second: (4 * per_day).div_ceil(86_400).max(5),
            burst: (6 * (n_places + 3)).max(60),
        }
    }
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
    // Scripts that Rust imports keep their names, so a browser asks each time whether its copy is still the one.
    for at in ["= /admin/boot.js", &format!("~ \"^/admin/{}\"", super::SNIPPETS)] {
        text.block(format!("location {at}"), |text| {
            page.write(text);
            super::precompressed(layout, text);
            text.line("try_files $uri =404");
        });
    }
    text.blank();
    text.comment("Behind the login. A path that does not exist asks for it like one that does.");
    let guard = Guard { admin, layout, burst: Limit::of(deployment).burst };
    guard.location("= /admin/config.json", EXPOSED, text, |text| {
        text.line("gzip on");
        text.line("gzip_vary on");
        text.line("gzip_types application/json");
        text.line(format!("alias \"{}/admin/config.json\"", layout.out.0));
    });
    guard.location("= /admin/series", EXPOSED, text, |text| {
        text.line("default_type application/octet-stream");
        text.line(format!("alias \"{}/record/admin/store/index\"", layout.out.0));
    });
    guard.location("^~ /admin/series/", EXPOSED, text, |text| {
        text.line("default_type application/octet-stream");
        text.line(format!("alias \"{}/record/admin/store/\"", layout.out.0));
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
                asking::pass(&path, settings.timeout, text);
            });
        }
    }
    text.blank();
    refusals(text);
    match &admin.login {
        Login::Basic { .. } => {
            login::location(text);
            stopped(text);
        }
        Login::AuthRequest { upstream, .. } => sign_in(deployment, upstream, text),
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

/// What stands before every answer.
struct Guard<'a> {
    admin: &'a Admin,
    layout: &'a Layout,
    burst: u64,
}

impl Guard<'_> {
    /// A location that answers with what `fill` writes, after the login.
    fn location(&self, at: &str, exposed: &str, text: &mut Text, fill: impl FnOnce(&mut Text)) {
        text.block(format!("location {at}"), |text| {
            text.line("error_page 404 405 413 /error");
            text.line("error_page 401 @admin_login");
            text.line("error_page 418 = @admin_preflight");
            text.line("error_page 429 @admin_limited");
            text.block("if ($allclear_preflight)", |text| text.line("return 418"));
            text.block("if ($request_method != GET)", |text| text.line("return 405"));
            unopened(text);
            self.login(text);
            self.headers(exposed, text);
            fill(text);
        });
    }

    fn login(&self, text: &mut Text) {
        match &self.admin.login {
            Login::Basic { .. } => login::check(self.layout, text),
            Login::AuthRequest { .. } => {
                text.line(format!("limit_req zone=allclear_login burst={} nodelay", self.burst));
                text.line("limit_req_status 429");
                text.line("error_page 403 @admin_closed");
                text.line("error_page 500 = @admin_sign_in");
                text.line(format!("auth_request {SIGN_IN}"));
                text.line("auth_request_set $allclear_session $upstream_http_set_cookie");
            }
        }
    }

    /// The headers of an answer. A sign-in proxy prolongs a session by a cookie in its own.
    fn headers(&self, exposed: &str, text: &mut Text) {
        headers(exposed, text);
        if matches!(self.admin.login, Login::AuthRequest { .. }) {
            text.line("add_header Set-Cookie $allclear_session always");
        }
    }
}

/// Where the sign-in proxy is asked. It is told who asks, and for what.
fn sign_in(deployment: &Deployment, upstream: &Upstream, text: &mut Text) {
    text.block(format!("location = {SIGN_IN}"), |text| {
        text.line("internal");
        text.line("proxy_cache off");
        for (name, value) in [
            ("Host", "$proxy_host"),
            ("Connection", "close"),
            ("Content-Length", "\"\""),
            ("Cookie", "$http_cookie"),
            ("Authorization", "$http_authorization"),
            ("X-Real-IP", "$remote_addr"),
            ("X-Forwarded-Host", "$host"),
            ("X-Forwarded-Uri", "$request_uri"),
        ] {
            text.line(format!("proxy_set_header {name} {value}"));
        }
        // nginx appends the visitor's query to a fixed address unless it is emptied.
        text.line("set $args \"\"");
        text.line(format!("proxy_read_timeout {}", milliseconds(SIGN_IN_TIMEOUT)));
        let Upstream { origin, target } = upstream;
        if origin.host.needs_resolver() && !deployment.resolver.is_empty() {
            text.line(format!("set $allclear_sign_in \"{origin}\""));
            text.line(format!("proxy_pass \"$allclear_sign_in{target}\""));
        } else {
            text.line(format!("proxy_pass \"{origin}{target}\""));
        }
    });
    text.block("location @admin_sign_in", |text| refusal(503, "sign-in", text));
}

/// nginx's own answers to who is not let through.
fn refusals(text: &mut Text) {
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

/// The answer to whom the check of the password did not let through, but for a wrong one.
fn stopped(text: &mut Text) {
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

fn refusal(code: u16, word: &str, text: &mut Text) {
    headers(EXPOSED, text);
    text.line(format!("add_header X-Allclear {word} always"));
    if code == 429 {
        text.line("add_header Retry-After 5 always");
    }
    empty(code, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::document;

    fn limit(n_targets: usize, interval: &str) -> Limit {
        let target = |index| {
            format!(
                "{{url: 'http://127.0.0.1:{index}/metrics', interval: {interval}, timeout: 1s}}"
            )
        };
        let targets: Vec<String> = (1..=n_targets).map(target).collect();
        let text = format!(
            "site: {{name: A}}\nsystems: [{{name: B, preset: text, url: 'http://127.0.0.1/', interval: 1d, metrics: [{}]}}]",
            targets.join(", ")
        );
        Limit::of(&document::read(&text).deployment.unwrap())
    }

    #[test]
    fn leaves_room_for_several_pages_and_no_more() {
        for (n_targets, interval, per_second, burst) in [
            (0, "15s", 5, 60),
            (12, "15s", 5, 96),
            (12, "1s", 49, 96),
            (100, "15s", 27, 624),
            (1, "1d", 5, 60),
        ] {
            let expected = Limit { per_second, burst };
            assert_eq!(limit(n_targets, interval), expected, "{n_targets} every {interval}");
        }
    }
}
