//! Every cell of the table.

use super::super::{Basis, Effect, Event, Monitor, RecordedVerdict, UnknownReason};
use crate::config::{Check, Config, Site, Source, System};
use crate::decode::Answer;
use crate::decode::health::{Mapping, StateSource, Words};
use crate::monitor::FetchError;
use crate::status::Status::{
    self, Checking, Degraded, MajorOutage, Operational, PartialOutage, Unknown,
};
use metrics_engine::time::{Duration, Timestamp};

const BEGIN: Timestamp = Timestamp(1_795_176_000_000);

/// The instant at which everything of a cell has happened.
const NOW: Timestamp = Timestamp(BEGIN.0 + 600_000);

/// The recorder's problems began three hours ago.
const LONG_AGO: Timestamp = Timestamp(NOW.0 - 3 * 3_600_000);

fn config() -> Config {
    let mapping = Mapping {
        state: vec![StateSource::Json("/status".to_owned())],
        words: Words {
            operational: vec!["ok".to_owned()],
            degraded: vec!["slow".to_owned()],
            down: vec!["down".to_owned()],
        },
        parts: Vec::new(),
        critical: Vec::new(),
        numbers: Vec::new(),
    };
    let check = Check {
        id: "health".to_owned(),
        name: "Health".to_owned(),
        mapping: 0,
        interval: Duration::from_secs(30),
        timeout: Duration::from_secs(5),
        max_bytes: 1000,
    };
    let system = System {
        id: "shop".to_owned(),
        name: "Shop".to_owned(),
        group: String::new(),
        description: String::new(),
        source: Source::Checks(vec![check]),
        failures: 2,
        successes: 2,
        part_names: Vec::new(),
    };
    Config {
        site: Site::default(),
        proxy: String::new(),
        cache: Duration::ZERO,
        recorder: true,
        mappings: vec![mapping],
        systems: vec![system],
    }
}

/// The result of this browser's checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    NotChecked,
    Stale,
    ProxyAtFault,
    Limited,
    Good,
    Failing,
    Degraded,
    Down,
    Unreadable,
}

/// The recorder's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Its {
    Absent,
    Old,
    Good,
    Doubt,
    Degraded,
    Partial,
    Down,
    Unreadable,
    Nothing,
}

fn answer_with(code: u16, word: &str) -> Answer {
    Answer {
        code,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: format!(r#"{{"status":"{word}"}}"#).into_bytes(),
    }
}

impl Own {
    /// Returns the answers of the checks, oldest first; they are 10 s apart, and the last one arrives at `end`.
    fn answers(self) -> Vec<Answer> {
        let proxy = |reason: &str| Answer {
            code: 502,
            headers: vec![("x-allclear".to_owned(), reason.to_owned())],
            body: Vec::new(),
        };
        let good = || answer_with(200, "ok");
        match self {
            Self::NotChecked => Vec::new(),
            Self::Stale | Self::Good => vec![good(), good()],
            Self::ProxyAtFault => vec![proxy("unlisted"), proxy("unlisted")],
            Self::Limited => {
                let limited = || Answer { code: 429, ..Answer::default() };
                vec![limited(), limited()]
            }
            Self::Failing => vec![good(), proxy("refused")],
            Self::Degraded => vec![answer_with(200, "slow"), answer_with(200, "slow")],
            Self::Down => vec![proxy("refused"), proxy("refused")],
            Self::Unreadable => vec![answer_with(200, "odd"), answer_with(200, "odd")],
        }
    }
}

impl Its {
    /// Returns the verdict that was measured at `at`.
    fn verdict(self, at: Timestamp) -> Option<RecordedVerdict> {
        let (status, is_unreadable) = match self {
            Self::Absent => return None,
            Self::Old | Self::Good => (Operational, false),
            Self::Doubt => (Checking, false),
            Self::Degraded => (Degraded, false),
            Self::Partial => (PartialOutage, false),
            Self::Down => (MajorOutage, false),
            Self::Unreadable => (Unknown, true),
            Self::Nothing => (Unknown, false),
        };
        let measured = if self == Self::Old { at - Duration::from_secs(400) } else { at };
        Some(RecordedVerdict {
            status,
            since: LONG_AGO,
            measured,
            written: measured,
            read_at: measured,
            interval: Duration::from_secs(30),
            failure: None,
            is_unreadable,
        })
    }
}

fn ago(seconds: i64) -> Timestamp {
    NOW - Duration::from_secs(seconds)
}

/// Returns the monitor at [`NOW`], with its newest own answer at `own_at`, and the recorder's verdict measured at `its_at`.
fn monitor(own: Own, own_at: Timestamp, its: Its, its_at: Timestamp) -> Monitor {
    let end = if own == Own::Stale { ago(200) } else { own_at };
    let answers = own.answers();
    // The last of them arrived at the end.
    let instants = (1..=answers.len())
        .rev()
        .map(|back| end - Duration(10_000 * (i64::try_from(back).unwrap_or_default() - 1)));
    let fetched = |answer| Event::Fetched { check: 0, took: Duration(40), result: Ok(answer) };
    let mut events: Vec<(Timestamp, Event)> =
        instants.zip(answers.into_iter().map(fetched)).collect();
    let verdict = its.verdict(its_at).map(|verdict| ("shop".to_owned(), verdict));
    events.push((its_at, Event::VerdictsRead(verdict.into_iter().collect())));
    events.sort_by_key(|(at, _)| *at);
    let mut monitor = Monitor::new(config(), BEGIN);
    for (at, event) in events {
        monitor.update(event, at);
    }
    monitor
}

const RECORDS: [Its; 9] = [
    Its::Absent,
    Its::Old,
    Its::Good,
    Its::Doubt,
    Its::Degraded,
    Its::Partial,
    Its::Down,
    Its::Unreadable,
    Its::Nothing,
];

#[test]
#[rustfmt::skip]
fn every_cell_says_what_the_table_says() {
    // The columns are those of `RECORDS`.
    let table: [(Own, [Status; 9]); 9] = [
        (Own::NotChecked,   [Checking, Checking, Operational, Checking, Degraded, PartialOutage, MajorOutage, Unknown, Checking]),
        (Own::Stale,        [Unknown, Unknown, Operational, Checking, Degraded, PartialOutage, MajorOutage, Unknown, Unknown]),
        (Own::ProxyAtFault, [Unknown, Unknown, Operational, Checking, Degraded, PartialOutage, MajorOutage, Unknown, Unknown]),
        (Own::Limited,      [Unknown, Unknown, Operational, Checking, Degraded, PartialOutage, MajorOutage, Unknown, Unknown]),
        (Own::Good,         [Operational, Operational, Operational, Checking, Degraded, PartialOutage, MajorOutage, Unknown, Operational]),
        (Own::Failing,      [Checking, Checking, Checking, Checking, Degraded, PartialOutage, MajorOutage, Unknown, Checking]),
        (Own::Degraded,     [Degraded, Degraded, Degraded, Degraded, Degraded, PartialOutage, MajorOutage, Unknown, Degraded]),
        (Own::Down,         [MajorOutage, MajorOutage, MajorOutage, MajorOutage, MajorOutage, MajorOutage, MajorOutage, MajorOutage, MajorOutage]),
        (Own::Unreadable,   [Unknown, Unknown, Unknown, Unknown, Unknown, PartialOutage, MajorOutage, Unknown, Unknown]),
    ];
    for (own, row) in table {
        for (its, expected) in RECORDS.into_iter().zip(row) {
            // Whichever of the two measured later.
            for (own_at, its_at) in [(ago(20), ago(1)), (ago(1), ago(20))] {
                let monitor = monitor(own, own_at, its, its_at);
                let system_status = monitor.system_status(0, NOW);
                assert_eq!(system_status.status, expected, "{own:?}, recorder {its:?}");
            }
        }
    }
}

/// Returns what this browser claims, if it knows, in a column where the recorder knows `its`.
fn known(own: Own) -> Option<Status> {
    match own {
        Own::Good => Some(Operational),
        Own::Degraded => Some(Degraded),
        Own::Down => Some(MajorOutage),
        Own::Unreadable => Some(Unknown),
        Own::NotChecked | Own::Stale | Own::ProxyAtFault | Own::Limited | Own::Failing => None,
    }
}

const ALL: [Own; 9] = [
    Own::NotChecked,
    Own::Stale,
    Own::ProxyAtFault,
    Own::Limited,
    Own::Good,
    Own::Failing,
    Own::Degraded,
    Own::Down,
    Own::Unreadable,
];

#[test]
fn two_that_know_and_differ_are_disputed_and_nothing_else_is() {
    for own in ALL {
        for its in RECORDS {
            let status_of = monitor(own, ago(3), its, ago(8));
            let system_status = status_of.system_status(0, NOW);
            let recorder = match its {
                Its::Good => Some(Operational),
                Its::Degraded => Some(Degraded),
                Its::Partial => Some(PartialOutage),
                Its::Down => Some(MajorOutage),
                Its::Unreadable => Some(Unknown),
                Its::Absent | Its::Old | Its::Doubt | Its::Nothing => None,
            };
            let expected = known(own).zip(recorder).filter(|(mine, its)| mine != its);
            let found = system_status.dispute.map(|dispute| (dispute.browser, dispute.recorder));
            let expected = expected.map(|(mine, its)| ((mine, ago(3)), (its, ago(8))));
            assert_eq!(found, expected, "{own:?}, recorder {its:?}");
        }
    }
}

#[test]
fn who_comes_in_the_third_hour_reads_the_third_hour() {
    for own in ALL {
        let monitor = monitor(own, ago(1), Its::Down, ago(8));
        let system_status = monitor.system_status(0, NOW);
        assert_eq!(
            (system_status.status, system_status.since),
            (MajorOutage, Some(LONG_AGO)),
            "{own:?}"
        );
    }
    // The recorder is read before the first answer of a check, and known as the source.
    let monitor = monitor(Own::NotChecked, NOW, Its::Down, ago(8));
    let system_status = monitor.system_status(0, NOW);
    assert_eq!((system_status.basis, system_status.measured), (Basis::Recorder, Some(ago(8))));
}

#[test]
fn where_both_agree_the_newer_measurement_counts_as_the_age() {
    for (own_at, its_at) in [(ago(2), ago(12)), (ago(12), ago(2))] {
        let monitor = monitor(Own::Good, own_at, Its::Good, its_at);
        let system_status = monitor.system_status(0, NOW);
        assert_eq!((system_status.basis, system_status.measured), (Basis::Browser, Some(ago(2))));
    }
}

#[test]
fn a_verdict_grows_old_and_leaves_what_this_browser_saw() {
    let monitor = monitor(Own::NotChecked, NOW, Its::Good, NOW);
    let stale_after = Duration::from_secs(90);
    assert_eq!(monitor.system_status(0, NOW + stale_after).status, Operational);
    let later = monitor.system_status(0, NOW + stale_after + Duration(1));
    assert_eq!((later.status, later.last_known), (Checking, Some((Operational, NOW))));
}

#[test]
fn offline_and_behind_a_silent_proxy_only_a_later_verdict_is_heard() {
    use super::super::Canary;
    let mut monitor = monitor(Own::Good, ago(5), Its::Good, ago(4));
    monitor.update(Event::ConnectionChanged { online: false }, ago(3));
    let system_status = monitor.system_status(0, NOW);
    assert_eq!(
        (system_status.status, system_status.unknown_reason),
        (Unknown, Some(UnknownReason::Offline))
    );

    monitor.update(Event::ConnectionChanged { online: true }, ago(3));
    let (canary, took) = (Canary::Proxy, Duration(5));
    monitor.update(Event::CanaryFetched { canary, took, answered: false }, ago(2));
    let system_status = monitor.system_status(0, NOW);
    assert_eq!(
        (system_status.status, system_status.unknown_reason),
        (Unknown, Some(UnknownReason::ProxySilent))
    );

    let verdict = ("shop".to_owned(), Its::Good.verdict(ago(1)).unwrap());
    monitor.update(Event::VerdictsRead(vec![verdict]), ago(1));
    let system_status = monitor.system_status(0, NOW);
    assert_eq!((system_status.status, system_status.basis), (Operational, Basis::Recorder));
}

#[test]
fn a_request_without_a_head_contradicts_no_recorder() {
    let mut monitor = monitor(Own::Good, ago(60), Its::Good, ago(1));
    for seconds in [40, 20] {
        let (took, result) = (Duration(5), Err(FetchError::Unreachable));
        let effects = monitor.update(Event::Fetched { check: 0, took, result }, ago(seconds));
        let canary = effects.iter().find_map(|effect| match effect {
            Effect::FetchCanary { canary, .. } => Some(*canary),
            _ => None,
        });
        for canary in canary.into_iter().chain([super::super::Canary::Proxy]) {
            monitor.update(Event::CanaryFetched { canary, took, answered: true }, ago(seconds));
        }
    }
    let system_status = monitor.system_status(0, NOW);
    assert_eq!((system_status.status, system_status.basis), (Operational, Basis::Recorder));
}
