//! Answers in the form of Prometheus' HTTP interface (`/api/v1/query` and `query_range`).

use metrics_engine::labels::LabelSet;
use metrics_engine::number::go;
use metrics_engine::promql::Error;
use metrics_engine::promql::annotation::Severity;
use metrics_engine::promql::eval::{self, Outcome, RangeSeries};
use metrics_engine::promql::value::Grid;
use metrics_engine::time::Timestamp;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

/// An answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    infos: Vec<String>,
}

/// Whether an answer is that of one instant or of a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Instant,
    Range,
}

#[derive(Debug, Serialize)]
#[serde(tag = "resultType", content = "result", rename_all = "lowercase")]
enum Data {
    Scalar(Point),
    String(Time, String),
    Vector(Vec<Sample>),
    Matrix(Vec<Series>),
}

#[derive(Debug, Serialize)]
struct Sample {
    metric: Metric,
    value: Point,
}

#[derive(Debug, Serialize)]
struct Series {
    metric: Metric,
    values: Vec<Point>,
}

/// A time and a value.
#[derive(Debug, Serialize)]
struct Point(Time, String);

/// A time in seconds, whole where it can be.
#[derive(Clone, Copy, Debug)]
struct Time(Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Timestamp(millis) = self.0;
        if millis % 1000 == 0 {
            serializer.serialize_i64(millis / 1000)
        } else {
            serializer.serialize_f64(millis as f64 / 1000.0)
        }
    }
}

/// The labels of a series, as an object.
#[derive(Debug)]
struct Metric(LabelSet);

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let labels = self.0.iter();
        let mut map = serializer.serialize_map(Some(labels.len()))?;
        for (name, value) in labels {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Point {
    fn new(at: Timestamp, value: f64) -> Self {
        Self(Time(at), go::value(value))
    }
}

impl Answer {
    /// The answer to a query that was evaluated. `text` is the expression, in which annotations have their places.
    pub(super) fn success(outcome: &Outcome, grid: Grid, shape: Shape, text: &str) -> Self {
        let of = |severity| {
            let all = outcome.annotations.iter().filter(|one| one.severity == severity);
            all.map(|one| one.in_full(text)).collect()
        };
        Self {
            status: "success",
            data: Some(data(&outcome.answer, grid, shape)),
            error_type: None,
            error: None,
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
        }
    }

    /// The answer to a text that is no expression.
    pub(super) fn bad_data(error: &Error, text: &str) -> Self {
        let (line, column) = error.span.line_and_column(text);
        let reason = format!("invalid parameter \"query\": {line}:{column}: parse error: {error}");
        Self::failed("bad_data", reason)
    }

    /// The answer to an expression that has no value.
    pub(super) fn execution(error: &Error) -> Self {
        Self::failed("execution", error.to_string())
    }

    fn failed(error_type: &'static str, error: String) -> Self {
        let (error_type, error) = (Some(error_type), Some(error));
        let (warnings, infos) = (Vec::new(), Vec::new());
        Self { status: "error", data: None, error_type, error, warnings, infos }
    }

    /// Returns whether there is a value.
    pub(super) fn is_success(&self) -> bool {
        self.data.is_some()
    }
}

fn data(answer: &eval::Answer, grid: Grid, shape: Shape) -> Data {
    let at = |step: usize| grid.at(step);
    match (answer, shape) {
        (eval::Answer::Scalar(numbers), Shape::Instant) => {
            Data::Scalar(Point::new(grid.start, numbers.first().copied().unwrap_or(f64::NAN)))
        }
        (eval::Answer::Scalar(numbers), Shape::Range) => {
            let values = (0..).zip(numbers).map(|(step, number)| Point::new(at(step), *number));
            let metric = Metric(LabelSet::default());
            Data::Matrix(vec![Series { metric, values: values.collect() }])
        }
        (eval::Answer::Text(text), _) => Data::String(Time(grid.start), text.clone()),
        (eval::Answer::Vector(series), Shape::Instant) => {
            let sample = |one: &RangeSeries| {
                let value = Point::new(grid.start, one.values.first().copied().flatten()?);
                Some(Sample { metric: Metric(one.labels.clone()), value })
            };
            Data::Vector(series.iter().filter_map(sample).collect())
        }
        (eval::Answer::Vector(series), Shape::Range) => {
            let points = |one: &RangeSeries| {
                let values = (0..).zip(&one.values);
                let values =
                    values.filter_map(|(step, value)| Some(Point::new(at(step), (*value)?)));
                Series { metric: Metric(one.labels.clone()), values: values.collect() }
            };
            Data::Matrix(series.iter().map(points).collect())
        }
        (eval::Answer::Samples(series), _) => {
            let series = series.iter().map(|(labels, samples)| {
                let values = samples.iter().map(|sample| Point::new(sample.at, sample.value));
                Series { metric: Metric(labels.clone()), values: values.collect() }
            });
            Data::Matrix(series.collect())
        }
    }
}
