//! Messages: the texts of the page, named by their English wording.

/// A text that is shown, by its English wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// The form for exactly one, if the message has a plural.
    pub(super) one: Option<&'static str>,
    /// The text, and the message's name in the files of other languages.
    pub(super) text: &'static str,
}

/// Returns a message.
pub const fn message(text: &'static str) -> Message {
    Message { one: None, text }
}

/// Returns a message about `{n}` things.
pub const fn plural(one: &'static str, other: &'static str) -> Message {
    Message { one: Some(one), text: other }
}

impl Message {
    /// Returns the text as it stands in the source.
    pub const fn english(self) -> &'static str {
        self.text
    }
}
