//! The calls to `/up` and `/up/{app}` that Sockudo counted, per application as the caller named it.
//!
//! The real program takes any name, from anyone, into a label and keeps it until it ends: markup, line breaks, thousands
//! of characters. So does this one, up to a bound that a demo needs.

use std::collections::BTreeMap;

use crate::process::Process;

/// Names beyond this many are not counted.
const NAMES_KEPT: usize = 5000;

/// Calls by name: how many, and how many bytes were answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    started: f64,
    by_name: BTreeMap<String, (f64, f64)>,
}

impl Calls {
    /// Forgets everything if the process is another one than last time.
    pub(super) fn wake(&mut self, process: &Process) {
        if self.started < process.started {
            *self = Self { started: process.started, by_name: BTreeMap::new() };
        }
    }

    /// Counts a call that was answered with so many bytes.
    pub(super) fn count(&mut self, name: &str, answered: usize) {
        if self.by_name.len() < NAMES_KEPT || self.by_name.contains_key(name) {
            let entry = self.by_name.entry(name.to_owned()).or_default();
            entry.0 += 1.0;
            entry.1 += answered as f64;
        }
    }

    /// Calls and bytes under one name; zeros where there were none.
    pub(super) fn of(&self, name: &str) -> (f64, f64) {
        self.by_name.get(name).copied().unwrap_or_default()
    }

    /// All names, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn counts_any_name_up_to_a_bound_and_a_restart_forgets() {
        let process = Process::at(Seed::new(1, "sockudo"), 1_795_175_348.0);
        let mut calls = Calls::default();
        calls.wake(&process);
        for _ in 0..2 {
            calls.count("\"><script>", 9);
        }
        assert_eq!(calls.of("\"><script>"), (2.0, 18.0));
        for number in 0..NAMES_KEPT + 10 {
            calls.count(&number.to_string(), 9);
        }
        assert_eq!(calls.names().count(), NAMES_KEPT);
        calls.wake(&Process::at(Seed::new(1, "sockudo"), process.now + 40.0 * 86_400.0));
        assert_eq!(calls.names().count(), 0);
    }
}
