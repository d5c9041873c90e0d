//! Turns a raw document into a [`Deployment`], and reports every value that is wrong.
//!
//! The types of the values are checked before ([`structure`](super::structure)). A wrong value is reported and replaced by a harmless
//! one, so that the rest is checked in the same round. The result is deployed only if no error was reported. A problem that only
//! follows from a reported one is left out.

mod admin;
mod board;
mod brand;
mod check;
mod expression;
mod grafana;
mod legend;
pub(crate) mod maintenance;
mod mapping;
mod panel;
mod parts;
mod provided;
mod proxy;
mod report;
mod rule;
mod site;
mod system;
mod target;
mod template;
mod together;
mod upstreams;
mod variable;

pub use report::{ReadFile, Source};

use super::address::{self, Origin};
use super::deployment::Deployment;
use super::problem::Problem;
use super::raw::{Document, System};
use metrics_engine::time::Duration;
use report::Report;

/// The address at which nginx listens unless the document says otherwise.
const LISTEN: &str = "127.0.0.1:8080";

/// Longest name of anything, in characters. Longer ones break every layout.
pub(crate) const LONGEST_NAME: usize = 80;

/// Longest text, in characters.
const LONGEST_TEXT: usize = 400;

/// A document that was checked.
#[derive(Clone, Debug)]
pub struct Validated {
    /// The deployment, which is valid only if no problem is an error.
    pub deployment: Deployment,
    /// All its problems.
    pub problems: Vec<Problem>,
    /// Whether the ids of all systems are known.
    pub knows_systems: bool,
}

/// Checks `document`.
pub fn validate(document: &Document, source: &Source) -> Validated {
    let mut report = Report::new(*source);
    let (site, brand, hosts) = site::site(&document.site, &mut report);
    let url = document.site.url.as_str();
    let url = if url.is_empty() { None } else { report.address("site.url", Origin::parse(url)) };
    let listen = document.listen.as_deref().unwrap_or(LISTEN);
    let listen = report.address("listen", address::listen(listen)).unwrap_or_default();
    let raw_proxy = &document.proxy;
    let origin = if raw_proxy.url.is_empty() {
        None
    } else {
        report.address("proxy.url", Origin::parse(&raw_proxy.url))
    };
    let cache = proxy::cache(raw_proxy.cache, &mut report);
    let max_header_bytes = proxy::max_header_bytes(raw_proxy.max_header_bytes, &mut report);
    let defaults = Defaults {
        interval: report.interval("defaults.interval", document.defaults.interval),
        timeout: report.timeout("defaults.timeout", document.defaults.timeout),
    };
    let origins = report.addresses("proxy.origins", &raw_proxy.origins, Origin::parse);
    let resolver = report.addresses("proxy.resolver", &raw_proxy.resolver, address::resolver);
    let admin = document.admin.as_ref().map(|raw| admin::admin(raw, &mut report));
    let systems = system::systems(document, defaults, &mut report);
    let groups = rule::groups(&document.rules, &mut report);
    let dashboards = board::dashboards(&document.dashboards, "dashboards", "", &mut report);
    let ids: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
    let knows_systems = knows_systems(&document.systems, &ids, &report);
    let known = knows_systems.then_some(ids.as_slice());
    let maintenance = maintenance::maintenance(&document.maintenance, known, &mut report);
    let incidents = document.incidents.clone();
    if incidents.as_ref().is_some_and(|folder| folder.trim().is_empty()) {
        report.error("incidents", "nothing is here", "name a folder, as in incidents");
    }
    let mut deployment = Deployment {
        site,
        brand,
        hosts,
        url,
        listen,
        proxy: origin,
        cache,
        recorder: document.recorder,
        origins,
        max_header_bytes,
        resolver,
        admin,
        systems,
        groups,
        dashboards,
        maintenance,
        incidents,
    };
    together::check(&deployment, document, &mut report);
    deployment.systems = system::grouped(deployment.systems);
    Validated { deployment, problems: report.problems, knows_systems }
}

/// The defaults of all systems, where they are given and valid.
#[derive(Clone, Copy)]
struct Defaults {
    interval: Option<Duration>,
    timeout: Option<Duration>,
}

/// Whether the ids of all systems are known.
fn knows_systems(raw: &[System], ids: &[&str], report: &Report) -> bool {
    let has_id = |(index, (raw, id)): (usize, (&System, &&str))| {
        !id.is_empty() && !report.is_broken(&id_path(raw, index))
    };
    raw.iter().zip(ids).enumerate().all(has_id)
}

/// The path of what the id of a system comes from.
fn id_path(raw: &System, index: usize) -> String {
    let key = if raw.id.is_some() { "id" } else { "name" };
    format!("systems[{index}].{key}")
}

/// Characters that turn the direction of the text around them: they can make a name read as another.
pub(crate) fn is_direction(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
