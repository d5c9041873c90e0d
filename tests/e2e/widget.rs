//! The widget on a page of another site, whose policy admits only the two sources that the widget needs.

use std::{fs, net::SocketAddr, time::Duration};

use allclear::history::{State, Timeline};
use allclear::publish::{Scene, Subject, files};
use allclear::status::Status;
use anyhow::{Context as _, ensure};
use metrics_engine::time::{Duration as Span, Timestamp};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::{
    Result,
    browser::Browser,
    stack::{Server, dist, free_port, now},
};

/// A status page whose recorder is this test.
struct Site {
    server: Server,
    folder: TempDir,
}

impl Site {
    async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let document = folder.path().join("allclear.yaml");
        fs::write(
            &document,
            "site: {name: Example status}\nsystems: [{name: RAT, preset: text, url: 'http://127.0.0.1:9/'}]\n",
        )?;
        let port = free_port()?;
        let server = Server::start(&document, &dist(), folder.path().join("site"), port).await?;
        Ok(Self { server, folder })
    }

    fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.server.port)
    }

    /// Writes what a recorder wrote so long ago.
    fn record(&self, chatalot: Status, rat: Status, ago: Duration) -> Result {
        let now = Timestamp(now()?.0 - i64::try_from(ago.as_millis())?);
        let mut timeline = Timeline::new(Timestamp(now.0 - 3_600_000));
        timeline.extend(State::Operational, now);
        let subject = |id, name, status| Subject {
            id,
            name,
            group: "",
            description: "",
            status,
            since: Some(now),
            measured: Some(Timestamp(now.0 - 3000)),
            timeline: &timeline,
        };
        let scene = Scene {
            status: Status::over(&[chatalot, rat]),
            site: "Example status",
            base: &self.origin(),
            timezone: None,
            accent: None,
            now,
            interval: Span::from_secs(15),
            systems: vec![subject("chatalot", "Chatalot", chatalot), subject("rat", "RAT", rat)],
            incidents: &[],
            windows: &[],
        };
        for (path, content) in files(&scene) {
            let file = self.folder.path().join("site/record").join(path);
            fs::create_dir_all(file.parent().context("a file lies in a folder")?)?;
            fs::write(file, content)?;
        }
        Ok(())
    }

    /// A page of another origin with these scripts' attributes, and its address. Its server ends with the test's runtime.
    async fn embedded(&self, attributes: &[&str]) -> Result<String> {
        let origin = self.origin();
        let script = |more: &&str| {
            format!("<p><script src=\"{origin}/widget.js\" async {more}></script></p>")
        };
        let scripts = attributes.iter().map(script).collect::<Vec<_>>().concat();
        let page = format!(
            "<!doctype html><html lang=\"en\"><title>Shop</title><link rel=\"icon\" href=\"data:,\"><h1>Shop</h1>\
             <p id=\"foot\"></p>{scripts}"
        );
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\
             Content-Security-Policy: default-src 'none'; script-src {origin}; connect-src {origin}; img-src data:; \
             require-trusted-types-for 'script'\r\n\r\n{page}",
            page.len()
        );
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = format!("http://localhost:{}/", listener.local_addr()?.port());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Ok(address)
    }
}

/// The texts of the widgets, one per line: words, age and state. The number of the age is left out where it is one of seconds.
async fn texts(browser: &Browser) -> Result<Vec<String>> {
    let read = "return [...document.querySelectorAll('span')].filter(host => host.shadowRoot).map(host => {
        const [line] = host.shadowRoot.querySelectorAll('a');
        const [words, age] = line.querySelectorAll('span');
        return [words.textContent, age.textContent.replace(/\\d+ (second|Sekunde)n?s?/, '$1s'), line.dataset.status].join(' | ');
    })";
    Ok(serde_json::from_value(browser.script(read).await?)?)
}

async fn until(browser: &Browser, wanted: &[&str]) -> Result {
    let mut seen = Vec::new();
    for _ in 0..100 {
        seen = texts(browser).await?;
        if seen == wanted {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ensure!(seen == wanted, "{seen:#?} instead of {wanted:#?}");
    Ok(())
}

#[tokio::test]
async fn works_on_a_page_of_another_site_under_a_strict_policy() -> Result {
    let site = Site::start().await?;
    site.record(Status::Operational, Status::MajorOutage, Duration::from_secs(2))?;
    let browser = Browser::start().await?;
    let page = site
        .embedded(&[
            "data-system=chatalot",
            "data-system=rat",
            "",
            "data-system=missing",
            "data-system=rat data-lang=de data-look=badge data-theme=dark",
        ])
        .await?;
    browser.driver.goto(&page).await?;
    until(
        &browser,
        &[
            "Chatalot: Operational | seconds ago | operational",
            "RAT: Major outage | seconds ago | major",
            "Example status: Partial outage | seconds ago | partial",
            "missing: Status unknown |  | unknown",
            "RAT: Größerer Ausfall | vor Sekundes | major",
        ],
    )
    .await?;
    // Nothing was refused, nothing complained, and all lines together sent one request.
    assert_eq!(browser.violations().await?, Vec::<String>::new());
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    let requested = browser.requests().await?;
    assert_eq!(
        requested.iter().filter(|path| path.ends_with("summary.json")).count(),
        1,
        "{requested:?}"
    );
    let facts = browser
        .script(
            "const hosts = [...document.querySelectorAll('span')].filter(host => host.shadowRoot);
            const line = hosts[1].shadowRoot.querySelector('a');
            const fill = getComputedStyle(line.querySelector('svg')).fill;
            return [line.href, line.querySelector('[role=status]').textContent, fill,
                    document.querySelectorAll('[style], style').length + hosts[1].shadowRoot.querySelectorAll('[style], style').length]",
        )
        .await?;
    let expected = serde_json::json!([
        format!("{}/", site.origin()),
        "RAT: Major outage",
        "rgb(156, 13, 28)",
        0
    ]);
    assert_eq!(facts, expected);
    Ok(())
}

#[tokio::test]
async fn knows_nothing_of_what_is_old_or_cannot_be_reached() -> Result {
    let site = Site::start().await?;
    let browser = Browser::start().await?;
    let page = site.embedded(&["data-system=chatalot"]).await?;

    // There is no recorder.
    browser.driver.goto(&page).await?;
    until(&browser, &["chatalot: Status unknown |  | unknown"]).await?;

    // The recorder died ten minutes ago, while all was well.
    site.record(Status::Operational, Status::Operational, Duration::from_mins(10))?;
    browser.driver.goto(&page).await?;
    until(&browser, &["Chatalot: Status unknown | 10 minutes ago | unknown"]).await?;

    // The clock of the visitor is two hours behind, which is no reason to believe what is old, or not to believe what is young.
    let skew = "const real = Date.now; Date.now = () => real() - 7200000;";
    let added = browser
        .command("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": skew }))
        .await?;
    browser.driver.goto(&page).await?;
    until(&browser, &["Chatalot: Status unknown | 10 minutes ago | unknown"]).await?;
    site.record(Status::Operational, Status::Operational, Duration::from_secs(2))?;
    browser.driver.goto(&page).await?;
    until(&browser, &["Chatalot: Operational | seconds ago | operational"]).await?;
    browser.command("Page.removeScriptToEvaluateOnNewDocument", added).await?;

    // What was green grows old when there is no answer any more: here the computer slept for an hour.
    browser.driver.goto(&page).await?;
    until(&browser, &["Chatalot: Operational | seconds ago | operational"]).await?;
    browser.block(&["*summary.json"]).await?;
    browser.script("const real = Date.now; Date.now = () => real() + 3600000").await?;
    until(&browser, &["Chatalot: Status unknown | 1 hour ago | unknown"]).await?;

    // And a page that never gets one has never been green.
    browser.driver.goto(&page).await?;
    until(&browser, &["chatalot: Status unknown |  | unknown"]).await?;
    browser.block(&[]).await?;
    Ok(())
}
