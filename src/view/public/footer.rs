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
        scene.text(message("Another tab of this browser looks for this one"))
    } else {
        match monitor.next_check_at().map(|due| due.since(scene.now)) {
            Some(wait) if wait.0 >= 1000 => {
                scene.say(message("Next look in {span}"), &[("span", &scene.span(wait))])
            }
            None if monitor.watches().is_empty() => scene.text(message("Nothing to look at")),
            _ => scene.text(message("Looking now")),
        }
    };
    let (answered, n_checks) = monitor.answered();
    let checks = if n_checks == 0 {
        scene.text(message("This browser has not looked yet."))
    } else {
        let answered = scene.words.number(answered);
        scene.count(
            n_checks,
            plural(
                "Of this browser\u{2019}s last look, {answered} was answered.",
                "Of this browser\u{2019}s last {n} looks, {answered} were answered.",
            ),
            &[("answered", &answered)],
        )
    };
    Footer { next, zone: scene.say(message("Times in {zone}."), &[("zone", zone)]), checks }
}
