//! Calls of functions.

use super::Evaluator;
use super::samples;
use crate::promql::ast::Expr;
use crate::promql::functions::{Call, Compute, Function};
use crate::promql::point::Point;
use crate::promql::value::{Grid, Scalar, Series, Value, Vector};
use crate::promql::window::Window;
use crate::promql::{Error, Span};

/// A function of a vector.
type OfVector = for<'v> fn(&mut Call<'_>, Vec<Value<'v>>) -> Result<Vector<'v>, Error>;

impl<'a> Evaluator<'a> {
    /// Passes the results of a function on the windows of each series to `each`.
    pub(super) fn windows(
        &mut self,
        function: &Function,
        compute: fn(&Window<'_>, &[f64]) -> Option<f64>,
        args: &'a [Expr],
        grid: Grid,
        each: &mut dyn FnMut(&Series<'a>, &[Point]),
    ) -> Result<(), Error> {
        let Some(range) = args.iter().find(|arg| samples::of(arg).is_some()) else { return Ok(()) };
        let numbers = args.iter().filter(|arg| samples::of(arg).is_none());
        let numbers: Vec<Scalar> =
            numbers.map(|arg| self.scalar(arg, grid)).collect::<Result<_, _>>()?;
        let keeps_name = matches!(function.compute, Compute::Sample(_));
        let delays_names = self.settings.delays_names;
        let mut at_step = Numbers::new(&numbers);
        let mut points = vec![Point::NONE; grid.count];
        let mut doubtful: Vec<String> = Vec::new();
        let mut any = false;
        self.each_range(range, grid, &mut |series, samples, ends, length| {
            points.fill(Point::NONE);
            samples.slide(ends, length, grid, |step, window| {
                any = true;
                if let Some(point) = points.get_mut(step) {
                    *point = compute(window, at_step.at(step)).into();
                }
            });
            if !points.iter().any(|point| point.is_some()) {
                return;
            }
            let name = series.labels.name();
            if function.expects_counter() && !is_counter(name) {
                doubtful.push(name.to_owned());
            }
            let labels = series.labels.clone();
            let series = match (keeps_name, delays_names) {
                (true, _) => Series { labels, drops_name: series.drops_name },
                (false, true) => Series { labels, drops_name: true },
                (false, false) => Series { labels: labels.without_name(), drops_name: true },
            };
            each(&series, &points);
        })?;
        doubtful.sort_unstable();
        doubtful.dedup();
        for name in doubtful {
            let reason =
                "metric might not be a counter, name does not end in _total/_sum/_count/_bucket";
            self.annotations.info(range.span, format!("{reason}: {name:?}"));
        }
        if let (true, Some(remark)) = (any, function.remark()) {
            for (number, arg) in numbers.iter().zip(args) {
                for step in 0..number.steps(grid.count) {
                    if let Some(message) = remark(number.at(step)) {
                        self.annotations.warn(arg.span, message);
                    }
                }
            }
        }
        Ok(())
    }

    /// Applies a function to each value of a vector, or of the time where there is none.
    pub(super) fn each_value(
        &mut self,
        compute: fn(f64, &[f64]) -> Option<f64>,
        args: &'a [Expr],
        grid: Grid,
        span: Span,
    ) -> Result<Value<'a>, Error> {
        let (mut vector, rest) = match args.split_first() {
            Some((first, rest)) => (self.vector(first, grid)?, rest),
            None => (of_scalar(&time(grid), grid.count), args),
        };
        let numbers: Vec<Scalar> =
            rest.iter().map(|arg| self.scalar(arg, grid)).collect::<Result<_, _>>()?;
        let mut at_step = Numbers::new(&numbers);
        vector.map_values(|step, value| compute(value, at_step.at(step)));
        self.rename(vector, span).map(Value::Vector)
    }

    /// Applies a function to the values of all arguments.
    pub(super) fn whole_vector(
        &mut self,
        compute: OfVector,
        args: &'a [Expr],
        grid: Grid,
        span: Span,
    ) -> Result<Value<'a>, Error> {
        let values: Vec<Value<'a>> =
            args.iter().map(|arg| self.value(arg, grid)).collect::<Result<_, _>>()?;
        let spans: Vec<Span> = args.iter().map(|arg| arg.span).collect();
        let delays_names = self.settings.delays_names;
        let annotations = &mut self.annotations;
        let mut call = Call { args: &spans, span, grid, delays_names, annotations };
        compute(&mut call, values).map(Value::Vector)
    }
}

/// Returns whether the name is one that counters have by convention, or none.
fn is_counter(name: &str) -> bool {
    name.is_empty()
        || ["_total", "_sum", "_count", "_bucket"].iter().any(|suffix| name.ends_with(suffix))
}

/// Returns the seconds since 1970 at each step.
pub(super) fn time(grid: Grid) -> Scalar {
    let seconds = |step| grid.at(step).0 as f64 / 1000.0;
    if grid.count == 1 {
        Scalar::Constant(seconds(0))
    } else {
        Scalar::Steps((0..grid.count).map(seconds).collect())
    }
}

/// Returns a vector of one series without labels.
pub(super) fn of_scalar<'a>(scalar: &Scalar, steps: usize) -> Vector<'a> {
    let mut vector = Vector::new(steps);
    vector.push(Series::default(), (0..steps).map(|step| Point::new(scalar.at(step))));
    vector
}

/// The scalar arguments of a function at one step after the other.
struct Numbers<'s> {
    scalars: &'s [Scalar],
    now: Vec<f64>,
    /// Whether they are the same at all steps.
    are_constant: bool,
}

impl<'s> Numbers<'s> {
    fn new(scalars: &'s [Scalar]) -> Self {
        let now = scalars.iter().map(|scalar| scalar.at(0)).collect();
        let are_constant = scalars.iter().all(|scalar| matches!(scalar, Scalar::Constant(_)));
        Self { scalars, now, are_constant }
    }

    #[inline]
    fn at(&mut self, step: usize) -> &[f64] {
        if !self.are_constant {
            for (number, scalar) in self.now.iter_mut().zip(self.scalars) {
                *number = scalar.at(step);
            }
        }
        &self.now
    }
}
