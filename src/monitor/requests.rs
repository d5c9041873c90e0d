//! Which requests to begin, and when: checks that are due, and canaries while it is in doubt how far requests get.

use super::budget::Purpose;
use super::{Canary, Effect, Monitor, RecordedVerdict, Watch};
use crate::schedule::Pace;
use metrics_engine::store::SampleSink;
use metrics_engine::time::{Duration, Timestamp};

impl<S: SampleSink> Monitor<S> {
    /// Begins what is due, if this tab may send requests.
    pub(super) fn begin_requests(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !(self.visible && self.leads && self.reachability.online) {
            return;
        }
        self.fetch_canary_if_due(Canary::Site, now, effects);
        self.fetch_canary_if_due(Canary::Proxy, now, effects);
        if self.reachability.proxy.answers == Some(false) {
            return;
        }
        for watch in &mut self.watches {
            // The shell promises an end to each check, but a tab that was frozen may have lost it.
            if watch.schedule.began.is_some() && now > watch.schedule.due + Self::CANARY {
                watch.schedule.finish(now, Pace::Steady, Duration::ZERO);
                watch.schedule.due = now;
            }
        }
        while self.under_way() < self.at_once {
            let Some(check) = self.next_check(now) else { break };
            let Some(watch) = self.watches.get_mut(check) else { break };
            let timeout = watch.check.timeout + self.grace;
            watch.schedule.begin(now, timeout);
            let url = format!("{}{}", self.config.proxy, watch.path);
            effects.push(Effect::Fetch { check, url, timeout, cap: watch.check.max_bytes });
        }
    }

    /// Returns the check to begin next, if one is due and may begin.
    fn next_check(&mut self, now: Timestamp) -> Option<usize> {
        if let Some(budget) = self.budget.as_mut() {
            budget.forget(now);
        }
        if self.is_on_budget(now) {
            let (check, purpose) = self.next_on_budget(self.budget.as_ref()?, now)?;
            self.budget.as_mut()?.begin(now, purpose);
            return Some(check);
        }
        let due = self.watches.iter().enumerate().filter(|(_, watch)| watch.is_due(now));
        due.min_by_key(|(_, watch)| watch.schedule.due).map(|(check, _)| check)
    }

    /// Requests a canary while results wait to be understood, or while the proxy is silent.
    fn fetch_canary_if_due(&mut self, canary: Canary, now: Timestamp, effects: &mut Vec<Effect>) {
        let in_doubt = !self.undecided.is_empty() || self.reachability.proxy.answers == Some(false);
        let stage = self.reachability.stage(canary);
        let lost = stage.began.is_some_and(|began| now > began + Self::CANARY * 2);
        if !in_doubt || stage.due > now || (stage.began.is_some() && !lost) {
            return;
        }
        if self.canary_at(now) > now {
            return;
        }
        self.reachability.stage(canary).began = Some(now);
        if let Some(budget) = self.budget.as_mut() {
            budget.begin(now, Purpose::Doubt);
        }
        let url = match canary {
            Canary::Site => "/ping.txt".to_owned(),
            Canary::Proxy => format!("{}/status/ping", self.config.proxy),
        };
        effects.push(Effect::FetchCanary { canary, url, timeout: Self::CANARY });
    }

    /// Returns when the next canary may begin.
    fn canary_at(&self, now: Timestamp) -> Timestamp {
        let budget = self.budget.as_ref().filter(|_| self.is_on_budget(now));
        budget.map_or(now, |budget| budget.free_at(now, Purpose::Doubt))
    }

    /// Returns when a request is due or a result becomes stale: a tab in the background must not keep a green title.
    pub(super) fn wake_at(&self, now: Timestamp) -> Option<Timestamp> {
        let recorded = self.recorded.iter().flatten().map(RecordedVerdict::stale_at);
        let stale = self.watches.iter().filter_map(Watch::stale_at).chain(recorded);
        let stale = stale.map(|end| end + Duration(1));
        let may_request = self.visible && self.leads && self.reachability.online;
        let next = if may_request { self.next_move(now) } else { None };
        stale.filter(|end| *end > now).chain(next.map(|due| due.max(now + Duration(1)))).min()
    }

    /// Returns the next instant at which a tab that sends requests has something to do. A request under way is not due: its
    /// answer wakes the page.
    fn next_move(&self, now: Timestamp) -> Option<Timestamp> {
        let lost = self.watches.iter().filter(|watch| watch.schedule.began.is_some());
        let lost = lost.map(|watch| watch.schedule.due + Self::CANARY + Duration(1)).min();
        let canaries = [&self.reachability.site, &self.reachability.proxy].into_iter();
        let canary = canaries.map(|stage| {
            let due = stage.due.max(self.canary_at(now));
            stage.began.map_or(due, |began| began + Self::CANARY * 2 + Duration(1))
        });
        let is_silent = self.reachability.proxy.answers == Some(false);
        let canary = canary.filter(|_| is_silent || !self.undecided.is_empty()).min();
        let check =
            if is_silent || self.under_way() >= self.at_once { None } else { self.next_start(now) };
        lost.into_iter().chain(canary).chain(check).min()
    }

    /// Returns when the next check may begin.
    fn next_start(&self, now: Timestamp) -> Option<Timestamp> {
        match self.budget.as_ref().filter(|_| self.is_on_budget(now)) {
            Some(budget) => self.next_check_at_on_budget(budget, now),
            None => self.next_check_at(),
        }
    }

    /// Returns the number of checks under way.
    fn under_way(&self) -> usize {
        self.watches.iter().filter(|watch| watch.schedule.began.is_some()).count()
    }
}
