//! What stands around every screen: the rail with the ways to the others, who is logged in, and words for screen readers.

use super::icon;
use crate::browser::desk::Desk;
use crate::console::Event;
use crate::route::Screen;
use crate::view::admin::alerts::{counts, summary};
use crate::view::admin::notice::{self, Notice};
use leptos::prelude::*;

/// The frame around `screen`.
pub(super) fn frame(desk: Desk, screen: impl IntoView + 'static) -> impl IntoView {
    let name = Memo::new(move |_| {
        desk.console(|console, _| console.session().token().map(|token| token.name().to_owned()))
    });
    let who = move || {
        name.get().filter(|name| !name.is_empty()).map(|name| format!("Signed in as {name}"))
    };
    let alerts = Memo::new(move |_| desk.see(summary));
    let log_out = move |_| desk.dispatch(Event::LoggedOut);
    view! {
        <div class="frame">
            <nav class="rail" aria-label="Admin"><div>
                <a class="brand" href="/">{icon("mark", "operational")}<span>{site(desk)}</span></a>
                <ul class="nav">
                    {entry(desk, "#/overview", "overview", "Overview", |screen| *screen == Screen::Overview, ())}
                    {entry(desk, "#/targets", "targets", "Targets", |screen| matches!(screen, Screen::Targets(_)), ())}
                    {entry(desk, "#/dashboards", "dashboards", "Dashboards", |screen| matches!(screen, Screen::Dashboard(_)), ())}
                    {entry(desk, "#/alerts", "bell", "Alerts", |screen| *screen == Screen::Alerts, firing(desk))}
                </ul>
                <div class="who note"><p>{who}</p><p><button class="inline" type="button" on:click=log_out>"Log out"</button></p></div>
            </div></nav>
            <main class="desk" tabindex="-1">
                <p class="unseen" role="status">{move || alerts.get()}</p>
                {notices(desk)}
                {screen}
                <p class="note signed">{who}" " <button class="inline" type="button" on:click=log_out>"Log out"</button></p>
            </main>
        </div>
    }
}

/// What is not as it should be, above every screen.
fn notices(desk: Desk) -> impl IntoView {
    let seen = Memo::new(move |_| desk.see(notice::notices).unwrap_or_default());
    let one = |notice: Notice| {
        view! {
            <li class="state" data-status=notice.status>{icon("icon", notice.status)}<span>{notice.text}</span></li>
        }
    };
    view! { <ul class="notices" role="status">{move || seen.get().into_iter().map(one).collect_view()}</ul> }
}

/// The site's name.
fn site(desk: Desk) -> Option<String> {
    desk.see_once(|scene| scene.work.private().config.site.name.clone())
}

/// One way to another screen.
fn entry(
    desk: Desk,
    href: &'static str,
    symbol: &'static str,
    word: &'static str,
    is_here: fn(&Screen) -> bool,
    aside: impl IntoView,
) -> impl IntoView {
    let current = move || desk.route.with(|route| is_here(&route.screen)).then_some("page");
    view! { <li><a href=href aria-current=current>{icon("glyph", symbol)}<span>{word}</span>{aside}</a></li> }
}

/// How many alerts are firing; nothing where there is none.
fn firing(desk: Desk) -> impl IntoView {
    let counts = Memo::new(move |_| desk.see(counts).unwrap_or_default());
    move || {
        let counts = counts.get();
        let status = counts.status.name();
        (counts.firing > 0).then(|| view! { <span class="count" data-status=status><span class="unseen">"firing: "</span>{counts.firing}</span> })
    }
}
