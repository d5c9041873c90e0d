//! Completion: proposals for a place in an expression.
//!
//! [`complete`] proposes functions and keywords of the language, and the metrics, labels and values of a store. The place is found
//! from the text before it alone, because an expression that is being typed seldom parses.

mod context;
mod rank;

use super::ast::Aggregation;
use super::functions::{self, Function};
use super::metadata::{Metadata, label_values};
use super::{Edit, Span};
use crate::labels::{Matcher, NAME, quoted};
use crate::store::Store;
use context::{Context, Place};
use std::collections::BTreeSet;

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The kind.
    pub kind: Kind,
    /// The text to show: a name, without quotes.
    pub label: String,
    /// The help text of a metric, the signature and description of a function; may be empty.
    pub detail: String,
    /// The change of the text that takes the proposal.
    pub edit: Edit,
    /// The place of the cursor after the change, in bytes.
    pub cursor: usize,
}

/// The kinds of [`Completion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A metric.
    Metric,
    /// The name of a label.
    Label,
    /// The value of a label.
    Value,
    /// A function.
    Function,
    /// An aggregation.
    Aggregation,
    /// A word such as `by` or `offset`.
    Keyword,
    /// The length of a window.
    Duration,
}

/// Maximum number of proposals.
const MOST: usize = 100;

/// Returns the proposals for byte `cursor` of `text`, the best first, at most a hundred.
///
/// ```
/// use metrics_engine::promql::complete::complete;
/// use metrics_engine::promql::metadata::Metadata;
/// use metrics_engine::store::Store;
///
/// let text = "sum(ra";
/// let found = complete(text, text.len(), &Store::default(), &Metadata::default());
/// assert_eq!(found[0].label, "rate");
/// assert_eq!(found[0].edit.apply(text), "sum(rate(");
/// ```
pub fn complete(text: &str, cursor: usize, store: &Store, metadata: &Metadata) -> Vec<Completion> {
    let Some(before) = text.get(..cursor) else { return Vec::new() };
    let Context { place, typed } = context::at(before);
    let span =
        Span { start: cursor - typed.len(), end: cursor + rest_of_word(text, cursor, &place) };
    let source = Source { store, metadata, span, after: text.get(span.end..).unwrap_or_default() };
    let proposals = match &place {
        Place::Nothing => Vec::new(),
        Place::Duration => source.words(Kind::Duration, &DURATIONS),
        Place::Label { matchers } => source.labels(matchers),
        Place::Value { label, matchers, quote } => source.values(label, matchers, *quote),
        Place::Operand { words } => {
            let mut found = source.operands();
            found.extend(source.words(Kind::Keyword, words));
            found
        }
        Place::Operator { words } => source.words(Kind::Keyword, words),
    };
    rank::best(proposals, typed, MOST)
}

/// Windows and offsets that are used often.
const DURATIONS: [&str; 9] = ["5m", "1m", "15m", "30m", "1h", "6h", "1d", "1w", "10s"];

/// Returns the length of the part of a word that stands after the cursor.
fn rest_of_word(text: &str, cursor: usize, place: &Place) -> usize {
    let rest = text.get(cursor..).unwrap_or_default();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    match place {
        Place::Value { quote, .. } => rest.find([*quote, '\n']).unwrap_or(0),
        _ => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
    }
}

/// The data that proposals are made of.
struct Source<'s> {
    store: &'s Store,
    metadata: &'s Metadata,
    /// The part of the text that a proposal replaces.
    span: Span,
    /// The text after it.
    after: &'s str,
}

impl Source<'_> {
    fn proposal(&self, kind: Kind, label: &str, detail: &str, text: String) -> Completion {
        let cursor = self.span.start + text.len();
        let edit = Edit::replace(self.span, text);
        Completion { kind, label: label.to_owned(), detail: detail.to_owned(), edit, cursor }
    }

    fn words(&self, kind: Kind, words: &[&str]) -> Vec<Completion> {
        words.iter().map(|word| self.proposal(kind, word, "", (*word).to_owned())).collect()
    }

    fn labels(&self, matchers: &[Matcher]) -> Vec<Completion> {
        let ids = self.store.select(matchers);
        let labels = ids.into_iter().filter_map(|id| self.store.labels(id));
        let names: BTreeSet<&str> =
            labels.flat_map(|labels| labels.iter().map(|(name, _)| name)).collect();
        let names = names.into_iter().filter(|name| *name != NAME);
        names
            .map(|name| {
                let is_plain =
                    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                let text = if is_plain { name.to_owned() } else { quoted(name) };
                self.proposal(Kind::Label, name, "", text)
            })
            .collect()
    }

    fn values(&self, label: &str, matchers: &[Matcher], quote: char) -> Vec<Completion> {
        let values = label_values(self.store, matchers, label);
        values
            .into_iter()
            .map(|value| {
                let mut text = escaped(value, quote);
                if !self.after.starts_with(quote) {
                    text.push(quote);
                }
                self.proposal(Kind::Value, value, "", text)
            })
            .collect()
    }

    /// Proposes metrics, functions and aggregations.
    fn operands(&self) -> Vec<Completion> {
        let names = label_values(self.store, &[], NAME);
        let mut found: Vec<Completion> = names
            .into_iter()
            .map(|name| {
                let help = self.metadata.describe(name).map_or("", |family| family.help.as_str());
                self.proposal(Kind::Metric, name, help, name.to_owned())
            })
            .collect();
        found.extend(functions::all().iter().map(|function| self.function(function)));
        found.extend(Aggregation::NAMES.iter().map(|(name, operator)| {
            self.proposal(Kind::Aggregation, name, operator.doc(), self.called(name))
        }));
        found
    }

    fn function(&self, function: &Function) -> Completion {
        let detail = format!("{}: {}", function.signature(), function.doc());
        self.proposal(Kind::Function, function.name, &detail, self.called(function.name))
    }

    /// Returns the name with the parenthesis that opens its arguments, unless there is one.
    fn called(&self, name: &str) -> String {
        if self.after.starts_with('(') { name.to_owned() } else { format!("{name}(") }
    }
}

/// Returns a text as it is written between quotes of this kind.
fn escaped(text: &str, quote: char) -> String {
    if quote == '`' {
        return text.to_owned();
    }
    let in_quotes = quoted(text);
    let inner = in_quotes.get(1..in_quotes.len() - 1).unwrap_or_default();
    if quote == '"' { inner.to_owned() } else { inner.replace("\\\"", "\"").replace('\'', "\\'") }
}

#[cfg(test)]
mod tests;
