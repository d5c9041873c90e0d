//! Addresses, read strictly: what passes here can stand in nginx's configuration and in a policy header as it is.
//!
//! nginx's language gives a meaning to `$`, `;`, quotes, braces and spaces, and has no way to escape a `$`. So they are
//! not escaped but impossible: an address that contains one is refused, with its percent-encoded form as the way out.

use core::fmt;
use core::net::{IpAddr, Ipv6Addr, SocketAddr};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Why a text is not the address that is due: what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Lower case, no final stop.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

fn wrong<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { message: message.into(), hint: hint.into() })
}

/// A host, as it stands in addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A name, in lower case.
    Name(String),
    /// An address.
    Ip(IpAddr),
}

impl Host {
    /// Whether a name server has to be asked for it. `localhost` is in every system's own table.
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

/// Where nginx asks: an origin, and the path with its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// Whom it asks.
    pub origin: Origin,
    /// What it asks for: `/health`, `/health?full=1`; empty where only the host was written.
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
        is_target(target)?;
        Ok(Self { origin, target: target.to_owned() })
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.target)
    }
}

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

/// Splits an address after its port.
fn split(text: &str) -> Result<(Origin, &str), Wrong> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return wrong(format!("{text:?} is no address"), "as in http://127.0.0.1:8080/health");
    };
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "http" => false,
        "https" => true,
        _ => return wrong(format!("{scheme:?} is not asked"), "http and https are"),
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

/// Whether path and query consist of what may stand there, less what means something to nginx.
fn is_target(target: &str) -> Result<(), Wrong> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses_and_prints_them_back() {
        for (text, printed) in [
            ("http://127.0.0.1:17401", "http://127.0.0.1:17401"),
            (
                "HTTP://Chat.Example.org:80/health?full=1&x=%24",
                "http://chat.example.org/health?full=1&x=%24",
            ),
            ("https://[2001:DB8::1]:8443/up/my-app", "https://[2001:db8::1]:8443/up/my-app"),
            ("https://[::1]/", "https://[::1]/"),
            ("http://my_service/", "http://my_service/"),
        ] {
            assert_eq!(
                Upstream::parse(text).map(|it| it.to_string()),
                Ok(printed.to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            Origin::parse("https://a.example:443").map(|it| it.to_string()),
            Ok("https://a.example".to_owned())
        );
        for (text, printed) in
            [("127.0.0.1:80", "127.0.0.1:80"), ("[::]:8080", "[::]:8080"), ("*:80", "*:80")]
        {
            assert_eq!(listen(text).as_deref(), Ok(printed));
        }
        assert_eq!(resolver("::1").as_deref(), Ok("[::1]"));
        assert_eq!(resolver("127.0.0.11:53").as_deref(), Ok("127.0.0.11:53"));
    }

    #[test]
    fn refuses_what_is_no_address_or_means_something_to_nginx() {
        for text in [
            "",
            "chat",
            "ftp://a/",
            "http://",
            "http:///x",
            "http://a:0/",
            "http://a:x/",
            "http://u:p@a/",
            "http://a/#x",
            "http://a?x",
            "http://a b/",
            "http://a/$host",
            "http://a/;}",
            "http://a/\"",
            "http://a/'",
            "http://a/{",
            "http://a/\\",
            "http://a/\n",
            "http://a/%2",
            "http://a/é",
            "http://a/../b",
            "http://1.2.3/",
            "http://0x7f.1/",
            "http://-a/",
            "http://a..b/",
            "http://[::g]/",
            "http://$x/",
            "http://a;/",
            "http://a/ ",
        ] {
            assert!(Upstream::parse(text).is_err(), "{text}");
        }
        for text in
            ["*", "null", "https://a/", "https://a/x", "a.example", "https://a; x", "~^https://.*$"]
        {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
        for text in ["8080", "localhost:80", "*:0", "127.0.0.1", "127.0.0.1:80;", "*:80 ssl"] {
            assert!(listen(text).is_err(), "{text}");
        }
        assert!(resolver("dns.example").is_err());
    }

    #[test]
    fn takes_an_address_or_a_network_of_proxies() {
        for (text, read) in [
            ("127.0.0.1", "127.0.0.1"),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("FD00::1", "fd00::1"),
            ("fd00::/64", "fd00::/64"),
        ] {
            assert_eq!(network(text).as_deref(), Ok(read));
        }
        let bad = [
            "",
            "localhost",
            "10.0.0.0/33",
            "fd00::/129",
            "10.0.0.0/",
            "10.0.0.0/8/8",
            "0.0.0.0/0",
            "[::1]",
            "::/0",
        ];
        for text in bad.iter().chain(&["10.0.0.1;", "10.0.0.0/8 ", "10.0.0.0/8;", "10.0.0.0/-1"]) {
            assert!(network(text).is_err(), "{text}");
        }
    }
}
