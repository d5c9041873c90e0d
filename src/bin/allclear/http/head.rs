//! The first bytes of an answer, which show whether it is HTTP at all.
//!
//! An HTTP library skips empty lines before a status line and calls everything else an error in parsing. nginx skips nothing, and
//! takes bytes that do not begin with a status line for another protocol.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The beginning of every HTTP answer.
const BEGINNING: &[u8] = b"HTTP/1.";

/// The first bytes that were received.
#[derive(Clone, Default)]
pub(super) struct Head(Arc<Mutex<Vec<u8>>>);

/// A stream whose first received bytes are noted.
pub(super) struct Watched<S> {
    stream: S,
    head: Head,
    is_noted: bool,
}

impl Head {
    /// Notes the first bytes that come over `stream`.
    pub(super) fn watch<S>(stream: S) -> (Watched<S>, Self) {
        let head = Self::default();
        (Watched { stream, head: head.clone(), is_noted: false }, head)
    }

    /// Whether what was received cannot be the beginning of an HTTP answer. Nothing at all can.
    pub(super) fn is_not_http(&self) -> bool {
        let head = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        head.iter().zip(BEGINNING).any(|(byte, due)| byte != due)
    }

    /// Notes bytes; returns whether there are enough.
    fn note(&self, bytes: &[u8]) -> bool {
        let mut head = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = BEGINNING.len().saturating_sub(head.len());
        head.extend(bytes.iter().take(room));
        head.len() == BEGINNING.len()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if !self.is_noted {
            self.is_noted = self.head.note(buffer.filled().get(before..).unwrap_or_default());
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
