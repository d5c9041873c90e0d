//! A sentence above the screens.

use crate::ui::common::Icon;
use crate::view::admin::notice::Notice;
use leptos::prelude::*;

/// Something that is not as it should be, with the button that takes over a newer configuration where there is one.
#[component]
pub fn NoticeItem(notice: Notice, on_take_over: Callback<()>) -> impl IntoView {
    let Notice { status, text, offers_config } = notice;
    let icon = status.map(|name| view! { <Icon name/> });
    view! {
        <li class="state" data-status=status>
            {icon}
            <span>{text}</span>
            " "
            <button class="button" type="button" hidden=!offers_config on:click=move |_| on_take_over.run(())>
                "Apply"
            </button>
        </li>
    }
}
