//! Active problems and announced maintenance, above the systems.

use super::{Stamp, prose};
use crate::view::public::{Bell, IncidentUpdate, Problem};

pub(super) fn article(problem: Problem, bells: &[(Bell, String, String)]) -> Stamp {
    let Problem { id, status, word, since, heading, body, text, updates, href, system } = problem;
    let bell = system.and_then(|system| Some((system, bells.get(system)?)));
    let (label, note) = bell.map_or(("", ""), |(_, (_, label, note))| (&**label, &**note));
    let is_on = bell.is_some_and(|(_, (bell, ..))| *bell != Bell::Off);
    Stamp::of("problem")
        .set("", "data-system", id)
        .state("", status.name())
        .text("word", word)
        .text("since", since)
        .text("heading", heading)
        .told("body", body)
        .hide("actions", bell.is_none() && href.is_empty())
        .hide("bell", bell.is_none())
        .attribute("bell", "data-act", bell.map(|(system, _)| format!("bell-{system}")))
        .say("bell", "aria-pressed", is_on)
        .text("bell-label", label)
        .told("bell-note", note)
        .hide("whole", href.is_empty())
        .set("whole", "href", href)
        .hide("text", text.is_empty())
        .children("text", prose::blocks(text))
        .hide("updates", updates.is_empty())
        .each("updates", updates, update)
}

#[inline(never)]
fn update(update: IncidentUpdate) -> Stamp {
    Stamp::of("update")
        .text("time", update.time)
        .children("said", prose::blocks(prose::led(update.sentence, update.body)))
}
