//! The operators' page.

use super::report::Report;
use super::site::is_link;
use crate::config::address;
use crate::config::deployment::{Admin, Login};
use crate::config::nginx::Place;
use crate::config::raw;
use std::path::Path;

/// The section.
pub(super) fn admin(raw: &raw::Admin, report: &mut Report) -> Admin {
    if let Some(file) = &raw.password_file
        && Place::new(Path::new(file)).is_none()
    {
        let message = format!("{file:?} is no absolute path that nginx can be given");
        report.error("admin.password_file", message, "as in /srv/allclear/htpasswd");
    }
    let login = match &raw.login {
        raw::Login::Basic(raw::Basic::Basic) => {
            Login::Basic { password_file: raw.password_file.clone() }
        }
        raw::Login::AuthRequest(login) => auth_request(login, raw, report),
    };
    let behind = report.addresses("admin.behind", &raw.behind, address::network);
    Admin { login, behind }
}

fn auth_request(login: &raw::AuthRequest, raw: &raw::Admin, report: &mut Report) -> Login {
    if raw.password_file.is_some() && !report.is_unclear("admin.login") {
        let message = "the sign-in proxy replaces this file";
        report.error("admin.password_file", message, "leave one of them out");
    }
    let path = "admin.login.auth_request";
    let upstream = report.upstream(path, &login.auth_request);
    if upstream.target.is_empty() {
        let hint = format!("that of oauth2-proxy is {}/oauth2/auth", upstream.origin);
        report.error(path, "the path is missing", hint);
    }
    if !is_link(&login.sign_in) || login.sign_in.starts_with("mailto:") {
        let message = format!("{:?} is no page", login.sign_in);
        let hint =
            "an https: or http: address, or a path on this site, as in /oauth2/start?rd=/admin/";
        report.error("admin.login.sign_in", message, hint);
    }
    Login::AuthRequest { upstream, sign_in: login.sign_in.clone() }
}
