//! The series of a query.
//!
//! A selector is drawn as it was measured, sample by sample; everything else is evaluated in steps.

use super::super::{Scene, shorten};
use crate::chart::data::Column;
use crate::chart::panels::Values;
use crate::chart::{Frame, Series};
use crate::config::private::Query;
use crate::dashboard::interpolate::{Times, expression};
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::promql::ast::{Expr, Node, Shift};
use metrics_engine::promql::{self, eval};
use metrics_engine::series::TimeRange;
use metrics_engine::store::Labels;
use metrics_engine::time::{Duration, Timestamp};

/// The most series that are read for a panel, before those of the largest values are chosen. A stranger can make thousands.
const MOST: usize = 200;

/// The most steps of an evaluation: about one for every third pixel of a wide panel.
const STEPS: i64 = 360;

/// Compiles an expression with the times of its panel in it: `$__interval`, `$__rate_interval`, `$__range`.
pub(super) fn compiled(
    scene: Scene<'_>,
    text: &str,
    range: TimeRange,
) -> Result<Expr, promql::Error> {
    let length = range.until.since(range.after);
    let with = |step, scrape| {
        let times = Times { step, scrape, range: Duration(length.0.max(1000)) };
        promql::compile(&expression(text, &[], Some(times)))
    };
    let usual = Times::default();
    let expr = with(usual.step, usual.scrape)?;
    if !text.contains("__") {
        return Ok(expr);
    }
    // The selectors say how often their series are scraped.
    let every = scraped_every(scene, &expr);
    with(step(scene, &expr, range), every)
}

/// Returns the time from one scrape to the next of what an expression is about.
fn scraped_every(scene: Scene<'_>, expr: &Expr) -> Duration {
    let selectors = expr.selectors();
    let every = selectors.iter().map(|selector| {
        let wanted = |name: &str| selector.matchers.iter().find(|one| one.name == name);
        let value = |name: &str| wanted(name).map_or("", |one| one.value.as_str());
        interval(scene, value("job"), value("system"))
    });
    every.max().unwrap_or(Duration::from_secs(15))
}

/// Adds the series of a query to the frame. Returns how many there are, shown or not.
pub(super) fn add_series(
    scene: Scene<'_>,
    values: Values,
    query: &Query,
    expr: &Expr,
    frame: &mut Frame,
) -> Result<usize, promql::Error> {
    let range = frame.range;
    // A heatmap needs all its buckets, whatever they are called.
    let most = if values == Values::Buckets { MOST * 10 } else { MOST };
    if let Node::Selector(selector) = &expr.node
        && selector.shift == Shift::default()
    {
        let store = scene.work.store();
        let mut reader = store.reader(range);
        let mut n_found = 0;
        for id in store.select(&selector.matchers) {
            let Some(labels) = store.labels(id) else { continue };
            let mut column = Column::default();
            reader.each(id, |entry| {
                column.push(entry.at, entry.value);
            });
            if column.is_empty() {
                continue;
            }
            n_found += 1;
            frame.interval =
                frame.interval.max(interval(scene, labels.get("job"), labels.get("system")));
            if frame.series.len() < most {
                let labels = owned(labels);
                let name = legend(&query.legend, &labels);
                frame.series.push(Series { name, labels, slot: <_>::default(), column });
            }
        }
        return Ok(n_found);
    }
    let step = step(scene, expr, range);
    frame.interval = frame.interval.max(step);
    // On the steps' own grid, so that a curve does not wobble while time goes on.
    let end = range.until.0.div_euclid(step.0) * step.0;
    let (start, end) = if values.are_newest() {
        (range.until, range.until)
    } else {
        let start = (range.after.0.div_euclid(step.0) + 1) * step.0;
        (Timestamp(start), Timestamp(end))
    };
    let found = eval::range(expr, scene.work.store(), start, end, step)?;
    let n_found = found.len();
    for one in found.into_iter().take(most.saturating_sub(frame.series.len())) {
        let mut column = Column::default();
        for (place, value) in (0..).zip(&one.values) {
            column.push(start + step * place, *value);
        }
        let name = legend(&query.legend, &one.labels);
        frame.series.push(Series { name, labels: one.labels, slot: <_>::default(), column });
    }
    Ok(n_found)
}

/// Returns the distance of the steps at which an expression is drawn over a range: at least the interval of its samples, and whole
/// seconds.
pub(in super::super) fn step(scene: Scene<'_>, expr: &Expr, range: TimeRange) -> Duration {
    let every = scraped_every(scene, expr);
    let span = range.until.since(range.after).0;
    Duration(((span / STEPS).max(every.0) + 999) / 1000 * 1000)
}

fn owned(labels: Labels<'_>) -> LabelSet {
    let pairs: Vec<(&str, &str)> = labels.iter().collect();
    LabelSet::new(labels.get(NAME), &pairs)
}

/// Returns how far apart samples of a job, or checks of a system, are expected.
fn interval(scene: Scene<'_>, job: &str, system: &str) -> Duration {
    let targets = scene.work.targets().iter().filter(|watch| watch.target.job == job);
    let of_job = targets.map(|watch| watch.target.interval).max();
    let systems = &scene.work.private().config.systems;
    let watches = scene
        .work
        .monitor()
        .watches()
        .iter()
        .filter(|watch| systems.get(watch.system).is_some_and(|one| one.id == system));
    let of_system = watches.map(|watch| watch.check.interval).max();
    of_job.or(of_system).unwrap_or(Duration::from_secs(15))
}

/// Returns the name of a series: the legend with each `{{label}}` replaced by its value. Without a legend, the labels that do not say
/// where the series comes from.
pub(in super::super) fn legend(template: &str, labels: &LabelSet) -> String {
    if template.is_empty() {
        let own = labels
            .iter()
            .filter(|(name, _)| !matches!(*name, NAME | "job" | "instance" | "system"));
        let own: Vec<String> = own.map(|(name, value)| format!("{name}={value}")).collect();
        let name = if own.is_empty() { labels.name().to_owned() } else { own.join(", ") };
        return shorten(if name.is_empty() { "value" } else { &name }, 80);
    }
    let mut name = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        name.push_str(before);
        let (label, after) = after.split_once("}}").unwrap_or((after, ""));
        let label = label.trim();
        let label = label.strip_prefix("$labels.").unwrap_or(label);
        name.push_str(labels.get(label).unwrap_or_default());
        rest = after;
    }
    name.push_str(rest);
    let name = name.trim();
    if name.is_empty() { legend("", labels) } else { shorten(name, 80) }
}
