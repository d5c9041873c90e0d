//! Arithmetic and comparison of two vectors: which series belong together.

use super::Evaluator;
use super::binary::Operator;
use crate::labels::NAME;
use crate::promql::ast::{Binary, Matching, Side};
use crate::promql::groups::Groups;
use crate::promql::point::Point;
use crate::promql::series::{Labels, describes_metric};
use crate::promql::value::{Series, Vector};
use crate::promql::{Error, Span};

/// Returns whether a label counts when the sides of an operator are compared.
pub(in crate::promql) fn counts(matching: Option<&Matching>, label: &str) -> bool {
    match matching {
        Some(matching) if matching.on => matching.labels.iter().any(|one| one == label),
        Some(matching) => label != NAME && !matching.labels.iter().any(|one| one == label),
        None => label != NAME,
    }
}

/// The two sides of an operator: that of which each series has at most one partner, and the other.
struct Sides<'v, 'a> {
    many: &'v Vector<'a>,
    one: &'v Vector<'a>,
    /// Whether the side with one series is the left one.
    is_swapped: bool,
}

/// The series of both sides with the same values of the labels that count, by their places.
#[derive(Clone, Debug, Default)]
struct Group {
    many: Vec<usize>,
    one: Vec<usize>,
}

impl<'a> Evaluator<'a> {
    /// Returns the values of an arithmetic operator or a comparison of two vectors.
    pub(super) fn matched(
        &mut self,
        binary: &'a Binary,
        left: &Vector<'a>,
        right: &Vector<'a>,
        span: Span,
    ) -> Result<Vector<'a>, Error> {
        let matching = binary.matching.as_ref();
        let group_side = matching.and_then(|matching| matching.group.as_ref()).map(|group| group.0);
        let is_swapped = group_side == Some(Side::Right);
        let (many, one) = if is_swapped { (right, left) } else { (left, right) };
        let sides = Sides { many, one, is_swapped };
        let mut known = Groups::by(|label: &str| counts(matching, label));
        let mut groups: Vec<Group> = Vec::new();
        for (place, series) in one.series().iter().enumerate() {
            let (group, is_new) = known.add(&series.labels);
            if is_new {
                groups.push(Group::default());
            }
            if let Some(group) = groups.get_mut(group) {
                group.one.push(place);
            }
        }
        for (place, series) in many.series().iter().enumerate() {
            let group = known.find(&series.labels).and_then(|group| groups.get_mut(group));
            if let Some(group) = group {
                group.many.push(place);
            }
        }
        let mut result = Vector::with_room(many.steps(), many.len());
        for group in &groups {
            sides.check_one(group, matching, span)?;
            if group_side.is_none() {
                sides.check_many(group, span)?;
            }
            let labels = |many: &Labels<'a>, one: &Labels<'a>| self.of_pair(binary, many, one);
            sides.check_results(group, group_side, &labels, span)?;
            let drops_name = binary.is_bool;
            for (many_place, one_place) in group.pairs() {
                let points = sides.points(many_place, one_place, Operator::of(binary));
                let (Some(many), Some(one)) =
                    (many.series().get(many_place), one.series().get(one_place))
                else {
                    continue;
                };
                let labels = self.of_pair(binary, &many.labels, &one.labels);
                self.spend(result.steps(), span)?;
                result.push(Series { labels, drops_name }, points);
            }
        }
        result.joined(span)
    }

    /// Returns the labels of the result for a pair of series.
    fn of_pair(&self, binary: &'a Binary, many: &Labels<'a>, one: &Labels<'a>) -> Labels<'a> {
        let drops_now =
            Operator::of(binary).is_arithmetic() || binary.is_bool && !self.settings.delays_names;
        let matching = binary.matching.as_ref();
        let is_one_to_one = matching.is_none_or(|matching| matching.group.is_none());
        let listed = |label: &str| {
            matching.is_some_and(|matching| matching.labels.iter().any(|one| one == label))
        };
        let on = matching.is_some_and(|matching| matching.on);
        let mut labels = many.filtered(|label| {
            !(drops_now && describes_metric(label) || is_one_to_one && listed(label) != on)
        });
        let include = matching.and_then(|matching| matching.group.as_ref());
        for label in include.iter().flat_map(|(_, include)| include) {
            labels = labels.with(label.as_str(), one.get(label).to_owned());
        }
        labels
    }
}

impl Group {
    /// Returns all pairs of a series of each side.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        self.many.iter().flat_map(|many| self.one.iter().map(|one| (*many, *one)))
    }
}

impl<'a> Sides<'_, 'a> {
    /// Returns the result for a pair of series.
    fn points(&self, many: usize, one: usize, operator: Operator) -> impl Iterator<Item = Point> {
        let is_swapped = self.is_swapped;
        self.many.points(many).iter().zip(self.one.points(one)).map(move |(many, one)| {
            let (Some(many), Some(one)) = (many.get(), one.get()) else { return Point::NONE };
            let (left, right) = if is_swapped { (one, many) } else { (many, one) };
            operator.compute(left, right).into()
        })
    }

    /// Fails if two series of the one side have a value at the same step.
    fn check_one(
        &self,
        group: &Group,
        matching: Option<&Matching>,
        span: Span,
    ) -> Result<(), Error> {
        if group.one.len() < 2 {
            return Ok(());
        }
        for step in 0..self.one.steps() {
            let has = |side: &Vector<'_>, place: usize| {
                side.points(place).get(step).is_some_and(|point| point.is_some())
            };
            let mut present = group.one.iter().filter(|place| has(self.one, **place));
            let (Some(first), Some(second)) = (present.next(), present.next()) else { continue };
            // Without anything on the other side, nothing is matched.
            if !(0..self.many.len()).any(|place| has(self.many, place)) {
                continue;
            }
            let labels = |place: usize| {
                self.one.series().get(place).map(|one| one.labels.clone()).unwrap_or_default()
            };
            let mut pair = [labels(*first), labels(*second)];
            pair.sort_unstable();
            let [first, second] = pair;
            let common = first.filtered(|label| counts(matching, label));
            let side = if self.is_swapped { "left" } else { "right" };
            let reason = format!(
                "found duplicate series for the match group {common} on the {side} hand-side of the operation: [{first}, {second}];many-to-many matching not allowed: matching labels must be unique on one side"
            );
            return Err(Error::wrong(span, reason));
        }
        Ok(())
    }

    /// Fails if two series of the many side have a partner at the same step.
    fn check_many(&self, group: &Group, span: Span) -> Result<(), Error> {
        if group.many.len() < 2 || group.one.is_empty() {
            return Ok(());
        }
        let mut taken = vec![false; self.many.steps()];
        for (many, one) in group.pairs() {
            let both = self.many.points(many).iter().zip(self.one.points(one));
            for ((many, one), taken) in both.zip(&mut taken) {
                if many.is_some() && one.is_some() && core::mem::replace(taken, true) {
                    let reason = "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)";
                    return Err(Error::wrong(span, reason));
                }
            }
        }
        Ok(())
    }

    /// Fails if two pairs have the same labels and a result at the same step.
    fn check_results(
        &self,
        group: &Group,
        side: Option<Side>,
        labels: &dyn Fn(&Labels<'a>, &Labels<'a>) -> Labels<'a>,
        span: Span,
    ) -> Result<(), Error> {
        if side.is_none() || group.many.len() < 2 || group.one.is_empty() {
            return Ok(());
        }
        let mut results = Groups::by(|_: &str| true);
        let mut taken: Vec<Vec<bool>> = Vec::new();
        for (many, one) in group.pairs() {
            let (Some(many_series), Some(one_series)) =
                (self.many.series().get(many), self.one.series().get(one))
            else {
                continue;
            };
            let (place, is_new) = results.add(&labels(&many_series.labels, &one_series.labels));
            if is_new {
                taken.push(vec![false; self.many.steps()]);
            }
            let both = self.many.points(many).iter().zip(self.one.points(one));
            for ((many, one), taken) in both.zip(taken.get_mut(place).into_iter().flatten()) {
                if many.is_some() && one.is_some() && core::mem::replace(taken, true) {
                    let reason =
                        "multiple matches for labels: grouping labels must ensure unique matches";
                    return Err(Error::wrong(span, reason));
                }
            }
        }
        Ok(())
    }
}
