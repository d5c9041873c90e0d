//! A naive store that forgets nothing and searches linearly, and the operations on both stores.

use metrics_engine::labels::LabelSet;
use metrics_engine::series::{Entry, SeriesId, TimeRange};
use metrics_engine::store::{GroupId, Store};
use metrics_engine::time::Timestamp;
use proptest::prelude::*;
use std::fmt::Write as _;

/// The numbers of groups and series to choose from.
pub(crate) const GROUPS: usize = 3;
const SERIES: usize = 9;

/// Rows that are appended one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    group: usize,
    rows: usize,
    /// The time from one row to the next, in milliseconds; the first step may go back.
    first_step: i64,
    step: i64,
    /// The series in each row, their first values, and the steps of these.
    columns: Vec<(usize, f64, f64)>,
    /// Series that end in the last row.
    ended: Vec<usize>,
}

pub(crate) fn run() -> impl Strategy<Value = Run> {
    let value = || {
        prop_oneof![
            4 => (-1000_i64..1000).prop_map(|whole| whole as f64),
            2 => (0..9999_i64).prop_map(|cents| cents as f64 / 100.0),
            1 => Just(f64::NAN),
            1 => any::<f64>(),
        ]
    };
    (
        0..GROUPS,
        prop_oneof![3 => 1..8_usize, 1 => 100..260_usize],
        prop_oneof![6 => 0..40_000_i64, 1 => -20_000..0_i64],
        prop_oneof![Just(15_000_i64), 0..30_000_i64],
        prop::collection::vec((0..SERIES, value(), value()), 0..6),
        prop::collection::vec(0..SERIES, 0..3),
    )
        .prop_map(|(group, rows, first_step, step, columns, ended)| Run {
            group,
            rows,
            first_step,
            step,
            columns,
            ended,
        })
}

/// Returns the labels of the series with this number. Every group has its own, and a few are in all.
fn labels(group: usize, series: usize) -> LabelSet {
    let job = if series < 2 { "all".to_owned() } else { format!("job-{group}") };
    LabelSet::new(
        ["up", "requests_total", "memory"][series % 3],
        &[("job", job.as_str()), ("n", series.to_string().as_str())],
    )
}

/// The labels, group and entries of each series, and the newest instant of each group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naive {
    series: Vec<(LabelSet, usize, Vec<Entry>)>,
    newest: [Option<i64>; GROUPS],
}

impl Naive {
    /// Does what a reload does.
    pub(crate) fn forget_empty(&mut self) {
        self.series.retain(|(.., entries)| !entries.is_empty());
    }

    fn put(&mut self, group: usize, set: &LabelSet, entry: Entry) {
        let place = self.series.iter().position(|(known, ..)| known == set).unwrap_or_else(|| {
            self.series.push((set.clone(), group, Vec::new()));
            self.series.len() - 1
        });
        let (_, home, entries) = &mut self.series[place];
        if *home != group {
            // The entry goes to the group that named the series first, as a row of that group, unless it has a newer entry already.
            if entries.last().is_some_and(|last| last.at >= entry.at)
                || self.newest[*home].is_some_and(|newest| newest > entry.at.0)
            {
                return;
            }
            self.newest[*home] = Some(entry.at.0);
        }
        if entries.last().is_none_or(|last| last.at < entry.at) {
            entries.push(entry);
        }
    }
}

/// Applies the same operation to both.
pub(crate) fn apply(run: &Run, clock: &mut [i64; GROUPS], store: &mut Store, naive: &mut Naive) {
    let group = store.group(&format!("group-{}", run.group));
    let mut at = clock[run.group] + run.first_step;
    for row in 0..run.rows {
        let last = row + 1 == run.rows;
        let id = |store: &mut Store, series: usize| id(store, group, &labels(run.group, series));
        let values: Vec<(SeriesId, f64)> = run
            .columns
            .iter()
            .map(|(series, start, step)| (id(store, *series), start + step * row as f64))
            .collect();
        let ended: Vec<SeriesId> = if last {
            run.ended.iter().map(|series| id(store, *series)).collect()
        } else {
            Vec::new()
        };
        // The naive store adds the series too, in the same order, so that the first group to name one is the same.
        let named = run
            .columns
            .iter()
            .map(|(series, ..)| *series)
            .chain(run.ended.iter().copied().filter(|_| last));
        for series in named {
            let set = labels(run.group, series);
            if !naive.series.iter().any(|(known, ..)| *known == set) {
                naive.series.push((set, run.group, Vec::new()));
            }
        }
        let taken = store.append(group, Timestamp(at), &values, &ended);
        assert_eq!(taken, naive.newest[run.group].is_none_or(|newest| newest <= at));
        if taken {
            naive.newest[run.group] = Some(at);
            for (series, start, step) in &run.columns {
                let value = Some(start + step * row as f64);
                naive.put(
                    run.group,
                    &labels(run.group, *series),
                    Entry { at: Timestamp(at), value },
                );
            }
            for series in run.ended.iter().filter(|_| last) {
                naive.put(
                    run.group,
                    &labels(run.group, *series),
                    Entry { at: Timestamp(at), value: None },
                );
            }
            clock[run.group] = at;
        }
        at += run.step;
    }
}

fn id(store: &mut Store, group: GroupId, set: &LabelSet) -> SeriesId {
    let pairs: Vec<(&str, &str)> = set.iter().collect();
    store.series(group, &pairs).unwrap()
}

/// Returns everything within `range` as text, of the store and of the naive one.
pub(crate) fn contents(store: &Store, range: TimeRange) -> String {
    let mut text = String::new();
    let mut reader = store.reader(range);
    for id in store.select(&[]) {
        let mut entries = Vec::new();
        reader.read(id, &mut entries);
        assert_eq!(bits(&entries), bits(&store.entries(id, range).collect::<Vec<_>>()));
        line(&mut text, store.labels(id).unwrap().iter(), &entries);
    }
    text
}

pub(crate) fn contents_naive(naive: &Naive, range: TimeRange) -> String {
    let mut series: Vec<_> = naive.series.iter().collect();
    series.sort_by(|one, other| one.0.cmp(&other.0));
    let mut text = String::new();
    for (labels, _, entries) in series {
        let entries: Vec<Entry> =
            entries.iter().copied().filter(|entry| range.contains(entry.at)).collect();
        line(&mut text, labels.iter(), &entries);
    }
    text
}

/// Returns the newest entry of each series, one a line.
pub(crate) fn newest(store: &Store) -> String {
    let mut text = String::new();
    for id in store.select(&[]) {
        line(&mut text, store.labels(id).unwrap().iter(), store.newest(id).as_slice());
    }
    text
}

pub(crate) fn newest_naive(naive: &Naive) -> String {
    let mut last = naive.clone();
    for (.., entries) in &mut last.series {
        *entries = entries.last().copied().into_iter().collect();
    }
    contents_naive(&last, TimeRange::ALL)
}

fn line<'l>(
    text: &mut String,
    labels: impl Iterator<Item = (&'l str, &'l str)>,
    entries: &[Entry],
) {
    // A series without entries is about to get some; a reload forgets it.
    if !entries.is_empty() {
        let labels: Vec<(&str, &str)> = labels.collect();
        writeln!(text, "{labels:?} {:?}", bits(entries)).unwrap();
    }
}

/// Entries that can be compared: a NaN equals itself.
fn bits(entries: &[Entry]) -> Vec<(i64, Option<u64>)> {
    entries.iter().map(|entry| (entry.at.0, entry.value.map(f64::to_bits))).collect()
}
