//! The form of one panel.

mod choice;
mod field;
mod limits;
mod mappings;
mod queries;

use super::editing::Editing;
use crate::chart::PanelKind;
use crate::dashboard::{Panel, Width};
use crate::ui::common::Glyph;
use choice::{name_of, options, value_of};
use field::{AreaField, NumberField, SelectField, TextField};
use leptos::prelude::*;
use limits::Limits;
use mappings::Mappings;
use metrics_engine::unit::Unit;
use queries::Queries;

/// The form of the panel that is open; nothing where none is.
#[component]
pub(super) fn PanelForm() -> impl IntoView {
    let editing: Editing = expect_context();
    let opened = Memo::new(move |_| {
        let is_open = editing.is_on.get() && editing.panel().is_some();
        editing.opened.get().filter(|_| is_open)
    });
    move || opened.get().map(|_| view! { <Fields/> })
}

/// Follows a part of the open panel.
fn part<T: PartialEq + Send + Sync + 'static>(
    editing: Editing,
    read: impl Fn(&Panel) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let panel = Memo::new(move |last: Option<&Panel>| {
        editing.panel().or_else(|| last.cloned()).unwrap_or_default()
    });
    Memo::new(move |_| read(&panel.read()))
}

#[component]
fn Fields() -> impl IntoView {
    let editing: Editing = expect_context();
    let text = move |read: fn(&Panel) -> String| part(editing, read);
    let change = move |change: fn(&mut Panel, String)| {
        Callback::new(move |text: String| editing.change_panel(|panel| change(panel, text)))
    };
    let title = text(|panel| panel.title.clone());
    let (min, max) = (part(editing, |panel| panel.min), part(editing, |panel| panel.max));
    let is_text = part(editing, |panel| panel.kind == PanelKind::Text);
    let kind = text(|panel| name_of(&panel.kind));
    let width = text(|panel| name_of(&panel.width));
    let unit = text(|panel| name_of(&panel.unit));
    let units = Unit::NAMES.map(|(name, _)| (name.to_owned(), name.to_owned())).to_vec();
    view! {
        <form class="panel pane form" aria-label="Panel" on:submit=|event| event.prevent_default()>
            <header>
                <h2>{move || title.get()}</h2>
                <button class="button plain" type="button" aria-label="Close" on:click=move |_| editing.open(None)>
                    <Glyph name="back"/>
                </button>
            </header>
            <TextField label="Title" value=title on_change=change(|panel, text| panel.title = text)/>
            <AreaField
                label="Description"
                rows="3"
                value=text(|panel| panel.description.clone())
                on_change=change(|panel, text| panel.description = text)
            />
            <div class="pair">
                <SelectField
                    label="Kind"
                    options=options(&PanelKind::ALL)
                    value=kind
                    on_change=change(|panel, name| panel.kind = value_of(&name).unwrap_or(panel.kind))
                />
                <SelectField
                    label="Width"
                    options=options(&Width::ALL)
                    value=width
                    on_change=change(|panel, name| panel.width = value_of(&name).unwrap_or(panel.width))
                />
            </div>
            <Show when=move || !is_text.get()>
                <Queries/>
                <div class="pair">
                    <SelectField
                        label="Unit"
                        options=units.clone()
                        value=unit
                        on_change=change(|panel, name| panel.unit = value_of(&name).unwrap_or(panel.unit))
                    />
                    <NumberField
                        label="Least"
                        value=min
                        on_change=Callback::new(move |min| editing.change_panel(|panel| panel.min = min))
                    />
                    <NumberField
                        label="Most"
                        value=max
                        on_change=Callback::new(move |max| editing.change_panel(|panel| panel.max = max))
                    />
                </div>
                <Limits/>
                <Mappings/>
            </Show>
        </form>
    }
}
