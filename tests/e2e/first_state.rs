//! The first state: what visitors see before any code of the page has run, and without any.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use anyhow::{Context as _, ensure};
use serde_json::json;

use crate::{
    Result,
    browser::Browser,
    page::now,
    stack::{Stack, now as clock},
};

/// Notes what each frame shows, from the first one on: the banner's status and its heading.
const FRAMES: &str = "window.seen = [];
    const look = () => {
        const banner = document.querySelector('.banner');
        if (banner && getComputedStyle(banner).visibility !== 'hidden')
            seen.push(`${banner.dataset.status}: ${banner.querySelector('.verdict').textContent}`);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

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
    for text in ["lang=\"de\"", "Sockudo", "Größerer Ausfall", "Aufgezeichnet um", "og:title"] {
        ensure!(source.contains(text), "{text}: {source}");
    }
    ensure!(!source.contains("<p>JavaScript"), "nothing is missing without scripts");
    let dump = Command::new("w3m").args(["-dump", &stack.address()]).output();
    let dump = dump.context("w3m (run scripts/setup.sh test)")?;
    let dump = String::from_utf8_lossy(&dump.stdout);
    for text in ["Sockudo", "Major outage", "Recorded at", "does not renew itself", "Chatalot"] {
        ensure!(dump.contains(text), "{text}: {dump}");
    }
    // A recorder that ends takes the state back.
    drop(recorder);
    let dump = Command::new("w3m").args(["-dump", &stack.address()]).output()?;
    let dump = String::from_utf8_lossy(&dump.stdout);
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
