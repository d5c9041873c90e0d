//! Decoders: the bytes of an answer to their meaning.
//!
//! A decoder never fails on bad input. It returns what it could read, and what it could not with its place. It does not know who
//! sent the request, or when.

pub mod byte_text;
pub mod health;
pub mod json;

use serde::{Deserialize, Serialize};

/// An HTTP answer with any status code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The status code, 100 to 599.
    pub code: u16,
    /// Header names in lower case with their values, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body, without transfer and content encoding. A reader with a limit stops one byte after it.
    #[serde(with = "byte_text")]
    pub body: Vec<u8>,
}

impl Answer {
    /// Restores the content type of the service. The proxy passes on types only where browsers do not render them as a page, and
    /// sends any other in a header of its own.
    pub fn restore_type(&mut self) {
        if let Some(at) = self.headers.iter().position(|(name, _)| name == "x-allclear-type") {
            let (_, own) = self.headers.swap_remove(at);
            self.headers.retain(|(name, _)| name != "content-type");
            self.headers.push(("content-type".to_owned(), own));
        }
    }

    /// Returns the first value of the header with this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
