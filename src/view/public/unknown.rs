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
            message("{name} cannot be asked: your browser is offline"),
            message("Cannot be asked: your browser is offline"),
        ),
        UnknownReason::ProxySilent => (
            message("{name} cannot be asked: the status proxy does not answer"),
            message("Cannot be asked: the status proxy does not answer"),
        ),
        UnknownReason::Stale => (
            message("{name} has not been measured for too long"),
            message("Has not been measured for too long"),
        ),
        UnknownReason::AskedToWait(until) => {
            let messages = (
                message("{name} asked not to be asked before {time}"),
                message("Asked not to be asked before {time}"),
            );
            return Statement::with(messages, "time", scene.time_with_seconds(*until));
        }
        UnknownReason::NotHealth(reason) => {
            return words::does(&Finding::NotHealth(reason.clone()));
        }
        UnknownReason::NotProxied(fault) => return words::does(&Finding::NotProxied(*fault)),
        UnknownReason::Unreadable => (
            message("{name} answers the recorder with something that is no health"),
            message("Answers the recorder with something that is no health"),
        ),
        UnknownReason::NoRecorder => (
            message("{name} is told by a recorder, which has not written a verdict yet"),
            message("Is told by a recorder, which has not written a verdict yet"),
        ),
        UnknownReason::RecorderSilent => (
            message("{name} is told by a recorder, which has not written for too long"),
            message("Is told by a recorder, which has not written for too long"),
        ),
    };
    messages.into()
}
