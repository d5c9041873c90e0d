//! Aggregations: series that become one per group.

use super::Evaluator;
use super::fold::{Count, Deviation, Extreme, Fold, One, Variance};
use crate::labels::NAME;
use crate::promql::ast::{Aggregate, Aggregation, Grouping};
use crate::promql::functions::kahan::{Mean, Sum};
use crate::promql::groups::Groups;
use crate::promql::point::Point;
use crate::promql::value::{Grid, Series, Vector};
use crate::promql::{Error, Span};

/// Returns whether a label is one of the result's.
pub(super) fn is_kept(grouping: Option<&Grouping>, label: &str) -> bool {
    grouping.is_some_and(|grouping| {
        let is_listed = grouping.labels.iter().any(|one| one == label);
        if grouping.without { !is_listed && label != NAME } else { is_listed }
    })
}

impl<'a> Evaluator<'a> {
    /// Returns the value of an aggregation.
    pub(super) fn aggregate(
        &mut self,
        aggregate: &'a Aggregate,
        grid: Grid,
        span: Span,
    ) -> Result<Vector<'a>, Error> {
        match aggregate.op {
            Aggregation::Sum => self.fold::<Sum>(aggregate, grid, span),
            Aggregation::Avg => self.fold::<Mean>(aggregate, grid, span),
            Aggregation::Count => self.fold::<Count>(aggregate, grid, span),
            Aggregation::Min => self.fold::<Extreme<false>>(aggregate, grid, span),
            Aggregation::Max => self.fold::<Extreme<true>>(aggregate, grid, span),
            Aggregation::Group => self.fold::<One>(aggregate, grid, span),
            Aggregation::Stddev => self.fold::<Deviation>(aggregate, grid, span),
            Aggregation::Stdvar => self.fold::<Variance>(aggregate, grid, span),
            Aggregation::Topk | Aggregation::Bottomk => self.ranked(aggregate, grid, span),
            Aggregation::Quantile => self.quantiles(aggregate, grid, span),
            Aggregation::CountValues => self.value_counts(aggregate, grid, span),
        }
    }

    /// Folds the series of each group as they are read.
    fn fold<F: Fold>(
        &mut self,
        aggregate: &'a Aggregate,
        grid: Grid,
        span: Span,
    ) -> Result<Vector<'a>, Error> {
        let grouping = aggregate.grouping.as_ref();
        let keep = |label: &str| is_kept(grouping, label);
        let mut groups = Groups::by(keep);
        let mut states: Vec<Option<F>> = Vec::new();
        let mut drops_name: Vec<bool> = Vec::new();
        self.each_series(&aggregate.expr, grid, &mut |series, points| {
            let (group, is_new) = groups.add(&series.labels);
            let start = group * grid.count;
            if is_new {
                states.resize(start + grid.count, None);
                drops_name.push(false);
            }
            if let Some(drops_name) = drops_name.get_mut(group) {
                *drops_name |= series.drops_name;
            }
            let states = states.get_mut(start..start + grid.count).unwrap_or_default();
            for (state, point) in states.iter_mut().zip(points) {
                if let Some(value) = point.get() {
                    match state {
                        Some(state) => state.add(value),
                        None => *state = Some(F::of(value)),
                    }
                }
            }
        })?;
        self.spend(groups.len() * grid.count, span)?;
        let mut result = Vector::with_room(grid.count, groups.len());
        let rows = states.chunks_exact(grid.count.max(1)).zip(drops_name);
        for (labels, (row, drops_name)) in groups.firsts().iter().zip(rows) {
            let series = Series { labels: labels.filtered(keep), drops_name };
            result.push(series, row.iter().map(|state| Point::from(state.map(F::value))));
        }
        Ok(result)
    }
}
