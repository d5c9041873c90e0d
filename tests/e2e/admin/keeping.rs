//! Stored data: a reload loses at most one scrape, and one of several tabs sends the requests.

use anyhow::ensure;
use thirtyfour::WindowHandle;

use super::{
    admin_page::{AdminPage, SOON},
    charts::dashboard,
};
use crate::{
    Result,
    browser::Browser,
    page::now,
    stack::{Additions, INTERVAL, Origins, Stack},
};

const SCREEN: &str = "#/dashboards/tested?range=5m";

async fn stack() -> Result<Stack> {
    let dashboards = dashboard(&[("Up", "up{job=\"superchat\"}")]);
    Stack::start_adding(Origins::One, &Additions { dashboards, ..Additions::default() }).await
}

/// Waits until the panel "Up" has so many rows, and returns their times.
pub(super) async fn times(admin: &AdminPage<'_>, least: usize) -> Result<Vec<String>> {
    let began = now();
    loop {
        let times: Vec<String> =
            admin.csv("Up").await?.rows.into_iter().map(|(at, _)| at).collect();
        if times.len() >= least {
            return Ok(times);
        }
        ensure!(began.elapsed() < SOON, "{} of {least} rows: {times:?}", times.len());
        tokio::time::sleep(INTERVAL / 4).await;
    }
}

#[tokio::test]
async fn a_reload_keeps_the_charts() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, SCREEN).await?;
    let before = times(&admin, 4).await?;
    admin.reload().await?;
    admin.until("the panel", SOON, |seen| seen.panel("Up").is_some()).await?;
    let after = times(&admin, 3).await?;
    // The last scrape may not have been kept yet.
    for at in &before[..before.len() - 1] {
        assert!(after.contains(at), "{at} of {before:?} is lost: {after:?}");
    }
    times(&admin, before.len() + 1).await?;

    let databases = browser.driver.execute_async(
        "const done = arguments[0]; indexedDB.databases().then((all) => done(all.map((one) => one.name)))",
        Vec::new(),
    );
    let databases: Vec<String> = serde_json::from_value(databases.await?.json().clone())?;
    assert!(databases.iter().any(|name| name.contains("allclear")), "{databases:?}");
    admin.is_clean().await
}

#[tokio::test]
async fn of_two_tabs_one_scrapes_and_both_show() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let admin = AdminPage::enter_with(&password, &browser, &stack, SCREEN).await?;
    times(&admin, 2).await?;
    let (first, second) = another_window(&browser).await?;
    let other = AdminPage::enter_with(&password, &browser, &stack, SCREEN).await?;
    let seen = times(&other, 2).await?;

    let scrapes = async || -> Result<u64> {
        let counts = stack.requests_by_path("superchat").await?;
        Ok(counts.get("/metrics").copied().unwrap_or_default())
    };
    let (before, began) = (scrapes().await?, now());
    times(&other, seen.len() + 5).await?;
    let counted = scrapes().await? - before;
    let due = began.elapsed().as_secs_f64() / INTERVAL.as_secs_f64();
    assert!(
        (counted as f64) < due * 1.5 + 1.0,
        "{counted} scrapes in a time for {due:.1}: both tabs scrape"
    );
    assert!(counted >= 3, "no tab leads: {counted} scrapes in a time for {due:.1}");

    // The leading tab is gone: the other goes on.
    browser.driver.switch_to_window(first).await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(second).await?;
    let seen = times(&other, 1).await?;
    times(&other, seen.len() + 2).await?;
    Ok(())
}

#[tokio::test]
async fn a_tab_without_a_login_keeps_no_other_from_leading() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let _form = AdminPage::open(&browser, &stack, SCREEN).await?;
    let (first, second) = another_window(&browser).await?;
    let admin = AdminPage::enter(&browser, &stack, SCREEN).await?;
    times(&admin, 2).await?;

    // Nor one that lost its login: the first has another password, and the second goes by the old one.
    browser.driver.switch_to_window(first).await?;
    let other = AdminPage::enter(&browser, &stack, SCREEN).await?;
    let seen = times(&other, 1).await?;
    times(&other, seen.len() + 2).await?;
    browser.driver.switch_to_window(second).await?;
    admin.until("the form", SOON, |seen| seen.login.is_some()).await?;
    Ok(())
}

/// Opens a window of its own and goes there: it is visible, where a tab would hide the first.
async fn another_window(browser: &Browser) -> Result<(WindowHandle, WindowHandle)> {
    let first = browser.driver.window().await?;
    let second = browser.driver.new_window().await?;
    browser.driver.switch_to_window(second.clone()).await?;
    Ok((first, second))
}
