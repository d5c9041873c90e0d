//! How the page is composed: nothing collides, nothing leaves the window, and what is opened is in sight.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::{
    Result,
    browser::{Browser, Window},
    page::{Page, until},
    past::record,
    stack::{Additions, Origins, Stack, now},
};

/// As long as a person would wait.
const SOON: Duration = Duration::from_secs(15);

/// A name that wraps at each width.
const LONG: &str = "Distributed examination scheduling and seat assignment for all campuses";

/// Waits until a script returns true.
async fn holds(browser: &Browser, what: &str, script: &str) -> Result {
    let read = async || browser.script(script).await;
    until(what, SOON, read, |seen: &Value| *seen == json!(true)).await.map(drop)
}

async fn width(browser: &Browser, width: u32, is_mobile: bool) -> Result {
    let metrics =
        json!({ "width": width, "height": 844, "deviceScaleFactor": 1, "mobile": is_mobile });
    browser.command("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
}

const BARS: &str = "return !(document.querySelector('#chatalot .picker')?.hidden ?? true)";

#[tokio::test]
async fn a_name_of_several_lines_does_not_touch_its_state() -> Result {
    let systems =
        format!("  - name: {LONG}\n    id: long\n    url: http://127.0.0.1:9\n    preset: text\n");
    let stack =
        Stack::start_adding(Origins::One, &Additions { systems, ..Additions::default() }).await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    let _page = Page::open(&browser, &stack).await?;
    for pixels in [320, 390, 1280] {
        width(&browser, pixels, false).await?;
        let seen = browser
            .script(
                "const rect = (selector) => document.querySelector('#long ' + selector).getBoundingClientRect(); \
                 return [rect('.disclose span').height / 24, rect('.state .word').top - rect('.disclose span').bottom]",
            )
            .await?;
        ensure!(seen[0].as_f64() > Some(1.5), "it does not wrap at {pixels}: {seen}");
        ensure!(seen[1].as_f64() >= Some(0.0), "they touch at {pixels}: {seen}");
    }
    Ok(())
}

#[tokio::test]
async fn a_touch_opens_the_day_under_the_finger() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    let _page = Page::open(&browser, &stack).await?;
    width(&browser, 390, true).await?;
    browser.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await?;
    holds(&browser, "bars", BARS).await?;
    holds(
        &browser,
        "thirty days",
        "return document.querySelector('#chatalot .picker').min === '61'",
    )
    .await?;
    let strip = browser
        .script(
            "document.querySelector('#chatalot').scrollIntoView(); \
             const strip = document.querySelector('#chatalot .strip').getBoundingClientRect(); \
             return [strip.left, strip.top + strip.height / 2, strip.width]",
        )
        .await?;
    let number = |place: usize| strip[place].as_f64().unwrap_or_default();
    // The third of thirty days from the left.
    let point = json!([{ "x": number(0) + number(2) / 30.0 * 2.5, "y": number(1) }]);
    let touch = |kind: &str, points: &Value| json!({ "type": kind, "touchPoints": points });
    browser.command("Input.dispatchTouchEvent", touch("touchStart", &point)).await?;
    browser.command("Input.dispatchTouchEvent", touch("touchEnd", &json!([]))).await?;
    holds(
        &browser,
        "the day",
        "return document.querySelector('#chatalot .picker').value === '63' \
        && Boolean(document.querySelector('#chatalot .day'))",
    )
    .await
}

#[tokio::test]
async fn pointing_at_a_bar_shows_its_day_and_moves_nothing() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    browser.window(Window::Desktop).await?;
    let _page = Page::open(&browser, &stack).await?;
    holds(&browser, "bars", BARS).await?;
    let seen = browser
        .script(
            "const strip = document.querySelector('#chatalot .strip').getBoundingClientRect(); \
             return [strip.left, strip.top + strip.height / 2, strip.width, document.querySelector('#superchat').offsetTop]",
        )
        .await?;
    let number = |place: usize| seen[place].as_f64().unwrap_or_default();
    let (x, y) = (number(0) + number(2) / 90.0 * 86.5, number(1));
    let moved = json!({ "type": "mouseMoved", "x": x, "y": y });
    browser.command("Input.dispatchMouseEvent", moved).await?;
    holds(
        &browser,
        "the line of the day",
        "const hint = document.querySelector('#chatalot .hint'); \
        return getComputedStyle(hint).display !== 'none' && hint.textContent.includes('down')",
    )
    .await?;
    let top = browser.script("return document.querySelector('#superchat').offsetTop").await?;
    ensure!(top == seen[3], "the next row has moved from {} to {top}", seen[3]);
    ensure!(browser.script("return !document.querySelector('.day')").await? == json!(true));
    Ok(())
}

#[tokio::test]
async fn the_focus_is_seen_around_the_bars_and_skips_to_the_status() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    holds(&browser, "bars", BARS).await?;
    page.press("Tab").await?;
    holds(
        &browser,
        "a link to skip to the status",
        "return document.activeElement.className === 'skip' \
        && document.activeElement.getBoundingClientRect().top >= 0",
    )
    .await?;
    page.press("Enter").await?;
    for _ in 0..2 {
        page.press("Tab").await?;
    }
    // The first stops of the status are a system's row and its bars. The strip clips its content, so the ring is drawn around it.
    holds(
        &browser,
        "a ring around the bars",
        "const strip = document.activeElement.closest('.strip'); \
        return Boolean(strip) && getComputedStyle(strip).outlineStyle === 'solid' \
            && parseFloat(getComputedStyle(strip).outlineOffset) > 0",
    )
    .await
}

#[tokio::test]
async fn what_opens_below_is_in_sight_and_leaves_the_window_as_wide_as_it_is() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    width(&browser, 390, false).await?;
    holds(&browser, "bars", BARS).await?;
    for (button, heading) in
        [("#show-method", "How uptime is calculated"), ("#show-table", "Daily uptime")]
    {
        page.click(button).await?;
        let script = format!(
            "const section = document.getElementById('extra'); const box = section?.getBoundingClientRect(); \
             return Boolean(section) && section.querySelector('h2').textContent === {} \
                 && box.top < innerHeight && document.activeElement === section \
                 && document.querySelector('main').contains(section)",
            json!(heading)
        );
        holds(&browser, heading, &script).await?;
        let wide = browser.script("return document.documentElement.scrollWidth").await?;
        ensure!(wide == json!(390), "{heading}: {wide}");
    }
    // An ordinary day is a figure alone.
    let cells = browser
        .script("return [...document.querySelectorAll('.table td')].map(cell => cell.textContent)")
        .await?;
    let cells: Vec<String> = serde_json::from_value(cells)?;
    let usual = cells.iter().filter(|cell| cell.replace('\u{a0}', " ") == "100 %").count();
    ensure!(usual * 10 > cells.len() * 9, "{usual} of {}", cells.len());
    let down = cells.iter().find(|cell| cell.contains("down")).context("the outage")?;
    ensure!(down.contains("10"), "{down}");
    Ok(())
}

#[tokio::test]
async fn a_folded_group_stays_folded_when_the_page_is_loaded_again() -> Result {
    let system = |n: usize| {
        format!(
            "  - {{ id: more-{n}, name: More {n}, group: More, preset: text, url: 'http://127.0.0.1:9' }}\n"
        )
    };
    let systems = (0..20).map(system).collect();
    let stack =
        Stack::start_adding(Origins::One, &Additions { systems, ..Additions::default() }).await?;
    let browser = Browser::start().await?;
    let _page = Page::open(&browser, &stack).await?;
    holds(&browser, "systems", "return Boolean(document.querySelector('#more-19'))").await?;
    let fold =
        "[...document.querySelectorAll('.fold')].find(fold => fold.textContent.includes('More'))";
    browser.script(&format!("{fold}.click()")).await?;
    let is_folded = format!(
        "return {fold}?.ariaExpanded === 'false' && !document.querySelector('#more-0') && \
         Boolean(document.querySelector('#chatalot'))"
    );
    holds(&browser, "folded", &is_folded).await?;
    browser.driver.refresh().await?;
    holds(&browser, "folded again", &is_folded).await
}
