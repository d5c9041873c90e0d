//! Reads blocks out of documents. A link to an address that is not of the web becomes its words.

use super::{Block, Inline, is_link};
use core::fmt;
use serde::de::{DeserializeSeed, Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Maximum nesting depth of inline markup.
pub(super) const DEPTH: usize = 8;

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(BlockVisitor)
    }
}

struct BlockVisitor;

impl<'de> Visitor<'de> for BlockVisitor {
    type Value = Block;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a block: its kind and its content")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Block, A::Error> {
        let kind: String = next(&mut seq)?;
        let block = match kind.as_str() {
            "p" => Block::Paragraph(next_seed(&mut seq, Line { depth: DEPTH })?),
            "ul" => Block::List(false, next_seed(&mut seq, Items)?),
            "ol" => Block::List(true, next_seed(&mut seq, Items)?),
            "code" => Block::Code(next(&mut seq)?),
            _ => return Err(A::Error::custom("unknown kind of block")),
        };
        end(seq).map(|()| block)
    }
}

/// The items of a list.
struct Items;

impl<'de> DeserializeSeed<'de> for Items {
    type Value = Vec<Vec<Inline>>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items {
    type Value = Vec<Vec<Inline>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of lines")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Line { depth: DEPTH })? {
            items.push(item);
        }
        Ok(items)
    }
}

/// The pieces of a line, in which markup may be nested so deep.
struct Line {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Line {
    type Value = Vec<Inline>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Line {
    type Value = Vec<Inline>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of pieces of a line")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut line = Vec::new();
        while let Some(pieces) = seq.next_element_seed(Piece { depth: self.depth })? {
            line.extend(pieces);
        }
        Ok(line)
    }
}

/// One piece of a line: one [`Inline`], or the words of a link that is none.
struct Piece {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Piece {
    type Value = Vec<Inline>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Piece {
    type Value = Vec<Inline>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a kind of markup and its content")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(vec![Inline::Text(text.to_owned())])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let kind: String = next(&mut seq)?;
        let deeper = || match self.depth.checked_sub(1) {
            Some(depth) => Ok(Line { depth }),
            None => Err(A::Error::custom("markup is nested too deep")),
        };
        let pieces = match kind.as_str() {
            "b" => vec![Inline::Strong(next_seed(&mut seq, deeper()?)?)],
            "i" => vec![Inline::Emphasis(next_seed(&mut seq, deeper()?)?)],
            "code" => vec![Inline::Code(next(&mut seq)?)],
            "a" => {
                let address: String = next(&mut seq)?;
                let words = next_seed(&mut seq, deeper()?)?;
                if is_link(&address) { vec![Inline::Link(address, words)] } else { words }
            }
            _ => return Err(A::Error::custom("unknown kind of markup")),
        };
        end(seq).map(|()| pieces)
    }
}

/// Returns the next element, which must be there.
fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(seq: &mut A) -> Result<T, A::Error> {
    seq.next_element()?.ok_or_else(|| A::Error::custom("expected another element"))
}

/// Returns the next element, which must be there, read by `seed`.
fn next_seed<'de, T: DeserializeSeed<'de>, A: SeqAccess<'de>>(
    seq: &mut A,
    seed: T,
) -> Result<T::Value, A::Error> {
    seq.next_element_seed(seed)?.ok_or_else(|| A::Error::custom("expected another element"))
}

/// Checks that no element is left.
fn end<'de, A: SeqAccess<'de>>(mut seq: A) -> Result<(), A::Error> {
    match seq.next_element::<IgnoredAny>()? {
        Some(_) => Err(A::Error::custom("expected no further element")),
        None => Ok(()),
    }
}
