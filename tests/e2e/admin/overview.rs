//! The overview: every system, those that visitors do not see as well, and what their health really said.

use super::admin_page::{AdminPage, SOON};
use crate::{
    Result,
    browser::Browser,
    stack::{PRIVATE, Stack},
};

#[tokio::test]
async fn every_system_stands_there_and_what_breaks_says_so() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let admin = AdminPage::enter(&browser, &stack, "#/overview").await?;
    let healthy = ["Chatalot", "SuperChat", "RAT", "Campus chatbot", "Sockudo"];
    let seen = admin
        .until("five green systems", SOON, |seen| {
            healthy.iter().all(|name| seen.status(name) == "operational")
        })
        .await?;
    let hidden = seen.subject(PRIVATE);
    assert!(hidden.text.contains("Not public"), "{hidden:?}");
    assert_eq!(seen.subjects.len(), 7, "{:?}", seen.subjects);
    let rat = seen.subject("RAT");
    for part in ["API", "Readiness", "Metadata database", "Object storage", "Metrics"] {
        let is_well =
            rat.parts.iter().any(|(name, status)| name == part && status == "operational");
        assert!(is_well, "{part:?} is not well: {rat:?}");
    }
    // Nothing listens on its port.
    admin.until("the private system down", SOON, |seen| seen.status(PRIVATE) == "major").await?;

    for order in ["sockudo/refused", "chatalot/degraded", "rat/unready"] {
        stack.order(order).await?;
    }
    let seen = admin
        .until("three faults", SOON, |seen| {
            seen.status("Sockudo") == "major"
                && seen.status("Chatalot") == "degraded"
                && seen.status("RAT") == "partial"
        })
        .await?;
    assert!(
        seen.subject("Sockudo").excerpt.contains("no response"),
        "{:?}",
        seen.subject("Sockudo")
    );
    assert!(seen.subject("Sockudo").word.contains("since"), "{:?}", seen.subject("Sockudo"));

    // A 200 whose body says that a part is ill.
    let chatalot = seen.subject("Chatalot");
    assert!(chatalot.excerpt.starts_with("200 "), "{chatalot:?}");
    assert!(chatalot.excerpt.contains("degraded"), "{chatalot:?}");
    let is_ill = |(name, status): &(String, String)| name == "Database" && status != "operational";
    assert!(chatalot.parts.iter().any(is_ill), "{chatalot:?}");

    // A 503 whose body says why.
    let rat = seen.subject("RAT");
    assert!(rat.excerpt.starts_with("503 "), "{rat:?}");
    let bad: Vec<&String> = rat
        .parts
        .iter()
        .filter(|(_, status)| !matches!(status.as_str(), "operational" | "unknown"))
        .map(|(name, _)| name)
        .collect();
    assert!(bad.len() >= 2, "the reasons are missing: {rat:?}");
    let body = stack.answer_of(3, "/health/ready").await?;
    let reason = body.split('"').find(|text| text.len() > 20).unwrap_or_default();
    assert!(
        !reason.is_empty() && rat.text.contains(&reason[..20]),
        "{reason:?} of {body} is not readable: {rat:?}"
    );

    stack.order("ok").await?;
    admin
        .until("five green systems again", SOON, |seen| {
            healthy.iter().all(|name| seen.status(name) == "operational")
        })
        .await?;
    admin.is_clean().await
}
