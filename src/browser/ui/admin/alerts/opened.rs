//! What a rule opens to: what it tells a person, its alerts, its chart, and the form of its limit.

use super::form;
use super::rule::chip;
use crate::browser::admin_shell::AdminShell;
use crate::browser::ui::admin::dashboard::zoom;
use crate::browser::ui::chart::{Chart, chart};
use crate::browser::ui::markup::{only, stamped, watch};
use crate::browser::ui::reactive::{RwSignal, untrack};
use crate::browser::ui::stamp::Stamp;
use crate::chart::{Frame, PanelKind};
use crate::series::TimeRange;
use crate::time::Duration;
use crate::unit::Unit;
use crate::view::admin::Scene;
use crate::view::admin::alerts::opened::{AlertRow, opened};
use crate::view::admin::alerts::plot;
use leptos::prelude::With as _;
use std::rc::Rc;
use std::sync::Arc;
use web_sys::Element;

/// What a rule opens to.
pub(super) fn details(
    desk: &'static AdminShell,
    key: String,
    name: String,
    fields: form::Fields,
) -> Element {
    let key: Rc<str> = key.into();
    let chart = measured(desk, key.clone(), &name);
    let form = form::form(desk, key.clone(), fields);
    stamped(move || {
        let seen = desk.see(|scene| opened(scene, &key)).flatten().unwrap_or_default();
        let mut texts = Vec::new();
        for one in seen.texts {
            texts.push(Stamp::of("name").text("", one.name));
            texts.push(if one.is_link {
                Stamp::of("link").set("link", "href", &*one.text).text("link", one.text)
            } else {
                Stamp::of("value").text("", one.text)
            });
        }
        Stamp::of("opened")
            .set("", "aria-label", &*name)
            .told("lead", seen.lead)
            .hide("texts", texts.is_empty())
            .children("texts", texts)
            .hide("near", seen.nearest.is_empty())
            .text("nearest", seen.nearest)
            .hide("alerts", seen.alerts.is_empty())
            .each("rows", seen.alerts, alert)
            .told("more", seen.more)
            .own("chart", only(chart.clone()))
            .own("form", only(form.clone()))
    })
}

/// One alert of the rule.
fn alert(alert: AlertRow) -> Stamp {
    let status = alert.status.name();
    Stamp::of("alert-row")
        .state("state", status)
        .text("word", alert.word)
        .each("labels", alert.labels, chip)
        .text("says", alert.says)
        .text("value", alert.value)
        .text("since", alert.since)
}

/// What the rule measures against its limit, over the range in the address.
fn measured(desk: &'static AdminShell, key: Rc<str>, name: &str) -> Option<Element> {
    let look = move || {
        let range = desk.route().with(|route| route.range);
        let see = |scene: Scene<'_>| {
            let oldest = scene.work.store().usage().oldest;
            plot::frame(scene, &key, range.span(scene.now, oldest))
        };
        desk.see_once(see).flatten().map(Arc::new)
    };
    let frame = RwSignal::new(untrack(&look)?);
    // Drawn anew with each evaluation: nothing else changes what is seen.
    let evaluated = RwSignal::new(None);
    let (newest, drawn) = (evaluated.clone(), frame.clone());
    watch(move || {
        let last = |scene: Scene<'_>| {
            scene.work.groups().all().iter().filter_map(|group| group.last).max()
        };
        let last = desk.see(last).flatten();
        if newest.get_untracked() != last {
            newest.set(last);
        }
    });
    watch(move || {
        evaluated.track();
        let empty = TimeRange { after: TimeRange::ALL.until, until: TimeRange::ALL.until };
        let empty = || Arc::new(Frame::new(empty, Duration(1), Unit::Short));
        drawn.set(look().unwrap_or_else(empty));
    });
    Some(chart(Chart {
        title: name.to_owned(),
        frame,
        kind: PanelKind::Lines,
        cursor: RwSignal::new(None),
        zoomed: zoom(desk),
        zone: desk.zone_offset,
        note: RwSignal::new(String::new()),
        description: String::new(),
        href: Box::new(|| None),
        class: "",
    }))
}
