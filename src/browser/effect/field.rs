//! Text fields.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};

/// Moves the focus to a field and selects its text, so that typing replaces it.
pub fn select(field: &HtmlInputElement) {
    field.select();
    // A field that is not in the document takes no focus.
    let _ = field.focus();
}

/// Returns the place of the cursor in a text area, in bytes of its text. The browser counts UTF-16 units.
pub fn cursor(area: &HtmlTextAreaElement) -> usize {
    let text = area.value();
    let mut left = area.selection_end().ok().flatten().unwrap_or_default() as usize;
    let before = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    });
    before.map(char::len_utf8).sum()
}

/// Replaces the text of an area and puts the cursor before a byte of it.
pub fn write(area: &HtmlTextAreaElement, text: &str, cursor: usize) {
    area.set_value(text);
    let before = text.get(..cursor).unwrap_or(text);
    let at = before.encode_utf16().count() as u32;
    // A text area always has a selection.
    let _ = area.set_selection_range(at, at);
    // One that is not in the document takes no focus.
    let _ = area.focus();
}
