use super::super::{Stage, Update};
use super::*;
use crate::history::{Cause, State};
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

/// Returns each incident in a line: id, systems, those also affected, from, until, worst, title, other ids. The group of
/// `data-etcd` is `data`, and `chat` has none.
fn summary(recorded: &[(&str, Vec<Outage>)], reports: &[Report]) -> Vec<String> {
    let recorded: Vec<SystemOutages<'_>> = recorded
        .iter()
        .map(|(id, outages)| SystemOutages {
            id,
            group: id.split_once('-').map_or("", |it| it.0),
            outages,
        })
        .collect();
    let minutes = |instant: Timestamp| instant.since(at(0)).0 / 60_000;
    let line = |incident: Incident| {
        let until = incident.until.map_or("open".to_owned(), |until| minutes(until).to_string());
        format!(
            "{} [{}] {}-{until} {} {:?} {}",
            incident.id,
            incident
                .leading()
                .into_iter()
                .chain(incident.also_affected.iter().map(|id| format!("+{id}")))
                .collect::<Vec<_>>()
                .join(" "),
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
        summary(&[("chat", chat), ("sockudo", sockudo)], &[]),
        [
            "2026-11-12-sockudo-2 [sockudo] 41-42 degraded \"\"",
            "2026-11-12-sockudo [sockudo +chat] 0-30 major \"\"",
        ]
    );
    // A lasting outage is joined by all that come.
    assert_eq!(
        summary(
            &[("chat", vec![outage(0, None, SLOW)]), ("rat", vec![outage(500, Some(510), DOWN)])],
            &[]
        ),
        ["2026-11-12-chat [rat +chat] 0-open major \"\""]
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
        // Two that it spans become one; one of another system does not.
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
        // Alone it has its own id; how bad it was is unknown.
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
        // Two about one system at one time are one. What another system did long before is not.
        (
            vec![report("a", &["chat"], 0, Some(70)), report("b", &["chat", "rat"], 65, Some(66))],
            vec![
                "2026-11-12-rat [rat] 30-40 major \"\"",
                "2026-11-12-chat [chat rat] 0-70 major \"About a\" 2026-11-12-chat-2 a b",
            ],
        ),
    ] {
        assert_eq!(summary(&both, &reports), expected);
    }
}

#[test]
fn names_the_cause_of_the_worst_and_the_newest_update_first() {
    let mut first = outage(0, Some(10), SLOW);
    first.cause = Cause::Unhealthy;
    let mut spoken = report("disk", &["chat"], 0, Some(10));
    spoken.updates.push(Update { at: at(4), stage: Stage::Monitoring, body: Vec::new() });
    spoken.updates.push(Update { at: at(10), stage: Stage::Resolved, body: Vec::new() });
    let outages = [first, outage(12, Some(14), DOWN)];
    let incidents = merge(&[SystemOutages { id: "chat", group: "", outages: &outages }], &[spoken]);
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
fn private_systems_are_not_published() {
    assert_eq!(
        summary(&[("chat", Vec::new())], &[report("secret", &["payroll"], 0, None)]),
        [""; 0]
    );
}

#[test]
fn unrelated_outages_are_incidents_of_their_own() {
    let refused = |since, until| outage(since, Some(until), DOWN);
    let timed_out =
        |since, until| Outage { cause: Cause::TimedOut, ..outage(since, Some(until), DOWN) };
    for (recorded, expected) in [
        // Another cause.
        (
            [("data-api", vec![refused(0, 10)]), ("data-etcd", vec![timed_out(3, 12)])],
            vec![
                "2026-11-12-data-etcd-1203 [data-etcd] 3-12 major \"\"",
                "2026-11-12-data-api [data-api] 0-10 major \"\"",
            ],
        ),
        // Another group.
        (
            [("data-api", vec![refused(0, 10)]), ("web-shop", vec![refused(3, 12)])],
            vec![
                "2026-11-12-web-shop-1203 [web-shop] 3-12 major \"\"",
                "2026-11-12-data-api [data-api] 0-10 major \"\"",
            ],
        ),
        // Near each other in time is not at the same time.
        (
            [("data-api", vec![refused(0, 10)]), ("data-etcd", vec![refused(11, 12)])],
            vec![
                "2026-11-12-data-etcd-1211 [data-etcd] 11-12 major \"\"",
                "2026-11-12-data-api [data-api] 0-10 major \"\"",
            ],
        ),
        // At the same time, of one cause, in one group: together, or one after the other.
        (
            [("data-api", vec![refused(0, 10)]), ("data-etcd", vec![refused(1, 12)])],
            vec!["2026-11-12-data-api [data-api data-etcd] 0-12 major \"\""],
        ),
        (
            [("data-api", vec![refused(0, 10)]), ("data-etcd", vec![refused(5, 12)])],
            vec!["2026-11-12-data-api [data-api +data-etcd] 0-12 major \"\""],
        ),
        // A system that flaps stays in its incident, whatever the others do.
        (
            [
                ("data-api", vec![refused(0, 10), timed_out(15, 20)]),
                ("data-etcd", vec![timed_out(14, 30)]),
            ],
            vec![
                "2026-11-12-data-etcd-1214 [data-etcd] 14-30 major \"\"",
                "2026-11-12-data-api [data-api] 0-20 major \"\"",
            ],
        ),
    ] {
        assert_eq!(summary(&recorded, &[]), expected, "{recorded:?}");
    }
}

#[test]
fn a_report_keeps_to_its_systems() {
    let down = |since, until| vec![outage(since, Some(until), DOWN)];
    let both = [("etcd", down(0, 30)), ("api", down(1, 20))];
    assert_eq!(summary(&both, &[]), ["2026-11-12-etcd [etcd api] 0-30 major \"\""]);
    assert_eq!(
        summary(&both, &[report("slow", &["api"], 5, Some(20))]),
        [
            "2026-11-12-api-1201 [api] 1-20 major \"About slow\" slow",
            "2026-11-12-etcd [etcd] 0-30 major \"\"",
        ]
    );
    // Reported together, they are one, whatever the cause.
    let mut apart = both.clone();
    apart[1].1[0].cause = Cause::TimedOut;
    assert_eq!(
        summary(&apart, &[report("slow", &["api", "etcd"], 5, Some(20))]),
        ["2026-11-12-etcd [etcd api] 0-30 major \"About slow\" slow"]
    );
    // And have no common cause.
    let recorded = apart.each_ref().map(|(id, outages)| SystemOutages { id, group: "", outages });
    let incidents = merge(&recorded, &[report("slow", &["api", "etcd"], 5, Some(20))]);
    assert_eq!((incidents.len(), incidents[0].cause), (1, None));
}

#[test]
fn says_how_long_it_was_down_and_not_only_how_long_it_lasted() {
    let outages =
        [(0, 2), (9, 11), (20, 22)].map(|(since, until)| outage(since, Some(until), DOWN));
    let other = [outage(1, Some(4), DOWN)];
    let recorded = [("chat", &outages[..]), ("rat", &other)].map(|(id, outages)| SystemOutages {
        id,
        group: "",
        outages,
    });
    let incidents = merge(&recorded, &[]);
    let [incident] = incidents.as_slice() else { panic!("{incidents:#?}") };
    assert_eq!(incident.until.unwrap().since(incident.since), Duration::from_secs(22 * 60));
    assert_eq!(incident.time_down(), Some(Duration::from_secs(8 * 60)));
}

proptest! {
    #[test]
    fn nothing_is_lost_and_no_report_is_about_what_it_does_not_name(
        a in outages(),
        b in outages(),
        c in outages(),
        reports in reports(),
    ) {
        let recorded =
            [("a", &a), ("b", &b), ("c", &c)].map(|(id, outages)| SystemOutages { id, group: "", outages });
        let incidents = merge(&recorded, &reports);
        for (index, one) in incidents.iter().enumerate() {
            prop_assert!(!one.systems.is_empty() && crate::config::is_id(&one.id));
            for other in incidents.iter().skip(index + 1) {
                prop_assert_ne!(&one.id, &other.id);
                prop_assert!(!one.also.contains(&other.id));
            }
            let named = |id: &String| reports.iter().any(|report| report.systems.contains(id));
            prop_assert!(one.updates.is_empty() || one.systems.iter().all(named), "{one:?}");
            prop_assert!(!one.leading().is_empty());
        }
        for SystemOutages { id, outages, .. } in recorded {
            for outage in outages {
                let holds = |incident: &&Incident| {
                    incident.systems.iter().any(|system| system == id)
                        && incident.since <= outage.since
                        && incident.until.is_none_or(|until| outage.until.is_some_and(|end| end <= until))
                };
                prop_assert!(incidents.iter().any(|incident| holds(&incident)));
            }
        }
        // The incidents of one system alone do not even lie near each other.
        let alone = merge(&recorded[..1], &[]);
        for two in alone.windows(2) {
            prop_assert!(two[1].until.is_some_and(|until| until + NEAR < two[0].since));
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

    /// What begins later than all else (five outages end within 1,790 minutes) renames nothing.
    #[test]
    fn names_stay(a in outages(), b in outages(), more in 2_000..3_000_i64) {
        let names = |a: &[Outage], b: &[Outage]| -> Vec<String> {
            let recorded =
                [("a", a), ("b", b)].map(|(id, outages)| SystemOutages { id, group: "", outages });
            let incidents = merge(&recorded, &[]);
            incidents
                .into_iter()
                .flat_map(|incident| core::iter::once(incident.id).chain(incident.also))
                .collect()
        };
        let before = names(&a, &b);
        let mut later = b.clone();
        later.push(outage(more, Some(more + 1), DOWN));
        let after = names(&a, &later);
        prop_assert!(before.iter().all(|name| after.contains(name)), "{before:?} {after:?}");
    }
}
