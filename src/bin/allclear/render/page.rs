//! `index.html` with the site's name in it, so that the page names the site before any of its code has run, and with the
//! addresses of its first checks, so that they are requested while the code is still on its way.
//!
//! It changes with the document, so it is not compressed with the rest of the page when that is built, but here.
//!
//! nginx serves it by the name of its [`Edition`]; under its own name, the recorder reads it and puts the first state in.

use super::files::{write_whole, write_with_copies};
use crate::edition;
use allclear::config::brand::{Accent, Brand};
use allclear::config::deployment::{Deployment, Login};
use allclear::config::nginx::{Edition, Preload};
use allclear::config::{Config, Source};
use allclear::monitor::Monitor;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::Path;

/// The placeholder of the site's name in the built page.
const STAND_IN: &str = "Status page";

/// The parts of the visitors' page that nginx's configuration needs.
pub(super) struct Page {
    /// The files that it loads at once, in the order in which they should arrive: the small ones before the wasm.
    pub(super) preloads: Vec<Preload>,
    /// Its style sheets.
    pub(super) edition: Edition,
}

/// Writes the visitors' page from the one in `root`: `out/index.html`, and plain and compressed by the name of its edition.
///
/// # Errors
///
/// Where a file cannot be read or written, and where the page has a script inside, which its policy would not let run.
pub(super) fn public(root: &Path, out: &Path, config: &Config, brand: &Brand) -> Result<Page> {
    let built = root.join("index.html");
    let page = fs::read_to_string(&built).with_context(|| {
        format!(
            "{} cannot be read: build the page first, or name its folder with --root",
            built.display()
        )
    })?;
    if let Some(script) = inline_script(&page) {
        bail!(
            "{}: its policy lets no script run that stands in the page itself, as `{script}` does: build the page again",
            built.display()
        );
    }
    // In the page itself, where it costs no request before the first paint. The policy allows it by its hash.
    let accent = brand.accent.map(|accent| format!("<style>{}</style>", accent.style_sheet()));
    let page = branded(&page, brand, &accent.unwrap_or_default());
    // Computed before the addresses of the first checks are added to the head: the boot script requests those.
    let preloads = preloads(&page);
    let addresses = first_checks(config).join(" ");
    let page = with_head(&page, &config.site.name, &[("first-checks", &addresses)]);
    let edition = edition::of(&page)
        .with_context(|| format!("{}: a style sheet in it has no end", built.display()))?;
    remove_former(out, &edition)?;
    write_with_copies(&out.join(edition.built_page()), page.as_bytes())?;
    write_whole(&out.join("index.html"), page.as_bytes())?;
    Ok(Page { preloads, edition })
}

/// The tag of the first script whose text stands in the page.
fn inline_script(page: &str) -> Option<&str> {
    tags(page, "<script").find(|tag| !tag.contains(" src="))
}

/// The tags that begin with `begin`.
fn tags<'a>(page: &'a str, begin: &str) -> impl Iterator<Item = &'a str> {
    page.match_indices(begin).filter_map(|(at, _)| {
        let tag = page.get(at..)?;
        tag.get(..=tag.find('>')?)
    })
}

/// Removes the pages of former editions, but not those that an nginx that is not reloaded yet may serve.
fn remove_former(out: &Path, edition: &Edition) -> Result<()> {
    let served = fs::read_to_string(out.join("nginx.conf")).unwrap_or_default();
    let current = edition.built_page();
    for item in fs::read_dir(out)? {
        let path = item?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let named = name.strip_prefix("index-").and_then(|rest| rest.split_once(".html"));
        let is_edition =
            |name: &str| name.len() == 12 && name.bytes().all(|it| it.is_ascii_hexdigit());
        let Some((edition, _)) = named.filter(|(edition, _)| is_edition(edition)) else { continue };
        let page = format!("index-{edition}.html");
        if page != current && !served.contains(&page) {
            fs::remove_file(&path)
                .with_context(|| format!("{} cannot be removed", path.display()))?;
        }
    }
    Ok(())
}

/// Writes what a browser needs to install the page as a program of its own.
pub(super) fn manifest(out: &Path, config: &Config, brand: &Brand) -> Result<()> {
    let icon = match &brand.favicon {
        Some(favicon) => serde_json::json!({ "src": favicon, "sizes": "any" }),
        None => {
            serde_json::json!({ "src": "/favicon/mark.svg", "sizes": "any", "type": "image/svg+xml" })
        }
    };
    let accent = brand.accent.map(|accent| accent.light.to_string());
    let manifest = serde_json::json!({
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "name": config.site.name,
        "short_name": config.site.name,
        "background_color": "#ffffff",
        "theme_color": accent.as_deref().unwrap_or("#ffffff"),
        "icons": [icon],
    });
    write_whole(&out.join("manifest.webmanifest"), manifest.to_string().as_bytes())
}

/// Writes `out/admin/index.html` in the same way, where `root` has that page. It learns what it needs before the login:
/// where its data are, and where the sign-in proxy is, if there is one.
pub(super) fn admin(root: &Path, out: &Path, deployment: &Deployment) -> Result<Vec<Preload>> {
    let built = root.join("admin/index.html");
    if !built.exists() {
        return Ok(Vec::new());
    }
    let page = fs::read_to_string(&built)
        .with_context(|| format!("{} cannot be read", built.display()))?;
    let proxy = deployment.proxy.as_ref().map(ToString::to_string).unwrap_or_default();
    let data = format!("{proxy}/admin");
    let mut metas = vec![("admin-data", data.as_str())];
    if let Some(Login::AuthRequest { sign_in, .. }) =
        deployment.admin.as_ref().map(|admin| &admin.login)
    {
        metas.push(("sign-in", sign_in));
    }
    let brand = &deployment.brand;
    let accent = brand.accent.map(|accent| {
        let sheet = out.join(Accent::PATH.trim_start_matches('/'));
        write_with_copies(&sheet, accent.style_sheet().as_bytes())?;
        Ok::<_, anyhow::Error>(style_link(Accent::PATH))
    });
    let page = branded(&page, brand, &accent.transpose()?.unwrap_or_default());
    let written = with_head(&page, &deployment.site.name, &metas);
    write_with_copies(&out.join("admin/index.html"), written.as_bytes())?;
    Ok(preloads(&page))
}

/// The page with the brand's icon and style sheets in its head. `accent` is the element that sets the colour.
fn branded(page: &str, brand: &Brand, accent: &str) -> String {
    let style = brand.style.as_deref().map(style_link).unwrap_or_default();
    let page = page.replacen("<title>", &format!("{accent}{style}<title>"), 1);
    let Some(favicon) = &brand.favicon else { return page };
    let is_icon = |tag: &&str| tag.contains("/favicon/checking.svg");
    let icon = tags(&page, "<link ").find(is_icon).map(str::to_owned);
    // The attribute keeps the scripts from showing the state in it.
    let own = format!("<link rel=\"icon\" href=\"{favicon}\" data-brand>");
    icon.map_or_else(|| page.clone(), |icon| page.replacen(&icon, &own, 1))
}

/// The element that loads a style sheet.
fn style_link(path: &str) -> String {
    format!("<link rel=\"stylesheet\" href=\"{path}\">")
}

/// Warns of each file of the brand that is not beside the built page.
pub(super) fn missing_brand_files(root: &Path, config: &Config, brand: &Brand) {
    let logo = config.site.logo.iter();
    let logo = logo.flat_map(|logo| [Some(&logo.light), logo.dark.as_ref()]).flatten();
    for path in logo.chain(&brand.favicon).chain(&brand.style) {
        let file = root.join(path.trim_start_matches('/'));
        if !file.is_file() {
            tracing::warn!("{} does not exist: put the file of site.brand there", file.display());
        }
    }
}

/// The page with the site's name, and with these names and contents in its head.
fn with_head(page: &str, name: &str, metas: &[(&str, &str)]) -> String {
    let meta = |(name, content): &(&str, &str)| {
        format!("<meta name=\"{name}\" content=\"{}\">", escape(content))
    };
    let metas = metas.iter().map(meta).collect::<Vec<_>>().concat();
    page.replace(STAND_IN, &escape(name)).replacen("<title>", &(metas + "<title>"), 1)
}

/// The files that the built page names: style sheet, scripts, configuration, wasm.
fn preloads(page: &str) -> Vec<Preload> {
    let is_end = |char: char| char.is_whitespace() || matches!(char, '"' | '>');
    let mut preloads = Vec::new();
    // Files named in templates are loaded later, or never.
    let page = page.split("<template").next().unwrap_or_default();
    for ending in ["css", "js", "json", "wasm"] {
        let values = page
            .split('=')
            .skip(1)
            .filter_map(|rest| rest.trim_start_matches('"').split(is_end).next());
        for preload in
            values.filter(|path| path.ends_with(&format!(".{ending}"))).filter_map(Preload::new)
        {
            if !preloads.contains(&preload) {
                preloads.push(preload);
            }
        }
    }
    preloads
}

/// Returns the addresses that the page requests first: the recorder's verdicts, which are the base of what it shows, and as many
/// checks as it sends at once.
fn first_checks(config: &Config) -> Vec<String> {
    let checks = config.systems.iter().filter_map(|system| match &system.source {
        Source::Checks(checks) => Some(checks.iter().map(move |check| (system, check))),
        Source::Recorder => None,
    });
    let checks = checks.flatten().take(<Monitor>::AT_ONCE);
    let checks = checks.map(|(system, check)| config.proxy.clone() + &Config::path(system, check));
    let verdicts = config.recorder.then(|| config.recorded_at("status.json"));
    verdicts.into_iter().chain(checks).collect()
}

/// Text as it may stand in an element or in a quoted attribute of HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_the_page_loads_whether_quoted_or_not() {
        let page = r#"<link href=/page-1a.css rel=stylesheet><script data-js="/page-2b.js" data-wasm=/page-2b_bg.wasm src=/boot.js></script>
            <link href="/config.json"><link href=/page-2b.js rel=modulepreload><a href=/x$y.js></a><img src=/logo.svg>"#;
        let expected =
            ["/page-1a.css", "/page-2b.js", "/boot.js", "/config.json", "/page-2b_bg.wasm"];
        assert_eq!(preloads(page), expected.map(|path| Preload::new(path).unwrap()));
    }

    #[test]
    fn the_brand_stands_in_the_head() {
        let page = "<head><link rel=icon type=image/svg+xml href=/favicon/checking.svg><style>a{}</style><title>Status page</title></head>";
        let brand = Brand {
            accent: None,
            favicon: Some("/icon.png".to_owned()),
            style: Some("/brand.css".to_owned()),
        };
        assert_eq!(
            branded(page, &brand, "<style>b{}</style>"),
            "<head><link rel=\"icon\" href=\"/icon.png\" data-brand><style>a{}</style><style>b{}</style>\
             <link rel=\"stylesheet\" href=\"/brand.css\"><title>Status page</title></head>"
        );
        assert_eq!(branded(page, &Brand::default(), ""), page);
    }

    #[test]
    fn a_name_stays_a_name() {
        assert_eq!(
            escape("R&D <b>\"status\"</b>"),
            "R&amp;D &lt;b&gt;&quot;status&quot;&lt;/b&gt;"
        );
    }
}
