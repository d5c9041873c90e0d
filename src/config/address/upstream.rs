//! Upstreams: the addresses to which nginx sends requests.

use super::origin::{Origin, split};
use super::{Wrong, wrong};
use core::fmt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The address of an endpoint: an origin, and the path with its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// Scheme, host and port.
    pub origin: Origin,
    /// Path and query: `/health`, `/health?full=1`; empty where only the host was written.
    pub target: String,
}

impl Upstream {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// [`Wrong`] where it is none that nginx can be given.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let (origin, target) = split(text)?;
        if target.starts_with('?') {
            return wrong("the path is missing before `?`", format!("write {origin}/{target}"));
        }
        check_target(target)?;
        Ok(Self { origin, target: target.to_owned() })
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.target)
    }
}

/// Checks that path and query contain only characters that are allowed there and have no meaning to nginx.
fn check_target(target: &str) -> Result<(), Wrong> {
    if target.contains('#') {
        return wrong("a fragment (`#`) is never sent", "leave it out");
    }
    let mut rest = target.chars();
    while let Some(char) = rest.next() {
        if char.is_ascii_alphanumeric() || "/?-._~!&()*+,=:@".contains(char) {
            continue;
        }
        let code = rest.as_str().bytes().take(2);
        if char != '%' {
            let written = char.to_string();
            let written = utf8_percent_encode(&written, NON_ALPHANUMERIC);
            return wrong(
                format!("{char:?} cannot stand in an address"),
                format!("write it as {written}"),
            );
        }
        if code.filter(u8::is_ascii_hexdigit).count() < 2 {
            return wrong("`%` must begin a code of two digits", "write a percent sign as %25");
        }
    }
    if target.split(['/', '?']).any(|step| step == "." || step == "..") {
        return wrong("`.` and `..` are no steps of a fixed path", "write the path that is meant");
    }
    Ok(())
}
