//! One answer on its way to the client.
//!
//! Headers keep the order in which the real programs send them. `Content-Length` and, where a system does not place it
//! itself, `Date` are added by the server at the end, as they do. A reply can promise more bytes than it holds: that is
//! how an answer is truncated.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use anyhow::Context as _;
use bytes::Bytes;
use hyper::{
    Response,
    body::{Body, Frame, SizeHint},
    header::{HeaderName, HeaderValue},
};
use tokio::time::Sleep;

/// An answer: code, headers in order, body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The status code.
    pub(crate) code: u16,
    /// Header names in lower case, with their values, in the order sent.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The bytes to send.
    pub(crate) body: Bytes,
    /// A `Content-Length` other than the body's.
    pub(crate) promised: Option<usize>,
}

impl Reply {
    /// An answer without headers.
    pub(crate) fn new(code: u16, body: impl Into<Bytes>) -> Self {
        Self { code, headers: Vec::new(), body: body.into(), promised: None }
    }

    /// Adds a header at the end.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds `Content-Type` at the end.
    pub(crate) fn of_type(self, content_type: &str) -> Self {
        self.header("content-type", content_type)
    }

    /// Places `Content-Length` here, for those who do not send it after all other headers.
    pub(crate) fn length_here(self) -> Self {
        self.header("content-length", "")
    }

    /// Sends half of the body and promises all of it.
    ///
    /// Bodies of a few bytes promise 64 more, since half of nothing would be a whole answer.
    pub(crate) fn truncated(mut self) -> Self {
        self.promised =
            Some(if self.body.len() < 16 { self.body.len() + 64 } else { self.body.len() });
        self.body.truncate(self.body.len() / 2);
        self
    }

    /// Fills the body with spaces up to `size` bytes: what was valid JSON stays valid, only far too large.
    pub(crate) fn padded_to(mut self, size: usize) -> Self {
        let mut body = self.body.to_vec();
        body.resize(size.max(body.len()), b' ');
        self.body = body.into();
        self
    }

    /// The answer as the server sends it. Fails on a header value that HTTP does not allow.
    pub(crate) fn into_response(mut self) -> anyhow::Result<Response<Payload>> {
        let length = self.promised.unwrap_or(self.body.len()).to_string();
        match self.headers.iter_mut().find(|(name, _)| *name == "content-length") {
            Some((_, placed)) => *placed = length,
            None if self.promised.is_some() => self = self.header("content-length", length),
            // The server adds it at the end.
            None => {}
        }
        let mut response = Response::builder().status(self.code);
        for (name, value) in self.headers {
            let value = HeaderValue::from_str(&value)
                .with_context(|| format!("header {name}: {value:?}"))?;
            response = response.header(HeaderName::from_static(name), value);
        }
        let known_size = self.promised.is_none();
        Ok(response.body(Payload { bytes: Some(self.body), known_size, pause: None })?)
    }
}

/// A body that can keep its size to itself, so that the server believes a false `Content-Length`.
#[derive(Default)]
pub(crate) struct Payload {
    bytes: Option<Bytes>,
    known_size: bool,
    /// Before it breaks off, a truncated body rests, or what was sent so far would never leave the buffer.
    pause: Option<Pin<Box<Sleep>>>,
}

/// How long a truncated body rests before it breaks off.
const PAUSE: Duration = Duration::from_millis(50);

impl Body for Payload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(bytes) = self.bytes.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if self.known_size {
            return Poll::Ready(None);
        }
        let pause = self.pause.get_or_insert_with(|| Box::pin(tokio::time::sleep(PAUSE)));
        pause.as_mut().poll(context).map(|()| None)
    }

    fn is_end_stream(&self) -> bool {
        self.known_size && self.bytes.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.bytes, self.known_size) {
            (Some(bytes), true) => SizeHint::with_exact(bytes.len() as u64),
            (None, true) => SizeHint::with_exact(0),
            (_, false) => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncated_answers_promise_more_than_they_hold() {
        for body in ["", "OK", "{\"status\":\"ok\",\"message\":\"fine\"}"] {
            let reply = Reply::new(200, body).truncated();
            assert!(reply.promised > Some(reply.body.len()), "{reply:?}");
        }
    }

    #[test]
    fn padding_keeps_the_answer_and_its_meaning() {
        let reply = Reply::new(200, "{}").padded_to(100);
        assert_eq!(reply.body.len(), 100);
        assert!(reply.body.starts_with(b"{} "));
        assert_eq!(Reply::new(200, "longer").padded_to(2).body, "longer");
    }

    #[test]
    fn the_length_is_that_of_what_is_promised_wherever_it_stands() {
        let lengths = |reply: Reply| -> Vec<String> {
            let response = reply.into_response().expect("sendable");
            let headers = response.headers().get_all("content-length");
            headers.iter().map(|value| value.to_str().expect("text").to_owned()).collect()
        };
        let placed = || Reply::new(200, "0123456789012345").length_here().of_type("text/plain");
        assert_eq!(lengths(placed()), ["16"]);
        assert_eq!(lengths(placed().truncated()), ["16"]);
        assert_eq!(lengths(placed().padded_to(100)), ["100"]);
        assert_eq!(lengths(Reply::new(200, "OK").truncated()), ["66"]);
        assert_eq!(lengths(Reply::new(200, "OK")), [""; 0]);
    }

    #[test]
    fn refuses_a_header_that_would_split_the_answer() {
        assert!(Reply::new(200, "").header("x-request-id", "a\r\nb: c").into_response().is_err());
    }
}
