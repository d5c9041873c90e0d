//! The browser's database, in which the console stores its data: opened once, when it is first needed.

use crate::browser::effect::storage::Storage;
use crate::console::{Note, Save, StorageError, StoredData};
use std::cell::RefCell;
use std::rc::Rc;

/// The name of the database within this site's origin.
const NAME: &str = "allclear-admin";

/// The database, once it is open.
#[derive(Debug, Default)]
pub(super) struct Database(RefCell<Option<Rc<Storage>>>);

impl Database {
    async fn open(&self) -> Result<Rc<Storage>, StorageError> {
        if let Some(storage) = self.0.borrow().clone() {
            return Ok(storage);
        }
        let storage = Rc::new(Storage::open(NAME).await?);
        *self.0.borrow_mut() = Some(storage.clone());
        Ok(storage)
    }

    /// Reads all of it.
    pub(super) async fn load(&self) -> Result<StoredData, StorageError> {
        let storage = self.open().await?;
        let mut kept = StoredData { records: storage.load().await?, ..StoredData::default() };
        for note in Note::ALL {
            if let Some(bytes) = storage.load_note(note.key()).await? {
                kept.notes.push((note, bytes));
            }
        }
        Ok(kept)
    }

    /// Keeps what changed.
    pub(super) async fn save(&self, save: &Save) -> Result<(), StorageError> {
        let notes = save.notes.iter().map(|(note, bytes)| (note.key(), bytes.as_slice()));
        self.open().await?.save(&save.batch, notes, save.replaces).await
    }

    /// Empties the database. One that cannot be opened, such as that of a newer version, is deleted.
    pub(super) async fn forget(&self) -> Result<(), StorageError> {
        match self.open().await {
            Ok(storage) => storage.clear().await,
            Err(_) => Storage::remove(NAME).await,
        }
    }
}
