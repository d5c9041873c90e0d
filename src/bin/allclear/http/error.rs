//! The reasons for which there is no answer.

use allclear::status::check::Distrust;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FetchError {
    /// Nothing listened.
    Refused,
    /// No connection in time.
    Silent,
    /// A connection, and no answer in time.
    TimedOut,
    /// A connection that broke off before or within the answer.
    Broken,
    /// A connection without TLS, where TLS was due. The text is OpenSSL's.
    NoTls(String),
    /// A certificate that cannot be trusted. The text is OpenSSL's.
    Certificate(Distrust, String),
    /// The answer is not HTTP.
    NotHttp,
    /// More bytes of headers than are read.
    TooManyHeaders,
    /// A body in an encoding that cannot be decoded.
    Encoding,
    /// No route to its network.
    NoRoute,
    /// The name is not known.
    NoName,
    /// This machine could not send a request.
    Local,
}
