//! The operator's document, as it is written: the one description of its shape.
//!
//! The comments here are what editors show, because the JSON Schema is generated from these types (`allclear schema`),
//! and the same schema checks a document's structure with places (see [`structure`](super::structure)). So a key exists
//! in one place only. Whatever has a default is optional. What the values mean together is checked in
//! [`validate`](super::validate).

mod admin;
pub mod board;
pub mod brand;
pub mod maintenance;
mod mapping;
mod metrics;
pub mod report;
pub mod rule;
mod system;
mod text;

pub use admin::{Admin, AuthRequest, Basic, Login};
pub use mapping::{
    FieldPart, HeaderState, JsonState, ListPart, MapPart, Mapping, PartSource, PlainState,
    StateSource, Word, Words,
};
pub use metrics::Metrics;
pub use system::{Check, Publish, System, Visibility};
pub use text::{HeaderName, Id, Pointer, Span};

use schemars::{JsonSchema, Schema};
use serde::Deserialize;

/// The whole of allclear.yaml: one status page, its systems, and how nginx serves them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Allclear")]
pub struct Document {
    /// The page as a whole.
    pub site: Site,
    /// The address and port at which nginx listens, as in `127.0.0.1:8080`, `[::1]:8080` or `*:80`. `127.0.0.1:8080`
    /// unless given.
    pub listen: Option<String>,
    /// The proxy between the visitors and the systems.
    #[serde(default)]
    pub proxy: Proxy,
    /// Whether `allclear record` runs beside the page and writes what visitors see of the past. `true` unless given; with
    /// `false`, the page has no place for a past, and does not request it.
    #[serde(default = "yes")]
    pub recorder: bool,
    /// The operators' page under `/admin/`. Without this section, nothing is there.
    #[serde(default, deserialize_with = "admin::present")]
    pub admin: Option<Admin>,
    /// Defaults of all systems.
    #[serde(default)]
    pub defaults: Defaults,
    /// The systems, in the order shown.
    pub systems: Vec<System>,
    /// Alerting rules that belong to no system or to several, in groups as Prometheus has them.
    #[serde(default)]
    pub rules: Vec<rule::RuleGroup>,
    /// Dashboards that belong to no system or to several.
    #[serde(default)]
    pub dashboards: Vec<board::Dashboard>,
    /// Announced times in which systems may not work.
    #[serde(default)]
    pub maintenance: Vec<maintenance::Maintenance>,
    /// The folder in which operators write about incidents, a Markdown file for each. `incidents`, beside this file, unless given.
    pub incidents: Option<String>,
}

fn yes() -> bool {
    true
}

/// The page as a whole.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The name in the masthead and in the title.
    pub name: String,
    /// The site's own colour, pictures and style sheet.
    pub brand: Option<brand::Brand>,
    /// Links in the masthead.
    #[serde(default)]
    pub links: Vec<Link>,
    /// A line of plain text at the top of the page, as in `Planned work on Sunday is announced below`.
    pub notice: Option<String>,
    /// The host names under which the page is served. Requests for any other name get 404. Every name unless given.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The time zone of the people behind the site, as in `Europe/Berlin`. Visitors can choose to read times in it.
    pub timezone: Option<String>,
    /// The public address of the page, as in `https://status.example.org`: for the links in the feed, the calendar and the badges.
    /// `https://` and the first of `hosts` unless given, without them `http://` and the address of `listen`.
    #[serde(default)]
    pub url: String,
}

/// A link in the masthead.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// An `https:`, `http:` or `mailto:` address, or a path on this site.
    pub url: String,
}

/// The proxy between the visitors and the systems.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// The proxy's origin where the page itself lives elsewhere, as in `https://status-proxy.example.org`. The page's
    /// own origin unless given. What the recorder writes is read from there as well, so `allclear record` runs beside the proxy.
    #[serde(default)]
    pub url: String,
    /// The time for which all visitors share one answer, in whole seconds. `2s` unless given.
    pub cache: Option<Span>,
    /// Other origins whose pages may read the answers (CORS), as in `https://status.example.org`.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Largest head of an answer that is read, in bytes: status line and headers. 32768 unless given.
    #[schemars(range(min = 4096, max = 1_048_576))]
    pub max_header_bytes: Option<u32>,
    /// Name servers that resolve the systems' names while nginx runs, as in `10.0.0.2` or `127.0.0.11:53`. Without
    /// them, names are resolved once, when nginx starts.
    #[serde(default)]
    pub resolver: Vec<String>,
}

/// Defaults of all systems.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Time from one check to the next. `30s` unless given.
    pub interval: Option<Span>,
    /// Time after which an answer no longer counts. `10s` unless given.
    pub timeout: Option<Span>,
    /// Failures in a row that confirm a worse state. 2 unless given.
    #[schemars(range(min = 1, max = 100))]
    pub failures: Option<u32>,
    /// Successes in a row that confirm a better state. 2 unless given.
    #[schemars(range(min = 1, max = 100))]
    pub successes: Option<u32>,
}

/// The JSON Schema (draft 2020-12) of a document.
pub fn schema() -> Schema {
    schemars::schema_for!(Document)
}
