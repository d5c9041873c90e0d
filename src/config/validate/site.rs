//! The `site` section: name, logo, links, hosts, time zone.

use super::LONGEST_TEXT;
use super::report::Report;
use crate::config::address::Host;
use crate::config::{Link, Site, moment, raw};

/// Checks the section. Returns the site, and the host names under which it is served.
pub(super) fn site(raw: &raw::Site, report: &mut Report) -> (Site, Vec<String>) {
    let name = report.name("site.name", &raw.name);
    if let Some(logo) = raw.logo.as_deref().filter(|logo| !is_picture(logo)) {
        report.error(
            "site.logo",
            format!("{logo:?} is no picture on this site"),
            "as in /logo.svg, a file beside index.html",
        );
    }
    let links = raw.links.iter().enumerate().map(|(index, link)| {
        let path = format!("site.links[{index}]");
        if !is_link(&link.url) {
            let hint =
                "an https:, http: or mailto: address, or a path on this site, as in /about.html";
            report.error(&format!("{path}.url"), format!("{:?} cannot be linked", link.url), hint);
        }
        Link { label: report.name(&format!("{path}.label"), &link.label), url: link.url.clone() }
    });
    let links = links.collect();
    let notice = raw.notice.as_ref().map(|notice| report.text("site.notice", notice, LONGEST_TEXT));
    let hosts = report
        .addresses("site.hosts", &raw.hosts, |host| Host::parse(host).map(|host| host.to_string()));
    let timezone = raw.timezone.as_deref();
    let zone = timezone.map(|name| report.address("site.timezone", moment::zone(name)));
    let timezone = timezone.filter(|_| zone.flatten().is_some()).map(str::to_owned);
    (Site { name, logo: raw.logo.clone(), links, notice, timezone }, hosts)
}

/// A file that nginx serves beside the page.
fn is_picture(path: &str) -> bool {
    let Some((stem, kind)) = path.strip_prefix('/').and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    matches!(kind, "svg" | "png" | "webp" | "avif" | "jpg" | "ico")
        && stem.starts_with(|char: char| char.is_ascii_alphanumeric())
        && stem
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// An address that is safe behind a link: above all, no `javascript:`.
pub(super) fn is_link(url: &str) -> bool {
    let local = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme) && url.len() > scheme.len());
    (local || known) && !url.chars().any(|char| char.is_control() || char.is_whitespace())
}
