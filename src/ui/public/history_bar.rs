//! The days of a system as bars, with a slider over them that chooses a day.

use super::{Action, StatePaths};
use crate::ui::common::filled;
use crate::view::language::{Words, message};
use crate::view::public::strip::DAYS;
use crate::view::public::system_history::SystemHistory;
use leptos::prelude::*;
use std::sync::Arc;

/// The days of a system as bars, with a slider over them that chooses a day.
///
/// A browser leaves a slider where it is when its thumb is clicked, and the thumb covers a part of both its neighbours. A click
/// therefore chooses the bar under the pointer, whatever the slider makes of it.
#[component]
pub fn HistoryBar(
    /// The id of the slider.
    id: String,
    /// The index of the system.
    system: usize,
    /// Its history.
    history: Arc<SystemHistory>,
    /// The language of the labels.
    words: Arc<Words>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let (first, chosen) = history.picker;
    let first_day = first.max(1);
    let is_open = history.day.is_some();
    // The line stands on the side of the chosen day.
    let side =
        if chosen - first.min(chosen) < (DAYS + 1 - first_day) / 2 { "start" } else { "end" };
    let line = filled(history.line.clone());
    let ends = [
        ("narrow", message("30 days ago")),
        ("middle", message("60 days ago")),
        ("wide", message("90 days ago")),
    ];
    let ends = ends.map(|(class, end)| view! { <span class=class>{words.text(end)}</span> });
    view! {
        <div class="strip">
            <svg class="days" viewBox="0 0 540 44" preserveAspectRatio="none" aria-hidden="true">
                <StatePaths paths=history.bars.clone()/>
            </svg>
            <input
                class="picker"
                type="range"
                id=id
                hidden=first == 0
                min=first_day.to_string()
                max=DAYS.to_string()
                value=chosen.to_string()
                prop:value=chosen.to_string()
                aria-label=history.label.clone()
                aria-valuetext=history.line.clone()
                data-open=history.day.is_some().then_some("")
                on:input:target=move |event| {
                    if let Ok(day) = event.target().value().parse() {
                        act.run(Action::ChooseDay(system, day));
                    }
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        act.run(Action::OpenDay(system));
                    }
                }
                on:pointermove:target=move |event| {
                    // A mouse reads a day by pointing at it. While a day is open, that one stays.
                    let day = day_at(event.offset_x(), event.target().offset_width(), first_day);
                    if event.pointer_type() == "mouse" && !is_open && day != chosen {
                        act.run(Action::ChooseDay(system, day));
                    }
                }
                on:pointerup:target=move |event| {
                    // A browser need not send a click to a slider that was touched.
                    if event.pointer_type() == "touch" {
                        let day = day_at(event.offset_x(), event.target().offset_width(), first_day);
                        act.run(Action::ChooseDay(system, day));
                        act.run(Action::OpenDay(system));
                    }
                }
                on:click:target=move |event| {
                    // Only a pointer's click has a place.
                    if event.detail() > 0 {
                        let width = event.target().offset_width();
                        let day = day_at(event.offset_x(), width, first_day);
                        act.run(Action::ChooseDay(system, day));
                    }
                    act.run(Action::OpenDay(system));
                }
            />
        </div>
        <p class="ends" aria-hidden="true">
            {ends.into_iter().collect_view()}
            <span>{words.text(message("Today"))}</span>
        </p>
        <p class="hint" data-side=side aria-hidden="true">{line}</p>
    }
}

/// The slider is wider than the bars by so many CSS pixels at each end.
const OVERHANG: i32 = 3;

/// Returns the day whose bar is `x` CSS pixels from the left edge of a slider of this width.
fn day_at(x: i32, width: i32, first: usize) -> usize {
    let count = (DAYS + 1).saturating_sub(first).max(1);
    let bars = f64::from((width - 2 * OVERHANG).max(1));
    // The middle of the pixel.
    let share = (f64::from(x - OVERHANG) + 0.5) / bars;
    // A negative float becomes 0.
    let place = (share * count as f64).floor() as usize;
    first + place.min(count - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_chooses_the_bar_under_it() {
        let width = 90 * 6 + 2 * OVERHANG;
        assert_eq!(day_at(OVERHANG, width, 1), 1);
        assert_eq!(day_at(OVERHANG + 5, width, 1), 1);
        assert_eq!(day_at(OVERHANG + 6, width, 1), 2);
        assert_eq!(day_at(width - OVERHANG - 1, width, 1), 90);
        // A narrow window shows the last thirty.
        assert_eq!(day_at(OVERHANG, 30 * 6 + 2 * OVERHANG, 61), 61);
        // Outside of the bars, and in a slider without a width.
        assert_eq!(day_at(0, width, 1), 1);
        assert_eq!(day_at(width, width, 1), 90);
        assert_eq!(day_at(5, 0, 61), 90);
    }
}
