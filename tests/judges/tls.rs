//! Services behind TLS, with certificates of every kind.

use crate::upstream::{answer, listen, request};
use openssl::pkey::PKey;
use openssl::ssl::{
    Ssl, SslContext, SslContextBuilder, SslMethod, SslStream, SslVerifyMode, SslVersion,
};
use openssl::x509::X509;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use std::io::Write as _;
use std::sync::Arc;

/// A certificate and its key, in PEM.
pub(crate) struct Pair {
    pub(crate) certificate: String,
    key: String,
}

/// An authority that signs.
pub(crate) struct Authority {
    pub(crate) pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// The content of a certificate.
#[derive(Default)]
pub(crate) struct Wanted<'a> {
    /// Alternative names.
    pub(crate) names: &'a [&'a str],
    /// The common name.
    pub(crate) common: &'a str,
    /// The years in which it is valid; `None` for those around now.
    pub(crate) years: Option<(i32, i32)>,
}

impl Wanted<'_> {
    fn parameters(&self) -> CertificateParams {
        let names = self.names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut parameters = CertificateParams::new(names).unwrap();
        parameters.distinguished_name = DistinguishedName::new();
        parameters.distinguished_name.push(DnType::CommonName, self.common);
        if let Some((from, to)) = self.years {
            parameters.not_before = date_time_ymd(from, 1, 1);
            parameters.not_after = date_time_ymd(to, 1, 1);
        }
        parameters
    }

    pub(crate) fn signed_by(&self, authority: &Authority) -> Pair {
        let key = KeyPair::generate().unwrap();
        let certificate = self.parameters().signed_by(&key, &authority.issuer).unwrap();
        Pair { certificate: certificate.pem(), key: key.serialize_pem() }
    }

    pub(crate) fn self_signed(&self) -> Pair {
        let key = KeyPair::generate().unwrap();
        let certificate = self.parameters().self_signed(&key).unwrap();
        Pair { certificate: certificate.pem(), key: key.serialize_pem() }
    }
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut parameters = Wanted { common: name, ..Wanted::default() }.parameters();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = parameters.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(parameters, key) }
    }
}

/// How a server differs from the usual.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oddity {
    None,
    /// It speaks only this version of TLS.
    Only(SslVersion),
    /// It wants a certificate of its clients.
    WantsCertificate,
}

fn context(pair: &Pair, oddity: Oddity) -> SslContext {
    let mut context = SslContextBuilder::new(SslMethod::tls_server()).unwrap();
    context.set_certificate(&X509::from_pem(pair.certificate.as_bytes()).unwrap()).unwrap();
    context.set_private_key(&PKey::private_key_from_pem(pair.key.as_bytes()).unwrap()).unwrap();
    match oddity {
        Oddity::None => {}
        Oddity::Only(version) => {
            context.set_cipher_list("DEFAULT@SECLEVEL=0").unwrap();
            context.set_min_proto_version(Some(version)).unwrap();
            context.set_max_proto_version(Some(version)).unwrap();
        }
        Oddity::WantsCertificate => {
            context.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
        }
    }
    context.build()
}

/// Starts a healthy service on a free port.
pub(crate) fn start(pair: &Pair, oddity: Oddity) -> u16 {
    let context = context(pair, oddity);
    listen(Arc::new(move |stream| {
        let mut stream = SslStream::new(Ssl::new(&context).unwrap(), stream).unwrap();
        // A client that does not trust the certificate leaves within the handshake.
        if stream.accept().is_ok() && request(&mut stream).is_some() {
            let body = br#"{"status":"ok"}"#;
            let _ = stream.write_all(&answer("200 OK", "Content-Type: application/json\r\n", body));
            let _ = stream.shutdown();
        }
    }))
}
