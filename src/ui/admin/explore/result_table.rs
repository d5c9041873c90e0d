//! The values of a query at the end of the range.

use super::running::QueryOutcome;
use crate::ui::common::filled;
use crate::view::admin::explore::ResultRow;
use leptos::prelude::*;

/// The table of the last result.
#[component]
pub(super) fn ResultTable(result: RwSignal<QueryOutcome>) -> impl IntoView {
    let row = |ResultRow { name, labels, value }: ResultRow| {
        view! {
            <tr>
                <td><code>{filled(name)}<span class="labels">{filled(labels)}</span></code></td>
                <td class="number"><code>{value}</code></td>
            </tr>
        }
    };
    move || match result.read().as_ref() {
        Some(Ok(result)) if !result.rows.is_empty() => {
            let rows = result.rows.iter().cloned().map(row).collect_view();
            Some(view! {
                <section class="panel" aria-labelledby="values">
                    <h2 id="values">"Values"</h2>
                    <div class="scroll" role="group" aria-label="Values" tabindex="0">
                        <table class="table values">
                            <thead>
                                <tr><th scope="col">"Series"</th><th class="number" scope="col">"Value"</th></tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </section>
            })
        }
        _ => None,
    }
}
