//! Accessibility: by keyboard, by screen reader, in light and dark, on a phone and on a desktop.

use std::time::Duration;

use anyhow::{bail, ensure};

use crate::{
    Result,
    browser::{Browser, Window},
    page::Page,
    stack::{NOTICED, Stack},
};

#[tokio::test]
async fn axe_finds_nothing_in_good_times_and_bad() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;

    let mut found = Vec::new();
    for state in ["operational", "partial"] {
        if state == "partial" {
            stack.order("sockudo/refused").await?;
            stack.order("chatalot/degraded").await?;
            stack.order("chatbot/html").await?;
            page.until("three faults", NOTICED, |seen| {
                seen.status("sockudo") == "major"
                    && seen.status("chatalot") == "degraded"
                    && seen.status("campus-chatbot") == "unknown"
            })
            .await?;
            browser
                .script(
                    "for (const button of document.querySelectorAll('.disclose')) button.click()",
                )
                .await?;
        }
        for theme in ["light", "dark"] {
            browser.theme(theme).await?;
            for window in [Window::Desktop, Window::Phone] {
                browser.window(window).await?;
                let violations = page.accessibility_violations().await?;
                found.extend(
                    violations
                        .into_iter()
                        .map(|one| format!("{state}, {theme}, {window:?}: {one}")),
                );
                let wider = browser
                    .script("return document.documentElement.scrollWidth > document.documentElement.clientWidth")
                    .await?;
                if wider == true {
                    found.push(format!("{state}, {theme}, {window:?}: the page scrolls sideways"));
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    Ok(())
}

/// Where the focus is: the element's words, its tag, and whether one can see the focus there. The ring of the days' slider is drawn around
/// their bars.
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
