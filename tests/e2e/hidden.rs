//! A page that loads in a hidden tab works, and is right when it is shown.
//!
//! A hidden page has no frames, so it shows what it knows in other moments than a visible one.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::json;

use crate::{
    Result,
    browser::Browser,
    page::{Page, Snapshot, until},
    stack::{NOTICED, Stack},
};

/// A second part and all files of the recorder, on two busy cores.
const LOADED: Duration = Duration::from_secs(20);

fn is_green(seen: &Snapshot) -> bool {
    seen.banner == "operational"
        && seen.all_are("operational")
        && seen.title.starts_with("All systems operational")
}

/// Waits until the second part of the page is there, and the past with it.
async fn until_whole(browser: &Browser) -> Result {
    let bars =
        async || browser.script("return document.querySelectorAll('.days path[d]').length").await;
    until("bars of the past", LOADED, bars, |bars| bars.as_u64() > Some(0)).await.map(drop)
}

/// Notes when the page was seen for the first time, in milliseconds since it began; 0 if it began like that.
const SEEN: &str = "window.seen = document.hidden ? null : 0; \
    addEventListener('visibilitychange', () => window.seen ??= performance.now());";

/// When the recorder's incidents arrived, in milliseconds since the page began.
const READ: &str = "return performance.getEntriesByType('resource') \
    .find((entry) => entry.name.endsWith('/incidents.json'))?.responseEnd || null";

/// Opened behind, by a middle click or by a session that is restored, while another tab of the site is seen.
#[tokio::test]
async fn a_page_opened_in_the_background_lives() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, is_green).await?;
    let first = browser.driver.window().await?;

    let second = browser.driver.new_tab().await?;
    browser.driver.switch_to_window(second.clone()).await?;
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SEEN })).await?;
    // It goes there by itself, when the first tab is in front again. That one sends it what it knows, so it has a verdict, and loads
    // the incidents.
    let goes = format!("setTimeout(() => location.assign('{}'), 1500)", stack.address());
    browser.script(&goes).await?;
    browser.driver.switch_to_window(first).await?;
    browser.command("Page.bringToFront", json!({})).await?;
    page.throughout("green", LOADED / 2, is_green).await?;

    // To look at it may bring it to the front.
    browser.driver.switch_to_window(second).await?;
    let seen = page.snapshot().await?;
    ensure!(is_green(&seen), "the hidden page: {seen:#?}");
    let (shown, read) = (browser.script("return window.seen").await?, browser.script(READ).await?);
    let read = read.as_f64().context("the recorder's file was not read")?;
    ensure!(
        shown.as_f64().is_none_or(|shown| shown > read),
        "the page was seen at {shown} ms, before all of it was there at {read} ms: this tried nothing"
    );
    browser.command("Page.bringToFront", json!({})).await?;
    until_whole(&browser).await?;
    stack.order("sockudo/refused").await?;
    page.until("an outage", NOTICED, |seen| seen.status("sockudo") == "major").await?;
    stack.order("ok").await?;
    page.until("all green", NOTICED, is_green).await.map(drop)
}

/// Lets the request for the recorder's incidents go on its way only when the page is hidden.
const LATE: &str = "{ const hidden = new Promise((done) => \
        addEventListener('visibilitychange', () => document.hidden && done())); \
    const ask = window.fetch.bind(window); \
    window.fetch = async (what, how) => { \
        if (!String(what?.url ?? what).includes('/incidents.json')) return ask(what, how); \
        window.isRequested = true; \
        await hidden; \
        const answer = await ask(what, how); \
        window.arrived = document.visibilityState; \
        return answer; } }";

/// Left for another tab before all of it has loaded: seconds on a slow phone.
#[tokio::test]
async fn a_page_left_before_it_has_loaded_lives() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LATE })).await?;
    // The banner waits for what operators report.
    let page = Page::open_at(&browser, &stack.address()).await?;
    page.until("systems that are well", LOADED, |seen| seen.all_are("operational")).await?;
    let is_requested = async || browser.script("return window.isRequested === true").await;
    until("the incidents requested", LOADED, is_requested, |is_requested| is_requested == true)
        .await?;
    let first = browser.driver.window().await?;

    let second = browser.driver.new_tab().await?;
    browser.driver.switch_to_window(second).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    stack.order("sockudo/refused").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(first).await?;

    let arrived = async || browser.script("return window.arrived ?? ''").await;
    let arrived = until("the incidents", LOADED, arrived, |arrived| arrived != "").await?;
    ensure!(arrived == "hidden", "they came while the page was seen: this tried nothing");
    page.until("what happened meanwhile", NOTICED, |seen| seen.status("sockudo") == "major")
        .await?;
    until_whole(&browser).await?;
    stack.order("ok").await?;
    page.until("all green", NOTICED, is_green).await.map(drop)
}
