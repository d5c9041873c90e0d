//! The states that a history consists of.

use crate::status::Status;
use crate::status::by_name::serde_by_name;

/// The state of a system over a stretch of time. Ordered from good to bad, but for the last two, which are neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// All was well, and measured to be so.
    Operational,
    /// It worked, but not well.
    Degraded,
    /// A part of it did not work.
    PartialOutage,
    /// It did not work.
    MajorOutage,
    /// Maintenance was announced.
    Maintenance,
    /// It was not checked, or its status was unknown.
    #[default]
    Unobserved,
}

impl State {
    /// All states, in order.
    pub const ALL: [Self; 6] = [
        Self::Operational,
        Self::Degraded,
        Self::PartialOutage,
        Self::MajorOutage,
        Self::Maintenance,
        Self::Unobserved,
    ];

    /// Returns the value of `data-status` in the markup, which is also the name of the icon.
    pub fn name(self) -> &'static str {
        Status::from(self).name()
    }

    /// Returns the state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Returns whether visitors were affected.
    pub fn is_problem(self) -> bool {
        matches!(self, Self::Degraded | Self::PartialOutage | Self::MajorOutage)
    }
}

serde_by_name!(State);

impl From<State> for Status {
    fn from(state: State) -> Self {
        match state {
            State::Operational => Self::Operational,
            State::Degraded => Self::Degraded,
            State::PartialOutage => Self::PartialOutage,
            State::MajorOutage => Self::MajorOutage,
            State::Maintenance => Self::Maintenance,
            State::Unobserved => Self::Unknown,
        }
    }
}

impl From<Status> for State {
    /// A status that is being checked is not known yet. A recorder waits until it is.
    fn from(status: Status) -> Self {
        match status {
            Status::Operational => Self::Operational,
            Status::Degraded => Self::Degraded,
            Status::PartialOutage => Self::PartialOutage,
            Status::MajorOutage => Self::MajorOutage,
            Status::Maintenance => Self::Maintenance,
            Status::Unknown | Status::Checking => Self::Unobserved,
        }
    }
}
