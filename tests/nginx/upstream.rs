//! A system to stand behind nginx: it answers as configured, and remembers every byte that it was sent.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Its behaviour.
#[derive(Clone)]
pub(crate) enum Behaviour {
    /// Sends these bytes after a while, and closes.
    Answer(Duration, String),
    /// Keeps the connection open and says nothing.
    Hang,
    /// Sends this head, and then these bytes with this pause between them until the other side closes.
    Stream(String, Vec<u8>, Duration),
}

/// The system. It runs until the test ends.
pub(crate) struct Upstream {
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    behaviour: Behaviour,
    requests: Vec<String>,
    n_ended_streams: usize,
}

impl Upstream {
    /// Starts one on a free port.
    pub(crate) fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared =
            Arc::new(Mutex::new(Shared { behaviour, requests: Vec::new(), n_ended_streams: 0 }));
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let server = Arc::clone(&server);
                thread::spawn(move || serve(stream.unwrap(), &server));
            }
        });
        Self { port, shared }
    }

    /// One that answers with this code and body.
    pub(crate) fn answering(code: &str, body: &str) -> Self {
        Self::start(answer(code, "", body))
    }

    /// Behaves differently from now on.
    pub(crate) fn becomes(&self, behaviour: Behaviour) {
        self.lock().behaviour = behaviour;
    }

    /// All requests so far, as they came.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.lock().requests.clone()
    }

    /// How many streams the other side has closed.
    pub(crate) fn n_ended_streams(&self) -> usize {
        self.lock().n_ended_streams
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer without delay. `headers` are whole lines, each with its line break.
pub(crate) fn answer(code: &str, headers: &str, body: &str) -> Behaviour {
    let length = body.len();
    Behaviour::Answer(
        Duration::ZERO,
        format!(
            "HTTP/1.1 {code}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        ),
    )
}

fn serve(mut stream: TcpStream, shared: &Mutex<Shared>) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut chunk) {
            Ok(n) if n > 0 => request.extend_from_slice(&chunk[..n]),
            _ => return,
        }
    }
    let behaviour = {
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.requests.push(String::from_utf8_lossy(&request).into_owned());
        shared.behaviour.clone()
    };
    match behaviour {
        Behaviour::Answer(after, bytes) => {
            thread::sleep(after);
            // The other side may have given up; that is its right.
            let _ = stream.write_all(bytes.as_bytes());
        }
        Behaviour::Hang => {
            let _ = stream.read(&mut chunk);
        }
        Behaviour::Stream(head, bytes, pause) => {
            let _ = stream.write_all(head.as_bytes());
            while stream.write_all(&bytes).is_ok() {
                thread::sleep(pause);
            }
            shared.lock().unwrap_or_else(PoisonError::into_inner).n_ended_streams += 1;
        }
    }
}
