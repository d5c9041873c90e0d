//! No more requests than needed: a hidden tab is silent, and several tabs of one browser check once.

use std::time::Duration;

use crate::{
    Result,
    browser::Browser,
    page::Page,
    stack::{INTERVAL, NOTICED, Stack},
};

/// Number of checks that the open tab has requested.
async fn checks(browser: &Browser) -> Result<usize> {
    let is_check = |path: &String| path.starts_with("/status/") && path.as_str() != "/status/ping";
    Ok(browser.requests().await?.iter().filter(|path| is_check(path)).count())
}

#[tokio::test]
async fn a_hidden_tab_sends_nothing_and_catches_up_when_shown() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    let first = browser.driver.window().await?;

    let second = browser.driver.new_tab().await?;
    browser.driver.switch_to_window(second.clone()).await?;
    browser.driver.goto("about:blank").await?;
    // What was under way comes in.
    tokio::time::sleep(INTERVAL).await;
    let before = stack.requests("sockudo").await?;
    tokio::time::sleep(INTERVAL * 4).await;
    assert_eq!(stack.requests("sockudo").await?, before, "a hidden tab checks");

    stack.order("sockudo/refused").await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(first).await?;
    page.until("what happened meanwhile", NOTICED, |seen| seen.status("sockudo") == "major")
        .await?;
    Ok(())
}

#[tokio::test]
async fn two_tabs_check_once_and_the_second_takes_over() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    let first = browser.driver.window().await?;

    // A window of its own, so that both are visible.
    let second = browser.driver.new_window().await?;
    browser.driver.switch_to_window(second.clone()).await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green in the second window", NOTICED, |seen| seen.banner == "operational")
        .await?;
    let second_before = checks(&browser).await?;
    tokio::time::sleep(INTERVAL * 3).await;
    let second_checks = checks(&browser).await? - second_before;
    browser.driver.switch_to_window(first.clone()).await?;
    let first_checks = checks(&browser).await?;
    assert_eq!(second_checks, 0, "both windows check, the first {first_checks} times");
    assert!(first_checks > 0, "no window checks");

    browser.driver.close_window().await?;
    browser.driver.switch_to_window(second).await?;
    stack.order("sockudo/refused").await?;
    let takeover = NOTICED + Duration::from_secs(2);
    page.until("the outage, found by the second", takeover, |seen| {
        seen.status("sockudo") == "major"
    })
    .await?;
    assert!(checks(&browser).await? > second_before, "the second window did not take over");
    Ok(())
}

/// Lets a granted lock reach the page's first script only after four seconds, long after the page itself has requested it.
const LATE: &str = "{ const ask = navigator.locks.request.bind(navigator.locks); \
    navigator.locks.request = (name, options, callback) => callback \
        ? ask(name, options, (lock) => new Promise((done) => setTimeout(done, 4000)).then(() => callback(lock))) \
        : ask(name, options); }";

#[tokio::test]
async fn a_late_lock_is_not_held_without_a_leader() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let source = serde_json::json!({ "source": LATE });
    browser.command("Page.addScriptToEvaluateOnNewDocument", source).await?;
    // Waits for a first verdict, which a page that never gets the lock never has.
    Page::open(&browser, &stack).await?;
    Ok(())
}
