//! Addresses of servers and networks, without a scheme.

use super::host::Host;
use super::{Wrong, wrong};
use core::net::{IpAddr, SocketAddr};

/// Reads the address at which nginx listens, in the form in which nginx takes it.
///
/// # Errors
///
/// [`Wrong`] where it is none.
pub fn listen(text: &str) -> Result<String, Wrong> {
    let everywhere =
        text.strip_prefix("*:").and_then(|port| port.parse::<u16>().ok()).filter(|port| *port > 0);
    if let Some(port) = everywhere {
        return Ok(format!("*:{port}"));
    }
    match text.parse::<SocketAddr>() {
        Ok(address) if address.port() > 0 => Ok(address.to_string()),
        _ => wrong(
            format!("{text:?} is no address with a port"),
            "as in 127.0.0.1:8080, [::1]:8080 or *:80",
        ),
    }
}

/// Reads a name server: an IP address, with or without a port.
///
/// # Errors
///
/// [`Wrong`] where it is none.
pub fn resolver(text: &str) -> Result<String, Wrong> {
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Ok(Host::Ip(ip).to_string());
    }
    match text.parse::<SocketAddr>() {
        Ok(address) => Ok(address.to_string()),
        Err(_) => wrong(
            format!("{text:?} is no name server"),
            "an IP address is due, as in 10.0.0.2 or 127.0.0.11:53",
        ),
    }
}

/// Reads an IP address, or a network of them: `10.0.0.0/8`.
///
/// # Errors
///
/// [`Wrong`] where it is neither, or every address there is.
pub fn network(text: &str) -> Result<String, Wrong> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let hint = "an IP address or a network is due, as in 127.0.0.1 or 10.0.0.0/8";
    let Ok(ip) = address.parse::<IpAddr>() else {
        return wrong(format!("{text:?} is no address of a proxy"), hint);
    };
    let most = if ip.is_ipv4() { 32 } else { 128 };
    match bits.map(str::parse::<u8>) {
        None => Ok(ip.to_string()),
        Some(Ok(0)) => wrong("every client could then say that it is another", hint),
        Some(Ok(bits)) if bits <= most => Ok(format!("{ip}/{bits}")),
        Some(_) => wrong(format!("{text:?} is no network"), hint),
    }
}
