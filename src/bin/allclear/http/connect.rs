//! Connections to a host, by name or address.

use super::error::FetchError;
use super::names::resolve;
use allclear::config::address::{Host, Upstream};
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The timeout of a connection, the same as nginx's.
pub(crate) const CONNECT: Duration = Duration::from_secs(3);

/// Returns the port of an address.
pub(crate) fn port(place: &Upstream) -> u16 {
    place.origin.port.unwrap_or(if place.origin.secure { 443 } else { 80 })
}

/// Connects to the first address of a host that takes a connection. Of several failures, the most specific one is returned.
pub(crate) async fn connect(host: &Host, port: u16) -> Result<TcpStream, FetchError> {
    let addresses = addresses(host, port).await?;
    let share = CONNECT / u32::try_from(addresses.len().clamp(1, 4)).unwrap_or(1);
    let mut worst = FetchError::Local;
    for address in addresses.into_iter().take(4) {
        let error = match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => classify(&error),
            Err(_) => FetchError::Silent,
        };
        let most_specific_first = [
            FetchError::Refused,
            FetchError::Broken,
            FetchError::Silent,
            FetchError::NoRoute,
            FetchError::Local,
        ];
        let rank = |error: &FetchError| most_specific_first.iter().position(|other| other == error);
        if rank(&error) < rank(&worst) {
            worst = error;
        }
    }
    Err(worst)
}

/// Returns the addresses of a host.
pub(crate) async fn addresses(host: &Host, port: u16) -> Result<Vec<SocketAddr>, FetchError> {
    let ips = match host {
        Host::Ip(ip) => vec![*ip],
        Host::Name(name) => {
            timeout(CONNECT, resolve(name)).await.unwrap_or(Err(FetchError::Local))?
        }
    };
    Ok(ips.into_iter().map(|ip| SocketAddr::new(ip, port)).collect())
}

/// Returns the reason for which there is no connection.
fn classify(error: &io::Error) -> FetchError {
    match error.kind() {
        ErrorKind::ConnectionRefused => FetchError::Refused,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            FetchError::Broken
        }
        ErrorKind::TimedOut => FetchError::Silent,
        ErrorKind::HostUnreachable => FetchError::NoRoute,
        // No network, no address of its own, no free file descriptor, a firewall on this machine.
        _ => FetchError::Local,
    }
}
