//! Which logins succeed, how others are refused, and what stays when a login is lost.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{
    admin_page::{AdminPage, SOON},
    seen::Seen,
};
use crate::{
    Result,
    browser::Browser,
    http,
    page::Page,
    stack::{INTERVAL, Stack},
};

#[tokio::test]
async fn a_wrong_password_is_reported_and_the_right_one_signs_in() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let admin = AdminPage::open(&browser, &stack, "").await?;

    admin.log_in("ops", "not the password").await?;
    let seen = admin
        .until("the refusal", SOON, |seen| {
            seen.login
                .as_ref()
                .is_some_and(|login| login.alert.contains("Wrong username or password"))
        })
        .await?;
    let login = seen.login.as_ref().expect("a login");
    assert_eq!(login.status, "major");
    assert_eq!(login.name, "ops", "the name has to be typed again");
    assert_eq!(login.focus, "password", "the password's field is not focused");
    assert!(!login.is_over, "{login:?}");

    admin.log_in("ops", &password).await?;
    let seen = admin.until("the admin", SOON, |seen| seen.heading == "Overview").await?;
    assert!(seen.login.is_none(), "{:?}", seen.login);
    assert_eq!(seen.who, "Signed in as ops");
    admin.is_clean().await
}

#[tokio::test]
async fn a_login_lasts_as_long_as_a_person_wants() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let admin = AdminPage::open(&browser, &stack, "#/targets").await?;
    let kept = "return JSON.stringify({ ...sessionStorage, ...localStorage }) + document.cookie";

    // In memory alone: it ends with the document.
    admin.log_in("ops", &password).await?;
    admin.until("the admin", SOON, |seen| seen.heading == "Targets").await?;
    assert!(
        !browser.script(kept).await?.to_string().contains("Basic"),
        "it is stored without consent"
    );
    admin.reload().await?;
    admin.until("the form", SOON, |seen| seen.login.is_some()).await?;

    // Remembered in this tab: it stays until the logout.
    admin.remember().await?;
    admin.log_in("ops", &password).await?;
    admin.until("the admin", SOON, |seen| seen.heading == "Targets").await?;
    admin.reload().await?;
    let seen = admin.until("the admin", SOON, |seen| seen.heading == "Targets").await?;
    assert_eq!(seen.who, "Signed in as ops");
    admin.log_out().await?;
    let seen = admin.until("the form", SOON, |seen| seen.login.is_some()).await?;
    assert!(seen.heading.is_empty(), "what is behind the login is still seen: {seen:?}");
    assert!(!browser.script(kept).await?.to_string().contains("Basic"), "it is still kept");
    admin.reload().await?;
    admin.until("the form", SOON, |seen| seen.login.is_some()).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn a_kept_login_is_out_of_reach_of_other_pages_of_the_site() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let admin = AdminPage::open(&browser, &stack, "#/targets").await?;
    admin.remember().await?;
    admin.log_in("ops", &password).await?;
    admin.until("the admin", SOON, |seen| seen.heading == "Targets").await?;

    // What a script of the origin can read that runs in another document of this tab: its storage, its history, what it opens.
    let reach = "const entries = window.navigation?.entries().map(entry => entry.getState()); \
        return JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state, entries, window.name, \
        document.cookie]);";
    let pad = "return sessionStorage.getItem('allclear-login')";
    let half = browser.script(pad).await?;
    let half = half.as_str().expect("nothing is kept").to_owned();
    let sealed = browser.script("return history.state").await?;
    let sealed = sealed.as_str().expect("nothing is in the history").to_owned();
    assert_eq!(half.len(), sealed.len());
    assert_ne!(half, sealed);
    browser.driver.goto(format!("{}ping.txt", stack.address())).await?;
    let found = browser.script(reach).await?.to_string();
    assert!(found.contains(&half), "the test reads nothing: {found}");
    assert!(!found.contains(&sealed) && !found.contains("Basic"), "{found}");

    // The tab goes on, also from an entry that a step within the page has made.
    browser.driver.back().await?;
    admin.until("the admin again", SOON, |seen| seen.heading == "Targets").await?;
    admin.go("#/overview").await?;
    admin.until("another screen", SOON, |seen| seen.heading == "Overview").await?;
    admin.reload().await?;
    admin.until("the other screen", SOON, |seen| seen.heading == "Overview").await?;

    // What is left in older entries after logging out Access is blocked.
    admin.log_out().await?;
    admin.until("the form", SOON, |seen| seen.login.is_some()).await?;
    browser.driver.goto(format!("{}ping.txt", stack.address())).await?;
    browser.script("history.go(-2)").await?;
    admin.until("the form", SOON, |seen| seen.login.is_some()).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn a_login_lost_in_mid_session_is_requested_over_the_page() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/overview").await?;
    let all_green = |seen: &Seen| seen.status("RAT") == "operational" && seen.subjects.len() >= 7;
    admin.until("the first checks", SOON, all_green).await?;

    let other = stack.change_password("ops")?;
    let is_lost = |seen: &Seen| seen.login.as_ref().is_some_and(|login| login.is_over);
    let seen = admin.until("the form over the page", SOON, is_lost).await?;
    let login = seen.login.as_ref().expect("a login");
    assert!(login.alert.contains("Your session has ended"), "{login:?}");
    assert!(seen.subjects.len() >= 7, "what was seen is gone: {seen:?}");
    // A dialog keeps the keyboard from what lies behind it.
    assert_eq!(
        browser.script("return document.activeElement.closest('dialog') !== null").await?,
        true
    );

    // Nothing is requested before a login; a change is learned only then.
    stack.order("sockudo/refused").await?;
    tokio::time::sleep(INTERVAL).await;
    browser.script("performance.clearResourceTimings()").await?;
    tokio::time::sleep(INTERVAL * 2).await;
    assert_eq!(browser.requests().await?, Vec::<String>::new(), "it goes on without a login");
    admin.log_in("ops", &other).await?;
    let seen = admin
        .until("the admin going on", SOON, |seen| {
            seen.login.is_none() && seen.status("Sockudo") == "major"
        })
        .await?;
    assert_eq!(seen.heading, "Overview");
    admin.is_clean().await
}

#[tokio::test]
async fn too_many_attempts_and_a_missing_server_are_distinguished() -> Result {
    let mut stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::open(&browser, &stack, "").await?;
    let says = |words: &'static str| {
        move |seen: &Seen| seen.login.as_ref().is_some_and(|login| login.alert.contains(words))
    };

    // Without a password file no login succeeds, and that is not the password's fault.
    admin.log_in("ops", "whatever it is").await?;
    admin.until("blocked access", SOON, says("Access is blocked")).await?;

    stack.change_password("ops")?;
    let is_over = Arc::new(AtomicBool::new(false));
    let (port, ends) = (stack.port(), Arc::clone(&is_over));
    let guessing = tokio::spawn(async move {
        while !ends.load(Ordering::Relaxed) {
            let wrong = [("authorization", "Basic b3BzOm5v")];
            let guesses = (0..40).map(|_| http::request(port, "GET", "/admin/config.json", &wrong));
            for guess in guesses.map(|guess| tokio::time::timeout(SOON, guess)) {
                // How each ends is not what this is about.
                let _ = guess.await;
            }
        }
    });
    let mut limited = Err(anyhow::anyhow!("no try"));
    for _ in 0..10 {
        admin.log_in("ops", "whatever it is").await?;
        limited = admin
            .until("too many tries", std::time::Duration::from_secs(3), says("Too many attempts"))
            .await;
        if limited.is_ok() {
            break;
        }
    }
    is_over.store(true, Ordering::Relaxed);
    guessing.await?;
    let seen = limited?;
    assert_eq!(seen.login.map(|login| login.status), Some("degraded".to_owned()));

    stack.kill_proxy();
    admin.log_in("ops", "whatever it is").await?;
    let seen = admin.until("no server", SOON, says("cannot be reached")).await?;
    let login = seen.login.expect("a login");
    assert_eq!(login.status, "unknown", "{login:?}");
    assert!(login.alert.contains("was not checked"), "{login:?}");
    assert_eq!(browser.violations().await?, Vec::<String>::new());
    Ok(())
}

/// While a prompt of the browser is open, no script runs, and the driver reports it.
#[tokio::test]
async fn no_prompt_of_the_browser_ever_appears() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    stack.change_password("ops")?;
    let admin = AdminPage::open(&browser, &stack, "").await?;
    admin.log_in("ops", "not the password").await?;
    admin
        .until("the refusal", SOON, |seen| {
            seen.login.as_ref().is_some_and(|login| !login.alert.is_empty())
        })
        .await?;
    assert!(browser.driver.get_alert_text().await.is_err(), "the browser shows a prompt");
    Page::open_at(&browser, &format!("{}admin/", admin.site())).await?;
    admin.until("the form again", SOON, |seen| seen.login.is_some()).await?;
    Ok(())
}
