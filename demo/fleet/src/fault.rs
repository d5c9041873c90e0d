//! The faults, and the state of a broken system.
//!
//! Some faults are said by a system in its own words ([`Fault::Degraded`], [`Fault::Down`], [`Fault::Unready`]): only its
//! health endpoints say them, its metrics stay. The others happen to every answer of the system. A fault lasts until
//! `ok`, or for a number of answers, and can be limited to one path.

use std::{collections::BTreeMap, time::Duration};

/// The size of an answer that is too large for any reader.
pub(crate) const HUGE_SIZE: usize = 2 * 1024 * 1024;

/// A way to be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Works, but says that a part of it does not.
    Degraded,
    /// Says that it does not work.
    Down,
    /// 503, with its reasons.
    Unready,
    /// Answers rightly, but late.
    Slow,
    /// Accepts the request and never answers.
    Hanging,
    /// 500.
    Error,
    /// 200 with a page for people, as a misrouted proxy sends it.
    Html,
    /// Promises a longer body than it sends, then closes.
    Truncated,
    /// A body of [`HUGE_SIZE`] bytes.
    Huge,
    /// Nothing listens on the port.
    Refused,
    /// Every other answer is a 500, counted per path.
    Flapping,
    /// 429 with `Retry-After: 1`.
    Limited,
}

/// All faults with their names on the control port.
pub(crate) const FAULTS: [(&str, Fault); 12] = [
    ("degraded", Fault::Degraded),
    ("down", Fault::Down),
    ("unready", Fault::Unready),
    ("slow", Fault::Slow),
    ("hanging", Fault::Hanging),
    ("error", Fault::Error),
    ("html", Fault::Html),
    ("truncated", Fault::Truncated),
    ("huge", Fault::Huge),
    ("refused", Fault::Refused),
    ("flapping", Fault::Flapping),
    ("limited", Fault::Limited),
];

/// Words of the control port that are no fault of their own: healing, and one `error` for each client.
pub(crate) const OTHER_WORDS: [&str; 2] = ["ok", "once"];

impl Fault {
    /// The fault of this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        FAULTS.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault)
    }

    /// The name on the control port.
    pub(crate) fn name(self) -> &'static str {
        FAULTS.iter().find(|(_, fault)| *fault == self).map_or("", |(name, _)| name)
    }
}

/// An ordered fault, and how it is to be limited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    /// The fault.
    pub(crate) fault: Fault,
    /// After so many broken answers it is over. Without it, `ok` ends it.
    pub(crate) times: Option<u32>,
    /// Whether each client gets `times` broken answers, rather than all of them together. Then only `ok` ends it.
    pub(crate) is_per_client: bool,
    /// Only answers for this path break.
    pub(crate) path: Option<String>,
    /// How late a slow answer is.
    pub(crate) delay: Duration,
}

/// Maximum number of clients that are distinguished.
const MAX_CLIENTS: usize = 100;

/// Whether a system is broken at the moment, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Condition {
    order: Option<Order>,
    /// Answers given since the order, per path. Flapping alternates with it.
    answered: BTreeMap<String, u32>,
    /// Broken answers that each client got since the order, where it counts them.
    served: BTreeMap<String, u32>,
}

impl Condition {
    /// Breaks, or heals with `None`. What was ordered before is forgotten.
    pub(crate) fn set(&mut self, order: Option<Order>) {
        *self = Self { order, ..Self::default() };
    }

    /// The present order.
    pub(crate) fn order(&self) -> Option<&Order> {
        self.order.as_ref()
    }

    /// Returns the order that breaks the next answer for `path` to `client`, if any, and counts it.
    pub(crate) fn next_fault(&mut self, path: &str, client: &str) -> Option<Order> {
        let order = self.order.as_mut()?;
        if order.path.as_deref().is_some_and(|only| only != path) {
            return None;
        }
        let mut next = order.clone();
        if order.fault == Fault::Flapping {
            let answers = self.answered.entry(path.to_owned()).or_default();
            *answers = answers.wrapping_add(1);
            if answers.is_multiple_of(2) {
                return None;
            }
            next.fault = Fault::Error;
        }
        if order.is_per_client {
            // The demo has two clients, and a stranger with many names must not fill the memory.
            let is_new = !self.served.contains_key(client);
            if is_new && self.served.len() >= MAX_CLIENTS {
                return None;
            }
            let answers = self.served.entry(client.to_owned()).or_default();
            if order.times.is_some_and(|times| *answers >= times) {
                return None;
            }
            *answers = answers.saturating_add(1);
        } else if let Some(left) = &mut order.times {
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.set(None);
            }
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(fault: Fault) -> Order {
        Order {
            fault,
            times: None,
            is_per_client: false,
            path: None,
            delay: Duration::from_secs(5),
        }
    }

    fn broken(condition: &mut Condition, path: &str) -> Option<Fault> {
        condition.next_fault(path, "").map(|order| order.fault)
    }

    #[test]
    fn stays_broken_until_healed() {
        let mut condition = Condition::default();
        assert_eq!(broken(&mut condition, "/up"), None);
        condition.set(Some(order(Fault::Html)));
        for _ in 0..5 {
            assert_eq!(broken(&mut condition, "/up"), Some(Fault::Html));
        }
        condition.set(None);
        assert_eq!(broken(&mut condition, "/up"), None);
    }

    #[test]
    fn heals_by_itself_after_so_many_answers() {
        let mut condition = Condition::default();
        condition.set(Some(Order { times: Some(2), ..order(Fault::Error) }));
        assert_eq!(broken(&mut condition, "/a"), Some(Fault::Error));
        assert_eq!(broken(&mut condition, "/b"), Some(Fault::Error));
        assert_eq!(broken(&mut condition, "/a"), None);
        assert_eq!(condition.order(), None);
    }

    #[test]
    fn each_asker_gets_its_own_failures() {
        let mut condition = Condition::default();
        let once = Order { times: Some(1), is_per_client: true, ..order(Fault::Error) };
        condition.set(Some(once));
        let clients = ["nginx", "nginx", "recorder", "nginx", "recorder"];
        let broken = clients.map(|client| condition.next_fault("/up", client).is_some());
        assert_eq!(broken, [true, false, true, false, false]);
    }

    #[test]
    fn other_paths_neither_break_nor_count() {
        let mut condition = Condition::default();
        let path = Some("/health/ready".to_owned());
        condition.set(Some(Order { times: Some(1), path, ..order(Fault::Error) }));
        assert_eq!(broken(&mut condition, "/metrics"), None);
        assert_eq!(broken(&mut condition, "/health/ready"), Some(Fault::Error));
        assert_eq!(broken(&mut condition, "/health/ready"), None);
    }

    #[test]
    fn flapping_alternates_for_each_path() {
        let mut condition = Condition::default();
        condition.set(Some(order(Fault::Flapping)));
        let mut answers = Vec::new();
        for path in ["/a", "/b", "/a", "/b", "/a"] {
            answers.push(broken(&mut condition, path).is_some());
        }
        assert_eq!(answers, [true, true, false, false, true]);
    }

    #[test]
    fn every_fault_has_a_name() {
        for (name, fault) in FAULTS {
            assert_eq!(Fault::from_name(name), Some(fault));
            assert_eq!(fault.name(), name);
        }
        assert_eq!(Fault::from_name("ok"), None);
    }
}
