//! The status page as a person sees it: a banner, systems, problems, a footer.
//!
//! The only place that knows the page's markup. States are read from `data-status`, which the style sheet needs as well,
//! words from the elements that carry them.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use thirtyfour::{By, WebDriver};

use crate::{Result, browser::Browser, stack::Stack};

/// All that is shown at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    pub(crate) title: String,
    /// The state of the banner, and its words: the heading, and everything below.
    pub(crate) banner: String,
    pub(crate) heading: String,
    pub(crate) verdict: String,
    pub(crate) systems: Vec<System>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) footer: String,
    /// The last announcement to a screen reader.
    pub(crate) announced: String,
    /// The address of the favicon.
    pub(crate) icon: String,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub(crate) struct System {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) name: String,
    pub(crate) word: String,
    pub(crate) age: String,
    pub(crate) open: bool,
    pub(crate) text: String,
}

/// One of the active problems on top.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problem {
    pub(crate) status: String,
    pub(crate) text: String,
}

const READ: &str = r"
    const words = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const one = (within, selector) => within.querySelector(selector);
    const banner = one(document, '.banner');
    return {
        title: document.title,
        banner: banner?.dataset.status ?? '',
        heading: words(one(document, '.verdict h1')),
        verdict: words(one(document, '.verdict')),
        systems: [...document.querySelectorAll('li.system[id]')].map((row) => ({
            id: row.id,
            status: row.dataset.status ?? '',
            name: words(one(row, '.disclose')),
            word: words(one(row, '.state .word')),
            age: words(one(row, '.state .age')).replace(/^\u00b7 /, ''),
            open: one(row, '.disclose')?.getAttribute('aria-expanded') === 'true',
            text: words(row),
        })),
        problems: [...document.querySelectorAll('.problem')].map((problem) => ({
            status: problem.dataset.status ?? '',
            text: words(problem),
        })),
        footer: words(one(document, 'footer')),
        announced: words(one(document, '[role=status]')),
        icon: one(document, 'link[rel~=icon]')?.getAttribute('href') ?? '',
    };
";

/// The page in one browser.
pub(crate) struct Page<'a> {
    pub(crate) browser: &'a Browser,
}

impl<'a> Page<'a> {
    /// Opens the page and waits for its first verdict over all systems.
    pub(crate) async fn open(browser: &'a Browser, stack: &Stack) -> Result<Self> {
        let page = Self::open_at(browser, &stack.address()).await?;
        page.until("a first verdict", Duration::from_secs(15), |seen| {
            !seen.systems.is_empty() && seen.banner != "checking"
        })
        .await?;
        Ok(page)
    }

    /// Opens an address and waits for nothing.
    pub(crate) async fn open_at(browser: &'a Browser, address: &str) -> Result<Self> {
        browser.driver.goto(address).await?;
        Ok(Self { browser })
    }

    /// Returns what is shown now.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot> {
        Snapshot::take(&self.browser.driver).await
    }

    /// Reads the page until it shows what is expected, and returns that. The error contains what it showed last.
    pub(crate) async fn until(
        &self,
        expected: &str,
        within: Duration,
        is_shown: impl Fn(&Snapshot) -> bool,
    ) -> Result<Snapshot> {
        until(expected, within, async || self.snapshot().await, is_shown).await
    }

    /// Reads the page for a while, and fails when it shows anything else than expected.
    pub(crate) async fn throughout(
        &self,
        expected: &str,
        span: Duration,
        is_fine: impl Fn(&Snapshot) -> bool,
    ) -> Result {
        let began = now();
        while began.elapsed() < span {
            let seen = self.snapshot().await?;
            if !is_fine(&seen) {
                bail!(
                    "expected {expected} for {span:?}, but after {:?} the page shows {seen:#?}",
                    began.elapsed()
                );
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }

    /// Runs axe-core over the page: all violations, each with the places where it stands.
    pub(crate) async fn accessibility_violations(&self) -> Result<Vec<String>> {
        let source = crate::places::repository().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(source)
            .context("axe-core is missing: run scripts/setup.sh test")?;
        if self.browser.script("return typeof axe").await? == "undefined" {
            self.browser.driver.execute(axe, Vec::new()).await?;
        }
        // After the frames in which the page has fitted itself to its window.
        let run = "const done = arguments[arguments.length - 1]; \
            const frame = () => new Promise(requestAnimationFrame); \
            frame().then(frame).then(() => axe.run({ resultTypes: ['violations'] })).then(result => done({ \
            passes: result.passes.length, \
            violations: result.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(', ')) \
        }), error => done({ passes: 0, violations: [String(error)] }))";
        let result = self.browser.driver.execute_async(run, Vec::new()).await?;
        let result = result.json();
        anyhow::ensure!(
            result["passes"].as_u64() > Some(10),
            "axe-core checked next to nothing: {result}"
        );
        Ok(serde_json::from_value(result["violations"].clone())?)
    }

    /// Clicks what a selector finds, which has to be there and seen.
    pub(crate) async fn click(&self, selector: &str) -> Result {
        let found = self
            .browser
            .driver
            .find(By::Css(selector))
            .await
            .with_context(|| selector.to_owned())?;
        Ok(found.click().await?)
    }

    /// Clicks the button with these words.
    pub(crate) async fn press_button(&self, words: &str) -> Result {
        for button in self.browser.driver.find_all(By::Tag("button")).await? {
            if button.text().await?.trim() == words {
                return Ok(button.click().await?);
            }
        }
        bail!("there is no button {words:?}")
    }

    /// Presses a key as a person does.
    pub(crate) async fn press(&self, key: &str) -> Result {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowLeft" => (37, ""),
            "ArrowUp" => (38, ""),
            "ArrowRight" => (39, ""),
            "ArrowDown" => (40, ""),
            "+" => (187, "+"),
            "-" => (189, "-"),
            other => bail!("this harness does not know the key {other:?}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
            self.browser.command("Input.dispatchKeyEvent", event).await?;
        }
        Ok(())
    }
}

impl Snapshot {
    /// What the page shows now that a browser has open.
    pub(crate) async fn take(driver: &WebDriver) -> Result<Self> {
        Ok(Self::read(driver.execute(READ, Vec::new()).await?.json()))
    }

    /// The row of a system. Panics where there is none: no test means to go on then.
    #[track_caller]
    pub(crate) fn system(&self, id: &str) -> &System {
        let found = self.systems.iter().find(|system| system.id == id);
        found.unwrap_or_else(|| panic!("there is no system {id:?} among {:?}", self.systems))
    }

    /// The state of a system's row; empty while there is none.
    pub(crate) fn status(&self, id: &str) -> &str {
        self.systems.iter().find(|system| system.id == id).map_or("", |system| &system.status)
    }

    /// Whether every row has this state, and there are some.
    pub(crate) fn all_are(&self, status: &str) -> bool {
        !self.systems.is_empty() && self.systems.iter().all(|system| system.status == status)
    }

    fn read(value: &Value) -> Self {
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let each = |key: &str| value[key].as_array().into_iter().flatten();
        Self {
            title: text(value, "title"),
            banner: text(value, "banner"),
            heading: text(value, "heading"),
            verdict: text(value, "verdict"),
            systems: each("systems")
                .map(|row| System {
                    id: text(row, "id"),
                    status: text(row, "status"),
                    name: text(row, "name"),
                    word: text(row, "word"),
                    age: text(row, "age"),
                    open: row["open"] == true,
                    text: text(row, "text"),
                })
                .collect(),
            problems: each("problems")
                .map(|row| Problem { status: text(row, "status"), text: text(row, "text") })
                .collect(),
            footer: text(value, "footer"),
            announced: text(value, "announced"),
            icon: text(value, "icon"),
        }
    }
}

/// Reads until the value is as expected, and returns it. The error contains the last value.
pub(crate) async fn until<S: std::fmt::Debug>(
    expected: &str,
    within: Duration,
    read: impl AsyncFn() -> Result<S>,
    is_shown: impl Fn(&S) -> bool,
) -> Result<S> {
    let began = now();
    loop {
        let seen = read().await?;
        if is_shown(&seen) {
            return Ok(seen);
        }
        if began.elapsed() > within {
            bail!("expected {expected} within {within:?}, but the page shows {seen:#?}");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Tests wait for real browsers, so they read a real clock.
#[expect(clippy::disallowed_methods, reason = "a test that waits has a clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
