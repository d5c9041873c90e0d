//! Explore: a query in the address, its mistakes, its result, and the list of metrics.

use serde_json::json;

use super::{
    access::faults,
    admin_page::{AdminPage, SOON},
    seen::Seen,
};
use crate::{Result, browser::Browser, page::now, stack::Stack};

/// The address of a query.
fn at(query: &str) -> String {
    let encode = |byte: u8| format!("%{byte:02X}");
    format!("#/explore?range=5m&q={}", query.bytes().map(encode).collect::<String>())
}

/// Types over the query.
async fn write(admin: &AdminPage<'_>, query: &str) -> Result {
    let area = admin.find("//textarea[@aria-label='Query']").await?;
    area.click().await?;
    // All of it is selected, so that the first key replaces it.
    admin.browser.script("document.activeElement.select()").await?;
    Ok(area.send_keys(query).await?)
}

/// The number that a query of one series shows.
fn only_value(seen: &Seen) -> Option<f64> {
    match seen.values.as_slice() {
        [(_, value)] => value.parse().ok(),
        _ => None,
    }
}

/// The sum of a counter on Sockudo's page, and the number of its series.
async fn sent(stack: &Stack) -> Result<(f64, usize)> {
    let page = stack.answer_of(6, "/metrics").await?;
    let lines = page.lines().filter(|line| line.starts_with("sockudo_ws_messages_sent_total"));
    let values: Vec<f64> = lines.filter_map(|line| line.rsplit(' ').next()?.parse().ok()).collect();
    Ok((values.iter().sum(), values.len()))
}

#[tokio::test]
async fn a_query_has_the_values_that_the_fleet_serves() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let (before, n_series) = sent(&stack).await?;
    assert!(n_series > 1, "Sockudo has no counter of several series");
    let admin =
        AdminPage::enter(&browser, &stack, &at("ratd_memory_sys_bytes{job=\"rat\"} / 1024"))
            .await?;
    let seen = admin.until("a value", SOON, |seen| seen.values.len() == 1).await?;
    // 45436168 on the page.
    assert!((only_value(&seen).unwrap_or_default() - 44_371.257_812_5).abs() < 1e-9, "{seen:?}");
    assert!(seen.panels[0].label.contains("ratd_memory_sys_bytes"), "{:?}", seen.panels);

    write(&admin, "count(sockudo_ws_messages_sent_total{job=\"sockudo\"})").await?;
    admin
        .until("the number of series", SOON, |seen| only_value(seen) == Some(n_series as f64))
        .await?;
    let hash = browser.script("return decodeURIComponent(location.hash)").await?;
    assert!(hash.as_str().is_some_and(|hash| hash.contains("count(sockudo_ws")), "{hash}");

    write(&admin, "sum(sockudo_ws_messages_sent_total{job=\"sockudo\"})").await?;
    let seen = admin
        .until("a sum", SOON, |seen| only_value(seen).is_some_and(|sum| sum > n_series as f64))
        .await?;
    // Scraped between two looks at the page.
    let sum = only_value(&seen).unwrap_or_default();
    let (after, _) = sent(&stack).await?;
    assert!(before <= sum && sum <= after, "{sum} is not within {before} and {after}");
    admin.is_clean().await
}

#[tokio::test]
async fn a_mistake_is_shown_while_typing_and_repaired_with_a_click() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/explore").await?;
    write(&admin, "sockudo_active_connections by (app_id)").await?;
    let seen = admin.until("the mistake", SOON, |seen| !seen.remarks.is_empty()).await?;
    assert_eq!(seen.remarks[0].0, "major", "{:?}", seen.remarks);
    assert!(seen.remarks[0].1.starts_with("Column "), "{:?}", seen.remarks);
    admin.press_button("Apply").await?;
    let repaired = "sum by (app_id) (sockudo_active_connections)";
    let text = "return document.querySelector('textarea').value";
    let began = now();
    while browser.script(text).await? != repaired {
        anyhow::ensure!(began.elapsed() < SOON, "{}", browser.script(text).await?);
    }
    admin
        .until("no mistake", SOON, |seen| seen.remarks.iter().all(|(level, _)| level != "major"))
        .await?;
    admin.is_clean().await
}

#[tokio::test]
async fn a_runaway_query_ends_with_a_message_and_the_page_goes_on() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let observe = "window.tasks = []; new PerformanceObserver(list => { for (const entry of list.getEntries()) \
        window.tasks.push(entry.duration) }).observe({ type: 'longtask' });";
    let admin = AdminPage::enter(&browser, &stack, "#/explore").await?;
    browser.script(observe).await?;
    for runaway in
        ["sum_over_time(up[1000d:1s])", "max_over_time(sum(rate({__name__=~\".+\"}[1m]))[1d:1s])"]
    {
        admin.go(&at(runaway)).await?;
        let seen = admin
            .until("a message", SOON, |seen| seen.remarks.iter().any(|(level, _)| level == "major"))
            .await?;
        assert!(
            seen.remarks[0].1.contains("samples") || seen.remarks[0].1.contains("steps"),
            "{:?}",
            seen.remarks
        );
    }
    let tasks = browser.script("return window.tasks").await?;
    println!("tasks over 50 ms: {tasks}");
    admin.go(&at("count(up)")).await?;
    admin.until("another query", SOON, |seen| only_value(seen).is_some()).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn metrics_are_found_by_keyboard_and_lead_to_a_query() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/metrics").await?;
    admin.until("metrics", SOON, |seen| seen.metrics.len() > 50).await?;
    let search = admin.field("Search metrics").await?;
    search.send_keys("sockudo messages_sent_total").await?;
    let seen = admin.until("a match", SOON, |seen| seen.metrics.len() == 1).await?;
    assert!(seen.metrics[0][0].starts_with("sockudo_ws_messages_sent_total"), "{:?}", seen.metrics);
    assert_eq!(seen.metrics[0][1], "counter");
    let (_, n_series) = sent(&stack).await?;
    assert_eq!(seen.metrics[0][2], n_series.to_string());
    admin.page.press("Enter").await?;
    admin
        .find("//section[@aria-labelledby='metric']//h2[.='sockudo_ws_messages_sent_total']")
        .await?;
    admin
        .find("//section[@aria-labelledby='metric']//a[@aria-label='Explore: Per second']")
        .await?
        .click()
        .await?;
    admin.until("its rate", SOON, |seen| only_value(seen).is_some_and(|rate| rate >= 0.0)).await?;
    let query = browser.script("return document.querySelector('textarea').value").await?;
    assert_eq!(query, json!("sum(rate(sockudo_ws_messages_sent_total[5m]))"));
    admin.is_clean().await
}

#[tokio::test]
async fn axe_finds_nothing_on_queries_and_metrics() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/explore").await?;
    let mut found = faults(&admin, "no query").await?;
    admin.go(&at("rate(sockudo_ws_messages_sent_total[5m])")).await?;
    admin.until("values", SOON, |seen| !seen.values.is_empty()).await?;
    found.extend(faults(&admin, "a query").await?);
    admin.go(&at("sum(up) by app_id")).await?;
    admin.until("a mistake", SOON, |seen| !seen.remarks.is_empty()).await?;
    found.extend(faults(&admin, "a mistake").await?);
    admin.go("#/metrics").await?;
    admin.until("metrics", SOON, |seen| seen.metrics.len() > 50).await?;
    found.extend(faults(&admin, "metrics").await?);
    admin.go("#/metrics/sockudo_ws_messages_sent_total").await?;
    admin.find("//section[@aria-labelledby='metric']//figure").await?;
    found.extend(faults(&admin, "a metric").await?);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    admin.is_clean().await
}
