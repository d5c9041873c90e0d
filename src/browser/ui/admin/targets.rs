//! Targets: a table of every endpoint, and below it what one of them answered.

use super::{icon, inspect};
use crate::browser::desk::Desk;
use crate::console::Event;
use crate::route::Screen;
use crate::view::admin::notice::holdings;
use crate::view::admin::targets::{TargetRow, Which, rows};
use leptos::prelude::*;

/// The screen.
pub(super) fn screen(desk: Desk) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let seen = Memo::new(move |_| {
        filter.with(|filter| desk.see(|scene| rows(scene, filter))).unwrap_or_default()
    });
    let keys = move || {
        seen.with(|rows| rows.iter().map(|row| (row.which, row.system.clone())).collect::<Vec<_>>())
    };
    let opened = Memo::new(move |_| match desk.route.get().screen {
        Screen::Targets(opened) => opened.map(|(endpoint, _)| endpoint),
        _ => None,
    });
    view! {
        <div class="bar"><h1>"Targets"</h1><div class="cluster">
            <input class="field search" type="search" placeholder="Filter" aria-label="Filter targets" size="16"
                on:input:target=move |event| filter.set(event.target().value())/>
            <button class="button" type="button" on:click=move |_| desk.dispatch(Event::LookRequested)>
                {icon("glyph", "refresh")}"Scrape all"</button>
        </div></div>
        <div class="panel"><div class="scroll" role="group" aria-label="Targets" tabindex="0">
            <table class="table stack" role="table">
                <thead><tr>
                    <th scope="col">"Target"</th><th scope="col">"State"</th><th scope="col">"Last scrape"</th>
                    <th scope="col" class="number">"Took"</th><th scope="col" class="number">"Samples"</th>
                    <th scope="col" class="number">"Size"</th><th scope="col" class="number">"Next"</th>
                    <th scope="col"><span class="unseen">"Do"</span></th>
                </tr></thead>
                <tbody><For each=keys key=|(which, _)| key(*which) children=move |(which, _)| {
                    row(desk, Memo::new(move |_| seen.with(|rows| find(rows, which))))
                }/></tbody>
            </table>
            {move || seen.with(Vec::is_empty).then(|| view! { <p class="note">{nothing(&filter.get())}</p> })}
        </div></div>
        <p class="note">{move || desk.see(holdings)}</p>
        {move || opened.get().map(|endpoint| inspect::inspect(desk, endpoint))}
    }
}

fn nothing(filter: &str) -> String {
    if filter.trim().is_empty() {
        "There is no system in allclear.yaml yet.".to_owned()
    } else {
        format!("No target has \u{201c}{filter}\u{201d} in its name or path.")
    }
}

fn key(which: Which) -> (bool, usize) {
    match which {
        Which::Check(index) => (false, index),
        Which::Target(index) => (true, index),
    }
}

fn find(rows: &[TargetRow], which: Which) -> TargetRow {
    rows.iter().find(|row| row.which == which).cloned().unwrap_or_default()
}

/// One endpoint.
fn row(desk: Desk, row: Memo<TargetRow>) -> impl IntoView {
    let text = move |field: fn(&TargetRow) -> &str| move || row.with(|row| field(row).to_owned());
    let status = Memo::new(move |_| row.with(|row| row.status.name()));
    let more = Memo::new(move |_| row.with(|row| row.more.clone()));
    let (which, system, path) =
        row.with_untracked(|row| (row.which, row.system.clone(), row.path.clone()));
    let label = format!("Scrape {system} {path} now");
    let ask = move |_| {
        desk.dispatch(match which {
            Which::Check(index) => Event::CheckRequested(index),
            Which::Target(index) => Event::ScrapeRequested(Some(index)),
        });
    };
    view! {
        <tr>
            <td><b>{system}</b><br/><a class="quiet" href=text(|row| &row.key)><code>{path}</code></a></td>
            <td><p class="state" data-status=status>{move || icon("icon", status.get())}<span>
                {text(|row| &row.word)}
                {move || Some(more.get()).filter(|more| !more.is_empty()).map(|more| view! { <br/><a href=text(|row| &row.key)>{more}</a> })}
            </span></p></td>
            <td>{text(|row| &row.last)}</td>
            <td class="number">{text(|row| &row.took)}</td>
            <td class="number">{text(|row| &row.samples)}<span class="unit">" samples"</span></td>
            <td class="number">{text(|row| &row.size)}</td>
            <td class="number next">{text(|row| &row.next)}</td>
            <td class="number"><button class="button plain" type="button" aria-label=label on:click=ask>{icon("glyph", "refresh")}</button></td>
        </tr>
    }
}
