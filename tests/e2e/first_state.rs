//! The first state: what visitors see before any code of the page has run, and without any.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use anyhow::{Context as _, ensure};
use metrics_engine::time::civil_from_days;
use serde_json::json;

use crate::{
    Result,
    browser::{Browser, Window},
    http,
    page::now,
    stack::{Additions, NOTICED, Origins, Stack, now as clock},
};

/// Notes what each frame shows, from the first one on: the banner's status and its heading.
const FRAMES: &str = "window.seen = [];
    const note = () => {
        const banner = document.querySelector('.banner');
        if (banner && getComputedStyle(banner).visibility !== 'hidden')
            seen.push(`${banner.dataset.status}: ${banner.querySelector('.verdict').textContent}`);
        requestAnimationFrame(note);
    };
    requestAnimationFrame(note);";

/// The recorder's page in a language, once it says so.
async fn written(stack: &Stack, language: &str, says: &str) -> Result<PathBuf> {
    let began = now();
    loop {
        for edition in fs::read_dir(stack.rendered().join("page")).into_iter().flatten() {
            let path = edition?.path().join(format!("index.{language}.html"));
            if fs::read_to_string(&path).unwrap_or_default().contains(says) {
                return Ok(path);
            }
        }
        ensure!(began.elapsed() < Duration::from_secs(40), "no page says {says}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn is_there_without_scripts_and_in_a_text_browser() -> Result {
    let stack = Stack::start().await?;
    stack.order("sockudo/refused").await?;
    let recorder = stack.start_recorder()?;
    written(&stack, "de", "id=\"sockudo\" data-status=\"major\"").await?;
    let browser = Browser::start().await?;
    browser.speak(&["de-AT", "en"]).await?;
    browser.command("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
    browser.driver.goto(&stack.address()).await?;
    let source = browser.driver.source().await?;
    for text in
        ["lang=\"de\"", "Sockudo", "Größerer Ausfall", "erneuert sich nicht von selbst", "og:title"]
    {
        ensure!(source.contains(text), "{text}: {source}");
    }
    ensure!(!source.contains("<p>JavaScript"), "nothing is missing without scripts");
    let dump = Command::new("w3m").args(["-dump", &stack.address()]).output();
    let dump = dump.context("w3m (run scripts/setup.sh test)")?;
    // Without the line breaks of the text browser.
    let dump = String::from_utf8_lossy(&dump.stdout);
    let dump = dump.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in ["Sockudo", "Major outage", "As of ", "does not refresh itself", "Chatalot"] {
        ensure!(dump.contains(text), "{text}: {dump}");
    }
    // A recorder that ends takes the state back.
    drop(recorder);
    let dump = Command::new("w3m").args(["-dump", &stack.address()]).output()?;
    // Without the line breaks of the text browser.
    let dump = String::from_utf8_lossy(&dump.stdout);
    let dump = dump.split_whitespace().collect::<Vec<_>>().join(" ");
    ensure!(
        dump.contains("Your browser is checking each system now") && !dump.contains("Major outage"),
        "{dump}"
    );
    Ok(())
}

#[tokio::test]
async fn an_old_copy_is_unknown_before_the_first_paint() -> Result {
    let stack = Stack::start().await?;
    let recorder = stack.start_recorder()?;
    let path = written(&stack, "en", "All systems operational").await?;
    let page = fs::read_to_string(&path)?;
    let browser = Browser::start().await?;
    browser.command("Page.enable", json!({})).await?;
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": FRAMES })).await?;
    // A fresh one is as the recorder says, in every frame until the page that runs says the same.
    browser.driver.goto(&stack.address()).await?;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let seen: Vec<String> = serde_json::from_value(browser.script("return window.seen").await?)?;
    ensure!(!seen.is_empty(), "nothing was painted");
    ensure!(seen.iter().all(|frame| frame.starts_with("operational")), "{seen:#?}");
    drop(recorder);
    let (before, rest) = page.split_once("data-recorded-at=\"").context("an instant")?;
    let (_, after) = rest.split_once('"').context("an instant")?;
    for age in [70_000, 3_600_000] {
        let at = clock()?.0 - age;
        fs::write(&path, format!("{before}data-recorded-at=\"{at}\"{after}"))?;
        browser.driver.goto(&stack.address()).await?;
        let began = now();
        let seen: Vec<String> = loop {
            let seen = browser.script("return window.seen").await?;
            let seen: Vec<String> = serde_json::from_value(seen)?;
            if !seen.is_empty() {
                break seen;
            }
            ensure!(began.elapsed() < Duration::from_secs(20), "nothing was painted");
        };
        ensure!(seen[0].starts_with("unknown"), "{age} ms old: {seen:?}");
        ensure!(seen[0].contains("Last recorded at"), "{seen:?}");
        ensure!(browser.violations().await?.is_empty(), "the policy holds");
    }
    Ok(())
}

/// Sets the clock of the browser off by so many milliseconds, in each document that it opens.
fn wrong_clock(off: i64) -> String {
    format!(
        "{{ const right = Date, now = Date.now.bind(Date); \
            window.Date = class extends right {{ \
                constructor(...given) {{ super(...(given.length ? given : [now() + {off}])); }} \
                static now() {{ return now() + {off}; }} }}; }}"
    )
}

/// The frames that a document has painted so far, once one of them is as expected.
async fn frames(browser: &Browser, expected: &str) -> Result<Vec<String>> {
    let began = now();
    loop {
        let seen: Vec<String> =
            serde_json::from_value(browser.script("return window.seen").await?)?;
        if seen.iter().any(|frame| frame.starts_with(expected)) {
            return Ok(seen);
        }
        ensure!(began.elapsed() < Duration::from_secs(20), "no frame is {expected}: {seen:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn a_wrong_clock_of_the_visitor_is_corrected_by_that_of_the_server() -> Result {
    let stack = Stack::start().await?;
    let recorder = stack.start_recorder()?;
    let path = written(&stack, "en", "All systems operational").await?;
    let page = fs::read_to_string(&path)?;
    // A clock that is a day ahead takes a fresh state for an old one, until an answer of the server comes.
    let browser = Browser::start().await?;
    browser.command("Page.enable", json!({})).await?;
    let source = format!("{}{FRAMES}", wrong_clock(DAY));
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    browser.driver.goto(&stack.address()).await?;
    let seen = frames(&browser, "operational").await?;
    ensure!(seen.iter().all(|frame| !frame.contains("major")), "{seen:?}");
    tokio::time::sleep(Duration::from_secs(3)).await;
    let last: Vec<String> = serde_json::from_value(browser.script("return window.seen").await?)?;
    ensure!(last.last().is_some_and(|frame| frame.starts_with("operational")), "{last:?}");
    drop(browser);
    // A clock that is a day behind takes an old state for a fresh one.
    drop(recorder);
    let (before, rest) = page.split_once("data-recorded-at=\"").context("an instant")?;
    let (_, after) = rest.split_once('"').context("an instant")?;
    let at = clock()?.0 - 3_600_000;
    fs::write(&path, format!("{before}data-recorded-at=\"{at}\"{after}"))?;
    let browser = Browser::start().await?;
    browser.command("Page.enable", json!({})).await?;
    let source = format!("{}{FRAMES}", wrong_clock(-DAY));
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    browser.driver.goto(&stack.address()).await?;
    let seen = frames(&browser, "unknown").await?;
    ensure!(seen.iter().any(|frame| frame.contains("Last recorded at")), "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn an_old_copy_of_the_service_worker_is_unknown_before_the_first_paint() -> Result {
    let mut stack = Stack::start().await?;
    let recorder = stack.start_recorder()?;
    written(&stack, "en", "All systems operational").await?;
    let browser = Browser::start().await?;
    browser.driver.goto(&stack.address()).await?;
    let began = now();
    let is_kept = "return (async () => navigator.serviceWorker.controller \
        && Boolean(await (await caches.open('page-1')).match('/')))()";
    while browser.script(is_kept).await? != json!(true) {
        ensure!(began.elapsed() < Duration::from_secs(30), "nothing is kept");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(recorder);
    stack.kill_proxy();
    // Ten minutes later, without the site: the copy says when it was recorded, and nothing of the present.
    browser.command("Page.enable", json!({})).await?;
    let source = format!("{}{FRAMES}", wrong_clock(600_000));
    browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
    browser.driver.goto(&stack.address()).await?;
    let seen = frames(&browser, "unknown").await?;
    ensure!(seen.iter().all(|frame| !frame.starts_with("operational")), "{seen:?}");
    ensure!(seen[0].contains("Last recorded at") && seen[0].contains("UTC"), "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn a_feed_reader_sees_the_outage_and_its_end() -> Result {
    let stack = Stack::start().await?;
    let _recorder = stack.start_recorder()?;
    written(&stack, "en", "All systems operational").await?;
    let index = http::get_plain(stack.port(), "/").await?.text();
    ensure!(
        index.contains("type=\"application/atom+xml\"") && index.contains("/feed.atom"),
        "{index}"
    );
    stack.order("sockudo/refused").await?;
    let began = now();
    let feed = loop {
        let feed = http::get_plain(stack.port(), "/feed.atom").await?;
        if feed.text().contains("Sockudo") {
            break feed;
        }
        ensure!(began.elapsed() < Duration::from_secs(40), "{}", feed.text());
        tokio::time::sleep(Duration::from_millis(300)).await;
    };
    ensure!(feed.header("content-type").starts_with("application/atom+xml"));
    let text = feed.text();
    ensure!(text.contains("<entry>") && text.contains("Connections were refused"), "{text}");
    // A private system is in no byte of it.
    ensure!(!text.contains(crate::stack::PRIVATE), "{text}");
    Ok(())
}

/// Notes each layout shift with the elements that moved, and counts the frames in which the bars of a system are gone.
const SHIFTS: &str = "window.shifts = []; new PerformanceObserver(list => { for (const entry of list.getEntries()) \
    window.shifts.push(entry.value + ' ' + entry.sources.map(one => (one.node?.outerHTML ?? '').slice(0, 120) + ' from ' + JSON.stringify(one.previousRect) + ' to ' + JSON.stringify(one.currentRect)).join('; ')) }) \
    .observe({ type: 'layout-shift', buffered: true });
    window.bare = 0;
    let had = false;
    const count = () => {
        const has = Boolean(document.querySelector('#chatalot .days path'));
        if (had && !has) window.bare += 1;
        had ||= has;
        requestAnimationFrame(count);
    };
    requestAnimationFrame(count);";

#[tokio::test]
async fn the_page_takes_over_an_outage_and_an_announcement_without_moving_anything() -> Result {
    let (year, month, day) = civil_from_days(clock()?.0.div_euclid(86_400_000) + 2);
    let additions = Additions {
        maintenance: format!(
            "maintenance:\n  - {{ title: Upgrade, systems: [rat], starts: \"{year}-{month:02}-{day:02}T12:00Z\", lasts: 1h, text: A **short** pause. }}\n"
        ),
        ..Additions::default()
    };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    stack.order("sockudo/refused").await?;
    let _recorder = stack.start_recorder()?;
    let page = written(&stack, "en", "id=\"sockudo\" data-status=\"major\"").await?;
    ensure!(fs::read_to_string(page)?.contains("Upgrade"), "the announcement is not written");
    for window in [Window::Desktop, Window::Phone] {
        let browser = Browser::start().await?;
        browser.window(window).await?;
        browser.command("Page.enable", json!({})).await?;
        browser
            .command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SHIFTS }))
            .await?;
        browser.driver.goto(&stack.address()).await?;
        // Until the page has taken over and has confirmed the outage by its own checks.
        tokio::time::sleep(NOTICED).await;
        let is_live = "return !document.querySelector('#sockudo .picker')?.hidden \
            && Boolean(document.querySelector('.problem button'))";
        ensure!(browser.script(is_live).await? == json!(true), "the page has not taken over");
        // Below that it is 0 wherever it is shown: a few pixels of a word that is a fraction of a pixel wider.
        let shifts = browser.script("return window.shifts").await?;
        let total = "return window.shifts.reduce((sum, one) => sum + parseFloat(one), 0)";
        let total = browser.script(total).await?.as_f64().context("a sum")?;
        ensure!(total < 1e-4, "{window:?}: {shifts}");
        let bare = browser.script("return window.bare").await?;
        ensure!(bare == json!(0), "{window:?}: {bare} frames without the bars");
    }
    Ok(())
}
