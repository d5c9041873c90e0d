//! The explanation of the last result, made in a browser task of its own.

use super::running::QueryOutcome;
use crate::ui::admin::ConsoleHandle;
use crate::view::admin::explore::{Step, explanation};
use leptos::prelude::*;

/// Explains each result for as long as the owner lives.
pub(super) fn explained(
    console: ConsoleHandle,
    result: RwSignal<QueryOutcome>,
) -> RwSignal<Option<Step>> {
    let explained = RwSignal::new(None);
    let explain = move || {
        let of = result.read_untracked().as_ref().and_then(|result| result.as_ref().ok().cloned());
        let step = of.and_then(|result| {
            console
                .with_scene_untracked(|scene| explanation(scene, &result.text, result.at))
                .flatten()
        });
        if *explained.read_untracked() != step {
            explained.set(step);
        }
        false
    };
    let request = console.job(explain);
    request();
    Effect::new(move |ran: Option<()>| {
        result.track();
        if ran.is_some() {
            request();
        }
    });
    explained
}
