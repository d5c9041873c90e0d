//! The rules of one state, with a remark on all of them.

use super::super::Scene;
use super::choice::Choice;
use super::filter::Filter;
use super::rule::Row;
use crate::status::Status;
use crate::view::format::count;
use std::collections::BTreeMap;

/// The rules of one state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The state.
    pub choice: Choice,
    /// How many rules of it are shown, `2 firing`.
    pub name: String,
    /// A remark on all of them.
    pub note: String,
    /// Whether the filter leaves anything of it.
    pub is_shown: bool,
    /// Whether it is one line until a person opens it: what is well, unless they searched for it.
    pub is_folded: bool,
    /// Its rules, those that the filter hides among them; critical ones first.
    pub rows: Vec<Row>,
}

/// Returns a section for each state that a rule is in, exceptions first.
pub(super) fn sections(scene: Scene<'_>, rows: Vec<Row>, filter: &Filter) -> Vec<Section> {
    let mut by_state: Vec<(Choice, Vec<Row>)> =
        Choice::STATES.into_iter().map(|choice| (choice, Vec::new())).collect();
    for row in rows {
        if let Some((_, rows)) = by_state.iter_mut().find(|(choice, _)| *choice == row.choice) {
            rows.push(row);
        }
    }
    by_state.retain(|(_, rows)| !rows.is_empty());
    let evaluation = evaluation(scene);
    let section = |(place, (choice, mut rows)): (usize, (Choice, Vec<Row>))| {
        rows.sort_by_key(|row| row.status != Status::MajorOutage);
        let shown = || rows.iter().filter(|row| row.is_shown);
        let about = match choice {
            Choice::Unknown => "No one would be notified.".to_owned(),
            Choice::Inactive => about_inactive(&rows),
            _ => String::new(),
        };
        let general = if place == 0 { evaluation.as_str() } else { "" };
        let note = [about.as_str(), general].map(str::to_owned).into_iter();
        let note: Vec<String> = note.filter(|part| !part.is_empty()).collect();
        Section {
            choice,
            name: format!("{} {}", shown().count(), choice.word().to_lowercase()),
            note: note.join(" "),
            is_shown: shown().next().is_some(),
            is_folded: choice == Choice::Inactive && filter.is_empty(),
            rows,
        }
    };
    by_state.into_iter().enumerate().map(section).collect()
}

/// Returns how many rules there are, and when they were evaluated last.
fn evaluation(scene: Scene<'_>) -> String {
    let groups = scene.work.groups();
    let rules = count(groups.rules().count(), "rule");
    let n_groups = count(groups.all().len(), "group");
    let last = groups.all().iter().filter_map(|group| group.last).max();
    let last = last.map_or_else(
        || "not evaluated yet".to_owned(),
        |last| format!("evaluated {}", scene.zone.time_with_seconds(last, scene.now)),
    );
    format!("{rules} in {n_groups}, {last}.")
}

/// Returns how many inactive rules each group has, and which rule is closest to its threshold.
fn about_inactive(rows: &[Row]) -> String {
    let mut groups: Vec<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    groups.dedup();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(&row.group).or_default() += 1;
    }
    let mut named: Vec<String> = Vec::new();
    for group in groups {
        if let Some(n) = counts.remove(group) {
            named.push(format!("{group} {n}"));
        }
    }
    let closest = rows.iter().filter_map(|row| Some((row.headroom.bar?.closeness(), row)));
    let closest = closest.filter(|(closeness, _)| *closeness > 0);
    // Of equally close ones the first.
    let closest = closest.rev().max_by_key(|(closeness, _)| *closeness);
    let closest = closest.map_or_else(String::new, |(_, row)| {
        let (value, limit) = (&row.headroom.value, &row.headroom.limit);
        format!(" Closest to its threshold: {}, {value}{limit}.", row.name)
    });
    format!("{}.{closest}", named.join(", "))
}
