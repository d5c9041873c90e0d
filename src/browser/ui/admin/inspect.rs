//! What one endpoint answered: problems, families, or the bytes as received.

use super::{choice, list};
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{Kept, acts, only, stamped, typed};
use crate::browser::ui::reactive::{RwSignal, StoredValue};
use crate::browser::ui::stamp::Stamp;
use crate::route::{Aspect, Endpoint, Route, Screen};
use crate::time::Timestamp;
use crate::view::admin::Scene;
use crate::view::admin::inspect::rows::rows;
use crate::view::admin::inspect::{BadLine, inspection, problems};
use web_sys::Element;

/// The panel below the table.
pub(super) fn inspect(desk: Desk, endpoint: Endpoint) -> Element {
    let endpoint = StoredValue::new(endpoint);
    let filter = RwSignal::new(String::new());
    // When the answer came that is shown: its lines are looked at once.
    let at = RwSignal::new(None);
    let body = Kept::default();
    let panel = stamped(move || {
        let seen = endpoint.with_value(|it| desk.see(|scene| inspection(scene, it)).flatten());
        let is_there = seen.is_some();
        let seen = seen.unwrap_or_default();
        let came = is_there.then_some(seen.at);
        if at.get_untracked() != came {
            at.set(came);
        }
        let aspect = desk.route.with(aspect_of);
        let one = |to, name, word| choice(word, name, aspect == to);
        let mut choices = vec![one(Aspect::Raw, "raw", "Raw")];
        if seen.has_families {
            let others = [
                one(Aspect::Problems, "problems", "Problems"),
                one(Aspect::Families, "families", "Families"),
            ];
            choices.splice(..0, others);
        }
        let key = [b'0' + aspect as u8];
        let key = core::str::from_utf8(&key).unwrap_or_default();
        Stamp::of("answered")
            .text(
                "title",
                if is_there { seen.title } else { "Nothing was answered yet".to_owned() },
            )
            .hide("search", aspect == Aspect::Problems)
            .children("aspects", choices)
            .text("note", seen.note)
            .own("body", only(body.get(key, || build(desk, endpoint, aspect, at, filter))))
    });
    acts(&panel, "input", move |act, event| {
        if act == "search" {
            filter.set(typed(event));
        }
    });
    acts(&panel, "click", move |act, _| {
        let to = match act {
            "problems" => Aspect::Problems,
            "families" => Aspect::Families,
            "raw" => Aspect::Raw,
            _ => return,
        };
        let screen = Screen::Targets(Some((endpoint.get_value(), to)));
        desk.go(Route { screen, ..desk.route.get_untracked() }, true);
    });
    panel
}

fn aspect_of(route: &Route) -> Aspect {
    match &route.screen {
        Screen::Targets(Some((_, aspect))) => *aspect,
        _ => Aspect::Raw,
    }
}

/// One aspect of the answer, anew with each answer.
fn build(
    desk: Desk,
    endpoint: StoredValue<Endpoint>,
    aspect: Aspect,
    at: RwSignal<Option<Timestamp>>,
    filter: RwSignal<String>,
) -> Element {
    if aspect == Aspect::Problems {
        return stamped(move || {
            at.track();
            let look = |endpoint: &Endpoint| {
                let see = |scene: Scene<'_>| {
                    let said = inspection(scene, endpoint).map(|seen| seen.no_problem);
                    (problems(scene, endpoint), said)
                };
                desk.see_once(see).unwrap_or_default()
            };
            let (lines, said) = endpoint.with_value(look);
            Stamp::of("problems")
                .hide("nothing", !lines.is_empty())
                .text("nothing", said.unwrap_or_default())
                .hide("table", lines.is_empty())
                .children("lines", lines.into_iter().map(bad_line).collect())
        });
    }
    let look = move || {
        at.track();
        let look = |endpoint: &Endpoint| {
            filter.with(|filter| desk.see_once(|scene| rows(scene, endpoint, aspect, filter)))
        };
        endpoint.with_value(look).unwrap_or_default()
    };
    let label = if aspect == Aspect::Families { "Families" } else { "Answer as received" };
    list::list(label, Box::new(look), filter, move |rows, begin, count| {
        let look = |endpoint: &Endpoint| {
            desk.see_once(|scene| rows.show(scene, endpoint, begin, count)).unwrap_or_default()
        };
        endpoint.with_value(look)
    })
}

fn bad_line(line: BadLine) -> Stamp {
    let [before, at, after] = line.received;
    Stamp::of("bad-line")
        .text("line", line.line)
        .text("reason", line.reason)
        .text("before", before)
        .hide("wrong", at.is_empty())
        .text("wrong", at)
        .text("after", after)
}
