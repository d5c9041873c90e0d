//! One rule: its state, what it is, and how far it is from its limit. Which one is open stands in the address.

use super::chips::chips;
use super::headroom_bar::HeadroomBar;
use super::limit_form::Drafts;
use super::rule_details::RuleDetails;
use crate::route::Route;
use crate::ui::admin::use_console;
use crate::ui::common::{Glyph, Icon, filled, truth};
use crate::view::admin::alerts::Row;
use leptos::prelude::*;

/// A rule.
#[component]
pub(super) fn RuleLine(row: Memo<Row>, drafts: Drafts) -> impl IntoView {
    let console = use_console();
    let key = row.with_untracked(|row| row.key.clone());
    let name = row.with_untracked(|row| row.name.clone());
    let id = details_id(&key);
    let is_open = {
        let key = key.clone();
        Memo::new(move |_| console.route().read().panel.as_ref() == Some(&key))
    };
    let on_toggle = {
        let key = key.clone();
        Callback::new(move |()| {
            let route = console.route().get_untracked();
            let panel = (route.panel.as_ref() != Some(&key)).then(|| key.clone());
            console.navigate(Route { panel, ..route }, true);
        })
    };
    let summary = {
        let id = id.clone();
        move || summary(row.get(), is_open.get(), &id, on_toggle)
    };
    let details = move || {
        let (key, name, id) = (key.clone(), name.clone(), id.clone());
        is_open.get().then(|| view! { <RuleDetails key name id drafts/> })
    };
    view! {
        <article
            class="rule"
            data-status=move || row.read().status.name()
            hidden=move || !row.read().is_shown
        >
            {summary}
            <div class="through">{details}</div>
        </article>
    }
}

/// The closed part of a rule. `id` is that of its details.
fn summary(row: Row, is_open: bool, id: &str, on_toggle: Callback<()>) -> impl IntoView + use<> {
    let status = row.status.name();
    let error = (!row.error.is_empty()).then(|| view! { <p>{row.error}</p> });
    view! {
        <div class="state" data-status=status>
            <Icon name=status/>
            <div>
                <p class="word">{row.word}</p>
                <p class="age">{filled(row.age)}</p>
            </div>
        </div>
        <div>
            <h3>
                <button
                    type="button"
                    aria-expanded=truth(is_open)
                    aria-controls=is_open.then(|| id.to_owned())
                    on:click=move |_| on_toggle.run(())
                >
                    <span>{row.name}</span>
                    <Glyph name="chevron" class="chevron"/>
                </button>
            </h3>
            <code>{row.expr}</code>
            {error}
            <p class="chips">{chips(row.chips)}</p>
        </div>
        <HeadroomBar headroom=row.headroom/>
    }
}

/// Returns the id of what a rule opens to. A key may have anything in it, an id no white space.
fn details_id(key: &str) -> String {
    // All white space of HTML is ASCII.
    let plain = |c: char| if c.is_ascii_alphanumeric() || !c.is_ascii() { c } else { '-' };
    format!("rule-{}", key.chars().map(plain).collect::<String>())
}
