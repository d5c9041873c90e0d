//! The states of which the rules can be chosen.

/// Rules of one state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
    /// Rules that cannot fire: their state is not known, or there is nothing to compare.
    Unknown,
}

impl Choice {
    /// The states in which a rule can be, in the order shown: exceptions first.
    pub const STATES: [Self; 4] = [Self::Firing, Self::Pending, Self::Unknown, Self::Inactive];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Firing => "Firing",
            Self::Pending => "Pending",
            Self::Inactive => "Inactive",
            Self::Unknown => "Cannot fire",
        }
    }
}
