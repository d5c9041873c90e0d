//! The operator's document, as it is written: the one description of its shape.
//!
//! The comments here are what editors show, because the JSON Schema is generated from these types (`allclear schema`),
//! and the same schema checks a document's structure with places (see [`structure`](super::structure)). So a key exists
//! in one place only. Whatever has a default is optional. What the values mean together is checked in
//! [`validate`](super::validate).

mod admin;

pub use admin::{Admin, AuthRequest, Basic, Login};

use metrics_engine::time::Duration;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

pub mod board;
pub mod maintenance;
pub mod report;
pub mod rule;

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
    /// `false`, the page has no place for a past, and does not ask for it.
    #[serde(default = "yes")]
    pub recorder: bool,
    /// The operators' page under `/admin/`. Without this section, nothing is there.
    #[serde(default, deserialize_with = "admin::present")]
    pub admin: Option<Admin>,
    /// What holds for every system that does not say otherwise.
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
    /// A picture that stands in for the mark: a path on this site, as in `/logo.svg`.
    pub logo: Option<String>,
    /// Links in the masthead.
    #[serde(default)]
    pub links: Vec<Link>,
    /// The host names under which the page is served. Requests for any other name get 404. Every name unless given.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The time zone of the people behind the site, as in `Europe/Berlin`. Visitors can choose to read times in it.
    pub timezone: Option<String>,
    /// Where the page is on the web, as in `https://status.example.org`: for the links in the feed, the calendar and the badges.
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
    /// How long one answer is shared by all visitors, in whole seconds. `2s` unless given.
    pub cache: Option<Span>,
    /// Other origins whose pages may read the answers (CORS), as in `https://status.example.org`.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Largest head of an answer that is read, in bytes: status line and headers. 32768 unless given.
    #[schemars(range(min = 4096, max = 1_048_576))]
    pub max_header_bytes: Option<u32>,
    /// Name servers that nginx asks for the systems' names while it runs, as in `10.0.0.2` or `127.0.0.11:53`. Without
    /// them, names are resolved once, when nginx starts.
    #[serde(default)]
    pub resolver: Vec<String>,
}

/// What holds for every system that does not say otherwise.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Time from one look to the next. `30s` unless given.
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

/// One system on the page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The name shown.
    pub name: String,
    /// A stable name for addresses and series, of a-z, 0-9 and -. Made from `name` unless given.
    pub id: Option<Id>,
    /// The heading under which it stands. Systems of one group stand together.
    #[serde(default)]
    pub group: String,
    /// A sentence about it.
    #[serde(default)]
    pub description: String,
    /// Who may see what. `full` unless given.
    #[serde(default)]
    pub visibility: Visibility,
    /// The address of its only health check. With a preset, the host alone is enough: the preset knows the path.
    pub url: Option<String>,
    /// Its health checks, where there are several, or where one needs settings of its own.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// How its answers are read: the name of a known system or convention. `common` knows the usual words at the usual places:
    /// `/status`, `/health`, `/state`, or the whole body.
    pub preset: Option<String>,
    /// How its answers are read, where no preset fits.
    pub mapping: Option<Mapping>,
    /// Time from one look to the next.
    pub interval: Option<Span>,
    /// Time after which an answer no longer counts.
    pub timeout: Option<Span>,
    /// Failures in a row that confirm a worse state.
    #[schemars(range(min = 1, max = 100))]
    pub failures: Option<u32>,
    /// Successes in a row that confirm a better state.
    #[schemars(range(min = 1, max = 100))]
    pub successes: Option<u32>,
    /// Names of the parts without which the system is down, as its answer writes them. Any other part that is down makes
    /// it degraded. In place of what the preset says.
    pub critical: Option<Vec<String>>,
    /// Names to show for parts, by the name that the answer uses.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    /// Addresses at which it exposes metrics. Operators see them, the public page does not.
    #[serde(default)]
    pub metrics: Vec<Metrics>,
    /// Alerting rules about it, in a group of its own. Those of its preset unless given; `[]` for none.
    pub rules: Option<Vec<rule::Rule>>,
    /// Dashboards about it. Those of its preset unless given; `[]` for none.
    pub dashboards: Option<Vec<board::Dashboard>>,
}

/// Who may see what of a system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// The public page may ask its health checks through the proxy.
    #[default]
    Full,
    /// The public page gets only the state, from the recorder's status.json.
    Verdict,
    /// Nothing about it is public, not even that it exists.
    Private,
}

/// One health endpoint.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The name shown where a system has several checks.
    pub name: String,
    /// A stable name within the system, of a-z, 0-9 and -. Made from `name` unless given.
    pub id: Option<Id>,
    /// Its address. With a preset, the host alone is enough: the preset knows the path.
    pub url: String,
    /// How its answers are read: the name of a known system or convention, as for a system. The system's unless given.
    pub preset: Option<String>,
    /// How its answers are read, where no preset fits. The system's unless given.
    pub mapping: Option<Mapping>,
    /// How much of an answer is public. `body` unless given.
    #[serde(default)]
    pub publish: Publish,
    /// Time from one look to the next. The system's unless given.
    pub interval: Option<Span>,
    /// Time after which an answer no longer counts. The system's unless given.
    pub timeout: Option<Span>,
    /// The largest body read, in bytes. 65536 unless given.
    #[schemars(range(min = 1, max = 1_048_576))]
    pub max_bytes: Option<u32>,
}

/// How much of a check's answer is public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Publish {
    /// All of it.
    #[default]
    Body,
    /// The status code alone, for answers whose bodies name what is private.
    Code,
}

/// One metrics endpoint.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Its address, with its path.
    pub url: String,
    /// A stable name within the system, of a-z, 0-9 and -. `metrics` unless given, then `metrics-2`.
    pub id: Option<Id>,
    /// The `job` label of its series. The system's id unless given.
    pub job: Option<Id>,
    /// Time from one scrape to the next. `15s` unless given.
    pub interval: Option<Span>,
    /// Time after which a scrape has failed. `10s` unless given, or the interval where that is shorter.
    pub timeout: Option<Span>,
    /// The largest page read, in bytes. 16777216 unless given.
    #[schemars(range(min = 1, max = 67_108_864))]
    pub max_bytes: Option<u32>,
    /// The most samples taken from one page. 50000 unless given.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub max_samples: Option<u32>,
    /// The longest label name or value kept, in bytes. 1024 unless given.
    #[schemars(range(min = 1, max = 65_536))]
    pub max_label_bytes: Option<u32>,
    /// Whether one bad line spoils the whole page, as it does for Prometheus. `false` unless given: good lines are kept.
    #[serde(default)]
    pub strict: bool,
}

/// Where and how an answer tells about health. What is not found is skipped.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Where the overall state is, tried in order: the first that is there decides.
    #[serde(default)]
    pub state: Vec<StateSource>,
    /// Which words mean what, without regard to case. Those that services commonly use unless given. A word that is in no list
    /// makes the state unknown, never operational.
    #[serde(default)]
    pub words: Words,
    /// Where the states of subsystems are; all that are found count.
    #[serde(default)]
    pub parts: Vec<PartSource>,
    /// Names of parts without which the system is down.
    #[serde(default)]
    pub critical: Vec<String>,
    /// Numbers to keep as series: the series' name, and a JSON pointer to the number.
    #[serde(default)]
    pub numbers: BTreeMap<String, Pointer>,
}

/// A place for the overall state.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StateSource {
    /// A place without settings of its own.
    Plain(PlainState),
    /// A word, a boolean or a number in a JSON body.
    Json(JsonState),
    /// A word in a header.
    Header(HeaderState),
}

/// A place for the state that needs no settings.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlainState {
    /// The plain-text body, as one word.
    Text,
    /// The status code alone: 2xx is operational, anything else is down.
    Code,
}

/// A word, a boolean or a number in a JSON body.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JsonState {
    /// A JSON pointer to it, as in `/status`.
    pub json: Pointer,
}

/// A word in a header.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderState {
    /// The header's name.
    pub header: HeaderName,
}

/// Which words mean what.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that mean operational.
    #[serde(default)]
    pub operational: Vec<Word>,
    /// Words that mean degraded.
    #[serde(default)]
    pub degraded: Vec<Word>,
    /// Words that mean down.
    #[serde(default)]
    pub down: Vec<Word>,
}

/// A word, a boolean or a number, as a health answer uses it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Word {
    /// A word.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
}

/// A place for the states of subsystems.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PartSource {
    /// A JSON object: each key is a subsystem.
    Map(MapPart),
    /// A JSON array: each item is a subsystem.
    List(ListPart),
    /// One word or boolean of its own.
    Field(FieldPart),
}

/// A JSON object in which each key is a subsystem.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapPart {
    /// A JSON pointer to the object.
    pub map: Pointer,
    /// A pointer from each value to its state. The value itself unless given.
    pub state: Option<Pointer>,
    /// A pointer from each value to a text that explains. Operators see it, the public page does not.
    pub message: Option<Pointer>,
}

/// A JSON array in which each item is a subsystem.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPart {
    /// A JSON pointer to the array.
    pub list: Pointer,
    /// A pointer from each item to its name.
    pub name: Pointer,
    /// A pointer from each item to its state.
    pub state: Pointer,
    /// A pointer from each item to a text that explains. Operators see it, the public page does not.
    pub message: Option<Pointer>,
}

/// A subsystem that has one word or boolean.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldPart {
    /// A JSON pointer to its state.
    pub field: Pointer,
    /// The subsystem's name.
    pub name: String,
}

/// A span of time, as in `30s`, `1m30s` or `500ms`.
#[derive(Clone, Copy, Debug)]
pub struct Span(pub Duration);

impl Span {
    /// What a span looks like, as a regular expression for editors.
    pub const PATTERN: &'static str =
        "^(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Duration::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom("no span of time"))
    }
}

/// A text with a pattern.
macro_rules! patterned {
    ($(#[doc = $doc:literal] $name:ident = $pattern:expr;)*) => {$(
        #[doc = $doc]
        #[derive(Clone, Debug, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// What it looks like, as a regular expression for editors.
            pub const PATTERN: &'static str = $pattern;
        }

        schema_of_pattern!($name, $doc);
    )*};
}

/// The schema of a text with a pattern.
macro_rules! schema_of_pattern {
    ($name:ident, $doc:expr) => {
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": Self::PATTERN, "description": $doc.trim() })
            }
        }
    };
}

use schema_of_pattern;

schema_of_pattern!(Span, "A span of time, as in `30s`, `1m30s` or `500ms`.");

patterned! {
    /// A stable name, of a-z, 0-9 and -.
    Id = "^[a-z0-9-]+$";
    /// A JSON pointer (RFC 6901), as in `/checks/postgres`; empty for the whole document.
    Pointer = "^(/([^~/]|~[01])*)*$";
    /// The name of an HTTP header.
    HeaderName = "^[A-Za-z0-9-]+$";
}

/// The JSON Schema (draft 2020-12) of a document.
pub fn schema() -> Schema {
    schemars::schema_for!(Document)
}
