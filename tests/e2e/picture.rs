//! The picture of the README: the page with one system down.
//!
//! Kept only where `ALLCLEAR_SHOTS` names a folder; the test holds that there is a picture to take.

use std::{fs, path::PathBuf};

use anyhow::ensure;

use crate::{
    Result,
    browser::{Browser, Window},
    page::Page,
    stack::{NOTICED, Stack},
};

#[tokio::test]
async fn shows_an_outage_among_green_systems() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser.window(Window::Picture).await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    if std::env::var_os("ALLCLEAR_SHOTS").is_some() {
        // For the picture, long enough for the response times to become a line.
        tokio::time::sleep(std::time::Duration::from_secs(25)).await;
    }
    stack.order("sockudo/refused").await?;
    page.until("the outage", NOTICED, |seen| seen.problems.len() == 1).await?;

    let picture = browser.driver.screenshot_as_png().await?;
    // An empty page of this size is a few kilobytes.
    ensure!(picture.len() > 20_000, "the picture shows next to nothing: {} bytes", picture.len());
    if let Some(folder) = std::env::var_os("ALLCLEAR_SHOTS") {
        fs::write(PathBuf::from(folder).join("screenshot.png"), picture)?;
    }
    Ok(())
}
