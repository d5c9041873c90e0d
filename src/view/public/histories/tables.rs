//! The histories as a table and as comma-separated values.

use super::{Entry, Histories};
use crate::history::Timeline;
use crate::view::format::Zone;
use crate::view::language::{Words, message};
use crate::view::public::day::Known;
use crate::view::public::table::{self, Table};

impl Histories {
    /// Returns a number that changes with each change of any history.
    pub fn revision(&self) -> u32 {
        let revisions = self.systems.iter().map(|entry| entry.view.revision);
        revisions.fold(0, u32::wrapping_add)
    }

    /// Returns the days as a table.
    pub fn table(&self, zone: &Zone<'_>, words: &Words) -> Table {
        let nothing = Timeline::new(self.end);
        let mut columns = vec![words.text(message("Day"))];
        columns.extend(self.systems.iter().map(|entry| entry.name.clone()));
        let all: Vec<Known<'_>> =
            self.systems.iter().map(|entry| self.known(&entry.id, &nothing)).collect();
        Table { columns, rows: table::rows(&all, &self.days, zone, words) }
    }

    /// Returns the days as comma-separated values.
    pub fn csv(&self, zone: &Zone<'_>) -> String {
        let nothing = Timeline::new(self.end);
        let known = |entry: &'_ Entry| self.known(&entry.id, &nothing);
        let all: Vec<(&str, Known<'_>)> =
            self.systems.iter().map(|entry| (&*entry.id, known(entry))).collect();
        table::csv(&all, &self.days, zone)
    }
}
