//! What a panel remembers, and what a person can do to it.

use super::Zoom;
use super::surface::Surface;
use crate::browser::ui::reactive::{RwSignal, TimeoutHandle, untrack};
use crate::chart::axis::calendar::Wall;
use crate::chart::{Frame, Layout, Mark, PanelKind, Series, View};
use crate::labels::LabelSet;
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use crate::unit::Unit;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Panels so far: each has ids of its own.
static PANELS: AtomicUsize = AtomicUsize::new(0);

/// One panel's state.
pub(super) struct State {
    pub(super) title: String,
    pub(super) frame: RwSignal<Arc<Frame>>,
    pub(super) kind: PanelKind,
    /// The instant that all panels point at.
    pub(super) cursor: RwSignal<Option<Timestamp>>,
    pub(super) zoomed: Zoom,
    pub(super) zone: fn(Timestamp) -> Duration,
    /// Series that are switched off, by labels: an index may be another series in the next frame.
    pub(super) hidden: RwSignal<Vec<LabelSet>>,
    /// Where things are, since the panel was drawn.
    pub(super) layout: RwSignal<Option<Layout>>,
    pub(super) moves: RwSignal<Moves>,
    /// What a key led to, in words.
    pub(super) said: RwSignal<String>,
    /// When that will be said.
    pub(super) speech: Cell<Option<TimeoutHandle>>,
    pub(super) surface: RefCell<Option<Rc<Surface>>>,
    number: usize,
}

/// What pointer and keyboard did to a panel.
#[derive(Clone, Copy, Default)]
pub(super) struct Moves {
    /// Whether they are on this panel, which alone shows the tip.
    pub(super) is_here: bool,
    /// Whether the crosshair stays where it is.
    pub(super) is_pinned: bool,
    /// The series that the keyboard walks along, by index.
    pub(super) walked: usize,
    /// From where to where a person is selecting, in CSS pixels.
    pub(super) selected: Option<(f64, f64)>,
    pub(super) shows_table: bool,
}

impl State {
    pub(super) fn new(
        title: String,
        frame: RwSignal<Arc<Frame>>,
        kind: PanelKind,
        cursor: RwSignal<Option<Timestamp>>,
        zoomed: Zoom,
        zone: fn(Timestamp) -> Duration,
    ) -> Rc<Self> {
        Rc::new(Self {
            title,
            frame,
            kind,
            cursor,
            zoomed,
            zone,
            hidden: RwSignal::default(),
            layout: RwSignal::default(),
            moves: RwSignal::default(),
            said: RwSignal::default(),
            speech: Cell::default(),
            surface: RefCell::default(),
            number: PANELS.fetch_add(1, Ordering::Relaxed),
        })
    }

    /// Notes what pointer or keyboard did.
    pub(super) fn note(&self, change: impl FnOnce(&mut Moves)) {
        self.moves.update(change);
    }

    /// An id of this panel's own.
    pub(super) fn id(&self, name: &str) -> String {
        ["chart-", &self.number.to_string(), "-", name].concat()
    }

    /// Whether it has a time axis under a pointer and keys.
    pub(super) fn is_plot(&self) -> bool {
        use PanelKind::{Area, Heatmap, Lines, Stacked};
        matches!(self.kind, Lines | Area | Stacked | Heatmap)
    }

    /// Frame and view as they are; what is read here is followed.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Frame, &View) -> T) -> T {
        let (frame, hidden) = self.seen();
        let (range, zone) = (frame.range, &self.zone);
        read(&frame, &View { kind: self.kind, range, hidden: &hidden, zone })
    }

    /// The frame, and which of its series are switched off.
    #[inline(never)]
    fn seen(&self) -> (Arc<Frame>, Vec<bool>) {
        let frame = self.frame.get();
        let hidden = self.hidden.with(|hidden| {
            frame.series.iter().map(|series| hidden.contains(&series.labels)).collect()
        });
        (frame, hidden)
    }

    /// The samples at the crosshair.
    pub(super) fn marks(&self) -> Vec<Mark> {
        // What is beyond the plot has no place on it.
        let Some(at) = self.cursor.get().filter(|_| self.cross().is_some()) else {
            return Vec::new();
        };
        self.layout.with(|layout| {
            let marks = |layout: &Layout| self.with(|frame, view| layout.marks(frame, view, at));
            layout.as_ref().map(marks).unwrap_or_default()
        })
    }

    /// Where the crosshair is, in CSS pixels, if it is within the plot.
    pub(super) fn cross(&self) -> Option<f64> {
        let at = self.cursor.get()?;
        let layout = self.layout.get()?;
        let x = layout.x(at);
        (layout.plot.x - 0.5 <= x && x <= layout.plot.right() + 0.5).then_some(x)
    }

    /// Points at the sample nearest to a place; at the place itself where there is none nearby.
    pub(super) fn point_at(&self, x: f64) {
        let Some(layout) = self.layout.get_untracked() else { return };
        let at = layout.time(x);
        let marks = untrack(|| self.with(|frame, view| layout.marks(frame, view, at)));
        let nearest = marks.iter().min_by_key(|mark| mark.at.since(at).0.abs());
        let at = Some(nearest.map_or(at, |mark| mark.at));
        // Most moves stay at the same sample, and every panel follows this signal.
        if self.cursor.get_untracked() != at {
            self.cursor.set(at);
        }
    }

    /// Takes the crosshair away.
    pub(super) fn point_nowhere(&self) {
        self.note(|moves| moves.is_pinned = false);
        self.cursor.set(None);
    }

    /// Looks at the time between two places.
    pub(super) fn zoom(&self, from: f64, to: f64) {
        let Some(layout) = self.layout.get_untracked() else { return };
        let (after, until) = (layout.time(from.min(to)), layout.time(from.max(to)));
        // Less than two samples show nothing.
        let least = self.frame.get_untracked().interval.0.saturating_mul(2).max(1000);
        if until.since(after).0 >= least {
            self.point_nowhere();
            (self.zoomed)(Some(TimeRange { after, until }));
        }
    }

    /// Switches a series off or on.
    pub(super) fn toggle(&self, labels: &LabelSet) {
        self.hidden.update(|hidden| match hidden.iter().position(|one| one == labels) {
            Some(place) => drop(hidden.swap_remove(place)),
            None => hidden.push(labels.clone()),
        });
    }

    /// Shows one series alone; all of them where it is alone already.
    pub(super) fn isolate(&self, labels: &LabelSet) {
        let frame = self.frame.get_untracked();
        let others = frame.series.iter().map(|series| &series.labels).filter(|one| *one != labels);
        let others: Vec<LabelSet> = others.cloned().collect();
        self.hidden.update(|hidden| {
            let is_alone =
                others.iter().all(|other| hidden.contains(other)) && !hidden.contains(labels);
            *hidden = if is_alone { Vec::new() } else { others };
        });
    }

    /// A value in the frame's unit. That of a histogram belongs to its bounds: its values are counts.
    pub(super) fn number(&self, value: f64) -> String {
        let is_histogram = self.kind == PanelKind::Heatmap;
        self.frame.with(|frame| {
            let unit = if is_histogram { Unit::Short } else { frame.unit };
            unit.write(value, frame.range.until).text()
        })
    }

    /// An instant on the shown clock, with its date where the range has more than one.
    pub(super) fn clock(&self, at: Timestamp) -> String {
        let wall = |at: Timestamp| Wall::of(at, (self.zone)(at));
        let range = self.frame.with(|frame| frame.range);
        let time = wall(at).seconds();
        if wall(range.after).day() == wall(range.until).day() {
            time
        } else {
            [wall(at).day_of_month().as_str(), " ", &time].concat()
        }
    }
}

/// The number by which the style sheet knows the colour of a series.
pub(super) fn slot(series: &Series) -> String {
    (series.slot.color() + 1).to_string()
}
