//! The `maintenance` section: announced times, read from the document.

use super::{LONGEST_TEXT, Report};
use crate::config::address::Wrong;
use crate::config::maintenance::Maintenance;
use crate::config::moment::{self, Moment};
use crate::config::problem::nearest;
use crate::config::raw::maintenance as raw;
use crate::config::recurrence::Rule;
use jiff::tz::TimeZone;
use metrics_engine::time::Duration;

/// The longest window. What takes longer is no maintenance.
const LONGEST: Duration = Duration::from_secs(31 * 86_400);

/// The longest text, in characters.
const LONGEST_BODY: usize = 20 * LONGEST_TEXT;

/// The maintenance at `maintenance`; `systems` are the ids of all systems, `None` where not all are known.
pub(super) fn maintenance(
    raw: &[raw::Maintenance],
    systems: Option<&[&str]>,
    report: &mut Report,
) -> Vec<Maintenance> {
    let mut all: Vec<Maintenance> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        let path = format!("maintenance[{index}]");
        let title = report.name(&format!("{path}.title"), &raw.title);
        let id = report.id(raw.id.as_ref(), &title, &format!("{path}.title"));
        report.unique(&format!("{path}.id"), &id, ids.iter().map(String::as_str), "maintenance");
        ids.push(id.clone());
        if raw.text.chars().count() > LONGEST_BODY {
            let message = format!("the text is longer than {LONGEST_BODY} characters");
            report.error(&format!("{path}.text"), message, "shorten it");
        }
        for (index, wrong) in affected(&raw.systems, systems) {
            let at = index.map_or(String::new(), |index| format!("[{index}]"));
            report.error(&format!("{path}.systems{at}"), wrong.message, wrong.hint);
        }
        let at = format!("{path}.repeats");
        let repeats = raw.repeats.as_ref().and_then(|text| report.address(&at, Rule::read(text)));
        let Some((starts, lasts)) = times(raw, &path, report) else { continue };
        let is_placed = !report.is_broken(&format!("{path}.starts"));
        if let Some(rule) = repeats.as_ref().filter(|rule| is_placed && !rule.names(&starts)) {
            let all = rule.within(&starts, &(starts.at..starts.at + Duration(i64::MAX / 4)));
            let hint = all.first().map_or_else(
                || "it names no day at all".to_owned(),
                |(day, _)| format!("the first day that it names is {day}"),
            );
            let message = "the rule does not name the day on which it starts";
            report.error(&at, message, hint);
        }
        let (text, systems) = (raw.text.clone(), raw.systems.clone());
        all.push(Maintenance { id, title, text, systems, starts, lasts, repeats });
    }
    all
}

/// Returns what is wrong with a list of systems, and at which of its items. `systems` are the ids of all systems, `None` where
/// not all are known.
pub(crate) fn affected(
    written: &[String],
    systems: Option<&[&str]>,
) -> Vec<(Option<usize>, Wrong)> {
    if written.is_empty() {
        let message = "no system is named".to_owned();
        return vec![(None, Wrong { message, hint: "name at least one, by its id".to_owned() })];
    }
    let Some(systems) = systems else { return Vec::new() };
    let unknown = written.iter().enumerate().filter(|(_, id)| !systems.contains(&id.as_str()));
    let wrong = |(index, id): (usize, &String)| {
        let hint = match nearest(id, systems.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("one of {}", systems.join(", ")),
        };
        (Some(index), Wrong { message: format!("there is no system {id:?}"), hint })
    };
    unknown.map(wrong).collect()
}

/// The zone that is named, or UTC.
pub(crate) fn zone(name: Option<&str>) -> Result<TimeZone, Wrong> {
    name.map_or(Ok(TimeZone::UTC), moment::zone)
}

/// When it starts, and how long it lasts.
fn times(raw: &raw::Maintenance, path: &str, report: &mut Report) -> Option<(Moment, Duration)> {
    let zone = report.address(&format!("{path}.timezone"), zone(raw.timezone.as_deref()));
    let zone = zone.unwrap_or(TimeZone::UTC);
    let starts = format!("{path}.starts");
    let starts = report.address(&starts, moment::read(&raw.starts.0, &zone));
    let ends = format!("{path}.ends");
    let lasts = match (&raw.ends, raw.lasts) {
        (Some(_), Some(_)) => {
            report.error(&ends, "`ends` and `lasts` are both given", "leave one out");
            None
        }
        (None, None) => {
            report.error(path, "nothing says when it ends", "add `ends` or `lasts`");
            None
        }
        (None, Some(span)) => {
            let least = Duration::from_secs(60);
            report.span(&format!("{path}.lasts"), Some(span), least, LONGEST)
        }
        (Some(time), None) => {
            let end = report.address(&ends, moment::read(&time.0, &zone))?;
            let lasts = end.at.since(starts.as_ref()?.at);
            if report.is_broken(&format!("{path}.starts")) {
                return None;
            }
            if lasts.0 <= 0 {
                report.error(&ends, "it ends before it starts", "write a later time");
            } else if lasts > LONGEST {
                let message = format!("it lasts {lasts}");
                report.error(&ends, message, format!("at most {LONGEST}"));
            }
            Some(lasts)
        }
    };
    Some((starts?, lasts?))
}
