//! Actions on a panel: saved as a file, zoomed with the pointer, read in forced colours.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    admin_page::{AdminPage, SOON},
    charts::dashboard,
    saved::Csv,
};
use crate::{
    Result,
    browser::Browser,
    page::{now, until},
    source::{QUICK, Source},
    stack::{Additions, INTERVAL, Origins, Stack},
};

/// A source with two constant series, and a dashboard that shows them.
async fn stack(source: &Source) -> Result<Stack> {
    source.serve_text("/metrics", "level{app_id=\"one\"} 1.5\nlevel{app_id=\"two\"} 7.25\n");
    let additions = Additions {
        systems: source.system(QUICK),
        dashboards: dashboard(&[("Level", "level{job=\"source\"}")]),
        ..Additions::default()
    };
    Stack::start_adding(Origins::One, &additions).await
}

async fn enter<'a>(browser: &'a Browser, stack: &Stack) -> Result<AdminPage<'a>> {
    let admin = AdminPage::enter(browser, stack, "#/dashboards/tested?range=5m").await?;
    let read = async || Ok(admin.csv("Level").await?.rows.len());
    until("five samples", SOON, read, |rows| *rows >= 5).await?;
    // The files are caught no more.
    admin.reload().await?;
    admin
        .until("the panel", SOON, |seen| {
            seen.panel("Level").is_some_and(|panel| panel.legend.len() == 2)
        })
        .await?;
    Ok(admin)
}

/// Where the browser puts what is saved.
async fn downloads(browser: &Browser) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let behaviour = json!({ "behavior": "allow", "downloadPath": folder.path() });
    browser.command("Browser.setDownloadBehavior", behaviour).await?;
    Ok(folder)
}

/// The file that comes when a person saves the panel in this form.
async fn saved(admin: &AdminPage<'_>, form: &str, folder: &Path) -> Result<Vec<u8>> {
    let open = "return Boolean(document.querySelector('figure details[open]'))";
    if admin.browser.script(open).await? == json!(false) {
        admin.click_in_panel("Level", "summary[normalize-space()='Save']").await?;
    }
    admin.click_in_panel("Level", &format!("button[normalize-space()='{form}']")).await?;
    let file: PathBuf = folder.join(format!("Level.{}", form.to_lowercase()));
    let began = now();
    // The browser keeps the name with an empty file, until the whole one takes its place.
    while fs::metadata(&file).map_or(0, |file| file.len()) == 0 {
        ensure!(began.elapsed() < SOON, "{} never came", file.display());
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Ok(fs::read(file)?)
}

/// Holds the time that is shown, so that what is compared is the same.
async fn hold(browser: &Browser, admin: &AdminPage<'_>) -> Result {
    // To the edge, where the samples are, whose few seconds are little of five minutes.
    drag(browser, 0.995, 0.5).await?;
    admin.find("//button[.='Back to now']").await?;
    // The curve goes on to the edge, towards the next sample.
    tokio::time::sleep(INTERVAL * 3).await;
    Ok(())
}

#[tokio::test]
async fn a_panel_is_saved_as_it_is_shown() -> Result {
    let source = Source::start().await?;
    let stack = stack(&source).await?;
    let browser = Browser::start().await?;
    let admin = enter(&browser, &stack).await?;
    let folder = downloads(&browser).await?;
    hold(&browser, &admin).await?;

    let png = saved(&admin, "PNG", folder.path()).await?;
    ensure!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "no PNG: {:?}", png.get(..8));
    let number = |at: usize| -> Option<u64> {
        Some(u64::from(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?)))
    };
    let canvas = browser
        .script("const canvas = document.querySelector('figure canvas'); return [canvas.width, canvas.height]")
        .await?;
    assert_eq!(json!([number(16), number(20)]), canvas);
    // Every colour of the canvas is in the picture: it is decoded and compared, pixel by pixel.
    let differs = "const [bytes, done] = arguments;
        const canvas = document.querySelector('figure canvas');
        createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' })).then((picture) => {
            const other = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
            other.drawImage(picture, 0, 0);
            const pixels = (context) => context.getImageData(0, 0, canvas.width, canvas.height).data;
            const [a, b] = [pixels(other), pixels(canvas.getContext('2d'))];
            let differ = 0, colours = new Set();
            for (let n = 0; n < a.length; n += 4) {
                if (a[n] !== b[n] || a[n + 1] !== b[n + 1] || a[n + 2] !== b[n + 2]) differ++;
                colours.add(a[n] << 16 | a[n + 1] << 8 | a[n + 2]);
            }
            done([differ, colours.size]);
        }, (error) => done(String(error)))";
    let compared = browser.driver.execute_async(differs, vec![json!(png)]).await?;
    let compared: (u64, u64) = serde_json::from_value(compared.json().clone())
        .with_context(|| format!("{:?}", compared.json()))?;
    assert_eq!(compared.0, 0, "pixels differ");
    assert!(compared.1 > 5, "a picture of {} colours", compared.1);

    let svg = String::from_utf8(saved(&admin, "SVG", folder.path()).await?)?;
    let drawn = drawing(&browser, &svg).await?;
    assert_eq!(drawn["error"], Value::Null, "{svg}");
    assert_eq!(drawn["root"], "svg");
    assert!(drawn["words"].as_array().is_some_and(|words| words.len() >= 4), "{drawn}");
    let box_width =
        browser.script("return document.querySelector('figure canvas').clientWidth").await?;
    assert_eq!(drawn["width"], box_width);

    let csv = Csv::read(&String::from_utf8(saved(&admin, "CSV", folder.path()).await?)?)?;
    let shown = admin.csv("Level").await?;
    assert_eq!(csv, shown);
    // The largest value comes first.
    assert_eq!(csv.names, ["two", "one"]);
    assert!(csv.rows.len() >= 5, "{csv:?}");
    for (at, values) in &csv.rows {
        assert_eq!(values, &[Some(7.25), Some(1.5)], "at {at}");
    }
    admin.is_clean().await
}

/// The parts of an SVG: its lines with their colours and dashes, its words, its ground.
async fn drawing(browser: &Browser, svg: &str) -> Result<Value> {
    let read = "const root = new DOMParser().parseFromString(arguments[0], 'image/svg+xml').documentElement;
        const lines = [...root.querySelectorAll('path[stroke], polyline[stroke]')];
        return {
            error: root.querySelector('parsererror')?.textContent ?? null,
            root: root.localName,
            width: Number(root.getAttribute('width')),
            words: [...root.querySelectorAll('text')].map((one) => one.textContent),
            ground: root.querySelector('rect')?.getAttribute('fill'),
            lines: lines.map((one) => [one.getAttribute('stroke'), one.getAttribute('stroke-dasharray') ?? '', Number(one.getAttribute('stroke-width'))]),
        }";
    Ok(browser.driver.execute(read, vec![json!(svg)]).await?.json().clone())
}

/// Drags the pointer over a part of the chart, from and to as a share of its width.
async fn drag(browser: &Browser, from: f64, to: f64) -> Result {
    let read = "const box = document.querySelector('[aria-roledescription=chart] canvas').getBoundingClientRect();
        return [box.x, box.y + box.height / 3, box.width]";
    let (x, y, width): (f64, f64, f64) = serde_json::from_value(browser.script(read).await?)?;
    let at = |kind: &str, share: f64, buttons: u8| json!({ "type": kind, "x": x + width * share, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
    let middle = f64::midpoint(from, to);
    for event in [
        at("mouseMoved", from, 0),
        at("mousePressed", from, 1),
        at("mouseMoved", middle, 1),
        at("mouseMoved", to, 1),
        at("mouseReleased", to, 0),
    ] {
        browser.command("Input.dispatchMouseEvent", event).await?;
    }
    Ok(())
}

/// The range that the address holds, in milliseconds; nothing while it follows the clock.
async fn held(browser: &Browser) -> Result<Option<(i64, i64)>> {
    let hash = browser.script("return location.hash").await?;
    let hash = hash.as_str().unwrap_or_default().to_owned();
    let of = |name: &str| -> Option<i64> {
        hash.split(['?', '&'])
            .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?
            .parse()
            .ok()
    };
    Ok(of("from").zip(of("to")))
}

#[tokio::test]
async fn dragging_zooms_in_and_there_are_ways_back() -> Result {
    let source = Source::start().await?;
    let stack = stack(&source).await?;
    let browser = Browser::start().await?;
    let admin = enter(&browser, &stack).await?;
    let read = async || held(&browser).await;
    assert_eq!(read().await?, None);

    drag(&browser, 0.995, 0.5).await?;
    let closer = until("a held range", SOON, read, Option::is_some).await?.context("a range")?;
    let span = (closer.1 - closer.0) / 1000;
    // Half of the width is a little more than half of the plot, which is less wide than its canvas.
    assert!((140..=190).contains(&span), "{span} s of 300");
    let shown = admin.csv("Level").await?;
    assert!(!shown.rows.is_empty());

    // Closer still, then back through the browser's history and by the button.
    drag(&browser, 0.3, 0.9).await?;
    let closest = until("a smaller range", SOON, read, |range| *range != Some(closer)).await?;
    let (from, to) = closest.context("a range")?;
    assert!(closer.0 < from && to < closer.1, "{from} to {to} within {closer:?}");
    browser.driver.back().await?;
    until("the range before", SOON, read, |range| *range == Some(closer)).await?;
    admin.press_button("Back to now").await?;
    until("the clock", SOON, read, Option::is_none).await?;

    // A click selects nothing, and a double click goes back.
    drag(&browser, 0.5, 0.5).await?;
    assert_eq!(read().await?, None);
    drag(&browser, 0.2, 0.8).await?;
    until("a held range", SOON, read, Option::is_some).await?;
    let chart = admin.find("//*[@aria-roledescription='chart']").await?;
    browser.driver.action_chain().double_click_element(&chart).perform().await?;
    until("the clock", SOON, read, Option::is_none).await?;
    admin.is_clean().await
}

#[tokio::test]
async fn a_panel_has_the_pixels_of_its_screen() -> Result {
    let source = Source::start().await?;
    let stack = stack(&source).await?;
    let browser = Browser::start().await?;
    let admin = enter(&browser, &stack).await?;
    for (width, ratio) in [(390, 2.0), (360, 1.0), (412, 2.625)] {
        let metrics =
            json!({ "width": width, "height": 915, "deviceScaleFactor": ratio, "mobile": true });
        browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        let read = async || {
            let body = "const canvas = document.querySelector('figure canvas');
                const { width, height } = canvas.getBoundingClientRect();
                return [canvas.width / width, canvas.height / height]";
            Ok(serde_json::from_value::<[f64; 2]>(browser.script(body).await?)?)
        };
        let is_crisp = |seen: &[f64; 2]| seen.iter().all(|one| (one - ratio).abs() < 0.02);
        until(&format!("{ratio} pixels for each"), SOON, read, is_crisp).await?;
    }
    admin.is_clean().await
}

/// How far two colours are apart (WCAG 2.2, contrast ratio).
fn contrast(one: &str, other: &str) -> Option<f64> {
    let luminance = |color: &str| -> Option<f64> {
        let channel = |at: usize| -> Option<f64> {
            let value = f64::from(u8::from_str_radix(color.get(at..at + 2)?, 16).ok()?) / 255.0;
            Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
        };
        Some(0.2126 * channel(1)? + 0.7152 * channel(3)? + 0.0722 * channel(5)?)
    };
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

#[tokio::test]
async fn in_forced_colours_lines_are_visible_and_distinct_without_colour() -> Result {
    let source = Source::start().await?;
    let stack = stack(&source).await?;
    let browser = Browser::start().await?;
    let admin = enter(&browser, &stack).await?;
    for scheme in ["light", "dark"] {
        let features = json!({ "features": [
            { "name": "forced-colors", "value": "active" },
            { "name": "prefers-color-scheme", "value": scheme },
        ] });
        browser.command("Emulation.setEmulatedMedia", features).await?;
        hold(&browser, &admin).await?;
        // A panel is drawn anew when the colours change.
        let ground = async || {
            browser
                .script("const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
                    copy.drawImage(document.querySelector('figure canvas'), 0, 0);
                    return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3)")
                .await
        };
        let expected = if scheme == "light" { json!([255, 255, 255]) } else { json!([0, 0, 0]) };
        until("the system's ground", SOON, ground, |seen| *seen == expected).await?;

        // A folder for each: the browser would number a second file of a name.
        let folder = downloads(&browser).await?;
        let svg = String::from_utf8(saved(&admin, "SVG", folder.path()).await?)?;
        let drawn = drawing(&browser, &svg).await?;
        let ground = drawn["ground"].as_str().context("a ground")?.to_owned();
        let lines = drawn["lines"].as_array().context("lines")?;
        let curves: Vec<(String, String)> = lines
            .iter()
            .filter(|line| line[2].as_f64() > Some(1.0))
            .filter_map(|line| Some((line[0].as_str()?.to_owned(), line[1].as_str()?.to_owned())))
            .collect();
        assert!(curves.len() >= 2, "{svg}");
        for (color, _) in &curves {
            let contrast = contrast(color, &ground).context("two colours")?;
            assert!(
                contrast >= 3.0,
                "{scheme}: {color} on {ground} has a contrast of {contrast:.1}"
            );
        }
        let mut dashes: Vec<&String> = curves.iter().map(|(_, dashes)| dashes).collect();
        dashes.sort();
        dashes.dedup();
        assert!(dashes.len() >= 2, "{scheme}: all lines have the same dashes: {curves:?}");
        admin.press_button("Back to now").await?;
    }
    admin.is_clean().await
}
