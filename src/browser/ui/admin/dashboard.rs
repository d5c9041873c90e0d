//! Dashboards: the choice among them, the range of time, and the panels.

use super::{button, choice, segmented};
use crate::browser::desk::Desk;
use crate::browser::ui::chart::{Chart, chart};
use crate::browser::ui::markup::{El, el, icon};
use crate::browser::ui::reactive::{Callback, RwSignal, Signal, StoredValue, effect};
use crate::chart::{Frame, Slots};
use crate::config::private::Panel;
use crate::console::Event;
use crate::route::{Range, Route, Screen};
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use crate::unit::Unit;
use crate::view::admin::dashboard::{Choice, choices, class, find, shown};
use std::cell::Cell;
use std::sync::Arc;

/// The ranges that can be chosen, with their words.
const RANGES: [(i64, &str); 6] = [
    (300, "5 m"),
    (900, "15 m"),
    (3600, "1 h"),
    (21_600, "6 h"),
    (43_200, "12 h"),
    (86_400, "24 h"),
];

/// The screen.
pub(super) fn screen(desk: Desk) -> Vec<El> {
    let id = move || {
        desk.route.with(|route| match &route.screen {
            Screen::Dashboard(id) => id.clone(),
            _ => None,
        })
    };
    let alone = move || desk.route.with(|route| route.panel.clone());
    let title = move || {
        let title = |id: Option<String>| {
            desk.see_once(|scene| find(scene, id.as_deref()).map(|one| one.title.clone()))
        };
        title(id()).flatten().unwrap_or_else(|| "Dashboards".to_owned())
    };
    let cursor: RwSignal<Option<Timestamp>> = RwSignal::new(None);
    let is_live = RwSignal::new(true);
    let tools = el("div").class("cluster").children(ranges(desk)).child(refresh(desk, is_live));
    let bar = el("div").class("bar").child(el("h1").live_text(title)).child(tools);
    let key =
        move || [id().unwrap_or_default(), "\n".to_owned(), alone().unwrap_or_default()].concat();
    let panels = el("div")
        .class("board")
        .live_on(key, move || vec![panels(desk, id(), alone(), cursor, is_live)]);
    vec![bar, chooser(desk, id), panels]
}

/// Goes to another range on the same screen.
fn go_to(desk: Desk, range: Range) {
    desk.go(Route { range, ..desk.route.get_untracked() }, false);
}

/// The picker of ranges; a moment that is held has a way back.
pub(super) fn ranges(desk: Desk) -> Vec<El> {
    let current = move || desk.route.with(|route| route.range);
    let one = move |(range, word): (Range, &'static str)| {
        choice(word, move || current() == range, move || go_to(desk, range))
    };
    let last =
        RANGES.into_iter().map(|(seconds, word)| (Range::Last(Duration::from_secs(seconds)), word));
    let all = last.chain([(Range::All, "All")]);
    let is_held = move || matches!(current(), Range::Between(_));
    let back = el("span").live_on(
        move || is_held().to_string(),
        move || {
            let back = || button("Back to now", move || go_to(desk, Range::default()));
            if is_held() { vec![back()] } else { Vec::new() }
        },
    );
    vec![back, segmented("Range", all.map(one))]
}

/// Whether the panels move on, and at once.
fn refresh(desk: Desk, is_live: RwSignal<bool>) -> El {
    let live = choice("Live", move || is_live.get(), move || is_live.update(|live| *live = !*live));
    let now = el("button").attr("type", "button").attr("aria-label", "Look now");
    let now = now.child(icon("glyph", "refresh"));
    segmented("Refresh", [live, now.on_click(move || desk.dispatch(Event::LookRequested))])
}

/// The dashboards: by system, and where one has several, those.
fn chooser(desk: Desk, id: impl Fn() -> Option<String> + Copy + 'static) -> El {
    let all = StoredValue::new(desk.see_once(choices).unwrap_or_default());
    let first = all.with_value(|all| Some(all.first()?.dashboards.first()?.0.clone()));
    let first = StoredValue::new(first);
    let here = move || id().or_else(|| first.get_value()).unwrap_or_default();
    let way = move |id: String, name: &str| {
        let route = Route::to(Screen::Dashboard(Some(id)));
        let href = move || Route { range: desk.route.get().range, ..route.clone() }.to_string();
        el("a").bind_to("href", href).text(name)
    };
    let system = |choice: &Choice| {
        let own: Vec<String> = choice.dashboards.iter().map(|(id, _)| id.clone()).collect();
        let first = own.first().cloned().unwrap_or_default();
        let is_here = move || own.contains(&here()).then(|| "true".to_owned());
        el("li").child(way(first, &choice.name).bind("aria-current", is_here))
    };
    let systems = all.with_value(|all| all.iter().map(system).collect::<Vec<_>>());
    let siblings = move || {
        let here = here();
        let of = |all: &Vec<Choice>| {
            let mut all = all.iter();
            all.find(|one| one.dashboards.iter().any(|(id, _)| *id == here)).cloned()
        };
        all.with_value(of).filter(|one| one.dashboards.len() > 1)
    };
    let one = move |(id, name): &(String, String)| {
        let own = id.clone();
        let is_here = move || (here() == own).then(|| "page".to_owned());
        el("li").child(way(id.clone(), name).bind("aria-current", is_here))
    };
    el("nav")
        .class("choose")
        .attr("aria-label", "Dashboards")
        .child(el("ul").class("choices").children(systems))
        .live_on(
            move || siblings().map_or_else(String::new, |one| one.name),
            move || {
                let Some(choice) = siblings() else { return Vec::new() };
                vec![el("ul").class("choices").children(choice.dashboards.iter().map(one))]
            },
        )
}

/// The panels of a dashboard, or the one that stands alone.
fn panels(
    desk: Desk,
    id: Option<String>,
    alone: Option<String>,
    cursor: RwSignal<Option<Timestamp>>,
    is_live: RwSignal<bool>,
) -> El {
    let found =
        desk.see_once(|scene| find(scene, id.as_deref()).map(|one| one.panels.clone())).flatten();
    let Some(mut all) = found else {
        let words = match id {
            Some(id) => ["There is no dashboard ", &id, ". "].concat(),
            None => {
                "allclear.yaml has no dashboard, and no system whose preset brings one. ".to_owned()
            }
        };
        return el("p")
            .text(&words)
            .child(el("a").attr("href", "#/dashboards").text("All dashboards"));
    };
    let alone = alone.filter(|alone| all.iter().any(|panel| panel.id == *alone));
    if let Some(alone) = &alone {
        all.retain(|panel| panel.id == *alone);
    }
    let one = |it| panel(desk, it, alone.is_some(), cursor, is_live);
    el("div").class("panels").children(all.into_iter().map(one))
}

/// One panel.
fn panel(
    desk: Desk,
    panel: Panel,
    is_alone: bool,
    cursor: RwSignal<Option<Timestamp>>,
    is_live: RwSignal<bool>,
) -> El {
    let (kind, panel_id) = (panel.kind, panel.id.clone());
    let title = panel.title.clone();
    let description = panel.description.clone();
    let class = if is_alone { "alone" } else { class(panel.width) };
    let slots = StoredValue::new(Slots::default());
    let remark = RwSignal::new(String::new());
    let empty = Arc::new(Frame::new(TimeRange::ALL, Duration::ZERO, Unit::Short));
    let frame = RwSignal::new(empty);
    let before: Cell<Option<Range>> = Cell::default();
    effect(move || {
        let range = desk.route.with(|route| route.range);
        // Paused panels stand still until another range is chosen.
        if is_live.get() || before.replace(Some(range)) != Some(range) {
            desk.learned.track();
        }
        let see = |slots: &mut Slots| {
            desk.see_once(|scene| {
                let oldest = scene.work.store().usage().oldest;
                shown(scene, &panel, range.span(scene.now, oldest), slots)
            })
        };
        if let Some(seen) = slots.try_update_value(see).flatten() {
            remark.set(seen.remark);
            frame.set(Arc::new(seen.frame));
        }
    });
    let zoomed = Callback::new(move |range: Option<TimeRange>| match range {
        Some(range) => go_to(desk, Range::Between(range)),
        None => go_to(desk, Range::default()),
    });
    let id = StoredValue::new(panel_id);
    let href = Signal::derive(move || {
        let alone = Some(id.get_value()).filter(|_| !is_alone);
        Some(Route { panel: alone, ..desk.route.get() }.to_string())
    });
    chart(Chart {
        title,
        frame: frame.into(),
        kind,
        cursor,
        zoomed,
        zone: desk.zone_offset(),
        note: remark.into(),
        description: if is_alone { description } else { String::new() },
        href,
        class,
    })
}
