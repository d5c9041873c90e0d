//! The pages in place of the systems: all incidents by month, and one incident from beginning to end.

use super::{Action, Events, MAIN, Masthead, StatePaths};
use crate::status::Status;
use crate::ui::common::{Button, Icon, Prose, filled};
use crate::view::language::{Words, message};
use crate::view::public::page::Page;
use crate::view::public::{Fact, IncidentPage, IncidentUpdate, Span};
use leptos::prelude::*;
use std::sync::Arc;

/// A page of incidents, without its footer.
#[component]
pub fn Incidents(
    /// The page.
    page: RwSignal<Page>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let status =
        move || page.with(|page| page.view.incident_page.as_ref()?.status.map(Status::name));
    let head = move || {
        page.with(|page| {
            let incident = page.view.incident_page.clone()?;
            Some(head(incident, page.is_copied, &page.words, act))
        })
    };
    let content = move || {
        page.with(|page| {
            page.view.incident_page.clone().map(|incident| {
                view! { <IncidentContent incident words=page.words.clone()/> }
            })
        })
    };
    view! {
        <header class="banner" id="top" data-status=status>
            <div class="column">
                <Masthead page href="#/" act/>
                {head}
            </div>
        </header>
        <main class="column page" id=MAIN tabindex="-1">{content}</main>
    }
}

/// The title of a page of incidents, below the way back.
fn head(
    incident: IncidentPage,
    is_copied: Option<bool>,
    words: &Words,
    act: Callback<Action>,
) -> impl IntoView + use<> {
    let IncidentPage { heading, status, state, crumb, facts, .. } = incident;
    let copy = is_copied.filter(|_| !facts.is_empty()).map(|is_copied| {
        let label = if is_copied { message("Link copied") } else { message("Copy link") };
        let on_press = Callback::new(move |()| act.run(Action::CopyLink));
        view! { <p class="controls"><Button glyph="link" label=words.text(label) on_press/></p> }
    });
    let status = status.map(Status::name);
    let crumb =
        filled(crumb).map(|month| view! { <span>" / "<a href="#/incidents">{month}</a></span> });
    view! {
        <div class="verdict">
            <p class="crumb"><a href="#/">{words.text(message("Status"))}</a>{crumb}</p>
            <h1 tabindex="-1">{filled(heading)}</h1>
            <p class="resolved" data-status=status>
                {status.map(|name| view! { <Icon name/> })}
                <span>{filled(state)}</span>
            </p>
            {copy}
        </div>
    }
}

/// The record of one incident, or of all incidents by month.
#[component]
fn IncidentContent(incident: IncidentPage, words: Arc<Words>) -> impl IntoView {
    let IncidentPage { months, facts, spans, ticks, updates, afterwards, .. } = incident;
    let text = |label| words.text(label);
    let facts = (!facts.is_empty()).then(|| {
        let facts = facts.into_iter().map(|fact| view! { <FactOf fact/> }).collect_view();
        section("facts", text(message("Summary")), view! { <dl class="facts">{facts}</dl> })
    });
    let spans = (!spans.is_empty()).then(|| {
        let ticks = ticks.into_iter().map(|tick| view! { <span>{filled(tick)}</span> });
        let spans = spans.into_iter().map(|span| view! { <AffectedSpan span/> }).collect_view();
        let spans = view! {
            <div class="spans">
                <p class="ends" aria-hidden="true">{ticks.collect_view()}</p>
                <div class="spans">{spans}</div>
            </div>
        };
        section("affected", text(message("Affected systems")), spans)
    });
    let updates = (!updates.is_empty()).then(|| {
        let updates = updates.into_iter().map(|update| view! { <Step update/> }).collect_view();
        section("updates", text(message("Updates")), view! { <ol class="timeline">{updates}</ol> })
    });
    let afterwards = (!afterwards.is_empty()).then(|| {
        let text = view! { <div class="prose"><Prose text=afterwards/></div> };
        section("postmortem", words.text(message("Postmortem")), text)
    });
    let months = (!months.is_empty()).then(|| {
        let month = |(name, events)| {
            view! {
                <section class="ledger">
                    <h2 class="heading">{filled(name)}</h2>
                    <Events events/>
                </section>
            }
        };
        view! { <div class="months">{months.into_iter().map(month).collect_view()}</div> }
    });
    view! {
        {facts}
        {spans}
        {updates}
        {afterwards}
        {months}
    }
}

/// A section with its heading in the left column.
fn section(id: &'static str, heading: String, content: impl IntoView) -> impl IntoView {
    view! {
        <section class="ledger" aria-labelledby=id>
            <h2 class="heading" id=id>{heading}</h2>
            {content}
        </section>
    }
}

/// A fact and its name.
#[component]
fn FactOf(fact: Fact) -> impl IntoView {
    let status = fact.status.map(Status::name);
    view! {
        <div>
            <dt>{filled(fact.name)}</dt>
            <dd data-status=status>
                {status.map(|name| view! { <Icon name/> })}
                <span class=status.map(|_| "word")>{filled(fact.value)}</span>
            </dd>
        </div>
    }
}

/// A system while the incident lasted.
#[component]
fn AffectedSpan(span: Span) -> impl IntoView {
    view! {
        <div>
            <p><b>{filled(span.name)}</b>" "<span class="age">{filled(span.text)}</span></p>
            <svg class="clock" viewBox="0 0 720 24" preserveAspectRatio="none" aria-hidden="true">
                <StatePaths paths=span.clock/>
            </svg>
        </div>
    }
}

/// A step in the course of the incident.
#[component]
fn Step(update: IncidentUpdate) -> impl IntoView {
    let status = update.status.name();
    view! {
        <li data-status=status>
            <Icon name=status/>
            <div class="prose">
                <h3><span>{filled(update.stage)}</span>" "<time class="age">{filled(update.time)}</time></h3>
                <div class="prose"><Prose text=update.body/></div>
            </div>
        </li>
    }
}
