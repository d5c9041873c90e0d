//! The lines of an answer that could not be read.

use crate::route::Endpoint;
use crate::ui::admin::use_console;
use crate::ui::common::filled;
use crate::view::admin::inspect::{BadLine, inspection, problems};
use leptos::prelude::*;
use metrics_engine::time::Timestamp;
use std::sync::Arc;

/// A row for each line, made anew when `answered` changes.
#[component]
pub(super) fn ProblemTable(
    endpoint: Arc<Endpoint>,
    answered: Memo<Option<Timestamp>>,
) -> impl IntoView {
    let console = use_console();
    move || {
        answered.get();
        let (lines, no_problem) = console
            .with_scene_untracked(|scene| {
                let no_problem = inspection(scene, &endpoint).map(|seen| seen.no_problem);
                (problems(scene, &endpoint), no_problem)
            })
            .unwrap_or_default();
        let has_lines = !lines.is_empty();
        view! {
            <div>
                <p hidden=has_lines>{no_problem}</p>
                <div class="scroll" role="group" aria-label="Problems" tabindex="0" hidden=!has_lines>
                    <table class="table">
                        <thead>
                            <tr>
                                <th class="number" scope="col">"Line"</th>
                                <th scope="col">"Reason"</th>
                                <th scope="col">"As received"</th>
                            </tr>
                        </thead>
                        <tbody>{lines.into_iter().map(bad_line).collect_view()}</tbody>
                    </table>
                </div>
            </div>
        }
    }
}

/// One line, with the mistake marked.
fn bad_line(line: BadLine) -> impl IntoView {
    let [before, wrong, after] = line.received;
    let has_wrong = !wrong.is_empty();
    view! {
        <tr>
            <td class="number">{line.line}</td>
            <td>{line.reason}</td>
            <td><code><span>{filled(before)}</span><mark class="wrong" hidden=!has_wrong>{filled(wrong)}</mark><span>{filled(after)}</span></code></td>
        </tr>
    }
}
