//! Charts: what stands around the drawing.

use super::tree::{by_id, one, tag, text, tree};
use super::{HOSTILE, NOON, html};
use allclear::chart::data::Column;
use allclear::chart::panels::{Body, Marks};
use allclear::chart::{Frame, PanelKind, Series, Slots};
use allclear::ui::chart::Chart;
use leptos::prelude::*;
use metrics_engine::labels::LabelSet;
use metrics_engine::series::{Entry, TimeRange};
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;
use roxmltree::Node;
use std::sync::Arc;

/// The elements below `node` of this name.
fn tags<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    node.descendants().filter(|node| node.has_tag_name(name)).collect()
}

fn utc(_: Timestamp) -> Duration {
    Duration::ZERO
}

/// Ten minutes of two series, of which the second has three times the values of the first. Its name is a stranger's.
fn frame() -> Frame {
    let minute = Duration::from_secs(60);
    let range = TimeRange { after: NOON - minute * 10, until: NOON };
    let mut frame = Frame::new(range, minute, Unit::None);
    let mut slots = Slots::default();
    for (name, value) in [("one", 10.0), (HOSTILE, 30.0)] {
        // A heatmap takes them for buckets.
        let labels = LabelSet::new("level", &[("le", &value.to_string())]);
        let entry = |n: i64| Entry { at: range.after + minute * n, value: Some(value) };
        let column: Column = (1..=10).map(entry).collect();
        frame.series.push(Series {
            name: name.to_owned(),
            slot: slots.of(&labels),
            labels,
            column,
        });
    }
    frame
}

fn chart(kind: PanelKind, frame: Frame) -> String {
    html(move || {
        let frame = RwSignal::new(Arc::new(frame));
        let (cursor, on_zoom) = (RwSignal::new(None), Callback::new(|_| ()));
        let (id, title, note) = ("cpu".to_owned(), HOSTILE.to_owned(), "two of three".to_owned());
        let (description, href) = ("What it is.".to_owned(), Some("#/dashboards/one".to_owned()));
        view! { <Chart id title frame kind cursor on_zoom zone=utc note description href class="half"/> }
    })
}

#[test]
fn every_kind_has_a_heading_and_a_picture_with_words() {
    for kind in PanelKind::ALL {
        tree(&chart(kind, frame()), |root| {
            let figure = tag(root, "figure");
            assert_eq!(figure.attribute("class"), Some("panel half"));
            let heading = tag(figure, "h2");
            assert_eq!(figure.attribute("aria-labelledby"), heading.attribute("id"));
            assert_eq!(text(heading), HOSTILE);
            assert_eq!(tag(heading, "a").attribute("href"), Some("#/dashboards/one"));
            let pictures = tags(figure, "canvas");
            assert_eq!(pictures.len(), usize::from(kind.kind().body != Body::Table), "{kind:?}");
            for picture in pictures {
                assert_eq!(picture.attribute("role"), Some("img"));
                let label = picture.attribute("aria-label").unwrap();
                assert!(label.starts_with(HOSTILE) && label.contains("2 series"), "{label}");
            }
            assert!(text(figure).contains("two of three") && text(figure).contains("What it is."));
        });
    }
}

#[test]
fn a_plot_is_a_stop_of_the_keyboard_and_says_what_keys_do() {
    tree(&chart(PanelKind::Lines, frame()), |root| {
        let plot = one(root, "chart");
        assert_eq!(plot.attribute("tabindex"), Some("0"));
        assert_eq!(plot.attribute("aria-roledescription"), Some("chart"));
        assert_eq!(plot.attribute("aria-label"), Some(HOSTILE));
        let hint = plot.attribute("aria-describedby").unwrap();
        assert!(text(by_id(plot, hint)).starts_with("Arrow keys move along the values"));
        let tooltip = tag(plot, "ul");
        assert_eq!(tooltip.attribute("aria-hidden"), Some("true"));
        assert!(tooltip.has_attribute("hidden"), "nobody points at anything");
    });
}

#[test]
fn a_legend_names_each_series_with_its_newest_value() {
    let entries = |kind| {
        tree(&chart(kind, frame()), |root| {
            let buttons = tags(root, "button").into_iter();
            let entry = |button: Node<'_, '_>| {
                let name = button.attribute("title")?;
                assert_eq!(button.attribute("aria-pressed"), Some("true"));
                assert_eq!(text(tag(button, "span")), name);
                Some((name.to_owned(), text(tag(button, "b"))))
            };
            buttons.filter_map(entry).collect::<Vec<_>>()
        })
    };
    let of = |one: &str, other: &str| {
        vec![("one".to_owned(), one.to_owned()), (HOSTILE.to_owned(), other.to_owned())]
    };
    assert_eq!(entries(PanelKind::Lines), of("10", "30"));
    assert_eq!(entries(PanelKind::Stacked), of("10", "30"));
    assert_eq!(entries(PanelKind::Pie), of("25.0\u{a0}%", "75.0\u{a0}%"), "parts of the whole");
    for kind in PanelKind::ALL {
        let has_legend = match kind.kind().body {
            Body::Plot(marks) => marks != Marks::None,
            body => body == Body::Shares,
        };
        assert_eq!(!entries(kind).is_empty(), has_legend, "{kind:?}");
    }
}

#[test]
fn a_gauge_is_a_meter_and_a_stat_a_number() {
    let mut frame = frame();
    frame.max = Some(40.0);
    tree(&chart(PanelKind::Gauge, frame.clone()), |root| {
        let meter = one(root, "dial");
        assert_eq!(meter.attribute("role"), Some("meter"));
        let value = |name| meter.attribute(name).unwrap();
        let values = ["aria-valuemin", "aria-valuenow", "aria-valuemax"].map(value);
        assert_eq!(values, ["0.000", "10.000", "40.000"]);
        assert_eq!(value("aria-valuetext"), "10 of 40");
        assert!(text(meter).contains("of 40"));
    });
    tree(&chart(PanelKind::Stat, frame), |root| {
        let number = one(root, "stat");
        assert_eq!(text(tag(number, "b")).trim(), "10");
        assert!(text(number).contains("highest 10"));
    });
}

#[test]
fn a_table_has_a_row_for_each_series_and_cannot_be_saved_as_a_picture() {
    tree(&chart(PanelKind::Table, frame()), |root| {
        let table = tag(root, "table");
        assert_eq!(text(tag(table, "caption")), HOSTILE);
        let rows: Vec<String> = tags(tag(table, "tbody"), "tr").into_iter().map(text).collect();
        assert_eq!(rows, ["one10".to_owned(), format!("{HOSTILE}30")]);
        let shown = tags(root, "button").into_iter().filter(|one| !one.has_attribute("hidden"));
        assert_eq!(shown.map(text).collect::<Vec<_>>(), ["CSV"]);
    });
}

#[test]
fn what_is_not_there_is_said() {
    let mut nothing = frame();
    nothing.series.clear();
    let words = |kind, frame| tree(&chart(kind, frame), text);
    assert!(words(PanelKind::Lines, nothing.clone()).contains("No series matches."));
    assert!(words(PanelKind::Gauge, nothing).contains("no value"));
    let mut old = frame();
    old.range = TimeRange {
        after: NOON + Duration::from_secs(600),
        until: NOON + Duration::from_secs(1200),
    };
    assert!(words(PanelKind::Lines, old).contains("No values in this range."));
}
