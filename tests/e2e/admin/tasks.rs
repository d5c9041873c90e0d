//! How long the operator's page keeps a browser's main thread from everything else, while it reads a very large page of metrics.
//!
//! The browser itself notes each task of more than 50 ms. `benches/page` measures with this too.

use std::{path::PathBuf, time::Duration};

use anyhow::ensure;
use serde_json::json;

use super::{
    admin_page::{AdminPage, SOON},
    seen::Seen,
};
use crate::{
    Result,
    browser::Browser,
    places::repository,
    source::Source,
    stack::{Additions, Origins, Stack},
};

/// The largest real page of metrics there is: 3.4 MB, 24,311 samples.
pub(crate) fn large() -> PathBuf {
    repository().join("../shared/conformance/expositions/k8s-1.34-apiserver.prom")
}

/// How long is watched.
const SPAN: Duration = Duration::from_secs(20);

/// Tasks of more than 50 ms, in ms.
pub(crate) struct LongTasks {
    /// From the login until the large page has been read twice: everything is new.
    pub(crate) first: Vec<f64>,
    /// In the 20 seconds after that, in which it is read four times.
    pub(crate) later: Vec<f64>,
}

/// Live charts of everything.
pub(crate) const CHARTS: &str = "#/dashboards/everything?range=5m";

/// Watches a screen, these charts or what the large page holds; the large page every 5 s beside the five systems every 2 s.
pub(crate) async fn watch(screen: &str, page: Vec<u8>) -> Result<LongTasks> {
    let source = Source::start().await?;
    source.serve_text("/metrics", page);
    let systems = source.system("        interval: 5s\n        timeout: 4s\n");
    let stack =
        Stack::start_adding(Origins::One, &Additions { systems, ..Additions::default() }).await?;
    let browser = Browser::start().await?;
    let observe = "window.tasks = []; new PerformanceObserver(list => { for (const entry of list.getEntries()) \
        window.tasks.push(entry.duration) }).observe({ type: 'longtask', buffered: true });";
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": observe })).await?;
    let admin = AdminPage::enter(&browser, &stack, screen).await?;
    let is_drawn = |seen: &Seen| {
        let panel = seen.panel("Samples");
        panel.is_some_and(|panel| panel.legend.iter().any(|(name, _)| name == "source"))
            || seen.answer.as_ref().is_some_and(|answer| answer.rows.len() > 20)
    };
    admin.until("the large page", SOON, is_drawn).await?;
    tokio::time::sleep(Duration::from_secs(6)).await;
    let take = "return window.tasks.splice(0)";
    let first = serde_json::from_value(browser.script(take).await?)?;
    tokio::time::sleep(SPAN).await;
    let later = serde_json::from_value(browser.script(take).await?)?;

    let seen = admin.snapshot().await?;
    ensure!(is_drawn(&seen), "the large page is not read: {seen:#?}");
    Ok(LongTasks { first, later })
}
