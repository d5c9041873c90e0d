//! From answers to the status that a visitor sees.
//!
//! [`check`] reads the result of one check, [`confirmation`] decides how many results confirm a change, and [`Status`]
//! summarises a system or all of them. Nothing here knows who sent a request or how a status is shown.

pub(crate) mod by_name;
pub mod check;
pub mod confirmation;

use check::Condition;
use confirmation::Confirmation;

/// The status of a system, or of all systems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// All is well, and measured to be so.
    Operational,
    /// It works, but not well.
    Degraded,
    /// A part of it does not work.
    PartialOutage,
    /// It does not work.
    MajorOutage,
    /// Maintenance is announced. Whether the system works is not checked.
    Maintenance,
    /// The status cannot be known from here. Shown neither as green nor as red. This is the default.
    #[default]
    Unknown,
    /// Not decided: nothing is confirmed yet, or the last answer contradicts what was.
    Checking,
}

impl Status {
    /// Returns the value of `data-status` in the markup, which is also the name of the icon.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Degraded => "degraded",
            Self::PartialOutage => "partial",
            Self::MajorOutage => "major",
            Self::Maintenance => "maintenance",
            Self::Unknown => "unknown",
            Self::Checking => "checking",
        }
    }

    /// Returns the status with this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Operational,
            Self::Degraded,
            Self::PartialOutage,
            Self::MajorOutage,
            Self::Maintenance,
            Self::Unknown,
            Self::Checking,
        ];
        all.into_iter().find(|status| status.name() == name)
    }

    /// Returns whether visitors are affected now.
    pub fn is_problem(self) -> bool {
        matches!(self, Self::Degraded | Self::PartialOutage | Self::MajorOutage)
    }

    /// Returns the status over several: the checks of a system, or the systems of a page.
    ///
    /// All down is a major outage, some down a partial one. If nothing is down, an unknown status outweighs an operational one:
    /// a page that cannot see one of five systems must not call all five operational. Maintenance of one system hides no
    /// problem of another.
    pub fn over(all: &[Self]) -> Self {
        let any = |status| all.contains(&status);
        if all.is_empty() {
            Self::Unknown
        } else if all.iter().all(|status| *status == Self::MajorOutage) {
            Self::MajorOutage
        } else if any(Self::MajorOutage) || any(Self::PartialOutage) {
            Self::PartialOutage
        } else if any(Self::Degraded) {
            Self::Degraded
        } else if any(Self::Maintenance) {
            Self::Maintenance
        } else if any(Self::Unknown) {
            Self::Unknown
        } else if any(Self::Checking) {
            Self::Checking
        } else {
            Self::Operational
        }
    }

    /// Returns the less green of two statuses of the same thing.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        let rank = |status| match status {
            Self::Operational => 0,
            Self::Checking => 1,
            Self::Unknown => 2,
            Self::Maintenance => 3,
            Self::Degraded => 4,
            Self::PartialOutage => 5,
            Self::MajorOutage => 6,
        };
        if rank(other) > rank(self) { other } else { self }
    }

    /// Returns the status of one check from its confirmation, while its result is fresh.
    pub fn of(confirmation: &Confirmation) -> Self {
        match (&confirmation.confirmed, &confirmation.streak) {
            // The last answer contradicts what is confirmed: not green any more, not red yet.
            (None, _) => Self::Checking,
            (Some(confirmed), Some(streak))
                if streak.is_worse && confirmed.condition == Condition::Operational =>
            {
                Self::Checking
            }
            (Some(confirmed), _) => confirmed.condition.into(),
        }
    }
}

by_name::serde_by_name!(Status);

impl From<Condition> for Status {
    fn from(condition: Condition) -> Self {
        match condition {
            Condition::Operational => Self::Operational,
            Condition::Degraded => Self::Degraded,
            Condition::Unclear => Self::Unknown,
            Condition::Down => Self::MajorOutage,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Status::{
        self, Checking, Degraded, Maintenance, MajorOutage, Operational, PartialOutage, Unknown,
    };

    #[test]
    fn one_word_over_several() {
        for (all, expected) in [
            (vec![], Unknown),
            (vec![Operational, Operational], Operational),
            (vec![Operational, Checking], Checking),
            (vec![Operational, Unknown], Unknown),
            (vec![Checking, Unknown], Unknown),
            (vec![Operational, Degraded, Unknown], Degraded),
            (vec![Operational, Maintenance], Maintenance),
            (vec![Maintenance, Unknown, Checking], Maintenance),
            (vec![Maintenance, Degraded], Degraded),
            (vec![Maintenance, MajorOutage], PartialOutage),
            (vec![Operational, MajorOutage], PartialOutage),
            (vec![Unknown, MajorOutage], PartialOutage),
            (vec![Operational, PartialOutage], PartialOutage),
            (vec![MajorOutage, MajorOutage], MajorOutage),
        ] {
            assert_eq!(Status::over(&all), expected, "{all:?}");
        }
    }

    #[test]
    fn is_green_only_when_all_are() {
        let all =
            [Operational, Degraded, PartialOutage, MajorOutage, Maintenance, Unknown, Checking];
        for a in all {
            for b in all {
                let green = Status::over(&[a, b]) == Operational;
                assert_eq!(green, a == Operational && b == Operational, "{a:?} {b:?}");
            }
        }
    }
}
