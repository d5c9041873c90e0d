//! The configuration changes while an operator's page is open: it says so, blames no system, and adopts it on demand.

use super::admin_page::{AdminPage, SOON};
use crate::{Result, browser::Browser, stack::Stack};

#[tokio::test]
async fn a_new_configuration_is_said_and_taken_over_without_a_reload() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/overview").await?;
    admin
        .until("green systems", SOON, |seen| {
            seen.status("SuperChat") == "operational" && seen.status("Sockudo") == "operational"
        })
        .await?;
    browser.script("window.isSame = true").await?;

    // Another name is another path, and the former one is not served any more.
    stack.reconfigure(|document| document.replace("- name: SuperChat", "- name: Megachat"))?;
    let offer = "return [...document.querySelectorAll('button')].filter((it) => it.textContent.trim() === 'Apply' && !it.hidden).length";
    let offer = async || browser.script(offer).await;
    crate::page::until("what has changed", SOON, offer, |count| count.as_u64() == Some(1)).await?;
    let seen =
        admin.until("the old name", SOON, |seen| !seen.status("SuperChat").is_empty()).await?;
    assert!(
        !matches!(seen.status("SuperChat"), "major" | "partial" | "degraded"),
        "a system is blamed: {:?}",
        seen.subject("SuperChat")
    );

    admin.press_button("Apply").await?;
    let seen = admin
        .until("the new name", SOON, |seen| {
            seen.status("Megachat") == "operational" && seen.status("Sockudo") == "operational"
        })
        .await?;
    assert_eq!(seen.status("SuperChat"), "");
    assert_eq!(browser.script("return window.isSame").await?, true, "the page was loaded anew");
    // What was measured before is there still.
    admin.go("#/targets").await?;
    admin.until("the targets", SOON, |seen| seen.heading == "Targets").await?;
    assert_eq!(offer().await?.as_u64(), Some(0), "nothing is left to be taken over");
    admin.is_clean().await
}
