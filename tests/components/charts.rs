//! Charts: what stands around the drawing.

use super::tree::{all, by_id, one, tag, text, tree};
use super::{HOSTILE, NOON, html};
use allclear::chart::data::Column;
use allclear::chart::panels::{Body, Marks};
use allclear::chart::{Frame, PanelKind, Series, Slots, ValueMapping};
use allclear::config::private::Severity;
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
            assert_eq!(pictures.len(), usize::from(kind.kind().body.is_drawn()), "{kind:?}");
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
        assert!(tooltip.has_attribute("hidden"), "the pointer is elsewhere");
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
            Body::Plot(marks) => matches!(marks, Marks::Curves | Marks::Stack),
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
        assert!(text(number).contains("max 10"));
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
    for kind in PanelKind::ALL {
        let words = words(kind, nothing.clone());
        assert!(words.contains("No matching seriesWhat it is."), "{kind:?}: {words}");
    }
    let mut old = frame();
    old.range = TimeRange {
        after: NOON + Duration::from_secs(600),
        until: NOON + Duration::from_secs(1200),
    };
    assert!(words(PanelKind::Lines, old).contains("No data in this range."));
}

#[test]
fn a_description_explains_the_panel_and_stands_where_the_chart_would_be() {
    let described = |frame: Frame| {
        html(move || {
            let frame = RwSignal::new(Arc::new(frame));
            let (cursor, on_zoom) = (RwSignal::new(None), Callback::new(|_| ()));
            let (id, title, note) = ("cpu".to_owned(), "CPU".to_owned(), String::new());
            let (description, href) = (format!("`rate` of {HOSTILE}"), None::<String>);
            let kind = PanelKind::Lines;
            view! { <Chart id title frame kind cursor on_zoom zone=utc note description href class="half"/> }
        })
    };
    tree(&described(frame()), |root| {
        let about = one(root, "about");
        assert!(!about.has_attribute("hidden"));
        assert_eq!(tag(about, "summary").attribute("aria-label"), Some("About CPU"));
        assert_eq!(text(tag(about, "code")), "rate");
        assert_eq!(text(tag(about, "p")), format!("rate of {HOSTILE}"));
        assert!(all(root, "empty").is_empty());
    });
    let mut nothing = frame();
    nothing.series.clear();
    tree(&described(nothing), |root| {
        assert!(one(root, "about").has_attribute("hidden"), "it stands in the panel");
        let empty = one(root, "empty");
        assert_eq!(text(tag(empty, "b")), "No matching series");
        assert_eq!(text(tag(empty, "code")), "rate");
        let plot = one(root, "chart").parent().unwrap().parent().unwrap();
        assert!(plot.has_attribute("hidden"), "no empty axes beside the reason");
    });
}

#[test]
fn of_many_series_the_legend_names_eight_and_counts_the_rest() {
    let mut many = frame();
    let first = many.series[0].clone();
    many.series = (0..21)
        .map(|n| {
            let labels = LabelSet::new("level", &[("n", &n.to_string())]);
            Series { name: format!("s{n}"), labels, ..first.clone() }
        })
        .collect();
    tree(&chart(PanelKind::Lines, many), |root| {
        let legend = one(root, "legend");
        let buttons: Vec<String> = tags(legend, "button").into_iter().map(text).collect();
        assert_eq!(buttons.len(), 9);
        assert!(buttons[7].starts_with("s7"), "{buttons:?}");
        assert_eq!(buttons[8], "+13 more");
        let more = tags(legend, "button").pop().unwrap();
        assert_eq!(more.attribute("aria-expanded"), Some("false"));
    });
}

#[test]
fn a_value_with_a_word_is_that_word_in_its_colour() {
    let mut health = frame();
    let mapping = |value, text: &str, severity| ValueMapping {
        value,
        to: None,
        text: text.to_owned(),
        severity,
    };
    health.mappings = vec![
        mapping(30.0, "Operational", None),
        mapping(10.0, "Degraded", Some(Severity::Warning)),
    ];
    tree(&chart(PanelKind::Stat, health.clone()), |root| {
        let stat = one(root, "stat");
        assert_eq!(stat.attribute("data-status"), Some("degraded"));
        assert_eq!(text(one(stat, "word")), "Degraded");
        assert!(!text(stat).contains("max"), "a state has no highest value: {}", text(stat));
    });
    tree(&chart(PanelKind::Table, health.clone()), |root| {
        let rows = tags(tag(root, "tbody"), "tr").into_iter().map(text);
        assert_eq!(
            rows.collect::<Vec<_>>(),
            ["oneDegraded".to_owned(), format!("{HOSTILE}Operational")]
        );
    });
    tree(&chart(PanelKind::States, health), |root| {
        let label = tag(root, "canvas").attribute("aria-label").unwrap();
        assert!(label.contains("one: now Degraded"), "{label}");
    });
}
