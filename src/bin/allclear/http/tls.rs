//! The certificate authorities that the client trusts. nginx verifies with the same library, the same file of authorities and the
//! same limits, so that page and recorder agree on every certificate. The exception is an IP address: nginx compares it with DNS
//! names alone and cannot read the IP addresses of a certificate.

use super::FetchError;
use allclear::config::address::Host;
use allclear::status::check::Distrust;
use anyhow::{Context as _, Result};
use openssl::nid::Nid;
use openssl::ssl::{SslContext, SslContextBuilder, SslMethod, SslRef, SslVerifyMode, SslVersion};
use openssl::x509::{X509Ref, X509VerifyResult};
use std::net::IpAddr;
use std::path::Path;
use std::pin::Pin;
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

/// The maximum number of certificates between a service's and an authority's, as in nginx (`proxy_ssl_verify_depth`).
const DEPTH: u32 = 4;

/// The authorities that are trusted.
pub(super) struct Trust(SslContext);

impl Trust {
    /// Reads the authorities' certificates from a file in PEM form.
    pub(super) fn read(authorities: &Path) -> Result<Self> {
        let mut context = SslContextBuilder::new(SslMethod::tls_client())?;
        context.set_ca_file(authorities).with_context(|| {
            format!("{} has no certificate that can be read", authorities.display())
        })?;
        context.set_verify(SslVerifyMode::PEER);
        context.set_verify_depth(DEPTH);
        context.set_min_proto_version(Some(SslVersion::TLS1_2))?;
        Ok(Self(context.build()))
    }

    /// Begins TLS over a connection to `host`.
    pub(super) async fn handshake(
        &self,
        host: &Host,
        stream: TcpStream,
    ) -> Result<SslStream<TcpStream>, FetchError> {
        let mut ssl = openssl::ssl::Ssl::new(&self.0).map_err(|_| FetchError::Local)?;
        if let Host::Name(name) = host {
            ssl.set_hostname(name).map_err(|_| FetchError::Local)?;
            ssl.param_mut().set_host(name).map_err(|_| FetchError::Local)?;
        }
        let mut stream = SslStream::new(ssl, stream).map_err(|_| FetchError::Local)?;
        if let Err(error) = Pin::new(&mut stream).connect().await {
            return Err(match stream.ssl().verify_result() {
                X509VerifyResult::OK => FetchError::NoTls(error.to_string()),
                reason => {
                    FetchError::Certificate(distrust(reason), reason.error_string().to_owned())
                }
            });
        }
        match host {
            Host::Ip(ip) if !is_for(stream.ssl(), *ip) => {
                let words = format!("the certificate is not for the IP address {ip}");
                Err(FetchError::Certificate(Distrust::Name, words))
            }
            _ => Ok(stream),
        }
    }
}

/// Why a certificate is not trusted, by OpenSSL's numbers (`X509_V_ERR_…` in `x509_vfy.h`).
fn distrust(reason: X509VerifyResult) -> Distrust {
    match reason.as_raw() {
        10 => Distrust::Expired,
        // Signed by itself; or the issuer is not among the authorities.
        2 | 18..=21 => Distrust::Authority,
        62 | 64 => Distrust::Name,
        _ => Distrust::Unspecified,
    }
}

fn is_for(ssl: &SslRef, ip: IpAddr) -> bool {
    ssl.peer_certificate().is_some_and(|certificate| is_certificate_for(&certificate, ip))
}

/// Whether a certificate names an IP address, as an address or, as older ones do, in place of a DNS name. The second is what nginx
/// accepts.
fn is_certificate_for(certificate: &X509Ref, ip: IpAddr) -> bool {
    let octets = match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let text = ip.to_string();
    let names = certificate.subject_alt_names();
    let mut has_dns_name = false;
    for name in names.iter().flatten() {
        if name.ipaddress() == Some(octets.as_slice()) || name.dnsname() == Some(text.as_str()) {
            return true;
        }
        has_dns_name |= name.dnsname().is_some();
    }
    let mut common = certificate.subject_name().entries_by_nid(Nid::COMMONNAME);
    !has_dns_name && common.any(|entry| entry.data().to_string().is_ok_and(|name| name == text))
}
