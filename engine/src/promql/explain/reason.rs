//! The reasons why a part of an expression has no series.

use crate::labels::Matcher;
use crate::number::Plain;
use crate::time::{Duration, Timestamp};
use core::fmt;

/// Why a part of an expression has no series.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// No target serves a metric of this name.
    NoSuchMetric {
        /// The name.
        name: String,
        /// Names that there are and that differ little, the most similar one first.
        similar: Vec<String>,
    },
    /// The metric has series, and one condition excludes all of them.
    Excluded {
        /// The condition.
        matcher: Matcher,
        /// Values that the label has among the series that meet the other conditions, sorted; at most ten.
        values: Vec<String>,
    },
    /// Each condition holds for some series, but no series meets all of them.
    NeverTogether,
    /// The series began after the time that is read, because of an `offset` or `@`.
    NotYet {
        /// The oldest sample.
        first: Timestamp,
        /// The time until the oldest sample is as far in the past as the expression reads.
        wait: Duration,
    },
    /// The series ended before the time that is read.
    Ended {
        /// The newest sample.
        last: Timestamp,
    },
    /// The windows hold fewer samples than the function needs, because the series are young.
    TooFewSamples {
        /// The number of samples in the fullest window.
        samples: usize,
        /// The number that the function needs.
        needed: usize,
        /// The time until there are enough, where the time between two samples is known.
        wait: Option<Duration>,
    },
    /// The windows are too short for the distance of the samples, however long the series are.
    WindowTooShort {
        /// The distance of two samples.
        interval: Duration,
    },
    /// The two sides of an operator have series, but none with the same labels.
    NoPartners {
        /// Labels that only series of the left side have.
        only_left: Vec<String>,
        /// Labels that only series of the right side have.
        only_right: Vec<String>,
        /// Labels that both sides have, without a common value.
        without_common_value: Vec<String>,
    },
    /// Every series of the left side of `unless` has a partner on the right.
    AllExcluded,
    /// The comparison holds for no series.
    Filtered {
        /// The least of the values that were compared.
        least: f64,
        /// The greatest of them.
        greatest: f64,
    },
    /// No series has the label `le`, which says where a bucket ends.
    NoBuckets,
    /// The argument of `absent` has series, so that nothing is absent.
    Present,
    /// A part that it is made of has no series.
    EmptyPart,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchMetric { name, similar } => {
                write!(f, "no target serves `{name}`")?;
                if similar.is_empty() {
                    Ok(())
                } else {
                    write!(f, "; similar: {}", similar.join(", "))
                }
            }
            Self::Excluded { matcher, values } if values.is_empty() => {
                write!(f, "`{matcher}` excludes every series; none has this label")
            }
            Self::Excluded { matcher, values } => {
                write!(f, "`{matcher}` excludes every series; there are: {}", values.join(", "))
            }
            Self::NeverTogether => f.write_str("no series meets all conditions together"),
            Self::NotYet { wait, .. } => {
                write!(f, "the oldest sample is {wait} later than what is read")
            }
            Self::Ended { .. } => f.write_str("the series ended before what is read"),
            Self::TooFewSamples { samples, needed, wait } => {
                write!(f, "the windows hold {samples} of {needed} samples")?;
                wait.map_or(Ok(()), |wait| write!(f, "; wait {wait}"))
            }
            Self::WindowTooShort { interval } => {
                write!(f, "the window is too short: samples are {interval} apart")
            }
            Self::NoPartners { only_left, only_right, without_common_value } => {
                f.write_str("no series of the left side has the labels of one on the right")?;
                for (labels, place) in [
                    (only_left, "only on the left"),
                    (only_right, "only on the right"),
                    (without_common_value, "different on both sides"),
                ] {
                    if !labels.is_empty() {
                        write!(f, "; {place}: {}", labels.join(", "))?;
                    }
                }
                Ok(())
            }
            Self::AllExcluded => {
                f.write_str("every series of the left side has a partner on the right")
            }
            Self::Filtered { least, greatest } => {
                f.write_str("the comparison holds for no series; values: ")?;
                if least.total_cmp(greatest).is_eq() {
                    write!(f, "{}", Plain(*least))
                } else {
                    write!(f, "{} to {}", Plain(*least), Plain(*greatest))
                }
            }
            Self::NoBuckets => f.write_str("no series has the label `le` of a bucket"),
            Self::Present => f.write_str("there are series, so that nothing is absent"),
            Self::EmptyPart => f.write_str("a part of it is empty"),
        }
    }
}
