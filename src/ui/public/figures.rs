//! The uptime beside a system's bars.

use crate::ui::common::filled;
use crate::view::language::{Words, message};
use crate::view::public::system_history::SystemHistory;
use crate::view::public::uptime::Uptime;
use leptos::prelude::*;
use std::sync::Arc;

/// The uptime over 30, 60 and 90 days. The style sheet shows the one of the days that are in sight.
#[component]
pub fn Figures(
    /// The history of the system.
    history: Arc<SystemHistory>,
    /// The language of the labels.
    words: Arc<Words>,
) -> impl IntoView {
    let [.., month, two_months, quarter] = &history.uptimes;
    let label = words.text(message("Uptime:"));
    let figure = |(class, uptime): (&'static str, &Uptime)| {
        let Uptime { share, coverage, .. } = uptime.clone();
        view! {
            <p class=class>
                <span class="unseen">{label.clone()}" "</span>
                <b>{filled(share)}</b>
                " "
                <span>{filled(coverage)}</span>
            </p>
        }
    };
    [("narrow", month), ("middle", two_months), ("wide", quarter)]
        .map(figure)
        .into_iter()
        .collect_view()
}
