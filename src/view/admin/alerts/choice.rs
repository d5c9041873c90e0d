//! The states of which the rules can be chosen.

/// Rules of one state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Rules of any state.
    #[default]
    All,
    /// Rules with a firing alert.
    Firing,
    /// Rules with a pending alert and no firing one.
    Pending,
    /// Rules whose condition does not hold.
    Inactive,
    /// Rules whose state is not known.
    Unknown,
}

impl Choice {
    /// Returns the word for it.
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
