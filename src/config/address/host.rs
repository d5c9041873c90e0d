//! Hosts: names and IP addresses.

use super::{Wrong, wrong};
use core::fmt;
use core::net::{IpAddr, Ipv6Addr};

/// A host of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A name, in lower case.
    Name(String),
    /// An address.
    Ip(IpAddr),
}

impl Host {
    /// Returns whether resolving it takes a name server. `localhost` is in every machine's own table.
    pub fn needs_resolver(&self) -> bool {
        matches!(self, Self::Name(name) if name != "localhost")
    }

    /// Reads a host name or an IP address; IPv6 in brackets.
    ///
    /// # Errors
    ///
    /// [`Wrong`] where it is neither.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return match inner.parse::<Ipv6Addr>() {
                Ok(ip) => Ok(Self::Ip(ip.into())),
                Err(_) => wrong(format!("{text:?} is no IPv6 address"), "as in [2001:db8::1]"),
            };
        }
        if let Ok(ip) = text.parse::<core::net::Ipv4Addr>() {
            return Ok(Self::Ip(ip.into()));
        }
        let is_label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        // A last label of digits would make it an address, in one of the many forms that programs read differently.
        let ends_in_number = text
            .rsplit('.')
            .next()
            .is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
        if text.len() > 253 || ends_in_number || !text.split('.').all(is_label) {
            return wrong(
                format!("{text:?} is no host name"),
                "as in chat.example.org, 10.0.0.7 or [2001:db8::1]",
            );
        }
        Ok(Self::Name(text.to_ascii_lowercase()))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Ip(IpAddr::V4(ip)) => write!(f, "{ip}"),
            Self::Ip(IpAddr::V6(ip)) => write!(f, "[{ip}]"),
        }
    }
}
