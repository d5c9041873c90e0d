//! Files that a person chooses or drops.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, File, HtmlInputElement};

/// Largest file that is read, in bytes.
const LARGEST: f64 = 16.0 * 1024.0 * 1024.0;

/// Reads the file that is chosen in a field, and hands its text on.
pub fn chosen(field: &HtmlInputElement, then: impl FnOnce(String) + 'static) {
    if let Some(file) = field.files().and_then(|files| files.get(0)) {
        read(file, then);
    }
    // The same file can be chosen again.
    field.set_value("");
}

/// Reads the file that was dropped, or the text, and hands it on.
pub fn dropped(event: &DragEvent, then: impl FnOnce(String) + 'static) {
    let Some(data) = event.data_transfer() else { return };
    match data.files().and_then(|files| files.get(0)) {
        Some(file) => read(file, then),
        None => {
            if let Ok(text) = data.get_data("text/plain")
                && !text.is_empty()
            {
                then(text);
            }
        }
    }
}

/// A file that is too large or cannot be read is an empty text, about which the receiver complains.
fn read(file: File, then: impl FnOnce(String) + 'static) {
    spawn_local(async move {
        let text =
            if file.size() > LARGEST { None } else { JsFuture::from(file.text()).await.ok() };
        then(text.and_then(|text| text.as_string()).unwrap_or_default());
    });
}
