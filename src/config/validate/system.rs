//! The systems of a document: what is left out filled in, what contradicts reported.

use super::report::Report;
use super::{Defaults, LONGEST_TEXT, board, mapping, provided, rule, target};
use crate::config::deployment::{Deployed, Endpoint, Target};
use crate::config::private::Dashboard;
use crate::config::problem::nearest;
use crate::config::raw::{self, Document, Publish, Visibility};
use crate::config::{Check, System, preset};
use crate::decode::health::Mapping;
use crate::rules::AlertingRule;

/// All systems, in the order of the document.
pub(super) fn systems(
    document: &Document,
    defaults: Defaults,
    report: &mut Report,
) -> Vec<Deployed> {
    let mut systems: Vec<Deployed> = Vec::new();
    for (index, raw) in document.systems.iter().enumerate() {
        let path = format!("systems[{index}]");
        let system = system(raw, &path, (document, defaults), report);
        let key = if raw.id.is_some() { "id" } else { "name" };
        let others = systems.iter().map(|other| other.id.as_str());
        report.unique(&format!("{path}.{key}"), &system.id, others, "systems");
        systems.push(system);
    }
    systems
}

/// The same, those of one group together: the group of the first one first.
pub(super) fn grouped(mut systems: Vec<Deployed>) -> Vec<Deployed> {
    let groups: Vec<String> = systems.iter().map(|system| system.group.clone()).collect();
    systems.sort_by_key(|system| groups.iter().position(|group| *group == system.group));
    systems
}

fn system(
    raw: &raw::System,
    path: &str,
    (document, defaults): (&Document, Defaults),
    report: &mut Report,
) -> Deployed {
    let name = report.name(&format!("{path}.name"), &raw.name);
    let id = report.id(raw.id.as_ref(), &name, &format!("{path}.name"));
    let group = report.text(&format!("{path}.group"), &raw.group, super::LONGEST_NAME);
    let description = report.text(&format!("{path}.description"), &raw.description, LONGEST_TEXT);
    let context = Context {
        interval: report.interval(&format!("{path}.interval"), raw.interval).or(defaults.interval),
        timeout: report.timeout(&format!("{path}.timeout"), raw.timeout).or(defaults.timeout),
        preset: raw.preset.as_deref(),
        mapping: mapping::read(raw.preset.as_deref(), raw.mapping.as_ref(), path, report),
        critical: raw.critical.as_deref(),
        full: raw.visibility == Visibility::Full,
    };
    let checks = checks(raw, path, &context, report);
    let metrics = target::targets(&raw.metrics, path, &id, report);
    parts(raw, path, &checks, report);
    let (rules, dashboards) = watched(raw, path, &id, &metrics, report);
    if raw.visibility == Visibility::Verdict {
        let message = "the page shows Unknown until a recorder writes status.json";
        report.warning(
            &format!("{path}.visibility"),
            message,
            "`full` lets the page ask; `private` hides the system",
        );
    }
    Deployed {
        id,
        name,
        group,
        description,
        visibility: raw.visibility,
        checks,
        failures: raw.failures.or(document.defaults.failures).unwrap_or(System::FAILURES),
        successes: raw.successes.or(document.defaults.successes).unwrap_or(System::SUCCESSES),
        part_names: raw
            .parts
            .iter()
            .map(|(written, shown)| (written.clone(), shown.clone()))
            .collect(),
        metrics,
        rules,
        dashboards,
    }
}

/// The rules and dashboards about a system: as written, or those of its presets.
fn watched(
    raw: &raw::System,
    path: &str,
    id: &str,
    metrics: &[Target],
    report: &mut Report,
) -> (Vec<AlertingRule>, Vec<Dashboard>) {
    let provided = provided::find(raw, id, metrics);
    let rules = match &raw.rules {
        Some(written) => rule::rules(written, &format!("{path}.rules"), report),
        None => provided.rules,
    };
    let dashboards = match &raw.dashboards {
        Some(written) => board::dashboards(written, &format!("{path}.dashboards"), id, report),
        None => provided.dashboards,
    };
    (rules, dashboards)
}

/// What a system says for all of its checks.
struct Context<'a> {
    interval: Option<metrics_engine::time::Duration>,
    timeout: Option<metrics_engine::time::Duration>,
    preset: Option<&'a str>,
    mapping: Option<Mapping>,
    critical: Option<&'a [String]>,
    full: bool,
}

fn checks(raw: &raw::System, path: &str, context: &Context, report: &mut Report) -> Vec<Endpoint> {
    if let Some(url) = &raw.url {
        if !raw.checks.is_empty() {
            report.error(
                path,
                "both `url` and `checks` are here",
                "move the `url` into `checks`, or leave one of them out",
            );
        }
        let only = raw::Check {
            name: "Health".to_owned(),
            id: None,
            url: url.clone(),
            preset: None,
            mapping: None,
            publish: Publish::Body,
            interval: None,
            timeout: None,
            max_bytes: None,
        };
        return vec![check(&only, path, context, report)];
    }
    if raw.checks.is_empty() {
        report.error(
            path,
            "there is nothing to ask",
            "add a `url`, as in http://127.0.0.1:8080/health, or `checks`",
        );
    }
    let mut checks: Vec<Endpoint> = Vec::new();
    for (index, raw) in raw.checks.iter().enumerate() {
        let path = format!("{path}.checks[{index}]");
        let check = check(raw, &path, context, report);
        let key = if raw.id.is_some() { "id" } else { "name" };
        let others = checks.iter().map(|other| other.id.as_str());
        report.unique(&format!("{path}.{key}"), &check.id, others, "checks");
        checks.push(check);
    }
    checks
}

fn check(raw: &raw::Check, path: &str, context: &Context, report: &mut Report) -> Endpoint {
    let name = report.name(&format!("{path}.name"), &raw.name);
    let id = report.id(raw.id.as_ref(), &name, &format!("{path}.name"));
    let own = mapping::read(raw.preset.as_deref(), raw.mapping.as_ref(), path, report);
    let preset = if own.is_some() { raw.preset.as_deref() } else { context.preset };
    let mut mapping = own.or_else(|| context.mapping.clone()).unwrap_or_else(|| {
        let hint = format!("`preset:` {}; or a `mapping`", preset::NAMES.join(", "));
        report.error(path, "nothing says how to read the answer", hint);
        report.wrong.push(format!("{path}.preset"));
        Mapping::default()
    });
    let usual = preset.and_then(preset::default_path);
    let mut upstream = report.upstream(&format!("{path}.url"), &raw.url);
    if upstream.target.is_empty() {
        upstream.target = String::from(usual.unwrap_or("/"));
    }
    // Whoever writes a path knows what answers there. A preset's own path, or an own mapping that reads explanations,
    // publishes them without anyone having said so.
    let deliberate = preset.is_some() && usual != Some(upstream.target.as_str());
    if context.full
        && raw.publish == Publish::Body
        && !report.is_unclear(&format!("{path}.publish"))
        && !deliberate
        && mapping::has_messages(&mapping)
    {
        let message = "this answer explains failures, and everyone may read it";
        let hint = "`publish: code` in `checks` publishes the status code alone; `visibility: verdict` the state";
        report.warning(&format!("{path}.url"), message, hint);
    }
    if let Some(critical) = context.critical {
        mapping.critical = critical.to_vec();
    }
    Endpoint {
        id,
        name,
        upstream,
        mapping,
        publish: raw.publish,
        interval: report
            .interval(&format!("{path}.interval"), raw.interval)
            .or(context.interval)
            .unwrap_or(Check::INTERVAL),
        timeout: report
            .timeout(&format!("{path}.timeout"), raw.timeout)
            .or(context.timeout)
            .unwrap_or(Check::TIMEOUT),
        max_bytes: raw.max_bytes.map_or(Check::MAX_BYTES, |bytes| bytes as usize),
    }
}

/// Names of parts that no check can find.
fn parts(raw: &raw::System, path: &str, checks: &[Endpoint], report: &mut Report) {
    for (name, shown) in &raw.parts {
        report.name(&format!("{path}.parts.{name}"), shown);
    }
    // Which parts there are is not known where nothing is asked, or nobody can tell how an answer is read.
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
    // One check whose answer names its parts itself, and any name may come.
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
