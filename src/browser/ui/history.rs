//! The past of a system: its bars with the slider over them, its figures, the opened day, its response times.

use super::Stamp;
use crate::history::State;
use crate::view::public::archive::Past;
use crate::view::public::day::{Day, Happening};
use crate::view::public::strip::Paths;
use crate::view::public::times::Curve;
use crate::view::public::uptime::Uptime;

/// Bars and slider.
pub(super) fn history(past: &Past, system: usize) -> Stamp {
    let (first, chosen) = past.picker;
    let stamp = drawn(Stamp::of("history"), &past.bars)
        .hide("picker", first == 0)
        .set("picker", "data-act", format!("day-{system}"))
        .set("picker", "min", first.max(1).to_string())
        .set("picker", "value", chosen.to_string())
        .set("picker", "aria-label", &*past.label)
        .set("picker", "aria-valuetext", &*past.line);
    stamp.attribute("picker", "data-open", past.day.as_ref().map(|_| String::new()))
}

/// The paths of each state. They stand in the template, because what is copied of it is SVG already.
pub(super) fn drawn(stamp: Stamp, paths: &Paths) -> Stamp {
    State::ALL.into_iter().zip(paths).fold(stamp, |stamp, (state, path)| {
        stamp.attribute(state.name(), "d", Some(path.clone()).filter(|path| !path.is_empty()))
    })
}

/// The uptime of as many days as are in sight; the style sheet knows how many that are.
pub(super) fn figures(past: &Past) -> Stamp {
    let [.., month, two_months, quarter] = &past.uptimes;
    [("narrow", month), ("middle", two_months), ("wide", quarter)].into_iter().fold(
        Stamp::of("figures"),
        |stamp, (place, uptime)| {
            stamp.children(
                place,
                vec![
                    Stamp::of("figure")
                        .text("share", &*uptime.share)
                        .text("coverage", &*uptime.coverage),
                ],
            )
        },
    )
}

/// An opened day.
pub(super) fn day(past: &Past) -> Option<Stamp> {
    past.day.as_ref().map(|day| opened(past, day))
}

#[inline(never)]
fn opened(past: &Past, day: &Day) -> Stamp {
    let Day { title, clock, hours, events, note } = day;
    let may = |stamp: Stamp, place, is_possible: bool| {
        stamp.attribute(place, "aria-disabled", (!is_possible).then(|| "true".to_owned()))
    };
    let stamp = may(may(Stamp::of("day"), "before", past.beside.0), "after", past.beside.1);
    let stamp = drawn(stamp, clock).text("title", &**title);
    let hours = hours.iter().map(|hour| Stamp::of("hour").text("", &**hour)).collect();
    let events = events.iter().map(|Happening { state, word, text }| {
        Stamp::of("happening").state("", state.name()).text("word", &**word).text("text", &**text)
    });
    stamp.children("hours", hours).children("events", events.collect()).told("note", &**note)
}

/// What an opened system shows beside its parts: uptime of four spans, and response times.
pub(super) fn details(past: &Past) -> Vec<Stamp> {
    if past.picker.0 == 0 { Vec::new() } else { all_details(past) }
}

#[inline(never)]
fn all_details(past: &Past) -> Vec<Stamp> {
    let [day, week, month, _, quarter] = &past.uptimes;
    let span = |Uptime { span, share, coverage }: &Uptime| {
        Stamp::of("span")
            .text("span", &**span)
            .text("share", &**share)
            .text("coverage", &**coverage)
    };
    let spans = [day, week, month, quarter].map(span).into();
    let curve = |Curve { caption, path, top, ends: [from, until] }: &Curve| {
        Stamp::of("curve")
            .text("caption", &**caption)
            .set("path", "d", &**path)
            .text("top", &**top)
            .text("from", &**from)
            .text("until", &**until)
    };
    let curves = past.curves.iter().flatten().map(curve);
    vec![Stamp::of("details").children("spans", spans).children("curves", curves.collect())]
}
