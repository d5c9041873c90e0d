//! Every kind of panel with numbers that look real: `demo.html`.

use allclear::browser::effect::canvas;
use allclear::chart::data::Column;
use allclear::chart::{Frame, Limit, PanelKind, Phase, Series, Side, Slots, Span};
use allclear::config::private::Severity;
use allclear::ui::chart::Chart;
use leptos::prelude::*;
use metrics_engine::labels::LabelSet;
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;
use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;

const STEP: i64 = 15_000;

fn zone(at: Timestamp) -> Duration {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.0 as f64));
    Duration::from_secs(-60 * date.get_timezone_offset() as i64)
}

/// A pseudorandom number between 0 and 1.
fn noise(seed: i64, n: i64) -> f64 {
    let mut z = (seed * 7919 + n).cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((z ^ (z >> 27)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn soft(seed: i64, n: i64) -> f64 {
    (1..5).map(|k| noise(seed + k, n / (k * 3))).sum::<f64>() / 4.0
}

/// A frame of the last hour up to `now`, with a series for each name.
fn frame(
    range: TimeRange,
    unit: Unit,
    names: &[&str],
    value: impl Fn(usize, i64) -> Option<f64>,
) -> Frame {
    let mut frame = Frame::new(range, Duration(STEP), unit);
    let mut slots = Slots::default();
    let (first, last) = (range.after.0 / STEP, range.until.0 / STEP);
    for (index, name) in names.iter().enumerate() {
        let labels = LabelSet::new("m", &[("le", name)]);
        let entry = |n: i64| {
            value(index, n).map(|value| Entry { at: Timestamp(n * STEP), value: Some(value) })
        };
        let column: Column = (first..=last).filter_map(entry).collect();
        frame.series.push(Series {
            name: (*name).to_owned(),
            slot: slots.of(&labels),
            labels,
            column,
        });
    }
    frame
}

/// Fills an element with panels.
#[wasm_bindgen]
pub fn demo(place: web_sys::HtmlElement) {
    leptos::mount::mount_to(place, panels).forget();
}

#[allow(clippy::too_many_lines, reason = "a list of panels")]
fn panels() -> impl IntoView {
    provide_context(canvas::host());
    let until = (js_sys::Date::now() as i64) / STEP * STEP;
    let hour = TimeRange { after: Timestamp(until - 3_600_000), until: Timestamp(until) };
    let range = RwSignal::new(hour);
    let cursor = RwSignal::new(None);
    let on_zoom = Callback::new(move |to: Option<TimeRange>| range.set(to.unwrap_or(hour)));
    let begin = hour.after.0 / STEP;
    let mut all = Vec::new();
    let mut add =
        |title: &str, note: &str, class: &'static str, kind, make: fn(TimeRange, i64) -> Frame| {
            let frame = RwSignal::new(Arc::new(make(hour, begin)));
            Effect::new(move |_| frame.set(Arc::new(make(range.get(), begin))));
            let (id, title, note) = (all.len().to_string(), title.to_owned(), note.to_owned());
            let (description, href) = (String::new(), None::<String>);
            all.push(
            view! { <Chart id title frame kind cursor on_zoom zone note description href class/> },
        );
        };
    add("Questions answered", "", "quarter", PanelKind::Stat, |range, _| {
        frame(range, Unit::RequestsPerSecond, &["answered"], |_, n| Some(10.0 + 5.0 * soft(1, n)))
    });
    add("Memory", "", "quarter", PanelKind::Stat, |range, _| {
        frame(range, Unit::Bytes, &["heap"], |_, n| Some(1.8e7 + 5e6 * soft(2, n)))
    });
    add("Nothing here", "", "quarter", PanelKind::Stat, |range, _| {
        frame(range, Unit::Short, &[], |_, _| None)
    });
    add("Database connections", "", "quarter", PanelKind::Gauge, |range, _| {
        let mut frame = frame(range, Unit::Short, &["in use"], |_, _| Some(11.0));
        frame.max = Some(15.0);
        frame.limits = vec![Limit { value: 12.0, bad: Side::Above, severity: Severity::Warning }];
        frame
    });
    add("Answer time", "limit 1.2 s for p95", "main", PanelKind::Lines, |range, begin| {
        let mut frame = frame(range, Unit::Seconds, &["p50", "p95", "p99"], |index, n| {
            let slow = if (150..190).contains(&(n - begin)) { 0.6 } else { 0.0 };
            let is_there = !(66..78).contains(&(n - begin));
            let (low, wide) = [(0.2, 0.06), (0.4, 0.35), (0.6, 0.6)][index];
            is_there.then(|| low + wide * soft(index as i64 * 10, n) + slow * index as f64)
        });
        let within = |from: i64, to: i64| TimeRange {
            after: Timestamp((begin + from) * STEP),
            until: Timestamp((begin + to) * STEP),
        };
        frame.gaps = vec![within(66, 78)];
        frame.limits = vec![Limit { value: 1.2, bad: Side::Above, severity: Severity::Critical }];
        let span = |range, phase| Span {
            range,
            phase,
            severity: Severity::Critical,
            name: "Slow".to_owned(),
        };
        frame.spans =
            vec![span(within(152, 160), Phase::Pending), span(within(160, 191), Phase::Firing)];
        frame
    });
    add("Requests by route, per s", "", "side", PanelKind::Bars, |range, _| {
        let names = [
            "/api/chat",
            "/api/sources",
            "/api/auth/login",
            "/api/feedback",
            "/api/helpdesk",
            "<script>alert(1)</script>",
        ];
        frame(range, Unit::RequestsPerSecond, &names, |index, _| {
            Some([31.2, 12.9, 6.8, 3.1, 2.6, 1.5][index])
        })
    });
    add("Requests by status class, per s", "", "main", PanelKind::Stacked, |range, _| {
        frame(range, Unit::RequestsPerSecond, &["2xx", "3xx", "4xx", "5xx"], |index, n| {
            let (low, wide) = [(34.0, 16.0), (8.0, 6.0), (0.0, 4.0), (0.0, 1.5)][index];
            Some(low + wide * soft(index as i64 * 7, n))
        })
    });
    add("Where answers came from", "", "side", PanelKind::Pie, |range, _| {
        frame(range, Unit::Percent, &["Model", "Cache", "Helpdesk", "None"], |index, _| {
            Some([71.0, 18.0, 8.0, 3.0][index])
        })
    });
    add("Answer times by bucket", "darker is more", "half", PanelKind::Heatmap, |range, _| {
        let bounds = ["0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "10", "+Inf"];
        frame(range, Unit::Seconds, &bounds, |index, n| {
            let weight = |bucket: usize| {
                (-(bucket as f64 - 2.5 - soft(3, n)).powi(2) / 1.6).exp()
                    * (0.5 + noise(bucket as i64, n))
            };
            Some((0..=index).map(|bucket| (weight(bucket) * 20.0).floor()).sum())
        })
    });
    add("Requests", "", "half", PanelKind::Area, |range, _| {
        frame(range, Unit::RequestsPerSecond, &["all"], |_, n| Some(1200.0 + 900.0 * soft(9, n)))
    });
    add("Many series", "", "main", PanelKind::Lines, |range, _| {
        let names: Vec<String> = (0..20).map(|n| format!("instance-{n}:9090")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        frame(range, Unit::Bytes, &names, |index, n| {
            Some(1e8 * (index + 1) as f64 + 5e7 * soft(index as i64, n))
        })
    });
    add("Newest values", "", "side", PanelKind::Table, |range, _| {
        frame(range, Unit::Milliseconds, &["a", "b"], |index, n| {
            Some(10.0 + index as f64 + soft(5, n))
        })
    });
    view! { <div class="panels">{all}</div> }
}
