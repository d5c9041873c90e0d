//! The usual steps of a visitor and of an operator, in each of the three engines: Chromium, Firefox and `WebKit`.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use thirtyfour::{By, Key, WebDriver, common::command::Command};

use crate::{
    Result,
    engine::{Browser, Engine},
    page::{Snapshot, until},
    past,
    stack::{NOTICED, Stack, now},
};

/// As long as a person would wait for anything, twice: two cores play browser, proxy and five systems.
const SOON: Duration = Duration::from_secs(30);

/// Starts a browser; `None`, and a word about it, where the engine is not installed.
async fn browser(engine: Engine) -> Result<Option<Browser>> {
    if let Some(missing) = engine.missing() {
        eprintln!("SKIPPED: {missing} (scripts/setup.sh test)");
        return Ok(None);
    }
    engine.start().await.map(Some)
}

/// Waits until a script returns something true, and returns that.
async fn shows(driver: &WebDriver, script: &str) -> Result<Value> {
    let look = async || Ok(driver.execute(script, Vec::new()).await?.json().clone());
    let is_true = |seen: &Value| !matches!(seen, Value::Null | Value::Bool(false));
    until(script, SOON, look, is_true).await
}

async fn until_seen(
    driver: &WebDriver,
    expected: &str,
    is_shown: impl Fn(&Snapshot) -> bool,
) -> Result<Snapshot> {
    until(expected, NOTICED.max(SOON), async || Snapshot::take(driver).await, is_shown).await
}

/// Touches the middle of an element with a finger.
async fn touch(driver: &WebDriver, selector: &str) -> Result {
    let script = format!(
        "const element = document.querySelector({}); element.scrollIntoView({{ block: 'center' }}); \
         const box = element.getBoundingClientRect(); \
         return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)]",
        json!(selector)
    );
    let place = driver.execute(&script, Vec::new()).await?.json().clone();
    let actions = json!([{
        "type": "pointer", "id": "finger", "parameters": { "pointerType": "touch" },
        "actions": [
            { "type": "pointerMove", "duration": 0, "x": place[0], "y": place[1], "origin": "viewport" },
            { "type": "pointerDown", "button": 0 },
            { "type": "pause", "duration": 60 },
            { "type": "pointerUp", "button": 0 },
        ],
    }]);
    driver.handle().cmd(Command::PerformActions(actions.into())).await?;
    Ok(())
}

/// Chooses among the options of the language switch.
async fn choose_language(driver: &WebDriver, code: &str) -> Result {
    let script = format!(
        "const select = document.querySelector('footer select'); select.value = {}; \
         select.dispatchEvent(new Event('change', {{ bubbles: true }}))",
        json!(code)
    );
    driver.execute(&script, Vec::new()).await?;
    shows(driver, &format!("return document.documentElement.lang === {}", json!(code))).await?;
    Ok(())
}

const DAY: &str = "return document.querySelector('#chatalot .day')?.innerText";
const NO_DAY: &str = "return !document.querySelector('.day')";

/// Load, state, outage and healing, a day by keyboard and by touch, the language, and the page without its site.
async fn visitor(engine: Engine) -> Result {
    let Some(browser) = browser(engine).await? else { return Ok(()) };
    let driver = &browser.driver;
    let mut stack = Stack::start().await?;
    past::record(&stack, now()?, Vec::new())?;
    browser.open(&stack.address()).await;
    until_seen(driver, "all green", |seen| seen.banner == "operational").await?;

    stack.order("sockudo/refused").await?;
    let is_out = |seen: &Snapshot| seen.status("sockudo") == "major" && seen.problems.len() == 1;
    let seen = until_seen(driver, "the outage", is_out).await?;
    ensure!(seen.banner == "partial" && seen.icon.contains("partial"), "{engine:?}: {seen:#?}");
    stack.order("ok").await?;
    until_seen(driver, "healed", |seen| seen.banner == "operational").await?;

    shows(driver, "return !!document.querySelector('#chatalot .picker')").await?;
    let picker = driver.find(By::Css("#chatalot .picker")).await?;
    picker.send_keys(Key::End + Key::Left).await?;
    picker.send_keys(Key::Enter).await?;
    shows(driver, DAY).await.context("a day by keyboard")?;
    driver.find(By::Css("#chatalot .day")).await?;
    driver.action_chain().send_keys(Key::Escape).perform().await?;
    shows(driver, NO_DAY).await?;
    touch(driver, "#chatalot .picker").await?;
    shows(driver, DAY).await.context("a day by touch")?;

    choose_language(driver, "de").await?;
    let german = |seen: &Snapshot| seen.verdict.contains("betriebsbereit");
    until_seen(driver, "the verdict in German", german).await?;
    choose_language(driver, "en").await?;

    // The page is kept by its worker some seconds after it was loaded.
    let kept = "return navigator.serviceWorker?.controller && caches.open('page-1') \
        .then((cache) => cache.match('/')).then(Boolean)";
    shows(driver, kept).await.context("the worker")?;
    stack.kill_proxy();
    // Not WebDriver's own reload, which passes by the worker in Firefox.
    driver.execute("setTimeout(() => location.reload())", Vec::new()).await?;
    let is_unknown = |seen: &Snapshot| seen.banner == "unknown" && seen.all_are("unknown");
    until_seen(driver, "the page without its site", is_unknown).await?;
    Ok(())
}

/// Types into the field with this label.
async fn type_into(driver: &WebDriver, label: &str, text: &str) -> Result {
    let path = format!("//label[starts-with(normalize-space(), '{label}')]//input");
    Ok(driver.find(By::XPath(path)).await?.send_keys(text).await?)
}

/// The login, a chart with something drawn in it, and the alerts.
async fn operator(engine: Engine) -> Result {
    let Some(browser) = browser(engine).await? else { return Ok(()) };
    let driver = &browser.driver;
    let stack = Stack::start().await?;
    let password = stack.change_password("ops")?;
    browser.open(&format!("{}admin/#/overview", stack.address())).await;
    shows(driver, "return !!document.querySelector('form input[type=password]')").await?;
    type_into(driver, "Username", "ops").await?;
    type_into(driver, "Password", &password).await?;
    driver.find(By::XPath("//form//button[normalize-space()='Sign in']")).await?.click().await?;
    shows(driver, "return document.querySelectorAll('main .subject').length >= 5").await?;

    driver.execute("location.hash = '#/dashboards/everything?range=5m'", Vec::new()).await?;
    let drawn = "const canvas = document.querySelector('main figure canvas'); \
        if (!canvas?.width) return false; \
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height); \
        return data.some((value) => value !== 0)";
    shows(driver, drawn).await.context("a chart")?;

    driver.execute("location.hash = '#/alerts'", Vec::new()).await?;
    stack.order("sockudo/refused").await?;
    let fires = "return [...document.querySelectorAll('main article')] \
        .some((rule) => /SockudoDown/.test(rule.textContent) && /Firing/.test(rule.textContent))";
    shows(driver, fires).await.context("an alert")?;
    Ok(())
}

#[tokio::test]
async fn a_visitor_is_served_in_chromium() -> Result {
    visitor(Engine::Chromium).await
}

#[tokio::test]
async fn a_visitor_is_served_in_firefox() -> Result {
    visitor(Engine::Firefox).await
}

#[tokio::test]
async fn a_visitor_is_served_in_webkit() -> Result {
    visitor(Engine::WebKit).await
}

#[tokio::test]
async fn an_operator_is_served_in_chromium() -> Result {
    operator(Engine::Chromium).await
}

#[tokio::test]
async fn an_operator_is_served_in_firefox() -> Result {
    operator(Engine::Firefox).await
}

#[tokio::test]
async fn an_operator_is_served_in_webkit() -> Result {
    operator(Engine::WebKit).await
}
