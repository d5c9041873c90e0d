//! With 200 systems and one of them down: does one see it without scrolling?

use std::time::Duration;

use anyhow::ensure;
use serde_json::Value;

use crate::{
    Result,
    browser::Window,
    report::{Limit, Report},
    visit::{Visit, Visitor},
    world::World,
};

/// Where the bad news ends, in CSS pixels from the top of the window, which has not been scrolled.
const PLACES: &str = r"
    const bottom = (selector) => document.querySelector(selector)?.getBoundingClientRect().bottom ?? null;
    return {
        verdict: bottom('.verdict h1'),
        sentence: bottom('.verdict h1 + p'),
        problem: bottom('.problem'),
        problems: document.querySelectorAll('.problem').length,
        height: document.documentElement.clientHeight,
        scrolled: scrollY,
    };
";

pub(crate) async fn measure(report: &mut Report) -> Result {
    report.section("200 systems, one down: the bad news is above the fold");
    let world = World::start(200, Duration::from_secs(6)).await?;
    world.break_one();
    for (name, window) in [("1280 x 900", Window::Desktop), ("390 x 844", Window::Phone)] {
        let visit = Visit::begin(&world, Visitor { window, is_slow: false }, &[]).await?;
        visit.until("the news", "document.querySelector('.problem')").await?;
        let places = visit.browser.script(PLACES).await?;
        ensure!(places["problems"] == 1 && places["scrolled"] == 0, "not one problem: {places}");
        let height = number(&places, "height");
        for (what, key) in
            [("verdict", "verdict"), ("its sentence", "sentence"), ("the problem", "problem")]
        {
            let bottom = number(&places, key);
            let words = format!("ends at {bottom:.0} of {height:.0} px");
            report.limited(format!("{name}: {what}"), words, bottom, Limit::AtMost(height));
        }
    }
    Ok(())
}

/// A missing element is not above the fold.
fn number(places: &Value, key: &str) -> f64 {
    places[key].as_f64().unwrap_or(f64::INFINITY)
}
