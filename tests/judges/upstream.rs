//! Services that answer in odd ways.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The behaviour of a service.
#[derive(Clone)]
pub(crate) enum Behaviour {
    /// Sends these bytes and closes.
    Send(Vec<u8>),
    /// Sends these bytes, one at a time, more slowly than any timeout.
    Drip(Vec<u8>),
    /// Sends these bytes, and then chunks without end.
    Endless(Vec<u8>),
    /// Keeps the connection open and sends nothing.
    Hang,
    /// Resets the connection.
    Reset,
}

/// Reads one request; if it is not HTTP, its first piece. A client that leaves before its end has none.
pub(crate) fn request(stream: &mut impl Read) -> Option<()> {
    let mut request = Vec::new();
    let mut piece = [0; 2048];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let length = stream.read(&mut piece).ok().filter(|length| *length > 0)?;
        request.extend_from_slice(&piece[..length]);
        if !request[0].is_ascii_uppercase() {
            break;
        }
    }
    Some(())
}

impl Behaviour {
    /// Answers one request. The other side may leave at any moment.
    fn serve(&self, mut stream: TcpStream) -> Option<()> {
        if let Self::Reset = self {
            // Closed with unread bytes, a connection is reset.
            return stream.read_exact(&mut [0]).ok();
        }
        request(&mut stream)?;
        match self {
            Self::Send(bytes) => stream.write_all(bytes).ok(),
            Self::Drip(bytes) => bytes.iter().try_for_each(|byte| {
                thread::sleep(Duration::from_millis(50));
                stream.write_all(&[*byte]).ok()
            }),
            Self::Endless(head) => {
                stream.write_all(head).ok()?;
                let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
                while stream.write_all(chunk.as_bytes()).is_ok() {}
                None
            }
            Self::Hang => stream.read(&mut [0]).ok().map(drop),
            Self::Reset => None,
        }
    }

    /// Starts a service on a free port, which it returns. The service ends with the test.
    pub(crate) fn start(self) -> u16 {
        listen(Arc::new(move |stream| {
            let _ = self.serve(stream);
        }))
    }
}

/// Serves each connection to a free port in a thread of its own.
pub(crate) fn listen(serve: Arc<dyn Fn(TcpStream) + Send + Sync>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let serve = serve.clone();
            thread::spawn(move || serve(stream));
        }
    });
    port
}

/// Returns an answer with these header lines, each with its line break, and this body.
pub(crate) fn answer(code: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {code}\r\nContent-Length: {length}\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

/// Returns the same as JSON.
pub(crate) fn json(code: &str, headers: &str, body: &str) -> Behaviour {
    let headers = format!("Content-Type: application/json\r\n{headers}");
    Behaviour::Send(answer(code, &headers, body.as_bytes()))
}

/// Returns these bytes, as they are.
pub(crate) fn raw(bytes: &str) -> Behaviour {
    Behaviour::Send(bytes.as_bytes().to_vec())
}
