//! Prometheus' evaluation scripts (`promql/promqltest`): load series, evaluate, compare.
//!
//! Every instant case also runs as the middle step of a range, which finds errors of sliding windows.

use super::suites;
use metrics_engine::labels::{LabelSet, MatchOp};
use metrics_engine::promql::ast::{Expr, Node};
use metrics_engine::promql::{self, Kind, eval};
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn evaluates_what_prometheus_evaluates() {
    let Some(folder) = suites() else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "test"))
        .collect();
    files.sort();
    let mut total = Tally::default();
    for path in &files {
        let tally = run(path);
        eprintln!("{}: {}", path.file_name().unwrap().to_string_lossy(), tally.summary());
        total.add(tally);
    }
    eprintln!("all: {}", total.summary());
    assert!(total.failed.is_empty(), "\n{}", total.failed.join("\n"));
    assert!(total.passed >= 74, "only {} cases ran: is the suite whole?", total.passed);
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: Vec<String>,
    /// The reasons for which cases did not run, with their numbers.
    left_out: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        for (reason, count) in other.left_out {
            *self.left_out.entry(reason).or_default() += count;
        }
    }

    fn summary(&self) -> String {
        let out: usize = self.left_out.values().sum();
        let (ran, passed) = (self.passed + self.failed.len(), self.passed);
        let kinds: Vec<_> =
            self.left_out.iter().map(|(why, count)| format!("{count} {why}")).collect();
        format!("{passed} of {ran} passed, {out} left out ({})", kinds.join(", "))
    }
}

/// The loaded series: the entries of each by their instants.
#[derive(Default)]
struct Loaded {
    series: BTreeMap<LabelSet, BTreeMap<i64, Option<f64>>>,
    /// Metrics that contain native histograms, which the text format cannot carry.
    histograms: BTreeSet<String>,
}

impl Loaded {
    fn store(&self) -> Store {
        let mut store = Store::default();
        for (index, (labels, entries)) in self.series.iter().enumerate() {
            let group = store.group(&format!("series {index}"));
            let pairs: Vec<_> = labels.iter().collect();
            let id = store.series(group, &pairs).unwrap();
            for (at, value) in entries {
                let (values, ended): (Vec<_>, Vec<_>) = match value {
                    Some(value) => (vec![(id, *value)], vec![]),
                    None => (vec![], vec![id]),
                };
                assert!(store.append(group, Timestamp(*at), &values, &ended));
            }
        }
        store
    }
}

fn run(path: &Path) -> Tally {
    let text = std::fs::read_to_string(path).unwrap();
    let mut tally = Tally::default();
    let mut loaded = Loaded::default();
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .map(|line| if line.starts_with('#') { "" } else { line })
        .collect();
    let mut at = 0;
    while at < lines.len() {
        let end = (at..lines.len()).find(|index| lines[*index].is_empty()).unwrap_or(lines.len());
        if at == end {
            at += 1;
            continue;
        }
        let (head, body) = (lines[at], &lines[at + 1..end]);
        match head.split_whitespace().next().unwrap().to_lowercase().as_str() {
            "clear" => {
                loaded = Loaded::default();
                // Some scripts have no empty line after it.
                at += 1;
                continue;
            }
            "load" | "load_with_nhcb" => load(&mut loaded, head, body),
            _ => {
                // A bare number ends a case, so that several may follow without an empty line.
                let used =
                    body.iter().position(|line| line.starts_with("eval")).unwrap_or(body.len());
                let case = Case::read(head, &body[..used]);
                let place = format!("{}:{}", path.file_name().unwrap().to_string_lossy(), at + 1);
                case.run(&loaded, &place, &mut tally);
                at += 1 + used;
                continue;
            }
        }
        at = end + 1;
    }
    tally
}

/// Parses `5m`, `90`, `-1m30s`.
fn span(text: &str) -> Duration {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let parsed = Duration::parse(text).or_else(|| text.parse().ok().map(Duration::from_secs));
    parsed.unwrap_or_else(|| panic!("no duration: {text}")) * sign
}

fn load(loaded: &mut Loaded, head: &str, body: &[&str]) {
    let step = span(head.split_whitespace().nth(1).unwrap());
    for line in body {
        let (labels, values) = series_line(line);
        if head.contains("nhcb") {
            let base = labels.name().trim_end_matches("_bucket");
            loaded.histograms.insert(base.to_owned());
        }
        if values.contains("{{") || values.starts_with('@') {
            loaded.histograms.insert(labels.name().to_owned());
            continue;
        }
        let entries = loaded.series.entry(labels).or_default();
        for (index, loaded) in (0..).zip(expand(values)) {
            match loaded {
                Step::Nothing => None,
                Step::Ended => entries.insert(step.0 * index, None),
                Step::Value(value) => entries.insert(step.0 * index, Some(value)),
            };
        }
    }
}

/// Returns the labels of a line, and the rest of it.
fn series_line(line: &str) -> (LabelSet, &str) {
    let mut quote = None;
    let mut depth = 0;
    let end = line.char_indices().find(|(_, c)| {
        match (*c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'' | '`', None) => quote = Some(*c),
            ('{', None) => depth += 1,
            ('}', None) => depth -= 1,
            _ => {}
        }
        depth == 0 && quote.is_none() && c.is_whitespace()
    });
    let (name, values) = line.split_at(end.map_or(line.len(), |(at, _)| at));
    (labels(name), values.trim())
}

fn labels(text: &str) -> LabelSet {
    if text == "{}" {
        return LabelSet::default();
    }
    let expr = promql::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let Node::Selector(selector) = expr.node else { panic!("no series: {text}") };
    assert!(selector.matchers.iter().all(|matcher| matcher.op == MatchOp::Equal));
    let pairs: Vec<_> =
        selector.matchers.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect();
    LabelSet::new("", &pairs)
}

/// The entry of a series at one step.
#[derive(Clone, Copy)]
enum Step {
    Nothing,
    Ended,
    Value(f64),
}

impl Step {
    fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Ended => None,
        }
    }
}

/// Parses `1 _ stale 0+10x5`.
fn expand(values: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for word in values.split_whitespace() {
        let (value, times) = match word.rsplit_once('x') {
            Some((value, times)) if times.parse::<usize>().is_ok() => {
                (value, times.parse().unwrap())
            }
            _ => (word, 0),
        };
        if value == "_" {
            steps.extend(std::iter::repeat_n(Step::Nothing, times.max(1)));
            continue;
        }
        if value == "stale" {
            steps.extend(std::iter::repeat_n(Step::Ended, times + 1));
            continue;
        }
        // The sign between start and slope is not the first character, and not that of an exponent.
        let sign = value
            .char_indices()
            .skip(1)
            .find(|(at, c)| matches!(c, '+' | '-') && !value[..*at].ends_with(['e', 'E']));
        let (start, slope) = match sign {
            Some((at, _)) => (float(&value[..at]), float(&value[at..])),
            None => (float(value), 0.0),
        };
        steps.extend((0..=times).map(|index| Step::Value(start + slope * index as f64)));
    }
    steps
}

fn float(text: &str) -> f64 {
    let hex = text.strip_prefix("0x").map(|hex| i64::from_str_radix(hex, 16).unwrap() as f64);
    hex.unwrap_or_else(|| text.parse().unwrap_or_else(|_| panic!("no number: {text}")))
}

struct Case<'a> {
    /// The first and last instant, and the step.
    times: (Timestamp, Timestamp, Duration),
    is_instant: bool,
    expr: &'a str,
    expected: Vec<&'a str>,
    fails: bool,
    ordered: bool,
    other: Option<&'static str>,
}

impl<'a> Case<'a> {
    fn read(head: &'a str, body: &[&'a str]) -> Self {
        let mut rest = head;
        let mut word = || {
            let (word, after) = rest.trim_start().split_once(char::is_whitespace).unwrap();
            rest = after;
            word
        };
        let command = word();
        let is_instant = word() == "instant";
        let at = |text: &str| Timestamp(span(text).0);
        let times = if is_instant {
            assert_eq!(word(), "at");
            let at = at(word());
            (at, at, Duration::from_secs(60))
        } else {
            let mut value = || {
                word();
                word()
            };
            (at(value()), at(value()), span(value()))
        };
        let mut case = Case {
            times,
            is_instant,
            expr: rest.trim(),
            expected: Vec::new(),
            fails: command == "eval_fail",
            ordered: command == "eval_ordered",
            other: None,
        };
        for line in body {
            match line.strip_prefix("expect ") {
                Some(what) if what.starts_with("fail") => case.fails = true,
                Some(what) if what.starts_with("ordered") => case.ordered = true,
                Some(what) if what.starts_with("string") => case.other = Some("text"),
                Some(what) if what.starts_with("range vector") => case.other = Some("window"),
                Some(_) => {}
                None if line.starts_with("expected_fail") => {}
                None => case.expected.push(line),
            }
        }
        case
    }

    fn run(&self, loaded: &Loaded, place: &str, tally: &mut Tally) {
        let mut leave_out = |why: &str| *tally.left_out.entry(why.to_owned()).or_default() += 1;
        let expr = match promql::compile(self.expr) {
            Err(error) if error.kind == Kind::Experimental => {
                // "not yet: function (floor)" is counted as "function".
                let why = error.reason.trim_start_matches("not yet: ");
                return leave_out(why.split(" (").next().unwrap_or(why));
            }
            compiled => compiled,
        };
        if let Ok(expr) = &expr
            && expr.selectors().iter().any(|one| {
                one.name().is_none_or(|name| loaded.histograms.contains(name))
                    && !loaded.histograms.is_empty()
            })
        {
            return leave_out("native histograms");
        }
        if let Some(what) = self.other {
            return leave_out(what);
        }
        let outcome = match (expr, self.fails) {
            (Err(_), true) => Ok(()),
            (Err(error), false) => Err(error.to_string()),
            (Ok(expr), _) => self.compare(&expr, &loaded.store()),
        };
        match outcome {
            Ok(()) => tally.passed += 1,
            Err(why) => tally.failed.push(format!("{place}: {}\n    {why}", self.expr)),
        }
    }

    fn compare(&self, expr: &Expr, store: &Store) -> Result<(), String> {
        let (start, end, step) = self.times;
        let evaluated = eval::range(expr, store, start, end, step);
        if self.fails {
            return evaluated.map_or(Ok(()), |_| Err("must fail".to_owned()));
        }
        let found = evaluated.map_err(|error| error.to_string())?;
        let found: Vec<_> = found.into_iter().map(|one| (one.labels, one.values)).collect();
        self.matches(&found)?;
        let depends_on_range = self.expr.contains("start()") || self.expr.contains("end()");
        if !self.is_instant || depends_on_range {
            return Ok(());
        }
        let minute = Duration::from_secs(60);
        let found = eval::range(expr, store, start - minute, start + minute, minute);
        let found = found.map_err(|error| format!("as a range: {error}"))?;
        let middle = found.into_iter().map(|one| (one.labels, vec![one.values[1]]));
        let middle: Vec<_> = middle.filter(|(_, values)| values[0].is_some()).collect();
        self.matches(&middle).map_err(|why| format!("as a range: {why}"))
    }

    fn matches(&self, found: &[(LabelSet, Vec<Option<f64>>)]) -> Result<(), String> {
        let mut expected: Vec<(LabelSet, Vec<Option<f64>>)> = Vec::new();
        for line in &self.expected {
            let is_scalar = !line.contains('{') && line.split_whitespace().count() == 1;
            let (labels, values) =
                if is_scalar { (LabelSet::default(), *line) } else { series_line(line) };
            let values = expand(values).into_iter().map(Step::value).collect();
            expected.push((labels, values));
        }
        if !self.ordered {
            expected.sort_by(|one, other| one.0.cmp(&other.0));
        }
        let same = expected.len() == found.len()
            && expected.iter().zip(found).all(|(one, other)| {
                one.0 == other.0
                    && one.1.len() == other.1.len()
                    && one.1.iter().zip(&other.1).all(|(a, b)| match (a, b) {
                        (Some(a), Some(b)) => almost_equal(*a, *b),
                        (a, b) => a.is_none() && b.is_none(),
                    })
            });
        if same { Ok(()) } else { Err(format!("expected {expected:?}\n    found    {found:?}")) }
    }
}

/// `util/almost`, with its tolerance in these scripts.
fn almost_equal(one: f64, other: f64) -> bool {
    if one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan() {
        return true;
    }
    let (sum, difference) = (one.abs() + other.abs(), (one - other).abs());
    if one == 0.0 || other == 0.0 || sum < f64::MIN_POSITIVE {
        return difference < 1e-6 * f64::MIN_POSITIVE;
    }
    difference / sum.min(f64::MAX) < 1e-6
}
