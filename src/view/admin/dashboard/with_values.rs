//! The panels of a dashboard with the values of its variables in them.

use super::choices::Choice;
use crate::config::private::{Dashboard, Panel};
use crate::dashboard::interpolate::{Binding, Style, expression, words};
use crate::dashboard::unique_id;

/// The most panels that one panel becomes by being repeated.
const MOST: usize = 24;

/// The most panels of a dashboard.
const MOST_PANELS: usize = 500;

/// Puts values into all panels, and repeats those that want it for each chosen value of a variable.
pub(super) fn with_values(dashboard: &Dashboard, choices: &[Choice]) -> Vec<Panel> {
    let bindings: Vec<Binding> = choices.iter().map(|choice| choice.binding.clone()).collect();
    let mut all: Vec<Panel> = Vec::new();
    for panel in &dashboard.panels {
        match choices.iter().find(|choice| choice.name == panel.repeat) {
            None => all.push(filled(panel, &bindings)),
            Some(choice) => {
                for value in choice.expanded().into_iter().take(MOST) {
                    let bindings = with_one(&bindings, &panel.repeat, &value);
                    let mut one = filled(panel, &bindings);
                    let id = format!("{} {value}", panel.id);
                    one.id = unique_id(&id, "panel", |id| all.iter().any(|one| one.id == id));
                    all.push(one);
                }
            }
        }
    }
    all.truncate(MOST_PANELS);
    all
}

/// Binds one variable to one of its values.
fn with_one(bindings: &[Binding], name: &str, value: &str) -> Vec<Binding> {
    let bind = |binding: &Binding| {
        if binding.name == name {
            Binding { values: vec![value.to_owned()], style: Style::Pattern, ..binding.clone() }
        } else {
            binding.clone()
        }
    };
    bindings.iter().map(bind).collect()
}

fn filled(panel: &Panel, bindings: &[Binding]) -> Panel {
    if bindings.is_empty() {
        return panel.clone();
    }
    let mut panel = panel.clone();
    for text in [&mut panel.title, &mut panel.section, &mut panel.description] {
        *text = words(text, bindings);
    }
    for query in panel.queries.iter_mut().chain(&mut panel.repaired) {
        query.expr = expression(&query.expr, bindings, None);
        query.legend = words(&query.legend, bindings);
    }
    panel
}
