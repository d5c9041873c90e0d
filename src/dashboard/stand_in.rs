//! Expressions with something in place of values that are not known yet, to check them.

use super::interpolate::{self, Binding, Style, Times};
use super::{Variable, VariableSource};

/// What stands for such a value, in the order in which they are tried: a word, a number, a span of time.
const STAND_INS: [&str; 3] = ["x", "1", "5m"];

/// Returns the expression that `text` is with each of them. It is right if one of these is.
pub fn texts(text: &str, variables: &[Variable]) -> impl Iterator<Item = String> {
    STAND_INS.into_iter().map(move |stand_in| {
        let bindings: Vec<Binding> =
            variables.iter().map(|variable| binding(variable, stand_in)).collect();
        interpolate::expression(text, &bindings, Some(Times::default()))
    })
}

fn binding(variable: &Variable, stand_in: &str) -> Binding {
    let value = match &variable.source {
        VariableSource::List(values) => variable.chosen.first().or(values.first()),
        VariableSource::Text => variable.chosen.first(),
        VariableSource::Label { .. } | VariableSource::Result(_) => None,
    };
    let value = value.filter(|value| *value != Variable::ALL).map_or(stand_in, String::as_str);
    Binding { name: variable.name.clone(), values: vec![value.to_owned()], style: Style::Text }
}
