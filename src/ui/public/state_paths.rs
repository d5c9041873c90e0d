//! The drawing of states over time.

use crate::history::State;
use crate::view::public::strip::Paths;
use leptos::prelude::*;

/// One path for each state. Its colour is the style sheet's, but for the hatching of what was not observed.
#[component]
pub fn StatePaths(
    /// Path data, in the order of [`State::ALL`].
    paths: Paths,
) -> impl IntoView {
    let path = |(state, data): (State, String)| {
        let fill = (state == State::Unobserved).then_some("url(#hatch)");
        let data = Some(data).filter(|data| !data.is_empty());
        view! { <path data-status=state.name() fill=fill d=data/> }
    };
    State::ALL.into_iter().zip(paths).map(path).collect_view()
}
