//! Lists made of iterators in few instructions.
//!
//! `collect` knows a way for each kind of iterator: it reserves, makes the new list in the place of the old one, looks at the first
//! element before the others. In a page whose size counts, each of these is code of its own wherever a list is made. This is the
//! plain loop. What is hot, or long, is collected.

/// An iterator of what becomes a list.
pub trait Gather: Iterator {
    /// All elements, in their order.
    fn gather(self) -> Vec<Self::Item>
    where
        Self: Sized,
    {
        let mut all = Vec::new();
        self.for_each(|one| all.push(one));
        all
    }
}

impl<I: Iterator> Gather for I {}
