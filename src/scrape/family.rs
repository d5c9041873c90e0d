//! What a target says of its metrics beside their values: type, help, unit.

use crate::bytes::same;
use crate::decode::exposition::MetricType;
use crate::decode::exposition::lines::Line;
use core::cmp::Ordering;

/// One metric family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: MetricType,
    /// What it is about, still escaped; may be empty.
    pub help: String,
    /// Its unit; may be empty.
    pub unit: String,
    seen: u32,
}

/// The families of a target. They are few, and looked up only when a line of metadata is new.
#[derive(Clone, Debug, Default)]
pub(super) struct Families {
    all: Vec<Family>,
    /// Indices of them, in the order of their names.
    by_name: Vec<usize>,
    /// The one that was learned last. A page says several things of a family, one after the other.
    last: usize,
    scrape: u32,
    n_seen: usize,
}

/// The most families kept. A page that has more is not one to be described.
const MAX_FAMILIES: usize = 20_000;

/// The longest text kept of a stranger, in bytes.
const MAX_TEXT: usize = 1024;

impl Families {
    /// A page begins.
    pub(super) fn begin(&mut self) {
        self.scrape = self.scrape.wrapping_add(1);
        self.n_seen = 0;
    }

    pub(super) fn all(&self) -> &[Family] {
        &self.all
    }

    /// How many the page has described.
    pub(super) fn seen(&self) -> usize {
        self.n_seen
    }

    /// The page says something of this family.
    pub(super) fn see(&mut self, index: usize) {
        if let Some(family) = self.all.get_mut(index)
            && family.seen != self.scrape
        {
            family.seen = self.scrape;
            self.n_seen += 1;
        }
    }

    /// Takes in a line of metadata, and returns the family's index.
    pub(super) fn learn(&mut self, line: &Line) -> Option<usize> {
        let (Line::Help { name, .. } | Line::Type { name, .. } | Line::Unit { name, .. }) = line
        else {
            return None;
        };
        let is_last = |family: &Family| same(family.name.as_bytes(), name.as_bytes());
        let index = if self.all.get(self.last).is_some_and(is_last) {
            self.last
        } else {
            self.find_or_add(name)?
        };
        self.last = index;
        let family = self.all.get_mut(index)?;
        match line {
            Line::Help { text, .. } => capped(text).clone_into(&mut family.help),
            Line::Type { kind, .. } => family.kind = *kind,
            Line::Unit { unit, .. } => capped(unit).clone_into(&mut family.unit),
            Line::Eof | Line::Sample(_) => {}
        }
        Some(index)
    }

    /// The index of the family with this name, made when there is none; `None` where there are too many.
    fn find_or_add(&mut self, name: &str) -> Option<usize> {
        let all = &self.all;
        let of =
            |index: &usize| all.get(*index).map_or("", |family| family.name.as_str()).cmp(name);
        // Most pages have them in the order of their names.
        let place = match self.by_name.last() {
            Some(last) if of(last) != Ordering::Less => self.by_name.binary_search_by(of),
            _ => Err(self.by_name.len()),
        };
        match place {
            Ok(place) => self.by_name.get(place).copied(),
            Err(_) if self.all.len() >= MAX_FAMILIES || name.len() > MAX_TEXT => None,
            Err(place) => {
                self.by_name.insert(place, self.all.len());
                self.all.push(Family { name: name.to_owned(), ..Family::default() });
                Some(self.all.len() - 1)
            }
        }
    }
}

/// The beginning of a text, up to the cap.
fn capped(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or_default()
}
