//! Changes of labels: `label_replace` and `label_join`.

use super::Call;
use crate::labels::{NAME, Rewrite};
use crate::promql::value::{Series, Value, Vector};
use crate::promql::{Error, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// `label_replace(vector, to, template, from, regex)`: sets a label to the template where the expression matches another one.
pub(super) fn replace<'a>(call: &mut Call<'_>, args: Vec<Value<'a>>) -> Result<Vector<'a>, Error> {
    let Ok(
        [
            Value::Vector(vector),
            Value::Text(to),
            Value::Text(template),
            Value::Text(from),
            Value::Text(regex),
        ],
    ) = <[Value<'a>; 5]>::try_from(args)
    else {
        return Ok(Vector::default());
    };
    let rewrite = Rewrite::new(regex).map_err(|_| {
        let reason = format!("invalid regular expression in label_replace(): {regex}");
        Error::wrong(call.place(4), reason)
    })?;
    check_name(call, 1, to, "destination label name in label_replace()")?;
    relabeled(call, vector, to, |series| rewrite.apply(series.labels.get(from), template))
}

/// `label_join(vector, to, separator, from, …)`: sets a label to the values of others.
pub(super) fn join<'a>(call: &mut Call<'_>, args: Vec<Value<'a>>) -> Result<Vector<'a>, Error> {
    let mut args = args.into_iter();
    let (Some(Value::Vector(vector)), Some(Value::Text(to)), Some(Value::Text(separator))) =
        (args.next(), args.next(), args.next())
    else {
        return Ok(Vector::default());
    };
    let text = |value| if let Value::Text(text) = value { Some(text) } else { None };
    let from: Vec<&str> = args.filter_map(text).collect();
    for (index, name) in (3..).zip(&from) {
        check_name(call, index, name, "source label name in label_join()")?;
    }
    check_name(call, 1, to, "destination label name in label_join()")?;
    relabeled(call, vector, to, |series| {
        let values: Vec<&str> = from.iter().map(|name| series.labels.get(name)).collect();
        Some(values.join(separator))
    })
}

/// Checks the name of a label. Bytes that are no text have become U+FFFD.
fn check_name(call: &Call<'_>, index: usize, name: &str, what: &str) -> Result<(), Error> {
    if name.is_empty() || name.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Error::wrong(call.place(index), format!("invalid {what}: {name}")));
    }
    Ok(())
}

/// Sets label `to` of the series for which there is a value.
fn relabeled<'a>(
    call: &Call<'_>,
    mut vector: Vector<'a>,
    to: &'a str,
    value: impl Fn(&Series<'a>) -> Option<String>,
) -> Result<Vector<'a>, Error> {
    for (series, _) in vector.iter_mut() {
        if let Some(value) = value(series) {
            series.labels = series.labels.with(to, Cow::Owned(value));
            // A name that was set is kept.
            series.drops_name &= to != NAME;
        }
    }
    merged(vector, call.span)
}

/// Joins series with the same labels, of which at most one may have a value at each step.
fn merged(vector: Vector<'_>, span: Span) -> Result<Vector<'_>, Error> {
    let different: BTreeSet<_> = vector.series().iter().map(|series| &series.labels).collect();
    if different.len() == vector.len() {
        return Ok(vector);
    }
    let mut places = BTreeMap::new();
    let mut joined = Vector::with_room(vector.steps(), vector.len());
    for (series, points) in vector.iter() {
        let Some(known) = places.get(&series.labels).copied() else {
            places.insert(&series.labels, joined.len());
            joined.push(series.clone(), points.iter().copied());
            continue;
        };
        for (target, point) in joined.points_mut(known).iter_mut().zip(points) {
            if target.is_some() && point.is_some() {
                let reason = "vector cannot contain metrics with the same labelset";
                return Err(Error::wrong(span, reason));
            }
            if point.is_some() {
                *target = *point;
            }
        }
    }
    Ok(joined)
}
