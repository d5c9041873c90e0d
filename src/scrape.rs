//! The answers to scrapes: what of them is a page of metrics, and the reason why there is none.
//!
//! [`metrics_engine::scrape`] reads the pages. It knows neither the proxy nor the failures that the proxy reports, so both are
//! translated here.

use crate::config::private;
use crate::decode::Answer;
use crate::decode::health::NotHealth;
use crate::status::check::{Distrust, Failure, Finding};
use metrics_engine::scrape::{Response, Target};

/// Returns the labels and limits of a configured target.
pub fn target(of: &private::Target) -> Target {
    Target {
        name: format!("scrape/{}/{}", of.system, of.id),
        job: of.job.clone(),
        instance: of.instance.clone(),
        interval: of.interval,
        max_bytes: of.max_bytes,
        max_samples: of.max_samples,
        max_label_bytes: of.max_label_bytes,
        strict: of.strict,
    }
}

/// Returns the response to read, or the reason why there is none, in words.
pub fn response(outcome: Result<&Answer, Failure>) -> Result<Response<'_>, String> {
    let answer = outcome.map_err(reason)?;
    match Finding::of_proxy(answer) {
        Some(Finding::Failed(failure)) => return Err(reason(failure)),
        Some(Finding::NotHealth(NotHealth::TooManyHeaders)) => {
            return Err("the response has too many headers".to_owned());
        }
        Some(_) => return Err("the status proxy could not forward the request".to_owned()),
        None => {}
    }
    if !(200..300).contains(&answer.code) {
        return Err(reason(Failure::Http(answer.code)));
    }
    Ok(Response { content_type: answer.header("content-type"), body: &answer.body })
}

/// Returns a failure in words.
fn reason(failure: Failure) -> String {
    let words = match failure {
        Failure::Http(code) => return format!("HTTP {code}"),
        Failure::Refused => "connection refused",
        Failure::Unreachable => "unreachable",
        Failure::TimedOut => "timed out",
        Failure::Broken => "the connection was closed early",
        Failure::Certificate(Distrust::Unspecified) => "its certificate is not trusted",
        Failure::Certificate(Distrust::Expired) => "its certificate has expired",
        Failure::Certificate(Distrust::Authority) => "its certificate is from an unknown authority",
        Failure::Certificate(Distrust::Name) => "its certificate is for another name",
        Failure::NotHttp => "the response is not HTTP",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_page_has_a_reason() {
        let answer = |code, headers: &[(&str, &str)]| Answer {
            code,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
            body: b"a 1".to_vec(),
        };
        let reason = |answer: &Answer| response(Ok(answer)).map(|page| page.content_type.is_some());
        assert_eq!(reason(&answer(200, &[])), Ok(false));
        assert_eq!(reason(&answer(204, &[("content-type", "text/plain")])), Ok(true));
        assert_eq!(reason(&answer(503, &[])), Err("HTTP 503".to_owned()));
        let refused = answer(502, &[("x-allclear", "refused")]);
        assert_eq!(reason(&refused), Err("connection refused".to_owned()));
        let unlisted = answer(404, &[("x-allclear", "unlisted")]);
        assert_eq!(
            reason(&unlisted),
            Err("the status proxy could not forward the request".to_owned())
        );
        let headers = answer(502, &[("x-allclear", "headers")]);
        assert_eq!(reason(&headers), Err("the response has too many headers".to_owned()));
        assert_eq!(response(Err(Failure::TimedOut)).err(), Some("timed out".to_owned()));
    }
}
