//! Upstreams that nginx may be unable to resolve or to verify.

use super::report::Report;
use crate::config::address::{Host, Origin};
use crate::config::deployment::{Deployment, Login};
use crate::config::raw::{Document, Visibility};

/// Reports names that nginx resolves only when it starts, each once, and certificates that it cannot verify.
pub(super) fn check(deployment: &Deployment, document: &Document, report: &mut Report) {
    let mut upstreams: Vec<(&Origin, String)> = Vec::new();
    if let Some(Login::AuthRequest { upstream, .. }) =
        deployment.admin.as_ref().map(|admin| &admin.login)
    {
        upstreams.push((&upstream.origin, "admin.login.auth_request".to_owned()));
    }
    let is_admin = deployment.admin.is_some();
    for (index, (system, raw)) in deployment.systems.iter().zip(&document.systems).enumerate() {
        let of = format!("systems[{index}]");
        let checks = system.checks.iter().enumerate();
        upstreams.extend(checks.filter(|_| is_admin || system.visibility == Visibility::Full).map(
            |(number, check)| {
                let within =
                    if raw.url.is_some() { String::new() } else { format!(".checks[{number}]") };
                (&check.upstream.origin, format!("{of}{within}.url"))
            },
        ));
        let targets = system.metrics.iter().enumerate().filter(|_| is_admin);
        upstreams.extend(targets.map(|(number, target)| {
            (&target.upstream.origin, format!("{of}.metrics[{number}].url"))
        }));
    }
    let mut seen: Vec<&Host> = Vec::new();
    for (origin, path) in &upstreams {
        if let (true, Host::Ip(ip)) = (origin.secure, &origin.host) {
            let message = format!("nginx cannot verify a certificate for the IP address {ip}");
            let hint = "write a host name that is in the certificate; until then, the status is unknown wherever only nginx checks";
            report.warning(path, message, hint);
        }
    }
    let hosts = upstreams.iter().map(|(origin, path)| (&origin.host, path));
    for (host, path) in hosts.filter(|(host, _)| host.needs_resolver()) {
        if seen.contains(&host) {
            continue;
        }
        seen.push(host);
        let message =
            format!("nginx resolves {host} only when it starts, and does not start if it cannot");
        let hint = "set `proxy.resolver` to a name server, or write an IP address";
        report.warning(path, message, hint);
    }
}
