//! Below the systems: the next check, and how many of the last ones were answered.

use super::super::language::{message, plural};
use super::Scene;

/// The texts of the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footer {
    /// When the next check is due, or why there is none.
    pub next: String,
    /// The zone in which times are shown.
    pub zone: String,
    /// How many of the last checks were answered.
    pub checks: String,
}

pub(super) fn footer(scene: &Scene<'_>, zone: &str) -> Footer {
    let monitor = scene.monitor;
    let next = if !monitor.reachability().online {
        scene.text(message("Paused while your browser is offline"))
    } else if !monitor.leads() {
        scene.text(message("Another tab is running the checks"))
    } else {
        match monitor.next_check_at().map(|due| due.since(scene.now)) {
            Some(wait) if wait.0 >= 1000 => {
                scene.say(message("Next check in {span}"), &[("span", &scene.span(wait))])
            }
            None if monitor.watches().is_empty() => scene.text(message("Nothing to check")),
            _ => scene.text(message("Checking…")),
        }
    };
    let (answered, n_checks) = monitor.answered();
    let checks = if n_checks == 0 {
        scene.text(message("No checks yet."))
    } else {
        let message = match answered {
            all if all == n_checks => plural(
                "Last check from this browser: answered.",
                "Last {n}~checks from this browser: all answered.",
            ),
            0 => plural(
                "Last check from this browser: not answered.",
                "Last {n}~checks from this browser: none answered.",
            ),
            _ => message("Last {n}~checks from this browser: {answered} answered."),
        };
        scene.count(n_checks, message, &[("answered", &scene.words.number(answered))])
    };
    Footer { next, zone: scene.say(message("Times in {zone}."), &[("zone", zone)]), checks }
}
