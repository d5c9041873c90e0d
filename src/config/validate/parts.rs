//! The parts that a system names: each must be one that a check can find.

use super::mapping;
use super::report::Report;
use crate::config::deployment::Endpoint;
use crate::config::problem::nearest;
use crate::config::raw;

/// Reports names of parts that no check can find.
pub(super) fn check(raw: &raw::System, path: &str, checks: &[Endpoint], report: &mut Report) {
    for (name, shown) in &raw.parts {
        report.name(&format!("{path}.parts.{name}"), shown);
    }
    // The parts are unknown where there is no check, or where the mapping of an answer is unclear.
    if checks.is_empty() {
        return;
    }
    let sections = (0..raw.checks.len()).map(|index| format!("{path}.checks[{index}]"));
    let is_unclear = |section: String| {
        report.is_broken(&section)
            || report.is_broken(&format!("{section}.mapping"))
            || ["preset", "mapping.parts"]
                .iter()
                .any(|key| report.is_unclear(&format!("{section}.{key}")))
    };
    if core::iter::once(path.to_owned()).chain(sections).any(is_unclear) {
        return;
    }
    // If the answer of one check names its own parts, any name is possible.
    let Some(lists) =
        checks.iter().map(|check| mapping::part_names(&check.mapping)).collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let mut known: Vec<&str> = lists.into_iter().flatten().collect();
    known.sort_unstable();
    known.dedup();
    let hint = |name: &str| match (nearest(name, known.iter().copied()), known.as_slice()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "its answer is read without parts".to_owned(),
        (None, known) => format!("known are {}", known.join(", ")),
    };
    for (index, name) in raw
        .critical
        .iter()
        .flatten()
        .enumerate()
        .filter(|(_, name)| !known.contains(&name.as_str()))
    {
        report.error(
            &format!("{path}.critical[{index}]"),
            format!("no check has a part {name:?}"),
            hint(name),
        );
    }
    for name in raw.parts.keys().filter(|name| !known.contains(&name.as_str())) {
        let path = format!("{path}.parts.{name}");
        report.error(&path, format!("no check has a part {name:?}"), hint(name));
    }
}
