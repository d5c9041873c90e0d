//! The metadata of a target's metric families: type, help, unit.

use crate::bytes::{compare, same};
use crate::exposition::MetricType;
use crate::exposition::lines::Line;
use core::cmp::Ordering;

/// One metric family. Its texts are one string, so that a new family costs one allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Its type.
    pub kind: MetricType,
    /// Name, help and unit.
    text: String,
    name_end: usize,
    help_end: usize,
    seen: u32,
}

impl Family {
    /// Returns the name.
    pub fn name(&self) -> &str {
        self.text.get(..self.name_end).unwrap_or_default()
    }

    /// Returns the help text, still escaped; may be empty.
    pub fn help(&self) -> &str {
        self.text.get(self.name_end..self.help_end).unwrap_or_default()
    }

    /// Returns the unit; may be empty.
    pub fn unit(&self) -> &str {
        self.text.get(self.help_end..).unwrap_or_default()
    }

    /// Replaces a part of its texts.
    fn rewrite(&mut self, help: Option<&str>, unit: Option<&str>) {
        let is_known = |known: &str, new: Option<&str>| {
            new.is_none_or(|new| same(new.as_bytes(), known.as_bytes()))
        };
        if is_known(self.help(), help) && is_known(self.unit(), unit) {
            return;
        }
        let old = core::mem::take(&mut self.text);
        let known = |from: usize, to: usize| old.get(from..to).unwrap_or_default();
        let help = help.unwrap_or(known(self.name_end, self.help_end));
        let unit = unit.unwrap_or(known(self.help_end, old.len()));
        self.text = format!("{}{help}{unit}", known(0, self.name_end));
        self.help_end = self.name_end + help.len();
    }
}

/// The families of a target. They are few, and looked up only for a new line of metadata.
#[derive(Clone, Debug, Default)]
pub(super) struct Families {
    all: Vec<Family>,
    /// Indices of the families, in the order of their names.
    by_name: Vec<usize>,
    /// The family that was described last. A page has several lines about a family, one after the other.
    last: usize,
    scrape: u32,
    n_seen: usize,
}

/// Maximum number of families.
const MAX_FAMILIES: usize = 20_000;

/// Maximum length of a text in bytes.
const MAX_TEXT: usize = 1024;

impl Families {
    /// Begins a page.
    pub(super) fn begin(&mut self) {
        self.scrape = self.scrape.wrapping_add(1);
        self.n_seen = 0;
    }

    pub(super) fn all(&self) -> &[Family] {
        &self.all
    }

    /// Returns the type of the family with this name.
    pub(super) fn kind(&self, name: &str) -> Option<MetricType> {
        let name_of = |index: &usize| self.all.get(*index).map_or("", Family::name);
        let place = self
            .by_name
            .binary_search_by(|index| compare(name_of(index).as_bytes(), name.as_bytes()));
        let index = self.by_name.get(place.ok()?)?;
        Some(self.all.get(*index)?.kind)
    }

    /// Returns how many families the page has described.
    pub(super) fn seen(&self) -> usize {
        self.n_seen
    }

    /// Notes that the page describes this family.
    pub(super) fn see(&mut self, index: usize) {
        if let Some(family) = self.all.get_mut(index)
            && family.seen != self.scrape
        {
            family.seen = self.scrape;
            self.n_seen += 1;
        }
    }

    /// Reads a line of metadata, and returns the family's index.
    pub(super) fn learn(&mut self, line: &Line) -> Option<usize> {
        let (Line::Help { name, .. } | Line::Type { name, .. } | Line::Unit { name, .. }) = line
        else {
            return None;
        };
        let is_last = |family: &Family| same(family.name().as_bytes(), name.as_bytes());
        let index = if self.all.get(self.last).is_some_and(is_last) {
            self.last
        } else {
            let help = if let Line::Help { text, .. } = line { capped(text) } else { "" };
            self.find_or_add(name, help)?
        };
        self.last = index;
        let family = self.all.get_mut(index)?;
        match line {
            Line::Help { text, .. } => family.rewrite(Some(capped(text)), None),
            Line::Type { kind, .. } => family.kind = *kind,
            Line::Unit { unit, .. } => family.rewrite(None, Some(capped(unit))),
            Line::Eof | Line::Sample(_) => {}
        }
        Some(index)
    }

    /// Returns the index of the family with this name, and creates it with this help if needed; `None` if there are too many.
    fn find_or_add(&mut self, name: &str, help: &str) -> Option<usize> {
        let all = &self.all;
        let of = |index: &usize| {
            let known = all.get(*index).map_or("", Family::name);
            compare(known.as_bytes(), name.as_bytes())
        };
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
                let mut text = String::with_capacity(name.len() + help.len());
                text.push_str(name);
                text.push_str(help);
                let (name_end, help_end) = (name.len(), text.len());
                self.all.push(Family { text, name_end, help_end, ..Family::default() });
                Some(self.all.len() - 1)
            }
        }
    }
}

/// Returns the beginning of a text, up to the maximum length.
fn capped(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or_default()
}
