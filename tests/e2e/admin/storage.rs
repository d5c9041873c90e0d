//! A browser without storage or with a full one, and the state after erasing.

use serde_json::json;

use super::{
    admin_page::{AdminPage, SOON},
    charts::dashboard,
    keeping::times,
};
use crate::{
    Result,
    browser::Browser,
    page::until,
    stack::{Additions, Origins, Stack},
};

const SCREEN: &str = "#/dashboards/tested?range=5m";

async fn stack() -> Result<Stack> {
    let dashboards = dashboard(&[("Up", "up{job=\"superchat\"}")]);
    Stack::start_adding(Origins::One, &Additions { dashboards, ..Additions::default() }).await
}

/// Waits until a notice has these words.
async fn notice(browser: &Browser, words: &str) -> Result {
    let read = "return [...document.querySelectorAll('.notices li')].map((one) => one.textContent).join(' ')";
    let contents = async || Ok(browser.script(read).await?.as_str().unwrap_or_default().to_owned());
    until(words, SOON, contents, |shown: &String| shown.contains(words)).await.map(drop)
}

/// How many records the database has, and its version; nothing where there is none.
async fn database(browser: &Browser) -> Result<(u64, u64)> {
    let read = "const done = arguments[0];
        indexedDB.databases().then((all) => {
            const found = all.find((one) => one.name === 'allclear-admin');
            if (!found) return done([0, 0]);
            const request = indexedDB.open(found.name);
            request.onsuccess = () => {
                const database = request.result;
                const tables = [...database.objectStoreNames];
                const counts = tables.map((name) => database.transaction(name).objectStore(name).count());
                let n = 0, waiting = counts.length;
                for (const count of counts) count.onsuccess = () => {
                    n += count.result;
                    if (!--waiting) (database.close(), done([n, found.version]));
                };
            };
            request.onerror = () => done([0, 0]);
        })";
    let found = browser.driver.execute_async(read, Vec::new()).await?;
    Ok(serde_json::from_value(found.json().clone())?)
}

#[tokio::test]
async fn a_browser_without_a_database_shows_everything_and_says_so() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    for blocked in [
        // As it is where a setting takes it away, and as it is in a window that forbids it.
        "delete window.indexedDB; Object.defineProperty(window, 'indexedDB', { value: undefined });",
        "IDBFactory.prototype.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError') };",
        "IDBFactory.prototype.open = function () { const request = {}; setTimeout(() => { \
            Object.defineProperty(request, 'error', { value: new DOMException('A mutation was refused.', 'InvalidStateError') }); \
            request.onerror?.({ target: request, type: 'error' }); }); throw new DOMException('x', 'InvalidStateError') };",
    ] {
        let added = browser
            .command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": blocked }))
            .await?;
        let admin = AdminPage::enter_with(&password, &browser, &stack, SCREEN).await?;
        times(&admin, 3).await?;
        notice(&browser, "This browser does not store data for this page").await?;
        admin.is_clean().await?;
        admin.log_out().await?;
        browser
            .command(
                "Page.removeScriptToEvaluateOnNewDocument",
                json!({ "identifier": added["identifier"] }),
            )
            .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_full_disk_is_said_and_the_page_works_on() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, SCREEN).await?;
    let before = times(&admin, 3).await?;
    let origin = stack.address();
    let quota = json!({ "origin": origin.trim_end_matches('/'), "quotaSize": 1 });
    browser.command("Storage.overrideQuotaForOrigin", quota).await?;
    notice(&browser, "storage quota of this browser is exhausted").await?;
    times(&admin, before.len() + 3).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn a_database_of_a_newer_page_is_left_alone_until_it_is_erased() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let _form = AdminPage::open(&browser, &stack, SCREEN).await?;
    let make = "const done = arguments[0];
        const request = indexedDB.open('allclear-admin', 99);
        request.onupgradeneeded = () => request.result.createObjectStore('later').put('theirs', 'a');
        request.onsuccess = () => { request.result.close(); done(true) };
        request.onerror = () => done(false)";
    assert_eq!(browser.driver.execute_async(make, Vec::new()).await?.json(), &json!(true));
    assert_eq!(database(&browser).await?, (1, 99));

    let admin = AdminPage::enter_with(&password, &browser, &stack, SCREEN).await?;
    times(&admin, 3).await?;
    notice(&browser, "was written by a newer version of this page").await?;
    assert_eq!(database(&browser).await?, (1, 99), "it was touched");

    admin.go("#/targets").await?;
    admin.press_button("Clear stored data").await?;
    admin.press_button("Clear").await?;
    let contents = async || database(&browser).await;
    until("a database of this page", SOON, contents, |(n, version)| *n > 1 && *version == 1)
        .await?;
    admin.is_clean().await
}

#[tokio::test]
async fn erased_data_is_gone_and_a_logout_offers_to_erase() -> Result {
    let stack = stack().await?;
    let browser = Browser::start().await?;
    let password = stack.change_password("ops")?;
    let admin = AdminPage::enter_with(&password, &browser, &stack, SCREEN).await?;
    let before = times(&admin, 4).await?;
    admin.go("#/targets").await?;
    admin.find("//p[contains(., 'stored in this browser')]").await?;

    // Thought better of.
    admin.press_button("Clear stored data").await?;
    admin.find("//dialog//p[contains(., ' samples of ')]").await?;
    admin.press_button("Cancel").await?;
    admin.until("the dialog to go", SOON, |seen| seen.login.is_none()).await?;
    admin.go(SCREEN).await?;
    times(&admin, before.len()).await?;

    admin.go("#/targets").await?;
    admin.press_button("Clear stored data").await?;
    admin.press_button("Clear").await?;
    admin.go(SCREEN).await?;
    let after = times(&admin, 1).await?;
    assert!(after.iter().all(|at| !before.contains(at)), "{after:?} of {before:?}");

    // After a reload nothing of it is back.
    times(&admin, 3).await?;
    admin.reload().await?;
    admin.until("the panel", SOON, |seen| seen.panel("Up").is_some()).await?;
    let after = times(&admin, 1).await?;
    assert!(after.iter().all(|at| !before.contains(at)), "{after:?} of {before:?}");

    // Logging out leaves it, says so, and can have it forgotten.
    times(&admin, 3).await?;
    admin.log_out().await?;
    admin.find("//p[contains(., 'Data of this page is stored in this browser')]").await?;
    assert!(database(&browser).await?.0 > 0);
    admin.press_button("Clear it").await?;
    let contents = async || database(&browser).await;
    until("an empty database", SOON, contents, |(n, _)| *n == 0).await?;
    let gone = async || {
        browser
            .script("return document.body.textContent.includes('Data of this page is stored')")
            .await
    };
    until("the offer to go", SOON, gone, |is_there| *is_there == json!(false)).await?;
    admin.is_clean().await
}
