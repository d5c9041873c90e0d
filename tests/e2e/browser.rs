//! One headless Chromium, driven through its own chromedriver.
//!
//! Every browser has a fresh profile. It connects to 127.0.0.1 only: all services of the vendor are switched off.

use std::{
    mem::ManuallyDrop,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;

use crate::{Result, stack::free_port};

/// How large a window is, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Window {
    Desktop,
    Phone,
    /// As wide as a desktop's and high enough for the whole demo.
    Picture,
}

/// A running browser.
pub(crate) struct Browser {
    /// Never dropped: its own end of a session waits for two minutes where the runtime is the test's own.
    pub(crate) driver: ManuallyDrop<WebDriver>,
    process: u64,
    chromedriver: Child,
    _profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser does not end with its driver. It writes into its profile until it has ended.
        let signal = |name: &str| {
            let mut kill = Command::new("kill");
            kill.args([name, &self.process.to_string()])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|code| code.success())
        };
        signal("-TERM");
        for _ in 0..40 {
            if !signal("-0") {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.chromedriver.kill();
        let _ = self.chromedriver.wait();
    }
}

/// Notes each violation of the content security policy, from before the page's first script.
const VIOLATIONS: &str = "window.violations = []; document.addEventListener('securitypolicyviolation', \
    event => window.violations.push(event.effectiveDirective + ' ' + event.blockedURI));";

impl Browser {
    /// Starts a browser with a desktop window and a light theme.
    pub(crate) async fn start() -> Result<Self> {
        let port = free_port()?;
        let mut chromedriver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .env("FONTCONFIG_FILE", crate::places::repository().join("tests/e2e/fonts.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver (Debian: chromium-driver)")?;
        let profile = tempfile::tempdir()?;
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            // Containers seldom allow the sandbox, and the only page visited is our own.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=en-GB",
        ] {
            wanted.add_arg(argument)?;
        }
        if let Some(binary) = chromium() {
            wanted.set_binary(binary)?;
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        wanted.set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;

        let address = format!("http://127.0.0.1:{port}");
        let mut attempts = 0;
        let driver = loop {
            match WebDriver::new(&address, wanted.clone()).await {
                Ok(driver) => break driver,
                // It does not listen yet.
                Err(_) if attempts < 50 => attempts += 1,
                Err(error) => {
                    chromedriver.kill()?;
                    bail!("no browser session: {error}")
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        let process = driver.capabilities().get("goog:processID").and_then(Value::as_u64);
        let browser = Self {
            process: process.context("chromedriver does not report the browser's process")?,
            driver: ManuallyDrop::new(driver),
            chromedriver,
            _profile: profile,
        };
        browser
            .command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": VIOLATIONS }))
            .await?;
        browser.window(Window::Desktop).await?;
        browser.theme("light").await?;
        Ok(browser)
    }

    /// A command of Chromium's own protocol, for what `WebDriver` cannot say.
    pub(crate) async fn command(&self, method: &str, parameters: Value) -> Result<Value> {
        self.driver.cdp().send_raw(method, parameters).await.with_context(|| method.to_owned())
    }

    /// Runs a script's body in the page and takes what it returns.
    pub(crate) async fn script(&self, body: &str) -> Result<Value> {
        Ok(self.driver.execute(body, Vec::new()).await?.json().clone())
    }

    pub(crate) async fn window(&self, window: Window) -> Result {
        let (width, height, mobile) = match window {
            Window::Desktop => (1280, 900, false),
            Window::Phone => (390, 844, true),
            Window::Picture => (1280, 1180, false),
        };
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// A window of this width, in CSS pixels: a phone's where it is that narrow.
    pub(crate) async fn width(&self, width: u32) -> Result {
        let (height, mobile) = if width < 640 { (740, true) } else { (900, false) };
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile,
        });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// Sets the languages that the browser requests, the preferred one first.
    pub(crate) async fn speak(&self, languages: &[&str]) -> Result {
        let agent = self.script("return navigator.userAgent").await?;
        let wanted = json!({ "userAgent": agent, "acceptLanguage": languages.join(",") });
        self.command("Network.setUserAgentOverride", wanted).await.map(drop)
    }

    /// `light` or `dark`, as the system would request it.
    pub(crate) async fn theme(&self, scheme: &str) -> Result {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.command("Emulation.setEmulatedMedia", features).await.map(drop)
    }

    /// Takes the network away from the whole browser, or gives it back.
    pub(crate) async fn offline(&self, offline: bool) -> Result {
        self.command("Network.enable", json!({})).await?;
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.command("Network.emulateNetworkConditions", conditions).await.map(drop)
    }

    /// Lets every request for these addresses fail; `*` stands for anything.
    pub(crate) async fn block(&self, addresses: &[&str]) -> Result {
        self.command("Network.enable", json!({})).await?;
        self.command("Network.setBlockedURLs", json!({ "urls": addresses })).await.map(drop)
    }

    /// Violations of the content security policy in the page that is open.
    pub(crate) async fn violations(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.script("return window.violations").await?)?)
    }

    /// Returns the console's messages of level warning or worse since the last call.
    pub(crate) async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.driver.browser_log().await?;
        let is_serious = |level: &str| matches!(level, "WARNING" | "SEVERE");
        let entries = log.into_iter().filter(|entry| is_serious(&entry.level));
        Ok(entries.map(|entry| entry.message).collect())
    }

    /// Which requests the open page made, by path, in order. Answers from a cache count.
    pub(crate) async fn requests(&self) -> Result<Vec<String>> {
        let names = "return performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)";
        Ok(serde_json::from_value(self.script(names).await?)?)
    }
}

/// Debian's name; elsewhere chromedriver finds its own browser.
fn chromium() -> Option<&'static str> {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
        .into_iter()
        .find(|path| std::path::Path::new(path).exists())
}
