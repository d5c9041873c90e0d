//! Active problems, above the systems.

use super::icon;
use crate::view::public::Problem;
use leptos::prelude::*;

pub(super) fn problems(problems: RwSignal<Vec<Problem>>) -> impl IntoView {
    // The section stays while its problems change, so that focus and reading position do.
    let is_empty = Memo::new(move |_| problems.with(Vec::is_empty));
    move || {
        (!is_empty.get()).then(|| {
            view! {
                <section class="problems" aria-labelledby="active">
                    <h2 class="unseen" id="active">"Active problems"</h2>
                    <For
                        each=move || problems.get().into_iter().map(|problem| problem.id)
                        key=Clone::clone
                        children=move |id| article(problems, id)
                    />
                </section>
            }
        })
    }
}

fn article(problems: RwSignal<Vec<Problem>>, id: String) -> impl IntoView {
    // An article that is about to go keeps its last words until it is gone.
    let problem = Memo::new(move |before: Option<&Option<Problem>>| {
        let found = problems.with(|all| all.iter().find(|problem| problem.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let text = move |pick: fn(&Problem) -> &str| {
        problem.with(|problem| problem.as_ref().map(|problem| pick(problem).to_owned()).unwrap_or_default())
    };
    let status = move || problem.with(|problem| problem.as_ref().map(|problem| problem.status)).unwrap_or_default();
    view! {
        <article class="problem ledger" data-status=move || status().name()>
            <div class="state" data-status=move || status().name()>
                {icon(status)}
                <div>
                    <p class="word">{move || text(|problem| problem.word)}</p>
                    <p class="age">{move || text(|problem| &problem.since)}</p>
                </div>
            </div>
            <div class="body">
                <h3>{move || text(|problem| &problem.heading)}</h3>
                <p>{move || text(|problem| &problem.body)}</p>
            </div>
        </article>
    }
}
