//! The states of which the rules can be chosen.

/// Rules of one state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Whatever they are.
    #[default]
    All,
    /// With an alert that fires.
    Firing,
    /// With an alert that is pending, and none that fires.
    Pending,
    /// Whose condition does not hold.
    Inactive,
    /// Of which nobody can say it.
    Unknown,
}

impl Choice {
    /// As it is shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Firing => "Firing",
            Self::Pending => "Pending",
            Self::Inactive => "Inactive",
            Self::Unknown => "Unknown",
        }
    }
}
