//! Incidents and maintenance, as a recorder and operators publish them: on the page, on pages of their own, and by a bell.

use std::{fs, time::Duration};

use allclear::history::{Block, Cause, Incident, IncidentLog, Stage, State, Update, Window};
use allclear::operator::markdown;
use anyhow::{Context as _, ensure};
use metrics_engine::time::{Duration as Span, Timestamp};
use serde_json::{Value, json};

use crate::{
    Result,
    browser::{Browser, Window as Size},
    page::{self, Page},
    stack::{NOTICED, Stack, now},
};

/// The longest that the page may take to load and show the published files, after its first verdict.
const LOADED: Duration = Duration::from_secs(10);

/// All that can be tried in an operator's text.
const HOSTILE: &str = "It is **back**. <img src=x onerror=\"window.broken=1\"> <script>window.broken=1</script> \
    [run](javascript:window.broken=1) [docs](https://example.org/docs)\n\n- one\n- `two`\n\n```\n</pre><script>window.broken=1</script>\n```\n";

fn hours(hours: i64) -> Span {
    Span::from_secs(hours * 3600)
}

fn update(at: Timestamp, stage: Stage, words: &str) -> Update {
    Update { at, stage, body: markdown::read(words) }
}

fn incident(id: &str, system: &str, since: Timestamp, until: Option<Timestamp>) -> Incident {
    Incident {
        id: id.to_owned(),
        title: String::new(),
        worst: State::MajorOutage,
        systems: vec![system.to_owned()],
        cause: Some(Cause::Refused),
        since,
        until,
        ..Incident::default()
    }
}

fn window(id: &str, system: &str, since: Timestamp, until: Timestamp) -> Window {
    let body: Vec<Block> = markdown::read("Uploads wait.");
    let (id, title) = (id.to_owned(), format!("Storage move of {system}"));
    Window { id, title, body, systems: vec![system.to_owned()], since, until }
}

/// Lets the page find what `change` makes of a recorder's month.
fn record(stack: &Stack, change: impl FnOnce(&mut IncidentLog, Timestamp)) -> Result {
    let now = now()?;
    let mut incident_log =
        IncidentLog { recorded: Some(now - hours(24 * 30)..now), ..IncidentLog::default() };
    change(&mut incident_log, now);
    let folder = stack.rendered().join("record");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join("incidents.json"), incident_log.print())?)
}

/// Runs a script in the page until it returns `true`.
async fn until(browser: &Browser, expected: &str, script: &str) -> Result {
    let began = page::now();
    while browser.script(script).await? != Value::Bool(true) {
        if began.elapsed() > LOADED {
            let seen = browser.script("return document.body.innerText").await?;
            anyhow::bail!("expected {expected}, but the page shows {seen}");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

async fn text(browser: &Browser, selector: &str) -> Result<String> {
    let script = format!(
        "return document.querySelector({}).textContent.replace(/\\s+/g, ' ').trim()",
        json!(selector)
    );
    let text = browser.script(&script).await.with_context(|| selector.to_owned())?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn past_incidents_stand_below_the_systems_and_on_pages_of_their_own() -> Result {
    let stack = Stack::start().await?;
    record(&stack, |incident_log, now| {
        let since = now - hours(30);
        let mut late = incident("late", "sockudo", since, Some(since + Span::from_secs(1700)));
        late.title = "Messages came <b>late</b>".to_owned();
        late.updates = vec![
            update(since + Span::from_secs(1700), Stage::Resolved, HOSTILE),
            update(since, Stage::Investigating, "We look."),
        ];
        late.afterwards = markdown::read("1. It was the *disk*.");
        incident_log.incidents =
            vec![late, incident("older", "rat", now - hours(600), Some(now - hours(599)))];
    })?;
    let browser = Browser::start().await?;
    Page::open(&browser, &stack).await?;
    until(&browser, "past incidents", "return !!document.querySelector('.past .event a')").await?;
    assert_eq!(text(&browser, ".past .event a").await?, "Messages came <b>late</b>");
    assert!(text(&browser, ".past .event").await?.contains("28 min"));
    assert!(text(&browser, ".past").await?.contains("No incidents reported."));

    let page = Page { browser: &browser };
    browser.script("document.querySelector('.past .event a').scrollIntoView()").await?;
    page.click(".past .event a").await?;
    until(&browser, "the incident", "return !!document.querySelector('.timeline')").await?;
    assert_eq!(text(&browser, "h1").await?, "Messages came <b>late</b>");
    let is_read = "return document.activeElement === document.querySelector('h1')";
    assert_eq!(browser.script(is_read).await?, true, "the heading has no focus");
    let title = browser.script("return document.title").await?;
    assert_eq!(title, "Messages came <b>late</b>: Allclear demo");
    assert!(text(&browser, ".facts").await?.contains("Connections refused"));
    // Words are words: nothing that was written became an element that it should not.
    let found = browser
        .script("return [window.broken ?? 0, document.querySelectorAll('main img, main script, main iframe, main [onerror], main [style]').length, [...document.querySelectorAll('main a')].map(a => a.getAttribute('href')).join()]")
        .await?;
    assert_eq!(found, json!([0, 0, "https://example.org/docs"]));
    assert!(text(&browser, ".timeline").await?.contains("<script>window.broken=1</script>"));
    assert_eq!(text(&browser, ".timeline b").await?, "back");
    assert_eq!(browser.violations().await?, [""; 0]);
    assert_eq!(page.accessibility_violations().await?, [""; 0]);

    page.click(".crumb a[href='#/incidents']").await?;
    until(
        &browser,
        "the months",
        "return document.querySelectorAll('.months .event').length === 2",
    )
    .await?;
    assert_eq!(page.accessibility_violations().await?, [""; 0]);
    browser.driver.back().await?;
    until(&browser, "the incident again", "return !!document.querySelector('.timeline')").await?;
    browser.driver.back().await?;
    until(&browser, "the systems again", "return !!document.querySelector('li.system')").await?;

    // A bookmarked address.
    Page::open_at(&browser, &format!("{}#/incidents/unheard", stack.address())).await?;
    browser.driver.refresh().await?;
    let script = "return (document.querySelector('.resolved')?.textContent ?? '').includes('This incident does not exist')";
    until(&browser, "words about an unknown incident", script).await
}

#[tokio::test]
async fn announced_maintenance_covers_its_system_and_no_other() -> Result {
    let stack = Stack::start().await?;
    record(&stack, |incident_log, now| {
        incident_log.maintenance = vec![
            window("now", "rat", now - hours(1), now + hours(1)),
            window("soon", "chatalot", now + hours(24 * 9), now + hours(24 * 9 + 1)),
        ];
    })?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    stack.order("rat/refused").await?;
    let seen = page
        .until("maintenance", NOTICED + LOADED, |seen| {
            seen.banner == "maintenance" && seen.problems.len() == 2
        })
        .await?;
    assert_eq!(seen.heading, "Under maintenance");
    assert_eq!(seen.system("rat").status, "maintenance");
    assert!(seen.problems[0].text.contains("In progress"), "{:?}", seen.problems);
    assert!(seen.problems[1].text.contains("in 9 days"), "{:?}", seen.problems);
    assert!(seen.icon.contains("maintenance"), "{}", seen.icon);
    assert_eq!(page.accessibility_violations().await?, [""; 0]);

    stack.order("sockudo/refused").await?;
    let seen = page.until("another outage", NOTICED, |seen| seen.banner == "partial").await?;
    assert_eq!(seen.system("rat").status, "maintenance");
    browser.window(Size::Phone).await?;
    let widths =
        browser.script("return document.documentElement.scrollWidth <= innerWidth").await?;
    assert_eq!(widths, true, "the page is wider than a phone");
    Ok(())
}

/// Opens a page with an outage that operators report, and requests a notification of its end.
async fn request_notification<'a>(browser: &'a Browser, stack: &Stack) -> Result<Page<'a>> {
    record(stack, |incident_log, now| {
        let mut open = incident("open", "sockudo", now, None);
        open.updates = vec![update(now, Stage::Identified, "A disk is **full**.")];
        incident_log.incidents = vec![open];
    })?;
    stack.order("sockudo/refused").await?;
    let page = Page::open(browser, stack).await?;
    // What operators report is there before the page's own checks have confirmed it.
    let is_shown = |seen: &crate::page::Snapshot| {
        let words = ["Sockudo refuses connections", "Identified. A disk is full."];
        let is_both =
            |problem: &crate::page::Problem| words.iter().all(|words| problem.text.contains(words));
        seen.problems.iter().any(is_both)
    };
    page.until("the operators' words", NOTICED + LOADED, is_shown).await?;
    page.press_button("Notify me when it’s back").await?;
    Ok(page)
}

#[tokio::test]
async fn without_notifications_the_title_announces_the_recovery() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let forbid = json!({ "permission": { "name": "notifications" }, "setting": "denied" });
    browser.command("Browser.setPermission", forbid).await?;
    let page = request_notification(&browser, &stack).await?;
    let is_on = "return document.querySelector('.problem .button').ariaPressed === 'true'";
    until(&browser, "a pressed button", is_on).await?;
    assert!(text(&browser, ".problem").await?.contains("By this tab’s title"));
    stack.order("ok").await?;
    // While the report is open, it is not back.
    record(&stack, |_, _| {})?;
    let is_back = |seen: &crate::page::Snapshot| seen.title.starts_with("Sockudo is back. ");
    page.until("a title that announces it", NOTICED + LOADED, is_back).await?;
    // Any action on the page acknowledges it.
    page.press_button("Check now").await?;
    page.until("the usual title", NOTICED, |seen| !seen.title.contains("is back")).await?;
    Ok(())
}

#[tokio::test]
async fn with_notifications_one_comes_when_it_is_back() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    // What the browser would show outside of the page is noted in it.
    let notification = "window.shown = []; window.Notification = class { static permission = 'granted'; \
        static requestPermission() { return Promise.resolve('granted'); } constructor(title) { window.shown.push(title); } };";
    let script = json!({ "source": notification });
    browser.command("Page.addScriptToEvaluateOnNewDocument", script).await?;
    let page = request_notification(&browser, &stack).await?;
    until(
        &browser,
        "words about it",
        "return document.querySelector('.problem').textContent.includes('By notification')",
    )
    .await?;
    page.throughout("no notification before it is back", Duration::from_secs(3), |seen| {
        seen.banner != "operational"
    })
    .await?;
    assert_eq!(browser.script("return window.shown").await?, json!([]));
    stack.order("ok").await?;
    page.throughout("no notification while the report is open", Duration::from_secs(6), |seen| {
        seen.banner != "operational"
    })
    .await?;
    assert_eq!(browser.script("return window.shown").await?, json!([]));
    record(&stack, |_, _| {})?;
    page.until("all well", NOTICED + LOADED, |seen| seen.banner == "operational").await?;
    until(&browser, "a notification", "return window.shown.length > 0").await?;
    let shown = browser.script("return window.shown").await?;
    ensure!(shown == json!(["Sockudo is back."]), "{shown}");
    Ok(())
}
