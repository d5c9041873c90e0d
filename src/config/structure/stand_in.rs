//! Something harmless in place of what does not fit, so that everything else is checked in the same round.

use super::pattern::pattern;
use super::query::{alternatives, is, is_null, required, resolve, words};
use crate::config::raw::Id;
use serde_json::{Map, Value as Json, json};

/// Makes stand-ins. No two texts of them are alike: what has to be unique stays so.
#[derive(Default)]
pub(super) struct StandIns {
    n_texts: usize,
}

impl StandIns {
    /// The least that `schema` accepts.
    pub(super) fn of(&mut self, root: &Json, schema: &Json) -> Json {
        let schema = resolve(root, schema);
        if let Some(alternatives) = alternatives(root, schema) {
            let first = alternatives.into_iter().find(|schema| !is_null(schema));
            return first.map_or(Json::Null, |first| self.of(root, first));
        }
        match () {
            () if words(schema).next().is_some() => words(schema).next().into(),
            () if is(schema, "string") => self.text(schema),
            () if is(schema, "object") => {
                let member =
                    |key: &str| (key.to_owned(), self.of(root, &schema["properties"][key]));
                Json::Object(required(schema).map(member).collect::<Map<_, _>>())
            }
            // With an item: that a list is empty may be a mistake of its own.
            () if is(schema, "array") => json!([self.of(root, &schema["items"])]),
            () if is(schema, "integer") || is(schema, "number") => {
                schema["minimum"].as_i64().unwrap_or(1).into()
            }
            () if is(schema, "boolean") => false.into(),
            () => Json::Null,
        }
    }

    fn text(&mut self, schema: &Json) -> Json {
        self.n_texts += 1;
        match pattern(schema) {
            Some(pattern) if pattern.expression == Id::PATTERN => {
                format!("{}-{}", pattern.stand_in, self.n_texts).into()
            }
            Some(pattern) => pattern.stand_in.into(),
            None => format!("unreadable {}", self.n_texts).into(),
        }
    }
}
