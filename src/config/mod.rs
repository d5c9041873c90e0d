//! The configuration: the site, its systems, and their checks.
//!
//! [`Config`] is valid by construction and holds nothing that a visitor must not see: there is no field for an upstream
//! address, a rule or a private system, so none can leak. The operator's document, with all of that, is read and
//! checked natively (feature `cli`), and `allclear render` derives this from it.

use crate::decode::health::Mapping;
use json::ConfigError;
use metrics_engine::time::{Duration, span};
use serde::{Deserialize, Serialize};

#[cfg(feature = "cli")]
pub mod address;
#[cfg(feature = "cli")]
pub mod brand;
#[cfg(feature = "cli")]
pub mod built_in;
#[cfg(feature = "cli")]
pub mod colour;
#[cfg(feature = "cli")]
pub mod deployment;
#[cfg(feature = "cli")]
pub mod document;
mod field;
pub mod json;
#[cfg(feature = "cli")]
pub mod maintenance;
#[cfg(feature = "cli")]
pub mod moment;
#[cfg(feature = "cli")]
pub mod nginx;
#[cfg(feature = "cli")]
pub mod preset;
pub mod private;
#[cfg(feature = "cli")]
pub mod problem;
#[cfg(feature = "cli")]
pub mod raw;
#[cfg(feature = "cli")]
pub mod recurrence;
#[cfg(feature = "cli")]
pub mod structure;
mod system;
#[cfg(feature = "cli")]
pub mod validate;
#[cfg(feature = "cli")]
pub mod yaml;

pub use field::is_id;
pub use system::{Check, Source, System};

/// The public configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// The site as a whole.
    pub site: Site,
    /// Base address of the status proxy, without a final slash; empty where it is this site's own origin. The recorder's files are
    /// served there too: it runs where the systems are, and the page's host may serve nothing but files.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proxy: String,
    /// The time for which the shared cache may keep an answer.
    #[serde(
        default = "span::default::<{ Config::CACHE.0 }>",
        skip_serializing_if = "span::is::<{ Config::CACHE.0 }>",
        deserialize_with = "span::read"
    )]
    pub cache: Duration,
    /// Whether a recorder writes the past beside the page.
    #[serde(default = "field::yes", skip_serializing_if = "field::is_yes")]
    pub recorder: bool,
    /// Mappings, each used by any number of checks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<Mapping>,
    /// The systems, in the order shown. Those of one group stand together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<System>,
}

/// The site's name and what stands around the systems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The name in the masthead and the title.
    pub name: String,
    /// The picture in place of the mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// Links in the masthead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// A line of text at the top of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// The zone of the IANA time zone database in which the site's people state times. A visitor may choose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
}

/// The site's logo: paths on this site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// In the light theme, and in the dark one where it has no logo of its own.
    pub light: String,
    /// In the dark theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark: Option<String>,
}

/// A link in the masthead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// `https:`, `http:` or `mailto:` address, or a path on this site.
    pub url: String,
}

impl Config {
    /// Reads a `config.json`.
    ///
    /// # Errors
    ///
    /// If the document is not JSON, is of another version, lacks a field, or refers to a mapping that it does not have.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ConfigError> {
        let config: Self = json::read(bytes)?;
        config.check_mappings()?;
        Ok(config)
    }

    /// Writes a `config.json`.
    #[cfg(feature = "cli")]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Checks that every [`Check::mapping`] is an index into [`Config::mappings`].
    fn check_mappings(&self) -> Result<(), ConfigError> {
        for system in &self.systems {
            let Source::Checks(checks) = &system.source else { continue };
            if let Some(check) = checks.iter().find(|check| check.mapping >= self.mappings.len()) {
                let (system, check, mapping) = (&system.id, &check.id, check.mapping);
                return Err(ConfigError::Invalid(format!(
                    "check `{check}` of system `{system}` refers to mapping {mapping}, which does not exist"
                )));
            }
        }
        Ok(())
    }

    /// How long the shared cache keeps an answer unless configured: short against any interval, long enough that a
    /// crowd of visitors costs one request.
    pub const CACHE: Duration = Duration::from_secs(2);

    /// The address of one of the recorder's files, `status.json` for example.
    pub fn recorded_at(&self, file: &str) -> String {
        format!("{}/{file}", self.proxy)
    }

    /// Returns the shortest interval of all checks; `None` if there are no checks.
    pub fn shortest_interval(&self) -> Option<Duration> {
        let checks = self.systems.iter().flat_map(|system| match &system.source {
            Source::Checks(checks) => checks.as_slice(),
            Source::Recorder => &[],
        });
        checks.map(|check| check.interval).min()
    }

    /// Returns the path of a check under [`Config::proxy`]. `render` writes nginx locations for the same paths.
    pub fn path(system: &System, check: &Check) -> String {
        path(&system.id, &check.id)
    }
}

/// Returns the path of the check with this id under the proxy.
pub fn path(system: &str, check: &str) -> String {
    format!("/status/{system}/{check}")
}
