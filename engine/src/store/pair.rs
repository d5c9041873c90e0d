//! A label name, a pair of a name and a value, and the series that carry them.

/// A name, and the number of pairs that have it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Name {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) count: u32,
}

/// A pair of a name and a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pair {
    /// The id of the name.
    pub(super) name: u32,
    /// The place of the value in the text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The number of series that carry it.
    pub(super) count: u32,
    /// The pair that was in its place in the series that came next last time. A guess for the next time: the buckets of a histogram
    /// always come in the same order.
    pub(super) next: u32,
    /// The series that carry it, where it is the name of a metric.
    pub(super) carriers: Option<Carriers>,
}

/// The series that carry a name, as the ends of a chain through all of them in the order in which they came. One more than the id
/// of a series, or 0 for none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Carriers {
    pub(super) first: u32,
    pub(super) last: u32,
}
