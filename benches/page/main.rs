//! The cost of the pages to their readers, measured in a real Chromium: `make bench`.
//!
//! Each figure stands beside a limit or beside a peer that was measured in the same run, in turns with the page, because a
//! number of milliseconds says more about the machine than about the page. The peer is [`benches/floor.html`], the least that
//! shows the true state of one system. Medians of several runs, each in a browser of its own.
//!
//! [`world`] has the systems that the page checks, [`visit`] is one visit with all that can be seen from outside; [`load`],
//! [`requests`], [`fold`], [`update`], [`heap`] and [`admin`] take one measurement each, [`report`] prints the answers. It measures
//! the release page through the real nginx, with the harness of the end-to-end tests, and not a byte of the page is changed for
//! it.
//!
//! `scripts/bench.sh load update` measures only those.
//!
//! [`benches/floor.html`]: ../floor.html

#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/admin/admin_page.rs"]
mod admin_page;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/browser.rs"]
mod browser;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/http.rs"]
mod http;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/page.rs"]
mod page;
#[path = "../../tests/e2e/places.rs"]
mod places;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/admin/saved.rs"]
mod saved;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/admin/seen.rs"]
mod seen;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/source.rs"]
mod source;
#[expect(dead_code, reason = "the end-to-end tests need more of it")]
#[path = "../../tests/e2e/stack.rs"]
mod stack;
#[path = "../../tests/e2e/admin/tasks.rs"]
mod tasks;

mod admin;
mod fold;
mod heap;
mod load;
mod report;
mod requests;
mod update;
mod upstream;
mod visit;
mod world;

use std::process::ExitCode;

use report::Report;

/// Whatever fails ends the measurement with its reason.
type Result<T = ()> = anyhow::Result<T>;

/// The parts, in the order in which they are measured.
const PARTS: [&str; 6] = ["load", "requests", "fold", "update", "heap", "admin"];

#[tokio::main]
async fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let chosen: Vec<String> = arguments.collect();
    if let Some(unknown) = chosen.iter().find(|name| !PARTS.contains(&name.as_str())) {
        eprintln!("There is no part {unknown:?}. There are: {}", PARTS.join(", "));
        return ExitCode::FAILURE;
    }
    match run(&chosen).await {
        Ok(report) => {
            print!("{report}");
            if report.holds() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(chosen: &[String]) -> Result<Report> {
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == name);
    let mut report = Report::default();
    for part in PARTS.into_iter().filter(|part| is_chosen(part)) {
        match part {
            "load" => load::measure(&mut report).await?,
            "requests" => requests::measure(&mut report).await?,
            "fold" => fold::measure(&mut report).await?,
            "update" => update::measure(&mut report).await?,
            "admin" => admin::measure(&mut report).await?,
            _ => heap::measure(&mut report).await?,
        }
    }
    Ok(report)
}
