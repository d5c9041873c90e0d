//! Checks a screen with axe and for overflow, in both themes and at every width.
//!
//! One browser takes on each theme and width in turn, so a state is brought about once for ten surveys.

use crate::{Result, page::Page};

const THEMES: [&str; 2] = ["light", "dark"];

/// From the narrowest phone to a large screen, in CSS pixels.
const WIDTHS: [u32; 5] = [320, 390, 768, 1280, 1920];

/// Adds the faults of the open screen to `found`. The script `beyond` returns the elements that reach into the margin.
pub(crate) async fn survey(
    page: &Page<'_>,
    screen: &str,
    beyond: Option<&str>,
    found: &mut Vec<String>,
) -> Result {
    let sideways =
        "const page = document.documentElement; return page.scrollWidth > page.clientWidth";
    for width in WIDTHS {
        page.browser.width(width).await?;
        for theme in THEMES {
            page.browser.theme(theme).await?;
            let mut faults = page.accessibility_violations().await?;
            if page.browser.script(sideways).await? == true {
                faults.push("the page scrolls sideways".to_owned());
            }
            if let Some(script) = beyond {
                let beyond = page.browser.script(script).await?;
                if beyond != serde_json::json!([]) {
                    faults.push(format!("beyond the margin: {beyond}"));
                }
            }
            found.extend(
                faults.into_iter().map(|fault| format!("{screen}, {theme}, {width} px: {fault}")),
            );
        }
    }
    page.browser.theme("light").await?;
    page.browser.width(1280).await
}
