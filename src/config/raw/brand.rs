//! The `site.brand` section.

use schemars::JsonSchema;
use serde::Deserialize;

/// The site's own colour, pictures and style sheet.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// The colour of links, of a pressed button and of the labels of badges, as in `"#0a5bd3"`, in quotes. One colour is that of the
    /// light theme, and the dark theme gets the nearest one that is readable there; or give both: `{ light: "#0a5bd3", dark: "#8ab4ff" }`.
    /// Its contrast must reach WCAG 2.2 AA, 4.5 to 1, everywhere on the page.
    pub accent: Option<OneOrBoth>,
    /// A picture in place of the mark: a path on this site, as in `/logo.svg`, or one for each theme, as in
    /// `{ light: /logo.svg, dark: /logo-dark.svg }`.
    pub logo: Option<OneOrBoth>,
    /// An icon for the browser's tab and for the installed page, as in `/icon.svg`. It replaces the icons that show the state.
    pub favicon: Option<String>,
    /// A style sheet that is applied after the page's own, as in `/brand.css`.
    pub style: Option<String>,
}

/// One value, or one for each theme.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrBoth {
    /// One value.
    One(String),
    /// A value for each theme.
    Both(Both),
}

/// A value for each theme.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// In the light theme.
    pub light: String,
    /// In the dark theme.
    pub dark: String,
}
