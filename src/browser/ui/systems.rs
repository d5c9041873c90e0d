//! Groups of systems, a line for each, which opens to its parts.

use super::super::screen::Screen;
use super::icon;
use crate::view::public::{PartRow, Row};
use leptos::prelude::*;

pub(super) fn groups(screen: &Screen) -> impl IntoView + use<> {
    let group = |(index, (name, members)): (usize, &(String, Vec<usize>))| {
        let rows = members.iter().filter_map(|member| screen.rows.get(*member)).map(|row| system(*row));
        let heading = if name.is_empty() { "Systems".to_owned() } else { name.clone() };
        let id = format!("group-{index}");
        view! {
            <section aria-labelledby=id.clone()>
                <div class="group-head">
                    <h2 class="heading" id=id.clone()>{heading}</h2>
                    <span>"Response, seen from here"</span>
                </div>
                <ul class="systems">{rows.collect_view()}</ul>
            </section>
        }
    };
    screen.groups.iter().enumerate().map(group).collect_view()
}

fn system(row: RwSignal<Row>) -> impl IntoView {
    let open = RwSignal::new(false);
    let (id, name) = row.with_untracked(|row| (row.id.clone(), row.name.clone()));
    let parts_id = format!("{id}-parts");
    let status = move || row.with(|row| row.status);
    let text = move |pick: fn(&Row) -> &str| row.with(|row| pick(row).to_owned());
    let parts = Memo::new(move |_| row.with(|row| row.parts.clone()));
    view! {
        <li class="system" id=id data-status=move || status().name()>
            <h3>
                <button
                    class="disclose"
                    type="button"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=parts_id.clone()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {icon(status)}
                    <span>{name}</span>
                    <svg class="chevron" aria-hidden="true"><use href="#chevron"></use></svg>
                </button>
            </h3>
            <p class="state">
                <span class="word">{move || text(|row| &row.word)}</span>
                " "
                <span class="age">{move || text(|row| &row.age)}</span>
            </p>
            <p class="about">{move || text(|row| &row.about)}</p>
            <p class="response">
                <svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
                    <path d=move || text(|row| &row.spark)></path>
                </svg>
                <span>{move || text(|row| &row.response)}</span>
            </p>
            <div class="parts" id=parts_id hidden=move || !open.get()>
                {move || open.get().then(|| parts.with(|parts| part_list(parts)))}
            </div>
        </li>
    }
}

fn part_list(parts: &[PartRow]) -> AnyView {
    if parts.is_empty() {
        return view! { <p class="note">"This system tells nothing about its parts."</p> }.into_any();
    }
    let part = |PartRow { name, status, word, why }: PartRow| {
        view! {
            <li class="part" data-status=status.name()>
                {icon(move || status)}
                <div>
                    <p><b>{name}</b>" "<span class="word">{word}</span></p>
                    <p class="why">{why}</p>
                </div>
            </li>
        }
    };
    view! { <ul>{parts.iter().cloned().map(part).collect_view()}</ul> }.into_any()
}
