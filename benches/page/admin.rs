//! Whether the operator's page leaves the main thread to a person, while it reads a very large page of metrics.

use crate::{
    Result,
    report::{Limit, Report, worst},
    tasks::{CHARTS, large, watch},
};

/// The duration, in ms, from which a delay is felt and browsers call a task long.
const LIMIT_MS: f64 = 50.0;

/// The contents of the large page.
const FAMILIES: &str = "#/targets/metrics/source/metrics/families";

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("Reading 3.4 MB of metrics every 5 s beside the five systems (the operator's page, desktop)");
    let Ok(page) = std::fs::read(large()) else {
        report.note(format!("SKIPPED: {} is not there.", large().display()));
        return Ok(());
    };
    let words = |tasks: &[f64]| match worst(tasks) {
        0.0 => "none over 50 ms".to_owned(),
        most => format!("{most:.0} ms, {} over 50 ms", tasks.len()),
    };
    for (shown, screen, limit) in [
        ("charts", CHARTS, Limit::AtMost(LIMIT_MS)),
        ("its families", FAMILIES, Limit::Aim(LIMIT_MS)),
    ] {
        let tasks = watch(screen, page.clone()).await?;
        report
            .figure(format!("{shown}: longest task until it was read twice"), words(&tasks.first));
        report.limited(
            format!("{shown}: longest task in 20 s after that"),
            words(&tasks.later),
            worst(&tasks.later),
            limit,
        );
    }
    report
        .note("The first figure begins with the login, so it holds the start of the page as well.");
    Ok(())
}
