//! Without a network, and with the site gone: the page opens, says what was seen last and when, and is not green for a moment.

use std::{fs, time::Duration};

use allclear::history::document::{Verdict, Verdicts};
use allclear::status::Status;
use anyhow::ensure;
use metrics_engine::time::Duration as Span;
use serde_json::Value;

use crate::{
    Result,
    browser::Browser,
    page::{Page, Snapshot, now},
    stack::{Additions, NOTICED, Origins, Stack, now as clock},
};

/// The worker starts some seconds after the page, and has the whole page to keep.
const KEPT: Duration = Duration::from_secs(30);

/// Paths in the worker's cache, sorted; empty while it does not yet stand between the page and the network.
async fn kept(browser: &Browser) -> Result<Vec<String>> {
    let paths = browser
        .script(
            "return (async () => {
                const cache = await caches.open('page-1');
                const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname).sort();
                return navigator.serviceWorker.controller && paths.includes('/') ? paths : [];
            })()",
        )
        .await?;
    Ok(serde_json::from_value(paths)?)
}

#[tokio::test]
async fn opens_without_the_site_and_shows_the_last_known_state() -> Result {
    let mut stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    stack.order("sockudo/refused").await?;
    page.until("one down", NOTICED, |seen| {
        seen.status("sockudo") == "major" && seen.status("chatalot") == "operational"
    })
    .await?;
    let began = now();
    let paths = loop {
        let paths = kept(&browser).await?;
        if !paths.is_empty() {
            break paths;
        }
        ensure!(began.elapsed() < KEPT, "nothing is kept");
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    // The page's own files, and none of its data.
    assert!(paths.iter().any(|path| path.contains("_bg.wasm")), "{paths:?}");
    for path in &paths {
        let is_page = ["/", "/config.json", "/boot.js"].contains(&path.as_str())
            || path.starts_with("/favicon/")
            || path.starts_with("/lang/")
            || path.starts_with("/manifest")
            || path.contains("page-");
        assert!(is_page, "{path} is kept");
    }

    stack.kill_proxy();
    browser.driver.goto(&stack.address()).await?;
    let seen = page
        .until("unknown", Duration::from_secs(20), |seen| {
            assert_ne!(seen.banner, "operational", "{}", seen.verdict);
            seen.banner == "unknown" && seen.all_are("unknown")
        })
        .await?;
    assert!(seen.system("chatalot").age.contains("operational"), "{:#?}", seen.systems);
    assert!(seen.system("sockudo").age.contains("major outage"), "{:#?}", seen.systems);
    assert!(seen.problems.is_empty(), "{:?}", seen.problems);

    // Without a connection of its own, it blames no system.
    browser.offline(true).await?;
    browser.driver.goto(&stack.address()).await?;
    let seen = page
        .until("offline", Duration::from_secs(20), |seen| {
            assert_ne!(seen.banner, "operational", "{}", seen.verdict);
            seen.verdict.to_lowercase().contains("offline")
        })
        .await?;
    assert!(seen.system("chatalot").age.contains("operational"), "{:#?}", seen.systems);
    browser.offline(false).await?;

    stack.order("ok").await?;
    stack.restart_proxy().await?;
    page.until("all green", KEPT, |seen| seen.banner == "operational").await?;
    Ok(())
}

/// The last verdict on a system that only a recorder checks is shown as the last known state.
#[tokio::test]
async fn shows_the_last_known_state_of_a_recorder() -> Result {
    let system = "  - name: Verdict only\n    url: http://127.0.0.1:9\n    preset: text\n    visibility: verdict\n";
    let additions = Additions { systems: system.to_owned(), ..Additions::default() };
    let mut stack = Stack::start_adding(Origins::One, &additions).await?;
    // Two minutes ago it was at work. That verdict is too old to be believed, with a network and without.
    let at = clock()? - Span::from_secs(120);
    let verdict = Verdict { status: Status::Operational, since: at, measured: at, cause: None };
    let verdicts = Verdicts {
        at,
        interval: Span::from_secs(15),
        page: None,
        systems: vec![("verdict-only".to_owned(), verdict)],
    };
    fs::write(stack.recorded().join("status.json"), verdicts.print())?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let was = |seen: &Snapshot| {
        assert_ne!(seen.status("verdict-only"), "operational");
        seen.status("verdict-only") == "unknown"
            && seen.system("verdict-only").age.contains("operational")
    };
    page.until("the last known state", KEPT, was).await?;
    let began = now();
    while kept(&browser).await?.is_empty() {
        ensure!(began.elapsed() < KEPT, "nothing is kept");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    stack.kill_proxy();
    browser.driver.goto(&stack.address()).await?;
    page.until("the last known state, offline", KEPT, was).await?;
    Ok(())
}

#[tokio::test]
async fn can_be_installed() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    Page::open(&browser, &stack).await?;
    let manifest = browser.command("Page.getAppManifest", serde_json::json!({})).await?;
    assert_eq!(manifest["errors"], serde_json::json!([]), "{manifest}");
    let data: Value = serde_json::from_str(manifest["data"].as_str().unwrap_or_default())?;
    assert_eq!(data["name"], "Allclear demo");
    assert_eq!(browser.violations().await?, Vec::<String>::new());
    let wrong = browser.command("Page.getInstallabilityErrors", serde_json::json!({})).await?;
    assert_eq!(wrong["installabilityErrors"], serde_json::json!([]), "{wrong}");
    Ok(())
}
