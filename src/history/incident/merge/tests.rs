use super::super::{Stage, Update};
use super::*;
use crate::history::Cause;
use proptest::prelude::*;

/// Minutes after noon of November 12 in 2026.
fn at(minutes: i64) -> Timestamp {
    Timestamp(1_794_484_800_000 + minutes * 60_000)
}

fn outage(since: i64, until: Option<i64>, worst: State) -> Outage {
    Outage { since: at(since), until: until.map(at), worst, cause: Cause::Refused }
}

fn report(id: &str, systems: &[&str], since: i64, until: Option<i64>) -> Report {
    Report {
        id: id.to_owned(),
        title: format!("About {id}"),
        systems: systems.iter().map(|id| (*id).to_owned()).collect(),
        worst: None,
        since: at(since),
        until: until.map(at),
        updates: vec![Update { at: at(since), stage: Stage::Identified, body: Vec::new() }],
        afterwards: Vec::new(),
    }
}

/// Each incident in a line: id, systems, from, until, worst, title, other names.
fn told(recorded: &[(&str, Vec<Outage>)], reports: &[Report]) -> Vec<String> {
    let recorded: Vec<Recorded<'_>> =
        recorded.iter().map(|(id, outages)| Recorded { id, outages }).collect();
    let minutes = |instant: Timestamp| instant.since(at(0)).0 / 60_000;
    let line = |incident: Incident| {
        let until = incident.until.map_or("open".to_owned(), |until| minutes(until).to_string());
        format!(
            "{} [{}] {}-{until} {} {:?} {}",
            incident.id,
            incident.systems.join(" "),
            minutes(incident.since),
            incident.worst.name(),
            incident.title,
            incident.also.join(" "),
        )
        .trim_end()
        .to_owned()
    };
    merge(&recorded, reports).into_iter().map(line).collect()
}

const DOWN: State = State::MajorOutage;
const SLOW: State = State::Degraded;

#[test]
fn puts_together_what_overlaps_or_nearly_so() {
    let sockudo =
        vec![outage(0, Some(10), DOWN), outage(20, Some(30), DOWN), outage(41, Some(42), SLOW)];
    let chat = vec![outage(5, Some(12), SLOW)];
    assert_eq!(
        told(&[("chat", chat), ("sockudo", sockudo)], &[]),
        [
            "2026-11-12-sockudo-2 [sockudo] 41-42 degraded \"\"",
            "2026-11-12-sockudo [chat sockudo] 0-30 major \"\"",
        ]
    );
    // What lasts is joined by all that comes.
    assert_eq!(
        told(
            &[("chat", vec![outage(0, None, SLOW)]), ("rat", vec![outage(500, Some(510), DOWN)])],
            &[]
        ),
        ["2026-11-12-chat [chat rat] 0-open major \"\""]
    );
}

#[test]
fn a_report_joins_the_incidents_of_its_systems() {
    let chat = ("chat", vec![outage(0, Some(10), DOWN), outage(60, Some(70), SLOW)]);
    let rat = ("rat", vec![outage(30, Some(40), DOWN)]);
    let both = [chat, rat];
    for (reports, expected) in [
        // One alone, rounded by hand.
        (
            vec![report("disk", &["chat"], 15, Some(20))],
            vec![
                "2026-11-12-chat-2 [chat] 60-70 degraded \"\"",
                "2026-11-12-rat [rat] 30-40 major \"\"",
                "2026-11-12-chat [chat] 0-20 major \"About disk\" disk",
            ],
        ),
        // Two that it spans become one; what is about another system does not.
        (
            vec![report("disk", &["chat"], 0, Some(70))],
            vec![
                "2026-11-12-rat [rat] 30-40 major \"\"",
                "2026-11-12-chat [chat] 0-70 major \"About disk\" 2026-11-12-chat-2 disk",
            ],
        ),
        // While it is open, the incident is.
        (
            vec![report("disk", &["rat", "unheard"], 35, None)],
            vec![
                "2026-11-12-chat-2 [chat] 60-70 degraded \"\"",
                "2026-11-12-rat [rat] 30-open major \"About disk\" disk",
                "2026-11-12-chat [chat] 0-10 major \"\"",
            ],
        ),
        // Alone it stands under its own name; nobody measured how bad it was.
        (
            vec![report("2026-11-12-chat", &["rat"], 300, Some(310))],
            vec![
                "2026-11-12-chat-3 [rat] 300-310 unknown \"About 2026-11-12-chat\"",
                "2026-11-12-chat-2 [chat] 60-70 degraded \"\"",
                "2026-11-12-rat [rat] 30-40 major \"\"",
                "2026-11-12-chat [chat] 0-10 major \"\"",
            ],
        ),
        // Named after the incident that it is about.
        (
            vec![report("2026-11-12-rat", &["rat"], 30, Some(41))],
            vec![
                "2026-11-12-chat-2 [chat] 60-70 degraded \"\"",
                "2026-11-12-rat [rat] 30-41 major \"About 2026-11-12-rat\"",
                "2026-11-12-chat [chat] 0-10 major \"\"",
            ],
        ),
        // Through a system that a report adds, what was passed by is reached.
        (
            vec![report("a", &["chat"], 0, Some(70)), report("b", &["chat", "rat"], 65, Some(66))],
            vec![
                "2026-11-12-chat [chat rat] 0-70 major \"About a\" 2026-11-12-chat-2 2026-11-12-rat a b",
            ],
        ),
    ] {
        assert_eq!(told(&both, &reports), expected);
    }
}

#[test]
fn tells_the_cause_of_the_worst_and_the_newest_words_first() {
    let mut first = outage(0, Some(10), SLOW);
    first.cause = Cause::Unhealthy;
    let mut spoken = report("disk", &["chat"], 0, Some(10));
    spoken.updates.push(Update { at: at(4), stage: Stage::Monitoring, body: Vec::new() });
    spoken.updates.push(Update { at: at(10), stage: Stage::Resolved, body: Vec::new() });
    let outages = [first, outage(12, Some(14), DOWN)];
    let incidents = merge(&[Recorded { id: "chat", outages: &outages }], &[spoken]);
    let [incident] = incidents.as_slice() else { panic!("{incidents:#?}") };
    assert_eq!(incident.cause, Some(Cause::Refused));
    let stages: Vec<Stage> = incident.updates.iter().map(|update| update.stage).collect();
    assert_eq!(stages, [Stage::Resolved, Stage::Monitoring, Stage::Identified]);
}

/// Outages of one system, without overlaps, the last one perhaps open.
fn outages() -> impl Strategy<Value = Vec<Outage>> {
    (proptest::collection::vec((1..300_i64, 1..60_i64), 0..6), any::<bool>()).prop_map(
        |(steps, open)| {
            let mut now = 0;
            let mut all = Vec::new();
            for (pause, length) in steps {
                now += pause + length;
                all.push(outage(now - length, Some(now), DOWN));
            }
            if let Some(last) = all.last_mut().filter(|_| open) {
                last.until = None;
            }
            all
        },
    )
}

fn reports() -> impl Strategy<Value = Vec<Report>> {
    let one = (0..900_i64, proptest::option::of(0..400_i64), 1..8_u8, 0..9_u8);
    proptest::collection::vec(one, 0..6).prop_map(|all| {
        let made = all.into_iter().map(|(since, length, systems, name)| {
            let systems: Vec<&str> = (0..3)
                .zip(["a", "b", "c"])
                .filter(|(bit, _)| systems >> bit & 1 == 1)
                .map(|(_, id)| id)
                .collect();
            report(&format!("report-{name}"), &systems, since, length.map(|length| since + length))
        });
        made.collect()
    })
}

#[test]
fn of_what_is_not_public_nothing_is_told() {
    assert_eq!(told(&[("chat", Vec::new())], &[report("secret", &["payroll"], 0, None)]), [""; 0]);
}

proptest! {
    #[test]
    fn incidents_of_one_system_never_overlap(a in outages(), b in outages(), c in outages(), reports in reports()) {
        let recorded = [("a", &a), ("b", &b), ("c", &c)].map(|(id, outages)| Recorded { id, outages });
        let incidents = merge(&recorded, &reports);
        for (index, one) in incidents.iter().enumerate() {
            prop_assert!(!one.systems.is_empty() && crate::config::is_id(&one.id));
            for other in incidents.iter().skip(index + 1) {
                prop_assert_ne!(&one.id, &other.id);
                let shares = one.systems.iter().any(|system| other.systems.contains(system));
                // The newest first, so the other one is the earlier.
                let apart = other.until.is_some_and(|until| until + NEAR < one.since);
                prop_assert!(!shares || apart, "{one:?} and {other:?}");
            }
        }
        // Nothing is lost: each outage lies in an incident of its system.
        for Recorded { id, outages } in recorded {
            for outage in outages {
                let holds = |incident: &&Incident| {
                    incident.systems.iter().any(|system| system == id)
                        && incident.since <= outage.since
                        && incident.until.is_none_or(|until| outage.until.is_some_and(|end| end <= until))
                };
                prop_assert_eq!(incidents.iter().filter(holds).count(), 1);
            }
        }
        // And the order of the reports does not matter.
        let mut turned = reports.clone();
        turned.reverse();
        let spans = |incidents: &[Incident]| -> Vec<(Timestamp, Option<Timestamp>, Vec<String>)> {
            let mut all: Vec<_> = incidents.iter().map(|it| (it.since, it.until, it.systems.clone())).collect();
            all.sort();
            all
        };
        prop_assert_eq!(spans(&incidents), spans(&merge(&recorded, &turned)));
    }
}
