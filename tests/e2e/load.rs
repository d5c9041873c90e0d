//! From the first byte to the first verdict, and what is said when that does not come.

use std::fs;
use std::time::Duration;

use crate::{
    Result,
    browser::Browser,
    page::{Page, until},
    past::quarter,
    stack::{Origins, Stack, now},
};

const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_first_visit_shows_five_green_systems_without_a_complaint() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let seen = page.until("all green", SOON, |seen| seen.banner == "operational").await?;

    assert_eq!(seen.systems.len(), 5, "{:#?}", seen.systems);
    assert!(seen.all_are("operational"), "{:#?}", seen.systems);
    for system in &seen.systems {
        assert_eq!(system.word, "Operational", "{system:?}");
        assert!(system.age.starts_with("checked"), "a state without its age: {system:?}");
        assert!(!system.name.is_empty());
    }
    assert_eq!(seen.heading, "All systems operational");
    assert!(seen.title.starts_with("All systems operational"), "{}", seen.title);
    assert!(seen.icon.contains("operational"), "{}", seen.icon);
    assert!(seen.problems.is_empty(), "{:?}", seen.problems);
    assert!(seen.footer.contains("Next check"), "{}", seen.footer);
    assert_eq!(browser.violations().await?, Vec::<String>::new());
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_first_verdict_moves_nothing() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let source = "window.shifts = []; new PerformanceObserver(list => { for (const entry of list.getEntries()) \
        window.shifts.push(entry.value + ' ' + entry.sources.map(one => (one.node?.outerHTML ?? one.node?.parentElement?.outerHTML ?? '').slice(0, 200) + ' from y ' + \
        one.previousRect.y + ' to ' + one.currentRect.y).join('; ')) }).observe({ type: 'layout-shift', buffered: true });";
    let parameters = serde_json::json!({ "source": source });
    browser.command("Page.addScriptToEvaluateOnNewDocument", parameters).await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", SOON, |seen| seen.banner == "operational").await?;
    let shifts: Vec<String> =
        serde_json::from_value(browser.script("return window.shifts").await?)?;
    assert!(shifts.is_empty(), "the layout shifted:\n{}", shifts.join("\n"));
    Ok(())
}

#[tokio::test]
async fn without_wasm_it_says_so_and_stays_unknown() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser.block(&["*.wasm"]).await?;
    let page = Page::open_at(&browser, &stack.address()).await?;
    let seen = page
        .until("a message", SOON, |seen| !matches!(seen.banner.as_str(), "" | "checking"))
        .await?;
    assert_eq!(seen.banner, "unknown", "{seen:#?}");
    assert!(seen.verdict.len() > 40, "nothing is explained: {seen:#?}");
    // In the page's words, not in those of one browser: "Failed to fetch".
    let reason =
        browser.script("return document.querySelector('[data-reason]').textContent").await?;
    let due = "Part of this page could not be loaded. Check your connection, then reload the page.";
    assert_eq!(reason.as_str(), Some(due));
    Ok(())
}

#[tokio::test]
async fn a_broken_configuration_is_said_and_stays_unknown() -> Result {
    let stack = Stack::start().await?;
    fs::write(stack.rendered().join("config.json"), "{\"version\": 1, \"systems\": [")?;
    for compressed in ["config.json.br", "config.json.gz"] {
        fs::remove_file(stack.rendered().join(compressed))?;
    }
    let browser = Browser::start().await?;
    let page = Page::open_at(&browser, &stack.address()).await?;
    let seen = page
        .until("a message", SOON, |seen| !matches!(seen.banner.as_str(), "" | "checking"))
        .await?;
    assert_eq!(seen.banner, "unknown", "{seen:#?}");
    assert!(seen.verdict.contains("config"), "the cause is not named: {seen:#?}");
    Ok(())
}

#[tokio::test]
async fn the_page_alone_says_true_words_before_any_script() -> Result {
    let stack = Stack::start().await?;
    let index = crate::http::get_plain(stack.port(), "/").await?.text();
    // The build leaves out quotes that HTML does not need.
    let index = index.replace('"', "");
    assert!(
        index.contains("data-status=checking"),
        "the page claims a state before its first check"
    );
    assert!(index.contains("<noscript>"), "nothing is said to those without JavaScript");
    assert!(!index.contains("All systems operational"), "green before any answer");
    Ok(())
}

#[tokio::test]
async fn a_proxy_on_another_origin_is_reached_through_cors() -> Result {
    let stack = Stack::start_with(Origins::Two).await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let seen = page.until("all green", SOON, |seen| seen.banner == "operational").await?;
    assert!(seen.all_are("operational"), "{:#?}", seen.systems);
    assert_eq!(browser.violations().await?, Vec::<String>::new());
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_first_load_stays_within_the_budget() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", SOON, |seen| seen.banner == "operational").await?;
    let files = "return performance.getEntriesByType('resource') \
                 .filter((one) => /\\/(history|incidents).json$/.test(one.name) && one.responseEnd).length";
    let files = async || browser.script(files).await;
    until("the recorder's files", SOON, files, |files| files.as_u64() == Some(2)).await?;
    let loaded = browser
        .script(
            "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] \
             .map(entry => [new URL(entry.name).pathname, entry.encodedBodySize, entry.startTime])",
        )
        .await?;
    let loaded: Vec<(String, u64, f64)> = serde_json::from_value(loaded)?;
    let is_past = |path: &str| ["/history.json", "/incidents.json"].contains(&path);
    let is_data =
        |path: &str| path.starts_with("/status") || path == "/config.json" || is_past(path);
    let is_page = |path: &str| !is_data(path);
    let sum = |is: &dyn Fn(&str) -> bool| -> u64 {
        loaded.iter().filter(|(path, ..)| is(path)).map(|(_, size, _)| size).sum()
    };
    let total = sum(&is_page);
    assert!(total > 10_000, "the sizes are missing: {loaded:?}");
    assert!(total <= 312_000, "{total} bytes: {loaded:?}");
    // The past comes too, and stands in the way of no check.
    let begun = |is: &dyn Fn(&str) -> bool| {
        loaded.iter().filter(|(path, ..)| is(path)).map(|one| one.2).collect::<Vec<_>>()
    };
    let (past, checks) = (begun(&is_past), begun(&|path| path.starts_with("/status/")));
    assert_eq!(past.len(), 2, "{loaded:?}");
    let first_checks = checks.iter().take(5);
    assert!(first_checks.clone().count() == 5, "{loaded:?}");
    assert!(first_checks.clone().all(|check| past.iter().all(|past| past > check)), "{loaded:?}");
    Ok(())
}

/// The visible page does not depend on the recorder's files.
#[tokio::test]
async fn a_past_that_does_not_come_costs_the_bars_and_the_green() -> Result {
    let stack = Stack::start().await?;
    let history = stack.rendered().join("record/history.json");
    fs::write(history, quarter(now()?).print())?;
    let browser = Browser::start().await?;
    browser.block(&["*/history.json", "*/incidents.json"]).await?;
    let page = Page::open(&browser, &stack).await?;
    // The operators' reports are unknown, so the page is not green though each system is.
    page.until("no green", SOON, |seen| {
        assert_ne!(seen.banner, "operational");
        seen.all_are("operational")
            && seen.verdict.contains("Incident reports could not be loaded.")
    })
    .await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    stack.order("rat/down").await?;
    let seen = page.until("one down", AGAIN, |seen| seen.status("rat") == "partial").await?;
    assert!(seen.banner != "unknown", "{seen:#?}");
    let bars = async || {
        browser.script("return document.querySelectorAll('.days path[d]:not([data-status=unknown])').length").await
    };
    assert_eq!(bars().await?.as_u64(), Some(0));
    let note = async || {
        browser.script("return [...document.querySelectorAll('#past')] \
             .map((heading) => heading.closest('section').querySelector('.quiet')?.innerText ?? '').join()").await
    };
    let why = "The incident history could not be loaded.";
    until("the reason", SOON, note, |note| note == why).await?;

    browser.block(&[]).await?;
    until("bars", AGAIN, bars, |bars| bars.as_u64() > Some(0)).await?;
    until("no reason", SOON, note, |note| note != why).await.map(|_| ())
}

/// From one try to the next, and some.
const AGAIN: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_page_that_breaks_says_so_and_does_not_stay_green() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", SOON, |seen| seen.banner == "operational").await?;
    // A panic ends in an uncaught error, like this one.
    browser
        .script("setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable') })")
        .await?;
    let seen = page.until("a message", SOON, |seen| seen.banner != "operational").await?;
    assert_eq!(seen.banner, "unknown", "{seen:#?}");
    assert!(
        seen.title.contains("unknown") && seen.icon.contains("unknown"),
        "{} {}",
        seen.title,
        seen.icon
    );
    assert!(seen.systems.is_empty(), "old states are still shown: {seen:#?}");
    Ok(())
}

#[tokio::test]
async fn without_javascript_it_says_what_is_needed() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let off = serde_json::json!({ "value": true });
    browser.command("Emulation.setScriptExecutionDisabled", off).await?;
    browser.driver.goto(stack.address()).await?;
    let shown = browser.driver.find(thirtyfour::By::Css(".verdict")).await?.text().await?;
    assert!(shown.contains("JavaScript"), "{shown}");
    assert!(!shown.contains("operational"), "{shown}");
    Ok(())
}
