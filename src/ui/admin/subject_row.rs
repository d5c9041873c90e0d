//! One system on the overview.

use crate::ui::common::Icon;
use crate::view::admin::subject::{Subject, Tile};
use leptos::either::Either;
use leptos::prelude::*;

/// A system: its state, its parts as tiles, what is known about it, and what its health endpoint answered.
#[component]
pub fn SubjectRow(subject: Subject) -> impl IntoView {
    let heading = format!("system-{}", subject.id);
    let status = subject.status.name();
    let pair = |(name, value): (&'static str, String)| view! { <dt>{name}</dt><dd>{value}</dd> };
    let piece = |(text, is_strong): (String, bool)| {
        if is_strong {
            Either::Left(view! { <b>{text}</b> })
        } else {
            Either::Right(view! { <span>{text}</span> })
        }
    };
    view! {
        <section class="subject" aria-labelledby=heading.clone() data-status=status>
            <div>
                <h2 id=heading.clone() data-status=status><Icon name=status/><span>{subject.name}</span></h2>
                <p class="word">{subject.word}</p>
                <p class="age">{subject.age}</p>
                <p class="age" hidden=!subject.is_hidden>"Not public"</p>
            </div>
            <ul class="tiles">{subject.tiles.into_iter().map(tile).collect_view()}</ul>
            <dl class="pairs">{subject.pairs.into_iter().map(pair).collect_view()}</dl>
            <p class="excerpt" data-status=status>{subject.excerpt.into_iter().map(piece).collect_view()}</p>
        </section>
    }
}

/// A part of a system.
fn tile(tile: Tile) -> impl IntoView {
    let status = tile.status.name();
    view! {
        <li class="tile" data-status=status>
            <Icon name=status/>
            <div>
                <p>{tile.name}</p>
                <p class="age"><span class="unseen">{status}": "</span><span>{tile.why}</span></p>
            </div>
        </li>
    }
}
