//! Dashboards: the choice among them, the range of time, and the panels.

use super::choice;
use crate::browser::admin_shell::AdminShell;
use crate::browser::effect::turn::Job;
use crate::browser::ui::chart::{Chart, Zoom, chart};
use crate::browser::ui::markup::{Kept, acts, one_by_one, only, stamped, watch};
use crate::browser::ui::reactive::RwSignal;
use crate::browser::ui::stamp::Stamp;
use crate::chart::{Frame, Slots};
use crate::config::private::Panel;
use crate::console::Event;
use crate::route::{Range, Route, Screen};
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use crate::unit::Unit;
use crate::view::admin::dashboard::{choices, class, find, shown};
use leptos::prelude::{Get as _, GetUntracked as _, Track as _, WithUntracked as _};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use web_sys::Element;

/// The ranges that can be chosen: their seconds, with their words. `All` is everything.
const RANGES: [(i64, &str); 7] = [
    (300, "5 m"),
    (900, "15 m"),
    (3600, "1 h"),
    (21_600, "6 h"),
    (43_200, "12 h"),
    (86_400, "24 h"),
    (0, "All"),
];

fn range_of((seconds, _): (i64, &str)) -> Range {
    if seconds == 0 { Range::All } else { Range::Last(Duration::from_secs(seconds)) }
}

/// The screen.
pub(super) fn screen(desk: &'static AdminShell) -> Element {
    let cursor: RwSignal<Option<Timestamp>> = RwSignal::new(None);
    let is_live = RwSignal::new(true);
    let board = Kept::default();
    let live = is_live.clone();
    let all = desk.see_once(choices).unwrap_or_default();
    let screen = stamped(move || {
        let route = desk.route().get();
        let id = match &route.screen {
            Screen::Dashboard(id) => id.clone(),
            _ => None,
        };
        let title = desk.see_once(|scene| find(scene, id.as_deref()).map(|one| one.title.clone()));
        let first = all.first().and_then(|one| one.dashboards.first());
        let here = id.as_deref().or(first.map(|(id, _)| &**id)).unwrap_or_default();
        let way = |id: &str, name: &str, current: Option<&str>| {
            let to =
                Route { range: route.range, ..Route::to(Screen::Dashboard(Some(id.to_owned()))) };
            Stamp::of("dashboard-way")
                .set("way", "href", to.to_string())
                .attribute("way", "aria-current", current.map(str::to_owned))
                .text("way", name)
        };
        let (mut systems, mut siblings) = (Vec::new(), Vec::new());
        for one in &all {
            let is_here = one.dashboards.iter().any(|(id, _)| id == here);
            if let Some((first, _)) = one.dashboards.first() {
                systems.push(way(first, &one.name, is_here.then_some("true")));
            }
            if is_here && one.dashboards.len() > 1 {
                let sibling =
                    |(id, name): &(String, String)| way(id, name, (id == here).then_some("page"));
                siblings.extend(one.dashboards.iter().map(sibling));
            }
        }
        let alone = route.panel.clone();
        let key =
            ["\n", id.as_deref().unwrap_or_default(), "\n", alone.as_deref().unwrap_or_default()]
                .concat();
        let board = board.get(&key, || panels(desk, id, alone, &cursor, &is_live));
        let stamp = Stamp::of("dashboard")
            .text("title", title.flatten().unwrap_or_else(|| "Dashboards".to_owned()))
            .say("live", "aria-pressed", is_live.get())
            .children("systems", systems)
            .hide("siblings", siblings.is_empty())
            .children("siblings", siblings)
            .own("board", only(board));
        ranged(stamp, &route)
    });
    acts(&screen, "click", move |act, _| match act {
        "live" => live.update(|live| *live = !*live),
        "look" => desk.dispatch(Event::CheckAllRequested),
        _ => seek(desk, act),
    });
    screen
}

/// Goes to another range on the same screen.
fn go_to(desk: &'static AdminShell, range: Range) {
    desk.go(Route { range, ..desk.route().get_untracked() }, false);
}

/// Where a panel goes when a person selects a part of it: to that range, or back.
pub(super) fn zoom(desk: &'static AdminShell) -> Zoom {
    Rc::new(move |range| go_to(desk, range.map_or_else(Range::default, Range::Between)))
}

/// The picker of ranges; a moment that is held has a way back.
pub(super) fn ranged(stamp: Stamp, route: &Route) -> Stamp {
    let one = |range: (i64, &str)| {
        choice(range.1, &["range ", range.1].concat(), route.range == range_of(range))
    };
    let back =
        if let Range::Between(_) = route.range { vec![Stamp::of("back")] } else { Vec::new() };
    stamp.children("back", back).each("ranges", RANGES, one)
}

/// What the picker understands of what is clicked.
pub(super) fn seek(desk: &'static AdminShell, act: &str) {
    if act == "now" {
        go_to(desk, Range::default());
    } else if let Some(word) = act.strip_prefix("range ")
        && let Some(range) = RANGES.into_iter().find(|(_, known)| *known == word)
    {
        go_to(desk, range_of(range));
    }
}

/// The panels of a dashboard, or the one that stands alone.
fn panels(
    desk: &'static AdminShell,
    id: Option<String>,
    alone: Option<String>,
    cursor: &RwSignal<Option<Timestamp>>,
    is_live: &RwSignal<bool>,
) -> Element {
    let found =
        desk.see_once(|scene| find(scene, id.as_deref()).map(|one| one.panels.clone())).flatten();
    let Some(mut all) = found else {
        let words = match id {
            Some(id) => ["There is no dashboard ", &id, ". "].concat(),
            None => {
                "allclear.yaml has no dashboard, and no system whose preset brings one. ".to_owned()
            }
        };
        return Stamp::of("no-dashboard").text("words", words).build().root().clone();
    };
    let alone = alone.filter(|alone| all.iter().any(|panel| panel.id == *alone));
    if let Some(alone) = &alone {
        all.retain(|panel| panel.id == *alone);
    }
    let board = Stamp::of("panels").build().root().clone();
    let (mut all, cursor, is_live) = (all.into_iter(), cursor.clone(), is_live.clone());
    one_by_one(&board, move || {
        let one = all.next()?;
        Some(panel(desk, one, alone.is_some(), cursor.clone(), is_live.clone()))
    });
    board
}

/// One panel.
fn panel(
    desk: &'static AdminShell,
    panel: Panel,
    is_alone: bool,
    cursor: RwSignal<Option<Timestamp>>,
    is_live: RwSignal<bool>,
) -> Element {
    let (kind, id) = (panel.kind, panel.id.clone());
    let title = panel.title.clone();
    let description = if is_alone { panel.description.clone() } else { String::new() };
    let class = if is_alone { "alone" } else { class(panel.width) };
    let slots = RefCell::new(Slots::default());
    let note = RwSignal::new(String::new());
    let empty = Arc::new(Frame::new(TimeRange::ALL, Duration::ZERO, Unit::Short));
    let frame = RwSignal::new(empty);
    let (told, drawn) = (note.clone(), frame.clone());
    let look = move || {
        let range = desk.route().with_untracked(|route| route.range);
        let seen = desk.see_once(|scene| {
            let oldest = scene.work.store().usage().oldest;
            shown(scene, &panel, range.span(scene.now, oldest), &mut slots.borrow_mut())
        });
        if let Some(seen) = seen {
            told.set(seen.remark);
            drawn.set(Arc::new(seen.frame));
        }
    };
    look();
    // All panels have something to look at with the same sample: each does so in a turn of its own.
    let look = Job::new(move || {
        look();
        false
    });
    let is_new = Cell::new(true);
    watch(move || {
        desk.route().track();
        // Paused panels stand still until another range is chosen.
        if is_live.get() {
            desk.track_samples();
        }
        if !is_new.replace(false) {
            look.ask();
        }
    });
    let href = move || {
        let panel = Some(id.clone()).filter(|_| !is_alone);
        Some(Route { panel, ..desk.route().get() }.to_string())
    };
    chart(Chart {
        title,
        frame,
        kind,
        cursor,
        zoomed: zoom(desk),
        zone: desk.zone_offset,
        note,
        description,
        href: Box::new(href),
        class,
    })
}
