//! Set operators: `and`, `or`, `unless`.

use super::Evaluator;
use super::matching::counts;
use crate::promql::ast::{Binary, BinaryOp};
use crate::promql::groups::Groups;
use crate::promql::point::Point;
use crate::promql::value::Vector;
use crate::promql::{Error, Span};

impl<'a> Evaluator<'a> {
    /// Returns the series of a set operator.
    pub(super) fn set(
        &mut self,
        binary: &'a Binary,
        mut left: Vector<'a>,
        mut right: Vector<'a>,
        span: Span,
    ) -> Result<Vector<'a>, Error> {
        let matching = binary.matching.as_ref();
        let keep = |label: &str| counts(matching, label);
        match binary.op {
            BinaryOp::Or => {
                mask(&mut right, &present(&left, keep), false);
                self.spend(right.len() * right.steps(), span)?;
                for (series, points) in right.iter() {
                    left.push(series.clone(), points.iter().copied());
                }
                left.joined(span)
            }
            op => {
                mask(&mut left, &present(&right, keep), op == BinaryOp::And);
                Ok(left)
            }
        }
    }
}

/// The steps at which any series of a group has a value, by group.
struct Present<'a, K> {
    groups: Groups<'a, K>,
    steps: Vec<Vec<bool>>,
}

fn present<'a, K: Fn(&str) -> bool>(vector: &Vector<'a>, keep: K) -> Present<'a, K> {
    let mut groups = Groups::by(keep);
    let mut steps: Vec<Vec<bool>> = Vec::new();
    for (series, points) in vector.iter() {
        let (group, is_new) = groups.add(&series.labels);
        if is_new {
            steps.push(vec![false; vector.steps()]);
        }
        for (present, point) in steps.get_mut(group).into_iter().flatten().zip(points) {
            *present |= point.is_some();
        }
    }
    Present { groups, steps }
}

/// Removes the values of a vector at the steps where its group is present, or where it is not.
fn mask<'a, K: Fn(&str) -> bool>(vector: &mut Vector<'a>, other: &Present<'a, K>, keeps: bool) {
    for (series, points) in vector.iter_mut() {
        let steps = other.groups.find(&series.labels).and_then(|group| other.steps.get(group));
        let Some(steps) = steps else {
            if keeps {
                points.fill(Point::NONE);
            }
            continue;
        };
        for (point, present) in points.iter_mut().zip(steps) {
            if *present != keeps {
                *point = Point::NONE;
            }
        }
    }
    vector.remove_empty();
}
