//! What a rule opens to: what it tells a person, its alerts, its chart, and the form of its limit.

use super::rule::chip;
use super::{form, symbol};
use crate::browser::desk::Desk;
use crate::browser::ui::admin::dashboard::zoom;
use crate::browser::ui::chart::{Chart, chart};
use crate::browser::ui::markup::{only, stamped, watch};
use crate::browser::ui::reactive::{RwSignal, untrack};
use crate::browser::ui::stamp::Stamp;
use crate::chart::Frame;
use crate::config::private::PanelKind;
use crate::series::TimeRange;
use crate::time::Duration;
use crate::unit::Unit;
use crate::view::admin::Scene;
use crate::view::admin::alerts::opened::{AlertRow, Text, opened};
use crate::view::admin::alerts::plot;
use std::rc::Rc;
use std::sync::Arc;
use web_sys::Element;

/// What a rule opens to.
pub(super) fn details(desk: Desk, key: String, name: String, fields: form::Fields) -> Element {
    let key: Rc<str> = key.into();
    let chart = measured(desk, key.clone(), &name);
    let form = form::form(desk, key.clone(), fields);
    stamped(move || {
        let seen = desk.see(|scene| opened(scene, &key)).flatten().unwrap_or_default();
        Stamp::of("opened")
            .set("", "aria-label", &*name)
            .hide("lead", seen.lead.is_empty())
            .text("lead", seen.lead)
            .hide("texts", seen.texts.is_empty())
            .children("texts", seen.texts.into_iter().flat_map(annotation).collect())
            .hide("near", seen.nearest.is_empty())
            .text("nearest", seen.nearest)
            .hide("alerts", seen.alerts.is_empty())
            .children("rows", seen.alerts.into_iter().map(alert).collect())
            .hide("more", seen.more.is_empty())
            .text("more", seen.more)
            .own("chart", only(chart.clone()))
            .own("form", only(form.clone()))
    })
}

/// What a person should read: what it is, and the text.
fn annotation(text: Text) -> [Stamp; 2] {
    let told = if text.is_link {
        Stamp::of("link").set("link", "href", &*text.text).text("link", text.text)
    } else {
        Stamp::of("value").text("", text.text)
    };
    [Stamp::of("name").text("", text.name), told]
}

/// One alert of the rule.
fn alert(alert: AlertRow) -> Stamp {
    let status = alert.status.name();
    Stamp::of("alert-row")
        .set("state", "data-status", status)
        .set("icon", "href", symbol(status))
        .text("word", alert.word)
        .children("labels", alert.labels.into_iter().map(chip).collect())
        .text("says", alert.says)
        .text("value", alert.value)
        .text("since", alert.since)
}

/// What the rule measures against its limit, over the range in the address.
fn measured(desk: Desk, key: Rc<str>, name: &str) -> Option<Element> {
    let look = move || {
        let range = desk.route.with(|route| route.range);
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
        zone: desk.zone_offset(),
        note: RwSignal::new(String::new()),
        description: String::new(),
        href: Box::new(|| None),
        class: "",
    }))
}
