//! The past as a recorder wrote it: bars, figures, days, and what is said when the recorder stops.

use std::{fs, time::Duration};

use allclear::history::document::{Grid, History, Past, Times, Verdict, Verdicts};
use allclear::history::{Cause, Outage, State, Timeline};
use allclear::status::Status;
use anyhow::{Context as _, ensure};
use metrics_engine::time::{Duration as Span, Timestamp};
use serde_json::{Value, json};

use crate::{
    Result,
    browser::{Browser, Window},
    page::Page,
    stack::{Additions, Origins, Stack, now},
};

/// The longest that the page may take to load and show the past, after its first verdict.
const SHOWN: Duration = Duration::from_secs(15);

const SYSTEMS: [&str; 5] = ["chatalot", "superchat", "sockudo", "rat", "campus-chatbot"];

const MINUTE: Span = Span::from_secs(60);

/// Ninety days of each system; Chatalot was down for ten minutes at noon (UTC) three days ago.
pub(crate) fn quarter(now: Timestamp) -> History {
    let midnight = Timestamp(now.0 - now.0.rem_euclid(86_400_000));
    let from = midnight - MINUTE * (100 * 1440);
    let since = midnight - MINUTE * (3 * 1440 - 720);
    let until = since + MINUTE * 10;
    let past = |id: &&str| {
        let mut timeline = Timeline::new(from);
        let is_down = **id == *"chatalot";
        if is_down {
            timeline.extend(State::Operational, since);
            timeline.extend(State::MajorOutage, until);
        }
        timeline.extend(State::Operational, now);
        let outage =
            Outage { since, until: Some(until), worst: State::MajorOutage, cause: Cause::Refused };
        Past {
            id: (*id).to_owned(),
            timeline,
            outages: is_down.then_some(outage).into_iter().collect(),
        }
    };
    History { from, until: now, systems: SYSTEMS.iter().map(past).collect(), ..History::default() }
}

/// Writes what a recorder wrote at an instant, in the past perhaps.
pub(crate) fn record(stack: &Stack, at: Timestamp, verdicts: Vec<(String, Verdict)>) -> Result {
    let folder = stack.rendered().join("record");
    fs::create_dir_all(folder.join("history"))?;
    fs::write(folder.join("history.json"), quarter(at).print())?;
    let verdicts = Verdicts { at, interval: Span::from_secs(15), systems: verdicts, page: None };
    fs::write(folder.join("status.json"), verdicts.print())?;
    let values = (0..288).map(|step| (step % 50 > 2).then_some(20 + step % 7)).collect();
    let day = Grid { from: at - MINUTE * 1440, step: MINUTE * 5, values };
    let times = Times { quarter: day.clone(), day };
    for id in SYSTEMS {
        fs::write(folder.join(format!("history/{id}.json")), times.print())?;
    }
    Ok(())
}

/// Waits until a script returns something true, and returns that.
async fn until(browser: &Browser, expected: &str, script: &str) -> Result<Value> {
    let mut seen = Value::Null;
    for _ in 0..SHOWN.as_millis() / 100 {
        seen = browser.script(script).await?;
        if !matches!(seen, Value::Null | Value::Bool(false)) {
            return Ok(seen);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("expected {expected} within {SHOWN:?}, but saw {seen}")
}

const BARS: &str = "const path = document.querySelector('#chatalot .days [data-status=operational]'); \
    return (path?.getAttribute('d') ?? '').split('z').length > 89";

/// Waits until the chosen day of Chatalot is described so.
async fn line(browser: &Browser, holds: &str) -> Result<String> {
    let script = format!(
        "const text = document.querySelector('#chatalot .picker').getAttribute('aria-valuetext') ?? ''; \
         return text.replace(/\\u00a0/g, ' ').includes({}) && text",
        json!(holds)
    );
    let line = until(browser, holds, &script).await?;
    Ok(line.as_str().unwrap_or_default().replace('\u{a0}', " "))
}

async fn utc(browser: &Browser) -> Result {
    browser.command("Emulation.setTimezoneOverride", json!({ "timezoneId": "UTC" })).await.map(drop)
}

#[tokio::test]
async fn ninety_days_are_shown_and_any_of_them_opens_by_keyboard_alone() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    utc(&browser).await?;
    let page = Page::open(&browser, &stack).await?;
    until(&browser, "ninety bars", BARS).await?;
    let figures = browser
        .script("return document.querySelector('#chatalot .figures .wide').innerText")
        .await?;
    ensure!(figures.to_string().contains("99.99"), "{figures}");

    browser.script("document.querySelector('#chatalot .picker').focus()").await?;
    let today = line(&browser, "observed").await?;
    ensure!(today.contains("no outage so far, observed 100 %"), "{today}");
    page.press("Home").await?;
    line(&browser, "no outage, observed 100 %").await?;
    page.press("End").await?;
    line(&browser, "no outage so far").await?;
    for _ in 0..3 {
        page.press("ArrowLeft").await?;
    }
    let bad = line(&browser, "down").await?;
    ensure!(bad.contains("99.30 %, down 10 min, 1 incident, observed 100 %"), "{bad}");
    page.press("Enter").await?;
    let day =
        until(&browser, "the day", "return document.querySelector('#chatalot .day')?.innerText")
            .await?;
    ensure!(day.to_string().contains("12:00 to 12:10"), "{day}");
    page.click("#chatalot [aria-label=\"Next day\"]").await?;
    line(&browser, "no outage, observed").await?;
    page.press("Escape").await?;
    let gone =
        "return !document.querySelector('.day') && document.activeElement.className === 'picker'";
    until(&browser, "no day, and focus where it was opened", gone).await?;
    ensure!(browser.violations().await?.is_empty());
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn the_day_that_opens_is_the_one_that_was_clicked() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    utc(&browser).await?;
    let _page = Page::open(&browser, &stack).await?;
    for (width, first) in [(1280, 1_i32), (390, 61)] {
        let metrics =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        let script =
            format!("return document.querySelector('#chatalot .picker')?.min === '{first}'");
        until(&browser, "days by width", &script).await?;
        until(&browser, "ninety bars", BARS).await?;
        let strip = browser
            .script(
                "document.querySelector('#chatalot').scrollIntoView(); \
                 const strip = document.querySelector('#chatalot .strip').getBoundingClientRect(); \
                 return [strip.left, strip.top + strip.height / 2, strip.width]",
            )
            .await?;
        let number = |place: usize| strip[place].as_f64().unwrap_or_default();
        let pitch = number(2) / f64::from(91 - first);
        // Each bar near its edges: beside the day that is open, and under the thumb that covers a part of both its neighbours.
        for (day, within) in (first..=90).flat_map(|day| [(day, 0.2), (day, 0.8)]) {
            // A pointer is on whole pixels.
            let x = (number(0) + pitch * (f64::from(day - first) + within)).floor();
            for kind in ["mousePressed", "mouseReleased"] {
                let click = json!({ "type": kind, "x": x, "y": number(1), "button": "left", "clickCount": 1 });
                browser.command("Input.dispatchMouseEvent", click).await?;
            }
            let seen = browser
                .script(&format!(
                    "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {{ \
                         const day = new Date(Date.now() - (90 - {day}) * 86400e3); \
                         const date = {{ weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' }}; \
                         const title = document.querySelector('#chatalot .day h4')?.innerText ?? ''; \
                         const value = document.querySelector('#chatalot .picker').value; \
                         done([title.includes(day.toLocaleDateString('en-US', date)), title, value]); \
                     }})))"
                ))
                .await?;
            ensure!(
                seen[0] == true && seen[2].as_str() == Some(day.to_string().as_str()),
                "{width}: {day} at {within} {seen}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_window_shows_as_many_days_as_it_has_room_for() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    let _page = Page::open(&browser, &stack).await?;
    for (width, first) in [(1280, 1), (768, 31), (390, 61)] {
        let metrics =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        let script =
            format!("return document.querySelector('#chatalot .picker')?.min === '{first}'");
        until(&browser, "days by width", &script).await?;
        let seen = browser
            .script(
                "const strip = document.querySelector('#chatalot .strip').getBoundingClientRect(); \
                 const days = document.querySelector('#chatalot .days').getBoundingClientRect(); \
                 const figures = [...document.querySelectorAll('#chatalot .figures b')].filter(it => it.offsetParent); \
                 return [Math.round(days.width / strip.width * 10), figures.length, document.documentElement.scrollWidth]",
            )
            .await?;
        assert_eq!(seen, json!([900 / (91 - first), 1, width]), "at {width}");
    }
    Ok(())
}

#[tokio::test]
async fn the_past_moves_nothing_when_it_comes() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let source = "window.shifts = []; new PerformanceObserver(list => { for (const entry of list.getEntries()) \
        window.shifts.push(entry.value + ' ' + entry.sources.map(one => (one.node?.outerHTML ?? '').slice(0, 80)).join('; ')) }) \
        .observe({ type: 'layout-shift', buffered: true });";
    for window in [Window::Desktop, Window::Phone] {
        let browser = Browser::start().await?;
        browser.window(window).await?;
        let source = json!({ "source": source });
        browser.command("Page.addScriptToEvaluateOnNewDocument", source).await?;
        let _page = Page::open(&browser, &stack).await?;
        until(&browser, "ninety bars", BARS).await?;
        let shifts = browser.script("return window.shifts").await?;
        assert_eq!(shifts, json!([]), "{window:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_opened_past_is_accessible_in_both_themes() -> Result {
    let stack = Stack::start().await?;
    record(&stack, now()?, Vec::new())?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    until(&browser, "ninety bars", BARS).await?;
    page.click("#chatalot .disclose").await?;
    until(
        &browser,
        "response times",
        "return document.querySelectorAll('#chatalot figure path[d]').length === 2",
    )
    .await?;
    page.click("#chatalot .picker").await?;
    until(&browser, "a day", "return !!document.querySelector('.day')").await?;
    for (button, more) in [("#show-method", "how"), ("#show-table", "table")] {
        page.click(button).await?;
        until(&browser, more, &format!("return !!document.querySelector('.{more}')")).await?;
        for theme in ["light", "dark"] {
            browser.theme(theme).await?;
            let violations = page.accessibility_violations().await?;
            assert_eq!(violations, Vec::<String>::new(), "{more}, {theme}");
        }
    }
    let rows = browser.script("return document.querySelectorAll('.table tbody tr').length").await?;
    assert_eq!(rows, json!(90));
    Ok(())
}

#[tokio::test]
async fn a_recorder_that_stopped_is_said_and_its_verdicts_are_no_verdicts() -> Result {
    let system = "  - name: Verdict only\n    url: http://127.0.0.1:9\n    preset: text\n    visibility: verdict\n";
    let additions = Additions { systems: system.to_owned(), ..Additions::default() };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let verdict = |at: Timestamp| Verdict {
        status: Status::Operational,
        since: at - MINUTE * 90,
        measured: at,
        cause: None,
    };
    let at = now()?;
    record(&stack, at, vec![("verdict-only".to_owned(), verdict(at))])?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let seen = page
        .until("the recorder's verdict", SHOWN, |seen| seen.status("verdict-only") == "operational")
        .await?;
    let age = &seen.system("verdict-only").age;
    ensure!(age.starts_with("as of"), "{age}");

    // The same page, loaded when the recorder has been dead for ten minutes.
    let at = at - MINUTE * 10;
    record(&stack, at, vec![("verdict-only".to_owned(), verdict(at))])?;
    let page = Page::open(&browser, &stack).await?;
    let seen =
        page.until("no verdict", SHOWN, |seen| seen.status("verdict-only") == "unknown").await?;
    ensure!(seen.banner == "unknown", "{seen:#?}");
    let note = "return document.querySelector('.legend .note')?.textContent";
    let note = until(&browser, "a note", note).await?;
    ensure!(note.as_str().context("words")?.contains("No data from the recorder since"), "{note}");
    Ok(())
}
