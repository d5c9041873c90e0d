//! The canvas of a chart.

use super::canvas::ChartHost;
use super::chart_state::ChartState;
use crate::chart::{DisplayList, Theme};
use leptos::html;
use leptos::prelude::*;

/// A canvas that shows the drawing, and describes it to a screen reader.
#[component]
pub(super) fn Drawing(state: ChartState) -> impl IntoView {
    let element = NodeRef::<html::Canvas>::new();
    if let Some(host) = use_context::<ChartHost>() {
        Effect::new(move |_| {
            // Once: the element of a chart stays the same.
            if element.get().is_some() {
                let draw = Box::new(move |list: &mut DisplayList, theme: &Theme, size| {
                    untrack(|| {
                        state.with(|frame, view| crate::chart::draw(list, frame, theme, size, view))
                    })
                });
                let drawn = Box::new(move |layout| {
                    if state.layout.read_untracked().as_ref() != Some(&layout) {
                        state.layout.set(Some(layout));
                    }
                });
                state.canvas.set_value((host.open_canvas)(element, draw, drawn));
            }
        });
        Effect::new(move |_| {
            state.frame.track();
            state.hidden.track();
            state
                .canvas
                .with_value(|canvas| canvas.iter().for_each(|canvas| canvas.request_drawing()));
        });
    }
    view! { <canvas role="img" aria-label=move || state.label.get() node_ref=element></canvas> }
}
