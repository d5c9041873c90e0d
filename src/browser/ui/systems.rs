//! Groups of systems, a line for each, which opens to its parts.

use super::super::screen::Screen;
use super::{glyph, icon};
use crate::view::public::{PartRow, Row};
use leptos::prelude::*;

pub(super) fn groups(screen: Screen) -> impl IntoView {
    let Screen { groups, rows, .. } = screen;
    let group = |(index, (name, members)): (usize, (String, Vec<usize>))| {
        let members = members.into_iter().filter_map(|member| rows.get(member).copied());
        let systems = members.map(system).collect::<Vec<_>>();
        let heading = if name.is_empty() { "Systems".to_owned() } else { name };
        let id = format!("group-{index}");
        view! {
            <section aria-labelledby=id.clone()>
                <div class="group-head">
                    <h2 class="heading" id=id.clone()>{heading}</h2>
                    <span>"Response, seen from here"</span>
                </div>
                <ul class="systems">{systems}</ul>
            </section>
        }
    };
    groups.into_iter().enumerate().map(group).collect::<Vec<_>>()
}

fn system(row: RwSignal<Row>) -> impl IntoView {
    let open = RwSignal::new(false);
    move || line(row.get(), open)
}

fn line(row: Row, open: RwSignal<bool>) -> impl IntoView {
    let Row { id, name, status, word, age, about, response, spark, parts } = row;
    let is_open = open.get();
    let parts_id = format!("{id}-parts");
    let list = is_open.then(|| part_list(parts));
    view! {
        <li class="system" id=id data-status=status.name()>
            <h3>
                <button
                    class="disclose"
                    type="button"
                    aria-expanded=if is_open { "true" } else { "false" }
                    aria-controls=parts_id.clone()
                    on:click=move |_| open.set(!is_open)
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
    let note = parts.is_empty().then(|| view! { <p class="note">"This system tells nothing about its parts."</p> });
    let part = |PartRow { name, status, word, why }: PartRow| {
        view! {
            <li class="part" data-status=status.name()>
                {icon(status)}
                <div><p><b>{name}</b>" "<span class="word">{word}</span></p><p class="why">{why}</p></div>
            </li>
        }
    };
    let parts = parts.into_iter().map(part).collect::<Vec<_>>();
    view! { {note}<ul>{parts}</ul> }
}
