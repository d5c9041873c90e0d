//! Takes over another configuration while the page runs.
//!
//! A check that still exists, at the same path and read in the same way, keeps its results. Indices of systems and checks
//! change meaning, so everything that holds one is carried over by id or path, or dropped. An answer to an earlier request
//! finds its check by its address ([`Monitor::check_at`]).

use super::{Monitor, Stage, Watch};
use crate::config::{Config, Source};
use metrics_engine::store::SampleSink;
use metrics_engine::time::Timestamp;
use std::sync::Arc;

impl<S: SampleSink> Monitor<S> {
    /// Continues with `config`: known checks keep their confirmation, evidence and schedule, new ones are due now, and others
    /// are forgotten. The series stay.
    pub(super) fn reconfigure(&mut self, config: Arc<Config>, now: Timestamp) {
        let before = core::mem::replace(&mut self.config, config);
        let is_moved = before.proxy != self.config.proxy;
        let mut known: Vec<Option<Watch>> =
            core::mem::take(&mut self.watches).into_iter().map(Some).collect();
        let mut successors = vec![None; known.len()];
        for (index, system) in self.config.systems.iter().enumerate() {
            let Source::Checks(checks) = &system.source else { continue };
            for check in checks {
                let path = Config::path(system, check);
                let mapping = self.config.mappings.get(check.mapping);
                let is_same = |watch: &Watch| {
                    watch.path == path && before.mappings.get(watch.check.mapping) == mapping
                };
                let old = known.iter().position(|watch| watch.as_ref().is_some_and(is_same));
                let kept = old.and_then(|old| known.get_mut(old)?.take());
                if let Some(successor) = old.and_then(|old| successors.get_mut(old)) {
                    *successor = Some(self.watches.len());
                }
                let cache = self.config.cache;
                self.watches.push(match kept {
                    Some(watch) => watch.reconfigured(index, check.clone(), cache, now),
                    None => Watch::new(index, check.clone(), path, cache, now),
                });
            }
        }
        let successor = |check: usize| successors.get(check).copied().flatten();
        self.undecided = core::mem::take(&mut self.undecided)
            .into_iter()
            .filter_map(|(check, at, took, how)| Some((successor(check)?, at, took, how)))
            .collect();
        let recorded = self.config.systems.iter().map(|system| {
            let old = before.systems.iter().position(|old| old.id == system.id)?;
            self.recorded.get(old).copied().flatten()
        });
        self.recorded = recorded.collect();
        // The recorder's verdicts on the new systems have not been requested yet.
        self.has_read_recorder = false;
        if self.budget.is_some() {
            self.check_on_budget();
        }
        if is_moved {
            // Nothing is known of the path to the new proxy, and no answer of the former one counts.
            self.reachability.proxy = Stage::default();
            self.undecided.clear();
            for watch in &mut self.watches {
                watch.schedule.began = None;
                watch.schedule.due = now;
            }
        }
    }

    /// Returns the check with this address, if there is one.
    pub fn check_at(&self, url: &str) -> Option<usize> {
        let path = url.strip_prefix(&*self.config.proxy)?;
        self.watches.iter().position(|watch| watch.path == path)
    }
}

#[cfg(test)]
mod tests;
