//! A panel that shows a text.

use super::panel_tools::PanelTools;
use crate::dashboard::Panel;
use crate::ui::common::Prose;
use crate::view::admin::dashboard::{class, prose};
use leptos::prelude::*;

/// The text, under its title.
#[component]
pub(super) fn TextPanel(panel: Panel) -> impl IntoView {
    let heading_id = format!("{}-title", panel.id);
    let (title, text) = (panel.title.clone(), prose(&panel.description));
    let class = format!("panel {}", class(panel.width));
    view! {
        <section class=class aria-labelledby=heading_id.clone()>
            <header><h2 id=heading_id.clone()>{title}</h2></header>
            <PanelTools panel/>
            <div class="prose"><Prose text/></div>
        </section>
    }
}
