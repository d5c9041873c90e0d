//! The configuration changes while a page is open: it is taken over without a reload, and no system is blamed for it.

use std::{fs, time::Duration};

use allclear::history::document::{Verdict, Verdicts};
use allclear::status::Status;
use metrics_engine::time::Duration as Span;

use crate::{
    Result,
    browser::Browser,
    page::{Page, Snapshot, now},
    stack::{Additions, INTERVAL, NOTICED, Origins, Stack, now as clock},
};

/// A page that finds an address unlisted requests the configuration at once, or a few seconds after the last request.
const AT_ONCE: Duration = Duration::from_secs(20);

/// Otherwise it requests it every half minute, where checks are two seconds apart.
const IN_TIME: Duration = Duration::from_mins(1);

/// No system is ever said to be worse than it is, whatever the configuration does.
fn is_fair(seen: &Snapshot) -> bool {
    let is_blamed = |status: &str| matches!(status, "major" | "partial" | "degraded");
    seen.problems.is_empty()
        && !is_blamed(&seen.banner)
        && !seen.systems.iter().any(|system| is_blamed(&system.status))
}

fn names(seen: &Snapshot) -> Vec<&str> {
    seen.systems.iter().map(|system| system.name.as_str()).collect()
}

/// Waits until the page shows these systems, all of them well, and fails if it blames one in between.
async fn until_named(page: &Page<'_>, expected: &[&str], within: Duration) -> Result {
    let began = now();
    loop {
        let seen = page.snapshot().await?;
        anyhow::ensure!(is_fair(&seen), "after {:?}: {seen:#?}", began.elapsed());
        if names(&seen) == expected && seen.all_are("operational") && seen.banner == "operational" {
            return Ok(());
        }
        anyhow::ensure!(began.elapsed() < within, "{expected:?} is due: {seen:#?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn systems_come_go_and_are_renamed_on_a_page_that_is_open() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    let before = ["Chatalot", "SuperChat", "Sockudo", "RAT", "Campus chatbot"];
    until_named(&page, &before, NOTICED).await?;
    // What a person did stays with its system: RAT is opened, its button has the focus, the page is scrolled.
    page.click("#rat .disclose").await?;
    browser.script("window.isSame = true; scrollTo(0, 60)").await?;
    let top = browser.script("return scrollY").await?;

    // SuperChat is called Megachat, and another path is checked with that; Sockudo is hidden now.
    stack.reconfigure(|document| {
        document
            .replace("- name: SuperChat", "- name: Megachat")
            .replace("  - name: Sockudo\n", "  - name: Sockudo\n    visibility: private\n")
    })?;
    until_named(&page, &["Chatalot", "Megachat", "RAT", "Campus chatbot"], AT_ONCE).await?;

    // No answer reveals a new system.
    let fleet = fs::read_to_string(stack.rendered().join("nginx.conf"))?;
    let upstream = fleet
        .split("location = /status/chatalot/health")
        .nth(1)
        .and_then(|rest| rest.split("http://").nth(1))
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default()
        .trim_matches('"')
        .to_owned();
    stack.reconfigure(|document| {
        let new = format!(
            "systems:\n  - name: Newcomer\n    group: Messaging\n    preset: chatalot\n    \
             url: http://{upstream}\n    interval: 2s\n    timeout: 1s\n"
        );
        document.replace("systems:\n", &new)
    })?;
    let after = ["Newcomer", "Chatalot", "Megachat", "RAT", "Campus chatbot"];
    until_named(&page, &after, IN_TIME).await?;

    let seen = page.snapshot().await?;
    assert!(seen.system("rat").open, "RAT was open");
    assert!(!seen.system("megachat").open && !seen.system("chatalot").open);
    let kept = browser
        .script("return [window.isSame, document.activeElement.closest('li')?.id, scrollY]")
        .await?;
    assert_eq!(
        kept,
        serde_json::json!([true, "rat", top]),
        "not loaded anew, focus and place kept"
    );
    assert_eq!(browser.violations().await?, Vec::<String>::new());

    // It checks what it shows.
    stack.order("superchat/refused").await?;
    page.until("the outage", NOTICED, |seen| {
        seen.status("megachat") == "major" && seen.status("newcomer") == "operational"
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_name_and_a_group_change_without_a_doubt() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", NOTICED, |seen| seen.banner == "operational").await?;
    stack.reconfigure(|document| {
        let document = document.replace("name: Allclear demo", "name: Another site");
        document.replace("    description: Team chat\n", "    description: Chat of the team\n")
    })?;
    let began = now();
    loop {
        let seen = page.snapshot().await?;
        // No check changed, so nothing is checked anew.
        anyhow::ensure!(seen.banner == "operational" && is_fair(&seen), "{seen:#?}");
        if seen.title.ends_with(": Another site")
            && seen.system("chatalot").text.contains("Chat of the team")
        {
            break;
        }
        anyhow::ensure!(began.elapsed() < IN_TIME, "the new name is due: {seen:#?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let masthead = browser.script("return document.querySelector('.brand').innerText").await?;
    assert_eq!(masthead, "Another site");
    Ok(())
}

/// A system that only the recorder checks.
fn verdict_only() -> Additions {
    let system = "  - name: Verdict only\n    url: http://127.0.0.1:9\n    preset: text\n    visibility: verdict\n";
    Additions { systems: system.to_owned(), ..Additions::default() }
}

/// Writes the recorder's verdict that it is well.
fn write_verdict(stack: &Stack) -> Result {
    let at = clock()?;
    let verdict = Verdict { status: Status::Operational, since: at, measured: at, cause: None };
    let interval = Span::from_secs(15);
    let verdicts =
        Verdicts { at, interval, page: None, systems: vec![("verdict-only".to_owned(), verdict)] };
    Ok(fs::write(stack.recorded().join("status.json"), verdicts.print())?)
}

/// The recorder runs where the systems are. Who serves the page may serve files and nothing else.
#[tokio::test]
async fn what_the_recorder_writes_is_read_where_the_proxy_is() -> Result {
    let stack = Stack::start_adding(Origins::Two, &verdict_only()).await?;
    write_verdict(&stack)?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("the verdict of the recorder", NOTICED, |seen| {
        seen.status("verdict-only") == "operational" && seen.banner == "operational"
    })
    .await?;
    let origins = "return [...new Set(performance.getEntriesByType('resource') \
        .filter((entry) => /\\/(status|history|incidents)\\.json$/.test(entry.name)) \
        .map((entry) => new URL(entry.name).origin === location.origin))]";
    let origins = async || browser.script(origins).await;
    crate::page::until("the recorder's files", AT_ONCE, origins, |origins| {
        *origins == serde_json::json!([false])
    })
    .await?;
    let files = async || browser.requests().await;
    crate::page::until("all of them", AT_ONCE, files, |files| {
        ["/status.json", "/history.json", "/incidents.json"]
            .iter()
            .all(|file| files.iter().any(|requested| requested == file))
    })
    .await?;
    let links = browser.script(
        "return [...document.querySelectorAll('footer .tools a')].map((link) => new URL(link.href).origin === location.origin)",
    );
    assert_eq!(links.await?, serde_json::json!([false, false, false]));
    assert_eq!(browser.violations().await?, Vec::<String>::new());
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    Ok(())
}

/// Notes each request for the recorder's verdicts, and whether the page is visible then.
const REQUESTED: &str = "window.requested = []; const ask = window.fetch.bind(window); \
    window.fetch = (what, how) => { \
        if (String(what?.url ?? what).endsWith('/status.json')) window.requested.push(document.visibilityState); \
        return ask(what, how); };";

#[tokio::test]
async fn a_hidden_page_that_waits_for_a_system_hears_the_recorder_too() -> Result {
    let stack = Stack::start_adding(Origins::One, &verdict_only()).await?;
    write_verdict(&stack)?;
    let browser = Browser::start().await?;
    let source = serde_json::json!({ "source": REQUESTED });
    browser.command("Page.addScriptToEvaluateOnNewDocument", source).await?;
    let page = Page::open(&browser, &stack).await?;
    stack.order("sockudo/refused").await?;
    page.until("an outage", NOTICED, |seen| seen.status("sockudo") == "major").await?;
    page.press_button("Notify me when it’s back").await?;
    let first = browser.driver.window().await?;
    let second = browser.driver.new_tab().await?;
    browser.driver.switch_to_window(second).await?;
    // It is requested again after fifteen seconds.
    tokio::time::sleep(Duration::from_secs(20) + INTERVAL).await;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(first).await?;
    let requested = browser.script("return window.requested").await?;
    let requested: Vec<String> = serde_json::from_value(requested)?;
    assert!(requested.iter().any(|state| state == "hidden"), "{requested:?}");
    Ok(())
}
