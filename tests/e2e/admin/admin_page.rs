//! The operator's page in one browser: the login, the rail, and what can be done on the open screen.

use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::json;
use thirtyfour::{By, WebElement};

use super::{
    saved::{CATCH, Csv},
    seen::{READ, Seen},
};
use crate::{
    Result,
    browser::Browser,
    page::{Page, now, until},
    stack::Stack,
};

/// As long as a person would wait for anything, twice: two cores play browser, proxy and five systems.
pub(crate) const SOON: Duration = Duration::from_secs(30);

/// The page in one browser.
pub(crate) struct AdminPage<'a> {
    pub(crate) browser: &'a Browser,
    /// For keys and axe, which are the same on both pages.
    pub(crate) page: Page<'a>,
    site: String,
}

impl<'a> AdminPage<'a> {
    /// Opens a screen, `#/overview`, and waits for the login form.
    pub(crate) async fn open(browser: &'a Browser, stack: &Stack, screen: &str) -> Result<Self> {
        Self::open_at(browser, stack.address(), screen).await
    }

    /// The same for the site at this address, which ends with a slash.
    async fn open_at(browser: &'a Browser, site: String, screen: &str) -> Result<Self> {
        let page = Page::open_at(browser, &format!("{site}admin/{screen}")).await?;
        let admin = Self { browser, page, site };
        admin.until("the login", SOON, |seen| seen.login.is_some()).await?;
        Ok(admin)
    }

    /// The same, and logs in as `ops` with a password that is made for it.
    pub(crate) async fn enter(browser: &'a Browser, stack: &Stack, screen: &str) -> Result<Self> {
        let password = stack.change_password("ops")?;
        Self::enter_with(&password, browser, stack, screen).await
    }

    /// The same, with the password that `ops` has.
    pub(crate) async fn enter_with(
        password: &str,
        browser: &'a Browser,
        stack: &Stack,
        screen: &str,
    ) -> Result<Self> {
        Self::enter_at(password, browser, &stack.address(), screen).await
    }

    /// The same for the site at this address, which ends with a slash.
    pub(crate) async fn enter_at(
        password: &str,
        browser: &'a Browser,
        site: &str,
        screen: &str,
    ) -> Result<Self> {
        let admin = Self::open_at(browser, site.to_owned(), screen).await?;
        admin.remember().await?;
        admin.log_in("ops", password).await?;
        admin
            .until("the admin", SOON, |seen| seen.login.is_none() && !seen.heading.is_empty())
            .await?;
        Ok(admin)
    }

    /// Goes to another screen, as a link within the page does.
    pub(crate) async fn go(&self, screen: &str) -> Result {
        self.browser.script(&format!("location.hash = {}", json!(screen))).await.map(drop)
    }

    /// Loads the page anew. With a remembered login it is there again.
    pub(crate) async fn reload(&self) -> Result {
        Ok(self.browser.driver.refresh().await?)
    }

    /// The address of the site, with its slash.
    pub(crate) fn site(&self) -> &str {
        &self.site
    }

    /// Ticks "Stay signed in for this tab".
    pub(crate) async fn remember(&self) -> Result {
        Ok(self.field("Stay signed in for this tab").await?.click().await?)
    }

    /// Types name and password over what stands there, and sends them.
    pub(crate) async fn log_in(&self, name: &str, password: &str) -> Result {
        for (label, text) in [("Username", name), ("Password", password)] {
            let field = self.field(label).await?;
            field.clear().await?;
            field.send_keys(text).await?;
        }
        self.press_button("Sign in").await
    }

    /// Clicks a button of the page, or of the login over it.
    pub(crate) async fn press_button(&self, words: &str) -> Result {
        self.find(&format!("//button[normalize-space()={}]", literal(words)))
            .await?
            .click()
            .await?;
        Ok(())
    }

    /// Logs out with the button that this width shows.
    pub(crate) async fn log_out(&self) -> Result {
        for button in self.browser.driver.find_all(By::XPath("//button[.='Sign out']")).await? {
            if button.is_displayed().await? {
                return Ok(button.click().await?);
            }
        }
        bail!("there is no log-out button")
    }

    /// The first element at this path.
    pub(crate) async fn find(&self, path: &str) -> Result<WebElement> {
        let began = now();
        loop {
            match self.browser.driver.find(By::XPath(path)).await {
                Ok(found) => return Ok(found),
                Err(error) if began.elapsed() > SOON => {
                    return Err(error).with_context(|| path.to_owned());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// The field with this label.
    pub(crate) async fn field(&self, label: &str) -> Result<WebElement> {
        let label = literal(label);
        self.find(&format!(
            "//label[starts-with(normalize-space(), {label})]//input | //input[@aria-label={label}] | //input[@id=//label[normalize-space()={label}]/@for]"
        ))
        .await
    }

    /// Clicks within the panel of this title: `button[.='Table']`.
    pub(crate) async fn click_in_panel(&self, title: &str, path: &str) -> Result {
        let figure = format!("//figure[.//h2[normalize-space()={}]]", literal(title));
        Ok(self.find(&format!("{figure}//{path}")).await?.click().await?)
    }

    /// Opens or closes a rule.
    pub(crate) async fn click_rule(&self, name: &str) -> Result {
        let path = format!("//article//h3/button[normalize-space()={}]", literal(name));
        // What is inactive is one line until it is opened.
        if !self.find(&path).await?.is_displayed().await? {
            self.find("//section/button[@aria-expanded='false']").await?.click().await?;
        }
        Ok(self.find(&path).await?.click().await?)
    }

    /// Returns what is shown now.
    pub(crate) async fn snapshot(&self) -> Result<Seen> {
        Ok(serde_json::from_value(self.browser.script(READ).await?)?)
    }

    /// Reads the page until it shows what is expected, and returns that. The error contains what it showed last.
    pub(crate) async fn until(
        &self,
        expected: &str,
        within: Duration,
        is_shown: impl Fn(&Seen) -> bool,
    ) -> Result<Seen> {
        let seen = until(expected, within, async || self.snapshot().await, is_shown).await;
        let Err(error) = seen else { return seen };
        let complaints = self.complaints().await?;
        let address = self.browser.script("return location.hash").await?;
        Err(error.context(format!("at {address}; the console says {complaints:#?}")))
    }

    /// Fails where something ran that should not have, or the page complained. A refused request is logged by the browser itself.
    pub(crate) async fn is_clean(&self) -> Result {
        let violations = self.browser.violations().await?;
        anyhow::ensure!(violations.is_empty(), "violations of the policy: {violations:?}");
        let complaints = self.complaints().await?;
        anyhow::ensure!(complaints.is_empty(), "the console says {complaints:#?}");
        Ok(())
    }

    /// Returns the browser console's messages about the page itself.
    async fn complaints(&self) -> Result<Vec<String>> {
        let mut complaints = self.browser.complaints().await?;
        complaints.retain(|one| !one.contains("the server responded with"));
        Ok(complaints)
    }

    /// Saves a panel as CSV: its names, and for each instant its values. The file is caught before the browser would store it:
    /// it allows a page only a few in a row.
    pub(crate) async fn csv(&self, title: &str) -> Result<Csv> {
        self.browser.script(CATCH).await?;
        let figure = format!("//figure[.//h2[normalize-space()={}]]", literal(title));
        if self.browser.driver.find(By::XPath(format!("{figure}//details[@open]"))).await.is_err() {
            self.click_in_panel(title, "summary[normalize-space()='Save']").await?;
        }
        self.click_in_panel(title, "button[normalize-space()='CSV']").await?;
        let read = "const done = arguments[0]; window.caught ? window.caught.text().then(done) : done(null)";
        let text = self.browser.driver.execute_async(read, Vec::new()).await?;
        Csv::read(text.json().as_str().context("no file came")?)
    }
}

/// Words within a path.
fn literal(words: &str) -> String {
    format!("\"{words}\"")
}
