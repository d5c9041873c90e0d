use super::*;
use crate::decode::health::{StateSource, Words};

fn mapping(state: StateSource) -> Mapping {
    let words = Words { operational: vec!["ok".to_owned()], ..Words::default() };
    Mapping { state: vec![state], words, ..Mapping::default() }
}

fn json() -> Mapping {
    mapping(StateSource::Json("/status".to_owned()))
}

fn answer(code: u16, body: &str) -> Answer {
    Answer { code, headers: Vec::new(), body: body.as_bytes().to_vec() }
}

#[test]
fn a_redirect_says_nothing_about_health() {
    for code in [300, 301, 302, 303, 305, 306, 307, 308, 310, 399] {
        let page = "<html><body>Moved</body></html>";
        for body in ["", page, "{}", "moved", r#"{"status":"ok"}"#] {
            for mapping in [json(), mapping(StateSource::Code), mapping(StateSource::Text)] {
                let finding = Finding::from_answer(&mapping, &answer(code, body), 1000);
                assert_eq!(finding, Finding::NotHealth(NotHealth::Redirect(code)), "{body}");
                assert_eq!(finding.condition(), Condition::Unclear);
            }
        }
    }
}

#[test]
fn an_answer_without_news_is_no_outage() {
    for mapping in [json(), mapping(StateSource::Code), mapping(StateSource::Text)] {
        let finding = Finding::from_answer(&mapping, &answer(304, ""), 1000);
        assert_eq!(finding, Finding::NotHealth(NotHealth::Empty));
    }
}

#[test]
fn the_body_of_429_counts_and_without_one_it_is_no_outage() {
    let condition = |mapping: &Mapping, body: &str| {
        Finding::from_answer(mapping, &answer(429, body), 1000).condition()
    };
    assert_eq!(condition(&json(), r#"{"status":"ok"}"#), Condition::Operational);
    assert_eq!(condition(&json(), r#"{"status":false}"#), Condition::Down);
    for body in ["", "{}", "slow down", "<html>slow down</html>", r#"{"status":"slow"}"#] {
        for mapping in [json(), mapping(StateSource::Code), mapping(StateSource::Text)] {
            let finding = Finding::from_answer(&mapping, &answer(429, body), 1000);
            assert_eq!(finding, Finding::NotHealth(NotHealth::RateLimited), "{body}");
        }
    }
}

#[test]
fn a_reason_that_is_not_known_is_no_fault_of_the_service() {
    let finding_of = |reason: &str| {
        let headers = vec![("x-allclear".to_owned(), reason.to_owned())];
        let answer = Answer { code: 502, headers, body: b"{\"status\":\"ok\"}".to_vec() };
        Finding::from_answer(&json(), &answer, 1000)
    };
    for reason in [
        "proxy",
        "unlisted",
        "certificate-ip",
        "unresolved",
        "headers",
        "encoding",
        "redirect-",
        "a new word",
    ] {
        let finding = finding_of(reason);
        assert_eq!(finding.condition(), Condition::Unclear, "{reason}: {finding:?}");
    }
    assert_eq!(finding_of("redirect-304"), Finding::NotHealth(NotHealth::Empty));
    assert_eq!(finding_of("redirect-301"), Finding::NotHealth(NotHealth::Redirect(301)));
    assert_eq!(finding_of("too-large"), Finding::NotHealth(NotHealth::TooLarge(1000)));
    assert_eq!(
        finding_of("certificate"),
        Finding::Failed(Failure::Certificate(Distrust::Unspecified))
    );
}
