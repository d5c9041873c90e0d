//! Dashboards: the choice among them, the range of time, and the panels.

use super::icon;
use crate::browser::desk::Desk;
use crate::browser::ui::chart::Chart;
use crate::chart::{Frame, Slots};
use crate::config::private::Panel;
use crate::console::Event;
use crate::route::{Range, Route, Screen};
use crate::series::TimeRange;
use crate::time::{Duration, Timestamp};
use crate::unit::Unit;
use crate::view::admin::dashboard::{Choice, choices, class, find, shown};
use leptos::prelude::*;
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
pub(super) fn screen(desk: Desk) -> impl IntoView {
    let id = Memo::new(move |_| match desk.route.get().screen {
        Screen::Dashboard(id) => id,
        _ => None,
    });
    let alone = Memo::new(move |_| desk.route.get().panel);
    let title = move || {
        let id = id.get();
        desk.see_once(|scene| find(scene, id.as_deref()).map(|one| one.title.clone())).flatten()
    };
    let cursor: RwSignal<Option<Timestamp>> = RwSignal::new(None);
    let is_live = RwSignal::new(true);
    view! {
        <div class="bar"><h1>{move || title().unwrap_or_else(|| "Dashboards".to_owned())}</h1>
            <div class="cluster">{ranges(desk)}{refresh(desk, is_live)}</div></div>
        {chooser(desk, id)}
        {move || panels(desk, id.get(), alone.get(), cursor, is_live)}
    }
}

/// Goes to another range on the same screen.
fn go_to(desk: Desk, range: Range) {
    desk.go(Route { range, ..desk.route.get_untracked() }, false);
}

/// The picker of ranges; a moment that is held has a way back.
pub(super) fn ranges(desk: Desk) -> impl IntoView {
    let current = Memo::new(move |_| desk.route.get().range);
    let choice = move |(range, word): (Range, &'static str)| {
        view! { <button type="button" aria-pressed=move || (current.get() == range).to_string()
        on:click=move |_| go_to(desk, range)>{word}</button> }
    };
    let last =
        RANGES.into_iter().map(|(seconds, word)| (Range::Last(Duration::from_secs(seconds)), word));
    let all = last.chain([(Range::All, "All")]);
    let is_held = move || matches!(current.get(), Range::Between(_));
    view! {
        {move || is_held().then(|| view! { <button class="button" type="button" on:click=move |_| go_to(desk, Range::default())>"Back to now"</button> })}
        <div class="segmented" role="group" aria-label="Range">{all.map(choice).collect_view()}</div>
    }
}

/// Whether the panels move on, and at once.
fn refresh(desk: Desk, is_live: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="segmented" role="group" aria-label="Refresh">
            <button type="button" aria-pressed=move || is_live.get().to_string() on:click=move |_| is_live.update(|live| *live = !*live)>"Live"</button>
            <button type="button" aria-label="Look now" on:click=move |_| desk.dispatch(Event::LookRequested)>{icon("glyph", "refresh")}</button>
        </div>
    }
}

/// The dashboards: by system, and where one has several, those.
fn chooser(desk: Desk, id: Memo<Option<String>>) -> impl IntoView {
    let all = StoredValue::new(desk.see_once(choices).unwrap_or_default());
    let first = all.with_value(|all| Some(all.first()?.dashboards.first()?.0.clone()));
    let here = Memo::new(move |_| id.get().or_else(|| first.clone()).unwrap_or_default());
    let href = move |id: String| {
        let route = Route::to(Screen::Dashboard(Some(id)));
        move || Route { range: desk.route.get().range, ..route.clone() }.to_string()
    };
    let system = move |choice: Choice| {
        let own: Vec<String> = choice.dashboards.iter().map(|(id, _)| id.clone()).collect();
        let first = own.first().cloned().unwrap_or_default();
        let is_here = move || own.contains(&here.get()).then_some("true");
        view! { <li><a href=href(first) aria-current=is_here>{choice.name}</a></li> }
    };
    let siblings = move || {
        let of = |all: &Vec<Choice>| {
            let is_here = |one: &&Choice| one.dashboards.iter().any(|(id, _)| *id == here.get());
            all.iter().find(is_here).map(|one| one.dashboards.clone())
        };
        all.with_value(of).filter(|all| all.len() > 1)
    };
    let one = move |(id, name): (String, String)| {
        let own = id.clone();
        view! { <li><a href=href(id) aria-current=move || (here.get() == own).then_some("page")>{name}</a></li> }
    };
    view! {
        <nav class="choose" aria-label="Dashboards">
            <ul class="choices">{all.get_value().into_iter().map(system).collect_view()}</ul>
            {move || siblings().map(|all| view! { <ul class="choices">{all.into_iter().map(one).collect_view()}</ul> })}
        </nav>
    }
}

/// The panels of a dashboard, or the one that stands alone.
fn panels(
    desk: Desk,
    id: Option<String>,
    alone: Option<String>,
    cursor: RwSignal<Option<Timestamp>>,
    is_live: RwSignal<bool>,
) -> AnyView {
    let found =
        desk.see_once(|scene| find(scene, id.as_deref()).map(|one| one.panels.clone())).flatten();
    let Some(mut all) = found else {
        let words = match id {
            Some(id) => format!("There is no dashboard {id}."),
            None => {
                "allclear.yaml has no dashboard, and no system whose preset brings one.".to_owned()
            }
        };
        return view! { <p>{words}" "<a href="#/dashboards">"All dashboards"</a></p> }.into_any();
    };
    let alone = alone.filter(|alone| all.iter().any(|panel| panel.id == *alone));
    if let Some(alone) = &alone {
        all.retain(|panel| panel.id == *alone);
    }
    let one = |it| panel(desk, it, alone.is_some(), cursor, is_live);
    let panels = all.into_iter().map(one).collect_view();
    view! { <div class="panels">{panels}</div> }.into_any()
}

/// One panel.
fn panel(
    desk: Desk,
    panel: Panel,
    is_alone: bool,
    cursor: RwSignal<Option<Timestamp>>,
    is_live: RwSignal<bool>,
) -> impl IntoView {
    let (kind, panel_id) = (panel.kind, panel.id.clone());
    let title = panel.title.clone();
    let description = panel.description.clone();
    let class = if is_alone { "alone" } else { class(panel.width) };
    let slots = StoredValue::new(Slots::default());
    let remark = RwSignal::new(String::new());
    let empty = Arc::new(Frame::new(TimeRange::ALL, Duration::ZERO, Unit::Short));
    let frame = RwSignal::new(empty);
    Effect::new(move |before: Option<Range>| {
        let range = desk.route.with(|route| route.range);
        // Paused panels stand still until another range is chosen.
        if is_live.get() || before != Some(range) {
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
        range
    });
    let zoomed = Callback::new(move |range: Option<TimeRange>| match range {
        Some(range) => go_to(desk, Range::Between(range)),
        None => go_to(desk, Range::default()),
    });
    let id = StoredValue::new(panel_id);
    let href = Signal::derive(move || {
        let alone = Some(id.get_value()).filter(|_| !is_alone);
        Route { panel: alone, ..desk.route.get() }.to_string()
    });
    view! {
        <Chart title=title frame=frame kind=kind cursor=cursor zoomed=zoomed zone=desk.zone_offset() note=remark href=href class=class
            description=if is_alone { description } else { String::new() }/>
    }
}
