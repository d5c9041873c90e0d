//! The whole public page.

use super::{Action, Footer, Groups, Incidents, Legend, PastIncidents, Problems, Verdict};
use crate::ui::common::filled;
use crate::view::public::page::Page;
use leptos::either::Either;
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
                {move || page.with(incidents)}
                <Footer page has_tools=false act/>
            })
        } else {
            Either::Right(view! {
                <Systems page act/>
                <Footer page has_tools=true act/>
            })
        }
    };
    view! {
        {content}
        <div class="unseen" role="status">{announcement}</div>
    }
}

/// A page of incidents.
fn incidents(page: &Page) -> Option<impl IntoView + use<>> {
    let incident = page.view.incident_page.clone()?;
    let site = page.layout.site.clone();
    Some(view! { <Incidents incident site words=page.words.clone()/> })
}

/// The page of systems: one closure for each region.
#[component]
fn Systems(page: RwSignal<Page>, act: Callback<Action>) -> impl IntoView {
    let has_history = move || page.with(|page| page.history.is_some());
    let verdict = move || {
        page.with(|page| {
            let (site, banner) = (page.layout.site.clone(), page.view.banner.clone());
            view! { <Verdict site banner words=page.words.clone()/> }
        })
    };
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
    view! {
        {verdict}
        <main class="column page" data-past=move || has_history().then_some("")>
            {problems}
            <div class="ranks">
                <div class="groups"><Groups page act/></div>
                {legend}
            </div>
            {past}
        </main>
    }
}
