//! The operator's document once nothing in it is wrong: everything that is to be deployed, public or not.
//!
//! Two documents come from it. [`Deployment::public`] is what every visitor may load: it is built field by field from
//! systems that are not private, and its types have no place for an upstream address, a rule, a dashboard or an explanation.
//! [`Deployment::private`] is for operators behind a login. The third, nginx's, is in [`nginx`](super::nginx).

mod documents;

use super::Site;
use super::address::{Origin, Upstream};
use super::brand::Brand;
use super::maintenance::Maintenance;
use super::private::{self, Dashboard};
use super::raw::{Publish, Visibility};
use crate::decode::health::Mapping;
use crate::rules::{AlertingRule, RuleGroup};
use metrics_engine::time::Duration;

/// The whole validated document.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployment {
    /// The site as a whole.
    pub site: Site,
    /// The branding of its pages.
    pub brand: Brand,
    /// Host names under which it is served; every name where there are none.
    pub hosts: Vec<String>,
    /// Its public address, if configured.
    pub url: Option<Origin>,
    /// The address on which nginx listens, in nginx's form.
    pub listen: String,
    /// The proxy's origin where it is another than the site's.
    pub proxy: Option<Origin>,
    /// The time for which visitors share an answer: whole seconds, at least one.
    pub cache: Duration,
    /// Whether a recorder writes the past beside the page.
    pub recorder: bool,
    /// Origins whose pages may read the answers.
    pub origins: Vec<Origin>,
    /// Largest head of an answer that is read, in bytes.
    pub max_header_bytes: usize,
    /// Name servers for the systems' names, as nginx takes them.
    pub resolver: Vec<String>,
    /// The operators' page, where there is one.
    pub admin: Option<Admin>,
    /// The systems: in the order shown, those of one group together.
    pub systems: Vec<Deployed>,
    /// Alerting rules beside those of the systems.
    pub groups: Vec<RuleGroup>,
    /// Dashboards beside those of the systems.
    pub dashboards: Vec<Dashboard>,
    /// Announced maintenance.
    pub maintenance: Vec<Maintenance>,
    /// The folder with what operators write about incidents, seen from that of the document; `None` for the usual one.
    pub incidents: Option<String>,
}

/// The operators' page, and who may use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin {
    /// The login of operators.
    pub login: Login,
    /// Addresses of proxies in front of nginx whose `X-Forwarded-For` is believed, as nginx takes them.
    pub behind: Vec<String>,
}

/// The kind of login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// By a name and a password.
    Basic {
        /// The password file, as an absolute path; `None` for the usual place.
        password_file: Option<String>,
    },
    /// By the sign-in proxy's own form.
    AuthRequest {
        /// Where nginx checks whether a request may pass.
        upstream: Upstream,
        /// Where a person who is not signed in is sent.
        sign_in: String,
    },
}

/// One system.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployed {
    /// Unique among the systems.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Its heading; empty for none.
    pub group: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// Its visibility.
    pub visibility: Visibility,
    /// At least one.
    pub checks: Vec<Endpoint>,
    /// Failures in a row that confirm a worse state.
    pub failures: u32,
    /// Successes in a row that confirm a better one.
    pub successes: u32,
    /// Names to show for parts.
    pub part_names: Vec<(String, String)>,
    /// Its metrics endpoints.
    pub metrics: Vec<Target>,
    /// Whether the built-in rule fires when its health checks fail.
    pub has_down_alert: bool,
    /// Alerting rules about it: the group of its id.
    pub rules: Vec<AlertingRule>,
    /// Dashboards about it. Their ids begin with its own.
    pub dashboards: Vec<Dashboard>,
}

/// One health endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Unique within the system.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// Its address.
    pub upstream: Upstream,
    /// The mapping of its answers.
    pub mapping: Mapping,
    /// The public part of an answer.
    pub publish: Publish,
    /// Time from one check to the next.
    pub interval: Duration,
    /// Time after which an answer no longer counts.
    pub timeout: Duration,
    /// Largest body read.
    pub max_bytes: usize,
}

/// One metrics endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its address.
    pub upstream: Upstream,
    /// Its settings on the operators' page.
    pub settings: private::Target,
}

impl Deployment {
    /// The largest head of an answer that is read, unless the document says otherwise.
    pub const MAX_HEADER_BYTES: usize = 32 * 1024;

    /// Returns every address to which nginx may send requests.
    pub fn upstreams(&self) -> impl Iterator<Item = &Upstream> {
        let checks = self.systems.iter().flat_map(|system| &system.checks);
        let targets = self.systems.iter().flat_map(|system| &system.metrics);
        let sign_in = self.admin.iter().filter_map(|admin| match &admin.login {
            Login::AuthRequest { upstream, .. } => Some(upstream),
            Login::Basic { .. } => None,
        });
        let behind_login = targets.map(|target| &target.upstream).chain(sign_in);
        checks.map(|check| &check.upstream).chain(behind_login.filter(|_| self.admin.is_some()))
    }

    /// Returns the site's public address, as far as it is known: scheme and host, without a path.
    pub fn address(&self) -> String {
        match (&self.url, self.hosts.first()) {
            (Some(url), _) => url.to_string(),
            (None, Some(host)) => format!("https://{host}"),
            (None, None) => format!("http://{}", self.listen.replace("*:", "localhost:")),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::document;

    #[test]
    fn knows_where_it_is() {
        let address = |site: &str, listen: &str| {
            let text = format!(
                "site: {{name: A{site}}}\nlisten: '{listen}'\nsystems: [{{name: B, preset: text, url: 'http://127.0.0.1/'}}]"
            );
            document::read(&text).deployment.unwrap().address()
        };
        for (site, listen, expected) in [
            (
                ", url: 'https://a.example:8443', hosts: [b.example]",
                "*:80",
                "https://a.example:8443",
            ),
            (", hosts: [b.example, c.example]", "*:80", "https://b.example"),
            ("", "*:8080", "http://localhost:8080"),
            ("", "127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(address(site, listen), expected, "{site}");
        }
    }
}
