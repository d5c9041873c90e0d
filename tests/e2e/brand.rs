//! The site's own colour, logo, icon and style sheet, on both pages.

use std::{fs, os::unix::fs::symlink, time::Duration};

use anyhow::ensure;
use serde_json::json;
use tempfile::TempDir;

use crate::{
    Result,
    browser::Browser,
    page::Page,
    stack::{Server, dist, free_port},
};

const LIGHT: &str = "#6d28d9";
const DARK: &str = "#b794f4";

/// A page of a site with a brand. Its one system does not answer.
struct Site {
    server: Server,
    _folder: TempDir,
}

impl Site {
    async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().join("dist");
        fs::create_dir(&root)?;
        for item in fs::read_dir(dist())? {
            let item = item?;
            symlink(item.path().canonicalize()?, root.join(item.file_name()))?;
        }
        for name in ["logo.svg", "logo-dark.svg", "icon.svg"] {
            let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"32\"/>";
            fs::write(root.join(name), picture)?;
        }
        fs::write(root.join("brand.css"), ".masthead { border-block-end: 7px solid }")?;
        let document = folder.path().join("allclear.yaml");
        fs::write(
            &document,
            format!(
                "site:
  name: Example status
  links: [{{ label: Help, url: /help.html }}]
  brand:
    accent: {{ light: '{LIGHT}', dark: '{DARK}' }}
    logo: {{ light: /logo.svg, dark: /logo-dark.svg }}
    favicon: /icon.svg
    style: /brand.css
recorder: false
admin:
systems: [{{ name: RAT, preset: text, url: 'http://127.0.0.1:9/' }}]
"
            ),
        )?;
        let port = free_port()?;
        let server = Server::start(&document, &root, folder.path().join("site"), port).await?;
        Ok(Self { server, _folder: folder })
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.server.port)
    }
}

/// A colour as a browser computes it.
fn computed(hex: &str) -> Result<String> {
    let part = |at: usize| -> Result<u8> { Ok(u8::from_str_radix(&hex[at..at + 2], 16)?) };
    Ok(format!("rgb({}, {}, {})", part(1)?, part(3)?, part(5)?))
}

/// The colour of a link, the logo that is shown, the icon, and the edge that the operator's style sheet draws.
const LOOK: &str = "const shown = [...document.querySelectorAll('.logo')].filter((one) => one.offsetWidth > 0); \
    return { \
        link: getComputedStyle(document.querySelector('.masthead nav a')).color, \
        logo: shown.map((one) => one.getAttribute('src')), \
        icon: document.querySelector('link[rel=icon]').getAttribute('href'), \
        edge: getComputedStyle(document.querySelector('.masthead')).borderBlockEndWidth, \
    }";

#[tokio::test]
async fn a_site_has_its_own_colour_logo_icon_and_style_in_both_themes() -> Result {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open_at(&browser, &site.address("/")).await?;
    let within = Duration::from_secs(20);
    page.until("a verdict", within, |seen| seen.banner == "major").await?;
    for (theme, colour, logo) in [("light", LIGHT, "/logo.svg"), ("dark", DARK, "/logo-dark.svg")] {
        browser.theme(theme).await?;
        // The icon says nothing of the state, which has changed meanwhile.
        let expected = json!({
            "link": computed(colour)?, "logo": [logo], "icon": "/icon.svg", "edge": "7px",
        });
        assert_eq!(browser.script(LOOK).await?, expected, "{theme}");
        let violations = page.accessibility_violations().await?;
        ensure!(violations.is_empty(), "{theme}: {violations:?}");
    }
    // A choice on the page outweighs the system's: of the colour, and of the logo.
    page.press_button("Light").await?;
    let look = browser.script(LOOK).await?;
    assert_eq!((&look["link"], &look["logo"]), (&json!(computed(LIGHT)?), &json!(["/logo.svg"])));
    ensure!(browser.violations().await?.is_empty(), "{:?}", browser.violations().await?);

    browser.theme("light").await?;
    Page::open_at(&browser, &site.address("/admin/")).await?;
    let button = "const button = document.querySelector('.button.primary'); \
        return button && getComputedStyle(button).backgroundColor";
    let expected = json!(computed(LIGHT)?);
    let look = async || browser.script(button).await;
    crate::page::until("a button in the accent", within, look, |seen| *seen == expected).await?;
    ensure!(browser.violations().await?.is_empty(), "{:?}", browser.violations().await?);
    Ok(())
}
