//! The systems of a measurement, and nginx as `allclear render` configures it for them.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use anyhow::{Context as _, bail};

use crate::{
    Result,
    places::{program, repository},
    stack::{Server, dist, free_port},
    upstream::{Condition, Upstream},
};

/// A page with so many systems.
pub(crate) struct World {
    pub(crate) systems: usize,
    upstream: Upstream,
    server: Server,
    folder: TempDir,
}

/// A recorder, which stops with it.
pub(crate) struct Recorder(Child);

impl Drop for Recorder {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl World {
    /// The page over `systems` systems, each of which is checked at this interval (whole seconds).
    pub(crate) async fn start(systems: usize, interval: Duration) -> Result<Self> {
        Self::start_in(&dist(), systems, interval).await
    }

    /// The floor: `benches/floor.html` in place of the page, over one system, from the same nginx in the same way.
    pub(crate) async fn floor() -> Result<Self> {
        let floor = fs::read_to_string(repository().join("benches/floor.html"))?;
        // `allclear render` refuses a page with a script inside, so it gets one without, and the floor takes its place.
        let (page, _) = floor.split_once("<script>").context("the floor has a script")?;
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("index.html"), page)?;
        let world = Self::start_in(folder.path(), 1, Duration::from_secs(30)).await?;
        for entry in fs::read_dir(world.rendered())? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_page = path.extension().is_some_and(|extension| extension == "html");
            if name.starts_with("index") && is_page {
                fs::write(path, &floor)?;
            } else if name.starts_with("index") {
                fs::remove_file(path)?;
            }
        }
        Ok(world)
    }

    async fn start_in(root: &Path, systems: usize, interval: Duration) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let upstream = Upstream::start().await?;
        let document = folder.path().join("allclear.yaml");
        fs::write(&document, self::document(systems, upstream.port, interval))?;
        let server =
            Server::start(&document, root, folder.path().join("site"), free_port()?).await?;
        Ok(Self { systems, upstream, server, folder })
    }

    /// Starts a recorder beside the page, and waits until it has written its state into the HTML.
    pub(crate) async fn start_recorder(&self) -> Result<Recorder> {
        let child = Command::new(program("allclear"))
            .arg("record")
            .arg(self.folder.path().join("allclear.yaml"))
            .args(["--out".as_ref(), self.rendered().as_os_str()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let recorder = Recorder(child);
        for _ in 0..200 {
            for edition in fs::read_dir(self.rendered().join("page")).into_iter().flatten() {
                let page = fs::read_to_string(edition?.path().join("index.en.html"));
                if page
                    .is_ok_and(|page| page.contains("data-status=\"operational\" class=\"system\""))
                {
                    return Ok(recorder);
                }
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        bail!("the recorder has written no page")
    }

    /// Where the page is.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.server.port)
    }

    /// The folder in which a recorder would write, in `record`.
    pub(crate) fn rendered(&self) -> &Path {
        &self.server.folder
    }

    /// The id of a system, counted from 1.
    pub(crate) fn id(system: usize) -> String {
        format!("service-{system:03}")
    }

    /// Takes down a system that stands far below the fold, and no other.
    pub(crate) fn break_one(&self) {
        self.upstream.set(Condition::Down(path(self.systems * 7 / 10)));
    }
}

/// Where the upstream answers for a system, counted from 1.
fn path(system: usize) -> String {
    format!("/{system:03}/health")
}

/// Systems in groups of 25, with a name and a sentence of usual length.
fn document(systems: usize, port: u16, interval: Duration) -> String {
    let mut text = format!(
        "site: {{ name: {systems} systems }}\nproxy: {{ cache: 1s }}\ndefaults: {{ interval: {}s, timeout: 10s }}\nsystems:\n",
        interval.as_secs()
    );
    for system in 1..=systems {
        let group = (system - 1) / 25 + 1;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  - {{ name: Service {system:03}, group: Region {group}, description: Takes orders and invoices, \
             preset: health-json, url: 'http://127.0.0.1:{port}{}' }}",
            path(system)
        );
    }
    text
}
