//! A store is restored from its records, at any time and after any damage.

use crate::naive::{GROUPS, Naive, apply, contents, contents_naive, newest, run};
use metrics_engine::series::{SeriesId, TimeRange};
use metrics_engine::store::snapshot::{Batch, LostRecord, LostRecordKind, Newer, Record, VERSION};
use metrics_engine::store::{GroupId, Limits, Store};
use metrics_engine::time::{Duration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Applies a batch as a browser's database does.
#[derive(Clone, Default)]
struct Database(BTreeMap<String, Vec<u8>>);

impl Database {
    fn write(&mut self, batch: Batch) {
        for key in batch.delete {
            self.0.remove(&key);
        }
        self.0.extend(batch.put.into_iter().map(|record| (record.key, record.bytes)));
    }

    fn records(&self) -> Vec<Record> {
        let record =
            |(key, bytes): (&String, &Vec<u8>)| Record { key: key.clone(), bytes: bytes.clone() };
        self.0.iter().map(record).collect()
    }

    fn read(&self) -> (Store, Vec<LostRecord>) {
        Store::restore(Limits::default(), &self.records()).unwrap()
    }

    fn read_well(&self) -> Store {
        let (store, problems) = self.read();
        assert_eq!(problems, []);
        store
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_store_is_the_same_after_a_reload_and_goes_on(
        runs in prop::collection::vec((run(), any::<bool>(), any::<bool>()), 1..14),
    ) {
        let (mut store, mut naive, mut clock) = (Store::default(), Naive::default(), [0; GROUPS]);
        let mut database = Database::default();
        for (run, saves, reloads) in &runs {
            apply(run, &mut clock, &mut store, &mut naive);
            if *saves {
                database.write(store.take_unsaved());
                let restored = database.read_well();
                prop_assert_eq!(contents(&restored, TimeRange::ALL), contents(&store, TimeRange::ALL));
                prop_assert_eq!(newest(&restored), newest(&store));
                prop_assert_eq!(restored.usage().samples, store.usage().samples);
                prop_assert_eq!(store.take_unsaved(), Batch::default());
                if *reloads {
                    store = restored;
                    naive.forget_empty();
                }
            }
        }
        prop_assert_eq!(contents(&store, TimeRange::ALL), contents_naive(&naive, TimeRange::ALL));
        database.write(store.take_unsaved());
        prop_assert_eq!(contents(&database.read_well(), TimeRange::ALL), contents(&store, TimeRange::ALL));
    }

    #[test]
    fn a_damaged_record_is_left_out_and_the_rest_kept(
        runs in prop::collection::vec(run(), 2..8),
        which in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let mut database = filled(&runs);
        let keys: Vec<String> = database.0.keys().cloned().collect();
        let key = keys[which.index(keys.len())].clone();
        let bytes = database.0.get_mut(&key).unwrap();
        let byte = byte.index(bytes.len());
        bytes[byte] ^= 1_u8 << bit;
        let (mut store, problems) = database.read();
        prop_assert_eq!(problems.iter().filter(|problem| problem.kind == LostRecordKind::Damaged).count(), 1);
        prop_assert!(problems.iter().any(|problem| problem.key == key));
        // It is reported once.
        database.write(store.take_unsaved());
        let (again, problems) = database.read();
        prop_assert!(problems.iter().all(|problem| problem.kind != LostRecordKind::Damaged), "{:?}", problems);
        prop_assert_eq!(contents(&again, TimeRange::ALL), contents(&store, TimeRange::ALL));
    }

    #[test]
    fn any_bytes_with_a_right_checksum_are_read_without_a_panic(
        runs in prop::collection::vec(run(), 1..4),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut records = filled(&runs).records();
        for (which, place, byte) in changes {
            let which = which.index(records.len());
            let record = &mut records[which].bytes;
            let place = 1 + place.index(record.len() - 5);
            record[place] = byte;
            let length = if byte % 8 == 0 { place + 1 } else { record.len() - 4 };
            record.truncate(length);
            let sum = checksum(record);
            record.extend(sum.to_le_bytes());
        }
        let cut = cut.index(records.len());
        records.rotate_left(cut);
        let (mut store, _) = Store::restore(Limits::default(), &records).unwrap();
        let _ = (contents(&store, TimeRange::ALL), newest(&store), store.usage());
        for group in 0..3 {
            store.append(GroupId(group), Timestamp(i64::MAX), &[(SeriesId(0), 1.0)], &[]);
        }
        store.retain(Timestamp(i64::MAX));
        store.take_unsaved();
    }

    #[test]
    fn any_bytes_are_damaged_records(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let records = [Record { key: "labels/0".to_owned(), bytes }];
        let (store, problems) = Store::restore(Limits::default(), &records).unwrap();
        prop_assert_eq!(problems.len(), 1);
        prop_assert_eq!(store.usage().series, 0);
    }
}

fn filled(runs: &[crate::naive::Run]) -> Database {
    let (mut store, mut naive, mut clock) = (Store::default(), Naive::default(), [0; GROUPS]);
    let mut database = Database::default();
    for run in runs {
        apply(run, &mut clock, &mut store, &mut naive);
        database.write(store.take_unsaved());
    }
    database
}

/// CRC-32 as in ISO 3309, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

/// Creates a store with one series and `rows` rows, one a second.
fn one_series(rows: i64) -> (Store, GroupId, SeriesId) {
    let mut store = Store::default();
    let group = store.group("target");
    let id = store.series(group, &[("__name__", "up")]).unwrap();
    for row in 0..rows {
        store.append(group, Timestamp(row * 1000), &[(id, row as f64)], &[]);
    }
    (store, group, id)
}

#[test]
fn a_row_is_written_once_and_a_block_takes_the_place_of_its_rows() {
    let (mut store, group, id) = one_series(1);
    let mut database = Database::default();
    database.write(store.take_unsaved());
    assert_eq!(database.0.keys().collect::<Vec<_>>(), ["groups/0", "labels/0", "row/0/0"]);
    for row in 1..=120 {
        store.append(group, Timestamp(row * 1000), &[(id, 1.0)], &[]);
        let batch = store.take_unsaved();
        let puts: Vec<&str> = batch.put.iter().map(|record| record.key.as_str()).collect();
        if row < 120 {
            assert_eq!(puts, [format!("row/0/{row}")]);
            assert_eq!(batch.delete, [""; 0]);
        } else {
            assert_eq!(puts, ["chunk/0", "row/1/0"]);
            assert_eq!(batch.delete.len(), 120);
        }
        database.write(batch);
    }
    assert_eq!(
        database.0.keys().collect::<Vec<_>>(),
        ["chunk/0", "groups/0", "labels/0", "row/1/0"]
    );
}

#[test]
fn rows_that_come_together_are_one_record_and_restored_one_by_one() {
    let (mut store, group, id) = one_series(5);
    let other = store.series(group, &[("__name__", "seldom")]).unwrap();
    let mut database = Database::default();
    database.write(store.take_unsaved());
    store.append(group, Timestamp(5000), &[(id, 0.5), (other, 7.0)], &[]);
    store.append(group, Timestamp(6000), &[(id, f64::NAN)], &[other]);
    store.append(group, Timestamp(7000), &[], &[id]);
    database.write(store.take_unsaved());
    let keys: Vec<&String> = database.0.keys().collect();
    assert_eq!(keys, ["groups/0", "labels/0", "row/0/0", "row/0/5"]);
    let mut restored = database.read_well();
    assert_eq!(contents(&restored, TimeRange::ALL), contents(&store, TimeRange::ALL));
    assert_eq!(restored.take_unsaved(), Batch::default());
    // Together they take far less room.
    let (mut store, group, id) = one_series(60);
    let together: usize = store.take_unsaved().put.iter().map(|one| one.bytes.len()).sum();
    let mut alone = 0;
    for row in 60..120 {
        store.append(group, Timestamp(row * 1000), &[(id, row as f64)], &[]);
        alone += store.take_unsaved().put.iter().map(|one| one.bytes.len()).sum::<usize>();
    }
    assert!(together * 4 < alone, "{together} bytes, and {alone} one by one");
}

#[test]
fn dropped_blocks_are_deleted() {
    let (mut store, group, _) = one_series(600);
    let mut database = Database::default();
    database.write(store.take_unsaved());
    store.set_limits(Limits { age: Duration(1000), ..Limits::default() });
    store.retain(Timestamp(10_000_000));
    database.write(store.take_unsaved());
    assert_eq!(database.0.keys().collect::<Vec<_>>(), ["groups/0"]);
    assert_eq!(database.read_well().group("target"), group);
}

#[test]
fn unwritten_changes_come_with_the_next_batch() {
    let (mut store, group, id) = one_series(300);
    let lost = store.take_unsaved();
    store.forget_saved();
    assert_eq!(store.take_unsaved().put, lost.put);
    store.append(group, Timestamp(1_000_000), &[(id, 1.0)], &[]);
    let mut database = Database::default();
    database.write(lost);
    store.take_unsaved();
    store.forget_saved();
    database.write(store.take_unsaved());
    assert_eq!(contents(&database.read_well(), TimeRange::ALL), contents(&store, TimeRange::ALL));
}

#[test]
fn a_missing_row_costs_only_itself() {
    let (mut store, group, id) = one_series(1);
    let mut database = Database::default();
    database.write(store.take_unsaved());
    for row in 1..10 {
        store.append(group, Timestamp(row * 1000), &[(id, row as f64)], &[]);
        database.write(store.take_unsaved());
    }
    database.0.remove("row/0/4");
    let mut restored = database.read_well();
    let id = restored.select(&[])[0];
    assert_eq!(restored.entries(id, TimeRange::ALL).count(), 9);
    database.write(restored.take_unsaved());
    let group = restored.group("target");
    restored.append(group, Timestamp(1_000_000), &[(id, 1.0)], &[]);
    database.write(restored.take_unsaved());
    assert_eq!(
        contents(&database.read_well(), TimeRange::ALL),
        contents(&restored, TimeRange::ALL)
    );
}

#[test]
fn lost_labels_are_reported_and_their_ids_stay_taken() {
    let (mut store, ..) = one_series(130);
    let mut database = Database::default();
    database.write(store.take_unsaved());
    database.0.remove("labels/0");
    let (mut restored, problems) = database.read();
    assert_eq!(problems.len(), 11, "a block and ten rows: {problems:?}");
    assert!(problems.iter().all(|problem| problem.kind == LostRecordKind::Nameless(1)));
    let group = restored.group("target");
    assert_eq!(restored.series(group, &[("__name__", "other")]), Some(SeriesId(1)));
}

#[test]
fn a_newer_version_stops_the_restore() {
    let (mut store, ..) = one_series(3);
    let mut records = store.take_unsaved().put;
    let mut newer = vec![VERSION + 1, 3, 1, 4, 1, 5];
    newer.extend(checksum(&newer).to_le_bytes());
    records.push(Record { key: "row/9/9".to_owned(), bytes: newer });
    let error = Store::restore(Limits::default(), &records).unwrap_err();
    assert_eq!(error, Newer { version: VERSION + 1 });
}
