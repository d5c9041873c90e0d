//! Addresses, read strictly: each can be written into nginx's configuration and into a policy header without escaping.
//!
//! nginx's language gives a meaning to `$`, `;`, quotes, braces and spaces, and has no way to escape a `$`. So they are
//! not escaped but impossible: an address that contains one is refused, and the hint says its percent-encoded form.

mod host;
mod origin;
mod server;
mod upstream;

pub use host::Host;
pub use origin::Origin;
pub use server::{listen, network, resolver};
pub use upstream::Upstream;

/// An error about a value in a document: the problem, and a hint on how to correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Lower case, no final stop.
    pub message: String,
    /// The correction.
    pub hint: String,
}

fn wrong<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { message: message.into(), hint: hint.into() })
}

#[cfg(test)]
mod tests;
