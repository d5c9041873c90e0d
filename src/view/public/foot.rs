//! Below the systems: when the page looks again, and how its own looking has gone.

use super::super::format::span;
use super::Scene;

/// What stands at the end of the page, apart from its controls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foot {
    /// When the next look is due, or why there is none.
    pub next: String,
    /// The zone in which times are told.
    pub zone: String,
    /// How many of the last looks were answered.
    pub looks: String,
}

pub(super) fn foot(scene: &Scene<'_>) -> Foot {
    let monitor = scene.monitor;
    let next = if !monitor.way().online {
        "Paused while your browser is offline".to_owned()
    } else if !monitor.leads() {
        "Another tab of this browser looks for this one".to_owned()
    } else {
        match monitor.next_look().map(|due| due.since(scene.now)) {
            Some(wait) if wait.0 >= 1000 => format!("Next look in {}", span(wait)),
            None if monitor.watches().is_empty() => "Nothing to look at".to_owned(),
            _ => "Looking now".to_owned(),
        }
    };
    let (answered, looks) = monitor.answered();
    let looks = if looks == 0 {
        "This browser has not looked yet.".to_owned()
    } else {
        format!("Of this browser\u{2019}s last {looks} looks, {answered} were answered.")
    };
    Foot { next, zone: format!("Times in {}.", scene.zone.describe(scene.now)), looks }
}
