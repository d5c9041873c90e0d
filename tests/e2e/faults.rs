//! Each fault shows with the right word, within two checks, and heals.
//!
//! The five systems are broken at once, three times, so that one browser sees many faults.

use std::time::Duration;

use anyhow::bail;

use crate::{
    Result,
    browser::Browser,
    page::{Page, Snapshot},
    stack::{INTERVAL, NOTICED, Stack},
};

/// A fault, and what the page should make of it.
struct Case {
    /// The name that fleet knows.
    system: &'static str,
    fault: &'static str,
    status: &'static str,
    /// Texts of which one must be in the row or the problem.
    cause: &'static [&'static str],
}

const fn case(
    system: &'static str,
    fault: &'static str,
    status: &'static str,
    cause: &'static [&'static str],
) -> Case {
    Case { system, fault, status, cause }
}

impl Case {
    /// The id of its row.
    fn row(&self) -> &'static str {
        if self.system == "chatbot" { "campus-chatbot" } else { self.system }
    }

    fn is_shown(&self, seen: &Snapshot) -> bool {
        let shown = self.shown(seen);
        seen.status(self.row()) == self.status
            && (self.cause.is_empty() || self.cause.iter().any(|cause| shown.contains(cause)))
    }

    /// Returns what should be shown and is not, if anything.
    fn missing_from(&self, seen: &Snapshot) -> Option<String> {
        let Self { system, fault, status, cause } = self;
        let (found, shown) = (seen.status(self.row()), self.shown(seen));
        (!self.is_shown(seen)).then(|| {
            format!(
                "{system}/{fault} should be {status} because of {cause:?}, but is {found}: {shown}"
            )
        })
    }

    /// All that the page says about the system, in small letters.
    fn shown(&self, seen: &Snapshot) -> String {
        let Some(system) = seen.systems.iter().find(|system| system.id == self.row()) else {
            return String::new();
        };
        let problems = seen.problems.iter().filter(|problem| problem.text.contains(&system.name));
        problems
            .map(|problem| &problem.text)
            .chain([&system.text])
            .map(|text| text.to_lowercase() + " ")
            .collect()
    }
}

/// Breaks all that the cases name, waits until each shows, heals, and waits until all is green again.
async fn run(cases: &[Case]) -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    for case in cases {
        stack.order(&format!("{}/{}", case.system, case.fault)).await?;
    }
    let is_every_fault_shown = |seen: &Snapshot| cases.iter().all(|case| case.is_shown(seen));
    if page.until("every fault", NOTICED, is_every_fault_shown).await.is_err() {
        let seen = page.snapshot().await?;
        let missing: Vec<String> =
            cases.iter().filter_map(|case| case.missing_from(&seen)).collect();
        bail!("after {NOTICED:?}:\n{}", missing.join("\n"));
    }
    let seen = page.snapshot().await?;
    assert_ne!(seen.banner, "operational", "the banner is green over broken systems");
    assert!(!seen.title.starts_with("All systems operational"), "{}", seen.title);
    assert!(!seen.icon.contains("operational"), "{}", seen.icon);
    assert!(!seen.announced.is_empty(), "a change was not announced");
    assert_eq!(browser.violations().await?, Vec::<String>::new());

    stack.order("ok").await?;
    page.until("all green again", NOTICED, |seen| {
        seen.banner == "operational" && seen.problems.is_empty()
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn refused_hanging_html_degraded_and_unready_show_and_heal() -> Result {
    run(&[
        case("sockudo", "refused", "major", &["refuse"]),
        case("superchat", "hanging", "major", &["timed out", "in time"]),
        case("chatbot", "html", "unknown", &["web page", "html"]),
        case("chatalot", "degraded", "degraded", &["database", "degraded"]),
        // Its readiness fails, its other check does not.
        case("rat", "unready", "partial", &["503"]),
    ])
    .await
}

#[tokio::test]
async fn error_down_slow_huge_and_truncated_show_and_heal() -> Result {
    run(&[
        case("chatalot", "error", "major", &["500"]),
        case("sockudo", "down", "major", &["error", "down"]),
        case("superchat", "slow?seconds=5", "major", &["timed out", "in time"]),
        case("chatbot", "huge", "unknown", &["too large"]),
        case("rat", "truncated", "major", &["closes the connection early"]),
    ])
    .await
}

#[tokio::test]
async fn one_failure_alone_is_no_outage() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    stack.order("sockudo/once").await?;
    page.until("the doubt", NOTICED, |seen| seen.status("sockudo") == "checking").await?;
    let seen = page.snapshot().await?;
    assert!(seen.system("sockudo").word.contains("1 of 2"), "{:?}", seen.system("sockudo"));
    page.throughout("no outage", INTERVAL * 3, |seen| {
        seen.problems.is_empty() && matches!(seen.status("sockudo"), "checking" | "operational")
    })
    .await?;
    page.until("green again", Duration::from_secs(1), |seen| seen.banner == "operational").await?;
    Ok(())
}

#[tokio::test]
async fn a_retry_after_is_no_outage() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    stack.order("chatalot/limited").await?;
    page.throughout("no outage for a 429", INTERVAL * 5, |seen| {
        seen.problems.is_empty()
            && !matches!(seen.status("chatalot"), "major" | "degraded" | "partial")
    })
    .await
}

#[tokio::test]
async fn an_outage_is_dated_back_and_named_on_top() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    stack.order("sockudo/refused").await?;
    let seen = page.until("the outage", NOTICED, |seen| seen.problems.len() == 1).await?;
    assert_eq!(seen.banner, "partial", "one of five is down: {seen:#?}");
    assert_eq!(seen.problems[0].status, "major");
    assert!(seen.problems[0].text.contains("Sockudo"), "{:?}", seen.problems);
    assert!(seen.problems[0].text.contains("since"), "{:?}", seen.problems);
    // The 502 is the proxy's own; the system did not say anything.
    page.throughout("no word of a 502", INTERVAL * 2, |seen| {
        seen.problems.iter().all(|problem| !problem.text.contains("502"))
    })
    .await?;
    assert!(seen.system("sockudo").age.contains("since"), "{:?}", seen.system("sockudo"));
    Ok(())
}

#[tokio::test]
async fn flapping_is_doubted_and_never_an_outage() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    stack.order("sockudo/flapping").await?;
    page.until("the doubt", NOTICED, |seen| seen.status("sockudo") == "checking").await?;
    page.throughout("no outage", INTERVAL * 6, |seen| {
        seen.problems.is_empty() && matches!(seen.status("sockudo"), "checking" | "operational")
    })
    .await
}

#[tokio::test]
async fn an_opened_system_shows_which_part_is_unhealthy() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    stack.order("chatalot/degraded").await?;
    page.until("the fault", NOTICED, |seen| seen.status("chatalot") == "degraded").await?;
    page.click("#chatalot .disclose").await?;
    let seen = page.until("its parts", INTERVAL, |seen| seen.system("chatalot").open).await?;
    let text = &seen.system("chatalot").text;
    assert!(text.contains("Database"), "the part that is ill is not named: {text}");
    Ok(())
}
