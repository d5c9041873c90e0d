//! The whole public page.

use super::{
    Action, ExtraSection, Footer, Groups, Incidents, Legend, MAIN, PageBanner, PastIncidents,
    Problems, Search,
};
use crate::ui::common::filled;
use crate::view::language::message;
use crate::view::public::page::Page;
use leptos::either::Either;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The public page: the systems, or a page of incidents in their place.
#[component]
pub fn PublicPage(
    /// Everything that is shown.
    page: RwSignal<Page>,
    /// Takes what the visitor does.
    act: Callback<Action>,
) -> impl IntoView {
    let is_of_incidents = Memo::new(move |_| page.with(|page| page.view.incident_page.is_some()));
    let announcement = move || page.with(|page| filled(page.view.announcement.clone()));
    let content = move || {
        if is_of_incidents.get() {
            Either::Left(view! {
                <Incidents page act/>
                <Footer page has_tools=false act/>
            })
        } else {
            Either::Right(view! {
                <Systems page act/>
                <Footer page has_tools=true act/>
            })
        }
    };
    let skip = move || page.with(|page| page.words.text(message("Skip to status")));
    // The address behind the number sign is that of the page, so the link moves the focus by itself.
    let skip_to_status = move |event: MouseEvent| {
        event.prevent_default();
        act.run(Action::Skip);
    };
    view! {
        <a class="skip" href=format!("#{MAIN}") on:click=skip_to_status>{skip}</a>
        {content}
        <div class="unseen" role="status">{announcement}</div>
    }
}

/// The page of systems: one closure for each region.
#[component]
fn Systems(page: RwSignal<Page>, act: Callback<Action>) -> impl IntoView {
    let has_history = move || page.with(|page| page.history.is_some());
    let problems = move || {
        page.with(|page| {
            let (problems, bells) = (page.view.problems.clone(), page.bells.clone());
            view! { <Problems problems bells words=page.words.clone() act/> }
        })
    };
    let legend = move || {
        page.with(|page| {
            let note = page.history.as_ref()?.note.clone();
            Some(view! { <Legend note words=page.words.clone()/> })
        })
    };
    let past = move || {
        page.with(|page| {
            let past = page.view.past.clone();
            view! { <PastIncidents past words=page.words.clone()/> }
        })
    };
    let opened = Memo::new(move |_| page.with(|page| page.history.as_ref()?.extra.clone()));
    let extra = move || {
        let words = page.with(|page| page.words.clone());
        opened.get().map(|extra| view! { <ExtraSection extra words/> })
    };
    view! {
        <PageBanner page act/>
        <main class="column page" id=MAIN tabindex="-1" data-past=move || has_history().then_some("")>
            {problems}
            <div class="ranks">
                <Search page act/>
                <div class="groups"><Groups page act/></div>
                {legend}
            </div>
            {past}
            {extra}
        </main>
    }
}
