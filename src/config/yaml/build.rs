//! From the parser's events to the tree, without recursion: the nesting of a file is bounded here, before anything walks it.

use super::super::problem::{At, Problem};
use super::{Entry, MAX_DEPTH, Node, Value, syntax};
use saphyr::Scalar;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use std::borrow::Cow;
use std::collections::HashMap;

/// Maximum number of nodes from aliases. A few nested anchors can stand for any number.
const MOST_ALIASED: usize = 100_000;

/// Builds the tree.
#[derive(Default)]
pub(super) struct Builder {
    /// Sections and lists that have begun and not ended, the innermost last.
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, Built>,
    n_aliased: usize,
    has_document: bool,
    problems: Vec<Problem>,
}

/// A section or a list that has not ended.
struct Open {
    at: At,
    anchor: usize,
    content: Content,
    /// Levels below it, so far.
    height: usize,
    size: usize,
}

enum Content {
    List(Vec<Node>),
    Map(Vec<Entry>, Key),
    /// The values that a tag makes unusable.
    Unreadable,
}

/// The key whose value comes next.
enum Key {
    Due,
    Read(String, At),
    /// A key that was reported.
    Unusable,
}

/// A finished node, with the number of its levels and of its nodes.
#[derive(Clone)]
struct Built {
    node: Node,
    height: usize,
    size: usize,
}

/// The reading stopped before the end of the text. The reason has been noted.
struct Stop;

impl Builder {
    pub(super) fn run(mut self, text: &str) -> (Option<Node>, Vec<Problem>) {
        for event in Parser::new_from_str(text) {
            let step = match event {
                Ok((event, span)) => self.take(event, place(span.start)),
                Err(error) => {
                    let problem = syntax::explain(text, place(*error.marker()), error.info());
                    self.problems.push(problem);
                    Err(Stop)
                }
            };
            if step.is_err() {
                return (None, self.problems);
            }
        }
        if self.root.is_none() && self.problems.is_empty() {
            self.problems.push(Problem::error(At::START, "", "the file is empty"));
        }
        (self.root, self.problems)
    }

    fn error(&mut self, at: At, message: impl Into<String>) {
        self.problems.push(Problem::error(at, "", message));
    }

    fn take(&mut self, event: Event<'_>, at: At) -> Result<(), Stop> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.has_document => {
                self.error(at, "a second document begins here; one is due");
                Err(Stop)
            }
            Event::DocumentStart(_) => {
                self.has_document = true;
                Ok(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(at, anchor, tag.as_deref(), Content::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(at, anchor, tag.as_deref(), Content::Map(Vec::new(), Key::Due))
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.end();
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(at, text, style, tag.as_ref());
                let built = Built { node: Node { at, value }, height: 0, size: 1 };
                self.anchor(anchor, &built);
                self.add(built);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, at),
        }
    }

    fn begin(
        &mut self,
        at: At,
        anchor: usize,
        tag: Option<&Tag>,
        content: Content,
    ) -> Result<(), Stop> {
        if self.open.len() >= MAX_DEPTH {
            return self.too_deep(at);
        }
        let content = match tag.filter(|tag| !tag.is_yaml_core_schema()) {
            Some(tag) => {
                self.error(at, format!("the tag !{} is not used here", tag.suffix));
                Content::Unreadable
            }
            None => content,
        };
        self.open.push(Open { at, anchor, content, height: 0, size: 1 });
        Ok(())
    }

    fn too_deep(&mut self, at: At) -> Result<(), Stop> {
        self.problems.push(syntax::too_deep(at));
        Err(Stop)
    }

    fn end(&mut self) {
        let Some(Open { at, anchor, content, height, size }) = self.open.pop() else { return };
        let value = match content {
            Content::List(items) => Value::List(items),
            Content::Map(entries, _) => Value::Map(entries),
            Content::Unreadable => Value::Unreadable,
        };
        let built = Built { node: Node { at, value }, height: height + 1, size };
        self.anchor(anchor, &built);
        self.add(built);
    }

    fn anchor(&mut self, anchor: usize, built: &Built) {
        // The parser counts anchors from 1.
        if anchor > 0 {
            self.anchors.insert(anchor, built.clone());
        }
    }

    fn alias(&mut self, anchor: usize, at: At) -> Result<(), Stop> {
        let Some(built) = self.anchors.get(&anchor) else {
            self.error(at, "this alias stands within what it names");
            let node = Node { at, value: Value::Unreadable };
            self.add(Built { node, height: 0, size: 1 });
            return Ok(());
        };
        if self.open.len() + built.height > MAX_DEPTH {
            return self.too_deep(at);
        }
        self.n_aliased += built.size;
        if self.n_aliased > MOST_ALIASED {
            self.error(at, format!("aliases stand for more than {MOST_ALIASED} values"));
            return Err(Stop);
        }
        let Built { node, height, size } = built.clone();
        self.add(Built { node: Node { at, ..node }, height, size });
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn add(&mut self, built: Built) {
        let Built { node, height, size } = built;
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.height = open.height.max(height);
        open.size += size;
        match &mut open.content {
            Content::Unreadable => {}
            Content::List(items) => items.push(node),
            Content::Map(entries, key) => match core::mem::replace(key, Key::Due) {
                Key::Due => {
                    *key = match node {
                        Node { at, value: Value::Text(text) } => Key::Read(text, at),
                        Node { value: Value::Unreadable, .. } => Key::Unusable,
                        Node { at, .. } => {
                            let problem = Problem::error(at, "", "a key must be a text");
                            self.problems.push(problem.with_hint("put it in quotes"));
                            Key::Unusable
                        }
                    };
                }
                Key::Unusable => {}
                Key::Read(key, at) if entries.iter().any(|entry| entry.key == key) => {
                    let problem = Problem::error(at, "", "duplicated key in mapping");
                    self.problems.push(problem.with_hint("a key may stand once in each section"));
                }
                Key::Read(key, at) => {
                    // The parser places what is not there where the next token stands.
                    let is_nothing = node.value == Value::Null;
                    let value = if is_nothing { Node { at, ..node } } else { node };
                    entries.push(Entry { key, at, value });
                }
            },
        }
    }

    fn scalar(
        &mut self,
        at: At,
        text: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<&Cow<'_, Tag>>,
    ) -> Value {
        if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
            self.error(at, format!("the tag !{} is not used here", tag.suffix));
            return Value::Unreadable;
        }
        match Scalar::parse_from_cow_and_metadata(text, style, tag) {
            Some(Scalar::Null) => Value::Null,
            Some(Scalar::Boolean(truth)) => Value::Bool(truth),
            Some(Scalar::Integer(number)) => Value::Integer(number),
            Some(Scalar::FloatingPoint(number)) => Value::Float(number.into_inner()),
            Some(Scalar::String(text)) => Value::Text(text.into_owned()),
            None => {
                self.error(at, "this value cannot be read");
                Value::Unreadable
            }
        }
    }
}

/// The parser counts lines from 1 and columns from 0.
fn place(marker: Marker) -> At {
    At { line: marker.line().max(1), column: marker.col() + 1 }
}
