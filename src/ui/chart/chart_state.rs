//! The state of a chart, and the actions of a person on it.

mod crosshair;

pub(super) use self::crosshair::Crosshair;
use super::canvas::Canvas;
use crate::chart::axis::calendar::Wall;
use crate::chart::panels::{Body, Kind, Values};
use crate::chart::summary::summary;
use crate::chart::{Frame, Layout, PanelKind, Slot, View};
use leptos::prelude::*;
use metrics_engine::labels::LabelSet;
use metrics_engine::series::TimeRange;
use metrics_engine::time::{Duration, Timestamp};
use metrics_engine::unit::Unit;
use std::rc::Rc;
use std::sync::Arc;

/// The state of one chart: handles to its signals, which are cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct ChartState {
    id: StoredValue<String>,
    pub(super) title: StoredValue<String>,
    pub(super) frame: Signal<Arc<Frame>>,
    kind: PanelKind,
    /// The instant that all charts of a page point at.
    pub(super) cursor: RwSignal<Option<Timestamp>>,
    /// Called with the range that a person selected, and with `None` when they want to go back.
    pub(super) on_zoom: Callback<Option<TimeRange>>,
    zone: fn(Timestamp) -> Duration,
    /// Series that are switched off, by labels: an index may be another series in the next frame.
    pub(super) hidden: RwSignal<Vec<LabelSet>>,
    /// Where things are, since the chart was drawn.
    pub(super) layout: RwSignal<Option<Layout>>,
    pub(super) crosshair: RwSignal<Crosshair>,
    /// From where to where a person is selecting, in CSS pixels.
    pub(super) selection: RwSignal<Option<(f64, f64)>>,
    table: RwSignal<bool>,
    /// Whether there has been no series so far. A range without any keeps the axes of the others, on which a person goes back.
    pub(super) is_empty: Memo<bool>,
    /// The description of the picture for a screen reader.
    pub(super) label: Memo<String>,
    /// The result of a key, in words, for a screen reader.
    pub(super) announcement: RwSignal<String>,
    /// The pending announcement.
    pub(super) speech: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    pub(super) canvas: StoredValue<Option<Rc<dyn Canvas>>, LocalStorage>,
}

impl ChartState {
    pub(super) fn new(
        id: String,
        title: String,
        frame: Signal<Arc<Frame>>,
        kind: PanelKind,
        cursor: RwSignal<Option<Timestamp>>,
        on_zoom: Callback<Option<TimeRange>>,
        zone: fn(Timestamp) -> Duration,
    ) -> Self {
        let title = StoredValue::new(title);
        let hidden = RwSignal::new(Vec::new());
        // Another sentence with another range or another choice of series, not with every sample.
        let reason = Memo::new(move |_| {
            let frame = frame.read();
            (frame.range.until.since(frame.range.after), flags(&frame, &hidden.read()))
        });
        let label = Memo::new(move |_| {
            // Read, not only tracked: a memo without readers computes nothing and follows nothing.
            reason.with(|_| ());
            untrack(|| {
                let frame = frame.read();
                let (range, hidden) = (frame.range, flags(&frame, &hidden.read()));
                let view = View { kind, range, hidden: &hidden, zone: &zone };
                title.with_value(|title| summary(title, &frame, &view))
            })
        });
        Self {
            id: StoredValue::new(id),
            title,
            frame,
            kind,
            cursor,
            on_zoom,
            zone,
            hidden,
            layout: RwSignal::new(None),
            crosshair: RwSignal::new(Crosshair::default()),
            selection: RwSignal::new(None),
            table: RwSignal::new(false),
            is_empty: Memo::new(move |was: Option<&bool>| {
                was.copied().unwrap_or(true) && frame.read().series.is_empty()
            }),
            label,
            announcement: RwSignal::new(String::new()),
            speech: StoredValue::new_local(None),
            canvas: StoredValue::new_local(None),
        }
    }

    /// Returns an id for an element of this chart.
    pub(super) fn element_id(self, name: &str) -> String {
        self.id.with_value(|id| format!("chart-{id}-{name}"))
    }

    /// Returns the description of the chart's kind.
    pub(super) fn kind(self) -> &'static Kind {
        self.kind.kind()
    }

    /// Whether the chart has a time axis that pointer and keys move along.
    pub(super) fn is_plot(self) -> bool {
        matches!(self.kind().body, Body::Plot(_))
    }

    /// Whether a table is shown in place of the drawing.
    pub(super) fn shows_table(self) -> bool {
        self.kind().body == Body::Table || self.table.get()
    }

    /// Shows the table in place of the drawing, or the drawing again.
    pub(super) fn toggle_table(self) {
        self.table.update(|table| *table = !*table);
    }

    /// Reads frame and view, and subscribes to both.
    pub(super) fn with<T>(self, read: impl FnOnce(&Frame, &View) -> T) -> T {
        let frame = self.frame.read();
        let hidden = flags(&frame, &self.hidden.read());
        let view = View { kind: self.kind, range: frame.range, hidden: &hidden, zone: &self.zone };
        read(&frame, &view)
    }

    /// Zooms to the time between two places.
    pub(super) fn zoom(self, from: f64, to: f64) {
        let Some(layout) = self.layout.get_untracked() else { return };
        let (after, until) = (layout.time(from.min(to)), layout.time(from.max(to)));
        let range = TimeRange { after, until };
        if self.is_long_enough(range) {
            self.point_nowhere();
            self.on_zoom.run(Some(range));
        }
    }

    /// Whether a range holds at least two samples: with fewer, nothing is seen.
    pub(super) fn is_long_enough(self, range: TimeRange) -> bool {
        let interval = self.frame.read_untracked().interval;
        range.until.since(range.after).0 >= interval.0.saturating_mul(2).max(1000)
    }

    /// Switches a series off or on.
    pub(super) fn toggle(self, labels: &LabelSet) {
        self.hidden.update(|hidden| match hidden.iter().position(|one| one == labels) {
            Some(index) => drop(hidden.swap_remove(index)),
            None => hidden.push(labels.clone()),
        });
    }

    /// Shows one series alone; all of them where it is alone already.
    pub(super) fn isolate(self, labels: &LabelSet) {
        let frame = self.frame.get_untracked();
        let others = frame.series.iter().map(|series| &series.labels).filter(|one| *one != labels);
        let others: Vec<LabelSet> = others.cloned().collect();
        self.hidden.update(|hidden| {
            let is_alone =
                others.iter().all(|other| hidden.contains(other)) && !hidden.contains(labels);
            *hidden = if is_alone { Vec::new() } else { others };
        });
    }

    /// Returns a value as its word or in the frame's unit. The unit of a histogram is that of its bounds: its values are counts.
    pub(super) fn number(self, value: f64) -> String {
        let frame = self.frame.read();
        if self.kind().values == Values::Buckets {
            return Unit::Short.write(value, frame.range.until).text();
        }
        frame.write(value)
    }

    /// Returns an instant on the shown clock, with its date where the range spans several days.
    pub(super) fn clock(self, at: Timestamp) -> String {
        let wall = |at: Timestamp| Wall::of(at, (self.zone)(at));
        let range = self.frame.read().range;
        let time = wall(at).seconds();
        if wall(range.after).day() == wall(range.until).day() {
            time
        } else {
            format!("{} {time}", wall(at).day_of_month())
        }
    }
}

/// Returns for each series of a frame whether it is switched off.
fn flags(frame: &Frame, hidden: &[LabelSet]) -> Vec<bool> {
    frame.series.iter().map(|series| hidden.contains(&series.labels)).collect()
}

/// Returns the number by which the style sheet knows the colour of a series.
pub(super) fn color_number(slot: Slot) -> String {
    (slot.color() + 1).to_string()
}
