//! Services to watch, and a recorder to watch them.

use allclear::history::{Archive, journal};
use metrics_engine::time::Timestamp;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// Services on one port, distinguished by their paths: `/0`, `/1` and so on. From `/100` on they are pages of metrics, and from
/// `/200` on pages that report the start of their process: 1970 and a day.
#[derive(Clone)]
pub(crate) struct Services {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    down: Vec<usize>,
    /// Which service was checked when, in milliseconds since 1970. It was answered a moment later.
    checks: Vec<(usize, i64)>,
}

impl Services {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let services = Self { port, state };
        let shared = services.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                thread::spawn(move || shared.answer(stream));
            }
        });
        services
    }

    fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let mut request = Vec::new();
        let mut piece = [0; 1024];
        while !request.windows(4).any(|end| end == b"\r\n\r\n") {
            let length = stream.read(&mut piece).ok().filter(|length| *length > 0)?;
            request.extend_from_slice(&piece[..length]);
        }
        let text = String::from_utf8_lossy(&request).into_owned();
        let path = text.split(' ').nth(1)?.trim_start_matches('/');
        let service: usize = path.parse().ok()?;
        let is_down = {
            let mut state = self.state.lock().unwrap();
            state.checks.push((service, now().0));
            state.down.contains(&service)
        };
        let (code, body) = match service {
            200.. => ("200 OK", "# TYPE load gauge\nload 1.5\nprocess_start_time_seconds 86400\n"),
            100.. => ("200 OK", "# TYPE load gauge\nload 1.5\n"),
            _ if is_down => ("500 Broken", "no"),
            _ => ("200 OK", "ok"),
        };
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 {code}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(answer.as_bytes()).ok()
    }

    pub(crate) fn set_down(&self, service: usize, is_down: bool) {
        let mut state = self.state.lock().unwrap();
        state.down.retain(|other| *other != service);
        if is_down {
            state.down.push(service);
        }
    }

    /// Returns when this service was checked since `since`.
    pub(crate) fn checks(&self, service: usize, since: Timestamp) -> Vec<i64> {
        let state = self.state.lock().unwrap();
        let own = state.checks.iter().filter(|(other, at)| *other == service && *at >= since.0);
        own.map(|(_, at)| *at).collect()
    }

    /// Returns a document with this number of them, checked every second.
    pub(crate) fn document(&self, count: usize) -> String {
        let port = self.port;
        let system = |index: usize| {
            format!(
                "  - {{name: S{index}, id: s{index}, preset: text, url: 'http://127.0.0.1:{port}/{index}'}}\n"
            )
        };
        let systems: String = (0..count).map(system).collect();
        format!(
            "site: {{name: Test}}\ndefaults: {{interval: 1s, timeout: 1s}}\nsystems:\n{systems}"
        )
    }
}

/// A folder with a document, and the folder that a recorder writes to.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new(document: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("allclear.yaml"), document).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn past(&self) -> PathBuf {
        self.path("record/past")
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_allclear"));
        command.args(self.arguments());
        command
    }

    pub(crate) fn arguments(&self) -> Vec<String> {
        let file = self.path("allclear.yaml").to_string_lossy().into_owned();
        let out = self.folder.path().to_string_lossy().into_owned();
        ["record", &file, "--out", &out, "--pause", "100"].map(str::to_owned).to_vec()
    }

    /// Starts a recorder; its output goes into the file `words`.
    pub(crate) fn start(&self) -> Recorder {
        self.start_command(&mut self.command())
    }

    pub(crate) fn start_command(&self, command: &mut Command) -> Recorder {
        let words =
            fs::OpenOptions::new().create(true).append(true).open(self.path("words")).unwrap();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(words).spawn();
        Recorder { child: child.unwrap() }
    }

    pub(crate) fn words(&self) -> String {
        fs::read_to_string(self.path("words")).unwrap_or_default()
    }

    /// Returns everything on the disk, read as a recorder reads it.
    pub(crate) fn archive(&self) -> Archive {
        archive(&self.past())
    }

    /// Returns a file of the recorder's, once it exists.
    pub(crate) fn published(&self, name: &str) -> Vec<u8> {
        let path = self.path(&format!("record/{name}"));
        until(&format!("{name} is written"), || path.exists());
        fs::read(path).unwrap()
    }
}

/// A running recorder. It is killed when this is dropped.
pub(crate) struct Recorder {
    child: Child,
}

impl Recorder {
    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends `kill`, and waits until it has ended. Returns whether it exits with success.
    pub(crate) fn stop(mut self) -> bool {
        self.signal("TERM");
        self.child.wait().unwrap().success()
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
    }

    /// Returns its peak memory in bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// Lets it write files of any size again.
    pub(crate) fn lift_limit_of_files(&self) {
        let pid = self.child.id().to_string();
        let lifted = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited:"]).status();
        assert!(lifted.unwrap().success());
    }

    pub(crate) fn has_ended(&mut self) -> Option<i32> {
        self.child.try_wait().unwrap().and_then(|status| status.code())
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns what a folder contains: the newest snapshot, and the journals after it.
pub(crate) fn archive(past: &Path) -> Archive {
    let names =
        fs::read_dir(past).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap());
    let mut numbered: Vec<(bool, u64, String)> = names
        .filter_map(|name| {
            let (kind, number) = name.split_once('-')?;
            Some((kind == "journal", number.parse().ok()?, name.clone()))
        })
        .collect();
    numbered.sort();
    let newest =
        numbered.iter().filter(|(is_journal, ..)| !is_journal).map(|(_, number, _)| *number);
    let newest = newest.max().unwrap_or(0);
    let mut archive = Archive::default();
    for (is_journal, number, name) in numbered {
        if number == newest || (is_journal && number > newest) {
            let bytes = fs::read(past.join(name)).unwrap();
            journal::read(&bytes, |entry| archive.apply(&entry));
        }
    }
    archive
}

pub(crate) fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "compared with the times of a real process")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(now.as_millis()).unwrap())
}

/// Waits until something holds. Fails after a minute.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..6000 {
        if holds() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("a minute passed until {what}");
}
