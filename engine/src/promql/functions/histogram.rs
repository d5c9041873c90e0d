//! Classic histograms: `histogram_quantile` and `histogram_fraction` of the series of their buckets.

mod bucket;

use self::bucket::{Bucket, Repair};
use super::{Call, quantile};
use crate::labels::{NAME, quoted};
use crate::number;
use crate::promql::Error;
use crate::promql::point::Point;
use crate::promql::series::Labels;
use crate::promql::value::{Scalar, Series, Value, Vector};
use std::collections::BTreeMap;

/// The label with a bucket's upper bound.
const BOUND: &str = "le";

/// `histogram_quantile(quantile, buckets)`
pub(super) fn quantile_of<'a>(
    call: &mut Call<'_>,
    args: Vec<Value<'a>>,
) -> Result<Vector<'a>, Error> {
    let Ok([Value::Scalar(wanted), Value::Vector(vector)]) = <[Value<'a>; 2]>::try_from(args)
    else {
        return Ok(Vector::default());
    };
    complain(call, &wanted);
    let delays_names = call.delays_names;
    let mut repairs: BTreeMap<String, Repair> = BTreeMap::new();
    let found = each_histogram(call, &vector, 1, |labels, step, buckets| {
        let (value, repair) = bucket::quantile(wanted.at(step), buckets);
        if let Some(repair) = repair {
            let name = if delays_names { labels.name() } else { "" };
            repairs.entry(name.to_owned()).or_default().add(repair);
        }
        value
    });
    let span = call.place(1);
    for (name, repair) in repairs {
        call.annotations.info(span, repair.describe(&of_metric(&name)));
    }
    Ok(found)
}

/// `histogram_fraction(lower, upper, buckets)`
pub(super) fn fraction_of<'a>(
    call: &mut Call<'_>,
    args: Vec<Value<'a>>,
) -> Result<Vector<'a>, Error> {
    let Ok([Value::Scalar(lower), Value::Scalar(upper), Value::Vector(vector)]) =
        <[Value<'a>; 3]>::try_from(args)
    else {
        return Ok(Vector::default());
    };
    Ok(each_histogram(call, &vector, 2, |_, step, buckets| {
        bucket::fraction(lower.at(step), upper.at(step), buckets)
    }))
}

/// The functions of native histograms. A page in text carries none, and a number is none.
pub(super) fn of_native<'a>(_: &mut Call<'_>, args: Vec<Value<'a>>) -> Result<Vector<'a>, Error> {
    Ok(match args.first() {
        Some(Value::Vector(vector)) => Vector::new(vector.steps()),
        _ => Vector::default(),
    })
}

/// Warns about numbers that name no quantile.
fn complain(call: &mut Call<'_>, wanted: &Scalar) {
    let span = call.place(0);
    let numbers = match wanted {
        Scalar::Constant(number) => core::slice::from_ref(number),
        Scalar::Steps(numbers) => numbers,
    };
    for complaint in numbers.iter().filter_map(|number| quantile::complaint(*number)) {
        call.annotations.warn(span, complaint);
    }
}

/// The series of one histogram.
struct Histogram<'v, 'a> {
    /// The labels without the bound.
    labels: Labels<'a>,
    drops_name: bool,
    /// The upper bound and the points of each bucket.
    rows: Vec<(f64, &'v [Point])>,
}

/// Computes a number of the buckets of each histogram at each step where it has any.
fn each_histogram<'a>(
    call: &mut Call<'_>,
    vector: &Vector<'a>,
    arg: usize,
    mut compute: impl FnMut(&Labels<'a>, usize, &mut Vec<Bucket>) -> f64,
) -> Vector<'a> {
    let histograms = histograms(call, vector, arg);
    let mut found = Vector::with_room(vector.steps(), histograms.len());
    let mut buckets = Vec::new();
    for Histogram { labels, drops_name, rows } in histograms {
        let points = (0..vector.steps()).map(|step| {
            buckets.clear();
            buckets.extend(rows.iter().filter_map(|(upper, points)| {
                Some(Bucket { upper: *upper, count: points.get(step)?.get()? })
            }));
            if buckets.is_empty() {
                return Point::NONE;
            }
            Point::new(compute(&labels, step, &mut buckets))
        });
        let points: Vec<Point> = points.collect();
        let series = if call.delays_names {
            Series { labels, drops_name: true }
        } else {
            Series { labels: labels.filtered(|name| name != NAME), drops_name }
        };
        found.push(series, points);
    }
    found
}

/// Groups series by all labels but the bound, sorted by it, and warns about those without.
fn histograms<'v, 'a>(
    call: &mut Call<'_>,
    vector: &'v Vector<'a>,
    arg: usize,
) -> Vec<Histogram<'v, 'a>> {
    let span = call.place(arg);
    let mut places: BTreeMap<Labels<'a>, usize> = BTreeMap::new();
    let mut found: Vec<Histogram<'v, 'a>> = Vec::new();
    for (series, points) in vector.iter() {
        let bound = series.labels.get(BOUND);
        let Some(upper) = number::read(bound) else {
            let metric = of_metric(series.labels.name());
            let bound = quoted(bound);
            call.annotations.warn(
                span,
                format!(
                    "bucket label \"le\" is missing or has a malformed value of {bound}{metric}"
                ),
            );
            continue;
        };
        let labels = series.labels.filtered(|name| name != BOUND);
        let place = *places.entry(labels.clone()).or_insert_with(|| {
            let drops_name = series.drops_name;
            found.push(Histogram { labels, drops_name, rows: Vec::new() });
            found.len() - 1
        });
        if let Some(histogram) = found.get_mut(place) {
            histogram.rows.push((upper, points));
        }
    }
    for histogram in &mut found {
        histogram.rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    }
    found
}

/// Returns the end of a message about a metric, empty where its name is not known any more.
fn of_metric(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" for metric name {}", quoted(name)) }
}
