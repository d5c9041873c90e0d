//! The storage of this browser: the records of a store, and small notes, in IndexedDB.
//!
//! Whole operations only. A transaction ends by itself as soon as a task waits for anything else, so every request is made before
//! the first wait, and no transaction leaves this file. Nothing here knows what a record holds.

mod outcome;

use self::outcome::{answer, end};
use crate::console::StorageError;
use idb::{
    Database, DatabaseEvent as _, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query,
    Transaction, TransactionMode,
};
use js_sys::{Array, Uint8Array};
use metrics_engine::store::snapshot::{Batch, Record};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{IdbDatabase, IdbOpenDbRequest};

/// The version of the database: which tables it has. What is in them has a version of its own.
const VERSION: u32 = 1;

/// Number of records that are read at a time.
const PAGE: u32 = 64;

/// Number of bytes that are written before waiting for the database, so that the page can do other work.
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
    /// Opens the database with this name, and creates it if there is none.
    pub async fn open(name: &str) -> Result<Self, StorageError> {
        let factory = Factory::new().map_err(|_| StorageError::Unavailable)?;
        let mut request =
            factory.open(name, Some(VERSION)).map_err(|_| StorageError::Unavailable)?;
        request.on_upgrade_needed(|event| {
            // If this fails, so does opening.
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
        // A page of a newer version, in another tab, changes the tables: this connection must not block it.
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

    /// Writes a batch and small states in one transaction. If it `replaces`, all existing records are deleted first; if the
    /// transaction fails, they remain.
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

    /// Deletes everything, records and notes.
    pub async fn clear(&self) -> Result<(), StorageError> {
        let transaction = self.transaction(&[RECORDS, NOTES], TransactionMode::ReadWrite)?;
        for table in [RECORDS, NOTES] {
            let table = transaction.object_store(table)?;
            table.clear()?;
        }
        end(transaction).await
    }

    /// Deletes the database of this name, whatever version it has.
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
        // A connection that was closed, by a newer page or with the browser's data, opens no more transactions.
        self.database.transaction(tables, mode).map_err(|_| StorageError::Unavailable)
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        self.database.close();
    }
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}
