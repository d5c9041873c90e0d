//! What one endpoint answered: problems, families, or the bytes as received.

use super::{choice, list};
use crate::browser::desk::Desk;
use crate::browser::ui::markup::{Kept, acts, only, stamped, typed};
use crate::browser::ui::reactive::RwSignal;
use crate::browser::ui::stamp::Stamp;
use crate::route::{Aspect, Endpoint, Route, Screen};
use crate::time::Timestamp;
use crate::view::admin::Scene;
use crate::view::admin::inspect::rows::rows;
use crate::view::admin::inspect::{BadLine, inspection, problems};
use std::rc::Rc;
use web_sys::Element;

/// The panel below the table.
pub(super) fn inspect(desk: &'static Desk, endpoint: Endpoint) -> Element {
    let endpoint = Rc::new(endpoint);
    let filter = RwSignal::new(String::new());
    // When the answer came that is shown: its lines are looked at once.
    let at = RwSignal::new(None);
    let body = Kept::default();
    let (searched, asked) = (filter.clone(), endpoint.clone());
    let panel = stamped(move || {
        let seen = desk.see(|scene| inspection(scene, &endpoint)).flatten();
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
            .own("body", only(body.get(key, || build(desk, &endpoint, aspect, &at, &filter))))
    });
    acts(&panel, "input", move |act, event| {
        if act == "search" {
            searched.set(typed(event));
        }
    });
    acts(&panel, "click", move |act, _| {
        let to = match act {
            "problems" => Aspect::Problems,
            "families" => Aspect::Families,
            "raw" => Aspect::Raw,
            _ => return,
        };
        let screen = Screen::Targets(Some(((*asked).clone(), to)));
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
    desk: &'static Desk,
    endpoint: &Rc<Endpoint>,
    aspect: Aspect,
    at: &RwSignal<Option<Timestamp>>,
    filter: &RwSignal<String>,
) -> Element {
    let (endpoint, at) = (endpoint.clone(), at.clone());
    if aspect == Aspect::Problems {
        return stamped(move || {
            at.track();
            let see = |scene: Scene<'_>| {
                let said = inspection(scene, &endpoint).map(|seen| seen.no_problem);
                (problems(scene, &endpoint), said)
            };
            let (lines, said) = desk.see_once(see).unwrap_or_default();
            Stamp::of("problems")
                .hide("nothing", !lines.is_empty())
                .text("nothing", said.unwrap_or_default())
                .hide("table", lines.is_empty())
                .each("lines", lines, bad_line)
        });
    }
    let (wanted, shown) = (filter.clone(), endpoint.clone());
    let look = move || {
        let see = |filter: &String| desk.see_once(|scene| rows(scene, &endpoint, aspect, filter));
        wanted.with_untracked(see).unwrap_or_default()
    };
    let label = if aspect == Aspect::Families { "Families" } else { "Answer as received" };
    list::list(
        label,
        Box::new(move || at.track()),
        Box::new(look),
        filter,
        move |rows, begin, count| {
            desk.see_once(|scene| rows.show(scene, &shown, begin, count)).unwrap_or_default()
        },
    )
}

fn bad_line(line: BadLine) -> Stamp {
    let [before, at, after] = line.received;
    Stamp::of("bad-line")
        .text("line", line.line)
        .text("reason", line.reason)
        .text("before", before)
        .told("wrong", at)
        .text("after", after)
}
