//! The health checks of a system.

use super::mapping;
use super::report::Report;
use crate::config::deployment::Endpoint;
use crate::config::raw::{self, Publish};
use crate::config::{Check, preset};
use crate::decode::health::Mapping;
use metrics_engine::time::Duration;

/// The settings that all checks of a system share.
pub(super) struct Context<'a> {
    pub(super) interval: Option<Duration>,
    pub(super) timeout: Option<Duration>,
    pub(super) preset: Option<&'a str>,
    pub(super) mapping: Option<Mapping>,
    pub(super) critical: Option<&'a [String]>,
    pub(super) full: bool,
}

/// Checks those of the system whose section is at `path`.
pub(super) fn checks(
    raw: &raw::System,
    path: &str,
    context: &Context,
    report: &mut Report,
) -> Vec<Endpoint> {
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
            "there is nothing to check",
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
        let hint = format!("`preset:` {}; or a `mapping`", preset::names().join(", "));
        report.error(path, "nothing says how to read the answer", hint);
        report.wrong.push(format!("{path}.preset"));
        Mapping::default()
    });
    let usual = preset.and_then(|name| preset::find(name)?.default_path);
    let mut upstream = report.upstream(&format!("{path}.url"), &raw.url);
    if upstream.target.is_empty() {
        upstream.target = String::from(usual.unwrap_or("/"));
    }
    // An operator who writes a path knows the answer. A preset's own path, or a mapping that reads explanations, publishes them
    // without an explicit choice.
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
