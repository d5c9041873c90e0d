//! Whether the operator's page leaves the main thread to a person, while it reads a very large page of metrics.

use crate::{
    Result,
    report::{Limit, Report},
    tasks::{LARGE, longest, watch},
};

/// What a person begins to feel, in ms. Browsers call a task long from here on.
const LIMIT_MS: f64 = 50.0;

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("Reading 3.4 MB of metrics every 5 s beside the five systems (the operator's page, desktop)");
    let Ok(page) = std::fs::read(LARGE) else {
        report.note(format!("SKIPPED: {LARGE} is not there."));
        return Ok(());
    };
    let tasks = watch(page).await?;
    let words = |tasks: &[f64]| match longest(tasks) {
        0.0 => "none over 50 ms".to_owned(),
        most => format!("{most:.0} ms, {} over 50 ms", tasks.len()),
    };
    report.figure("longest task, until it was read twice", words(&tasks.first));
    let later = longest(&tasks.later);
    report.limited(
        "longest task, in 20 s after that",
        words(&tasks.later),
        later,
        Limit::AtMost(LIMIT_MS),
    );
    report.note("With live charts on the screen. From the login on, the first figure holds the start of the page as well.");
    Ok(())
}
