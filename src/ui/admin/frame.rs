//! The frame around every screen: the rail, the session, and the notices.

use super::navigation::Navigation;
use super::notice::{NoticeItem, NoticeItemProps};
use super::{screen, title, use_console};
use crate::console::Event;
use crate::view::admin::alerts::summary;
use crate::view::admin::notice::notices;
use crate::view::admin::tab;
use leptos::ev::MouseEvent;
use leptos::html::Main;
use leptos::prelude::*;

/// The frame, with the screen that the address names.
#[component]
pub(super) fn Frame() -> impl IntoView {
    let console = use_console();
    let site = console.with_scene_untracked(|scene| scene.work.private().config.site.name.clone());
    let signed_in = Memo::new(move |_| {
        let name = console
            .with_console(|console, _| console.session().token().map(|it| it.name().to_owned()));
        // Behind a sign-in proxy the name is not known here.
        let name = name.filter(|name| !name.is_empty());
        name.map_or_else(String::new, |name| format!("Signed in as {name}"))
    });
    let log_out = move |_| console.send(Event::LoggedOut);
    let take_over = Callback::new(move |()| console.send(Event::ConfigAccepted));
    let shown_notices = move || {
        let notices = console.with_scene(notices).unwrap_or_default();
        let item = |notice| NoticeItem(NoticeItemProps { notice, on_take_over: take_over });
        notices.into_iter().map(item).collect_view()
    };

    Effect::new(move |_| {
        let name = console.route().with(|route| title(&route.screen));
        if let Some((title, icon)) = console.with_scene(|scene| tab(scene, name)) {
            console.host().show_tab(&title, icon);
        }
    });

    let content = NodeRef::<Main>::new();
    // The address behind the number sign is that of the screen, so the link moves the focus by itself.
    let skip = move |event: MouseEvent| {
        event.prevent_default();
        console.host().focus_content(content);
    };
    view! {
        <a class="skip" href="#content" on:click=skip>"Skip to content"</a>
        <div class="frame">
            <nav class="rail" aria-label="Admin">
                <div>
                    <a class="brand" href="/">
                        <svg class="mark" aria-hidden="true"><use href="#operational"/></svg>
                        <span>{site}</span>
                    </a>
                    <Navigation/>
                    <div class="who note">
                        <p>{move || signed_in.get()}</p>
                        <p><button class="inline" type="button" on:click=log_out>"Sign out"</button></p>
                    </div>
                </div>
            </nav>
            <main class="workspace" id="content" tabindex="-1" node_ref=content>
                <p class="unseen" role="status">{move || console.with_scene(summary)}</p>
                <ul class="notices" role="status">{shown_notices}</ul>
                <CurrentScreen/>
                <p class="note signed">
                    <span>{move || signed_in.get()}</span>
                    " "
                    <button class="inline" type="button" on:click=log_out>"Sign out"</button>
                </p>
            </main>
        </div>
    }
}

/// The screen that the address names. It stays while only its target, range or panel changes.
#[component]
fn CurrentScreen() -> impl IntoView {
    let console = use_console();
    let route = console.route();
    let kind = Memo::new(move |_| route.with(|route| core::mem::discriminant(&route.screen)));
    // The frame is painted first; the screen begins in a task of its own.
    let is_framed = RwSignal::new(false);
    let begin = console.job(move || {
        is_framed.set(true);
        false
    });
    begin();
    move || {
        // Read, not only tracked: a memo without readers computes nothing and follows nothing.
        kind.get();
        is_framed.get().then(|| screen(&route.read_untracked().screen))
    }
}
