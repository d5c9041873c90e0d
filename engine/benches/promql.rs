//! The cost of evaluating an expression: nanoseconds per series and step, on 3,000 series over two hours at 241 steps.
//!
//! The shape is that of the benchmark of the Thanos engine (`engine/bench_test.go`): samples every 15 seconds, a step of 30 seconds.
//! `cargo bench -p metrics-engine --bench promql`.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement ends where something is missing, and it reads the clock"
)]

use metrics_engine::labels::NAME;
use metrics_engine::promql::eval::{self, Answer, Settings};
use metrics_engine::promql::parse;
use metrics_engine::promql::value::Grid;
use metrics_engine::series::SeriesId;
use metrics_engine::store::{Limits, Store};
use metrics_engine::time::{Duration, Timestamp};
use std::time::Instant;

const TARGETS: usize = 10;
const SERIES: usize = 3000;
const ROWS: i64 = 520;
const INTERVAL: i64 = 15_000;

fn main() {
    let store = store();
    let end = Timestamp((ROWS - 1) * INTERVAL);
    let start = end - Duration::from_secs(7200);
    let range = Grid::between(start, end, Duration::from_secs(30));
    println!("{SERIES} series, {} steps; best of 7, in ns per series and step", range.count);
    for text in [
        "x_total",
        "sum(x_total)",
        "sum by (pod) (x_total)",
        "rate(x_total[5m])",
        "sum(rate(x_total[5m]))",
        "sum by (pod) (rate(x_total[5m]))",
        "avg_over_time(x_total[5m])",
        "x_total / ignoring(code) group_left sum without (code) (x_total)",
        "topk(5, rate(x_total[5m]))",
        "quantile by (pod) (0.9, x_total)",
    ] {
        measure(&store, text, range);
    }
    println!("one step, the newest");
    let newest = Grid::instant(end);
    for text in ["x_total", "sum(rate(x_total[5m]))", "sum by (pod) (x_total)"] {
        measure(&store, text, newest);
    }
}

fn measure(store: &Store, text: &str, grid: Grid) {
    let expr = parse(text).unwrap();
    let mut best = f64::INFINITY;
    let mut n_found = 0;
    for _ in 0..7 {
        let began = Instant::now();
        let outcome = eval::evaluate(&expr, store, grid, &Settings::default()).unwrap();
        best = best.min(began.elapsed().as_secs_f64());
        let Answer::Vector(series) = outcome.answer else { return };
        n_found = series.len();
    }
    let per_point = best * 1e9 / (SERIES * grid.count) as f64;
    println!("{per_point:8.1}  {:8.2} ms  {n_found:5} series  {text}", best * 1e3);
}

/// Fills a store with counters, those of each target in one group.
fn store() -> Store {
    let mut store = Store::new(Limits::default());
    for (target, late) in (0..TARGETS).zip(0_i64..) {
        let group = store.group(&format!("target {target}"));
        let pod = format!("pod-{target}");
        let ids: Vec<SeriesId> = (0..SERIES / TARGETS)
            .map(|index| {
                let (path, code) = (format!("/path/{}", index / 3), format!("{}", 200 + index % 3));
                let labels = [(NAME, "x_total"), ("code", &code), ("path", &path), ("pod", &pod)];
                store.series(group, &labels).unwrap()
            })
            .collect();
        for row in 0..ROWS {
            let values = ids.iter().zip((0..7_i32).cycle());
            let values = values.map(|(id, pace)| (*id, f64::from(pace) * row as f64));
            let values: Vec<(SeriesId, f64)> = values.collect();
            // No two targets are scraped at the same instant.
            assert!(store.append(group, Timestamp(row * INTERVAL + late), &values, &[]));
        }
    }
    store
}
