//! Dashboards show what is served: the same values, a gap where nothing was, and no spike where a counter began anew.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use super::{
    admin_page::{AdminPage, SOON},
    saved::Csv,
};
use crate::{
    Result,
    browser::Browser,
    page::now,
    source::{QUICK, Source},
    stack::{Additions, INTERVAL, Origins, Stack},
};

/// A dashboard of one panel for each expression, at `#/dashboards/tested`.
pub(super) fn dashboard(panels: &[(&str, &str)]) -> String {
    let panel = |(title, expr): &(&str, &str)| {
        format!(
            "      - {{ title: {title}, unit: none, expr: '{expr}', legend: '{{{{app_id}}}}' }}\n"
        )
    };
    let panels: String = panels.iter().map(panel).collect();
    format!("  - title: Tested\n    id: tested\n    panels:\n{panels}")
}

const SENT: &str = "sockudo_ws_messages_sent_total";

/// The counter of messages by application, as Sockudo exposes it now.
async fn sent(stack: &Stack) -> Result<BTreeMap<String, f64>> {
    let page = stack.answer_of(6, "/metrics").await?;
    let series = page.lines().filter_map(|line| line.strip_prefix(SENT));
    let value = |line: &str| {
        let app = line.split_once("app_id=\"")?.1.split('"').next()?;
        Some((app.to_owned(), line.rsplit(' ').next()?.parse().ok()?))
    };
    Ok(series.filter_map(value).collect())
}

#[tokio::test]
async fn panels_show_what_the_fleet_serves() -> Result {
    let dashboards = dashboard(&[
        ("Sent", &format!("{SENT}{{job=\"sockudo\"}}")),
        ("Memory", "ratd_memory_sys_bytes{job=\"rat\"}"),
    ]);
    let additions = Additions { dashboards, ..Additions::default() };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/tested?range=5m").await?;
    admin
        .until("a curve", SOON, |seen| {
            seen.panel("Sent").is_some_and(|panel| !panel.legend.is_empty())
        })
        .await?;
    assert!(!sent(&stack).await?.is_empty(), "Sockudo has no counter {SENT}");

    // A counter lies between its value before the page's request and its value afterwards.
    let rows = admin.csv("Sent").await?.rows.len();
    let before = sent(&stack).await?;
    let began = now();
    let csv = loop {
        let csv = admin.csv("Sent").await?;
        // One scrape may have been under way.
        if csv.rows.len() >= rows + 2 {
            break csv;
        }
        anyhow::ensure!(began.elapsed() < SOON, "nothing is scraped: {csv:?}");
    };
    let after = sent(&stack).await?;
    let (at, values) = csv.rows.last().expect("rows");
    for (app, value) in csv.names.iter().zip(values) {
        let value = value.expect("a value of each application");
        assert!(
            before[app] <= value && value <= after[app],
            "{app} at {at}: {value} is not within {} and {}",
            before[app],
            after[app]
        );
    }
    assert_eq!(csv.names.len(), after.len(), "{csv:?}");

    // A constant is there digit by digit, and as a person reads it.
    assert!(stack.answer_of(3, "/metrics").await?.contains("\nratd_memory_sys_bytes 45436168\n"));
    let memory = admin.csv("Memory").await?.values();
    let is_told = |value: &f64| (value - 45_436_168.0).abs() < f64::EPSILON;
    assert!(!memory.is_empty() && memory.iter().all(is_told), "{memory:?}");
    let seen = admin.snapshot().await?;
    let label = &seen.panel("Memory").expect("a panel").label;
    assert!(
        label.contains("Memory") && label.contains("45"),
        "the label of the picture is {label:?}"
    );
    admin.click_in_panel("Memory", "button[normalize-space()='Table']").await?;
    let seen = admin
        .until("the table", SOON, |seen| {
            seen.panel("Memory").is_some_and(|panel| panel.table.len() > 1)
        })
        .await?;
    let table = &seen.panel("Memory").expect("a panel").table;
    assert!(table[1][1].starts_with("45"), "{table:?}");
    admin.is_clean().await
}

#[tokio::test]
async fn a_counter_that_begins_anew_makes_no_spike() -> Result {
    let source = Source::start().await?;
    let origin = Arc::new(Mutex::new((1_000_000, now())));
    let shown = Arc::clone(&origin);
    source.serve("/metrics", move || {
        // Ten a second.
        let (base, began) = *shown.lock().expect("the origin");
        let value = base + began.elapsed().as_millis() / 100;
        format!("# TYPE work_total counter\nwork_total {value}\n").into_bytes()
    });
    let additions = Additions {
        systems: source.system(QUICK),
        dashboards: dashboard(&[
            ("Rate", "rate(work_total{job=\"source\"}[10s])"),
            ("Count", "work_total{job=\"source\"}"),
        ]),
        ..Additions::default()
    };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/tested?range=5m").await?;
    let counted = async |what: &str, is_there: &dyn Fn(&[f64]) -> bool| -> Result<Csv> {
        let began = now();
        loop {
            let csv = admin.csv("Count").await?;
            if is_there(&csv.values()) {
                return Ok(csv);
            }
            anyhow::ensure!(began.elapsed() < SOON, "expected {what}, but there is {csv:?}");
        }
    };
    counted("four samples", &|values| values.len() >= 4).await?;
    *origin.lock().expect("the origin") = (0, now());
    let is_anew = |value: &&f64| **value < 1_000_000.0;
    counted("five more", &|values| values.iter().filter(is_anew).count() >= 5).await?;

    let rates = admin.csv("Rate").await?.values();
    assert!(rates.len() >= 4, "{rates:?}");
    for rate in &rates {
        assert!((0.0..20.0).contains(rate), "ten a second, and the panel shows {rates:?}");
    }
    assert!(rates.iter().any(|rate| *rate > 5.0), "{rates:?}");
    Ok(())
}

#[tokio::test]
async fn a_stopped_system_is_down_and_a_gap() -> Result {
    let additions = Additions {
        dashboards: dashboard(&[
            ("Up", "up{job=\"sockudo\"}"),
            ("Sent", &format!("{SENT}{{job=\"sockudo\"}}")),
        ]),
        ..Additions::default()
    };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/tested?range=5m").await?;
    let up = async |what: &str, is_there: &dyn Fn(&[f64]) -> bool| -> Result<Csv> {
        let began = now();
        loop {
            let csv = admin.csv("Up").await?;
            if is_there(&csv.values()) {
                return Ok(csv);
            }
            anyhow::ensure!(began.elapsed() < SOON, "expected {what}, but there is {csv:?}");
            tokio::time::sleep(INTERVAL / 4).await;
        }
    };
    up("three scrapes", &|values| values.len() >= 3 && !values.contains(&0.0)).await?;
    stack.order("sockudo-metrics/refused").await?;
    up("three failures", &|values| values.iter().filter(|up| **up == 0.0).count() >= 3).await?;
    stack.order("ok").await?;
    let csv =
        up("a recovery", &|values| values.contains(&0.0) && values.last() == Some(&1.0)).await?;

    let down: Vec<&String> =
        csv.rows.iter().filter(|(_, up)| up[0] == Some(0.0)).map(|(at, _)| at).collect();
    let sent = admin.csv("Sent").await?;
    let has =
        |at: &String| sent.rows.iter().any(|(seen, values)| seen == at && values[0].is_some());
    for at in &down {
        assert!(!has(at), "a value of {at}, when there was no answer: {sent:?}");
    }
    let (first, last) = (down[0], down[down.len() - 1]);
    assert!(sent.rows.iter().any(|(at, _)| at < first), "nothing before the gap: {sent:?}");
    assert!(sent.rows.iter().any(|(at, _)| at > last), "nothing after the gap: {sent:?}");
    Ok(())
}

#[tokio::test]
async fn a_link_shows_the_moment_and_the_panel() -> Result {
    let dashboards = dashboard(&[("Up", "up"), ("Sent", &format!("{SENT}{{job=\"sockudo\"}}"))]);
    let additions = Additions { dashboards, ..Additions::default() };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/tested?range=5m&panel=up").await?;
    let hash = async || -> Result<String> {
        Ok(browser.script("return location.hash").await?.as_str().unwrap_or_default().to_owned())
    };
    let seen = admin
        .until("a panel alone", SOON, |seen| {
            seen.panel("Up").is_some_and(|panel| panel.legend.len() >= 4)
        })
        .await?;
    assert_eq!(seen.panels.len(), 1, "{:?}", seen.panels);

    // A series that is switched off is in no file either.
    let whole = admin.csv("Up").await?.names.len();
    let first = "//figure//*[@role='group' and @aria-label='Series']/button[1]";
    admin.find(first).await?.click().await?;
    assert_eq!(admin.find(first).await?.attr("aria-pressed").await?.as_deref(), Some("false"));
    assert_eq!(admin.csv("Up").await?.names.len(), whole - 1);
    admin.find(first).await?.click().await?;

    // A held range stands in the address, for any reader of it.
    admin.find("//*[@aria-roledescription='chart']").await?.focus().await?;
    admin.page.press("End").await?;
    admin.page.press("+").await?;
    admin.find("//button[.='Back to now']").await?;
    let held = hash().await?;
    assert!(held.contains("from=") && held.contains("to=") && held.contains("panel=up"), "{held}");
    let shown = admin.csv("Up").await?;
    admin.reload().await?;
    admin
        .until("the panel again", SOON, |seen| {
            seen.panel("Up").is_some_and(|panel| !panel.legend.is_empty())
        })
        .await?;
    let again = admin.csv("Up").await?;
    // The last scrapes may not have been kept before the page was loaded again.
    let times = |csv: &Csv| csv.rows.iter().map(|(at, _)| at.clone()).collect::<Vec<_>>();
    let (shown, again) = (times(&shown), times(&again));
    assert!(!shown.is_empty() && shown.first() == again.first(), "{shown:?}, then {again:?}");
    let lost: Vec<&String> = shown.iter().filter(|at| !again.contains(at)).collect();
    assert!(lost.len() <= whole, "{lost:?} of {shown:?} is not shown again");
    assert_eq!(hash().await?, held);

    admin.press_button("Back to now").await?;
    let began = now();
    while hash().await?.contains("from=") {
        anyhow::ensure!(began.elapsed() < SOON, "the moment is still held: {}", hash().await?);
    }
    admin.press_button("15 m").await?;
    let began = now();
    while !hash().await?.contains("range=15m") {
        anyhow::ensure!(began.elapsed() < SOON, "the range is not in {}", hash().await?);
    }
    admin.is_clean().await
}
