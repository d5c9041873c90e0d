//! A day of the demo systems' pages.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The pages of one system, one for each scrape of the day.
pub(crate) struct System {
    pub(crate) name: String,
    pub(crate) pages: Vec<Vec<u8>>,
}

/// Name, offset from the control port, path.
const SYSTEMS: [(&str, u16, &str); 4] = [
    ("superchat", 2, "/metrics"),
    ("rat", 3, "/metrics"),
    ("chatbot", 4, "/api/metrics"),
    ("sockudo", 6, "/metrics"),
];

/// How much faster than real the systems live.
const PACE: u32 = 500;

const PORT: u16 = 27_900;

/// From the directory that keeps them, or played now.
pub(crate) fn pages() -> Vec<System> {
    let kept = std::env::var_os("ALLCLEAR_PAGES").map(PathBuf::from);
    if let Some(directory) = &kept
        && directory.join("sockudo.pages").exists()
    {
        return SYSTEMS.iter().map(|(name, ..)| read(directory, name)).collect();
    }
    let systems = play();
    if let Some(directory) = &kept {
        fs::create_dir_all(directory).unwrap();
        for system in &systems {
            let mut file = File::create(directory.join(format!("{}.pages", system.name))).unwrap();
            for page in &system.pages {
                file.write_all(&(page.len() as u32).to_le_bytes()).unwrap();
                file.write_all(page).unwrap();
            }
        }
    }
    systems
}

fn read(directory: &std::path::Path, name: &str) -> System {
    let bytes = fs::read(directory.join(format!("{name}.pages"))).unwrap();
    let mut rest = bytes.as_slice();
    let mut pages = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (page, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        pages.push(page.to_vec());
        rest = after;
    }
    System { name: name.to_owned(), pages }
}

/// Starts the systems and requests the page of each, once for each row of the day.
fn play() -> Vec<System> {
    let every = Duration::from_millis(super::INTERVAL as u64) / PACE;
    eprintln!("Playing a day of the demo systems, {} s.", every.as_secs_f64() * super::ROWS as f64);
    let mut fleet = start();
    let mut systems: Vec<System> = SYSTEMS
        .iter()
        .map(|(name, ..)| System { name: (*name).to_owned(), pages: Vec::new() })
        .collect();
    let began = Instant::now();
    let mut late = 0;
    for row in 0..super::ROWS as u32 {
        match (every * row).checked_sub(began.elapsed()) {
            Some(early) => sleep(early),
            None => late += 1,
        }
        for (system, (_, offset, path)) in systems.iter_mut().zip(SYSTEMS) {
            system.pages.push(get(PORT + offset, path));
        }
    }
    fleet.kill().unwrap();
    fleet.wait().unwrap();
    eprintln!("{late} of {} rows were late.", super::ROWS);
    systems
}

fn start() -> Child {
    let pace = PACE.to_string();
    let mut fleet = Command::new(crate::places::program("fleet"))
        .args(["--port", &PORT.to_string(), "--time-scale", &pace, "--now", "1795132800"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(fleet.stdout.take().unwrap()).lines();
    let ready = lines.map_while(Result::ok).any(|line| line == "ready");
    assert!(ready, "the demo systems did not start");
    fleet
}

fn get(port: u16, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head_text = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
    assert!(head_text.starts_with("http/1.1 200") && !head_text.contains("chunked"), "{head_text}");
    answer.split_off(head + 4)
}
