//! Dispatch of answers: to the session, the monitor, or a target.

use super::{Console, Effect, Refusal, Request, Session};
use crate::config::private::Private;
use crate::decode::Answer;
use crate::monitor::{self, FetchError};
use metrics_engine::time::{Duration, Timestamp};

impl Console {
    /// Maximum length of a canary's body, in bytes.
    pub(super) const CANARY_BYTES: usize = 64;

    /// Handles the end of a fetch.
    pub(super) fn answered(
        &mut self,
        request: Request,
        took: Duration,
        result: Result<Answer, FetchError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if request == Request::Config {
            return self.configured(result, now, effects);
        }
        if result.as_ref().is_ok_and(is_login_refused) {
            return self.log_in_again(Refusal::Expired, now, effects);
        }
        self.note_unlisted(&result);
        match request {
            Request::Config => {}
            Request::Past => self.past_listed(result, now, effects),
            Request::Segment(_) => self.segment_read(result, now, effects),
            Request::Check(check) => {
                self.update_monitor(monitor::Event::Fetched { check, took, result }, now, effects);
            }
            Request::Canary(canary) => {
                let answered = is_canary(&result);
                self.update_monitor(
                    monitor::Event::CanaryFetched { canary, took, answered },
                    now,
                    effects,
                );
            }
            Request::Target(target) => {
                if let Some(work) = &mut self.work {
                    work.scraped(target, took, result, now, effects);
                }
            }
            Request::Proxy => {
                if let Some(work) = &mut self.work {
                    work.decide_undecided(is_canary(&result), effects);
                }
            }
        }
    }

    /// Handles the answer to a request for the configuration, which decides a login.
    fn configured(
        &mut self,
        result: Result<Answer, FetchError>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Session::SigningIn { token, remember } = &self.session else {
            return self.compare_config(result);
        };
        let private = match result {
            Err(error) => Err(Refusal::from(error)),
            Ok(answer) if answer.code != 200 => Err(Refusal::from_answer(&answer, now)),
            Ok(answer) => {
                Private::from_json(&answer.body).map_err(|error| Refusal::Config(error.to_string()))
            }
        };
        match private {
            Err(refusal) => {
                self.session = Session::Out { refusal: Some(refusal) };
                effects.push(Effect::Remember(None));
            }
            Ok(private) => {
                effects.push(Effect::Remember(remember.then(|| token.clone())));
                self.session = Session::In { token: token.clone() };
                // After a lost login, known data stays unless the configuration has changed.
                if self.work.as_ref().is_none_or(|work| work.private != private) {
                    self.work = None;
                    self.waiting = Some(private);
                    effects.push(Effect::Load);
                } else {
                    self.settle_lead(now, effects);
                }
            }
        }
    }
}

/// Returns whether nginx itself requires a login. A 401 of a system is an answer like any other.
fn is_login_refused(answer: &Answer) -> bool {
    answer.code == 401 && answer.header("x-allclear") == Some("login")
}

/// Returns whether an answer is the canary's own short one, and not, for example, the login page of a captive portal.
fn is_canary(result: &Result<Answer, FetchError>) -> bool {
    result.as_ref().is_ok_and(|answer| {
        (200..300).contains(&answer.code) && answer.body.len() <= Console::CANARY_BYTES
    })
}
