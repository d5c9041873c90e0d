//! The variables of a dashboard with the values that can be chosen, and those that are.

use super::super::Scene;
use crate::config::private::Dashboard;
use crate::dashboard::interpolate::{self, Binding};
use crate::dashboard::{Variable, VariableSource};
use metrics_engine::labels::{LabelSet, NAME};
use metrics_engine::number;
use metrics_engine::promql::ast::Node;
use metrics_engine::promql::{self, eval};

/// The most values that can be chosen.
const MOST: usize = 1000;

/// A variable with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The variable's name.
    pub name: String,
    /// The words beside its values.
    pub title: String,
    /// All values, sorted; [`Variable::ALL`] first where that can be chosen.
    pub values: Vec<String>,
    /// The chosen ones.
    pub chosen: Vec<String>,
    /// Whether several can be chosen.
    pub is_multiple: bool,
    /// Whether a person enters the value.
    pub is_text: bool,
    /// Whether no choice is shown.
    pub is_hidden: bool,
    /// What stands in expressions.
    pub binding: Binding,
}

impl Choice {
    /// Returns the chosen values, with all known ones in place of [`Variable::ALL`].
    pub(super) fn expanded(&self) -> Vec<String> {
        if self.chosen.iter().any(|one| one == Variable::ALL) {
            return self.values.iter().filter(|one| *one != Variable::ALL).cloned().collect();
        }
        self.chosen.clone()
    }
}

/// Returns the choices of a dashboard. `wanted` are the values in the address, by variable. A value in it that does not exist is replaced by
/// one that does, unless nothing is known yet.
pub fn choices(
    scene: Scene<'_>,
    dashboard: &Dashboard,
    wanted: &[(String, Vec<String>)],
) -> Vec<Choice> {
    let mut all: Vec<Choice> = Vec::new();
    for variable in &dashboard.variables {
        // A variable can contain those before it.
        let bindings: Vec<Binding> = all.iter().map(|choice| choice.binding.clone()).collect();
        let known = variable.filtered(known(scene, &variable.source, &bindings));
        let is_text = variable.source == VariableSource::Text;
        let is_known = |value: &String| {
            is_text
                || known.is_empty()
                || known.contains(value)
                || (variable.has_all && value == Variable::ALL)
        };
        let in_address = wanted.iter().find(|(name, _)| *name == variable.name);
        let candidates = [in_address.map(|(_, values)| values), Some(&variable.chosen)];
        let chosen = candidates.into_iter().flatten().map(|values| {
            values.iter().filter(|value| is_known(value)).cloned().collect::<Vec<_>>()
        });
        let mut chosen = chosen.into_iter().find(|values| !values.is_empty()).unwrap_or_default();
        if chosen.is_empty() {
            chosen.extend(known.first().cloned());
        }
        if !variable.is_multiple {
            chosen.truncate(1);
        }
        let binding = Binding::new(variable, &chosen, &known);
        let every = variable.has_all.then(|| Variable::ALL.to_owned());
        all.push(Choice {
            name: variable.name.clone(),
            title: variable.title().to_owned(),
            values: every.into_iter().chain(known).collect(),
            chosen,
            is_multiple: variable.is_multiple,
            is_text,
            is_hidden: variable.is_hidden,
            binding,
        });
    }
    all
}

/// Returns the values that a source has at present.
fn known(scene: Scene<'_>, source: &VariableSource, bindings: &[Binding]) -> Vec<String> {
    let filled = |text: &str| interpolate::expression(text, bindings, Some(<_>::default()));
    match source {
        VariableSource::Label { label, selector } => label_values(scene, label, &filled(selector)),
        VariableSource::Result(expr) => result(scene, &filled(expr)),
        VariableSource::List(values) => values.clone(),
        VariableSource::Text => Vec::new(),
    }
}

fn label_values(scene: Scene<'_>, label: &str, selector: &str) -> Vec<String> {
    let matchers = if selector.trim().is_empty() {
        Vec::new()
    } else {
        match promql::parse(selector).map(|expr| expr.node) {
            Ok(Node::Selector(selector)) => selector.matchers,
            _ => return Vec::new(),
        }
    };
    let store = scene.work.store();
    let labels = store.select(&matchers).into_iter().filter_map(|id| store.labels(id));
    let values = labels.map(|labels| labels.get(label)).filter(|value| !value.is_empty());
    let mut values: Vec<&str> = values.collect();
    values.sort_unstable();
    values.dedup();
    values.into_iter().take(MOST).map(str::to_owned).collect()
}

/// Returns the series of an expression as texts, as Grafana has them: `name{label="value"} number timestamp`.
fn result(scene: Scene<'_>, expr: &str) -> Vec<String> {
    let Ok(expr) = promql::compile(expr) else { return Vec::new() };
    let found = eval::instant(&expr, scene.work.store(), scene.now).unwrap_or_default();
    let text = |(labels, value): (LabelSet, f64)| {
        let own = labels.iter().filter(|(name, _)| *name != NAME);
        let own: Vec<String> = own.map(|(name, value)| format!("{name}={value:?}")).collect();
        let (name, value) = (labels.name(), number::shortest(value));
        format!("{name}{{{}}} {value} {}", own.join(","), scene.now.0)
    };
    found.into_iter().take(MOST).map(text).collect()
}
