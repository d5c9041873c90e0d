//! The bytes of one answer, turned into what they mean.
//!
//! Decoders never fail on bad input: they say what they could read and what they could not, and where. They do not
//! know who asked, or when.

pub mod byte_text;
pub mod exposition;
pub mod health;
pub mod json;

use serde::{Deserialize, Serialize};

/// One HTTP answer as it came, whatever its code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The status code, 100 to 599.
    pub code: u16,
    /// Names in lower case, with their values, in the order received.
    pub headers: Vec<(String, String)>,
    /// The body, without any transfer or content encoding. A reader with a cap stops one byte after it.
    #[serde(with = "byte_text")]
    pub body: Vec<u8>,
}

impl Answer {
    /// Gives the answer its own type back. The proxy passes a type on to browsers only where they make no page of it, and names
    /// any other in a header of its own.
    pub fn restore_type(&mut self) {
        if let Some(at) = self.headers.iter().position(|(name, _)| name == "x-allclear-type") {
            let (_, own) = self.headers.swap_remove(at);
            self.headers.retain(|(name, _)| name != "content-type");
            self.headers.push(("content-type".to_owned(), own));
        }
    }

    /// The first value of the header with this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
