//! The chart of a rule: what it measures against its limit, over the range in the address.

use crate::chart::{Frame, PanelKind};
use crate::ui::admin::ConsoleHandle;
use crate::ui::admin::range_picker::zoom;
use crate::ui::chart::Chart;
use crate::view::admin::Scene;
use crate::view::admin::alerts::plot;
use leptos::prelude::*;
use metrics_engine::series::TimeRange;
use metrics_engine::time::Duration;
use metrics_engine::unit::Unit;
use std::sync::Arc;

/// The chart of the rule of this key and name; nothing where the rule measures nothing that could be drawn.
pub(super) fn measured_chart(
    console: ConsoleHandle,
    key: &str,
    name: String,
) -> Option<impl IntoView + use<>> {
    let range = Memo::new(move |_| console.route().read().range);
    let key = key.to_owned();
    let draw = move |range: crate::route::Range| {
        let draw = |scene: Scene<'_>| {
            let oldest = scene.work.store().usage().oldest;
            plot::frame(scene, &key, range.span(scene.now, oldest))
        };
        console.with_scene_untracked(draw).flatten().map(Arc::new)
    };
    let frame = RwSignal::new(draw(range.get_untracked())?);
    // Another frame with each evaluation, and not with each second: nothing else changes what is drawn.
    let evaluated = Memo::new(move |_| {
        let last = |scene: Scene<'_>| {
            scene.work.groups().all().iter().filter_map(|group| group.last).max()
        };
        console.with_scene(last).flatten()
    });
    Effect::new(move |_| {
        evaluated.get();
        let empty = TimeRange { after: TimeRange::ALL.until, until: TimeRange::ALL.until };
        let empty = || Arc::new(Frame::new(empty, Duration(1), Unit::Short));
        frame.set(draw(range.get()).unwrap_or_else(empty));
    });
    let no_address: Option<String> = None;
    Some(view! {
        <Chart
            id="rule".to_owned()
            title=name
            frame
            kind=PanelKind::Lines
            cursor=RwSignal::new(None)
            on_zoom=zoom(console)
            zone=console.host().zone_offset()
            note=String::new()
            description=String::new()
            href=no_address
            class=""
        />
    })
}
