//! A rule from quiet to pending to firing and back, over a reload, and with a threshold that is changed in this browser.

use anyhow::{Context as _, ensure};
use thirtyfour::By;

use super::{
    admin_page::{AdminPage, SOON},
    seen::Seen,
};
use crate::{
    Result,
    browser::Browser,
    source::{QUICK, Source},
    stack::{Additions, INTERVAL, Origins, Stack},
};

const RULE: &str = "SockudoSilent";

/// How long it has to hold, in seconds.
const HOLD_FOR: i64 = 8;

async fn stack() -> Result<Stack> {
    let rules = format!(
        "  - name: tested\n    interval: 1s\n    rules:\n      - alert: {RULE}\n        expr: up{{job=\"sockudo\"}} == 0\n        \
             for: {HOLD_FOR}s\n        labels: {{ severity: critical }}\n        annotations: {{ summary: \"No metrics from {{{{ $labels.job }}}}\" }}\n"
    );
    Stack::start_adding(Origins::One, &Additions { rules, ..Additions::default() }).await
}

/// The last time of day in a text, in seconds.
fn clock(text: &str) -> Result<i64> {
    let is_time = |word: &&str| word.len() == 8 && word.matches(':').count() == 2;
    let found = text.split([' ', ',']).rfind(is_time);
    let found = found.with_context(|| format!("there is no time in {text:?}"))?;
    let parts: Vec<i64> = found.split(':').filter_map(|part| part.parse().ok()).collect();
    ensure!(parts.len() == 3, "{found:?} is no time");
    Ok(parts[0] * 3600 + parts[1] * 60 + parts[2])
}

/// Since when the opened rule's only alert holds.
async fn active_since(admin: &AdminPage<'_>) -> Result<i64> {
    let path = "//article//div[@role='group' and @aria-label='Alerts']//tbody/tr/td[last()]";
    clock(&admin.find(path).await?.text().await?)
}

/// From one time of day to a later one, in seconds.
fn between(from: i64, to: i64) -> i64 {
    (to - from).rem_euclid(24 * 3600)
}

/// How many alerts fire, as the rail says.
fn firing(seen: &Seen) -> usize {
    seen.firing.trim_start_matches("firing: ").parse().unwrap_or(0)
}

#[tokio::test]
async fn an_alert_is_pending_then_firing_at_its_time_then_resolved() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/alerts").await?;
    admin.until("a quiet rule", SOON, |seen| seen.state(RULE) == "Inactive").await?;
    admin.click_rule(RULE).await?;

    stack.order("sockudo-metrics/refused").await?;
    let seen = admin.until("a pending alert", SOON, |seen| seen.state(RULE) == "Pending").await?;
    let rule = seen.rule(RULE).expect("a rule");
    assert_eq!(rule.status, "checking", "{rule:?}");
    assert!(rule.age.ends_with(&format!("of {HOLD_FOR} s")), "{rule:?}");
    let before = firing(&seen);
    let active = active_since(&admin).await?;

    let seen = admin.until("a firing alert", SOON, |seen| seen.state(RULE) == "Firing").await?;
    let rule = seen.rule(RULE).expect("a rule");
    assert_eq!(rule.status, "major", "{rule:?}");
    assert!(rule.text.contains("No metrics from sockudo"), "{rule:?}");
    assert_eq!(active_since(&admin).await?, active);
    // An evaluation each second, on a machine that is busy; whole seconds are shown.
    let held = between(active, clock(&rule.age)?);
    assert!((HOLD_FOR..=HOLD_FOR + 3).contains(&held), "it fired after {held} s: {rule:?}");
    admin.go("#/overview").await?;
    admin
        .until("it in the rail's count", SOON, |seen| {
            seen.heading == "Overview" && firing(seen) > before
        })
        .await?;

    admin.go("#/alerts").await?;
    stack.order("ok").await?;
    let seen = admin.until("a resolved alert", SOON, |seen| seen.state(RULE) == "Inactive").await?;
    let rule = seen.rule(RULE).expect("a rule");
    assert!(rule.age.starts_with("resolved "), "{rule:?}");
    assert_eq!(rule.status, "operational", "{rule:?}");
    admin.is_clean().await
}

#[tokio::test]
async fn a_reload_keeps_since_when_an_alert_is_pending() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/alerts").await?;
    admin.until("a quiet rule", SOON, |seen| seen.state(RULE) == "Inactive").await?;
    admin.click_rule(RULE).await?;
    stack.order("sockudo-metrics/refused").await?;
    admin.until("a pending alert", SOON, |seen| seen.state(RULE) == "Pending").await?;
    let active = active_since(&admin).await?;
    // What is known is kept with the next scrape.
    tokio::time::sleep(INTERVAL / 2).await;

    admin.reload().await?;
    let is_on = |seen: &Seen| matches!(seen.state(RULE), "Pending" | "Firing");
    admin.until("the alert again", SOON, is_on).await?;
    assert_eq!(active_since(&admin).await?, active, "its time begins anew");
    let seen = admin.until("a firing alert", SOON, |seen| seen.state(RULE) == "Firing").await?;
    let held = between(active, clock(&seen.rule(RULE).expect("a rule").age)?);
    assert!((HOLD_FOR..=HOLD_FOR + 12).contains(&held), "it fired after {held} s");

    admin.reload().await?;
    let seen = admin.until("the firing alert again", SOON, is_on).await?;
    assert_eq!(seen.state(RULE), "Firing", "{seen:?}");
    assert_eq!(active_since(&admin).await?, active);
    Ok(())
}

#[tokio::test]
async fn a_limit_can_be_changed_here_and_a_mistake_is_explained() -> Result {
    let source = Source::start().await?;
    source.serve_text("/metrics", "queue_length 40\n");
    let rules = "  - name: tested\n    interval: 1s\n    rules:\n      - alert: QueueLong\n        expr: queue_length > 100\n        \
                      labels: { severity: warning }\n";
    let additions = Additions {
        systems: source.system(QUICK),
        rules: rules.to_owned(),
        ..Additions::default()
    };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/alerts").await?;
    admin.until("a quiet rule", SOON, |seen| seen.state("QueueLong") == "Inactive").await?;
    admin.click_rule("QueueLong").await?;
    let set = async |label: &str, text: &str| -> Result {
        let field = admin.field(label).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    };
    let says = |words: &'static str| {
        move |seen: &Seen| seen.rule("QueueLong").is_some_and(|rule| rule.text.contains(words))
    };

    for (label, wrong, right, words) in [
        ("Threshold", "4o", "30", "is not a number"),
        ("Threshold", "1,5", "30", "Use a point before decimals"),
        ("For", "soon", "0s", "is not a duration"),
    ] {
        set(label, wrong).await?;
        admin.press_button("Apply in this browser").await?;
        admin.until(words, SOON, says(words)).await?;
        let marked = admin.field(label).await?.attr("aria-invalid").await?;
        assert_eq!(marked.as_deref(), Some("true"), "{label} {wrong}");
        set(label, right).await?;
    }
    assert_eq!(admin.snapshot().await?.state("QueueLong"), "Inactive", "a mistake was used");

    admin.press_button("Apply in this browser").await?;
    admin.until("the lower limit firing", SOON, |seen| seen.state("QueueLong") == "Firing").await?;
    admin.until("that it was changed", SOON, says("changed in this browser")).await?;
    let yaml = admin.find("//textarea[@aria-label='Changed rules as YAML']").await?;
    let yaml = yaml.value().await?.unwrap_or_default();
    assert!(yaml.contains("queue_length > 30"), "{yaml}");

    // It is kept as well as the samples are.
    tokio::time::sleep(INTERVAL).await;
    admin.reload().await?;
    admin
        .until("the limit after a reload", SOON, |seen| {
            seen.state("QueueLong") == "Firing" && says("changed in this browser")(seen)
        })
        .await?;
    admin.press_button("Reset").await?;
    admin.until("the rule quiet again", SOON, |seen| seen.state("QueueLong") == "Inactive").await?;
    let left = browser.driver.find_all(By::Css("textarea")).await?;
    assert!(left.is_empty(), "there is still something to take home");
    admin.is_clean().await
}
