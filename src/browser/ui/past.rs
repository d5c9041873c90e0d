//! What was: below the systems, by month, and one incident from beginning to end.

use super::{Stamp, banner, history, prose, symbol};
use crate::config::Site;
use crate::view::public::{Day, Event, Fact, IncidentUpdate, Span, Story};

#[inline(never)]
pub(super) fn day(Day { date, quiet, events }: Day) -> Stamp {
    Stamp::of("past-day")
        .text("date", date)
        .told("quiet", quiet)
        .hide("events", events.is_empty())
        .each("events", events, event)
}

fn event(Event { status, href, title, text }: Event) -> Stamp {
    Stamp::of("event")
        .state("", status.name())
        // Without an address it is no link, but still the title.
        .attribute("title", "href", (!href.is_empty()).then_some(href))
        .text("title", title)
        .text("about", text)
}

/// The page in place of the systems, without its foot.
#[inline(never)]
pub(super) fn story(site: &Site, story: Story) -> Stamp {
    let Story { heading, status, state, crumb, months, facts, spans, hours, updates, afterwards } =
        story;
    let chapter = banner::masthead(Stamp::of("chapter"), site)
        .attribute("", "data-status", status.map(|status| status.name().to_owned()))
        .hide("crumb", crumb.is_empty())
        .text("month", crumb)
        .text("heading", heading)
        .attribute("line", "data-status", status.map(|status| status.name().to_owned()))
        .hide("sign", status.is_none())
        .attribute("icon", "href", status.map(symbol))
        .text("state", state);
    let hour = |hour: String| Stamp::of("hour").text("", hour);
    let month = |(name, events): (String, Vec<Event>)| {
        Stamp::of("month").text("month", name).each("events", events, event)
    };
    Stamp::of("story")
        .hide("facts-section", facts.is_empty())
        .hide("spans-section", spans.is_empty())
        .each("hours", hours, hour)
        .each("spans", spans, span)
        .hide("told-section", updates.is_empty())
        .hide("after-section", afterwards.is_empty())
        .hide("months", months.is_empty())
        .each("facts", facts, fact)
        .each("told", updates, step)
        .children("after", prose::blocks(afterwards))
        .each("months", months, month)
        .children("chapter", vec![chapter])
}

fn span(Span { name, text, clock }: Span) -> Stamp {
    history::drawn(Stamp::of("while"), &clock).text("who", name).text("how", text)
}

fn fact(Fact { name, value, status }: Fact) -> Stamp {
    Stamp::of("fact")
        .text("fact", name)
        .attribute("given", "data-status", status.map(|status| status.name().to_owned()))
        .hide("sign", status.is_none())
        .attribute("icon", "href", status.map(symbol))
        .attribute("value", "class", status.map(|_| "word".to_owned()))
        .text("value", value)
}

fn step(update: IncidentUpdate) -> Stamp {
    Stamp::of("step-told")
        .state("", update.status.name())
        .text("stage", update.stage)
        .text("time", update.time)
        .children("said", prose::blocks(update.body))
}
