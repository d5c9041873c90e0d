//! What is asked, and when: looks that are due, canaries while there is a doubt about the way.

use super::{Effect, Monitor, Probe, Recorded, Watch};
use crate::schedule::Pace;
use crate::store::Keep;
use crate::time::{Duration, Timestamp};

impl<K: Keep> Monitor<K> {
    /// Begins what is due, as far as this tab may ask.
    pub(super) fn ask(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !(self.visible && self.leads && self.way.online) {
            return;
        }
        self.probe_if_due(Probe::Site, now, effects);
        self.probe_if_due(Probe::Proxy, now, effects);
        if self.way.proxy.answers == Some(false) {
            return;
        }
        for watch in &mut self.watches {
            // The shell promises an end to each look; a tab that was frozen may have lost it.
            if watch.schedule.began.is_some() && now > watch.schedule.due + Self::CANARY {
                watch.schedule.finish(now, Pace::Steady, Duration::ZERO);
                watch.schedule.due = now;
            }
        }
        loop {
            let has_room = self.under_way() < self.at_once;
            let is_free = |(_, watch): &(usize, &mut Watch)| {
                watch.schedule.began.is_none() && watch.schedule.due <= now
            };
            let next = self
                .watches
                .iter_mut()
                .enumerate()
                .filter(is_free)
                .min_by_key(|(_, watch)| watch.schedule.due);
            let Some((check, watch)) = next.filter(|_| has_room) else { break };
            let timeout = watch.check.timeout + self.grace;
            watch.schedule.begin(now, timeout);
            let url = format!("{}{}", self.config.proxy, watch.path);
            effects.push(Effect::Fetch { check, url, timeout, cap: watch.check.max_bytes });
        }
    }

    /// Asks for a canary while there are looks to be understood, or a silence to be ended.
    fn probe_if_due(&mut self, probe: Probe, now: Timestamp, effects: &mut Vec<Effect>) {
        let in_doubt = !self.undecided.is_empty() || self.way.proxy.answers == Some(false);
        let stage = self.way.stage(probe);
        let lost = stage.began.is_some_and(|began| now > began + Self::CANARY * 2);
        if !in_doubt || stage.due > now || (stage.began.is_some() && !lost) {
            return;
        }
        stage.began = Some(now);
        let url = match probe {
            Probe::Site => "/ping.txt".to_owned(),
            Probe::Proxy => format!("{}/status/ping", self.config.proxy),
        };
        effects.push(Effect::Probe { probe, url, timeout: Self::CANARY });
    }

    /// When something is due to be asked, or a verdict grows too old: a tab that is not seen must not keep a green title.
    pub(super) fn wake_at(&self, now: Timestamp) -> Option<Timestamp> {
        let told = self.recorded.iter().flatten().map(Recorded::stale_at);
        let stale = self.watches.iter().filter_map(Watch::stale_at).chain(told);
        let stale = stale.map(|end| end + Duration(1));
        let asking =
            if self.visible && self.leads && self.way.online { self.next_move() } else { None };
        stale.filter(|end| *end > now).chain(asking.map(|due| due.max(now + Duration(1)))).min()
    }

    /// When there is something to be done for a tab that asks. What waits for an answer is not due: its answer wakes the page.
    fn next_move(&self) -> Option<Timestamp> {
        let lost = self.watches.iter().filter(|watch| watch.schedule.began.is_some());
        let lost = lost.map(|watch| watch.schedule.due + Self::CANARY + Duration(1)).min();
        let canaries = [&self.way.site, &self.way.proxy].into_iter();
        let canary = canaries.map(|stage| {
            stage.began.map_or(stage.due, |began| began + Self::CANARY * 2 + Duration(1))
        });
        let is_silent = self.way.proxy.answers == Some(false);
        let canary = canary.filter(|_| is_silent || !self.undecided.is_empty()).min();
        let look =
            if is_silent || self.under_way() >= self.at_once { None } else { self.next_look() };
        lost.into_iter().chain(canary).chain(look).min()
    }

    /// How many looks are under way.
    fn under_way(&self) -> usize {
        self.watches.iter().filter(|watch| watch.schedule.began.is_some()).count()
    }
}
