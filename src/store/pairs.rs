//! Names with values, each pair once, and how many series carry it; of a metric's name also which.
//!
//! All texts lie in one string. A pair that nobody carries any more gives its id and its text back.

use super::table::Table;
use crate::bytes::{hash, same};
use crate::labels::NAME;

/// A name with a value, and who carries it.
#[derive(Clone, Debug, Default)]
struct Pair {
    /// Where the name begins in the text; the value follows it.
    start: u32,
    name_end: u32,
    end: u32,
    /// How many series.
    count: u32,
    /// Their ids where it is the name of a metric, in the order in which they came, which is also that in which they mostly go.
    carriers: Option<Vec<u32>>,
}

/// All pairs.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    text: String,
    /// By id.
    known: Vec<Pair>,
    /// Ids of pairs that are gone.
    free: Vec<u32>,
    table: Table,
    /// Bytes of the text that belong to no pair.
    waste: usize,
}

impl Pairs {
    /// The id of a pair.
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn find(&self, name: &str, value: &str) -> Option<u32> {
        self.table.find(hash_of_texts(name, value), |id| self.is(id, name, value))
    }

    /// Name and value.
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn texts(&self, id: u32) -> (&str, &str) {
        let Some(pair) = self.known.get(id as usize) else { return ("", "") };
        let part =
            |from: u32, to: u32| self.text.get(from as usize..to as usize).unwrap_or_default();
        (part(pair.start, pair.name_end), part(pair.name_end, pair.end))
    }

    /// Whether it is this pair.
    #[inline]
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn is(&self, id: u32, name: &str, value: &str) -> bool {
        let (known_name, known_value) = self.texts(id);
        same(known_value.as_bytes(), value.as_bytes())
            && same(known_name.as_bytes(), name.as_bytes())
    }

    /// The series that carry a pair; `None` where it is no name of a metric.
    pub(super) fn carriers(&self, id: u32) -> Option<&[u32]> {
        self.known.get(id as usize)?.carriers.as_deref()
    }

    /// The id of the pair with the name of another one.
    pub(super) fn find_like(&self, other: u32, value: &str) -> Option<u32> {
        self.find(self.texts(other).0, value)
    }

    /// Adds the pair with the name of another one. It must not be there.
    pub(super) fn add_like(&mut self, other: u32, value: &str) -> u32 {
        let name = self.known.get(other as usize).map_or(0..0, |pair| pair.start..pair.name_end);
        let start = self.text.len() as u32;
        self.text.extend_from_within(name.start as usize..name.end as usize);
        self.add_value(start, value)
    }

    /// Adds a pair that is not there.
    pub(super) fn add(&mut self, name: &str, value: &str) -> u32 {
        let start = self.text.len() as u32;
        self.text.push_str(name);
        self.add_value(start, value)
    }

    /// Adds the pair whose name is the text from `start` on.
    fn add_value(&mut self, start: u32, value: &str) -> u32 {
        let name_end = self.text.len() as u32;
        let name = self.text.get(start as usize..).unwrap_or_default();
        let hash = hash_of_texts(name, value);
        let carriers = (name == NAME).then(Vec::new);
        self.text.push_str(value);
        let pair = Pair { start, name_end, end: self.text.len() as u32, count: 0, carriers };
        let id = self.free.pop().unwrap_or(self.known.len() as u32);
        if let Some(slot) = self.known.get_mut(id as usize) {
            *slot = pair;
        } else {
            self.known.push(pair);
        }
        self.table.insert(hash, id);
        id
    }

    /// A series carries a pair from here on.
    #[cfg_attr(speed, optimize(speed))]
    pub(super) fn attach(&mut self, id: u32, series: u32) {
        let Some(pair) = self.known.get_mut(id as usize) else { return };
        pair.count += 1;
        if let Some(carriers) = &mut pair.carriers {
            carriers.push(series);
        }
    }

    /// A series that carried a pair does so no more.
    pub(super) fn detach(&mut self, id: u32, series: u32) {
        let Some(pair) = self.known.get_mut(id as usize) else { return };
        if let Some(carriers) = &mut pair.carriers
            && let Some(place) = carriers.iter().position(|one| *one == series)
        {
            carriers.remove(place);
        }
        pair.count = pair.count.saturating_sub(1);
        if pair.count == 0 {
            self.remove(id);
        }
    }

    fn remove(&mut self, id: u32) {
        let (name, value) = self.texts(id);
        self.table.remove(hash_of_texts(name, value), id);
        self.free.push(id);
        if let Some(pair) = self.known.get_mut(id as usize) {
            self.waste += (pair.end - pair.start) as usize;
            *pair = Pair::default();
        }
        if self.waste > 4096 && self.waste > self.text.len() / 2 {
            self.compact();
        }
    }

    /// Writes the text anew without what nobody needs.
    fn compact(&mut self) {
        let mut text = String::with_capacity(self.text.len() - self.waste);
        for pair in &mut self.known {
            let (start, old) = (text.len() as u32, pair.start);
            text.push_str(self.text.get(old as usize..pair.end as usize).unwrap_or_default());
            pair.start = start;
            pair.name_end = start + (pair.name_end - old);
            pair.end = start + (pair.end - old);
        }
        self.text = text;
        self.waste = 0;
    }

    /// The text of all pairs, in bytes.
    pub(super) fn text_bytes(&self) -> usize {
        self.text.len() - self.waste
    }

    /// Memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let carriers = self.known.iter().filter_map(|pair| pair.carriers.as_ref());
        let carriers: usize = carriers.map(|series| series.capacity() * 4).sum();
        let pairs = self.known.capacity() * size_of::<Pair>() + self.free.capacity() * 4;
        self.text.capacity() + carriers + pairs + self.table.bytes()
    }
}

#[cfg_attr(speed, optimize(speed))]
fn hash_of_texts(name: &str, value: &str) -> u64 {
    hash(hash(0, name.as_bytes()), value.as_bytes())
}
