//! How many requests one visitor sends in an interval, where a recorder publishes the verdicts.
//!
//! Counted in the browser, whether the network or a cache answers: checks, canaries, the configuration and the recorder's files.
//! What the page itself is made of is loaded once and not counted.

use std::{fs, time::Duration};

use allclear::{
    history::{
        IncidentLog,
        document::{History, Verdict, Verdicts},
    },
    status::Status,
};
use anyhow::Context as _;
use metrics_engine::time::Duration as Span;

use crate::{
    Result,
    browser::Window,
    report::{Limit, Report},
    stack::now,
    visit::{Visit, Visitor},
    world::World,
};

const INTERVAL: Duration = Duration::from_secs(10);

/// A visit lasts so many intervals.
const INTERVALS: u32 = 6;

/// The most that one visitor may send in any interval.
const MOST: f64 = 12.0;

/// More than the browser remembers by itself.
const REMEMBER: &str = "performance.setResourceTimingBufferSize(100000)";

/// When each counted request began, in ms.
const BEGAN: &str = "return performance.getEntriesByType('resource').filter(one => /^.(status.|status.json|history|incidents|config|ping)/ \
    .test(new URL(one.name).pathname)).map(one => one.startTime)";

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("Requests of one visitor in an interval, with a recorder");
    for systems in [5, 200] {
        let world = World::start(systems, INTERVAL).await?;
        record(&world)?;
        let visitor = Visitor { window: Window::Phone, is_slow: false };
        let visit = Visit::begin(&world, visitor, &[REMEMBER]).await?;
        for _ in 0..INTERVALS * 2 {
            tokio::time::sleep(INTERVAL / 2).await;
            record(&world)?;
        }
        let began: Vec<f64> = serde_json::from_value(visit.browser.script(BEGAN).await?)
            .context("the beginnings of requests")?;
        let interval = INTERVAL.as_secs_f64() * 1000.0;
        let within =
            |first: f64| began.iter().filter(|at| **at >= first && **at < first + interval).count();
        let most = began.iter().map(|first| within(*first)).max().unwrap_or_default();
        let mean = began.len() as f64 / f64::from(INTERVALS);
        let words = format!("{most} at the most, {mean:.1} on average");
        report.limited(format!("{systems} systems"), words, most as f64, Limit::AtMost(MOST));
    }
    report.note(format!(
        "Any {} s of a visit of {} s, from the first one on; each system is checked every {} s.",
        INTERVAL.as_secs(),
        INTERVAL.as_secs() * u64::from(INTERVALS),
        INTERVAL.as_secs()
    ));
    Ok(())
}

/// The files of a recorder that finds all systems well.
fn record(world: &World) -> Result {
    let folder = world.rendered().join("record");
    fs::create_dir_all(&folder)?;
    let now = now()?;
    let verdict = Verdict { status: Status::Operational, since: now, measured: now, cause: None };
    let systems = (1..=world.systems).map(|system| (World::id(system), verdict)).collect();
    let interval = Span(INTERVAL.as_millis().try_into()?);
    fs::write(
        folder.join("status.json"),
        Verdicts { at: now, interval, page: None, systems }.print(),
    )?;
    fs::write(
        folder.join("history.json"),
        History { from: now, until: now, ..History::default() }.print(),
    )?;
    Ok(fs::write(folder.join("incidents.json"), IncidentLog::default().print())?)
}
