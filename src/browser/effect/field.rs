//! Text fields.

use web_sys::HtmlInputElement;

/// Moves the focus to a field and selects its text, so that typing replaces it.
pub fn select(field: &HtmlInputElement) {
    field.select();
    // A field that is not in the document takes no focus.
    let _ = field.focus();
}
