//! The evaluation of the query in the address: anew with another query or range, and with new samples.

use crate::chart::Slots;
use crate::ui::admin::ConsoleHandle;
use crate::view::admin::explore::{Progress, QueryResult, Remark, Run};
use leptos::prelude::*;
use std::sync::Arc;

/// The result of the query, or the remark on why there is none; `None` before the first one.
pub(super) type QueryOutcome = Option<Result<Arc<QueryResult>, Remark>>;

/// The number of slices from which on an evaluation counts as slow.
const SLOW: u32 = 10;

/// An evaluation and its last result.
#[derive(Clone, Copy)]
pub(super) struct Running {
    pub(super) result: RwSignal<QueryOutcome>,
    /// Whether an evaluation is under way that takes long enough to be noticed.
    pub(super) is_slow: RwSignal<bool>,
    /// Evaluates the query again.
    pub(super) again: Callback<()>,
}

impl Running {
    /// Evaluates `query` over the range in the address for as long as the owner lives.
    pub(super) fn new(console: ConsoleHandle, query: Memo<String>) -> Self {
        let (result, is_slow) = (RwSignal::new(None), RwSignal::new(false));
        let run = StoredValue::new(None::<Run>);
        let slots = StoredValue::new(Slots::default());
        let n_slices = StoredValue::new(0_u32);
        let request = console.job(move || {
            let Some(under_way) = run.try_update_value(Option::take).flatten() else {
                return false;
            };
            let progress = slots.try_update_value(|slots| {
                console.with_scene_untracked(|scene| under_way.advance(scene, slots))
            });
            match progress.flatten() {
                Some(Progress::Unfinished(next)) => {
                    run.set_value(Some(*next));
                    n_slices.update_value(|n| *n += 1);
                    if n_slices.get_value() == SLOW {
                        is_slow.set(true);
                    }
                    true
                }
                Some(Progress::Finished(outcome)) => {
                    n_slices.set_value(0);
                    if is_slow.get_untracked() {
                        is_slow.set(false);
                    }
                    result.set(Some(outcome.map(Arc::new)));
                    false
                }
                None => false,
            }
        });
        let range = Memo::new(move |_| console.route().read().range);
        let begin = move || {
            let (query, range) = (query.get_untracked(), range.get_untracked());
            n_slices.set_value(0);
            is_slow.set(false);
            if query.trim().is_empty() {
                run.set_value(None);
                result.set(None);
                return;
            }
            let begun = console.with_scene_untracked(|scene| {
                let oldest = scene.work.store().usage().oldest;
                Run::begin(scene, &query, range.span(scene.now, oldest))
            });
            match begun {
                Some(Ok(new)) => {
                    run.set_value(Some(new));
                    request();
                }
                // The editor shows why.
                Some(Err(_)) => {
                    run.set_value(None);
                    result.set(None);
                }
                None => {}
            }
        };
        begin();
        Effect::new(move |ran: Option<()>| {
            query.track();
            range.track();
            if ran.is_some() {
                begin();
            }
        });
        Effect::new(move |ran: Option<()>| {
            console.track_samples();
            // What is under way is finished first.
            if ran.is_some() && run.with_value(Option::is_none) {
                begin();
            }
        });
        Self { result, is_slow, again: Callback::new(move |()| begin()) }
    }
}
