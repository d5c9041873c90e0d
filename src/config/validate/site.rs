//! The `site` section: name, brand, links, hosts, time zone.

use super::report::Report;
use super::{LONGEST_TEXT, brand};
use crate::config::address::Host;
use crate::config::brand::Brand;
use crate::config::{Link, Site, moment, raw};

/// Checks the section. Returns the site, its brand, and the host names under which it is served.
pub(super) fn site(raw: &raw::Site, report: &mut Report) -> (Site, Brand, Vec<String>) {
    let name = report.name("site.name", &raw.name);
    let (logo, brand) = raw.brand.as_ref().map(|raw| brand::brand(raw, report)).unwrap_or_default();
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
    (Site { name, logo, links, notice, timezone }, brand, hosts)
}

/// An address that is safe behind a link: above all, no `javascript:`.
pub(super) fn is_link(url: &str) -> bool {
    let local = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme) && url.len() > scheme.len());
    (local || known) && !url.chars().any(|char| char.is_control() || char.is_whitespace())
}
