//! Starts `fleet` on free ports, sends it requests over plain sockets, and ends it.
//!
//! No HTTP library: names, order and case of headers are what is tested.

use std::{
    io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A running fleet. Ends with the value.
pub(crate) struct Player {
    child: Child,
    /// The control port.
    pub(crate) base: u16,
}

/// One answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    /// Names as sent.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// Whether the body had the length that was promised.
    pub(crate) whole: bool,
}

impl Answer {
    /// The first value of a header, whatever its case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl Player {
    /// Starts with these arguments, and waits until everything listens.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        for _ in 0..20 {
            let base = free_base();
            let mut child =
                command(base, arguments).stdout(Stdio::piped()).spawn().expect("fleet starts");
            let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
            if lines.map_while(Result::ok).any(|line| line == "ready") {
                return Self { child, base };
            }
            // Another test took a port in between.
            child.wait().expect("fleet ended");
        }
        panic!("no free ports, or fleet does not start");
    }

    /// GET on the port of a system, by its place after the control port.
    pub(crate) fn get(&self, place: u16, path: &str) -> Answer {
        self.request(place, "GET", path).expect("an answer")
    }

    /// POST to the control port, which must agree.
    pub(crate) fn order(&self, path: &str) {
        let answer = self.request(0, "POST", path).expect("an answer");
        assert_eq!(answer.code, 200, "{path}: {answer:?}");
    }

    /// Any request. Without an answer in time, the error of the socket.
    pub(crate) fn request(&self, place: u16, method: &str, path: &str) -> std::io::Result<Answer> {
        self.request_with(place, method, path, "", Duration::from_secs(10))
    }

    /// Any request, with more header lines and a limit of patience.
    pub(crate) fn request_with(
        &self,
        place: u16,
        method: &str,
        path: &str,
        headers: &str,
        timeout: Duration,
    ) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.base + place))?;
        stream.set_read_timeout(Some(timeout))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        )?;
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => return Err(error),
        }
        read(&bytes).ok_or_else(|| ErrorKind::UnexpectedEof.into())
    }

    /// Sends SIGTERM and returns the exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let sent = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .expect("kill");
        assert!(sent.success());
        self.child.wait().expect("fleet ended").code()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // Fails where it has ended already, which is fine.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The command that starts a fleet.
pub(crate) fn command(base: u16, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fleet"));
    command.args(["--port", &base.to_string()]).args(arguments);
    command
}

/// A port after which six more are free, too.
fn free_base() -> u16 {
    loop {
        let first = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let base = first.local_addr().expect("bound").port();
        let free = |place| {
            base.checked_add(place)
                .is_some_and(|port| TcpListener::bind(("127.0.0.1", port)).is_ok())
        };
        if (1..=6).all(free) {
            return base;
        }
    }
}

/// Takes an answer apart.
pub(crate) fn read(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let body = String::from_utf8_lossy(&bytes[end + 4..]).into_owned();
    let mut lines = head.split("\r\n");
    let code = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| {
            line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()))
        })
        .collect();
    let promised = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))?
        .1
        .parse::<usize>();
    Some(Answer { code, headers, whole: promised == Ok(body.len()), body })
}
