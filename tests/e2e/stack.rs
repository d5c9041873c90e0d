//! The servers behind the page in a test: the five demo systems, and nginx as `allclear render` configures it.
//!
//! The configuration is the demo's own file with other ports and a short interval, so that a test does not wait for
//! what a visitor would wait for. Everything is stopped by its process id when the test ends, however it ends.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use allclear::history::IncidentLog;
use allclear::history::document::{History, Verdicts};
use anyhow::{Context as _, bail, ensure};
use metrics_engine::time::{Duration as Span, Timestamp};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    Result, http,
    places::{program, repository},
};

/// The present, as the recorder's files state it.
#[expect(clippy::disallowed_methods, reason = "a recorder has a clock")]
pub(crate) fn now() -> Result<Timestamp> {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(Timestamp(since_1970.as_millis().try_into()?))
}

/// Time from one check to the next.
pub(crate) const INTERVAL: Duration = Duration::from_secs(2);

/// The longest that a change may take to be confirmed and shown: two checks, the shared cache (one second, and nginx counts
/// whole ones), two answers that come only with the timeout, and a second for two busy cores.
pub(crate) const NOTICED: Duration = Duration::from_secs(2 * 2 + 2 + 2 + 1);

/// The private system of the demo. Nothing public may hold its name.
pub(crate) const PRIVATE: &str = "Quarrelsome payroll";

/// Whether page and status proxy share one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origins {
    /// One nginx is both, as in the demo.
    One,
    /// One nginx serves the page, another is the status proxy, and the browser reaches it through CORS.
    Two,
}

/// A test's additions to the demo's document: items of its lists, indented by two.
#[derive(Clone, Debug, Default)]
pub(crate) struct Additions {
    pub(crate) systems: String,
    pub(crate) rules: String,
    pub(crate) dashboards: String,
    /// A whole section of the document, which the demo does not have.
    pub(crate) maintenance: String,
}

/// All that runs behind a page.
pub(crate) struct Stack {
    site: Server,
    proxy: Option<Server>,
    fleet_port: u16,
    _fleet: Process,
    folder: TempDir,
}

/// The operator's document within the folder of a test.
const DOCUMENT: &str = "allclear.yaml";

/// One nginx, with what `allclear render` made of one document.
pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) folder: PathBuf,
    process: Option<Process>,
}

/// A child that does not outlive its test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // nginx has workers, which only a signal that it can handle takes along.
        let _ = Command::new("kill")
            .args(["-TERM", &self.0.id().to_string()])
            .stderr(Stdio::null())
            .status();
        for _ in 0..50 {
            if matches!(self.0.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Stack {
    /// The demo, with page and proxy on one origin.
    pub(crate) async fn start() -> Result<Self> {
        Self::start_with(Origins::One).await
    }

    pub(crate) async fn start_with(origins: Origins) -> Result<Self> {
        Self::start_adding(origins, &Additions::default()).await
    }

    /// The demo with what a test adds. No login succeeds before [`Stack::change_password`].
    pub(crate) async fn start_adding(origins: Origins, additions: &Additions) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (fleet_port, fleet) = start_fleet(folder.path()).await?;
        let site_port = free_port()?;
        let proxy_port = free_port()?;
        let proxy = match origins {
            Origins::One => "proxy:\n  cache: 1s\n".to_owned(),
            Origins::Two => format!(
                "proxy:\n  cache: 1s\n  url: http://127.0.0.1:{proxy_port}\n  origins: [http://127.0.0.1:{site_port}]\n"
            ),
        };
        let demo = fs::read_to_string(repository().join("demo/allclear.yaml"))?;
        copy_dashboards(folder.path())?;
        let document = folder.path().join(DOCUMENT);
        fs::write(&document, adapted(&demo, additions, fleet_port, &proxy)?)?;
        let mut stack = Self {
            site: Server::start(&document, &dist(), folder.path().join("site"), site_port).await?,
            proxy: None,
            fleet_port,
            _fleet: fleet,
            folder,
        };
        if origins == Origins::Two {
            stack.proxy = Some(
                Server::start(&document, &dist(), stack.folder.path().join("proxy"), proxy_port)
                    .await?,
            );
        }
        stack.begin_record()?;
        Ok(stack)
    }

    /// The files of a recorder that has just begun and checks once a day. A test that needs a past writes its own.
    fn begin_record(&self) -> Result {
        let folder = self.recorded();
        fs::create_dir_all(&folder)?;
        let now = now()?;
        let interval = Span::from_secs(86_400);
        fs::write(
            folder.join("status.json"),
            Verdicts { at: now, interval, ..Verdicts::default() }.print(),
        )?;
        let history = History { from: now, until: now, ..History::default() };
        fs::write(folder.join("history.json"), history.print())?;
        let incident_log = IncidentLog::default().print();
        Ok(fs::write(folder.join("incidents.json"), incident_log)?)
    }

    /// Starts a recorder beside the page. It stops when this is dropped, and takes the state back.
    pub(crate) fn start_recorder(&self) -> Result<impl Drop + use<>> {
        let log = fs::File::create(self.folder.path().join("record.log"))?;
        let child = Command::new(program("allclear"))
            .arg("record")
            .arg(self.folder.path().join(DOCUMENT))
            .args(["--out".as_ref(), self.site.folder.as_os_str()])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        Ok(Process(child))
    }

    /// Where the page is.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.site.port)
    }

    /// The page's port.
    pub(crate) fn port(&self) -> u16 {
        self.site.port
    }

    /// The folder from which the site's `config.json` is served.
    pub(crate) fn rendered(&self) -> &Path {
        &self.site.folder
    }

    /// The folder in which a recorder would write: that of the proxy, which is near the systems.
    pub(crate) fn recorded(&self) -> PathBuf {
        self.proxy.as_ref().unwrap_or(&self.site).folder.join("record")
    }

    /// Changes the operator's document, renders it and has nginx take it over, as after `allclear render` and a reload.
    pub(crate) fn reconfigure(&self, change: impl FnOnce(&str) -> String) -> Result {
        let document = self.folder.path().join(DOCUMENT);
        let before = fs::read_to_string(&document)?;
        let after = change(&before);
        ensure!(after != before, "the document is the same as before");
        fs::write(&document, after)?;
        for server in [Some(&self.site), self.proxy.as_ref()].into_iter().flatten() {
            render(&document, &dist(), &server.folder, server.port)?;
            server.reload()?;
        }
        Ok(())
    }

    /// Gives an operator a password, made by `allclear user`, and returns it. nginx reads the file with the next request.
    pub(crate) fn change_password(&self, name: &str) -> Result<String> {
        let made = Command::new(program("allclear"))
            .arg("user")
            .arg(self.site.folder.join("htpasswd"))
            .arg(name)
            .output()?;
        let words = String::from_utf8_lossy(&made.stderr).into_owned();
        ensure!(made.status.success(), "allclear user: {words}");
        Ok(String::from_utf8(made.stdout)?.trim().to_owned())
    }

    /// Returns the answer of a system of the fleet at a path, past nginx. `system` counts the ports: 1 is Chatalot, 6 Sockudo's metrics.
    pub(crate) async fn answer_of(&self, system: u16, path: &str) -> Result<String> {
        Ok(http::get_plain(self.fleet_port + system, path).await?.text())
    }

    /// Kills the nginx through which the systems are checked. With one origin that is also the page's.
    pub(crate) fn kill_proxy(&mut self) {
        self.proxy.as_mut().unwrap_or(&mut self.site).process = None;
    }

    /// Starts that nginx again.
    pub(crate) async fn restart_proxy(&mut self) -> Result {
        self.proxy.as_mut().unwrap_or(&mut self.site).run().await
    }

    /// Breaks a system, or heals it: `order("sockudo/refused")`, `order("ok")`.
    pub(crate) async fn order(&self, order: &str) -> Result {
        let answer = http::request(self.fleet_port, "POST", &format!("/{order}"), &[]).await?;
        ensure!(answer.code == 200, "fleet did not obey {order}: {}", answer.text());
        Ok(())
    }

    /// How many requests a system has received, over all paths.
    pub(crate) async fn requests(&self, system: &str) -> Result<u64> {
        Ok(self.requests_by_path(system).await?.values().sum())
    }

    /// How many requests a system has received, by path.
    pub(crate) async fn requests_by_path(&self, system: &str) -> Result<BTreeMap<String, u64>> {
        let answer = http::get_plain(self.fleet_port, &format!("/{system}/requests")).await?;
        let mut counts: Value = serde_json::from_slice(&answer.body)?;
        serde_json::from_value(counts["paths"].take())
            .with_context(|| format!("requests of {system}: {}", answer.text()))
    }
}

impl Server {
    /// Renders the document for this port and starts nginx on it. `root` is the folder with the built page.
    pub(crate) async fn start(
        document: &Path,
        root: &Path,
        folder: PathBuf,
        port: u16,
    ) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        render(document, root, &folder, port)?;
        let mut server = Self { port, folder, process: None };
        server.run().await?;
        Ok(server)
    }

    /// Has nginx read its configuration again.
    fn reload(&self) -> Result {
        let process = self.process.as_ref().context("nginx does not run")?;
        let id = process.0.id().to_string();
        ensure!(Command::new("kill").args(["-HUP", &id]).status()?.success(), "no reload");
        Ok(())
    }

    async fn run(&mut self) -> Result {
        let log = self.folder.join("nginx.log");
        let child = Command::new("nginx")
            .arg("-p")
            .arg(&self.folder)
            .arg("-c")
            .arg(self.folder.join("nginx.conf"))
            .args(["-e", "stderr", "-g", "daemon off;"])
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log)?)
            .spawn()
            .context("nginx (run scripts/setup.sh test)")?;
        let mut process = Process(child);
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                self.process = Some(process);
                return Ok(());
            }
            if process.0.try_wait()?.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("nginx did not start: {}", fs::read_to_string(&log)?)
    }
}

/// Writes what nginx and the page run on into `folder`.
fn render(document: &Path, root: &Path, folder: &Path, port: u16) -> Result {
    let mut render = Command::new(program("allclear"));
    render.arg("render");
    if is_root()? {
        // Workers would become nobody, and may not read this test's folder.
        render.args(["--user", "root"]);
    }
    let rendered = render
        .arg(document)
        .args(["--out".as_ref(), folder.as_os_str()])
        .args(["--root".as_ref(), root.as_os_str()])
        .args(["--run".as_ref(), folder.as_os_str()])
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .output()?;
    let words = String::from_utf8_lossy(&rendered.stderr);
    ensure!(rendered.status.success(), "allclear render: {words}");
    Ok(())
}

/// Starts fleet on seven ports in a row and waits for its `ready`.
async fn start_fleet(folder: &Path) -> Result<(u16, Process)> {
    let log = folder.join("fleet.log");
    for attempt in 0..200 {
        let base = row(attempt);
        if !(base..base + 7).all(is_free) {
            continue;
        }
        let words = fs::File::create(&log)?;
        let child = Command::new(program("fleet"))
            .args(["--port", &base.to_string()])
            .stdout(words.try_clone()?)
            .stderr(words)
            .spawn()?;
        let mut process = Process(child);
        for _ in 0..100 {
            if fs::read_to_string(&log)?.lines().any(|line| line.starts_with("ready")) {
                return Ok((base, process));
            }
            // One of the seven ports was taken in the meantime: another row, then.
            if process.0.try_wait()?.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    bail!("fleet did not start: {}", fs::read_to_string(&log)?)
}

/// The first of seven ports, another one for each test and attempt. Below those that systems give to connections (32768 on, where
/// Linux is configured otherwise): there, a busy machine has no seven free in a row.
fn row(attempt: u32) -> u16 {
    const ROWS: u32 = 3_000;
    let row = std::process::id().wrapping_mul(7919).wrapping_add(attempt.wrapping_mul(613)) % ROWS;
    10_000 + u16::try_from(row * 7).unwrap_or_default()
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

/// The demo's document with the ports of this test, its own sections `proxy` and `defaults`, and what it adds. Metrics have no
/// default interval, so each target is given one.
fn adapted(demo: &str, additions: &Additions, fleet_port: u16, proxy: &str) -> Result<String> {
    let interval = INTERVAL.as_secs();
    let mut document = String::new();
    let mut is_left_out = false;
    for line in demo.lines() {
        if !line.starts_with([' ', '#']) && !line.is_empty() {
            is_left_out = line.starts_with("proxy:") || line.starts_with("defaults:");
        }
        if !is_left_out {
            document.push_str(line);
            document.push('\n');
        }
        ensure!(is_left_out || !line.contains("interval:"), "the demo has an interval of its own");
        if line.starts_with("      - url:") {
            let _ = writeln!(document, "        interval: {interval}s\n        timeout: 1s");
        }
        document.push_str(match line {
            "systems:" => &additions.systems,
            "rules:" => &additions.rules,
            "dashboards:" => &additions.dashboards,
            _ => "",
        });
    }
    for (heading, items) in [
        ("systems:", &additions.systems),
        ("rules:", &additions.rules),
        ("dashboards:", &additions.dashboards),
    ] {
        ensure!(document.contains(items.as_str()), "the demo has no section {heading}");
    }
    for offset in 1..=6 {
        let (theirs, ours) = (17_400 + offset, fleet_port + offset);
        document = document.replace(&format!("127.0.0.1:{theirs}"), &format!("127.0.0.1:{ours}"));
    }
    let defaults =
        format!("defaults: {{ interval: {interval}s, timeout: 1s, failures: 2, successes: 2 }}\n");
    Ok([document.as_str(), proxy, &defaults, &additions.maintenance].concat())
}

/// The folder with the built page.
pub(crate) fn dist() -> PathBuf {
    let folder =
        std::env::var_os("ALLCLEAR_DIST").map_or_else(|| repository().join("dist"), PathBuf::from);
    assert!(
        folder.join("index.html").exists(),
        "no page in {}: run scripts/build.sh page",
        folder.display()
    );
    folder
}

pub(crate) fn is_root() -> Result<bool> {
    Ok(Command::new("id").arg("-u").output()?.stdout.trim_ascii() == b"0")
}

/// A port that is free at the moment.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The files that the demo's document names.
fn copy_dashboards(folder: &Path) -> Result {
    let to = folder.join("dashboards");
    fs::create_dir_all(&to)?;
    for file in fs::read_dir(repository().join("demo/dashboards"))? {
        let file = file?;
        fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}
