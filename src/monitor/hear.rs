//! What tabs of one browser tell each other, and how they take it.

use super::{Effect, Message, Monitor, Probe};
use crate::schedule::Pace;
use crate::store::Keep;
use crate::time::{Duration, Timestamp};

impl<K: Keep> Monitor<K> {
    /// Another tab said something.
    pub(super) fn heard(&mut self, message: Message, now: Timestamp, effects: &mut Vec<Effect>) {
        match message {
            Message::Greeting => {
                if self.leads {
                    self.tell_all(effects);
                }
            }
            Message::Look { path, at, took, answer } => {
                if let Some(check) = self.news(&path, at, took, now) {
                    self.take(check, at, took, answer);
                }
            }
            Message::Belief { path, confirmed, at, took, answer } => {
                let Some(check) = self.news(&path, at, took, now) else { return };
                let Some(look) = self.look(check, at, took, &answer) else { return };
                if let Some(watch) = self.watches.get_mut(check) {
                    watch.adopt(confirmed, look, at, answer);
                    watch.schedule.finish(at, Pace::Steady, Self::GAP);
                }
            }
            Message::Way { probe, at, took, answered } => {
                let stage = self.way.stage(probe);
                if at <= now && stage.at <= at {
                    stage.note(answered, at, took);
                }
            }
        }
    }

    /// The check with this path, if what is told of it is news. A fact from the future is none, and one heard before counts once.
    fn news(&mut self, path: &str, at: Timestamp, took: Duration, now: Timestamp) -> Option<usize> {
        let check = self.watches.iter().position(|watch| watch.path == path)?;
        if at > now || self.watches.get(check).is_none_or(|watch| watch.heard_until >= Some(at)) {
            return None;
        }
        // Whoever got an answer has reached the proxy.
        if self.way.proxy.at <= at {
            self.way.proxy.note(true, at, took);
        }
        Some(check)
    }

    /// Tells a new tab all that this one knows.
    fn tell_all(&self, effects: &mut Vec<Effect>) {
        for watch in &self.watches {
            let path = &watch.path;
            if let (Some(confirmed), Some((at, took, answer))) =
                (watch.confirmation.confirmed, watch.evidence.belief.clone())
            {
                effects.push(Effect::Tell(Message::Belief {
                    path: path.clone(),
                    confirmed,
                    at,
                    took,
                    answer,
                }));
            }
            for (at, took, answer) in watch.evidence.doubt.iter().cloned() {
                effects.push(Effect::Tell(Message::Look { path: path.clone(), at, took, answer }));
            }
        }
        for (probe, stage) in [(Probe::Site, &self.way.site), (Probe::Proxy, &self.way.proxy)] {
            if let Some(answered) = stage.answers {
                let (at, took) = (stage.at, stage.took);
                effects.push(Effect::Tell(Message::Way { probe, at, took, answered }));
            }
        }
    }
}
