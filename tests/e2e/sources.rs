//! A recorder's verdict and the browser's own checks: what a visitor reads, and how few requests it takes.

use std::{fmt::Write as _, fs, time::Duration};

use allclear::history::Cause;
use allclear::history::document::{Verdict, Verdicts};
use allclear::status::Status;
use anyhow::ensure;
use metrics_engine::time::{Duration as Span, Timestamp};

use crate::{
    Result,
    browser::Browser,
    page::Page,
    stack::{Additions, INTERVAL, Origins, Stack, now},
};

/// The longest that the page may take to show what a recorder wrote.
const SHOWN: Duration = Duration::from_secs(15);

/// The most requests that a visitor may send within one interval.
const MOST: usize = 12;

/// Writes the verdicts of a recorder at an instant.
fn record(stack: &Stack, at: Timestamp, systems: Vec<(String, Verdict)>) -> Result {
    let verdicts = Verdicts { at, interval: Span::from_secs(15), page: None, systems };
    Ok(fs::write(stack.rendered().join("record/status.json"), verdicts.print())?)
}

#[tokio::test]
async fn who_comes_in_the_third_hour_reads_the_third_hour_and_what_differs_is_said() -> Result {
    let stack = Stack::start().await?;
    let at = now()?;
    let down = Verdict {
        status: Status::MajorOutage,
        since: at - Span::from_secs(3 * 3600),
        measured: at,
        cause: Some(Cause::Refused),
    };
    record(&stack, at, vec![("sockudo".to_owned(), down)])?;
    stack.order("sockudo/refused").await?;
    let browser = Browser::start().await?;
    let page = Page::open_at(&browser, &stack.address()).await?;
    let seen = page
        .until("the recorder's outage", SHOWN, |seen| {
            assert_ne!(seen.status("sockudo"), "operational");
            !seen.problems.is_empty()
        })
        .await?;
    ensure!(seen.problems[0].text.contains("for 3 h"), "{:?}", seen.problems);

    // The browser's own checks confirm it, and the third hour stays the third hour.
    let confirmed = |seen: &crate::page::Snapshot| {
        assert_eq!(seen.status("sockudo"), "major");
        seen.system("sockudo").age.contains("checked")
    };
    let seen = page.until("its own checks", SHOWN, confirmed).await?;
    ensure!(seen.problems[0].text.contains("for 3 h"), "{:?}", seen.problems);

    // The system is back, and the recorder has not seen it yet: what each of them saw stands on the page.
    stack.order("ok").await?;
    record(&stack, now()?, vec![("sockudo".to_owned(), Verdict { measured: now()?, ..down })])?;
    page.until("what differs", SHOWN, |seen| {
        assert_eq!(seen.status("sockudo"), "major");
        seen.problems.iter().any(|problem| {
            problem.text.contains("Your browser’s check succeeded")
                && problem.text.contains("the recorder’s failed")
        })
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn two_hundred_systems_cost_a_visitor_twelve_requests_in_an_interval() -> Result {
    let well = |at: Timestamp| Verdict {
        status: Status::Operational,
        since: at,
        measured: at,
        cause: None,
    };
    let mut systems = String::new();
    for number in 0..195 {
        // Writing to a string cannot fail.
        let _ = writeln!(
            systems,
            "  - {{ name: Service {number:03}, url: 'http://127.0.0.1:17401/health', preset: status-code }}"
        );
    }
    let additions = Additions { systems, ..Additions::default() };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let ids = (0..195).map(|number| format!("service-{number:03}"));
    let demo = ["chatalot", "superchat", "sockudo", "rat", "campus-chatbot"].map(str::to_owned);
    let ids: Vec<String> = ids.chain(demo).collect();
    let record_all = || -> Result {
        let at = now()?;
        record(&stack, at, ids.iter().map(|id| (id.clone(), well(at))).collect())
    };
    record_all()?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("the recorder's verdicts", SHOWN, |seen| {
        seen.status("service-194") == "operational"
    })
    .await?;
    for _ in 0..5 {
        tokio::time::sleep(INTERVAL).await;
        record_all()?;
    }
    let began = "return performance.getEntriesByType('resource').filter(one => \
        /^.(status|history|incidents|config|ping)/.test(new URL(one.name).pathname)).map(one => one.startTime)";
    let began: Vec<f64> = serde_json::from_value(browser.script(began).await?)?;
    let interval = INTERVAL.as_secs_f64() * 1000.0;
    let within =
        |from: f64| began.iter().filter(|at| **at >= from && **at < from + interval).count();
    let most = began.iter().map(|from| within(*from)).max().unwrap_or_default();
    ensure!(began.len() > 10, "the page checks nothing: {began:?}");
    ensure!(most <= MOST, "{most} requests within an interval: {began:?}");
    Ok(())
}
