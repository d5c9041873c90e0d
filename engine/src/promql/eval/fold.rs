//! Aggregations that fold values one by one: `sum`, `avg`, `min`, `max`, `count`, `group`, `stddev`, `stdvar`.

use crate::promql::functions::kahan::{Mean, Sum};

/// The state of an aggregation of one group at one step.
pub(super) trait Fold: Copy {
    /// Begins with the first value.
    fn of(value: f64) -> Self;
    /// Adds another value.
    fn add(&mut self, value: f64);
    /// Returns the result.
    fn value(self) -> f64;
}

impl Fold for Sum {
    #[inline]
    fn of(value: f64) -> Self {
        Self::of(value)
    }

    #[inline]
    fn add(&mut self, value: f64) {
        Self::add(self, value);
    }

    #[inline]
    fn value(self) -> f64 {
        Self::value(self)
    }
}

impl Fold for Mean {
    #[inline]
    fn of(value: f64) -> Self {
        let mut mean = Self::default();
        mean.add(value);
        mean
    }

    #[inline]
    fn add(&mut self, value: f64) {
        Self::add(self, value);
    }

    #[inline]
    fn value(self) -> f64 {
        Self::value(self)
    }
}

/// The least value, or the greatest. NaN only if all are.
#[derive(Clone, Copy)]
pub(super) struct Extreme<const IS_GREATEST: bool>(f64);

impl<const IS_GREATEST: bool> Fold for Extreme<IS_GREATEST> {
    #[inline]
    fn of(value: f64) -> Self {
        Self(value)
    }

    #[inline]
    fn add(&mut self, value: f64) {
        let is_beyond = if IS_GREATEST { value > self.0 } else { value < self.0 };
        if is_beyond || self.0.is_nan() {
            self.0 = value;
        }
    }

    #[inline]
    fn value(self) -> f64 {
        self.0
    }
}

/// The number of values.
#[derive(Clone, Copy)]
pub(super) struct Count(f64);

impl Fold for Count {
    #[inline]
    fn of(_: f64) -> Self {
        Self(1.0)
    }

    #[inline]
    fn add(&mut self, _: f64) {
        self.0 += 1.0;
    }

    #[inline]
    fn value(self) -> f64 {
        self.0
    }
}

/// Always 1.
#[derive(Clone, Copy)]
pub(super) struct One;

impl Fold for One {
    #[inline]
    fn of(_: f64) -> Self {
        Self
    }

    #[inline]
    fn add(&mut self, _: f64) {}

    #[inline]
    fn value(self) -> f64 {
        1.0
    }
}

/// The variance of all values (B. P. Welford, 1962). NaN where the first value is not finite, as in Prometheus.
#[derive(Clone, Copy)]
pub(super) struct Variance {
    count: f64,
    mean: f64,
    /// The sum of the squared distances from the mean.
    squares: f64,
}

impl Fold for Variance {
    #[inline]
    fn of(value: f64) -> Self {
        let squares = if value.is_finite() { 0.0 } else { f64::NAN };
        Self { count: 1.0, mean: value, squares }
    }

    #[inline]
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let distance = value - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (value - self.mean);
    }

    #[inline]
    fn value(self) -> f64 {
        self.squares / self.count
    }
}

/// The standard deviation of all values.
#[derive(Clone, Copy)]
pub(super) struct Deviation(Variance);

impl Fold for Deviation {
    #[inline]
    fn of(value: f64) -> Self {
        Self(Variance::of(value))
    }

    #[inline]
    fn add(&mut self, value: f64) {
        self.0.add(value);
    }

    #[inline]
    fn value(self) -> f64 {
        self.0.value().sqrt()
    }
}
