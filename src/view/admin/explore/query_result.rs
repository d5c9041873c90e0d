//! The result of a query: its values at the end of the range, its chart, and remarks on both.

use super::super::Scene;
use super::super::shorten;
use super::Remark;
use crate::chart::Frame;
use crate::view::format::grouped;
use metrics_engine::labels::{LabelSet, NAME, quoted};
use metrics_engine::number::go::value;
use metrics_engine::promql::annotation::Annotations;
use metrics_engine::promql::eval::{Answer, Outcome, RangeSeries};
use metrics_engine::series::{Sample, TimeRange};
use metrics_engine::time::Timestamp;
use std::sync::Arc;

/// The result of a query.
#[derive(Clone, Debug)]
pub struct QueryResult {
    /// The text of the query.
    pub text: String,
    /// The instant of the values.
    pub at: Timestamp,
    /// The values, at most [`QueryResult::MOST`] of them.
    pub rows: Vec<ResultRow>,
    /// The number of all values.
    pub n_rows: usize,
    /// The result over the range; `None` for what has none.
    pub chart: Option<Arc<Frame>>,
    /// Warnings and infos.
    pub remarks: Vec<Remark>,
    /// A sentence on the number of series and the time.
    pub note: String,
}

/// One value of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// The metric's name; empty for none.
    pub name: String,
    /// The other labels as they are written in a query; empty for none.
    pub labels: String,
    /// The value, exactly.
    pub value: String,
}

impl QueryResult {
    /// Maximum number of rows that are shown.
    pub const MOST: usize = 250;

    /// Maximum number of samples that are shown of a series.
    const MOST_SAMPLES: usize = 20;

    /// Creates the result with the values at the end of `range`.
    pub(super) fn new(scene: Scene<'_>, text: &str, range: TimeRange, newest: Outcome) -> Self {
        let annotations = newest.annotations;
        let (n_rows, rows, noun) = rows(newest.answer, Self::MOST, Self::MOST_SAMPLES);
        let shown = if n_rows > Self::MOST {
            format!("; the first {} are listed", Self::MOST)
        } else {
            String::new()
        };
        let plural = if n_rows == 1 || noun == "series" { "" } else { "s" };
        let note = format!(
            "{}\u{a0}{noun}{plural}{shown}. Evaluated in this browser at {}.",
            grouped(n_rows),
            scene.zone.time_with_seconds(range.until, scene.now)
        );
        let text = text.to_owned();
        let mut result =
            Self { text, at: range.until, rows, n_rows, chart: None, remarks: Vec::new(), note };
        result.add_annotations(&annotations);
        result
    }

    /// Adds the remarks of an evaluation.
    pub(super) fn add_annotations(&mut self, annotations: &Annotations) {
        let text = self.text.clone();
        self.add_remarks(annotations.iter().map(|one| Remark::of_annotation(one, &text)));
    }

    /// Adds remarks, each once, the most serious first.
    pub(super) fn add_remarks(&mut self, remarks: impl Iterator<Item = Remark>) {
        for remark in remarks {
            if !self.remarks.contains(&remark) {
                self.remarks.push(remark);
            }
        }
        self.remarks.sort_by_key(|remark| remark.level);
    }
}

/// Returns the number of values, the first of them, and the noun for one.
fn rows(answer: Answer, most: usize, most_samples: usize) -> (usize, Vec<ResultRow>, &'static str) {
    match answer {
        Answer::Scalar(numbers) => {
            let number = numbers.first().copied().unwrap_or(f64::NAN);
            (1, vec![row(&LabelSet::default(), value(number))], "number")
        }
        Answer::Text(text) => (1, vec![row(&LabelSet::default(), shorten(&text, 1000))], "text"),
        Answer::Vector(series) => {
            let newest = |one: &RangeSeries| {
                one.values.first().copied().flatten().map(|number| row(&one.labels, value(number)))
            };
            (series.len(), series.iter().take(most).filter_map(newest).collect(), "series")
        }
        Answer::Samples(series) => {
            let listed = |(labels, samples): &(LabelSet, Vec<Sample>)| {
                let newest = samples.iter().rev().take(most_samples);
                let newest: Vec<String> = newest.map(|sample| value(sample.value)).collect();
                let more = if samples.len() > most_samples { ", …" } else { "" };
                row(labels, format!("{}{more}", newest.join(", ")))
            };
            (series.len(), series.iter().take(most).map(listed).collect(), "series")
        }
    }
}

fn row(labels: &LabelSet, value: String) -> ResultRow {
    let own = labels.iter().filter(|(name, _)| *name != NAME);
    let own: Vec<String> =
        own.map(|(name, value)| format!("{name}={}", quoted(&shorten(value, 200)))).collect();
    let labels_text =
        if own.is_empty() { String::new() } else { format!("{{{}}}", own.join(", ")) };
    ResultRow { name: labels.name().to_owned(), labels: labels_text, value }
}
