#![expect(clippy::cast_possible_wrap, reason = "rows are few")]

use super::*;
use crate::labels::MatchOp;
use crate::series::{Entry, TimeRange};
use crate::time::Duration;
use proptest::prelude::*;

fn store_with(names: &[&str]) -> (Store, GroupId, Vec<SeriesId>) {
    let mut store = Store::default();
    let group = store.group("target");
    let ids = names
        .iter()
        .map(|name| store.series(group, &[("__name__", name), ("job", "a")]).unwrap())
        .collect();
    (store, group, ids)
}

fn values(store: &Store, id: SeriesId) -> Vec<Option<f64>> {
    store.entries(id, TimeRange::ALL).map(|entry| entry.value).collect()
}

fn equal(name: &str, value: &str) -> Matcher {
    Matcher::equal(name, value)
}

/// Applies a batch as a browser's database does.
fn save(store: &mut Store, records: &mut std::collections::BTreeMap<String, snapshot::Record>) {
    let batch = store.take_unsaved();
    records.retain(|key, _| !batch.delete.contains(key));
    records.extend(batch.put.into_iter().map(|record| (record.key.clone(), record)));
}

#[test]
fn a_series_is_found_again_however_its_labels_are_ordered() {
    let mut store = Store::default();
    let group = store.group("target");
    let id = store.series(group, &[("__name__", "up"), ("instance", "x"), ("job", "a")]);
    assert_eq!(store.series(group, &[("job", "a"), ("__name__", "up"), ("instance", "x")]), id);
    assert_eq!(
        store.series(group, &[("__name__", "up"), ("instance", "x"), ("job", "a"), ("zone", "")]),
        id
    );
    assert_ne!(store.series(group, &[("__name__", "up"), ("instance", "x")]), id);
    assert_eq!(store.group("target"), group);
    assert_ne!(store.group("other"), group);
}

#[test]
fn a_row_is_added_to_while_it_is_the_newest() {
    let (mut store, group, ids) = store_with(&["a", "b"]);
    assert!(store.append(group, Timestamp(10), &[(ids[0], 1.0)], &[]));
    assert!(store.append(group, Timestamp(10), &[(ids[0], 2.0), (ids[1], 3.0)], &[]));
    assert!(!store.append(group, Timestamp(9), &[(ids[1], 4.0)], &[]));
    assert!(store.append(group, Timestamp(20), &[], &[ids[0]]));
    assert_eq!(values(&store, ids[0]), [Some(1.0), None]);
    assert_eq!(values(&store, ids[1]), [Some(3.0)]);
    assert_eq!(store.newest(ids[0]), Some(Entry { at: Timestamp(20), value: None }));
}

#[test]
fn the_newest_row_is_added_to_also_when_it_fills_a_block() {
    let (mut store, group, ids) = store_with(&["a", "b"]);
    for row in 0..chunk::ROWS as i64 {
        store.append(group, Timestamp(row), &[(ids[0], row as f64)], &[]);
    }
    let last = Timestamp(chunk::ROWS as i64 - 1);
    assert!(store.append(group, last, &[(ids[1], 7.0)], &[]));
    assert_eq!(values(&store, ids[1]), [Some(7.0)]);
    store.append(group, Timestamp(1000), &[(ids[0], 1.0)], &[]);
    assert_eq!(store.newest(ids[1]), Some(Entry { at: last, value: Some(7.0) }));
}

#[test]
fn a_series_stays_in_the_group_that_first_named_it() {
    let (mut store, group, ids) = store_with(&["a"]);
    let other = store.group("other");
    assert_eq!(store.series(other, &[("__name__", "a"), ("job", "a")]), Some(ids[0]));
    assert!(store.append(other, Timestamp(5), &[(ids[0], 1.0)], &[]));
    assert!(store.append(group, Timestamp(6), &[(ids[0], 2.0)], &[]));
    assert!(store.append(other, Timestamp(6), &[(ids[0], 3.0)], &[]));
    assert_eq!(values(&store, ids[0]), [Some(1.0), Some(2.0)]);
}

#[test]
fn selects_by_labels_and_sorts_by_them() {
    let (mut store, group, _) = store_with(&["b", "a", "c"]);
    store.series(group, &[("__name__", "a"), ("job", "b")]);
    let selected = |matchers: &[Matcher]| -> Vec<String> {
        let ids = store.select(matchers).into_iter();
        ids.map(|id| {
            let labels = store.labels(id).unwrap();
            format!("{}/{}", labels.get("__name__"), labels.get("job"))
        })
        .collect()
    };
    assert_eq!(selected(&[]), ["a/a", "a/b", "b/a", "c/a"]);
    assert_eq!(selected(&[equal("__name__", "a")]), ["a/a", "a/b"]);
    assert_eq!(selected(&[equal("__name__", "a"), equal("job", "b")]), ["a/b"]);
    assert_eq!(selected(&[equal("job", "nobody")]), [""; 0]);
    assert_eq!(selected(&[equal("zone", "")]).len(), 4, "an absent label has the empty value");
    let not = Matcher::new(MatchOp::NotEqual, "job", "a").unwrap();
    assert_eq!(selected(&[not]), ["a/b"]);
}

#[test]
fn old_blocks_are_dropped_with_their_series_and_ids_are_not_reused() {
    let (mut store, group, ids) = store_with(&["short", "long"]);
    store.set_limits(Limits { age: Duration(1000), ..Limits::default() });
    store.append(group, Timestamp(0), &[(ids[0], 1.0), (ids[1], 1.0)], &[]);
    for row in 1..300 {
        store.append(group, Timestamp(row * 10), &[(ids[1], 1.0)], &[]);
    }
    store.retain(Timestamp(3000));
    assert_eq!(store.labels(ids[0]).map(|labels| labels.iter().count()), None);
    assert_eq!(values(&store, ids[0]), []);
    let oldest = store.entries(ids[1], TimeRange::ALL).next().unwrap().at;
    assert_eq!(oldest, Timestamp(1200), "whole blocks go");
    let usage = store.usage();
    assert_eq!((usage.series, usage.samples, usage.dropped.aged), (1, 180, 121));
    assert_eq!((usage.oldest, usage.newest), (Some(oldest), Some(Timestamp(2990))));
    let again = store.series(group, &[("__name__", "short"), ("job", "a")]).unwrap();
    assert_ne!(again, ids[0]);
    assert_eq!(store.select(&[equal("__name__", "short")]), [again]);
    // A target that is no longer scraped leaves nothing behind.
    store.retain(Timestamp(1_000_000));
    let usage = store.usage();
    assert_eq!((usage.series, usage.samples, usage.oldest), (1, 0, None));
}

#[test]
fn the_block_begun_first_is_dropped_and_counted() {
    let limits = Limits { bytes: 100_000, ..Limits::default() };
    let mut store = Store::new(limits);
    let (one, other) = (store.group("one"), store.group("other"));
    // The other series' instants come from a stranger's page, and lie far in the past.
    for row in 0..2000_i64 {
        for (group, at) in [(one, row * 1000), (other, row)] {
            let id = store.series(group, &[("__name__", "noise"), ("job", ["a", "b"][group.0])]);
            let noise = (row.wrapping_mul(0x5851_f42d_4c95_7f2d) as f64).sqrt();
            store.append(group, Timestamp(at), &[(id.unwrap(), noise)], &[]);
        }
    }
    let before = store.usage();
    store.set_limits(Limits { bytes: 20_000, ..limits });
    store.retain(Timestamp(2_000_000));
    let usage = store.usage();
    assert!(usage.bytes <= 20_000, "{usage:?}");
    assert_eq!(usage.samples as u64 + usage.dropped.crowded, before.samples as u64);
    assert!(usage.dropped.crowded_until.is_some());
    let count = |job: &str| values(&store, store.select(&[equal("job", job)])[0]).len();
    assert!(count("a").abs_diff(count("b")) <= chunk::ROWS, "both lost about the same");
}

#[test]
fn rows_that_are_not_compressed_yet_leave_room_for_those_that_are() {
    let limits = Limits { bytes: 1_000_000, ..Limits::default() };
    let mut store = Store::new(limits);
    let groups: Vec<GroupId> = (0..8).map(|name: u8| store.group(&name.to_string())).collect();
    let ids: Vec<Vec<SeriesId>> = groups
        .iter()
        .map(|group| {
            let id = |index: usize| {
                let (name, job) = (format!("metric_{index}"), group.0.to_string());
                store.series(*group, &[("__name__", name.as_str()), ("job", job.as_str())]).unwrap()
            };
            (0..100).map(id).collect()
        })
        .collect();
    let mut oldest = 0;
    for row in 0..400_i64 {
        for (group, ids) in groups.iter().zip(&ids) {
            let values: Vec<_> = ids.iter().map(|id| (*id, (row * 7) as f64)).collect();
            store.append(*group, Timestamp(row * 15_000), &values, &[]);
        }
        if row % 4 == 0 {
            store.retain(Timestamp(row * 15_000));
            let usage = store.usage();
            assert!(usage.bytes <= limits.bytes, "row {row}: {usage:?}");
            oldest = usage.oldest.unwrap().0;
        }
    }
    // As floats, all rows of an hour and a half would take three times the limit.
    assert_eq!(oldest, 0, "nothing had to go");
    assert_eq!(values(&store, ids[7][99]).len(), 400);
}

#[test]
fn a_full_store_refuses_and_counts_new_series() {
    let mut store = Store::new(Limits { series: 2, ..Limits::default() });
    let group = store.group("target");
    for name in ["a", "b"] {
        assert!(store.series(group, &[("__name__", name)]).is_some());
    }
    assert_eq!(store.series(group, &[("__name__", "c")]), None);
    assert!(store.series(group, &[("__name__", "a")]).is_some());
    assert_eq!(store.usage().dropped.series, 1);
}

#[test]
fn unused_labels_leave_no_text_behind() {
    let mut index = Index::default();
    for number in 0..20_000_u32 {
        let name = format!("a label value that is different each time, {number}");
        let (id, _) = index.intern(&[("__name__", "m"), ("path", &name)], None, 0);
        assert_eq!(id, number);
        if let Some(old) = id.checked_sub(10) {
            index.remove(old);
        }
        assert_eq!(index.find(&[("__name__", "m"), ("path", &name)]), Some(id));
    }
    assert_eq!((index.len(), index.ids()), (10, 20_000));
    assert!(index.bytes() < 400_000, "{}", index.bytes());
    assert_eq!(index.select(&[equal("__name__", "m")]).len(), 10);
    for id in 19_990..20_000 {
        let name = format!("a label value that is different each time, {id}");
        let labels: Vec<_> = index.labels(id).unwrap().iter().collect();
        assert_eq!(labels, [("__name__", "m"), ("path", name.as_str())]);
        assert_eq!(index.find(&labels), Some(id));
    }
}

#[test]
fn unknown_ids_are_no_series() {
    let (mut store, group, _) = store_with(&["a"]);
    let stranger = SeriesId(usize::MAX);
    assert!(store.append(group, Timestamp(1), &[(stranger, 1.0), (SeriesId(77), 1.0)], &[]));
    assert!(!store.append(GroupId(9), Timestamp(1), &[], &[]));
    assert_eq!(store.newest(stranger), None);
    assert_eq!(store.entries(stranger, TimeRange::ALL).count(), 0);
}

#[test]
fn a_block_of_many_series_is_written_bit_by_bit_and_nothing_is_ever_missing() {
    let mut store = Store::default();
    let group = store.group("target");
    let ids: Vec<SeriesId> = (0..400)
        .map(|number| store.series(group, &[("__name__", &number.to_string())]).unwrap())
        .collect();
    let mut records = std::collections::BTreeMap::new();
    let mut has_been_closing = false;
    for row in 0..400_usize {
        let values: Vec<_> = ids.iter().map(|id| (*id, (row * id.0) as f64)).collect();
        store.append(group, Timestamp(row as i64), &values, &[]);
        has_been_closing |= store.groups[0].closing.is_some();
        if row % 10 > 0 && !(118..125).contains(&(row % 120)) {
            continue;
        }
        let batch = store.take_unsaved();
        records.retain(|key, _| !batch.delete.contains(key));
        records.extend(batch.put.into_iter().map(|record| (record.key.clone(), record)));
        let kept: Vec<_> = records.values().cloned().collect();
        let (restored, problems) = Store::restore(Limits::default(), &kept).unwrap();
        assert_eq!(problems, []);
        for store in [&store, &restored] {
            assert_eq!(store.usage().samples, (row + 1) * 400);
            assert_eq!(store.usage().newest, Some(Timestamp(row as i64)));
            let last = *ids.last().unwrap();
            for id in [ids[0], ids[1], last] {
                let expected: Vec<_> = (0..=row).map(|row| Some((row * id.0) as f64)).collect();
                assert_eq!(self::values(store, id), expected, "row {row}");
            }
        }
    }
    assert!(has_been_closing);
    store.retain(Timestamp(i64::MAX));
    assert_eq!((store.usage().samples, store.usage().series), (0, 0));
}

#[test]
fn samples_of_a_clock_that_was_ahead_are_dropped() {
    let (mut store, group, ids) = store_with(&["a", "b"]);
    for row in 0..300 {
        store.append(group, Timestamp(row * 10), &[(ids[0], row as f64)], &[]);
    }
    // An hour ahead, with a series that did not exist before.
    let new = store.series(group, &[("__name__", "new")]).unwrap();
    for row in 0..200 {
        store.append(group, Timestamp(3_600_000 + row), &[(ids[0], 0.0), (new, 1.0)], &[]);
    }
    let forgotten = store.forgotten();
    assert_eq!(store.forget_after(Timestamp(2500)), 49 + 400);
    assert_eq!(store.usage().dropped.ahead, 449);
    assert_eq!(store.forgotten(), forgotten + 1);
    assert!(store.labels(new).is_none(), "a series of which nothing is left goes");
    assert!(store.labels(ids[1]).is_some(), "one that had nothing to lose stays");
    assert_eq!(store.usage().newest, Some(Timestamp(2500)));
    assert!(store.append(group, Timestamp(2600), &[(ids[0], 7.0), (ids[1], 8.0)], &[]));
    assert_eq!(values(&store, ids[0]).len(), 252);
    assert_eq!(values(&store, ids[0]).last(), Some(&Some(7.0)));
    assert_eq!(values(&store, ids[1]), [Some(8.0)]);
    assert_eq!(store.forget_after(Timestamp(2600)), 0);
    // Everything, when a snapshot comes from a machine whose clock was never right.
    store.forget_after(Timestamp(-1));
    assert_eq!((store.usage().samples, store.usage().series), (0, 0));
}

proptest! {
    /// After any writes, saves and restores, exactly the samples that are not newer remain, and appending continues.
    #[test]
    fn forgetting_the_future_is_as_if_it_had_never_been(
        steps in prop::collection::vec((0..2_usize, 1..400_i64, 1..60_usize, any::<bool>()), 1..12),
        until in 0.0..1.2_f64,
    ) {
        let (mut store, _, _) = store_with(&[]);
        let mut records = std::collections::BTreeMap::new();
        let mut model: Vec<(usize, i64, Option<f64>)> = Vec::new();
        let mut times = [0_i64; 2];
        let name = |which: usize| ["a", "b"][which];
        for (which, step, count, is_saved) in steps {
            let group = store.group(name(which));
            let id = store.series(group, &[("__name__", name(which))]).unwrap();
            for row in 0..count {
                times[which] += step;
                let value = (row % 7 != 3).then_some(row as f64);
                match value {
                    Some(value) => store.append(group, Timestamp(times[which]), &[(id, value)], &[]),
                    None => store.append(group, Timestamp(times[which]), &[], &[id]),
                };
                model.push((which, times[which], value));
            }
            if is_saved {
                save(&mut store, &mut records);
            }
        }
        let now = (times[0].max(times[1]) as f64 * until) as i64;
        store.forget_after(Timestamp(now));
        model.retain(|(_, at, _)| *at <= now);
        for which in 0..2 {
            let group = store.group(name(which));
            let id = store.series(group, &[("__name__", name(which))]).unwrap();
            // Samples after the correction are taken.
            prop_assert!(store.append(group, Timestamp(now + 1), &[(id, 0.5)], &[]));
            model.push((which, now + 1, Some(0.5)));
        }
        save(&mut store, &mut records);
        let kept: Vec<_> = records.values().cloned().collect();
        let (restored, problems) = Store::restore(Limits::default(), &kept).unwrap();
        prop_assert_eq!(problems, []);
        for store in [&store, &restored] {
            prop_assert_eq!(store.usage().samples, model.len());
            for which in 0..2 {
                let id = store.select(&[equal("__name__", name(which))])[0];
                let found: Vec<_> = store.entries(id, TimeRange::ALL).map(|entry| (entry.at.0, entry.value)).collect();
                let expected = model.iter().filter(|(other, ..)| *other == which);
                let expected: Vec<_> = expected.map(|(_, at, value)| (*at, *value)).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }

    /// Series come, alike or not, and go in any order. Exactly the existing ones are found, by their labels and by their name.
    #[test]
    fn the_index_has_what_a_plain_list_of_labels_has(
        steps in prop::collection::vec((0..3_u8, 0..4_usize, 0..5_usize, any::<prop::sample::Index>()), 1..80),
    ) {
        let names = ["m", "m_sum", "n", "m_count"];
        let values = ["a", "b", "aa", "c", "a\u{e9}"];
        let mut index = Index::default();
        let mut model: Vec<(u32, [&str; 2])> = Vec::new();
        for (step, name, value, which) in steps {
            let labels = [names[name], values[value]];
            let known = model.iter().find(|(_, other)| *other == labels).map(|(id, _)| *id);
            match (step, model.is_empty()) {
                (0, _) | (_, true) => {
                    let pairs = [("__name__", labels[0]), ("le", labels[1])];
                    let (id, is_new) = index.intern(&pairs, None, 0);
                    prop_assert_eq!((Some(id), is_new), (known.or(Some(id)), known.is_none()));
                    if is_new {
                        model.push((id, labels));
                    }
                }
                (1, _) => {
                    let (similar, _) = model[which.index(model.len())];
                    let (id, is_new) = index.like(similar, &[(1, labels[1]), (0, labels[0])], 0).unwrap();
                    prop_assert_eq!((Some(id), is_new), (known.or(Some(id)), known.is_none()));
                    prop_assert!(index.like(similar, &[(2, "a")], 0).is_none());
                    if is_new {
                        model.push((id, labels));
                    }
                }
                _ => index.remove(model.remove(which.index(model.len())).0),
            }
            for name in names {
                let mut expected: Vec<_> = model.iter().filter(|(_, labels)| labels[0] == name).collect();
                expected.sort_by_key(|(_, labels)| labels[1]);
                let expected: Vec<_> = expected.iter().map(|(id, _)| SeriesId(*id as usize)).collect();
                prop_assert_eq!(index.select(&[equal("__name__", name)]), expected);
                for value in values {
                    let id = model.iter().find(|(_, labels)| *labels == [name, value]).map(|(id, _)| *id);
                    prop_assert_eq!(index.find(&[("__name__", name), ("le", value)]), id);
                }
            }
            prop_assert_eq!(index.len(), model.len());
        }
    }
}

#[test]
fn samples_that_are_read_at_once_are_those_that_are_read_one_by_one() {
    let mut store = Store::default();
    let group = store.group("a");
    let id = |store: &mut Store, name| store.series(group, &[(NAME, name)]).unwrap();
    let (whole, holes) = (id(&mut store, "whole"), id(&mut store, "holes"));
    let late = id(&mut store, "late");
    for row in 0..500_i64 {
        let mut values = vec![(whole, row as f64)];
        if row % 130 != 7 {
            values.push((holes, 1.0));
        }
        if row > 290 {
            values.push((late, -1.0));
        }
        store.append(group, Timestamp(row), &values, &[]);
    }
    let mut n_whole = 0;
    for (after, until) in
        [(-1, 499), (i64::MIN, i64::MAX), (5, 130), (119, 121), (300, 301), (490, 600), (600, 700)]
    {
        let range = TimeRange { after: Timestamp(after), until: Timestamp(until) };
        let mut reader = store.reader(range);
        for id in [whole, holes, late, whole] {
            let due: Vec<(i64, f64)> =
                store.entries(id, range).map(|one| (one.at.0, one.value.unwrap())).collect();
            let Some(samples) = reader.samples(id) else { continue };
            n_whole += usize::from(id == whole);
            let found: Vec<(i64, f64)> =
                samples.times.iter().copied().zip(samples.values.iter().copied()).collect();
            assert_eq!(found, due, "{id:?} after {after} until {until}");
        }
    }
    assert_eq!(n_whole, 14);
    assert!(store.reader(TimeRange::ALL).samples(holes).is_none());
    assert!(store.reader(TimeRange::ALL).samples(late).is_none());
}
