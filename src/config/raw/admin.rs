//! The `admin:` section: who gets what lies under `/admin/`.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// The operators' page, and how they prove who they are.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Admin {
    /// The login of operators. `basic` unless given: a name and a password.
    #[serde(default)]
    pub login: Login,
    /// The file with names and passwords, as `allclear user` writes it: an absolute path. `htpasswd` in the folder of
    /// `render --out` unless given.
    pub password_file: Option<String>,
    /// Addresses of the proxies in front of nginx, as in `127.0.0.1` or `10.0.0.0/8`. The client that they name in
    /// `X-Forwarded-For` is the one whose requests are counted; without them, all clients behind one proxy count as one.
    #[serde(default)]
    pub behind: Vec<String>,
}

/// The login of operators.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Login {
    /// By nginx itself.
    Basic(Basic),
    /// By a sign-in proxy.
    AuthRequest(AuthRequest),
}

impl Default for Login {
    fn default() -> Self {
        Self::Basic(Basic::Basic)
    }
}

/// A login by nginx itself.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basic {
    /// A name and a password, from the password file.
    Basic,
}

/// A login by a sign-in proxy such as oauth2-proxy.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthRequest {
    /// Where nginx checks whether a request may pass, as in `http://127.0.0.1:4180/oauth2/auth`. 2xx lets it pass.
    pub auth_request: String,
    /// Where a person who is not signed in is sent: an `https:` or `http:` address, or a path on this site, as in
    /// `/oauth2/start?rd=/admin/`.
    pub sign_in: String,
}

/// A section that is there without anything in it is there: `admin:` alone means a login with its defaults.
pub(super) fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Admin>, D::Error> {
    Option::<Admin>::deserialize(deserializer).map(|admin| Some(admin.unwrap_or_default()))
}
