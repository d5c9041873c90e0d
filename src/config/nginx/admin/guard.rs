//! The login in front of every answer to an operator.

use super::sign_in::SIGN_IN;
use crate::config::deployment::{Admin, Login};
use crate::config::nginx::answer::{headers, unopened};
use crate::config::nginx::layout::Layout;
use crate::config::nginx::login;
use crate::config::nginx::text::Text;

/// Writes locations that answer only after a login.
pub(super) struct Guard<'a> {
    pub(super) admin: &'a Admin,
    pub(super) layout: &'a Layout,
    pub(super) burst: u64,
}

impl Guard<'_> {
    /// A location that answers with what `fill` writes, after the login.
    pub(super) fn location(
        &self,
        at: &str,
        exposed: &str,
        text: &mut Text,
        fill: impl FnOnce(&mut Text),
    ) {
        text.block(format!("location {at}"), |text| {
            text.line("error_page 404 405 413 /error");
            text.line("error_page 401 @admin_login");
            text.line("error_page 418 = @admin_preflight");
            text.line("error_page 429 @admin_limited");
            text.block("if ($allclear_preflight)", |text| text.line("return 418"));
            text.block("if ($request_method != GET)", |text| text.line("return 405"));
            unopened(text);
            self.login(text);
            self.headers(exposed, text);
            fill(text);
        });
    }

    fn login(&self, text: &mut Text) {
        match &self.admin.login {
            Login::Basic { .. } => login::check(self.layout, text),
            Login::AuthRequest { .. } => {
                text.line(format!("limit_req zone=allclear_login burst={} nodelay", self.burst));
                text.line("limit_req_status 429");
                text.line("error_page 403 @admin_closed");
                text.line("error_page 500 = @admin_sign_in");
                text.line(format!("auth_request {SIGN_IN}"));
                text.line("auth_request_set $allclear_session $upstream_http_set_cookie");
            }
        }
    }

    /// The headers of an answer. A sign-in proxy prolongs a session by a cookie in its own.
    pub(super) fn headers(&self, exposed: &str, text: &mut Text) {
        headers(exposed, text);
        if matches!(self.admin.login, Login::AuthRequest { .. }) {
            text.line("add_header Set-Cookie $allclear_session always");
        }
    }
}
