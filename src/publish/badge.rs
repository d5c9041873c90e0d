//! Badges: pictures of one state or one number, and the same for shields.io's endpoint.
//!
//! A system's state is at `badge/<id>.svg` and `badge/<id>.json`, its uptime at `badge/<id>.uptime.svg`, the state of the whole at
//! `badge.svg` and `badge.json`. No id has a dot, so no two badges can have one path.
//!
//! They say the state in words, and with an icon, on its colour. The label stands on the accent of the site's brand.
//! Presentation attributes alone: a style would be refused where the picture's own policy holds. A picture cannot show its age.

mod width;

use super::escape::{line, xml};
use super::{PublicScene, Subject, Word};
use crate::config::colour::Colour;
use crate::history::{Share, Tally};
use crate::schedule::stale_after;
use crate::status::Status;
use metrics_engine::time::Duration;
use serde_json::json;
use width::width;

/// The time that an uptime is of.
const DAYS: i64 = 90;

/// The longest label, in characters.
const LABEL: usize = 40;

/// The colour behind the label of a site without a brand.
const LABEL_COLOUR: Colour = Colour::new(0x3a, 0x42, 0x4f);

/// The text of a badge.
struct Badge {
    label: String,
    message: String,
    colour: &'static str,
    /// The colour behind the label. White text is readable on it.
    label_colour: Colour,
    icon: Option<&'static str>,
    /// Whether shields.io treats it as an error, so that no parameter makes it green.
    is_error: bool,
}

/// All badges.
pub(super) fn files(scene: &PublicScene<'_>) -> Vec<(String, String)> {
    let site = if scene.site.is_empty() { "status" } else { &scene.site };
    let overall = Badge::of_status(scene, site, scene.status);
    let mut files =
        vec![("badge.svg".to_owned(), overall.svg()), ("badge.json".to_owned(), overall.shields())];
    for system in scene.systems {
        let badge = Badge::of_status(scene, system.name, system.status);
        let uptime = Badge::of_uptime(scene, system);
        let id = system.id;
        files.push((format!("badge/{id}.svg"), badge.svg()));
        files.push((format!("badge/{id}.json"), badge.shields()));
        files.push((format!("badge/{id}.uptime.svg"), uptime.svg()));
        files.push((format!("badge/{id}.uptime.json"), uptime.shields()));
    }
    files
}

impl Badge {
    fn of_status(scene: &PublicScene<'_>, name: &str, status: Status) -> Self {
        let word = Word::of(status);
        Self {
            label: short(name),
            message: word.badge.to_owned(),
            colour: word.colour,
            label_colour: label_colour(scene),
            icon: Some(word.icon),
            is_error: matches!(status, Status::Unknown | Status::Checking),
        }
    }

    fn of_uptime(scene: &PublicScene<'_>, system: &Subject<'_>) -> Self {
        let label = format!("uptime {DAYS} d");
        let label_colour = label_colour(scene);
        // The last seconds are not over: what was recorded until a moment ago reaches until now.
        let until = system.timeline.until().min(scene.now);
        let end =
            if scene.now.since(until) <= stale_after(scene.interval) { until } else { scene.now };
        let tally = system.timeline.tally(end + Duration(-DAYS * 86_400_000)..end);
        let unknown = Word::of(Status::Unknown).colour;
        let Some(uptime) = tally.figure() else {
            let is_seen = tally.observed() > Duration::ZERO;
            let message = if is_seen { "less than 1\u{a0}% observed" } else { "not observed" };
            let message = message.to_owned();
            return Self {
                label,
                message,
                colour: unknown,
                label_colour,
                icon: None,
                is_error: true,
            };
        };
        let mut message = percent(uptime);
        if let Some(coverage) = coverage(&tally) {
            message = format!("{message} of {coverage} observed");
        }
        // The number says it, the colour repeats it.
        let status = match uptime.0 {
            9_990.. => Status::Operational,
            9_900.. => Status::Degraded,
            9_500.. => Status::PartialOutage,
            _ => Status::MajorOutage,
        };
        let colour = Word::of(status).colour;
        Self { label, message, colour, label_colour, icon: None, is_error: false }
    }

    fn svg(&self) -> String {
        let (label, message) = (xml(&self.label), xml(&self.message));
        let (first, second) = (width(&self.label), width(&self.message));
        let shift = if self.icon.is_some() { 16 } else { 0 };
        let (left, right) = (first + 14, second + 14 + shift);
        let whole = left + right;
        let icon = self.icon.map_or(String::new(), |path| {
            let at = left + 6;
            format!(
                "<path transform=\"translate({at} 4) scale(.75)\" fill=\"#fff\" fill-rule=\"evenodd\" d=\"{path}\"/>"
            )
        });
        // `textLength` makes the words fit whatever font is there.
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" viewBox=\"0 0 {whole} 20\" role=\"img\" \
             aria-label=\"{label}: {message}\"><title>{label}: {message}</title>\
             <clipPath id=\"a\"><rect width=\"{whole}\" height=\"20\" rx=\"4\"/></clipPath>\
             <g clip-path=\"url(#a)\"><path fill=\"{label_colour}\" d=\"M0 0h{left}v20H0z\"/><path fill=\"{colour}\" d=\"M{left} 0h{right}v20H{left}z\"/></g>\
             {icon}<g fill=\"#fff\" font-family=\"Verdana,'DejaVu Sans',Geneva,sans-serif\" font-size=\"11\">\
             <text x=\"7\" y=\"14\" textLength=\"{first}\" lengthAdjust=\"spacingAndGlyphs\">{label}</text>\
             <text x=\"{start}\" y=\"14\" textLength=\"{second}\" lengthAdjust=\"spacingAndGlyphs\">{message}</text></g></svg>\n",
            colour = self.colour,
            label_colour = self.label_colour,
            start = left + 7 + shift,
        )
    }

    /// The schema of shields.io's endpoint badge, version 1.
    fn shields(&self) -> String {
        let mut badge = json!({
            "schemaVersion": 1,
            "label": self.label,
            "labelColor": self.label_colour.to_string(),
            "message": self.message,
            "color": self.colour,
        });
        if let (true, Some(badge)) = (self.is_error, badge.as_object_mut()) {
            badge.insert("isError".to_owned(), true.into());
        }
        format!("{badge}\n")
    }
}

/// The colour behind labels.
fn label_colour(scene: &PublicScene<'_>) -> Colour {
    scene.accent.map_or(LABEL_COLOUR, |accent| accent.light)
}

/// A label: on one line, and not longer than a badge can be.
fn short(name: &str) -> String {
    let name = line(name);
    match name.char_indices().nth(LABEL) {
        Some((end, _)) => format!("{}\u{2026}", name.get(..end).unwrap_or_default()),
        None => name,
    }
}

/// `99.95 %`; only all of it is `100 %`.
fn percent(share: Share) -> String {
    match share {
        Share::ALL => "100\u{a0}%".to_owned(),
        Share(hundredths) => format!("{}.{:02}\u{a0}%", hundredths / 100, hundredths % 100),
    }
}

/// How much of the time was observed, where that is not all of it.
fn coverage(tally: &Tally) -> Option<String> {
    let coverage = tally.coverage().filter(|coverage| *coverage != Share::ALL)?;
    Some(format!("{}\u{a0}%", coverage.0 / 100))
}
