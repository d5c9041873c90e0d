//! Why a system is unknown.

use super::super::language::message;
use super::super::words::{self, Statement};
use super::Scene;
use crate::monitor::UnknownReason;
use crate::status::check::Finding;

/// Returns why a system is unknown.
pub(super) fn statement(why: &UnknownReason, scene: &Scene<'_>) -> Statement {
    let messages = match why {
        UnknownReason::Offline => (
            message("{name} cannot be checked: your browser is offline"),
            message("Cannot be checked: your browser is offline"),
        ),
        UnknownReason::ProxySilent => (
            message("{name} cannot be checked: the status proxy is not responding"),
            message("Cannot be checked: the status proxy is not responding"),
        ),
        UnknownReason::Stale => {
            (message("The last check of {name} is too old"), message("The last check is too old"))
        }
        UnknownReason::RetryAfter(until) => {
            let messages = (
                message("Checks of {name} are rate-limited until {time}"),
                message("Rate-limited until {time}"),
            );
            return Statement::with(messages, "time", scene.time_with_seconds(*until));
        }
        UnknownReason::NotHealth(reason) => {
            return words::does(&Finding::NotHealth(reason.clone()));
        }
        UnknownReason::NotProxied(fault) => return words::does(&Finding::NotProxied(*fault)),
        UnknownReason::Unreadable => (
            message("{name} returned an invalid health response to the recorder"),
            message("Returned an invalid health response to the recorder"),
        ),
        UnknownReason::NoRecorder => (
            message("No data from the recorder for {name} yet"),
            message("No data from the recorder yet"),
        ),
        UnknownReason::RecorderSilent => (
            message("No recent data from the recorder for {name}"),
            message("No recent data from the recorder"),
        ),
    };
    messages.into()
}
