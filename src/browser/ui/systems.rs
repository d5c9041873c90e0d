//! Groups of systems, a line for each, which opens to its parts.

use super::{Act, Does, glyph, icon};
use crate::view::public::{PartRow, Row};
use leptos::prelude::*;

pub(super) fn groups(
    groups: &[(String, Vec<usize>)],
    rows: Vec<Row>,
    open: &[bool],
    does: Does,
) -> impl IntoView + use<> {
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let mut views = Vec::with_capacity(groups.len());
    for (index, (name, members)) in groups.iter().enumerate() {
        let mut systems = Vec::with_capacity(members.len());
        for member in members {
            let is_open = open.get(*member).copied().unwrap_or_default();
            let row = rows.get_mut(*member).and_then(Option::take);
            systems.extend(row.map(|row| line(row, is_open, *member, does)));
        }
        let heading = if name.is_empty() { "Systems".to_owned() } else { name.clone() };
        let id = format!("group-{index}");
        views.push(view! {
            <section aria-labelledby=id.clone()>
                <div class="group-head">
                    <h2 class="heading" id=id.clone()>{heading}</h2>
                    <span>"Response, seen from here"</span>
                </div>
                <ul class="systems">{systems}</ul>
            </section>
        });
    }
    views
}

fn line(row: Row, is_open: bool, system: usize, does: Does) -> impl IntoView + use<> {
    let Row { id, name, status, word, age, about, response, spark, parts } = row;
    let parts_id = format!("{id}-parts");
    let list = is_open.then(|| part_list(parts));
    let expanded = if is_open { "true" } else { "false" };
    view! {
        <li class="system" id=id data-status=status.name()>
            <h3>
                <button
                    class="disclose"
                    type="button"
                    aria-expanded=expanded
                    aria-controls=parts_id.clone()
                    on:click=does.on(Act::Toggle(system))
                >
                    {icon(status)}
                    <span>{name}</span>
                    {glyph("chevron", "#chevron")}
                </button>
            </h3>
            <p class="state"><span class="word">{word}</span>" "<span class="age">{age}</span></p>
            <p class="about">{about}</p>
            <p class="response">
                <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
                    <path d=spark></path>
                </svg>
                <span>{response}</span>
            </p>
            <div class="parts" id=parts_id hidden=!is_open>{list}</div>
        </li>
    }
}

fn part_list(parts: Vec<PartRow>) -> impl IntoView {
    let note = if parts.is_empty() { "This system tells nothing about its parts." } else { "" };
    let part = |PartRow { name, status, word, why }: PartRow| {
        view! {
            <li class="part" data-status=status.name()>
                {icon(status)}
                <div><p><b>{name}</b>" "<span class="word">{word}</span></p><p class="why">{why}</p></div>
            </li>
        }
    };
    let parts = parts.into_iter().map(part).collect::<Vec<_>>();
    view! { <p class="note">{note}</p><ul>{parts}</ul> }
}
