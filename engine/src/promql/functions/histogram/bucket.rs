//! Numbers of the buckets of one classic histogram (`promql/quantile.go`).

use crate::number::go;

/// A bucket: the number of observations up to a bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bucket {
    pub(super) upper: f64,
    pub(super) count: f64,
}

/// The corrections that made the counts of buckets rise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Repair {
    /// The least bound of a bucket whose count was raised.
    least: f64,
    /// The greatest bound.
    greatest: f64,
    /// The largest change of a count.
    change: f64,
}

impl Default for Repair {
    fn default() -> Self {
        Self { least: f64::INFINITY, greatest: f64::NEG_INFINITY, change: 0.0 }
    }
}

impl Repair {
    /// Adds another repair.
    pub(super) fn add(&mut self, other: Self) {
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
        self.change = self.change.max(other.change);
    }

    /// Describes the repair in Prometheus' words. `metric` follows the link.
    pub(super) fn describe(self, metric: &str) -> String {
        let link =
            "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile";
        let (least, greatest) = (go::general(self.least, None), go::general(self.greatest, None));
        let change = go::general(self.change, Some(2));
        format!(
            "input to histogram_quantile needed to be fixed for monotonicity (see {link}){metric}, \
             from buckets {least} to {greatest}, with a max diff of {change}"
        )
    }
}

/// The relative difference up to which two counts are taken for the same.
const TOLERANCE: f64 = 1e-12;

/// Returns a quantile of the observations in buckets that are sorted by their bounds, and what had to be repaired. Observations are
/// taken to lie evenly within a bucket. In the last one, which has no end, they lie at its start.
pub(super) fn quantile(wanted: f64, buckets: &mut Vec<Bucket>) -> (f64, Option<Repair>) {
    if wanted.is_nan() {
        return (f64::NAN, None);
    }
    if wanted < 0.0 {
        return (f64::NEG_INFINITY, None);
    }
    if wanted > 1.0 {
        return (f64::INFINITY, None);
    }
    if !is_complete(buckets) {
        return (f64::NAN, None);
    }
    join_equal_bounds(buckets);
    let repair = make_rise(buckets);
    let [inner @ .., last] = buckets.as_slice() else { return (f64::NAN, None) };
    let Some(highest) = inner.last() else { return (f64::NAN, None) };
    if last.count == 0.0 {
        return (f64::NAN, None);
    }
    let rank = wanted * last.count;
    let found = inner.partition_point(|bucket| bucket.count < rank || bucket.count.is_nan());
    let below = found.checked_sub(1).and_then(|index| inner.get(index));
    let value = match (inner.get(found), below) {
        (None, _) => highest.upper,
        (Some(bucket), None) if bucket.upper <= 0.0 => bucket.upper,
        (Some(bucket), below) => {
            let start = below.copied().unwrap_or(Bucket { upper: 0.0, count: 0.0 });
            let share = (rank - start.count) / (bucket.count - start.count);
            start.upper + (bucket.upper - start.upper) * share
        }
    };
    (value, repair)
}

/// Returns the share of observations between two values.
pub(super) fn fraction(lower: f64, upper: f64, buckets: &mut Vec<Bucket>) -> f64 {
    if !is_complete(buckets) {
        return f64::NAN;
    }
    join_equal_bounds(buckets);
    let count = buckets.last().map_or(0.0, |last| last.count);
    if count == 0.0 || lower.is_nan() || upper.is_nan() {
        return f64::NAN;
    }
    if lower >= upper {
        return 0.0;
    }
    let below = |value: f64| match count_below(value, buckets) {
        Some(below) if below > count => count,
        Some(below) => below,
        None => count,
    };
    (below(upper) - below(lower)) / count
}

/// Returns the number of observations below a value, `None` where no bucket ends after it.
fn count_below(value: f64, buckets: &[Bucket]) -> Option<f64> {
    let is_positive = buckets.first().is_some_and(|first| first.upper > 0.0);
    let mut start = Bucket { upper: if is_positive { 0.0 } else { f64::NEG_INFINITY }, count: 0.0 };
    for bucket in buckets {
        if start.upper >= value {
            return Some(start.count);
        }
        if bucket.upper > value {
            // Nothing can be said about where observations lie in a bucket without a start: they count as below.
            if start.upper == f64::NEG_INFINITY {
                return Some(bucket.count);
            }
            let share = (value - start.upper) / (bucket.upper - start.upper);
            return Some(start.count + (bucket.count - start.count) * share);
        }
        start = *bucket;
    }
    None
}

/// Returns whether the last bucket contains all observations.
fn is_complete(buckets: &[Bucket]) -> bool {
    buckets.last().is_some_and(|last| last.upper == f64::INFINITY)
}

/// Adds the counts of buckets with the same bound.
fn join_equal_bounds(buckets: &mut Vec<Bucket>) {
    buckets.dedup_by(|next, kept| {
        let is_equal = next.upper == kept.upper;
        if is_equal {
            kept.count += next.count;
        }
        is_equal
    });
}

/// Raises counts that are below the one before: scrapes and rates can tear a histogram apart. Differences that come from rounding
/// are removed without a word.
fn make_rise(buckets: &mut [Bucket]) -> Option<Repair> {
    let mut repair: Option<Repair> = None;
    let mut before = buckets.first()?.count;
    for bucket in buckets.iter_mut().skip(1) {
        let count = bucket.count;
        if almost_equal(before, count) {
            bucket.count = before;
        } else if count < before {
            let change =
                Repair { least: bucket.upper, greatest: bucket.upper, change: before - count };
            repair.get_or_insert_default().add(change);
            bucket.count = before;
        } else {
            before = count;
        }
    }
    repair
}

/// `util/almost`: whether two counts differ by rounding only.
fn almost_equal(one: f64, other: f64) -> bool {
    if one == other || one.is_nan() && other.is_nan() {
        return true;
    }
    let (sum, difference) = (one.abs() + other.abs(), (one - other).abs());
    if one == 0.0 || other == 0.0 || sum < f64::MIN_POSITIVE {
        return difference < TOLERANCE * f64::MIN_POSITIVE;
    }
    difference / sum.min(f64::MAX) < TOLERANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(pairs: &[(f64, f64)]) -> Vec<Bucket> {
        pairs.iter().map(|(upper, count)| Bucket { upper: *upper, count: *count }).collect()
    }

    fn quantile_of(wanted: f64, pairs: &[(f64, f64)]) -> f64 {
        quantile(wanted, &mut buckets(pairs)).0
    }

    const END: f64 = f64::INFINITY;

    #[test]
    fn a_quantile_lies_within_its_bucket() {
        let pairs = [(1.0, 5.0), (2.0, 7.0), (10.0, 11.0), (END, 12.0)];
        assert_eq!(quantile_of(0.25, &pairs), 0.6);
        assert_eq!(quantile_of(0.5, &pairs), 1.5);
        assert_eq!(quantile_of(1.0, &pairs), 10.0, "the start of the last bucket");
        assert_eq!(quantile_of(0.1, &[(-0.2, 1.0), (END, 3.0)]), -0.2, "a bucket without a start");
    }

    #[test]
    fn without_observations_or_an_end_there_is_no_quantile() {
        for pairs in [vec![(1.0, 0.0), (END, 0.0)], vec![(1.0, 5.0)], vec![(END, 5.0)]] {
            assert!(quantile_of(0.5, &pairs).is_nan(), "{pairs:?}");
        }
        assert_eq!(quantile_of(-0.1, &[(END, 5.0)]), f64::NEG_INFINITY);
        assert!(quantile_of(f64::NAN, &[(1.0, 1.0), (END, 5.0)]).is_nan());
    }

    #[test]
    fn falling_counts_are_raised_and_reported() {
        let pairs = [(1.0, 4.0), (2.0, 3.0), (3.0, 2.5), (END, 8.0)];
        let (value, repair) = quantile(0.5, &mut buckets(&pairs));
        assert_eq!(value, 1.0);
        assert_eq!(repair, Some(Repair { least: 2.0, greatest: 3.0, change: 1.5 }));
        let pairs = [(1.0, 4.0), (2.0, 4.0 - 1e-13), (END, 8.0)];
        assert_eq!(quantile(0.5, &mut buckets(&pairs)), (1.0, None), "rounding is no fall");
    }

    #[test]
    fn a_fraction_counts_what_lies_between() {
        let pairs = [(1.0, 1.0), (2.0, 3.0), (3.0, 6.0), (END, 100.0)];
        let fraction = |lower, upper| super::fraction(lower, upper, &mut buckets(&pairs));
        assert_eq!(fraction(0.0, 1.5), 0.02);
        assert_eq!(fraction(4.0, 5.0), 0.0, "the last bucket has no end");
        assert_eq!(fraction(400.0, END), 0.94);
        assert_eq!(fraction(f64::NEG_INFINITY, END), 1.0);
        assert_eq!(fraction(3.0, 2.0), 0.0);
        assert!(fraction(f64::NAN, 2.0).is_nan());
    }
}
