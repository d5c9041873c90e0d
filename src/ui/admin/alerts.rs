//! Alerts: the rules in their groups, which of them are shown, and the limits that were changed in this browser.
//!
//! A rule that the filter hides stays in the document, and what was typed into a form is kept while its rule is closed.

mod changed_rules;
mod chips;
mod headroom_bar;
mod limit_form;
mod measured_chart;
mod rule_details;
mod rule_group;
mod rule_line;

use super::range_picker::RangePicker;
use super::use_console;
use crate::ui::common::{Icon, Segment, Segmented};
use crate::view::admin::alerts::{Choice, Filter, alerts};
use changed_rules::ChangedRules;
use leptos::prelude::*;
use limit_form::Drafts;
use rule_group::RuleGroup;

/// The screen.
#[component]
pub(super) fn Alerts() -> impl IntoView {
    let console = use_console();
    let filter = RwSignal::new(Filter::default());
    let drafts = Drafts::default();
    let seen = Memo::new(move |_| {
        filter.with(|filter| console.with_scene(|scene| alerts(scene, filter))).unwrap_or_default()
    });
    let choices = Memo::new(move |_| (seen.read().choices.clone(), filter.read().choice));
    let on_choose = Callback::new(move |choice| filter.update(|filter| filter.choice = choice));
    let segments = move || {
        let (choices, chosen) = choices.get();
        let segment = |(choice, n): (Choice, usize)| Segment {
            value: choice,
            id: choice_id(choice),
            label: format!("{} {n}", choice.word()),
        };
        let segments = choices.into_iter().map(segment).collect();
        view! { <Segmented label="State".to_owned() segments chosen on_choose/> }
    };
    let note = Memo::new(move |_| seen.read().note.clone());
    let standstill = move || {
        let note = note.get();
        (!note.is_empty()).then(|| {
            view! {
                <div class="alert" data-status="unknown">
                    <Icon name="unknown"/>
                    <p><span class="word"></span>" "<span>{note}</span></p>
                </div>
            }
        })
    };
    let states = Memo::new(move |_| {
        seen.read().sections.iter().map(|section| section.choice).collect::<Vec<_>>()
    });
    let nothing = Memo::new(move |_| seen.read().nothing.clone());
    let nothing = move || {
        let nothing = nothing.get();
        (!nothing.is_empty()).then(|| view! { <p class="note">{nothing}</p> })
    };
    let changed = Memo::new(move |_| seen.read().changed.clone());
    view! {
        <div class="bar">
            <h1>"Alerts"</h1>
            <RangePicker/>
        </div>
        <div class="bar">
            {segments}
            <input
                class="field search"
                type="search"
                placeholder="severity=critical"
                size="22"
                aria-label="Filter by text or label"
                on:input=move |event| filter.update(|filter| filter.text = event_target_value(&event))
            />
        </div>
        <div role="status">{standstill}</div>
        <div class="through">
            <For each=move || states.get() key=|choice| *choice let(choice)>
                <RuleGroup seen choice drafts/>
            </For>
        </div>
        {nothing}
        <div class="through"><ChangedRules changed/></div>
    }
}

/// The id of the button of a choice.
fn choice_id(choice: Choice) -> &'static str {
    match choice {
        Choice::All => "rules-all",
        Choice::Firing => "rules-firing",
        Choice::Pending => "rules-pending",
        Choice::Inactive => "rules-inactive",
        Choice::Unknown => "rules-unknown",
    }
}
