//! The cost of the page: the visitor nothing, the operator no stutter.

use super::{
    admin_page::{AdminPage, SOON},
    tasks::{CHARTS, large, watch},
};
use crate::{
    Result,
    browser::Browser,
    page::Page,
    stack::{INTERVAL, PRIVATE, Stack, dist},
};

#[tokio::test]
async fn a_visitor_loads_nothing_of_the_operators_page() -> Result {
    let stack = Stack::start().await?;
    let browser = Browser::start().await?;
    let page = Page::open(&browser, &stack).await?;
    page.until("all green", SOON, |seen| seen.banner == "operational").await?;
    tokio::time::sleep(INTERVAL).await;
    let requested = browser.requests().await?;
    let foreign: Vec<&String> = requested
        .iter()
        .filter(|path| {
            path.contains("admin") || path.contains("workspace") || path.contains("metrics")
        })
        .collect();
    assert!(requested.len() > 3 && foreign.is_empty(), "{requested:?}");

    // And the operator's page holds nothing private before a login.
    let _desk = AdminPage::open(&browser, &stack, "").await?;
    let text = browser.script("return document.documentElement.outerHTML").await?;
    assert!(!text.to_string().contains(PRIVATE), "a private name before the login: {text}");
    let requested = browser.requests().await?;
    let is_guarded = |path: &&String| {
        ["/admin/config", "/admin/status", "/admin/metrics"].iter().any(|one| path.starts_with(one))
    };
    assert_eq!(
        requested.iter().find(is_guarded),
        None,
        "it requests data before a login: {requested:?}"
    );
    Ok(())
}

/// A generous bound, for a machine that does other things too: a page that is read at once misses it whenever it is read.
/// `scripts/bench.sh admin` prints the figure.
#[tokio::test]
async fn the_largest_page_of_metrics_makes_no_stutter() -> Result {
    let Ok(page) = std::fs::read(large()) else {
        println!("SKIPPED: {} is not there", large().display());
        return Ok(());
    };
    let files = std::fs::read_dir(dist().join("admin"))?.filter_map(std::result::Result::ok);
    let is_large = |file: &std::fs::DirEntry| {
        let is_wasm = file.path().extension().is_some_and(|end| end == "wasm");
        is_wasm && file.metadata().is_ok_and(|data| data.len() > 6_000_000)
    };
    if files.into_iter().any(|file| is_large(&file)) {
        println!("SKIPPED: the operator's page is not a release build");
        return Ok(());
    }
    let tasks = watch(CHARTS, page).await?;
    println!("tasks over 50 ms: first {:.0?}, later {:.0?}", tasks.first, tasks.later);
    // The first reading, in which every series is met and kept, as well as each that follows.
    for span in [&tasks.first, &tasks.later] {
        let n_stutters = span.iter().filter(|task| **task > 200.0).count();
        assert!(n_stutters <= 2, "the main thread stood still for {span:.0?} ms");
    }
    Ok(())
}
