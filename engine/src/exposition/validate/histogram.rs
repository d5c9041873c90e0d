//! The completeness of histograms: buckets in order up to `+Inf`, and a count and a sum that fit them.

use super::Broken;

/// The samples of one group at one instant.
#[derive(Default)]
pub(super) struct Histogram {
    group: Option<(String, Option<i64>)>,
    bound: Option<f64>,
    value: f64,
    count: Option<f64>,
    has_sum: bool,
    gauge_sum: Option<f64>,
    has_negative_bound: bool,
}

impl Histogram {
    /// Adds a sample. `bound` is that of a bucket.
    pub(super) fn take(
        &mut self,
        group: &str,
        at: Option<i64>,
        suffix: &str,
        bound: f64,
        value: f64,
    ) -> Broken {
        if self.group.as_ref().is_none_or(|(name, before)| name != group || *before != at) {
            self.close()?;
            *self = Self { group: Some((group.to_owned(), at)), ..Self::default() };
        }
        match suffix {
            "_bucket" => {
                self.has_negative_bound |= bound < 0.0;
                if self.bound.is_some_and(|before| bound <= before) {
                    return Err("buckets stand in the order of their bounds");
                }
                if value < self.value {
                    return Err("a bucket counts all that the one before it counts");
                }
                (self.bound, self.value) = (Some(bound), value);
            }
            "_count" | "_gcount" => self.count = Some(value),
            "_sum" => self.has_sum = true,
            "_gsum" => self.gauge_sum = Some(value),
            _ => {}
        }
        Ok(())
    }

    /// Ends the group.
    pub(super) fn close(&mut self) -> Broken {
        let has_any_sum = self.has_sum || self.gauge_sum.is_some();
        if self.group.is_none() {
            Ok(())
        } else if self.bound != Some(f64::INFINITY) {
            Err("the bucket with the bound `+Inf` is missing")
        } else if ![None, Some(self.value)].contains(&self.count) {
            Err("the count is not that of the bucket with the bound `+Inf`")
        } else if has_any_sum != self.count.is_some() {
            Err("a sum and a count come together")
        } else if self.has_negative_bound && self.has_sum {
            Err("a histogram with negative bounds has no sum")
        } else if !self.has_negative_bound && self.gauge_sum.is_some_and(|sum| sum < 0.0) {
            Err("the sum cannot be negative where no bound is")
        } else {
            Ok(())
        }
    }
}
