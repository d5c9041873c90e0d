//! An evaluation and the result that it must have.

use super::evaluate::{self, Outcome, Series, Steps, Value};
use super::expected::Expected;
use super::script::duration;
use super::series::{self, Step};
use metrics_engine::labels::LabelSet;
use metrics_engine::promql;
use metrics_engine::promql::ast::{At, Expr, Node, Shift};
use metrics_engine::store::Store;
use metrics_engine::time::{Duration, Timestamp};

/// One `eval`.
#[expect(clippy::struct_excessive_bools, reason = "as many flags as the scripts have")]
pub(crate) struct Case {
    /// The expression.
    pub(crate) expr: String,
    /// The lines of the expected result.
    expected: Vec<String>,
    steps: Steps,
    is_instant: bool,
    is_ordered: bool,
    fails: Expected,
    warns: Expected,
    informs: Expected,
    has_no_warning: bool,
    has_no_info: bool,
    /// `expect string`
    text: Option<String>,
    /// `expect range vector`: the steps of the expected samples.
    window: Option<Steps>,
}

impl Case {
    /// Reads a case, and returns the number of lines of `body` that belong to it.
    pub(crate) fn read(head: &str, body: &[&str]) -> (Self, usize) {
        let mut rest = head;
        let mut word = || {
            let (word, after) = rest.trim_start().split_once(char::is_whitespace).unwrap();
            rest = after;
            word
        };
        let command = word();
        let is_instant = word() == "instant";
        let steps = if is_instant {
            // Without a time, at the epoch.
            let is_timed = rest_of(head).starts_with("at ");
            let at = if is_timed {
                word();
                Timestamp(duration(word()).0)
            } else {
                Timestamp(0)
            };
            Steps { start: at, end: at, step: Duration::from_secs(60) }
        } else {
            let words = [word(), word(), word(), word(), word(), word()];
            self::steps(&words)
        };
        let mut case = Case {
            expr: rest.trim().to_owned(),
            expected: Vec::new(),
            steps,
            is_instant,
            is_ordered: command == "eval_ordered",
            fails: Expected::default(),
            warns: Expected::default(),
            informs: Expected::default(),
            has_no_warning: false,
            has_no_info: false,
            text: None,
            window: None,
        };
        match command {
            "eval_fail" => case.fails.add(""),
            "eval_warn" => case.warns.add(""),
            "eval_info" => case.informs.add(""),
            _ => {}
        }
        for (used, line) in (1..).zip(body) {
            if let Some(expectation) = expectation(line) {
                case.expect(expectation);
            } else {
                case.expected.push((*line).to_owned());
                // A bare number ends a case.
                if is_number(line) {
                    return (case, used);
                }
            }
        }
        (case, body.len())
    }

    fn expect(&mut self, line: &str) {
        let (kind, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match kind {
            "fail" => self.fails.add(rest),
            "warn" => self.warns.add(rest),
            "info" => self.informs.add(rest),
            "no_warn" => self.has_no_warning = true,
            "no_info" => self.has_no_info = true,
            "ordered" => self.is_ordered = true,
            "string" => {
                let Ok(Expr { node: Node::Text(text), .. }) = promql::parse(rest) else {
                    panic!("no text: {rest}")
                };
                self.text = Some(text);
            }
            "range" => {
                let words: Vec<_> = rest.split_whitespace().skip(1).collect();
                self.window = Some(steps(&words));
            }
            _ => panic!("unknown expectation: {line}"),
        }
    }

    /// Returns whether the expected result has native histograms.
    pub(crate) fn has_histograms(&self) -> bool {
        self.expected.iter().any(|line| line.contains("{{"))
    }

    /// Evaluates the case in all its forms. An error says what differs.
    pub(crate) fn run(&self, store: &Store) -> Result<(), String> {
        let parsed = promql::parse(&self.expr).map_err(|error| error.to_string());
        let evaluated = parsed.and_then(|expr| {
            let outcome = if self.is_instant {
                evaluate::instant(&expr, &self.expr, store, self.steps.start)
            } else {
                evaluate::range(&expr, &self.expr, store, self.steps)
            };
            outcome.map(|outcome| (expr, outcome))
        });
        let (expr, outcome) = match evaluated {
            Err(error) if self.fails.is_some() => return self.fails.check(&[error]),
            Err(error) => return Err(format!("fails: {error}")),
            Ok(_) if self.fails.is_some() => return Err("must fail".to_owned()),
            Ok(evaluated) => evaluated,
        };
        self.check(&outcome)?;
        if self.is_instant {
            self.run_at_other_times(&expr, store)?;
            self.run_as_range(&expr, store)?;
        }
        Ok(())
    }

    /// Evaluates at other times with the time of the case after an `@`.
    fn run_at_other_times(&self, expr: &Expr, store: &Store) -> Result<(), String> {
        if depends_on_time(expr) || self.names_the_range() {
            return Ok(());
        }
        let mut pinned = expr.clone();
        pin(&mut pinned, self.steps.start);
        let text = pinned.to_string();
        let at = self.steps.start.0;
        for other in [at * -10, 0, at / 5, at, at * 10] {
            let context = |why: String| format!("at {other} ms, {text}: {why}");
            let expr = promql::parse(&text).map_err(|error| context(error.to_string()))?;
            let outcome =
                evaluate::instant(&expr, &text, store, Timestamp(other)).map_err(context)?;
            self.check_value(&outcome.value).map_err(context)?;
        }
        Ok(())
    }

    /// Returns whether the value depends on the first or last step, or on their distance.
    fn names_the_range(&self) -> bool {
        ["start()", "end()", "range()", "step()"].iter().any(|call| self.expr.contains(call))
    }

    /// Evaluates as the middle step of three.
    fn run_as_range(&self, expr: &Expr, store: &Store) -> Result<(), String> {
        if self.text.is_some() || self.window.is_some() || self.names_the_range() {
            return Ok(());
        }
        let context = |why: String| format!("as a range: {why}");
        let minute = Duration::from_secs(60);
        let steps = Steps {
            start: self.steps.start - minute,
            end: self.steps.start + minute,
            step: minute,
        };
        let outcome = evaluate::range(expr, &self.expr, store, steps).map_err(context)?;
        if self.is_ordered {
            return Ok(());
        }
        let middle = match outcome.value {
            Value::Scalar(values) => Value::Scalar(vec![values[1]]),
            Value::Vector(series) => {
                if !series.is_sorted_by(|one, other| one.0 < other.0) {
                    return Err(context(format!("not sorted by labels: {series:?}")));
                }
                let middle = series.into_iter().map(|(labels, values)| (labels, vec![values[1]]));
                let middle: Series = middle.filter(|(_, values)| values[0].is_some()).collect();
                match (self.expected.as_slice(), middle.as_slice()) {
                    ([line], [(labels, values)]) if is_number(line) && labels.iter().len() == 0 => {
                        Value::Scalar(values.iter().copied().flatten().collect())
                    }
                    _ => Value::Vector(middle),
                }
            }
            other => other,
        };
        self.check_value(&middle).map_err(context)
    }

    fn check(&self, outcome: &Outcome) -> Result<(), String> {
        self.warns.check(&outcome.warnings)?;
        self.informs.check(&outcome.infos)?;
        if self.has_no_warning && !outcome.warnings.is_empty() {
            return Err(format!("unexpected warnings {:?}", outcome.warnings));
        }
        if self.has_no_info && !outcome.infos.is_empty() {
            return Err(format!("unexpected infos {:?}", outcome.infos));
        }
        if let (Value::Vector(series), false) = (&outcome.value, self.is_instant)
            && !series.is_sorted_by(|one, other| one.0 < other.0)
        {
            return Err(format!("not sorted by labels: {series:?}"));
        }
        self.check_value(&outcome.value)
    }

    fn check_value(&self, found: &Value) -> Result<(), String> {
        if let Some(text) = &self.text {
            let same = matches!(found, Value::Text(found) if found == text);
            return if same { Ok(()) } else { Err(format!("expected {text:?}, found {found:?}")) };
        }
        let mut expected: Vec<(LabelSet, Vec<Step>)> = Vec::new();
        if let [line] = self.expected.as_slice()
            && is_number(line)
        {
            let number = series::number(line);
            let same = matches!(found, Value::Scalar(found)
                if matches!(found.as_slice(), [only] if almost_equal(*only, number)));
            return if same { Ok(()) } else { Err(format!("expected {number}, found {found:?}")) };
        }
        for line in &self.expected {
            let (name, values) = series::split(line);
            expected.push((series::labels(name), series::values(values)));
        }
        let differs = || Err(format!("expected {expected:?}\n    found    {found:?}"));
        let mut found: Vec<(LabelSet, Vec<Option<f64>>)> = match found {
            Value::Vector(series) => series.clone(),
            Value::Scalar(values) => {
                vec![(LabelSet::default(), values.iter().copied().map(Some).collect())]
            }
            Value::Samples(samples) => match self.window {
                Some(steps) => on_steps(samples, steps),
                None => return differs(),
            },
            Value::Text(_) => return differs(),
        };
        if !self.is_ordered {
            found.sort_by(|one, other| one.0.cmp(&other.0));
        }
        let mut due: Vec<_> = expected.iter().collect();
        if !self.is_ordered {
            due.sort_by(|one, other| one.0.cmp(&other.0));
        }
        // Steps without a value at the end may be left out of a line.
        let same = due.len() == found.len()
            && due.iter().zip(&found).all(|(due, found)| {
                let steps = due.1.len().max(found.1.len());
                due.0 == found.0
                    && (0..steps).all(|index| {
                        let due = due.1.get(index).copied().unwrap_or(Step::Nothing);
                        match (due, found.1.get(index).copied().flatten()) {
                            (Step::Value(due), Some(found)) => almost_equal(due, found),
                            (Step::Nothing, None) => true,
                            _ => false,
                        }
                    })
            });
        if same { Ok(()) } else { differs() }
    }
}

/// Returns the rest of an `expect` line.
fn expectation(line: &str) -> Option<&str> {
    let (word, rest) = line.split_once(char::is_whitespace)?;
    (word == "expect").then_some(rest.trim())
}

/// Reads `from A to B step C`.
fn steps(words: &[&str]) -> Steps {
    let [_, start, _, end, _, step] = words else { panic!("no steps: {words:?}") };
    let at = |text: &str| Timestamp(duration(text).0);
    Steps { start: at(start), end: at(end), step: duration(step) }
}

/// Returns what follows `eval instant`.
fn rest_of(head: &str) -> &str {
    head.splitn(3, char::is_whitespace).nth(2).unwrap_or_default().trim_start()
}

fn is_number(line: &str) -> bool {
    line.parse::<f64>().is_ok()
}

/// Puts samples onto the steps that a case names. A sample beside them gets a step of its own, which no case expects.
fn on_steps(samples: &[(LabelSet, Vec<(i64, f64)>)], steps: Steps) -> Series {
    let count = (steps.end.0 - steps.start.0) / steps.step.0;
    let instants: Vec<i64> =
        (0..=count).map(|index| steps.start.0 + index * steps.step.0).collect();
    let on_steps = |(labels, samples): &(LabelSet, Vec<(i64, f64)>)| {
        let value = |at: &i64| samples.iter().find(|(sample, _)| sample == at).map(|one| one.1);
        let mut values: Vec<_> = instants.iter().map(value).collect();
        let beside = samples.iter().filter(|(at, _)| !instants.contains(at));
        values.extend(beside.map(|(_, value)| Some(*value)));
        (labels.clone(), values)
    };
    samples.iter().map(on_steps).collect()
}

/// The functions whose results change with the time of the evaluation (`AtModifierUnsafeFunctions`).
const TIME_FUNCTIONS: [&str; 11] = [
    "days_in_month",
    "day_of_month",
    "day_of_week",
    "day_of_year",
    "hour",
    "minute",
    "month",
    "year",
    "predict_linear",
    "time",
    "timestamp",
];

fn depends_on_time(expr: &Expr) -> bool {
    match &expr.node {
        Node::Number(_) | Node::Text(_) | Node::Selector(_) | Node::Range { .. } => false,
        Node::Subquery(subquery) => depends_on_time(&subquery.expr),
        Node::Call { function, args } => {
            TIME_FUNCTIONS.contains(&function.name) || args.iter().any(depends_on_time)
        }
        Node::Aggregate(aggregate) => {
            depends_on_time(&aggregate.expr)
                || aggregate.param.as_ref().is_some_and(depends_on_time)
        }
        Node::Sign { expr, .. } | Node::Paren(expr) => depends_on_time(expr),
        Node::Binary(binary) => depends_on_time(&binary.left) || depends_on_time(&binary.right),
    }
}

/// Adds `@ at` to each selector and subquery that has none and is not within a subquery.
fn pin(expr: &mut Expr, at: Timestamp) {
    let pin_shift = |shift: &mut Shift| {
        shift.at.get_or_insert(At::Time(at));
    };
    match &mut expr.node {
        Node::Number(_) | Node::Text(_) => {}
        Node::Selector(selector) | Node::Range { selector, .. } => pin_shift(&mut selector.shift),
        Node::Subquery(subquery) => pin_shift(&mut subquery.shift),
        Node::Call { args, .. } => args.iter_mut().for_each(|arg| pin(arg, at)),
        Node::Aggregate(aggregate) => {
            pin(&mut aggregate.expr, at);
            if let Some(param) = &mut aggregate.param {
                pin(param, at);
            }
        }
        Node::Sign { expr, .. } | Node::Paren(expr) => pin(expr, at),
        Node::Binary(binary) => {
            pin(&mut binary.left, at);
            pin(&mut binary.right, at);
        }
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
