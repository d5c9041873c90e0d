//! One visit to a page, in a browser of its own, and what can be seen of it from outside.

use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::{
    Result,
    browser::{Browser, Window},
    world::World,
};

/// The visitor's line and device: a phone on a slow mobile network, as Lighthouse has it ("slow 4G").
const LATENCY_MS: u32 = 150;
const DOWN_BYTES_PER_S: u32 = 1_600_000 / 8;
const UP_BYTES_PER_S: u32 = 750_000 / 8;
const SLOWDOWN: u32 = 4;

/// Nothing that is measured takes longer, on a machine that is good for measuring.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long nothing has to happen before what happened is counted.
pub(crate) const REST: Duration = Duration::from_millis(500);

/// A visitor and their device.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visitor {
    pub(crate) window: Window,
    /// With the slow line and the slow device.
    pub(crate) is_slow: bool,
}

/// A layout shift.
#[derive(Clone, Debug)]
pub(crate) struct Shift {
    pub(crate) value: f64,
    /// Whether it came with the news that a system is down, or after it.
    pub(crate) is_news: bool,
    /// The beginnings of what moved.
    pub(crate) moved: Vec<String>,
}

/// A loaded file: its path, and when it was requested and had arrived, in ms since the navigation began.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    pub(crate) path: String,
    pub(crate) requested: f64,
    pub(crate) came: f64,
}

/// The measurements of one visit.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// When the first measured verdict of a system stood on the page, painted, in ms.
    pub(crate) first: f64,
    /// When the banner showed the overall verdict.
    pub(crate) all: f64,
    pub(crate) shifts: Vec<Shift>,
    pub(crate) loaded: Vec<Loaded>,
}

impl Seen {
    /// The layout shifts before any news, or those from then on.
    pub(crate) fn shifts(&self, is_news: bool) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().filter(move |shift| shift.is_news == is_news)
    }
}

/// A page that has been opened.
pub(crate) struct Visit {
    pub(crate) browser: Browser,
}

impl Visit {
    /// Opens the world's page in a new browser: nothing is cached, nothing compiled. `scripts` are put before the page's own.
    pub(crate) async fn begin(world: &World, visitor: Visitor, scripts: &[&str]) -> Result<Self> {
        let browser = Browser::start().await?;
        // The browser is up and has a renderer, as a visitor's has; and then it knows nothing again.
        browser.driver.goto(format!("{}robots.txt", world.address())).await?;
        browser.command("Network.enable", json!({})).await?;
        browser.command("Network.clearBrowserCache", json!({})).await?;
        browser.window(visitor.window).await?;
        // The floor has its script inline, which the page's own policy forbids.
        browser.command("Page.setBypassCSP", json!({ "enabled": true })).await?;
        for source in scripts {
            let source = json!({ "source": source });
            browser.command("Page.addScriptToEvaluateOnNewDocument", source).await?;
        }
        if visitor.is_slow {
            let line = json!({
                "offline": false, "latency": LATENCY_MS,
                "downloadThroughput": DOWN_BYTES_PER_S, "uploadThroughput": UP_BYTES_PER_S,
            });
            browser.command("Network.emulateNetworkConditions", line).await?;
            slow_down(&browser, SLOWDOWN).await?;
        }
        browser.driver.goto(world.address()).await?;
        Ok(Self { browser })
    }

    /// Waits until a script's expression is true in the page, asking seldom so as not to disturb.
    pub(crate) async fn until(&self, expected: &str, expression: &str) -> Result {
        let began = tokio::time::Instant::now();
        while self.browser.script(&format!("return Boolean({expression})")).await? != true {
            if began.elapsed() > PATIENCE {
                let shown = self.browser.script("return document.body.innerText.slice(0, 400)");
                bail!("{expected} did not come; the page shows {}", shown.await?);
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        Ok(())
    }

    /// Returns the record of `watch.js` once every system has answered and the layout is stable.
    pub(crate) async fn seen(&self) -> Result<Seen> {
        self.until("the verdict over all systems", "seen.first && seen.all").await?;
        tokio::time::sleep(REST).await;
        let value = self
            .browser
            .script(
                "return { ...seen, loaded: [...performance.getEntriesByType('navigation'), \
                 ...performance.getEntriesByType('resource')].map(one => [new URL(one.name).pathname, one.startTime, one.responseEnd]) }",
            )
            .await?;
        let news = value["news"].as_f64().unwrap_or(f64::INFINITY);
        let shift = |one: &Value| Shift {
            value: one["value"].as_f64().unwrap_or_default(),
            is_news: one["at"].as_f64().is_some_and(|at| at >= news),
            moved: serde_json::from_value(one["moved"].clone()).unwrap_or_default(),
        };
        let loaded: Vec<(String, f64, f64)> = serde_json::from_value(value["loaded"].clone())?;
        Ok(Seen {
            first: value["first"].as_f64().context("first")?,
            all: value["all"].as_f64().context("all")?,
            shifts: value["shifts"].as_array().into_iter().flatten().map(shift).collect(),
            loaded: loaded
                .into_iter()
                .map(|(path, requested, came)| Loaded { path, requested, came })
                .collect(),
        })
    }
}

/// Lets the page's main thread run so many times slower.
pub(crate) async fn slow_down(browser: &Browser, times: u32) -> Result {
    browser.command("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await.map(drop)
}
