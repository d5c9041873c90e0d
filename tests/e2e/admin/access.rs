//! For everybody: by the rail, by keyboard, by screen reader, in light and dark, on a phone and on a desk.

use super::desk::{Desk, SOON};
use crate::{Result, browser::Browser, stack::Stack};

/// The ways in the rail, and the heading that each leads to.
const SCREENS: [(&str, &str); 4] = [
    ("#/overview", "Overview"),
    ("#/targets", "Targets"),
    ("#/alerts", "Alerts"),
    ("#/dashboards/everything", "Everything"),
];

#[tokio::test]
async fn every_screen_leads_to_every_other() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let desk = Desk::enter(&browser, &stack, "#/overview").await?;
    for (from, heading) in SCREENS {
        for (to, other) in SCREENS {
            desk.go(from).await?;
            desk.until(heading, SOON, |seen| seen.heading == heading).await?;
            desk.go(to).await?;
            desk.until(other, SOON, |seen| seen.heading == other).await?;
        }
    }
    Ok(())
}
