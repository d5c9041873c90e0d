//! How long one update of all rows takes with 200 systems, until the page is laid out anew.
//!
//! Two kinds: a second that passes, which changes every age; and the connection that goes and comes back, which changes everything
//! in every row and the banner. Beside the second stands a peer: the same changes to the same rows, by hand.

use std::time::Duration;

use anyhow::ensure;
use serde::Deserialize;

use crate::{
    Result,
    browser::Window,
    report::{Limit, Report, median, worst},
    visit::{Visit, Visitor, slow_down},
    world::World,
};

/// How many updates of each kind are measured.
const UPDATES: usize = 24;

/// One update may take this long, in ms, on a processor that is not slowed down.
const LIMIT_MS: f64 = 50.0;

const SYSTEMS: usize = 200;

/// One update: how long it took in ms, how much of that the script took, and how many rows look different after it.
#[derive(Deserialize)]
struct Update {
    took: f64,
    script: f64,
    changed: usize,
}

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("One update of all rows, 200 systems (desktop)");
    // Nothing is due while it is measured.
    let world = World::start(SYSTEMS, Duration::from_mins(10)).await?;
    let visitor = Visitor { window: Window::Desktop, is_slow: false };
    let all = "document.querySelectorAll('li.system[data-status=operational]').length === 200";
    for slowdown in [1, 4] {
        // Changes by hand replace texts that the page holds on to, so that it shows nothing of its own after them.
        let visit = Visit::begin(&world, visitor, &[include_str!("update.js")]).await?;
        visit.until("200 systems that are well", all).await?;
        visit.browser.script("updates.stop()").await?;
        slow_down(&visit.browser, slowdown).await?;
        let processor = format!("processor / {slowdown}");
        let mut add = |what: &str, updates: &[Update]| {
            let (what, words) = (format!("{processor}: {what}"), words(updates));
            if slowdown == 1 {
                let value = median(&took(updates));
                report.limited(what, words, value, Limit::AtMost(LIMIT_MS));
            } else {
                report.figure(what, words);
            }
        };
        let second = run(&visit, |_| "updates.tick()".to_owned()).await?;
        add("a second passes", &second);
        let connection =
            |turn| format!("updates.connection('{}')", either(turn, "offline", "online"));
        let whole = run(&visit, connection).await?;
        add("everything changes", &whole);

        // Both states once more, to be set by hand.
        visit.browser.script("window.before = updates.states()").await?;
        one(&visit, "updates.connection('offline')").await?;
        visit.browser.script("window.after = updates.states()").await?;
        let by_hand = |turn| format!("updates.byHand({})", either(turn, "before", "after"));
        let by_hand = run(&visit, by_hand).await?;
        let times = median(&took(&whole)) / median(&took(&by_hand));
        report.figure(
            format!("{processor}: the same by hand"),
            format!("{}; the page is {times:.2} x", words(&by_hand)),
        );
    }
    report.note(format!(
        "Medians of {UPDATES} updates of the released page: script, style and layout, without drawing."
    ));
    report.note(
        "A second passes: every age. Everything changes: the browser goes offline or comes back.",
    );
    Ok(())
}

/// Measures one kind of update again and again. Each has to change every row.
async fn run(visit: &Visit, call: impl Fn(usize) -> String) -> Result<Vec<Update>> {
    let mut updates = Vec::new();
    for turn in 0..UPDATES {
        let update = one(visit, &call(turn)).await?;
        ensure!(update.changed == SYSTEMS, "{} changed {} rows", call(turn), update.changed);
        updates.push(update);
    }
    Ok(updates)
}

async fn one(visit: &Visit, call: &str) -> Result<Update> {
    let script = format!("const done = arguments[arguments.length - 1]; {call}.then(done)");
    let answer = visit.browser.driver.execute_async(script, Vec::new()).await?;
    Ok(serde_json::from_value(answer.json().clone())?)
}

/// The first on even turns, the second on odd ones.
fn either<'a>(turn: usize, even: &'a str, odd: &'a str) -> &'a str {
    if turn.is_multiple_of(2) { even } else { odd }
}

fn took(updates: &[Update]) -> Vec<f64> {
    updates.iter().map(|update| update.took).collect()
}

fn words(updates: &[Update]) -> String {
    let script: Vec<f64> = updates.iter().map(|update| update.script).collect();
    let took = took(updates);
    format!("{:.1} ms, script {:.1}, worst {:.1}", median(&took), median(&script), worst(&took))
}
