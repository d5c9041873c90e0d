//! The rows of one answer: its families with their samples, or its lines as received, as far as they contain what is searched.
//!
//! A page may have 24,000 samples, and another one comes every few seconds, so what is listed is where its lines begin. To find
//! that takes the first bytes of each; only the rows within the window of the list become text.

mod sample_line;

use self::sample_line::{contains, has_name, name_of, sample, series_of};
use super::{Scene, answer, shorten, target};
use crate::console::TargetWatch;
use crate::route::{Aspect, Endpoint};
use metrics_engine::bytes::line_end;
use metrics_engine::exposition::{Format, MetricType};
use metrics_engine::scrape::Family;
use metrics_engine::time::Timestamp;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// The kind of row.
    pub kind: RowKind,
    /// The name of a family, the text of a series, or a line as received.
    pub text: String,
    /// Type, unit and help of a family; the value of a series; the number of a line.
    pub aside: String,
}

/// The kind of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A metric family.
    Family,
    /// One of its samples.
    Sample,
    /// A line as received.
    Raw,
}

/// All rows of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// When the answer came: places are of no use in another one.
    at: Timestamp,
    places: Vec<Place>,
}

/// Where a row's line is. The title of a family stands at its first sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// Where it begins in the body; bodies are far smaller than 4 GB.
    start: u32,
    /// Its number, from 1.
    line: u32,
    kind: RowKind,
}

/// Longest text of a row, in characters: a stranger may have written it.
const LONGEST: usize = 400;

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// So many of them from number `begin` on, as text. None where another answer has come since: it has rows of its own.
    pub fn show(
        &self,
        scene: Scene<'_>,
        endpoint: &Endpoint,
        begin: usize,
        count: usize,
    ) -> Vec<ListRow> {
        let Some((_, answer)) = answer(scene, endpoint).filter(|(at, _)| *at == self.at) else {
            return Vec::new();
        };
        let known = target(scene, endpoint).map(TargetWatch::families).unwrap_or_default();
        let format = Format::of(answer.header("content-type"), &answer.body).unwrap_or_default();
        let places = self.places.iter().skip(begin).take(count);
        let rows = places.map(|place| {
            let (start, kind) = (place.start as usize, place.kind);
            let line = answer.body.get(start..line_end(&answer.body, start)).unwrap_or_default();
            if kind == RowKind::Raw {
                let text = shorten(&String::from_utf8_lossy(line), LONGEST);
                return ListRow { kind, text, aside: place.line.to_string() };
            }
            let name = String::from_utf8_lossy(name_of(line));
            if kind == RowKind::Family {
                let family = family_of(known, &name, format);
                let title = family.map_or(&*name, |family| family.name());
                return ListRow { kind, text: shorten(title, LONGEST), aside: about(family) };
            }
            let sample = sample(line, format);
            let series = String::from_utf8_lossy(sample.map_or(line, |sample| sample.series));
            let value = sample.map(|sample| {
                metrics_engine::unit::Unit::None.write(sample.value, scene.now).number
            });
            ListRow { kind, text: shorten(&series, LONGEST), aside: value.unwrap_or_default() }
        });
        rows.collect()
    }
}

/// The rows of what an endpoint last answered, as far as they contain `filter`, in ASCII letters of any case.
pub fn rows(scene: Scene<'_>, endpoint: &Endpoint, aspect: Aspect, filter: &str) -> Rows {
    let Some((at, answer)) = answer(scene, endpoint) else { return Rows::default() };
    let body = answer.body.as_slice();
    let filter = filter.trim().to_ascii_lowercase();
    let filter = filter.as_bytes();
    let places = if aspect == Aspect::Families {
        match Format::of(answer.header("content-type"), body) {
            Ok(format) => families(scene, endpoint, (body, format), filter),
            Err(_) => Vec::new(),
        }
    } else {
        let body = body.strip_suffix(b"\n").unwrap_or(body);
        let all = lines(body).filter(|(_, line)| contains(line, filter));
        all.map(|(place, _)| place).collect()
    };
    Rows { at, places }
}

/// The lines of a body.
fn lines(body: &[u8]) -> impl Iterator<Item = (Place, &[u8])> {
    let (mut next, mut number) = (Some(0), 0);
    core::iter::from_fn(move || {
        let start = next?;
        let end = line_end(body, start);
        next = (end < body.len()).then_some(end + 1);
        number += 1;
        let place = Place { start: start as u32, line: number, kind: RowKind::Raw };
        Some((place, body.get(start..end).unwrap_or_default()))
    })
}

/// Each sample, and before the first of each family that family.
fn families(
    scene: Scene<'_>,
    endpoint: &Endpoint,
    (body, format): (&[u8], Format),
    filter: &[u8],
) -> Vec<Place> {
    let known = target(scene, endpoint).map(TargetWatch::families).unwrap_or_default();
    let problems = target(scene, endpoint).and_then(|watch| watch.last.as_ref());
    let problems = problems.map(|last| last.report.problems.as_slice()).unwrap_or_default();
    let mut doubtful: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    doubtful.sort_unstable();
    let mut places = Vec::new();
    // The name of the sample before, its family's title, and whether that is wanted.
    let (mut name, mut title, mut is_wanted) = (&[][..], String::new(), false);
    // The title that stands above the rows.
    let mut above = String::new();
    for (place, line) in lines(body) {
        if format == Format::OpenMetrics && line == b"# EOF" {
            break;
        }
        let says_nothing = matches!(line.trim_ascii_start().first(), None | Some(b'#'));
        let is_doubtful = || doubtful.binary_search(&(place.line as usize)).is_ok();
        if says_nothing || (is_doubtful() && sample(line, format).is_none()) {
            continue;
        }
        // Samples of one name stand together: the family of thousands is found once.
        if !has_name(line, name) {
            name = name_of(line);
            let text = String::from_utf8_lossy(name);
            let family = family_of(known, &text, format);
            title.clear();
            title.push_str(family.map_or(&*text, |family| family.name()));
            is_wanted = contains(title.as_bytes(), filter);
        }
        if !is_wanted && !contains(series_of(line), filter) {
            continue;
        }
        if above != title {
            above.clone_from(&title);
            places.push(Place { kind: RowKind::Family, ..place });
        }
        places.push(Place { kind: RowKind::Sample, ..place });
    }
    places
}

/// The family of a sample of this name: the one of that name, or else of that without its suffix, none of which holds a second `_`.
fn family_of<'a>(known: &'a [Family], name: &str, format: Format) -> Option<&'a Family> {
    let ends = [Some(name.len()), name.rfind('_')];
    ends.into_iter().flatten().find_map(|end| {
        let (own, suffix) = name.split_at_checked(end)?;
        let is_it = |family: &&Family| {
            family.name() == own && family.kind.suffixes(format).contains(&suffix)
        };
        known.iter().find(is_it)
    })
}

/// Type, unit and help.
fn about(family: Option<&Family>) -> String {
    let Some(family) = family else { return "no type".to_owned() };
    let (comma, unit) = if family.unit().is_empty() { ("", "") } else { (", ", family.unit()) };
    shorten(&format!("{}{comma}{unit}  {}", kind(family.kind), family.help()), LONGEST)
}

/// The word for a type.
fn kind(kind: MetricType) -> &'static str {
    match kind {
        MetricType::Unknown => "no type",
        MetricType::Counter => "counter",
        MetricType::Gauge => "gauge",
        MetricType::Histogram => "histogram",
        MetricType::GaugeHistogram => "gauge histogram",
        MetricType::Summary => "summary",
        MetricType::Info => "info",
        MetricType::StateSet => "state set",
    }
}
