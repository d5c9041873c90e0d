//! The public page in six languages, on a phone: every word translated, nothing wider than the window, the choice kept.

use std::{fs, path::PathBuf};

use allclear::view::language::LANGUAGES;
use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::{
    Result,
    browser::Browser,
    page::Page,
    stack::{NOTICED, Stack},
};

/// English sentences and labels that are in the page: all that is said in English and means something else in its language.
///
/// A label counts where it is a whole text; a message of several words also within one. What the operator wrote in the
/// configuration, and what happens to be the same, does not count.
const ENGLISH: &str = r"
    const code = document.documentElement.lang;
    const [texts, config] = [arguments[0], JSON.stringify(arguments[1])];
    const found = [];
    const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const patterns = [];
    for (const [english, translation] of Object.entries(texts)) {
        if (english === translation || !/[A-Za-z]{2}/.test(english.replace(/\{\w+\}/g, ''))) continue;
        const literals = english.split(/\{\w+\}/);
        // A number stands for {n}, anything for another placeholder.
        const any = (name) => name === '{n}' ? '[\\d.,\\s]+?' : '.+?';
        const source = english.split(/(\{\w+\})/)
            .map((part, index) => index % 2 ? any(part) : escape(part).replace(/~/g, '\\s')).join('');
        const words = literals.join(' ').split(/[^A-Za-z’]+/).filter((word) => word.length > 1);
        patterns.push([english, new RegExp(words.length > 3 ? source : '^' + source + '$')]);
    }
    const check = (text, where) => {
        text = text.trim();
        if (!/[A-Za-z]{3}/.test(text) || config.includes(JSON.stringify(text).slice(1, -1))) return;
        const hit = patterns.find(([, pattern]) => pattern.test(text));
        if (hit) found.push(`${where}: ${text} (${hit[0]})`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let seen = 0;
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.nodeType === Node.TEXT_NODE) {
            if (node.parentElement.closest('select, noscript, .brand')) continue;
            seen += 1;
            check(node.nodeValue, node.parentElement.className || node.parentElement.localName);
        } else for (const name of ['aria-label', 'aria-valuetext', 'title', 'alt']) {
            if (node.hasAttribute(name)) check(node.getAttribute(name), name);
        }
    }
    check(document.title, 'title');
    return { code, seen, found };
";

/// Elements that are wider than the window, or outside of it.
const OVERFLOW: &str = r"
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('#app *')].filter((element) => {
        const box = element.getBoundingClientRect();
        return element.checkVisibility() && box.width > 0 && (box.right > width + 1 || box.left < -1)
            && !element.closest('.unseen, svg, .strip, .table');
    });
    return { inner: innerWidth, scroll: document.documentElement.scrollWidth,
        wide: wide.slice(0, 5).map((element) => `${element.localName}.${element.className}: ${element.textContent.slice(0, 60)}`) };
";

#[tokio::test]
async fn every_word_is_translated_and_fits_a_phone() -> Result {
    let stack = Stack::start().await?;
    let config: Value = serde_json::from_slice(&fs::read(stack.rendered().join("config.json"))?)?;
    stack.order("sockudo/refused").await?;
    stack.order("superchat/html").await.ok();
    let browser = Browser::start().await?;
    for code in LANGUAGES.into_iter().filter(|code| *code != "en") {
        let texts = fs::read(crate::stack::dist().join(format!("lang/{code}.json")))?;
        let texts: Value = serde_json::from_slice(&texts)?;
        browser.speak(&[code]).await?;
        for width in [360, 320] {
            browser.width(width).await?;
            let page = Page::open(&browser, &stack).await?;
            page.until("the outage", NOTICED, |seen| !seen.problems.is_empty()).await?;
            page.click("#rat .disclose").await?;
            let all = format!("return ((...arguments) => {{ {ENGLISH} }})({texts}, {config})");
            let seen = browser.script(&all).await?;
            assert_eq!(seen["code"], code);
            ensure!(seen["seen"].as_u64() > Some(40), "{code}: next to nothing was read: {seen}");
            assert_eq!(seen["found"], json!([]), "{code}, {width}: English words");
            // With the menu open, which lies over the page.
            page.click("#subscribe").await?;
            let fits = browser.script(OVERFLOW).await?;
            page.click("#subscribe").await?;
            assert_eq!(fits["wide"], json!([]), "{code}, {width}: too wide");
            assert_eq!(fits["scroll"], fits["inner"], "{code}, {width}: scrolls sideways");
            keep_picture(&browser, &format!("phone-{code}-{width}")).await?;
        }
        let complaints = browser.violations().await?;
        assert!(complaints.is_empty(), "{code}: {complaints:?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_browsers_languages_decide_until_a_visitor_does() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    for (wanted, spoken, heading) in [
        (vec!["de-AT", "en"], "de", "Alle Systeme betriebsbereit"),
        (vec!["it", "es-MX", "en"], "es", "Todos los sistemas funcionan"),
        (vec!["zh-CN", "zh", "en"], "zh-Hans", "所有系统运行正常"),
        // The traditional script is another one, also where the browser adds a plain `zh` to it.
        (vec!["zh-TW", "zh", "en-US", "en"], "en", "All systems operational"),
        (vec!["zh-Hant-HK", "ja"], "ja", "すべてのシステムが正常稼働中"),
        (vec!["nl"], "en", "All systems operational"),
    ] {
        browser.speak(&wanted).await?;
        let page = Page::open(&browser, &stack).await?;
        page.until(heading, NOTICED, |seen| seen.heading == heading).await?;
        assert_eq!(browser.script("return document.documentElement.lang").await?, spoken);
        let files = browser.requests().await?;
        let files: Vec<&String> = files.iter().filter(|path| path.starts_with("/lang/")).collect();
        let expected = format!("/lang/{spoken}.json");
        let due = if spoken == "en" { Vec::new() } else { vec![&expected] };
        assert_eq!(files, due, "{wanted:?}");
    }

    let page = Page::open(&browser, &stack).await?;
    let choose = "const list = document.querySelector('#language');
        list.focus(); list.value = 'fr'; list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.script(choose).await?;
    let french = "Tous les systèmes sont opérationnels";
    page.until(french, NOTICED, |seen| seen.heading == french).await?;
    let focused = "return document.activeElement?.id ?? ''";
    assert_eq!(browser.script(focused).await?, "language", "the list keeps the focus");
    let page = Page::open(&browser, &stack).await?;
    page.until(french, NOTICED, |seen| seen.heading == french).await?;
    assert_eq!(browser.script("return document.querySelector('#language').value").await?, "fr");
    Ok(())
}

#[tokio::test]
async fn a_language_that_does_not_come_leaves_a_page_in_english() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser.speak(&["de"]).await?;
    browser.block(&["*/lang/*"]).await?;
    let page = Page::open(&browser, &stack).await?;
    let english = "All systems operational";
    page.until(english, NOTICED, |seen| seen.heading == english).await?;
    assert_eq!(browser.script("return document.documentElement.lang").await?, "en");
    let hidden = "return getComputedStyle(document.querySelector('.verdict')).visibility";
    assert_eq!(browser.script(hidden).await?, "visible");
    Ok(())
}

#[tokio::test]
async fn times_are_shown_in_the_chosen_zone() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    browser
        .command("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Kathmandu" }))
        .await?;
    let page = Page::open(&browser, &stack).await?;
    for (button, sentence) in [
        ("Europe/Berlin", "Times in Europe/Berlin (UTC+"),
        ("UTC", "Times in UTC."),
        ("Local time", "Times in Asia/Kat"),
        ("Europe/Berlin", "Times in Europe/Berlin (UTC+"),
    ] {
        page.press_button(button).await?;
        page.until(sentence, NOTICED, |seen| seen.footer.contains(sentence)).await?;
    }
    let page = Page::open(&browser, &stack).await?;
    let sentence = "Times in Europe/Berlin (UTC+";
    page.until("the choice is kept", NOTICED, |seen| seen.footer.contains(sentence)).await?;
    Ok(())
}

/// Keeps a picture of the whole page where `ALLCLEAR_SHOTS` names a folder.
async fn keep_picture(browser: &Browser, name: &str) -> Result {
    let Some(folder) = std::env::var_os("ALLCLEAR_SHOTS") else { return Ok(()) };
    let picture = browser.driver.screenshot_as_png().await.context("no picture")?;
    Ok(fs::write(PathBuf::from(folder).join(format!("{name}.png")), picture)?)
}
