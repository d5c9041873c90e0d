//! Messages between tabs of one browser.

use super::{Canary, Effect, Monitor, PeerMessage};
use crate::schedule::Pace;
use metrics_engine::store::SampleSink;
use metrics_engine::time::{Duration, Timestamp};

impl<S: SampleSink> Monitor<S> {
    /// Handles a message of another tab.
    pub(super) fn peer_message(
        &mut self,
        message: PeerMessage,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        match message {
            PeerMessage::Hello => {
                if self.leads {
                    self.share_state(effects);
                }
            }
            PeerMessage::Checked { path, at, took, answer } => {
                if let Some(check) = self.news(&path, at, took, now) {
                    self.take(check, at, took, answer);
                }
            }
            PeerMessage::Belief { path, confirmed, at, took, answer } => {
                let Some(check) = self.news(&path, at, took, now) else { return };
                let Some(result) = self.read_answer(check, at, took, &answer) else { return };
                if let Some(watch) = self.watches.get_mut(check) {
                    watch.adopt(confirmed, result, at, answer);
                    watch.is_past = !watch.is_fresh(now);
                    watch.schedule.finish(at, Pace::Steady, Self::GAP);
                }
            }
            PeerMessage::Reachability { canary, at, took, answered } => {
                let stage = self.reachability.stage(canary);
                if at <= now && stage.at <= at {
                    stage.note(answered, at, took);
                }
            }
            // For the operators' page.
            PeerMessage::Limits(_) | PeerMessage::Dashboards(_) | PeerMessage::Forgotten => {}
        }
    }

    /// Returns the check with this path, if a message about it is news. A fact from the future is not, and a known one counts
    /// once.
    fn news(&mut self, path: &str, at: Timestamp, took: Duration, now: Timestamp) -> Option<usize> {
        let check = self.watches.iter().position(|watch| watch.path == path)?;
        if at > now
            || self.watches.get(check).is_none_or(|watch| watch.newest_answer_at >= Some(at))
        {
            return None;
        }
        // A tab that got an answer has reached the proxy.
        if self.reachability.proxy.at <= at {
            self.reachability.proxy.note(true, at, took);
        }
        Some(check)
    }

    /// Returns the confirmed condition of each check, with the answer behind it: a later page that cannot send requests shows
    /// it as last seen.
    pub fn beliefs(&self) -> impl Iterator<Item = PeerMessage> {
        self.watches.iter().filter_map(|watch| {
            let confirmed = watch.confirmation.confirmed?;
            let (at, took, answer) = watch.evidence.belief.clone()?;
            Some(PeerMessage::Belief { path: watch.path.clone(), confirmed, at, took, answer })
        })
    }

    /// Returns whether this page cannot send requests and has never had a result.
    pub fn is_cut_off(&self) -> bool {
        let cannot_request =
            !self.reachability.online || self.reachability.proxy.answers == Some(false);
        cannot_request && self.watches.iter().all(|watch| watch.last.is_none())
    }

    /// Sends everything that this tab knows to a new one: confirmed conditions first, then the answers that contradict them.
    fn share_state(&self, effects: &mut Vec<Effect>) {
        effects.extend(self.beliefs().map(Effect::Broadcast));
        for watch in &self.watches {
            let path = &watch.path;
            for (at, took, answer) in watch.evidence.doubt.iter().cloned() {
                effects.push(Effect::Broadcast(PeerMessage::Checked {
                    path: path.clone(),
                    at,
                    took,
                    answer,
                }));
            }
        }
        for (canary, stage) in
            [(Canary::Site, &self.reachability.site), (Canary::Proxy, &self.reachability.proxy)]
        {
            if let Some(answered) = stage.answers {
                let (at, took) = (stage.at, stage.took);
                effects.push(Effect::Broadcast(PeerMessage::Reachability {
                    canary,
                    at,
                    took,
                    answered,
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Answer;
    use crate::status::check::Condition;
    use crate::status::confirmation::Confirmed;

    #[test]
    fn every_message_survives_json() {
        let answer = Answer {
            code: 503,
            headers: vec![("content-type".to_owned(), "text/\u{1f}\"html\"".to_owned())],
            body: (0..=255).collect(),
        };
        let (path, at, took) =
            ("/status/a/b".to_owned(), Timestamp(1_795_175_348_123), Duration(42));
        let confirmed = Confirmed { condition: Condition::Unclear, since: Timestamp(-7) };
        for message in [
            PeerMessage::Hello,
            PeerMessage::Checked { path: path.clone(), at, took, answer: answer.clone() },
            PeerMessage::Belief { path, confirmed, at, took, answer },
            PeerMessage::Reachability { canary: Canary::Site, at, took, answered: true },
            PeerMessage::Limits((0..=255).rev().collect()),
            PeerMessage::Dashboards((0..=255).collect()),
            PeerMessage::Forgotten,
        ] {
            let json = serde_json::to_string(&message).unwrap();
            assert_eq!(serde_json::from_str::<PeerMessage>(&json).unwrap(), message, "{json}");
        }
        let beyond = r#"{"Limits":"\u0100"}"#;
        assert!(serde_json::from_str::<PeerMessage>(beyond).is_err());
    }
}
