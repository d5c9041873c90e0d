//! One endpoint in the table of targets.

use crate::ui::common::{Glyph, Icon};
use crate::view::admin::targets::{TargetRow, Which};
use leptos::prelude::*;

/// The row of an endpoint. `on_scrape` is called with it when a person requests a scrape.
#[component]
pub fn TargetLine(row: TargetRow, on_scrape: Callback<Which>) -> impl IntoView {
    let TargetRow { key, which, system, path, status, word, more, last, took, samples, size, next } =
        row;
    let label = format!("Scrape {system} {path} now");
    let unit = if samples == "1" { " sample" } else { " samples" };
    let has_more = !more.is_empty();
    view! {
        <tr>
            <td>
                <b>{system}</b>
                <br/>
                <a class="quiet" href=key.clone()><code>{path}</code></a>
            </td>
            <td>
                <p class="state" data-status=status.name()>
                    <Icon name=status.name()/>
                    <span>
                        <span>{word}</span>
                        <span hidden=!has_more><br/><a href=key>{more}</a></span>
                    </span>
                </p>
            </td>
            <td>{last}</td>
            <td class="number">{took}</td>
            <td class="number"><span>{samples}</span><span class="unit">{unit}</span></td>
            <td class="number">{size}</td>
            <td class="number next">{next}</td>
            <td class="number">
                <button class="button plain" type="button" aria-label=label on:click=move |_| on_scrape.run(which)>
                    <Glyph name="refresh"/>
                </button>
            </td>
        </tr>
    }
}
