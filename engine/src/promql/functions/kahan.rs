//! Sums that keep what rounding loses.

/// A sum by the algorithm of Kahan as Neumaier improved it, with the rules of Prometheus for infinite sums (`util/kahansum`).
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::promql) struct Sum {
    sum: f64,
    /// The rounding error so far.
    lost: f64,
}

impl Sum {
    /// Creates a sum of one number.
    pub(in crate::promql) fn of(number: f64) -> Self {
        Self { sum: number, lost: 0.0 }
    }

    /// Adds a number.
    #[inline]
    pub(in crate::promql) fn add(&mut self, number: f64) {
        let sum = self.sum + number;
        if sum.is_infinite() {
            self.lost = 0.0;
        } else if self.sum.abs() >= number.abs() {
            self.lost += (self.sum - sum) + number;
        } else {
            self.lost += (number - sum) + self.sum;
        }
        self.sum = sum;
    }

    /// Multiplies the sum with a number.
    fn scale(&mut self, factor: f64) {
        self.sum *= factor;
        self.lost *= factor;
    }

    /// Returns the sum.
    #[inline]
    pub(in crate::promql) fn value(self) -> f64 {
        if self.sum.is_infinite() { self.sum } else { self.sum + self.lost }
    }
}

/// A mean: a sum that is divided at the end, unless it overflows. Then the mean of all numbers so far takes its place.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::promql) struct Mean {
    /// The sum, or the mean once the sum has overflowed.
    sum: Sum,
    count: f64,
    is_incremental: bool,
}

impl Mean {
    /// Adds a number.
    #[inline]
    pub(in crate::promql) fn add(&mut self, number: f64) {
        self.count += 1.0;
        if self.count == 1.0 {
            self.sum = Sum::of(number);
            return;
        }
        if !self.is_incremental {
            let mut sum = self.sum;
            sum.add(number);
            if sum.sum.is_finite() || sum.sum.is_nan() {
                self.sum = sum;
                return;
            }
            self.is_incremental = true;
            self.sum.sum /= self.count - 1.0;
            self.sum.lost /= self.count - 1.0;
        }
        self.sum.scale((self.count - 1.0) / self.count);
        self.sum.add(number / self.count);
    }

    /// Returns the mean; NaN without numbers.
    #[inline]
    pub(in crate::promql) fn value(self) -> f64 {
        let Sum { sum, lost } = self.sum;
        if self.is_incremental { sum + lost } else { sum / self.count + lost / self.count }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[f64]) -> f64 {
        let mut sum = Sum::default();
        for number in numbers {
            sum.add(*number);
        }
        sum.value()
    }

    fn mean(numbers: &[f64]) -> f64 {
        let mut mean = Mean::default();
        for number in numbers {
            mean.add(*number);
        }
        mean.value()
    }

    #[test]
    fn small_numbers_survive_large_ones() {
        assert_eq!(sum(&[1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(mean(&[1.0, 1e100, 1.0, -1e100]), 0.5);
        assert_eq!([0.1; 10].iter().sum::<f64>(), 0.999_999_999_999_999_9);
        assert_eq!(sum(&[0.1; 10]), 1.0);
    }

    #[test]
    fn infinities_and_nan_come_through() {
        assert_eq!(sum(&[1.0, f64::INFINITY, 2.0]), f64::INFINITY);
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
        assert!(sum(&[1.0, f64::NAN]).is_nan());
        assert_eq!(mean(&[f64::NEG_INFINITY, 1.0]), f64::NEG_INFINITY);
        assert!(mean(&[f64::INFINITY, 1.0, f64::NEG_INFINITY]).is_nan());
        assert!(mean(&[]).is_nan());
    }

    #[test]
    fn a_mean_does_not_overflow() {
        let large = 9e307;
        assert_eq!(sum(&[large, large]), f64::INFINITY);
        assert_eq!(mean(&[large, large]), large);
        assert_eq!(mean(&[-large, -large, -large]), -large);
    }
}
