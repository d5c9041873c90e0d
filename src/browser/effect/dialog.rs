//! Dialogs over the page.

use web_sys::HtmlDialogElement;

/// Opens a dialog that keeps the keyboard and the pointer from everything behind it. One that is open stays as it is.
pub fn show_modal(dialog: &HtmlDialogElement) {
    // Refused only where the dialog is open already, or not in the document any more.
    let _ = dialog.show_modal();
}
