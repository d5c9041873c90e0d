//! The best values of a group at one step.

use crate::promql::value::Vector;
use core::cmp::Ordering;

/// A series and its value at a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    /// The place of the series.
    pub(super) series: usize,
    pub(super) value: f64,
}

/// Returns up to `most` of the best values at a step, the best first. NaN is worse than any number. Of equal values, the heap of
/// Prometheus decides which are kept, and so does this one.
pub(super) fn best(
    vector: &Vector<'_>,
    members: &[usize],
    step: usize,
    most: usize,
    is_top: bool,
) -> Vec<Ranked> {
    let mut heap: Vec<Ranked> = Vec::with_capacity(most.min(members.len()));
    let is_worse =
        |one: f64, other: f64| one.is_nan() || if is_top { one < other } else { one > other };
    for series in members {
        let Some(value) = vector.points(*series).get(step).and_then(|point| point.get()) else {
            continue;
        };
        let new = Ranked { series: *series, value };
        if heap.len() < most {
            heap.push(new);
            rise(&mut heap, is_worse);
        } else if let Some(worst) = heap.first_mut()
            && !value.is_nan()
            && is_worse(worst.value, value)
        {
            *worst = new;
            sink(&mut heap, is_worse);
        }
    }
    heap.sort_by(|one, other| {
        let order = one.value.partial_cmp(&other.value);
        let order = order.map(|order| if is_top { order.reverse() } else { order });
        order.unwrap_or_else(|| match (one.value.is_nan(), other.value.is_nan()) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            _ => Ordering::Equal,
        })
    });
    heap
}

/// Moves the last item of a heap up to its place.
fn rise(heap: &mut [Ranked], is_worse: impl Fn(f64, f64) -> bool) {
    let Some(mut place) = heap.len().checked_sub(1) else { return };
    while place > 0 {
        let parent = (place - 1) / 2;
        let (Some(one), Some(above)) = (heap.get(place), heap.get(parent)) else { return };
        if !is_worse(one.value, above.value) {
            return;
        }
        heap.swap(place, parent);
        place = parent;
    }
}

/// Moves the first item of a heap down to its place.
fn sink(heap: &mut [Ranked], is_worse: impl Fn(f64, f64) -> bool) {
    let mut place = 0;
    loop {
        let value = |place: usize| heap.get(place).map(|one| one.value);
        let Some(left) = value(2 * place + 1) else { return };
        let right = value(2 * place + 2).filter(|right| is_worse(*right, left));
        let (child, worst) = match right {
            Some(right) => (2 * place + 2, right),
            None => (2 * place + 1, left),
        };
        if value(place).is_none_or(|value| !is_worse(worst, value)) {
            return;
        }
        heap.swap(place, child);
        place = child;
    }
}
