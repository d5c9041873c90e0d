//! A dashboard: which there are, and what each panel shows.
//!
//! A selector is drawn as it was measured, sample by sample, so that a gap is a gap and nothing is smoothed. Everything else is
//! evaluated in steps, and what falls into a time in which nothing was scraped is left out: a rate over such a time is a guess.

use super::alerts::plot;
use super::{Scene, shorten};
use crate::chart::data::Column;
use crate::chart::panels::Values;
use crate::chart::{Frame, Series, Slots, Span};
use crate::config::private::{Dashboard, Panel, Query, Width};
use crate::labels::{LabelSet, Matcher, NAME};
use crate::promql::ast::{Expr, Node, Selector, Shift};
use crate::promql::{self, eval};
use crate::series::TimeRange;
use crate::store::Labels;
use crate::time::{Duration, Timestamp};

/// The most series of a panel. A stranger can make thousands; more could not be told apart anyway.
pub const MOST: usize = 40;

/// The most steps of an evaluation: about one for every third pixel of a wide panel.
const STEPS: i64 = 360;

/// The dashboards of one system, or one of none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The system's name, or the dashboard's.
    pub name: String,
    /// At least one: its id, and what tells it from the others.
    pub dashboards: Vec<(String, String)>,
}

/// What a panel shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its series and what is known about their time.
    pub frame: Frame,
    /// What is to be said about it: an expression that cannot be evaluated, or more series than are shown.
    pub remark: String,
}

/// The dashboards, in the order of the configuration, those of one system together.
pub fn choices(scene: Scene<'_>) -> Vec<Choice> {
    let private = scene.work.private();
    let mut choices: Vec<(&str, Choice)> = Vec::new();
    for one in &private.dashboards {
        let system = private.config.systems.iter().find(|system| system.id == one.system);
        let name = system.map_or(one.title.as_str(), |system| system.name.as_str());
        let own = one.title.strip_prefix(name).map(|rest| rest.trim_start_matches(':').trim());
        let own = own.filter(|own| !own.is_empty());
        let own = own.unwrap_or(if system.is_some() { "overview" } else { name });
        let entry = (one.id.clone(), super::targets::sentence(own));
        match choices.iter_mut().find(|(known, _)| system.is_some() && *known == one.system) {
            Some((_, choice)) => choice.dashboards.push(entry),
            None => choices.push((
                one.system.as_str(),
                Choice { name: name.to_owned(), dashboards: vec![entry] },
            )),
        }
    }
    choices.into_iter().map(|(_, choice)| choice).collect()
}

/// The dashboard of this id; the first where none is named.
pub fn find<'a>(scene: Scene<'a>, id: Option<&str>) -> Option<&'a Dashboard> {
    let mut all = scene.work.private().dashboards.iter();
    match id {
        None => all.next(),
        Some(id) => all.find(|one| one.id == id),
    }
}

/// The class that places a panel in the grid.
pub fn class(width: Width) -> &'static str {
    match width {
        Width::Quarter => "quarter",
        Width::Third => "side",
        Width::Half => "half",
        Width::TwoThirds => "main",
        Width::Full => "full",
    }
}

/// What `panel` shows of `range`. `slots` remembers the colours of its series.
pub fn shown(scene: Scene<'_>, panel: &Panel, range: TimeRange, slots: &mut Slots) -> Shown {
    let mut frame = Frame::new(range, Duration::ZERO, panel.unit);
    frame.limits.clone_from(&panel.limits);
    frame.min = panel.min;
    frame.max = panel.max;
    let values = panel.kind.kind().values;
    let mut n_found = 0;
    let mut remark = String::new();
    let mut exprs = Vec::new();
    for query in &panel.queries {
        match promql::compile(&query.expr) {
            Ok(expr) => {
                let found = series(scene, values, query, &expr, &mut frame);
                match found {
                    Ok(found) => n_found += found,
                    Err(error) => remark = format!("{error}"),
                }
                exprs.push(expr);
            }
            Err(error) => remark = format!("{error}"),
        }
    }
    for series in &mut frame.series {
        // Two queries may give the same labels, as rates of two metrics do: their names tell them apart.
        let own = series.labels.iter().filter(|(name, _)| *name != NAME);
        let own: Vec<(&str, &str)> = own.collect();
        series.slot = slots.of(&LabelSet::new(&series.name, &own));
    }
    frame.interval = frame.interval.max(Duration::from_secs(1));
    frame.gaps = gaps(scene, &exprs, &frame);
    without_gaps(&mut frame, &exprs);
    frame.spans = spans(scene, &exprs, range);
    if values == Values::Ranked {
        let newest = |one: &Series| one.column.newest().unwrap_or(f64::NEG_INFINITY);
        frame.series.sort_by(|one, other| newest(other).total_cmp(&newest(one)));
    }
    if remark.is_empty() && n_found > frame.series.len() {
        remark = format!("{} of {n_found} series", frame.series.len());
    }
    Shown { frame, remark }
}

/// Adds the series of a query to the frame. Returns how many there are, shown or not.
fn series(
    scene: Scene<'_>,
    values: Values,
    query: &Query,
    expr: &Expr,
    frame: &mut Frame,
) -> Result<usize, promql::Error> {
    let range = frame.range;
    // A heatmap needs all its buckets, whatever they are called.
    let most = if values == Values::Buckets { MOST * 50 } else { MOST };
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
    let selectors = expr.selectors();
    let every = selectors.iter().map(|selector| {
        let wanted = |name: &str| selector.matchers.iter().find(|one| one.name == name);
        let value = |name: &str| wanted(name).map_or("", |one| one.value.as_str());
        interval(scene, value("job"), value("system"))
    });
    let every = every.max().unwrap_or(Duration::from_secs(15));
    let span = range.until.since(range.after).0;
    let step = Duration(((span / STEPS).max(every.0) + 999) / 1000 * 1000);
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

fn owned(labels: Labels<'_>) -> LabelSet {
    let pairs: Vec<(&str, &str)> = labels.iter().collect();
    LabelSet::new(labels.get(NAME), &pairs)
}

/// How far apart samples of a job, or looks at a system, are expected.
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

/// The name of a series: the legend with each `{{label}}` in place, or the labels that are not about where it comes from.
fn legend(template: &str, labels: &LabelSet) -> String {
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
        name.push_str(
            labels.get(label.strip_prefix("$labels.").unwrap_or(label)).unwrap_or("none"),
        );
        rest = after;
    }
    name.push_str(rest);
    shorten(&name, 80)
}

/// When nothing was scraped, or looked at, of what these expressions are about.
fn gaps(scene: Scene<'_>, exprs: &[Expr], frame: &Frame) -> Vec<TimeRange> {
    let mut witnesses: Vec<Vec<Matcher>> = Vec::new();
    for selector in selectors(exprs) {
        let of = |name: &str| selector.matchers.iter().find(|one| one.name == name).cloned();
        let witness = match (of("job"), of("system")) {
            (Some(job), _) => vec![Matcher::equal(NAME, "up"), job],
            (_, Some(system)) => vec![Matcher::equal(NAME, "health_consecutive_failures"), system],
            _ => continue,
        };
        if !witnesses.contains(&witness) {
            witnesses.push(witness);
        }
    }
    let store = scene.work.store();
    let mut seen: Vec<Timestamp> = Vec::new();
    let mut reader = store.reader(frame.range);
    for witness in &witnesses {
        for id in store.select(witness) {
            reader.each(id, |entry| seen.push(entry.at));
        }
    }
    if witnesses.is_empty() {
        return Vec::new();
    }
    seen.sort_unstable();
    let patience = frame.patience();
    let mut gaps = Vec::new();
    let mut last = frame.range.after;
    for at in seen.into_iter().chain([frame.range.until.min(scene.now)]) {
        // The next scrape may be on its way.
        let is_end = at == frame.range.until;
        let allowed = if is_end { patience * 2 } else { patience };
        if at.since(last) > allowed {
            gaps.push(TimeRange { after: last, until: at });
        }
        last = last.max(at);
    }
    gaps
}

/// Takes evaluated values out of times in which nothing was seen. What was measured lies outside of them by itself.
fn without_gaps(frame: &mut Frame, exprs: &[Expr]) {
    let is_measured = exprs.iter().all(|expr| matches!(expr.node, Node::Selector(_)));
    if is_measured || frame.gaps.is_empty() {
        return;
    }
    for series in &mut frame.series {
        let mut column = Column::default();
        for (at, value) in series.column.times().iter().zip(series.column.values()) {
            // A gap ends with something that was seen, but for the one that lasts.
            let is_seen = |gap: &TimeRange| gap.until == *at && gap.until != frame.range.until;
            let is_guess = frame.gaps.iter().any(|gap| gap.contains(*at) && !is_seen(gap));
            column.push(*at, Some(*value).filter(|value| !is_guess && !value.is_nan()));
        }
        series.column = column;
    }
}

fn selectors(exprs: &[Expr]) -> Vec<&Selector> {
    let mut all = Vec::new();
    for expr in exprs {
        all.extend(expr.selectors());
    }
    all
}

/// When alerts of rules about the same metrics were pending or firing.
fn spans(scene: Scene<'_>, exprs: &[Expr], range: TimeRange) -> Vec<Span> {
    let shown = selectors(exprs);
    let is_about = |one: &Selector| {
        let mut shown = shown.iter();
        one.name().is_some()
            && shown.any(|other| one.name() == other.name() && can_meet(one, other))
    };
    let mut spans = Vec::new();
    for group in scene.work.groups().all() {
        for rule in &group.rules {
            let watched = rule.expr.as_ref().map(Expr::selectors).unwrap_or_default();
            if watched.into_iter().any(is_about) {
                spans.extend(plot::spans(scene.work.store(), rule, range, group.interval));
            }
        }
    }
    spans
}

/// Whether two selectors can be about the same job or system.
fn can_meet(one: &Selector, other: &Selector) -> bool {
    ["job", "system"].into_iter().all(|name| {
        let of = |selector: &Selector| {
            selector.matchers.iter().find(|matcher| matcher.name == name).map(|it| it.value.clone())
        };
        match (of(one), of(other)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    })
}

#[cfg(test)]
mod tests;
