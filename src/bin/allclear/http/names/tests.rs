use super::*;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

const NO_ERROR: u8 = 0;
const SERVER_FAILURE: u8 = 2;
const NO_SUCH_NAME: u8 = 3;
const REFUSED: u8 = 5;

/// A name server that answers each question with the result of `reply` for the name's first label and the type: a code, and an address
/// of type A or AAAA.
async fn name_server(
    reply: fn(&str, RecordType) -> (u8, Option<IpAddr>),
) -> (ResolverConfig, JoinHandle<()>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let mut connection = ConnectionConfig::udp();
    connection.port = socket.local_addr().unwrap().port();
    let server = NameServerConfig::new(Ipv4Addr::LOCALHOST.into(), true, vec![connection]);
    let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
    let running = tokio::spawn(async move {
        let mut buffer = [0; 512];
        while let Ok((_, client)) = socket.recv_from(&mut buffer).await {
            // The header has 12 bytes. Each label follows its length, and the last length is 0.
            let mut end = 12;
            while buffer[end] > 0 {
                end += usize::from(buffer[end]) + 1;
            }
            let label = &buffer[13..13 + usize::from(buffer[12])];
            let kind = if buffer[end + 2] == 1 { RecordType::A } else { RecordType::AAAA };
            let (code, address) = reply(core::str::from_utf8(label).unwrap(), kind);
            let mut answer = buffer[..end + 5].to_vec();
            answer[2..12].copy_from_slice(&[
                0x81,
                0x80 | code,
                0,
                1,
                0,
                u8::from(address.is_some()),
                0,
                0,
                0,
                0,
            ]);
            if let Some(address) = address {
                let octets = match address {
                    IpAddr::V4(ip) => ip.octets().to_vec(),
                    IpAddr::V6(ip) => ip.octets().to_vec(),
                };
                let kind = buffer[end + 2];
                answer.extend([0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0, octets.len() as u8]);
                answer.extend(octets);
            }
            socket.send_to(&answer, client).await.unwrap();
        }
    });
    (config, running)
}

async fn addresses(config: &ResolverConfig, name: &str) -> Result<Vec<IpAddr>, FetchError> {
    let mut options = ResolverOpts::default();
    (options.timeout, options.attempts) = (Duration::from_millis(200), 1);
    lookup(config.clone(), options, Name::from_ascii(name).unwrap()).await
}

#[tokio::test]
async fn returns_the_addresses_of_both_families() {
    let reply = |label: &str, kind| match (label, kind) {
        ("both" | "six", RecordType::AAAA) => (NO_ERROR, Some(Ipv6Addr::LOCALHOST.into())),
        ("both" | "my_service", RecordType::A) => (NO_ERROR, Some(Ipv4Addr::LOCALHOST.into())),
        _ => (NO_ERROR, None),
    };
    let (config, _running) = name_server(reply).await;
    let (four, six) = (IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST));
    assert_eq!(addresses(&config, "both.example.").await, Ok(vec![four, six]));
    assert_eq!(addresses(&config, "six.example.").await, Ok(vec![six]));
    assert_eq!(addresses(&config, "my_service.").await, Ok(vec![four]));
}

#[tokio::test]
async fn an_absent_name_is_not_a_failed_name_server() {
    let reply = |label: &str, _| match label {
        "gone" => (NO_SUCH_NAME, None),
        "empty" => (NO_ERROR, None),
        "failing" => (SERVER_FAILURE, None),
        _ => (REFUSED, None),
    };
    let (config, running) = name_server(reply).await;
    for (name, expected) in [
        ("gone.example.", FetchError::NoName),
        ("empty.example.", FetchError::NoName),
        ("failing.example.", FetchError::Local),
        ("refused.example.", FetchError::Local),
    ] {
        assert_eq!(addresses(&config, name).await, Err(expected), "{name}");
    }
    running.abort();
    assert_eq!(addresses(&config, "gone.example.").await, Err(FetchError::Local), "no answer");
}

#[tokio::test]
async fn the_host_table_needs_no_name_server() {
    let found = resolve("localhost").await.unwrap();
    assert!(found.iter().all(IpAddr::is_loopback) && !found.is_empty(), "{found:?}");
}

#[test]
fn addresses_of_both_families_take_turns() {
    let four = |last| IpAddr::from([10, 0, 0, last]);
    let six = |last| IpAddr::from([0, 0, 0, 0, 0, 0, 0, last]);
    assert_eq!(
        alternate(vec![four(1), four(2), four(3)], vec![six(1)]),
        [four(1), six(1), four(2), four(3)]
    );
    assert_eq!(alternate(vec![], vec![six(1), six(2)]), [six(1), six(2)]);
}
