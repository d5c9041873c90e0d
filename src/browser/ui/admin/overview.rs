//! The overview: the counts, and a row for each system.

use super::icon;
use crate::browser::desk::Desk;
use crate::console::Event;
use crate::view::admin::overview::{Overview, overview};
use crate::view::admin::subject::{Subject, Tile};
use leptos::prelude::*;

/// The screen.
pub(super) fn screen(desk: Desk) -> impl IntoView {
    let seen = Memo::new(move |_| desk.see(overview).unwrap_or_default());
    let next = Memo::new(move |_| seen.with(|seen| seen.next.clone()));
    let tally = Memo::new(move |_| seen.with(|seen| (seen.tally.clone(), seen.alerts.clone())));
    let ids = move || {
        seen.with(|seen| seen.subjects.iter().map(|one| one.id.clone()).collect::<Vec<_>>())
    };
    view! {
        <div class="bar"><h1>"Overview"</h1><div class="cluster"><span class="note">{next}</span>
            <button class="button" type="button" on:click=move |_| desk.dispatch(Event::LookRequested)>{icon("glyph", "refresh")}"Look now"</button></div></div>
        <ul class="tally" aria-label="Parts by state">{move || {
            let (tally, alerts) = tally.get();
            let counts = tally.into_iter().map(|(status, words)| view! { <li data-status=status>{icon("icon", status)}<span>{words}</span></li> });
            let alerts = (!alerts.is_empty()).then(|| view! { <li><a href="#/alerts">{alerts}</a></li> });
            (counts.collect_view(), alerts)
        }}</ul>
        <div class="matrix"><For each=ids key=String::clone children=move |id| {
            let subject = Memo::new(move |_| seen.with(|seen| find(seen, &id)));
            row(subject)
        }/></div>
    }
}

fn find(seen: &Overview, id: &str) -> Subject {
    seen.subjects.iter().find(|one| one.id == id).cloned().unwrap_or_default()
}

/// One system.
fn row(subject: Memo<Subject>) -> impl IntoView {
    let status = Memo::new(move |_| subject.with(|one| one.status.name()));
    let name = subject.with_untracked(|one| one.name.clone());
    let id = subject.with_untracked(|one| format!("system-{}", one.id));
    let hidden = subject.with_untracked(|one| one.is_hidden);
    let tiles = Memo::new(move |_| subject.with(|one| one.tiles.clone()));
    let pairs = Memo::new(move |_| subject.with(|one| one.pairs.clone()));
    let said = Memo::new(move |_| subject.with(|one| one.said.clone()));
    view! {
        <section class="subject" data-status=status aria-labelledby=id.clone()>
            <div>
                <h2 id=id.clone() data-status=status>{move || icon("icon", status.get())}<span>{name}</span></h2>
                <p class="word">{move || subject.with(|one| one.word.clone())}</p>
                <p class="age">{move || subject.with(|one| one.age.clone())}</p>
                {hidden.then(|| view! { <p class="age">"Not public"</p> })}
            </div>
            <ul class="tiles">{move || tiles.get().into_iter().map(tile).collect_view()}</ul>
            <dl class="pairs">{move || pairs.get().into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }).collect_view()}</dl>
            <p class="said" data-status=status>{move || said.get().into_iter().map(|(text, strong)| {
                if strong { view! { <b>{text}</b> }.into_any() } else { text.into_any() }
            }).collect_view()}</p>
        </section>
    }
}

fn tile(tile: Tile) -> impl IntoView {
    let status = tile.status.name();
    view! {
        <li class="tile" data-status=status>{icon("icon", status)}
            <div><p>{tile.name}</p><p class="age"><span class="unseen">{status}": "</span>{tile.why}</p></div></li>
    }
}
