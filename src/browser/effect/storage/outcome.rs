//! Outcomes of requests and transactions, and the reasons of their failures.

use crate::console::StorageError;
use idb::{Error, Transaction};
use js_sys::Promise;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbRequest, IdbTransaction};

/// Resolves when the transaction is complete. Must be called before the first wait, or the end may be missed.
///
/// The crate's own future reports an abort without its reason, and a full disk is reported in no other way.
pub(super) fn end(transaction: Transaction) -> impl Future<Output = Result<(), StorageError>> {
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

/// Resolves to the result of a request. Must be called before the first wait, or its end may be missed.
///
/// The crate's own futures are a type for each kind of request, 3 KB for those used here.
pub(super) fn answer(request: IdbRequest) -> impl Future<Output = Result<JsValue, StorageError>> {
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

/// Returns the error for failures that no operation here causes. The texts of `idb` for all of them would add 2 KB to every page.
fn unknown() -> StorageError {
    StorageError::Other("the database gave no reason".to_owned())
}

/// Maps an exception by the names of the standard (Indexed Database API 3.0, chapter 3).
fn named(exception: &DomException) -> StorageError {
    match exception.name().as_str() {
        "QuotaExceededError" => StorageError::Full,
        "VersionError" => StorageError::Newer,
        name => StorageError::Other(format!("{name}: {}", exception.message())),
    }
}
