//! The operator's page as a person sees it: the login, the rail, and what the open screen shows.
//!
//! The only place that knows its markup. Things are found by their role and their words, states by `data-status`. All that is shown
//! is read in one go, so that a test compares what stood there at one moment.

use std::time::Duration;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::json;
use thirtyfour::{By, WebElement};

use crate::{
    Result,
    browser::Browser,
    page::{Page, now},
    stack::Stack,
};

/// As long as a person would wait for anything, twice: two cores play browser, proxy and five systems.
pub(crate) const SOON: Duration = Duration::from_secs(30);

/// All that is shown at one moment.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Seen {
    /// The heading of the screen.
    pub(crate) heading: String,
    /// The login form, where there is one.
    pub(crate) login: Option<Login>,
    /// Who is logged in; empty for nobody.
    pub(crate) who: String,
    /// How many alerts fire, as the rail says; empty for none.
    pub(crate) firing: String,
    /// The overview's systems.
    pub(crate) subjects: Vec<Subject>,
    /// The rows of the targets.
    pub(crate) targets: Vec<Target>,
    /// What is opened of a target.
    pub(crate) answer: Option<Answer>,
    /// The panels of a dashboard.
    pub(crate) panels: Vec<Panel>,
    /// The rules that the filter leaves.
    pub(crate) rules: Vec<Rule>,
    /// How many elements there are.
    pub(crate) elements: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Login {
    /// Whether it lies over the page.
    pub(crate) is_over: bool,
    pub(crate) alert: String,
    pub(crate) status: String,
    pub(crate) name: String,
    /// What has the focus.
    pub(crate) focus: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) status: String,
    /// Its state in words, and since when.
    pub(crate) word: String,
    /// Its parts: name, and status.
    pub(crate) parts: Vec<(String, String)>,
    /// What its health said.
    pub(crate) said: String,
    pub(crate) text: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) word: String,
    pub(crate) samples: String,
    pub(crate) href: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) title: String,
    /// Rows of the list or the table that are in the document.
    pub(crate) rows: Vec<String>,
    /// How many there are, as a screen reader is told.
    pub(crate) count: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Panel {
    pub(crate) title: String,
    /// Names and newest values.
    pub(crate) legend: Vec<(String, String)>,
    /// The rows of its table, head first, where it is shown as one.
    pub(crate) table: Vec<Vec<String>>,
    /// What a screen reader is told of the drawing.
    pub(crate) label: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) word: String,
    pub(crate) age: String,
    pub(crate) text: String,
}

const READ: &str = r"
    const words = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const all = (within, selector) => [...(within?.querySelectorAll(selector) ?? [])];
    const one = (within, selector) => within?.querySelector(selector);
    const status = (element) => element?.dataset.status ?? '';
    const labelled = (within, text) => all(within, 'label').find((label) => words(label).startsWith(text))?.querySelector('input');
    const form = all(document, 'form').find((form) => words(one(form, 'h1')) === 'Log in');
    const alert = one(form, '[role=alert]');
    const main = one(document, 'main.desk');
    const rail = one(document, 'nav[aria-label=Admin]');
    const answer = one(main, 'section[aria-labelledby=answer]');
    const list = all(answer, '[role=group]').find((group) => ['Families', 'Answer as received', 'Problems'].includes(group.ariaLabel));
    return {
        heading: words(one(main, 'h1')),
        login: form ? {
            isOver: Boolean(form.closest('dialog')?.open),
            alert: words(alert),
            status: status(one(alert, '[data-status]')),
            name: labelled(form, 'Name')?.value ?? '',
            focus: document.activeElement?.name ?? '',
        } : null,
        who: words(one(rail, '.who p')),
        firing: words(one(rail, 'a[href=\'#/alerts\'] [data-status]')),
        subjects: all(main, '.matrix > section').map((row) => ({
            name: words(one(row, 'h2')),
            status: status(row),
            word: words(one(row, '.word')) + ' ' + words(one(row, '.age')),
            parts: all(row, '.tiles > li').map((tile) => [words(one(tile, 'p')), status(tile)]),
            said: words(one(row, '.said')),
            text: words(row),
        })),
        targets: all(main, '[role=group][aria-label=Targets] tbody tr').map((row) => ({
            name: words(row.cells[0]),
            status: status(one(row, '[data-status]')),
            word: words(row.cells[1]),
            samples: words(row.cells[4]),
            href: one(row.cells[0], 'a')?.getAttribute('href') ?? '',
        })),
        answer: answer ? {
            title: words(one(answer, 'h2')),
            rows: all(list, 'li, tbody tr').map(words),
            count: words(one(list, '.unseen')),
        } : null,
        panels: all(main, 'figure').map((figure) => ({
            title: words(one(figure, 'h2')),
            legend: all(figure, '[role=group][aria-label=Series] button').map((entry) => [words(one(entry, 'span')), words(one(entry, 'b'))]),
            table: all(figure, 'table tr').map((row) => [...row.cells].map(words)),
            label: one(figure, 'canvas')?.ariaLabel ?? '',
        })),
        rules: all(main, 'article').filter((rule) => !rule.hidden && !rule.closest('[hidden]')).map((rule) => ({
            name: words(one(rule, 'h3')),
            status: status(rule),
            word: words(one(rule, '.state .word')),
            age: words(one(rule, '.state .age')),
            text: words(rule),
        })),
        elements: document.querySelectorAll('*').length,
    };
";

/// The page in one browser.
pub(crate) struct Desk<'a> {
    pub(crate) browser: &'a Browser,
    /// For keys and axe, which are the same on both pages.
    pub(crate) page: Page<'a>,
    site: String,
}

impl<'a> Desk<'a> {
    /// Opens a screen, `#/overview`, and waits for the login form.
    pub(crate) async fn open(browser: &'a Browser, stack: &Stack, screen: &str) -> Result<Self> {
        let site = stack.address();
        let page = Page::open_at(browser, &format!("{site}admin/{screen}")).await?;
        let desk = Self { browser, page, site };
        desk.until("the login", SOON, |seen| seen.login.is_some()).await?;
        Ok(desk)
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
        let desk = Self::open(browser, stack, screen).await?;
        desk.remember().await?;
        desk.log_in("ops", password).await?;
        desk.until("the desk", SOON, |seen| seen.login.is_none() && !seen.heading.is_empty())
            .await?;
        Ok(desk)
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

    /// Ticks "Remember in this tab".
    pub(crate) async fn remember(&self) -> Result {
        Ok(self.field("Remember in this tab").await?.click().await?)
    }

    /// Types name and password over what stands there, and sends them.
    pub(crate) async fn log_in(&self, name: &str, password: &str) -> Result {
        for (label, text) in [("Name", name), ("Password", password)] {
            let field = self.field(label).await?;
            field.clear().await?;
            field.send_keys(text).await?;
        }
        self.press_button("Log in").await
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
        for button in self.browser.driver.find_all(By::XPath("//button[.='Log out']")).await? {
            if button.is_displayed().await? {
                return Ok(button.click().await?);
            }
        }
        bail!("nobody can log out here")
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
        Ok(self.find(&path).await?.click().await?)
    }

    /// What is shown now.
    pub(crate) async fn look(&self) -> Result<Seen> {
        Ok(serde_json::from_value(self.browser.script(READ).await?)?)
    }

    /// Looks again and again until the page shows what is expected, and returns that. The failure tells what it showed last.
    pub(crate) async fn until(
        &self,
        expected: &str,
        within: Duration,
        is_shown: impl Fn(&Seen) -> bool,
    ) -> Result<Seen> {
        let began = now();
        loop {
            let seen = self.look().await?;
            if is_shown(&seen) {
                return Ok(seen);
            }
            if began.elapsed() > within {
                let complaints = self.complaints().await?;
                let address = self.browser.script("return location.hash").await?;
                bail!(
                    "expected {expected} within {within:?}, but the page shows {seen:#?}\nat {address}; the console says {complaints:#?}"
                );
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Fails where something ran that should not have, or the page complained. A refused request is logged by the browser itself.
    pub(crate) async fn is_clean(&self) -> Result {
        let violations = self.browser.violations().await?;
        anyhow::ensure!(violations.is_empty(), "violations of the policy: {violations:?}");
        let complaints = self.complaints().await?;
        anyhow::ensure!(complaints.is_empty(), "the console says {complaints:#?}");
        Ok(())
    }

    /// What the console says of the page itself.
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

/// Keeps the last file that the page gives to a person.
const CATCH: &str = r"
    window.caught = null;
    window.address ??= URL.createObjectURL;
    URL.createObjectURL = (file) => { window.caught = file; return '#caught' };
    window.clicked ??= HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () { if (!this.download) window.clicked.call(this) };
";

/// A saved panel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Csv {
    pub(crate) names: Vec<String>,
    /// Oldest first: the instant as it is written, and the values.
    pub(crate) rows: Vec<(String, Vec<Option<f64>>)>,
}

impl Csv {
    /// Reads what has no comma within a field.
    fn read(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        let head = lines.next().context("an empty file")?;
        let names = head.split(',').skip(1).map(|name| name.trim_matches('"').to_owned()).collect();
        let row = |line: &str| {
            let mut fields = line.split(',');
            let at = fields.next()?.to_owned();
            Some((at, fields.map(|field| field.parse().ok()).collect()))
        };
        Ok(Self { names, rows: lines.filter_map(row).collect() })
    }

    /// All values of the only series.
    pub(crate) fn values(&self) -> Vec<f64> {
        self.rows.iter().filter_map(|(_, values)| *values.first()?).collect()
    }
}

impl Seen {
    /// A system of the overview. Panics where there is none: no test means to go on then.
    #[track_caller]
    pub(crate) fn subject(&self, name: &str) -> &Subject {
        let found = self.subjects.iter().find(|one| one.name == name);
        found.unwrap_or_else(|| panic!("there is no system {name:?} among {:?}", self.subjects))
    }

    /// The status of a system; empty while there is none.
    pub(crate) fn status(&self, name: &str) -> &str {
        self.subjects.iter().find(|one| one.name == name).map_or("", |one| &one.status)
    }

    /// A panel, where it is there.
    pub(crate) fn panel(&self, title: &str) -> Option<&Panel> {
        self.panels.iter().find(|one| one.title == title)
    }

    /// A rule, where it is there.
    pub(crate) fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|one| one.name == name)
    }

    /// The state of a rule in a word; empty while there is none.
    pub(crate) fn state(&self, rule: &str) -> &str {
        self.rule(rule).map_or("", |one| &one.word)
    }

    /// The row of a target, by a part of its name.
    pub(crate) fn target(&self, name: &str) -> Option<&Target> {
        self.targets.iter().find(|one| one.name.contains(name))
    }
}

/// Words within a path.
fn literal(words: &str) -> String {
    format!("\"{words}\"")
}
