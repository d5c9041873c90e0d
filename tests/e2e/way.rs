//! "Is it me?": what lies between the browser and the systems fails, and the page blames that and nothing else.

use std::time::Duration;

use crate::{
    Result,
    browser::Browser,
    page::Page,
    stack::{NOTICED, Origins, Stack},
};

/// A blocked connection is believed after a failed canary, which may take a timeout more than a check.
const BELIEVED: Duration = Duration::from_secs(15);

#[tokio::test]
async fn a_dead_proxy_makes_the_systems_unknown_and_is_blamed() -> Result {
    let mut stack = Stack::start_with(Origins::Two).await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    stack.kill_proxy();
    let seen = page.until("the proxy's fault", BELIEVED, |seen| seen.banner == "unknown").await?;
    assert!(
        seen.verdict.to_lowercase().contains("proxy"),
        "the proxy is not blamed: {}",
        seen.verdict
    );
    assert!(seen.all_are("unknown"), "{:#?}", seen.systems);
    assert!(seen.problems.is_empty(), "a system is blamed: {:?}", seen.problems);
    let row = seen.system("sockudo");
    assert!(row.age.contains("operational"), "the last known state is missing: {row:?}");

    stack.restart_proxy().await?;
    // Without waiting for the next try.
    page.press_button("Check now").await?;
    page.until("all green again", BELIEVED, |seen| seen.banner == "operational").await?;
    Ok(())
}

#[tokio::test]
async fn a_dead_site_leaves_no_green_page() -> Result {
    let mut stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    stack.kill_proxy();
    let seen = page.until("unknown", BELIEVED, |seen| seen.banner == "unknown").await?;
    assert!(seen.all_are("unknown"), "{:#?}", seen.systems);

    stack.restart_proxy().await?;
    page.until("all green again", BELIEVED, |seen| seen.banner == "operational").await?;
    Ok(())
}

#[tokio::test]
async fn a_browser_without_network_blames_itself() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    browser.offline(true).await?;
    let seen = page.until("offline", NOTICED, |seen| seen.banner == "unknown").await?;
    assert!(seen.verdict.to_lowercase().contains("offline"), "{}", seen.verdict);
    assert!(seen.problems.is_empty(), "a system is blamed: {:?}", seen.problems);

    browser.offline(false).await?;
    page.until("all green again", BELIEVED, |seen| seen.banner == "operational").await?;
    Ok(())
}
