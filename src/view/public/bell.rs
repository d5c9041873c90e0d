//! "Tell me when it is back": what a visitor asked to be told, in the tab that is open, and when that is so.

use super::super::language::{Words, message};
use super::Row;
use crate::status::Status;

/// How a visitor is told that a system is back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bell {
    /// Not at all.
    #[default]
    Off,
    /// By a notification.
    Notification,
    /// By the title of the tab: the browser shows no notifications for this page.
    Title,
}

impl Bell {
    /// What its button says.
    pub fn label(self, words: &Words) -> String {
        words.text(match self {
            Self::Off => message("Tell me when it is back"),
            Self::Notification | Self::Title => message("You will be told"),
        })
    }

    /// How that will be, in a sentence.
    pub fn note(self, words: &Words) -> String {
        words.text(match self {
            Self::Off => return String::new(),
            Self::Notification => message("By a notification, while this tab stays open."),
            Self::Title => message(
                "By the title of this tab, while it stays open. Your browser shows no notifications for this page.",
            ),
        })
    }
}

/// The bells that ring now, by system: asked for, and operational again. One that has rung is off.
pub fn rung(bells: &mut [Bell], rows: &[Row]) -> Vec<(usize, Bell)> {
    let mut rung = Vec::new();
    for (system, (bell, row)) in bells.iter_mut().zip(rows).enumerate() {
        // What is being checked or unknown is not back; neither is what is under maintenance.
        if *bell != Bell::Off && row.status == Status::Operational {
            rung.push((system, core::mem::take(bell)));
        }
    }
    rung
}

/// The words of a bell that rings.
pub fn back(words: &Words, name: &str) -> String {
    words.say(message("{who} is back."), &[("who", name)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(status: Status) -> Row {
        Row {
            id: "rat".to_owned(),
            name: "RAT".to_owned(),
            status,
            word: String::new(),
            age: String::new(),
            about: String::new(),
            response: String::new(),
            spark: String::new(),
            parts: Vec::new(),
        }
    }

    #[test]
    fn rings_once_and_only_for_what_is_operational() {
        let mut bells = [Bell::Title, Bell::Off, Bell::Notification];
        for status in [
            Status::MajorOutage,
            Status::Checking,
            Status::Unknown,
            Status::Maintenance,
            Status::Degraded,
        ] {
            let rows = [row(status), row(Status::Operational), row(status)];
            assert_eq!(rung(&mut bells, &rows), []);
        }
        let rows = [Status::Operational, Status::Operational, Status::Checking].map(row);
        assert_eq!(rung(&mut bells, &rows), [(0, Bell::Title)]);
        assert_eq!(rung(&mut bells, &rows), []);
        assert_eq!(bells, [Bell::Off, Bell::Off, Bell::Notification]);
    }
}
