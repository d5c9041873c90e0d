//! Active problems, above the systems.

use super::icon;
use crate::view::public::Problem;
use leptos::prelude::*;

pub(super) fn problems(problems: Vec<Problem>) -> impl IntoView {
    let is_empty = problems.is_empty();
    let articles = problems.into_iter().map(article).collect::<Vec<_>>();
    view! {
        <section class="problems" aria-labelledby="active" hidden=is_empty>
            <h2 class="unseen" id="active">"Active problems"</h2>
            {articles}
        </section>
    }
}

fn article(Problem { id, status, word, since, heading, body }: Problem) -> impl IntoView {
    view! {
        <article class="problem ledger" data-system=id data-status=status.name()>
            <div class="state" data-status=status.name()>
                {icon(status)}
                <div><p class="word">{word}</p><p class="age">{since}</p></div>
            </div>
            <div class="body"><h3>{heading}</h3><p>{body}</p></div>
        </article>
    }
}
