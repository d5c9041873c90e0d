//! Statements about several systems that fail in the same way.

use crate::status::check::Failure;
use crate::view::language::{Words, plural};

/// Returns the statement that `n` systems fail in this way, without a full stop: "5 systems refuse connections".
pub fn several_fail(words: &Words, n: usize, failure: Failure) -> String {
    let message = match failure {
        Failure::Refused => {
            plural("{n}~system refuses connections", "{n}~systems refuse connections")
        }
        Failure::Unreachable => {
            plural("{n}~system cannot be reached", "{n}~systems cannot be reached")
        }
        Failure::TimedOut => {
            plural("{n}~system does not answer in time", "{n}~systems do not respond in time")
        }
        Failure::Broken => plural(
            "{n}~system closes the connection early",
            "{n}~systems close the connection early",
        ),
        Failure::Certificate(_) => plural(
            "{n}~system has a certificate that cannot be trusted",
            "{n}~systems present an untrusted certificate",
        ),
        Failure::NotHttp => plural(
            "{n}~system does not answer with HTTP",
            "{n}~systems return responses that are not HTTP",
        ),
        Failure::Http(code) => {
            let values = [("code", &*code.to_string())];
            let message = plural(
                "{n}~system answers with an error (HTTP~{code})",
                "{n}~systems return an error (HTTP~{code})",
            );
            return words.count(n, message, &values);
        }
    };
    words.count(n, message, &[])
}
