//! Origins: scheme, host and port.

use super::host::Host;
use super::{Wrong, wrong};
use core::fmt;

/// Scheme, host and port: what CORS and policies call an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Whether it is `https`.
    pub secure: bool,
    /// The host.
    pub host: Host,
    /// The port, where it is not the scheme's own.
    pub port: Option<u16>,
}

impl Origin {
    /// Reads an origin: an address without a path.
    ///
    /// # Errors
    ///
    /// [`Wrong`] where it is none.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        match text {
            "*" => {
                wrong("`*` would let every page on the web read the answers", "name each origin")
            }
            "null" => wrong("`null` is the origin of every sandboxed page", "name each origin"),
            _ => {
                let (origin, rest) = split(text)?;
                if rest.is_empty() {
                    Ok(origin)
                } else {
                    wrong(
                        format!("an origin ends after the port, {rest:?} is too much"),
                        format!("write {origin}"),
                    )
                }
            }
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.secure { "https://" } else { "http://" })?;
        write!(f, "{}", self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// Splits an address after its port.
pub(super) fn split(text: &str) -> Result<(Origin, &str), Wrong> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return wrong(format!("{text:?} is no address"), "as in http://127.0.0.1:8080/health");
    };
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "http" => false,
        "https" => true,
        _ => return wrong(format!("{scheme:?} is not supported"), "http and https are"),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    if authority.contains('@') {
        return wrong(
            "a user or a password is in the address",
            "the proxy sends none: expose the health check without",
        );
    }
    let (host, port) = match authority.rsplit_once(':') {
        // A colon inside brackets belongs to the host.
        Some((host, port)) if !port.ends_with(']') => match port.parse::<u16>() {
            Ok(port) if port > 0 => (host, Some(port)),
            _ => return wrong(format!("{port:?} is no port"), "a number from 1 to 65535 is due"),
        },
        _ => (authority, None),
    };
    let port = port.filter(|port| *port != if secure { 443 } else { 80 });
    Ok((Origin { secure, host: Host::parse(host)?, port }, target))
}
