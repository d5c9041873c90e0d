//! A monitored system that means harm: whatever it sends, none of it becomes a page or runs, in any of the three engines.
//!
//! The system sends bytes in which one engine or another finds an HTTP head, though nginx does not. Each is opened as an address, and
//! in all the other ways in which a page of the same or of another origin could make something run. What runs or is drawn sends a
//! request to a beacon.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use anyhow::{Context as _, ensure};
use serde_json::json;
use tempfile::TempDir;

use crate::{Result, engine::Engine};

/// The rows: a name, and what stands before the rest of the head.
const ROWS: [(&str, &str); 13] = [
    ("valid", "HTTP/1.1 200 OK\r\n"),
    ("junk-1", "XHTTP/1.1 200 OK\r\n"),
    ("junk-2", "XXHTTP/1.1 200 OK\r\n"),
    ("junk-3", "XXXHTTP/1.1 200 OK\r\n"),
    ("junk-4", "XXXXHTTP/1.1 200 OK\r\n"),
    ("junk-9", "XXXXXXXXXHTTP/1.1 200 OK\r\n"),
    ("crlf", "\r\nHTTP/1.1 200 OK\r\n"),
    ("crlf-twice", "\r\n\r\nHTTP/1.1 200 OK\r\n"),
    ("small", "http/1.1 200 OK\r\n"),
    ("icy", "ICY 200 OK\r\n"),
    ("not-modified", "HTTP/1.1 304 Not Modified\r\n\r\nXXXXXXHTTP/1.1 200 OK\r\n"),
    ("no-content", "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n"),
    ("none", ""),
];

/// A small server. It runs until the test ends.
fn serve(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || one(stream, &*answer));
        }
    });
    Ok(port)
}

fn one(mut stream: TcpStream, answer: &dyn Fn(&str) -> Vec<u8>) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut chunk) {
            Ok(n) if n > 0 => request.extend_from_slice(&chunk[..n]),
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&request);
    let _ = stream.write_all(&answer(request.split(' ').nth(1).unwrap_or_default()));
}

/// The requests to the beacon.
#[derive(Clone, Default)]
struct Beacon(Arc<Mutex<Vec<String>>>);

impl Beacon {
    /// Starts it. It also serves a page of another origin, which does with the rows at `site` what such a page can.
    fn start(&self) -> Result<u16> {
        let beacon = self.clone();
        serve(move |path| {
            if path.starts_with("/ran/") {
                beacon.lock().push(path.to_owned());
            }
            let (kind, body) = path
                .strip_prefix("/attack?")
                .map_or(("text/plain", String::new()), |site| ("text/html", attack(site)));
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n");
            format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn attack(site: &str) -> String {
    let address = |name: &str| format!("http://{site}/status/hostile/{name}");
    let ways = ROWS.map(|(name, _)| {
        let it = address(name);
        format!(
            "<iframe src='{it}'></iframe><script src='{it}'></script><script type=module src='{it}'></script>\
             <object data='{it}'></object><embed src='{it}'><link rel=stylesheet href='{it}'><img src='{it}'>"
        )
    });
    format!("<!doctype html><title>attack</title>{}", ways.concat())
}

/// The system: a page that is a script as well, behind each row's first bytes.
fn system(beacon: u16) -> Result<u16> {
    serve(move |path| {
        let name = path.trim_start_matches('/');
        let head = ROWS.iter().find(|(row, _)| *row == name).map_or("", |(_, head)| head);
        let ran = format!("http://127.0.0.1:{beacon}/ran/{name}");
        let body = format!(
            "<!-- --><img src='{ran}/drawn'><script>\n\
             fetch('{ran}/run', {{mode: 'no-cors'}}); self.navigator?.serviceWorker?.register(location.href, {{scope: '/'}});\n\
             //</script>"
        );
        let kind =
            if name == "valid" { "text/html" } else { "text/html\r\nService-Worker-Allowed: /" };
        format!("{head}Content-Type: {kind}\r\nCache-Control: max-age=9999\r\n\r\n{body}")
            .into_bytes()
    })
}

/// nginx before that system.
struct Site {
    address: SocketAddr,
    process: Child,
    _folder: TempDir,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

impl Site {
    async fn start(system: u16) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let place = |name: &str| folder.path().join(name);
        fs::create_dir(place("dist"))?;
        fs::write(place("dist/index.html"), "<!doctype html><title>site</title>")?;
        fs::write(place("dist/ping.txt"), "ok")?;
        let check = |(name, _)| {
            format!("\n      - {{name: {name}, url: 'http://127.0.0.1:{system}/{name}'}}")
        };
        let checks = ROWS.map(check).concat();
        fs::write(
            place("allclear.yaml"),
            format!(
                "site: {{name: Test}}\nproxy: {{cache: 1s}}\nsystems:\n  - name: Hostile\n    preset: rat\n    checks:{checks}\n"
            ),
        )?;
        let address = address()?;
        let mut render = Command::new(crate::places::program("allclear"));
        render.current_dir(folder.path()).args([
            "render",
            "allclear.yaml",
            "--out",
            "out",
            "--run",
            "run",
        ]);
        render.args(["--listen", &address.to_string()]);
        if crate::stack::is_root()? {
            render.args(["--user", "root"]);
        }
        let rendered = render.output()?;
        ensure!(rendered.status.success(), "{}", String::from_utf8_lossy(&rendered.stderr));
        let process = Command::new("nginx")
            .args(["-e", "stderr", "-g", "daemon off;", "-p"])
            .arg(place("run"))
            .arg("-c")
            .arg(place("out/nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .context("nginx")?;
        let site = Self { address, process, _folder: folder };
        for _ in 0..100 {
            if TcpStream::connect(address).is_ok() {
                return Ok(site);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        anyhow::bail!("nginx does not listen on {address}")
    }
}

/// Where nginx listens: on port 80 of an address of this machine that is otherwise unused, because there a browser takes bytes
/// without any head for a page. Where that is not permitted, on another port.
fn address() -> Result<SocketAddr> {
    for last in 2..20 {
        let address = SocketAddr::from((Ipv4Addr::new(127, 0, 80, last), 80));
        if TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
    }
    eprintln!("SKIPPED: port 80 cannot be listened on here; the rows are tried on another port");
    Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, crate::stack::free_port()?)))
}

/// Tries all that a script of the site's own origin can do with an address; it calls back with what worked.
const INSIDE: &str = "const [address, done] = arguments; const worked = []; \
    const load = element => new Promise(end => { element.onload = end; element.onerror = end; \
        document.documentElement.append(element); setTimeout(end, 500); }); \
    const make = (name, values) => Object.assign(document.createElement(name), values); \
    (async () => { \
        try { await navigator.serviceWorker.register(address, { scope: '/' }); worked.push('service worker'); } catch (_) {} \
        try { await navigator.serviceWorker.register(address, { type: 'module' }); worked.push('module worker'); } catch (_) {} \
        try { new Worker(address); } catch (_) {} \
        try { new SharedWorker(address); } catch (_) {} \
        try { await import(address); worked.push('import'); } catch (_) {} \
        await load(make('script', { src: address })); \
        await load(make('iframe', { src: address })); \
        await load(make('object', { data: address })); \
        await load(make('link', { rel: 'stylesheet', href: address })); \
        done(worked); \
    })();";

async fn runs_nothing(engine: Engine) -> Result {
    if let Some(missing) = engine.missing() {
        eprintln!("SKIPPED: {missing} (scripts/setup.sh test)");
        return Ok(());
    }
    let beacon = Beacon::default();
    let beacon_port = beacon.start()?;
    let system = system(beacon_port)?;
    let site = Site::start(system).await?;
    let at = site.address;
    let browser = engine.start().await?;

    // The beacon rings where nothing stands between, also behind bytes that are no status line.
    for name in ["valid", "crlf"] {
        browser.open(&format!("http://127.0.0.1:{system}/{name}")).await;
        for _ in 0..50 {
            if beacon.lock().iter().any(|path| path.ends_with(&format!("/{name}/run"))) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let rang = beacon.lock().iter().any(|path| path.ends_with(&format!("/{name}/run")));
        ensure!(rang, "{engine:?}: the test proves nothing, {name} does not run without nginx");
    }
    beacon.lock().clear();

    for (name, _) in ROWS {
        let address = format!("http://{at}/status/hostile/{name}");
        // As an address, fresh and out of whatever the browser keeps.
        browser.open(&address).await;
        browser.open(&address).await;
        browser.open(&format!("http://{at}/ping.txt")).await;
        let worked = browser.script(INSIDE, vec![json!(address)]).await?;
        assert_eq!(worked, json!([]), "{engine:?} {name}");
        // A fetch may store an answer under the address of a later document.
        let fetched = "const [address, done] = arguments; fetch(address, { cache: 'force-cache' }).then(it => it.text())\
            .then(text => done(text), error => done(String(error)));";
        let text = browser.script(fetched, vec![json!(address)]).await?.to_string();
        assert!(name == "valid" || !text.contains("ran/"), "{engine:?} {name}: {text}");
        browser.open(&address).await;
        assert_eq!(*beacon.lock(), Vec::<String>::new(), "{engine:?} {name}");
    }
    browser.open(&format!("http://127.0.0.1:{beacon_port}/attack?{at}")).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(*beacon.lock(), Vec::<String>::new(), "{engine:?}: a page of another origin");
    browser.open(&format!("http://{at}/ping.txt")).await;
    let workers = "const done = arguments[0]; if (!navigator.serviceWorker) done(0); \
        else navigator.serviceWorker.getRegistrations().then(all => done(all.length), () => done(-1));";
    assert_eq!(browser.script(workers, Vec::new()).await?, json!(0), "{engine:?}");
    Ok(())
}

#[tokio::test]
async fn chromium_runs_nothing_that_a_system_sends() -> Result {
    runs_nothing(Engine::Chromium).await
}

#[tokio::test]
async fn firefox_runs_nothing_that_a_system_sends() -> Result {
    runs_nothing(Engine::Firefox).await
}

#[tokio::test]
async fn webkit_runs_nothing_that_a_system_sends() -> Result {
    runs_nothing(Engine::WebKit).await
}
