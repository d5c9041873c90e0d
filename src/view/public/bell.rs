//! Notifications in the tab that is open: when a system is back, and whenever the state of one changes.

use super::super::language::{Words, message};
use super::Row;
use crate::status::Status;
use std::collections::BTreeMap;

/// How a visitor is notified.
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
    /// Returns the label of its button.
    pub fn label(self, words: &Words) -> String {
        words.text(match self {
            Self::Off => message("Notify me when it’s back"),
            Self::Notification | Self::Title => message("You’ll be notified"),
        })
    }

    /// Returns the label of the button for all changes.
    pub fn subscription_label(self, words: &Words) -> String {
        words.text(match self {
            Self::Off => message("Turn on"),
            Self::Notification | Self::Title => message("Turn off"),
        })
    }

    /// Returns how the visitor will be notified, in a sentence.
    pub fn note(self, words: &Words) -> String {
        words.text(match self {
            Self::Off => return String::new(),
            Self::Notification => message("By notification, while this tab stays open."),
            Self::Title => message(
                "By this tab’s title, while it stays open. Your browser does not show notifications for this page.",
            ),
        })
    }
}

/// Returns the bells that ring now, by system: they are on and the system is operational. One that has rung is off.
pub fn rung(bells: &mut [Bell], rows: &[Row]) -> Vec<(usize, Bell)> {
    let mut rung = Vec::new();
    for (system, (bell, row)) in bells.iter_mut().zip(rows).enumerate() {
        // A system that is being checked, unknown or under maintenance is not back.
        if *bell != Bell::Off && row.status == Status::Operational {
            rung.push((system, core::mem::take(bell)));
        }
    }
    rung
}

/// Returns the words of a bell that rings.
pub fn back(words: &Words, name: &str) -> String {
    words.say(message("{who} is back."), &[("who", name)])
}

/// The last settled status of each system, by id. Checking and unknown are not settled.
#[derive(Clone, Debug, Default)]
pub struct Settled(BTreeMap<String, Status>);

impl Settled {
    /// Takes the rows of the page and returns a sentence for each system whose settled status has changed.
    pub fn take(&mut self, rows: &[Row], words: &Words) -> Vec<String> {
        let settled =
            rows.iter().filter(|row| !matches!(row.status, Status::Checking | Status::Unknown));
        let mut changes = Vec::new();
        for row in settled {
            match self.0.insert(row.id.clone(), row.status) {
                None => {}
                Some(before) if before == row.status => {}
                Some(_) if row.status == Status::Operational => {
                    changes.push(back(words, &row.name));
                }
                Some(_) => {
                    let name = [("name", &*row.name)];
                    changes.push(
                        words.sentence(&words.say(super::super::words::is(row.status), &name)),
                    );
                }
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settled_changes_are_announced_once() {
        let mut settled = Settled::default();
        let mut take = |status| settled.take(&[row(status)], &Words::ENGLISH);
        assert_eq!(take(Status::Checking), [""; 0]);
        assert_eq!(take(Status::Operational), [""; 0], "the first status is no change");
        assert_eq!(take(Status::Checking), [""; 0]);
        assert_eq!(take(Status::MajorOutage), ["RAT is down."]);
        assert_eq!(take(Status::MajorOutage), [""; 0]);
        assert_eq!(take(Status::Unknown), [""; 0]);
        assert_eq!(take(Status::MajorOutage), [""; 0]);
        assert_eq!(take(Status::Operational), ["RAT is back."]);
    }

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
