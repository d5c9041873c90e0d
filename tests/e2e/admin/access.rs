//! Accessibility: by the rail, by keyboard, by screen reader, in light and dark, on a phone and on a desktop.

use anyhow::ensure;

use super::{
    admin_page::{AdminPage, SOON},
    charts::dashboard,
    seen::Seen,
};
use crate::{
    Result,
    browser::Browser,
    stack::{Additions, Origins, Stack},
    survey::survey,
};

/// The ways in the rail, and the heading that each leads to.
const SCREENS: [(&str, &str); 6] = [
    ("#/overview", "Overview"),
    ("#/targets", "Targets"),
    ("#/alerts", "Alerts"),
    ("#/explore?q=up", "Explore"),
    ("#/metrics", "Explore"),
    ("#/dashboards/everything", "Everything"),
];

#[tokio::test]
async fn every_screen_leads_to_every_other() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/overview").await?;
    for (from, heading) in SCREENS {
        for (to, other) in SCREENS {
            admin.go(from).await?;
            admin.until(heading, SOON, |seen| seen.heading == heading).await?;
            admin.go(to).await?;
            admin.until(other, SOON, |seen| seen.heading == other).await?;
        }
    }
    Ok(())
}

/// Elements that reach into the margin on the right and cannot be scrolled.
const BEYOND: &str = "const main = document.querySelector('main');
    const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
    return [...main.querySelectorAll('.bar, .panel, .button, .field, .segmented')]
        .filter((one) => !one.closest('.scroll') && one.getBoundingClientRect().right > edge + 1)
        .map((one) => `${one.className} ${one.textContent.slice(0, 20)}`)";

/// Checks the screen with axe and for overflow, in both themes and at every width.
pub(super) async fn faults(admin: &AdminPage<'_>, place: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    survey(&admin.page, place, Some(BEYOND), &mut found).await?;
    Ok(found)
}

#[tokio::test]
async fn axe_finds_nothing_on_the_login() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let admin = AdminPage::open(&browser, &stack, "").await?;
    let mut found = faults(&admin, "login").await?;
    admin.log_in("ops", "not the password").await?;
    admin
        .until("the refusal", SOON, |seen| {
            seen.login.as_ref().is_some_and(|login| !login.alert.is_empty())
        })
        .await?;
    found.extend(faults(&admin, "login refused").await?);
    admin.log_in("ops", &password).await?;
    admin.until("the admin", SOON, |seen| seen.subjects.len() >= 7).await?;
    stack.change_password("ops")?;
    admin
        .until("the form over the page", SOON, |seen| {
            seen.login.as_ref().is_some_and(|login| login.is_over)
        })
        .await?;
    found.extend(faults(&admin, "login over the page").await?);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    admin.is_clean().await
}

#[tokio::test]
async fn axe_finds_nothing_on_the_overview_and_the_targets() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/overview").await?;
    for order in ["sockudo/refused", "chatalot/degraded", "rat/unready"] {
        stack.order(order).await?;
    }
    admin
        .until("three faults", SOON, |seen| {
            seen.status("Sockudo") == "major"
                && seen.status("Chatalot") == "degraded"
                && seen.status("RAT") == "partial"
        })
        .await?;
    let mut found = faults(&admin, "overview").await?;
    for place in [
        "#/targets",
        "#/targets/metrics/superchat/metrics/families",
        "#/targets/metrics/superchat/metrics/problems",
        "#/targets/health/rat/readiness/raw",
    ] {
        admin.go(place).await?;
        admin
            .until("its targets", SOON, |seen| {
                seen.targets.len() >= 12 && (place == "#/targets") == seen.answer.is_none()
            })
            .await?;
        found.extend(faults(&admin, place).await?);
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    admin.is_clean().await
}

#[tokio::test]
async fn axe_finds_nothing_on_dashboards_and_alerts() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/dashboards/everything?range=5m").await?;
    let has_curves = |seen: &Seen| seen.panels.iter().any(|panel| panel.legend.len() > 2);
    admin.until("curves", SOON, has_curves).await?;
    let mut found = faults(&admin, "dashboard").await?;
    admin.click_in_panel("Health", "button[normalize-space()='Table']").await?;
    admin
        .until("a table", SOON, |seen| {
            seen.panel("Health").is_some_and(|panel| panel.table.len() > 1)
        })
        .await?;
    found.extend(faults(&admin, "dashboard as table").await?);
    // An address that leads nowhere.
    admin.go("#/nothing").await?;
    admin.until("no screen", SOON, |seen| !seen.heading.is_empty()).await?;
    found.extend(faults(&admin, "not found").await?);
    // Gauges, numbers and bars stand there.
    admin.go("#/dashboards/rat-overview?range=5m").await?;
    admin.until("another dashboard", SOON, |seen| seen.heading == "RAT").await?;
    found.extend(faults(&admin, "RAT's dashboard").await?);
    admin.go("#/alerts").await?;
    admin.until("the rules", SOON, |seen| seen.rules.len() > 5).await?;
    admin.click_rule("TargetTooManySamples").await?;
    admin
        .until("what it opens to", SOON, |seen| {
            seen.rule("TargetTooManySamples")
                .is_some_and(|rule| rule.text.contains("Configured in allclear.yaml"))
        })
        .await?;
    found.extend(faults(&admin, "alerts").await?);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    admin.is_clean().await
}

/// Where the focus is: its role or tag, its words, and whether one can see it there.
async fn focus(browser: &Browser) -> Result<(String, String, bool)> {
    let value = browser
        .script(
            "const at = document.activeElement, style = getComputedStyle(at); \
             return [at.getAttribute('aria-roledescription') ?? at.getAttribute('role') ?? at.tagName, \
             (at.getAttribute('aria-label') ?? at.textContent).replace(/\\s+/g, ' ').trim(), \
             style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0]",
        )
        .await?;
    Ok(serde_json::from_value(value)?)
}

/// Presses Tab until the focus is on something of this role with these words, and fails where it cannot be seen on the way.
async fn tab_to(admin: &AdminPage<'_>, role: &str, words: &str) -> Result {
    let mut passed = Vec::new();
    for _ in 0..80 {
        admin.page.press("Tab").await?;
        let (at, text, is_visible) = focus(admin.browser).await?;
        ensure!(at == "BODY" || is_visible, "the focus cannot be seen on {at} {text:?}");
        if at == role && text.contains(words) {
            return Ok(());
        }
        passed.push(format!("{at} {text:.40}"));
    }
    anyhow::bail!("Tab does not lead to {role} {words:?}, but to {passed:#?}")
}

#[tokio::test]
async fn the_first_stop_of_the_keyboard_skips_the_rail() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/overview").await?;
    browser.script("document.activeElement.blur(); scrollTo(0, 0)").await?;
    let mut first = (String::new(), String::new(), false);
    for _ in 0..60 {
        admin.page.press("Tab").await?;
        first = focus(&browser).await?;
        if first.1 == "Skip to content" {
            break;
        }
    }
    assert_eq!(first, ("A".to_owned(), "Skip to content".to_owned(), true));
    let is_seen = "return document.activeElement.getBoundingClientRect().top >= 0";
    assert_eq!(browser.script(is_seen).await?, true, "the link is out of sight");
    admin.page.press("Enter").await?;
    let within = "return document.activeElement.id === 'content' && location.hash === '#/overview'";
    assert_eq!(browser.script(within).await?, true, "the focus is not in the content");
    admin.page.press("Tab").await?;
    let is_in_rail = "return !!document.activeElement.closest('.rail')";
    assert_eq!(browser.script(is_in_rail).await?, false, "the next stop is in the rail");
    Ok(())
}

#[tokio::test]
async fn a_keyboard_is_enough() -> Result {
    let dashboards = dashboard(&[("Up", "up{job=\"superchat\"}")]);
    let additions = Additions { dashboards, ..Additions::default() };
    let stack = Stack::start_adding(Origins::One, &additions).await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let admin = AdminPage::open(&browser, &stack, "").await?;

    // The login.
    for (field, text) in [("name", "ops"), ("password", password.as_str())] {
        while admin.snapshot().await?.login.is_none_or(|login| login.focus != field) {
            admin.page.press("Tab").await?;
        }
        browser.command("Input.insertText", serde_json::json!({ "text": text })).await?;
    }
    admin.page.press("Enter").await?;
    admin.until("the admin", SOON, |seen| seen.heading == "Overview").await?;

    // The rail, a target, its answer.
    tab_to(&admin, "A", "Targets").await?;
    admin.page.press("Enter").await?;
    admin.until("the targets", SOON, |seen| seen.targets.len() >= 12).await?;
    tab_to(&admin, "A", "/metrics").await?;
    admin.page.press("Enter").await?;
    admin
        .until("an answer", SOON, |seen| {
            seen.answer.as_ref().is_some_and(|answer| !answer.rows.is_empty())
        })
        .await?;
    tab_to(&admin, "group", "Families").await?;

    // A chart by its arrows.
    admin.go("#/dashboards/tested?range=5m").await?;
    super::keeping::times(&admin, 4).await?;
    tab_to(&admin, "chart", "Up").await?;
    let announced = async || -> Result<String> {
        let words = "return document.activeElement.querySelector('[aria-live]').textContent";
        Ok(browser.script(words).await?.as_str().unwrap_or_default().to_owned())
    };
    let mut heard: Vec<String> = Vec::new();
    for key in ["End", "ArrowLeft", "Home"] {
        admin.page.press(key).await?;
        let began = crate::page::now();
        loop {
            let words = announced().await?;
            if !words.is_empty() && heard.last() != Some(&words) {
                heard.push(words);
                break;
            }
            ensure!(began.elapsed() < SOON, "{key} says nothing anew: {heard:?}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
    ensure!(heard.iter().all(|words| words.ends_with(" 1")), "no values are announced: {heard:?}");

    // A rule.
    tab_to(&admin, "A", "Alerts").await?;
    admin.page.press("Enter").await?;
    admin.until("the rules", SOON, |seen| seen.rules.len() > 5).await?;
    tab_to(&admin, "BUTTON", " inactive").await?;
    admin.page.press("Enter").await?;
    tab_to(&admin, "BUTTON", "TargetTooManySamples").await?;
    admin.page.press("Enter").await?;
    admin
        .until("what it opens to", SOON, |seen| {
            seen.rule("TargetTooManySamples")
                .is_some_and(|rule| rule.text.contains("Configured in allclear.yaml"))
        })
        .await?;
    admin.is_clean().await
}
