//! The findings of recorder and browser about a system, where they differ.

use super::super::language::{Message, message};
use super::super::words;
use super::Scene;
use crate::monitor::{Dispute, SystemStatus};
use crate::status::Status;

/// Says what each of the two sources saw and how long ago; `None` where they agree, or only one of them knows.
pub(super) fn sentence(scene: &Scene<'_>, system_status: &SystemStatus<'_>) -> Option<String> {
    let Dispute { recorder, browser } = system_status.dispute?;
    let ages = [("recorder", scene.since(recorder.1)), ("browser", scene.since(browser.1))];
    let [recorder_age, browser_age] = ages.each_ref().map(|(name, age)| (*name, age.as_str()));
    let say = |message: Message| scene.say(message, &[recorder_age, browser_age]);
    Some(match (recorder.0, browser.0) {
        (Status::Operational, _) => say(message(
            "The recorder’s check succeeded {recorder} ago, your browser’s failed {browser} ago.",
        )),
        (_, Status::Operational) => say(message(
            "Your browser’s check succeeded {browser} ago, the recorder’s failed {recorder} ago.",
        )),
        (its, mine) => {
            let [its, mine] = [its, mine].map(|status| scene.text(words::within(status)));
            scene.say(
                message(
                    "The recorder found “{its}” {recorder} ago, your browser “{mine}” {browser} ago.",
                ),
                &[recorder_age, browser_age, ("its", &its), ("mine", &mine)],
            )
        }
    })
}
