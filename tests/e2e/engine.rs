//! One of the three browser engines, driven by `WebDriver`: the commands that tests need of all of them.

use std::{
    env,
    io::{BufRead as _, BufReader},
    mem::ManuallyDrop,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{Result, stack::free_port};

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// A browser with this engine. It ends with the test.
pub(crate) struct Browser {
    /// Never dropped: its own end of a session would wait for the runtime that it runs on.
    pub(crate) driver: ManuallyDrop<WebDriver>,
    _processes: Vec<Group>,
}

/// A process with its children, which end together.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        for signal in ["-TERM", "-KILL"] {
            let group = format!("-{}", self.0.id());
            let _ =
                Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
            for _ in 0..20 {
                if matches!(self.0.try_wait(), Ok(Some(_))) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

fn start(command: &mut Command) -> Result<Group> {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.process_group(0).stderr(Stdio::null()).spawn().context(name)?;
    Ok(Group(child))
}

/// Where a program is, in the usual places and among the tools that the set-up compiles.
fn find(name: &str) -> Option<PathBuf> {
    let home = env::var("HOME").unwrap_or_default();
    let cache = env::var("XDG_CACHE_HOME").unwrap_or_else(|_| format!("{home}/.cache"));
    let cache = env::var("ALLCLEAR_CACHE").unwrap_or_else(|_| format!("{cache}/allclear"));
    let path = env::var("PATH").unwrap_or_default();
    let folders = path.split(':').map(PathBuf::from);
    let folders = folders.chain([PathBuf::from(format!("{cache}/tools/bin"))]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

const MINI_BROWSER: &str = "webkit2gtk-4.1/MiniBrowser";

fn mini_browser() -> Option<PathBuf> {
    let folders =
        ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib"];
    folders.iter().map(|folder| Path::new(folder).join(MINI_BROWSER)).find(|file| file.is_file())
}

impl Engine {
    /// The missing parts of its installation.
    pub(crate) fn missing(self) -> Option<&'static str> {
        let is_there = match self {
            Self::Chromium => find("chromedriver").is_some(),
            Self::Firefox => find("geckodriver").is_some() && find("firefox-esr").is_some(),
            Self::WebKit => {
                find("WebKitWebDriver").is_some()
                    && find("Xvfb").is_some()
                    && mini_browser().is_some()
            }
        };
        (!is_there).then_some(match self {
            Self::Chromium => "chromium with chromedriver is not installed",
            Self::Firefox => "firefox-esr with geckodriver is not installed",
            Self::WebKit => "WebKitWebDriver (webkit2gtk-driver) with Xvfb is not installed",
        })
    }

    /// Starts a browser with a fresh profile.
    pub(crate) async fn start(self) -> Result<Browser> {
        let port = free_port()?;
        let mut processes = Vec::new();
        let (mut command, wanted) = match self {
            Self::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}"));
                let arguments =
                    ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
                (command, json!({ "goog:chromeOptions": { "args": arguments } }))
            }
            Self::Firefox => {
                let mut command = Command::new(find("geckodriver").context("geckodriver")?);
                command.args(["--port", &port.to_string()]);
                let options = json!({ "binary": find("firefox-esr"), "args": ["-headless"] });
                (command, json!({ "moz:firefoxOptions": options }))
            }
            Self::WebKit => {
                let (screen, display) = screen()?;
                processes.push(screen);
                let mut command = Command::new("WebKitWebDriver");
                command.arg(format!("--port={port}"));
                command.env("DISPLAY", display);
                // Containers seldom allow the sandbox, and the only pages visited are the test's own.
                command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
                let options = json!({ "binary": mini_browser(), "args": ["--automation"] });
                (command, json!({ "webkitgtk:browserOptions": options }))
            }
        };
        processes.insert(0, start(command.stdout(Stdio::null()))?);
        let mut capabilities = Capabilities::new();
        for (name, value) in wanted.as_object().into_iter().flatten() {
            capabilities.set(name.as_str(), value)?;
        }
        let mut attempts = 0;
        let driver = loop {
            match WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone()).await {
                Ok(driver) => break driver,
                // It does not listen yet.
                Err(_) if attempts < 50 => attempts += 1,
                Err(error) => bail!("no session of {self:?}: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        driver.set_page_load_timeout(Duration::from_secs(10)).await?;
        driver.set_script_timeout(Duration::from_secs(20)).await?;
        Ok(Browser { driver: ManuallyDrop::new(driver), _processes: processes })
    }
}

/// A virtual screen, and its name.
fn screen() -> Result<(Group, String)> {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
    let mut screen = start(command.stdout(Stdio::piped()))?;
    let mut number = String::new();
    let stdout = screen.0.stdout.take().context("Xvfb says nothing")?;
    BufReader::new(stdout).read_line(&mut number)?;
    Ok((screen, format!(":{}", number.trim())))
}

impl Browser {
    /// Opens an address, whatever comes of it: a page of the browser's own for what it cannot show.
    pub(crate) async fn open(&self, address: &str) {
        let _ = self.driver.goto(address).await;
    }

    /// Returns the argument with which a function calls its last argument, a callback.
    pub(crate) async fn script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.driver.execute_async(body, arguments).await?.json().clone())
    }
}
