//! The pictures of the README and of the documentation: a running demo in an outage, well, and on a phone; an incident; the operators'
//! overview, a dashboard, and an alert.
//!
//! `scripts/screenshot.sh` starts the demo and names it in `ALLCLEAR_DEMO`, its faults in `ALLCLEAR_FLEET`, the operator's password in
//! `ALLCLEAR_PASSWORD`, and the folder of the pictures in `ALLCLEAR_SHOTS`.

use std::{env, fs, path::Path, time::Duration};

use anyhow::{Context as _, ensure};
use serde_json::json;

use crate::{
    Result,
    admin::AdminPage,
    browser::{Browser, Window},
    http,
    page::{Page, Snapshot, until},
    stack::{NOTICED, Stack},
};

#[tokio::test]
async fn shows_an_outage_among_green_systems() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser.window(Window::Picture).await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    stack.order("sockudo/refused").await?;
    page.until("the outage", NOTICED, |seen| seen.problems.len() == 1).await?;
    let picture = browser.driver.screenshot_as_png().await?;
    // An empty page of this size is a few kilobytes.
    ensure!(picture.len() > 20_000, "the picture shows next to nothing: {} bytes", picture.len());
    Ok(())
}

/// The longest that the demo takes to notice a fault: two checks, 30 seconds apart.
const CONFIRMED: Duration = Duration::from_mins(2);

/// A running demo and a browser in front of it.
struct Demo {
    browser: Browser,
    address: String,
    fleet: u16,
    folder: String,
}

impl Demo {
    async fn find() -> Result<Self> {
        let variable = |name: &str| env::var(name).with_context(|| name.to_owned());
        Ok(Self {
            browser: Browser::start().await?,
            address: variable("ALLCLEAR_DEMO")?,
            fleet: variable("ALLCLEAR_FLEET")?.parse()?,
            folder: variable("ALLCLEAR_SHOTS")?,
        })
    }

    async fn order(&self, order: &str) -> Result {
        let answer = http::request(self.fleet, "POST", &format!("/{order}"), &[]).await?;
        ensure!(answer.code == 200, "fleet did not obey {order}: {}", answer.text());
        Ok(())
    }

    async fn open(&self, path: &str) -> Result<Page<'_>> {
        // An address that differs in its hash alone would load nothing anew.
        self.browser.driver.goto("about:blank").await?;
        Page::open_at(&self.browser, &format!("{}{path}", self.address)).await
    }

    /// The page of systems in a state, with its past.
    async fn systems(&self, state: &str) -> Result<Page<'_>> {
        let page = self.open("").await?;
        page.until(state, CONFIRMED, |seen| seen.banner == state).await?;
        self.shows(".days path[d], .picker").await?;
        Ok(page)
    }

    /// Waits until something is shown.
    async fn shows(&self, selector: &str) -> Result {
        let script = format!("return !!document.querySelector({})", json!(selector));
        let look = async || self.browser.script(&script).await;
        until(selector, CONFIRMED, look, |seen| *seen == true).await.map(drop)
    }

    /// Takes a picture of a window of this size.
    async fn take(&self, name: &str, width: u32, height: u32) -> Result {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500,
        });
        self.browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        // No ring around a heading that took the focus.
        self.browser.script("document.activeElement.blur()").await?;
        // Charts are drawn anew for their width.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let picture = self.browser.driver.screenshot_as_png().await?;
        ensure!(picture.len() > 20_000, "{name} shows next to nothing: {} bytes", picture.len());
        Ok(fs::write(Path::new(&self.folder).join(format!("{name}.png")), picture)?)
    }
}

#[tokio::test]
#[ignore = "scripts/screenshot.sh runs it against a running demo"]
async fn takes_the_pictures_of_the_documentation() -> Result {
    let demo = Demo::find().await?;
    demo.browser.window(Window::Desktop).await?;
    demo.order("ok").await?;
    demo.browser.theme("dark").await?;
    demo.systems("operational").await?;
    demo.take("public-dark", 1280, 900).await?;

    demo.order("sockudo/refused").await?;
    demo.browser.theme("light").await?;
    let page = demo.systems("partial").await?;
    // Until the recorder has confirmed it, too.
    let is_agreed = |seen: &Snapshot| seen.problems.len() > 1 && !seen.verdict.contains("recorder");
    page.until("one word of both", CONFIRMED, is_agreed).await?;
    demo.take("public", 1280, 1160).await?;
    demo.take("public-phone", 390, 844).await?;

    demo.browser.window(Window::Desktop).await?;
    demo.open("#/incidents").await?;
    let link = "[...document.querySelectorAll('.event .title a')] \
        .findLast((link) => link.textContent === 'Sockudo refuses connections')";
    let is_there = format!("return !!{link}");
    let find = async || demo.browser.script(&is_there).await;
    until("the incident", CONFIRMED, find, |found| *found == true).await?;
    demo.browser.script(&format!("{link}.click()")).await?;
    demo.shows(".timeline").await?;
    demo.take("incident", 1280, 900).await?;

    let password = env::var("ALLCLEAR_PASSWORD").context("ALLCLEAR_PASSWORD")?;
    let admin = AdminPage::enter_at(&password, &demo.browser, &demo.address, "#/overview").await?;
    let is_seen = |seen: &crate::admin::Seen| seen.status("Sockudo") == "major";
    admin.until("the outage", CONFIRMED, is_seen).await?;
    demo.take("overview", 1280, 900).await?;

    admin.go("#/dashboards/superchat-overview?range=6h").await?;
    demo.shows("figure canvas").await?;
    demo.take("dashboard", 1280, 900).await?;

    admin.go("#/alerts").await?;
    demo.shows("article h3 button").await?;
    admin.click_rule("DemoFiring").await?;
    demo.take("alert", 1280, 900).await?;
    demo.order("ok").await
}
