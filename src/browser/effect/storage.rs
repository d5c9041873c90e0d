//! What this browser keeps: the records of a store, and small notes, in IndexedDB.
//!
//! Whole operations only. A transaction ends by itself as soon as a task waits for anything else, so every request is made before
//! the first wait, and no transaction leaves this file. Nothing here knows what a record holds.

use crate::console::StorageError;
use idb::{
    Database, DatabaseEvent as _, Error, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query,
    Transaction, TransactionMode,
};
use js_sys::{Array, Promise, Uint8Array};
use metrics_engine::store::snapshot::{Batch, Record};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// The version of the database: which tables it has. What is in them has a version of its own.
const VERSION: u32 = 1;

/// How many records are on their way at a time.
const PAGE: u32 = 64;

/// How many bytes are handed to the database before it is waited for: the page has its turn, and the transaction waits with it.
const AT_ONCE: usize = 512 * 1024;

/// The tables: key to bytes.
const RECORDS: &str = "records";
const NOTES: &str = "notes";

/// An open database.
#[derive(Debug)]
pub struct Storage {
    database: Database,
}

impl Storage {
    /// Opens the database with this name, made when there is none.
    pub async fn open(name: &str) -> Result<Self, StorageError> {
        let factory = Factory::new().map_err(|_| StorageError::Unavailable)?;
        let mut request =
            factory.open(name, Some(VERSION)).map_err(|_| StorageError::Unavailable)?;
        request.on_upgrade_needed(|event| {
            // Where this fails, so does the opening.
            if let Ok(database) = event.database() {
                for table in [RECORDS, NOTES] {
                    let _ = database.create_object_store(table, ObjectStoreParams::new());
                }
            }
        });
        request.forget_callbacks();
        let request: IdbOpenDbRequest = request.into();
        let opened = answer(request.into()).await.map_err(|error| match error {
            StorageError::Other(_) => StorageError::Unavailable,
            known => known,
        })?;
        let mut database = Database::from(opened.unchecked_into::<IdbDatabase>());
        // A page of a newer version, in another tab, wants to change the tables: this one must not be in its way.
        database.on_version_change(|event| {
            if let Some(Ok(database)) =
                event.target().map(wasm_bindgen::JsCast::dyn_into::<IdbDatabase>)
            {
                database.close();
            }
        });
        Ok(Self { database })
    }

    /// Returns all records, in no particular order. They are read a few at a time: wasm never gives memory back.
    pub async fn load(&self) -> Result<Vec<Record>, StorageError> {
        let mut records = Vec::new();
        let (_transaction, table) = self.begin(RECORDS, TransactionMode::ReadOnly)?;
        let mut behind: Option<JsValue> = None;
        loop {
            let range =
                || behind.as_ref().map(|key| KeyRange::lower_bound(key, Some(true))).transpose();
            let query = || range().map(|range| range.map(Query::KeyRange));
            // Both requests before the first wait; the transaction lives on from request to request.
            let keys = answer(table.get_all_keys(query()?, Some(PAGE))?.into());
            let values = answer(table.get_all(query()?, Some(PAGE))?.into());
            let (keys, values): (Array, Array) =
                (keys.await?.unchecked_into(), values.await?.unchecked_into());
            if keys.length() == 0 {
                return Ok(records);
            }
            behind = Some(keys.at(-1));
            for (key, value) in keys.iter().zip(values.iter()) {
                // A value that is no array of bytes is a damaged record; reading it as empty reports that.
                let bytes = bytes(&value).unwrap_or_default();
                records.push(Record { key: key.as_string().unwrap_or_default(), bytes });
            }
        }
    }

    /// Writes a batch and small states, all of it or nothing. Where it `replaces`, all records that are there go first; if that
    /// fails, they are there still.
    pub async fn save(
        &self,
        batch: &Batch,
        notes: impl IntoIterator<Item = (&str, &[u8])>,
        replaces: bool,
    ) -> Result<(), StorageError> {
        let transaction = self.transaction(&[RECORDS, NOTES], TransactionMode::ReadWrite)?;
        let (records, states) =
            (transaction.object_store(RECORDS)?, transaction.object_store(NOTES)?);
        let end = end(transaction);
        if replaces {
            records.clear()?;
        }
        for key in &batch.delete {
            records.delete(JsValue::from_str(key))?;
        }
        for (key, bytes) in notes {
            states.put(&Uint8Array::from(bytes), Some(&JsValue::from_str(key)))?;
        }
        let mut room = AT_ONCE;
        for record in &batch.put {
            let key = JsValue::from_str(&record.key);
            let request = records.put(&Uint8Array::from(record.bytes.as_slice()), Some(&key))?;
            room = room.saturating_sub(record.bytes.len());
            if room == 0 {
                // A failure also aborts the transaction, which reports it.
                if answer(request.into()).await.is_err() {
                    break;
                }
                room = AT_ONCE;
            }
        }
        end.await
    }

    /// Returns the small state that was stored under `key`.
    pub async fn load_note(&self, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let (_transaction, table) = self.begin(NOTES, TransactionMode::ReadOnly)?;
        let value = answer(table.get(JsValue::from_str(key))?.into()).await?;
        Ok(bytes(&value))
    }

    /// Forgets everything, records and notes.
    pub async fn clear(&self) -> Result<(), StorageError> {
        let transaction = self.transaction(&[RECORDS, NOTES], TransactionMode::ReadWrite)?;
        for table in [RECORDS, NOTES] {
            let table = transaction.object_store(table)?;
            table.clear()?;
        }
        end(transaction).await
    }

    /// Takes the database of this name away, whatever version it has.
    pub async fn remove(name: &str) -> Result<(), StorageError> {
        let factory = Factory::new().map_err(|_| StorageError::Unavailable)?;
        let request = factory.delete(name).map_err(|_| StorageError::Unavailable)?;
        let request: IdbOpenDbRequest = request.into();
        answer(request.into()).await.map(drop).map_err(|_| StorageError::Unavailable)
    }

    fn begin(
        &self,
        table: &str,
        mode: TransactionMode,
    ) -> Result<(Transaction, ObjectStore), StorageError> {
        let transaction = self.transaction(&[table], mode)?;
        let table = transaction.object_store(table)?;
        Ok((transaction, table))
    }

    fn transaction(
        &self,
        tables: &[&str],
        mode: TransactionMode,
    ) -> Result<Transaction, StorageError> {
        // A connection that was closed, by a newer page or with the browser's data, opens no transaction any more.
        self.database.transaction(tables, mode).map_err(|_| StorageError::Unavailable)
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        self.database.close();
    }
}

/// Resolves when everything is on its way to the disk. To be called before the first wait, or the end may be missed.
///
/// The crate's own future reports an abort without its reason, and a full disk is reported in no other way.
fn end(transaction: Transaction) -> impl Future<Output = Result<(), StorageError>> {
    let transaction = IdbTransaction::from(transaction);
    let ended = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    async move {
        match JsFuture::from(ended).await {
            Ok(_) => Ok(()),
            Err(_) => Err(transaction.error().map_or_else(
                || StorageError::Other("the transaction was aborted".to_owned()),
                |exception| named(&exception),
            )),
        }
    }
}

/// What comes of a request. To be called before the first wait, or its end may be missed.
///
/// The crate's own futures are a type for each kind of request, 3 KB for those of this file.
fn answer(request: IdbRequest) -> impl Future<Output = Result<JsValue, StorageError>> {
    // The listeners are attached at once: an unhandled rejection would stop the page.
    let ended = JsFuture::from(Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    }));
    async move {
        let ended = ended.await;
        match request.error() {
            Ok(Some(exception)) => Err(named(&exception)),
            _ if ended.is_err() => Err(unknown()),
            _ => request.result().map_err(|_| unknown()),
        }
    }
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        match &error {
            Error::DomException(exception) => named(exception),
            Error::ClearFailed(value)
            | Error::DeleteFailed(value)
            | Error::GetAllFailed(value)
            | Error::GetAllKeysFailed(value)
            | Error::IndexedDbDeleteFailed(value)
            | Error::IndexedDbOpenFailed(value)
            | Error::ObjectStoreNotFound(value)
            | Error::UpdateFailed(value) => value.dyn_ref().map_or_else(unknown, named),
            _ => unknown(),
        }
    }
}

/// What no operation of this file leads to. The words of `idb` for all that could would be 2 KB in every page.
fn unknown() -> StorageError {
    StorageError::Other("the database gave no reason".to_owned())
}

/// By the names of the standard (Indexed Database API 3.0, chapter 3).
fn named(exception: &DomException) -> StorageError {
    match exception.name().as_str() {
        "QuotaExceededError" => StorageError::Full,
        "VersionError" => StorageError::Newer,
        name => StorageError::Other(format!("{name}: {}", exception.message())),
    }
}
