//! Pairs of label names and values, each stored once, with the number of series that carry it. The pair of a metric's name also
//! links the first and the last of them.
//!
//! All texts are in one string, each name once however many values it has. A pair that no series carries any more frees its id and
//! its text.

use super::pair::{Carriers, Name, Pair};
use crate::bytes::{hash, same};
use crate::labels::NAME;
use crate::table::Table;

/// All pairs.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    text: String,
    /// The names by id.
    names: Vec<Name>,
    free_names: Vec<u32>,
    by_name: Table,
    /// The pairs by id.
    known: Vec<Pair>,
    /// The free ids of pairs.
    free: Vec<u32>,
    table: Table,
    /// The number of bytes of text that belong to nothing.
    waste: usize,
}

impl Pairs {
    /// Finds the id of a pair.
    pub(super) fn find(&self, name: &str, value: &str) -> Option<u32> {
        let name = self.find_name(name)?;
        self.find_value(name, value, hash(u64::from(name), value.as_bytes()))
    }

    /// Returns the id of the pair with another one's name, and whether it was added.
    pub(super) fn like(&mut self, other: u32, value: &str) -> (u32, bool) {
        let pair = self.known.get(other as usize).copied().unwrap_or_default();
        let guess = self.known.get(pair.next as usize);
        if guess.is_some_and(|guess| guess.name == pair.name && self.has_value(guess, value)) {
            return (pair.next, false);
        }
        let hash = hash(u64::from(pair.name), value.as_bytes());
        let known = self.find_value(pair.name, value, hash);
        let id = known
            .unwrap_or_else(|| self.add_value(pair.name, pair.carriers.is_some(), value, hash));
        self.guess(other, id);
        (id, known.is_none())
    }

    /// Returns the id of a pair, and whether it was added.
    pub(super) fn intern(&mut self, name: &str, value: &str) -> (u32, bool) {
        let name_id = self.find_name(name).unwrap_or_else(|| self.add_name(name));
        let hash = hash(u64::from(name_id), value.as_bytes());
        let known = self.find_value(name_id, value, hash);
        let id = known.unwrap_or_else(|| self.add_value(name_id, name == NAME, value, hash));
        (id, known.is_none())
    }

    /// Notes which pair came in the place of another one.
    fn guess(&mut self, other: u32, next: u32) {
        if let Some(pair) = self.known.get_mut(other as usize) {
            pair.next = next;
        }
    }

    fn find_name(&self, name: &str) -> Option<u32> {
        self.by_name.find(hash(0, name.as_bytes()), |id| self.is_name(id, name))
    }

    fn find_value(&self, name: u32, value: &str, hash: u64) -> Option<u32> {
        let is = |id: u32| {
            let pair = self.known.get(id as usize);
            pair.is_some_and(|pair| pair.name == name && self.has_value(pair, value))
        };
        self.table.find(hash, is)
    }

    #[inline]
    fn has_value(&self, pair: &Pair, value: &str) -> bool {
        same(self.slice(pair.start, pair.end).as_bytes(), value.as_bytes())
    }

    #[inline]
    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Returns name and value.
    pub(super) fn texts(&self, id: u32) -> (&str, &str) {
        let Some(pair) = self.known.get(id as usize) else { return ("", "") };
        let name = self.names.get(pair.name as usize).copied().unwrap_or_default();
        (self.slice(name.start, name.end), self.slice(pair.start, pair.end))
    }

    /// Returns whether a pair has this name and value.
    #[inline]
    pub(super) fn is(&self, id: u32, name: &str, value: &str) -> bool {
        let pair = self.known.get(id as usize);
        pair.is_some_and(|pair| self.has_value(pair, value) && self.is_name(pair.name, name))
    }

    #[inline]
    fn is_name(&self, id: u32, name: &str) -> bool {
        let known = self.names.get(id as usize).copied().unwrap_or_default();
        same(self.slice(known.start, known.end).as_bytes(), name.as_bytes())
    }

    /// Returns the chain of series that carry a pair, `None` where it is no name of a metric.
    pub(super) fn carriers(&self, id: u32) -> Option<Carriers> {
        self.known.get(id as usize)?.carriers
    }

    /// Sets the chain of series that carry a name.
    pub(super) fn set_carriers(&mut self, id: u32, carriers: Carriers) {
        if let Some(pair) = self.known.get_mut(id as usize) {
            pair.carriers = Some(carriers);
        }
    }

    fn add_name(&mut self, name: &str) -> u32 {
        let start = self.text.len() as u32;
        self.text.push_str(name);
        let new = Name { start, end: self.text.len() as u32, count: 0 };
        let id = put(&mut self.names, &mut self.free_names, new);
        self.by_name.insert(hash(0, name.as_bytes()), id);
        id
    }

    fn add_value(&mut self, name: u32, is_metric: bool, value: &str, hash: u64) -> u32 {
        let start = self.text.len() as u32;
        self.text.push_str(value);
        let carriers = is_metric.then(Carriers::default);
        let pair = Pair { name, start, end: self.text.len() as u32, count: 0, next: 0, carriers };
        if let Some(name) = self.names.get_mut(name as usize) {
            name.count += 1;
        }
        let id = put(&mut self.known, &mut self.free, pair);
        self.table.insert(hash, id);
        id
    }

    /// Counts one more series that carries a pair. Returns the last one before it where the pair is the name of a metric.
    #[inline]
    pub(super) fn attach(&mut self, id: u32, series: u32) -> Option<u32> {
        let pair = self.known.get_mut(id as usize)?;
        pair.count += 1;
        let carriers = pair.carriers.as_mut()?;
        let last = core::mem::replace(&mut carriers.last, series + 1);
        if last == 0 {
            carriers.first = series + 1;
        }
        last.checked_sub(1)
    }

    /// Counts one series less that carries a pair.
    pub(super) fn detach(&mut self, id: u32) {
        let Some(pair) = self.known.get_mut(id as usize) else { return };
        pair.count = pair.count.saturating_sub(1);
        if pair.count == 0 {
            self.remove(id);
        }
    }

    fn remove(&mut self, id: u32) {
        let Some(pair) = self.known.get(id as usize).copied() else { return };
        let hash = hash(u64::from(pair.name), self.slice(pair.start, pair.end).as_bytes());
        self.table.remove(hash, id);
        self.free.push(id);
        self.waste += (pair.end - pair.start) as usize;
        if let Some(slot) = self.known.get_mut(id as usize) {
            *slot = Pair { name: u32::MAX, ..Pair::default() };
        }
        if let Some(name) = self.names.get_mut(pair.name as usize) {
            name.count = name.count.saturating_sub(1);
            if name.count == 0 {
                self.remove_name(pair.name);
            }
        }
        if self.waste > 4096 && self.waste > self.text.len() / 2 {
            self.compact();
        }
    }

    fn remove_name(&mut self, id: u32) {
        let Some(Name { start, end, .. }) = self.names.get(id as usize).copied() else { return };
        let hash = hash(0, self.slice(start, end).as_bytes());
        self.by_name.remove(hash, id);
        self.free_names.push(id);
        self.waste += (end - start) as usize;
        if let Some(slot) = self.names.get_mut(id as usize) {
            *slot = Name::default();
        }
    }

    /// Compacts the text.
    fn compact(&mut self) {
        let mut text = String::with_capacity(self.text.len() - self.waste);
        let names = self.names.iter_mut().map(|name| (&mut name.start, &mut name.end));
        let values = self.known.iter_mut().map(|pair| (&mut pair.start, &mut pair.end));
        for (start, end) in names.chain(values) {
            let new = text.len() as u32;
            text.push_str(self.text.get(*start as usize..*end as usize).unwrap_or_default());
            (*start, *end) = (new, text.len() as u32);
        }
        self.text = text;
        self.waste = 0;
    }

    /// Returns the size of all texts in bytes.
    pub(super) fn text_bytes(&self) -> usize {
        self.text.len() - self.waste
    }

    /// Returns the memory in bytes.
    pub(super) fn bytes(&self) -> usize {
        let names = self.names.capacity() * size_of::<Name>() + self.free_names.capacity() * 4;
        let pairs = self.known.capacity() * size_of::<Pair>() + self.free.capacity() * 4;
        self.text.capacity() + names + pairs + self.by_name.bytes() + self.table.bytes()
    }
}

/// Puts an item into a list under a free id or a new one.
#[inline]
fn put<T>(list: &mut Vec<T>, free: &mut Vec<u32>, new: T) -> u32 {
    let id = free.pop().unwrap_or(list.len() as u32);
    if let Some(slot) = list.get_mut(id as usize) {
        *slot = new;
    } else {
        list.push(new);
    }
    id
}
