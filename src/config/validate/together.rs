//! Checks across sections: contradictions that no section shows by itself.

use super::report::Report;
use super::{board, rule, target, upstreams};
use crate::config::deployment::{Deployed, Deployment};
use crate::config::raw::{self, Document, Visibility};

/// Checks the document as a whole. The systems are still in its order.
pub(super) fn check(deployment: &Deployment, document: &Document, report: &mut Report) {
    let systems = &deployment.systems;
    if systems.is_empty() {
        report.error(
            "systems",
            "there is no system",
            "a name, a url and a preset are enough for one",
        );
    } else if systems.iter().all(|system| system.visibility == Visibility::Private)
        && !report.is_broken("systems")
    {
        report.warning(
            "systems",
            "every system is private: the page is empty",
            "`full` and `verdict` systems are shown",
        );
    }
    rule::names_twice(deployment, report);
    board::ids_twice(deployment, document, report);
    for (index, system) in systems.iter().enumerate() {
        if system.visibility != Visibility::Private {
            names_private(system, index, systems, report);
        }
    }
    target::clashes(systems, document, report);
    unseen(document, report);
    let shortest =
        systems.iter().flat_map(|system| &system.checks).map(|check| check.interval).min();
    if let Some(interval) = shortest.filter(|interval| *interval < deployment.cache) {
        let message = format!(
            "answers are shared for {}, but a check is due every {interval}",
            deployment.cache
        );
        report.warning(
            "proxy.cache",
            message,
            "make it shorter than every interval, or one answer counts twice",
        );
    }
    // Mistakes in the given name servers are reported already.
    if document.proxy.resolver.is_empty() {
        upstreams::check(deployment, document, report);
    }
}

/// Reports sections that only operators see where there is no page for them.
fn unseen(document: &Document, report: &mut Report) {
    if document.admin.is_some() {
        return;
    }
    let of_system = |(index, system): (usize, &raw::System)| {
        let has = [
            ("metrics", !system.metrics.is_empty()),
            ("rules", system.rules.as_ref().is_some_and(|rules| !rules.is_empty())),
            ("dashboards", system.dashboards.as_ref().is_some_and(|boards| !boards.is_empty())),
        ];
        has.into_iter()
            .filter(|(_, has)| *has)
            .map(move |(key, _)| format!("systems[{index}].{key}"))
    };
    let of_systems = document.systems.iter().enumerate().flat_map(of_system);
    let own =
        [("rules", !document.rules.is_empty()), ("dashboards", !document.dashboards.is_empty())];
    let own = own.into_iter().filter(|(_, has)| *has).map(|(key, _)| key.to_owned());
    let paths: Vec<String> = of_systems.chain(own).collect();
    let Some(first) = paths.first() else { return };
    let sections = match paths.len() - 1 {
        0 => "this is".to_owned(),
        1 => "this and another section like it are".to_owned(),
        n => format!("this and {n} other sections like it are"),
    };
    let message = format!("there is no `admin` section, so {sections} neither shown nor evaluated");
    report.warning(first, message, "`admin: {}` gives operators a page behind a login");
}

/// Reports public texts that contain the name of a private system.
fn names_private(system: &Deployed, index: usize, systems: &[Deployed], report: &mut Report) {
    let texts =
        [("name", &system.name), ("group", &system.group), ("description", &system.description)];
    for private in systems
        .iter()
        .filter(|system| system.visibility == Visibility::Private && !system.name.is_empty())
    {
        let name = private.name.to_lowercase();
        for (key, _) in texts.iter().filter(|(_, text)| text.to_lowercase().contains(&name)) {
            let message = format!("this public text names the private system {:?}", private.name);
            report.warning(&format!("systems[{index}].{key}"), message, "leave the name out");
        }
    }
}
