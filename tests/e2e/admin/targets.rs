//! Targets: what a page brought, line by line where it could not be read, and few rows in the document however many there are.

use std::path::PathBuf;

use super::{
    admin_page::{AdminPage, SOON},
    charts::dashboard,
    seen::Seen,
    tasks::large,
};
use crate::{
    Result,
    browser::Browser,
    places::repository,
    source::{QUICK, Source},
    stack::{Additions, Origins, Stack},
};

/// Something that strangers write: a real answer of Sockudo, and worse.
fn hostile() -> PathBuf {
    repository().join("../shared/systems/sockudo/hostile-labels.real.txt")
}

/// The address of the only page of [`Source::system`], as received or as it was decoded.
fn opened(aspect: &str) -> String {
    format!("#/targets/metrics/source/metrics/{aspect}")
}

async fn stack(source: &Source, settings: &str, additions: Additions) -> Result<Stack> {
    let systems = source.system(settings);
    Stack::start_adding(Origins::One, &Additions { systems, ..additions }).await
}

/// Whether what is opened has rows, and one of them all of these words.
fn has_row(words: &'static [&'static str]) -> impl Fn(&Seen) -> bool {
    move |seen| {
        let rows = seen.answer.iter().flat_map(|answer| &answer.rows);
        let mut rows = rows.filter(|row| words.iter().all(|word| row.contains(word)));
        rows.next().is_some()
    }
}

#[tokio::test]
async fn lines_that_cannot_be_read_are_named_with_their_reason() -> Result {
    let source = Source::start().await?;
    source.serve_text(
        "/metrics",
        "# HELP good A good one.\n# TYPE good gauge\ngood{of=\"apples\"} 1\nbad line here\ngood{of=\"pears} 2\n# TYPE other counter\nother_total 3\n",
    );
    let stack = stack(&source, QUICK, Additions::default()).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/targets").await?;
    // Targets are scraped one after the other.
    let seen = admin
        .until("the targets", SOON, |seen| {
            let is = |name, status| seen.target(name).is_some_and(|row| row.status == status);
            is("Source/metrics", "degraded")
                && is("Sockudo/metrics", "operational")
                && seen.targets.len() >= 13
        })
        .await?;
    let row = seen.target("Source/metrics").expect("a target");
    assert!(row.word.contains("2 of 7 lines have parse errors"), "{row:?}");
    assert!(row.samples.starts_with("2 "), "{row:?}");
    assert!(row.href.ends_with("/problems"), "{row:?}");

    admin.go(&row.href).await?;
    let seen = admin
        .until("both lines", SOON, |seen| {
            seen.answer.as_ref().is_some_and(|answer| answer.rows.len() == 2)
        })
        .await?;
    let answer = seen.answer.expect("an answer");
    assert!(answer.title.contains("2 of 7 lines have parse errors"), "{}", answer.title);
    let rows = answer.rows;
    assert!(rows[0].starts_with('4') && rows[0].contains("bad line here"), "{rows:?}");
    assert!(rows[1].starts_with('5') && rows[1].contains("pears"), "{rows:?}");
    assert!(rows.iter().all(|row| row.len() > 20), "a reason is missing: {rows:?}");

    admin.press_button("Families").await?;
    admin.until("a family", SOON, has_row(&["good", "gauge", "A good one."])).await?;
    admin.field("Search in the response").await?.send_keys("other").await?;
    admin
        .until("only what is searched for", SOON, |seen| {
            has_row(&["other_total", "3"])(seen) && !has_row(&["apples"])(seen)
        })
        .await?;
    admin.go(&opened("raw")).await?;
    let search = admin.field("Search in the response").await?;
    search.clear().await?;
    search.send_keys("line here").await?;
    admin.until("the line as received", SOON, has_row(&["4", "bad line here"])).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn hostile_labels_are_text() -> Result {
    let Ok(real) = std::fs::read_to_string(hostile()) else {
        println!("SKIPPED: {} is not there", hostile().display());
        return Ok(());
    };
    let page = format!(
        "# HELP worse <img src=x onerror=\"window.ran = 1\"> & a \\n newline\n# TYPE worse gauge\n\
         worse{{app_id=\"<script>window.ran = 2</script>\"}} 2\nworse{{app_id=\"one\\ntwo\"}} 1\n\
         worse{{app_id=\"<svg onload=alert(1)>\"}} 3\nworse{{app_id=\"{}\"}} 4\n{real}",
        "x".repeat(3000)
    );
    let source = Source::start().await?;
    source.serve_text("/metrics", page);
    let rules = "  - name: tested\n    interval: 1s\n    rules:\n      - alert: Worse\n        expr: worse > 0\n        \
                      labels: { severity: warning }\n        annotations: { summary: \"Of {{ $labels.app_id }}\" }\n";
    let additions = Additions {
        rules: rules.to_owned(),
        dashboards: dashboard(&[
            ("Worse", "worse"),
            ("Calls", "sockudo_http_calls_received_total{job=\"source\"}"),
        ]),
        ..Additions::default()
    };
    let stack = stack(&source, QUICK, additions).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/targets").await?;
    // Nothing of it may ever be an element, wherever it is shown.
    let is_text = async |place: &str| -> Result {
        let foreign = "return [...document.querySelectorAll('#app script, #app img, [onload], [onerror]')].map(one => one.outerHTML).concat(window.ran ?? [])";
        let foreign = browser.script(foreign).await?;
        anyhow::ensure!(foreign == serde_json::json!([]), "{place}: {foreign}");
        admin.is_clean().await
    };

    // The label that is too long is not cut, and not kept: it is reported.
    let seen = admin
        .until("a page read in part", SOON, |seen| {
            seen.target("Source/metrics").is_some_and(|row| row.status == "degraded")
        })
        .await?;
    let row = seen.target("Source/metrics").expect("a target");
    is_text("targets").await?;
    admin.go(&opened("problems")).await?;
    let seen = admin
        .until("the reason", SOON, |seen| {
            seen.answer.as_ref().is_some_and(|answer| !answer.rows.is_empty())
        })
        .await?;
    let rows = seen.answer.expect("an answer").rows;
    assert!(rows.iter().any(|row| row.to_lowercase().contains("long")), "{row:?}: {rows:?}");

    admin.press_button("Families").await?;
    admin
        .until("the script as text", SOON, has_row(&["worse", "<script>window.ran = 2</script>"]))
        .await?;
    admin.until("the help as text", SOON, has_row(&["<img src=x onerror="])).await?;
    admin.until("what Sockudo really said", SOON, has_row(&["<script>alert(1)</script>"])).await?;
    is_text("families").await?;
    admin.press_button("Raw").await?;
    admin.until("the raw line", SOON, has_row(&["<svg onload=alert(1)>"])).await?;
    is_text("raw").await?;

    admin.go("#/dashboards/tested?range=5m").await?;
    let seen = admin
        .until("the curves", SOON, |seen| {
            seen.panel("Worse").is_some_and(|panel| panel.legend.len() >= 3)
        })
        .await?;
    let legend = &seen.panel("Worse").expect("a panel").legend;
    assert!(legend.iter().any(|(name, _)| name == "<script>window.ran = 2</script>"), "{legend:?}");
    is_text("dashboard").await?;
    for title in ["Worse", "Calls"] {
        admin.click_in_panel(title, "button[normalize-space()='Table']").await?;
        admin
            .until("a table", SOON, |seen| {
                seen.panel(title).is_some_and(|panel| panel.table.len() > 1)
            })
            .await?;
    }
    is_text("table").await?;

    admin.go("#/alerts").await?;
    admin.until("the rule", SOON, |seen| seen.state("Worse") == "Firing").await?;
    admin.click_rule("Worse").await?;
    admin
        .until("the label in the alert's words", SOON, |seen| {
            seen.rule("Worse")
                .is_some_and(|rule| rule.text.contains("Of <script>window.ran = 2</script>"))
        })
        .await?;
    is_text("alerts").await
}

#[tokio::test]
async fn of_thousands_of_rows_few_are_in_the_document() -> Result {
    let Ok(page) = std::fs::read(large()) else {
        println!("SKIPPED: {} is not there", large().display());
        return Ok(());
    };
    let n_lines = page.split(|byte| *byte == b'\n').count() - 1;
    let source = Source::start().await?;
    source.serve_text("/metrics", page);
    let seldom = "        interval: 60s\n        timeout: 10s\n";
    let stack = stack(&source, seldom, Additions::default()).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, &opened("raw")).await?;
    let count = |seen: &Seen| -> usize {
        let words = seen.answer.as_ref().map(|answer| answer.count.clone()).unwrap_or_default();
        words.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
    };
    let seen = admin.until("every line", SOON, |seen| count(seen) == n_lines).await?;
    assert!(seen.elements < 3000, "{} elements for {n_lines} lines", seen.elements);

    let end = "const list = document.querySelector('[aria-label=\"Response as received\"]'); list.scrollTop = list.scrollHeight";
    browser.script(end).await?;
    let last = n_lines.to_string();
    let seen = admin
        .until("the last line", SOON, |seen| {
            seen.answer
                .as_ref()
                .is_some_and(|answer| answer.rows.last().is_some_and(|row| row.starts_with(&last)))
        })
        .await?;
    assert!(seen.elements < 3000, "{} elements for {n_lines} lines", seen.elements);

    admin.press_button("Families").await?;
    admin
        .field("Search in the response")
        .await?
        .send_keys("etcd_request_duration_seconds_count")
        .await?;
    let seen = admin
        .until("one family", SOON, |seen| {
            has_row(&["etcd_request_duration_seconds", "histogram"])(seen)
                && count(seen) < n_lines / 10
        })
        .await?;
    let rows = seen.answer.expect("an answer").rows;
    assert!(
        rows.len() > 5 && rows.iter().all(|row| row.contains("etcd_request_duration_seconds")),
        "{rows:?}"
    );
    Ok(())
}
