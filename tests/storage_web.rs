//! The storage in a real browser: whole operations, and their errors.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test of the browser ends where something is missing")]

use allclear::browser::effect::storage::Storage;
use allclear::console::StorageError;
use idb::{Factory, ObjectStoreParams, TransactionMode};
use metrics_engine::series::TimeRange;
use metrics_engine::store::snapshot::{Batch, LostRecordKind, Record, Restoring};
use metrics_engine::store::{Limits, Store};
use metrics_engine::time::Timestamp;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// An empty database.
async fn fresh(name: &str) -> Storage {
    Factory::new().unwrap().delete(name).unwrap().await.unwrap();
    Storage::open(name).await.unwrap()
}

async fn save(storage: &Storage, batch: &Batch) -> Result<(), StorageError> {
    storage.save(batch, [], false).await
}

async fn note(storage: &Storage, key: &str, bytes: &[u8]) -> Result<(), StorageError> {
    storage.save(&Batch::default(), [(key, bytes)], false).await
}

async fn records(storage: &Storage) -> Vec<Record> {
    storage.load().await.unwrap()
}

fn record(key: &str, bytes: &[u8]) -> Record {
    Record { key: key.to_owned(), bytes: bytes.to_vec() }
}

fn put(records: Vec<Record>) -> Batch {
    Batch { put: records, delete: Vec::new() }
}

/// A store with as many rows of three series.
fn store(rows: i64) -> Store {
    let mut store = Store::default();
    let group = store.group("target");
    let ids = ["a", "b", "c"].map(|name| store.series(group, &[("__name__", name)]).unwrap());
    for row in 0..rows {
        let values = [(ids[0], row as f64), (ids[1], f64::NAN), (ids[2], row as f64 / 3.0)];
        store.append(group, Timestamp(row * 15_000), &values, &[]);
        store.append(group, Timestamp(row * 15_000 + 1), &[], &ids[2..]);
    }
    store
}

fn contents(store: &Store) -> String {
    let contents = |id| {
        let labels: Vec<_> = store.labels(id).unwrap().iter().collect();
        let entries: Vec<_> = store.entries(id, TimeRange::ALL).collect();
        format!("{labels:?} {entries:?}\n")
    };
    store.select(&[]).into_iter().map(contents).collect()
}

#[wasm_bindgen_test]
async fn a_store_is_the_same_after_a_reload() {
    let storage = fresh("reload").await;
    let mut store = store(400);
    save(&storage, &store.take_unsaved()).await.unwrap();
    drop(storage);
    let storage = Storage::open("reload").await.unwrap();
    let mut restoring = Restoring::new(Limits::default());
    for record in records(&storage).await {
        restoring.add(&record).unwrap();
    }
    let (mut restored, problems) = restoring.finish();
    assert_eq!(problems, []);
    assert_eq!(contents(&restored), contents(&store));
    assert_eq!(restored.take_unsaved(), Batch::default());
}

#[wasm_bindgen_test]
async fn a_batch_of_a_thousand_records_is_written_and_read() {
    let storage = fresh("thousand").await;
    let many = (0..1000_u32).map(|number| record(&format!("row/{number}"), &[number as u8; 3000]));
    let mut many: Vec<Record> = many.collect();
    save(&storage, &put(many.clone())).await.unwrap();
    let mut read = records(&storage).await;
    read.sort_by(|one, other| one.key.cmp(&other.key));
    many.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(read, many);
    let delete = many.iter().skip(1).map(|record| record.key.clone()).collect();
    save(&storage, &Batch { put: Vec::new(), delete }).await.unwrap();
    assert_eq!(records(&storage).await, many[..1]);
}

#[wasm_bindgen_test]
async fn a_batch_deletes_first_and_then_puts() {
    let storage = fresh("order").await;
    save(&storage, &put(vec![record("a", b"1"), record("b", b"2")])).await.unwrap();
    let batch =
        Batch { put: vec![record("a", b"3")], delete: vec!["a".to_owned(), "c".to_owned()] };
    save(&storage, &batch).await.unwrap();
    assert_eq!(records(&storage).await, [record("a", b"3"), record("b", b"2")]);
    save(&storage, &Batch::default()).await.unwrap();
    assert_eq!(records(&storage).await.len(), 2);
    storage.save(&put(vec![record("c", b"4")]), [], true).await.unwrap();
    assert_eq!(records(&storage).await, [record("c", b"4")]);
}

#[wasm_bindgen_test]
async fn a_corrupt_record_is_said_and_the_rest_kept() {
    let storage = fresh("corrupt").await;
    let mut store = store(130);
    let mut batch = store.take_unsaved();
    let damaged = batch.put.iter_mut().find(|record| record.key.starts_with("row/2/")).unwrap();
    damaged.bytes[2] ^= 1;
    let damaged = damaged.key.clone();
    let rest: Vec<_> = batch.put.iter().filter(|record| record.key != damaged).cloned().collect();
    save(&storage, &batch).await.unwrap();
    // A value that is no array of bytes.
    let database = Factory::new().unwrap().open("corrupt", None).unwrap().await.unwrap();
    let transaction = database.transaction(&["records"], TransactionMode::ReadWrite).unwrap();
    let table = transaction.object_store("records").unwrap();
    table.put(&JsValue::from_f64(7.0), Some(&JsValue::from_str("row/x"))).unwrap().await.unwrap();
    transaction.await.unwrap();
    database.close();
    let (restored, problems) = Store::restore(Limits::default(), &records(&storage).await).unwrap();
    let mut keys: Vec<&str> = problems.iter().map(|problem| problem.key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, [damaged.as_str(), "row/x"]);
    assert!(problems.iter().all(|problem| problem.kind == LostRecordKind::Damaged));
    let (expected, _) = Store::restore(Limits::default(), &rest).unwrap();
    assert!(expected.usage().samples > 0, "a part of it lies in other records");
    assert_eq!(contents(&restored), contents(&expected));
}

#[wasm_bindgen_test]
async fn a_newer_database_is_said_and_left_alone() {
    drop(fresh("newer").await);
    let mut request = Factory::new().unwrap().open("newer", Some(9)).unwrap();
    request.on_upgrade_needed(|event| {
        let database = idb::DatabaseEvent::database(&event).unwrap();
        database.create_object_store("later", ObjectStoreParams::new()).unwrap();
    });
    let database = request.await.unwrap();
    assert_eq!(Storage::open("newer").await.err(), Some(StorageError::Newer));
    assert_eq!(database.store_names(), ["later", "notes", "records"]);
    database.close();
    // A person may want it gone.
    assert_eq!(Storage::remove("newer").await, Ok(()));
    assert_eq!(records(&Storage::open("newer").await.unwrap()).await, []);
}

#[wasm_bindgen_test]
async fn an_older_page_makes_way_for_a_newer_one() {
    let storage = fresh("way").await;
    // This would wait for ever if the old page held on.
    let database = Factory::new().unwrap().open("way", Some(2)).unwrap().await.unwrap();
    assert_eq!(save(&storage, &Batch::default()).await, Err(StorageError::Unavailable));
    assert_eq!(storage.load_note("a").await, Err(StorageError::Unavailable));
    database.close();
}

#[wasm_bindgen_test]
async fn two_databases_and_notes_do_not_mix() {
    let (one, other) = (fresh("one").await, fresh("other").await);
    save(&one, &put(vec![record("a", b"1")])).await.unwrap();
    save(&other, &put(vec![record("b", b"2")])).await.unwrap();
    note(&one, "a", b"note").await.unwrap();
    note(&one, "empty", b"").await.unwrap();
    assert_eq!(records(&one).await, [record("a", b"1")]);
    assert_eq!(records(&other).await, [record("b", b"2")]);
    assert_eq!(one.load_note("a").await, Ok(Some(b"note".to_vec())));
    assert_eq!(one.load_note("empty").await, Ok(Some(Vec::new())));
    assert_eq!(other.load_note("a").await, Ok(None));
    one.clear().await.unwrap();
    assert_eq!(records(&one).await, []);
    assert_eq!(one.load_note("a").await, Ok(None));
    assert_eq!(records(&other).await, [record("b", b"2")]);
}

#[wasm_bindgen_test]
async fn two_operations_at_once_both_end() {
    let storage = Rc::new(fresh("at-once").await);
    let batch = |name: &str| {
        put((0..200).map(|number| record(&format!("{name}/{number}"), b"x")).collect())
    };
    let (first, second) = (batch("a"), batch("b"));
    let (other, outcome) = (storage.clone(), Rc::new(Cell::new(None)));
    let setter = outcome.clone();
    wasm_bindgen_futures::spawn_local(async move { setter.set(Some(save(&other, &second).await)) });
    let (saved, noted) = (save(&storage, &first).await, note(&storage, "n", b"x").await);
    assert_eq!((saved, noted), (Ok(()), Ok(())));
    // Reading waits for what is being written.
    assert_eq!(records(&storage).await.len(), 400);
    assert_eq!(outcome.take(), Some(Ok(())));
}
