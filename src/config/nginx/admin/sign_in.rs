//! The sign-in proxy, where one decides who may see the operators' data.

use crate::config::address::Upstream;
use crate::config::deployment::Deployment;
use crate::config::nginx::request::milliseconds;
use crate::config::nginx::text::Text;
use metrics_engine::time::Duration;

/// The timeout of the sign-in proxy.
const SIGN_IN_TIMEOUT: Duration = Duration::from_secs(4);

/// The internal location that passes a request to the sign-in proxy.
pub(super) const SIGN_IN: &str = "/admin/.sign-in";

/// How many requests one person may send where each of them is checked by the sign-in proxy.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) per_second: u64,
    /// Beyond that, at once.
    pub(super) burst: u64,
}

impl Limit {
    /// Four pages that poll, and six that load in the same second, never meet it; a person has one or two.
    pub(super) fn of(deployment: &Deployment) -> Self {
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

/// The location that passes a request to the sign-in proxy, with the cookies, the address and the path of the original one.
pub(super) fn location(deployment: &Deployment, upstream: &Upstream, text: &mut Text) {
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
