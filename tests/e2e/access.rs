//! Accessibility: by keyboard, by screen reader, in light and dark, on a phone and on a desktop.

use std::{fs, time::Duration};

use allclear::history::{Cause, Incident, IncidentLog, Stage, State, Update, Window};
use allclear::operator::markdown;
use anyhow::{bail, ensure};
use metrics_engine::time::{Duration as Span, Timestamp};
use serde_json::json;

use crate::{
    Result,
    browser::Browser,
    page::{Page, until},
    past,
    stack::{Additions, NOTICED, Origins, Stack, now as clock},
    survey::survey,
};

const HOUR: Span = Span::from_secs(3600);

/// Maintenance that is announced for tomorrow, and some that goes on.
fn windows(now: Timestamp) -> Vec<Window> {
    let window = |title: &str, system: &str, since: Timestamp| Window {
        id: system.to_owned(),
        title: title.to_owned(),
        body: markdown::read("Uploads **wait** until it is over."),
        systems: vec![system.to_owned()],
        since,
        until: since + HOUR * 2,
    };
    vec![
        window("Storage move", "superchat", now - HOUR),
        window("Database upgrade", "rat", now + HOUR * 24),
    ]
}

/// An incident of yesterday with updates and a postmortem.
fn incident(now: Timestamp) -> Incident {
    let since = now - HOUR * 30;
    let update = |at, stage, words: &str| Update { at, stage, body: markdown::read(words) };
    Incident {
        id: "late".to_owned(),
        title: "Messages were late".to_owned(),
        worst: State::MajorOutage,
        systems: vec!["sockudo".to_owned()],
        cause: Some(Cause::Refused),
        since,
        until: Some(since + HOUR),
        updates: vec![
            update(
                since + HOUR,
                Stage::Resolved,
                "All is *well* with [the queue](https://example.org/).",
            ),
            update(since, Stage::Investigating, "1. `queue`\n2. disk"),
        ],
        afterwards: markdown::read("- The disk was full.\n\n```\ndf -h\n```"),
        ..Incident::default()
    }
}

/// Lets the page read what operators announced and wrote.
fn announce(stack: &Stack, windows: Vec<Window>) -> Result {
    let now = clock()?;
    let log = IncidentLog {
        recorded: Some(now - HOUR * 720..now),
        incidents: vec![incident(now)],
        maintenance: windows,
        ..IncidentLog::default()
    };
    Ok(fs::write(stack.rendered().join("record/incidents.json"), log.print())?)
}

/// Waits until a script returns true.
async fn holds(browser: &Browser, what: &str, script: &str) -> Result {
    let look = async || browser.script(script).await;
    until(what, Duration::from_secs(20), look, |seen| *seen == true).await.map(drop)
}

const PAST: &str = "return document.querySelectorAll('.days path[d]').length > 0";

#[tokio::test]
async fn axe_finds_nothing_on_any_screen_for_visitors() -> Result {
    let stack = Stack::start().await?;
    past::record(&stack, clock()?, Vec::new())?;
    announce(&stack, Vec::new())?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let mut found = Vec::new();
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    holds(&browser, "the past", PAST).await?;
    survey(&page, "operational", None, &mut found).await?;

    // Everything that opens: a system, a day, the menu, the table.
    for selector in
        ["#chatalot .disclose", "#chatalot .picker", "#show-table", ".subscribe > summary"]
    {
        page.click(selector).await?;
    }
    holds(&browser, "a table", "return !!document.querySelector('.table')").await?;
    holds(&browser, "a day", "return !!document.querySelector('.day')").await?;
    survey(&page, "everything opened", None, &mut found).await?;

    for order in ["sockudo/refused", "chatalot/degraded", "chatbot/html"] {
        stack.order(order).await?;
    }
    page.until("three faults", NOTICED, |seen| {
        seen.status("sockudo") == "major"
            && seen.status("chatalot") == "degraded"
            && seen.status("campus-chatbot") == "unknown"
    })
    .await?;
    browser
        .script("for (const row of document.querySelectorAll('.disclose[aria-expanded=false]')) row.click()")
        .await?;
    survey(&page, "outage", None, &mut found).await?;
    stack.order("ok").await?;

    announce(&stack, windows(clock()?))?;
    let page = Page::open(&browser, &stack).await?;
    page.until("maintenance", NOTICED, |seen| seen.status("superchat") == "maintenance").await?;
    survey(&page, "maintenance", None, &mut found).await?;

    for (screen, place, shown) in [
        ("incidents", "#/incidents", "main .event a"),
        ("an incident", "#/incidents/late", ".timeline"),
        ("an incident that does not exist", "#/incidents/nothing", "main h1, .banner h1"),
    ] {
        browser.script(&format!("location.hash = '{place}'")).await?;
        let script = format!("return !!document.querySelector('{shown}')");
        holds(&browser, screen, &script).await?;
        survey(&page, screen, None, &mut found).await?;
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    assert_eq!(browser.violations().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_before_the_page_runs_nor_when_it_cannot() -> Result {
    let mut stack = Stack::start_with(Origins::Two).await?;
    let browser = Browser::start().await?;
    let mut found = Vec::new();
    // The code of the page never arrives: it stays as it was built.
    let wasm = json!({ "patterns": [{ "urlPattern": "*_bg.wasm" }] });
    browser.command("Fetch.enable", wasm).await?;
    let page = Page::open_at(&browser, &stack.address()).await?;
    holds(&browser, "the built page", "return !!document.querySelector('.ghosts')").await?;
    survey(&page, "loading", None, &mut found).await?;
    browser.command("Fetch.disable", json!({})).await?;

    browser.block(&["*_bg.wasm"]).await?;
    let page = Page::open_at(&browser, &stack.address()).await?;
    holds(&browser, "the failure", "return !!document.querySelector('.verdict[role=alert]')")
        .await?;
    survey(&page, "stopped", None, &mut found).await?;
    browser.block(&[]).await?;

    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    stack.kill_proxy();
    page.until("unknown", NOTICED, |seen| seen.banner == "unknown").await?;
    survey(&page, "no status proxy", None, &mut found).await?;
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    Ok(())
}

/// More systems than are in sight at once: they have a search field, and their groups fold.
#[tokio::test]
async fn axe_finds_nothing_on_a_page_of_many_systems() -> Result {
    let system = |number: usize| {
        let group = number % 3;
        format!(
            "  - {{ name: System {number}, group: Group {group}, url: 'http://127.0.0.1:9/', preset: text }}\n"
        )
    };
    let systems = (0..20).map(system).collect();
    let stack =
        Stack::start_adding(Origins::One, &Additions { systems, ..Additions::default() }).await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("an outage", NOTICED, |seen| seen.banner == "partial").await?;
    let mut found = Vec::new();
    survey(&page, "many systems", None, &mut found).await?;
    for (screen, text) in [("a search", "chat"), ("a search without a match", "nothing")] {
        browser.script(&format!("location.hash = '#/?q={text}'")).await?;
        let has_text = format!("return document.querySelector('.search input').value === '{text}'");
        holds(&browser, screen, &has_text).await?;
        survey(&page, screen, None, &mut found).await?;
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    Ok(())
}

/// Where the focus is: the element's words, its tag, and whether one can see the focus there. The ring of the days' slider is
/// drawn around their bars.
async fn focus(browser: &Browser) -> Result<(String, String, bool)> {
    let value = browser
        .script(
            "const at = document.activeElement, style = getComputedStyle(at.closest('.strip') ?? at); \
             return [(at.getAttribute('aria-label') ?? at.textContent).trim(), at.tagName, \
             style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0]",
        )
        .await?;
    Ok(serde_json::from_value(value)?)
}

#[tokio::test]
async fn a_keyboard_reaches_and_opens_everything() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let seen = page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    let mut reached = Vec::new();
    for _ in 0..60 {
        page.press("Tab").await?;
        let (words, tag, is_visible) = focus(&browser).await?;
        if tag == "BODY" {
            break;
        }
        ensure!(is_visible, "the focus cannot be seen on {tag} {words:?}");
        if words == "RAT" {
            page.press("Enter").await?;
            let opened = page
                .until("RAT open", Duration::from_secs(2), |seen| seen.system("rat").open)
                .await?;
            ensure!(
                opened.system("rat").text.len() > seen.system("rat").text.len(),
                "nothing came with opening"
            );
            page.press("Enter").await?;
            page.until("RAT closed", Duration::from_secs(2), |seen| !seen.system("rat").open)
                .await?;
        }
        reached.push(words);
    }
    for system in &seen.systems {
        if !reached.contains(&system.name) {
            bail!("{:?} is not reached by Tab: {reached:?}", system.name);
        }
    }
    for control in ["Check now", "UTC", "Dark"] {
        assert!(
            reached.iter().any(|words| words.contains(control)),
            "{control:?} is not reached: {reached:?}"
        );
    }
    Ok(())
}

/// The address behind the number sign names the page, and a link that skips must not change it.
#[tokio::test]
async fn a_keyboard_that_skips_stays_on_the_page_of_an_incident() -> Result {
    let stack = Stack::start().await?;
    announce(&stack, Vec::new())?;
    let browser = Browser::start().await?;
    let page = Page::open_at(&browser, &format!("{}#/incidents/late", stack.address())).await?;
    holds(&browser, "the incident", "return !!document.querySelector('.timeline')").await?;
    browser.script("document.activeElement.blur()").await?;
    for _ in 0..30 {
        page.press("Tab").await?;
        if focus(&browser).await?.0 == "Skip to status" {
            break;
        }
    }
    page.press("Enter").await?;
    let skipped =
        "return [document.activeElement.id, location.hash, !!document.querySelector('.timeline')]";
    assert_eq!(browser.script(skipped).await?, json!(["main", "#/incidents/late", true]));
    page.press("Tab").await?;
    let within = "return !!document.activeElement.closest('main')";
    assert_eq!(browser.script(within).await?, true, "the next stop is not in the content");
    Ok(())
}

#[tokio::test]
async fn the_chosen_theme_stays_after_a_reload() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let background = "return getComputedStyle(document.body).backgroundColor";
    let light = browser.script(background).await?;
    page.press_button("Dark").await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let dark = browser.script(background).await?;
    assert_ne!(light, dark, "the switch changes nothing");
    let _reloaded = Page::open(&browser, &stack).await?;
    assert_eq!(browser.script(background).await?, dark, "the choice is lost after a reload");
    Ok(())
}

#[tokio::test]
async fn times_are_shown_in_the_zone_of_the_reader_or_in_utc() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    // Nine hours from UTC, and no summer time.
    let zone = serde_json::json!({ "timezoneId": "Asia/Tokyo" });
    browser.command("Emulation.setTimezoneOverride", zone).await?;
    let page = Page::open(&browser, &stack).await?;
    let seen = page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    assert!(seen.footer.contains("Tokyo"), "{}", seen.footer);

    page.press_button("UTC").await?;
    let soon = Duration::from_secs(2);
    page.until("times in UTC", soon, |seen| {
        !seen.footer.contains("Tokyo") && seen.footer.contains("in UTC")
    })
    .await?;
    Ok(())
}
