//! The recorder's own failures: a recorder that has lost its own network reports that the status is unknown.

use crate::world::{Place, until};
use allclear::history::document::Verdicts;
use allclear::status::Status;
use std::fs;
use std::process::Command;

/// Whether a process can be given a network of its own here.
fn can_unshare() -> bool {
    let can = Command::new("unshare").args(["-rn", "ip", "link"]).output();
    let can = can.is_ok_and(|output| output.status.success());
    if !can {
        eprintln!("SKIPPED: no network of one's own (unshare -rn) or no `ip` here");
    }
    can
}

fn document(url: &str, other: &str) -> String {
    format!(
        "site: {{name: Test}}\ndefaults: {{interval: 1s, timeout: 1s}}\nsystems:\n  - {{name: A, preset: text, url: '{url}'}}\n  - {{name: B, preset: text, url: '{other}'}}\n"
    )
}

/// Runs a recorder in a network that `script` makes, and stops it when `seen` is satisfied.
fn watch(place: &Place, script: &str, mut seen: impl FnMut(&str) -> bool) {
    let mut command = Command::new("unshare");
    let script = format!("{script}\nexec \"$0\" \"$@\"");
    command
        .args(["-rn", "bash", "-c", &script, env!("CARGO_BIN_EXE_allclear")])
        .args(place.arguments());
    let mut recorder = place.start_command(&mut command);
    until("the recorder has seen it", || {
        assert!(recorder.is_running(), "{}", place.words());
        let journals = fs::read_dir(place.past()).into_iter().flatten().flatten();
        let journals = journals.filter_map(|item| fs::read_to_string(item.path()).ok());
        seen(&journals.collect::<String>())
    });
    recorder.kill();
}

fn statuses(place: &Place) -> Vec<Status> {
    let verdicts = Verdicts::read(&place.published("status.json")).unwrap();
    verdicts.systems.iter().map(|(_, verdict)| verdict.status).collect()
}

#[test]
fn without_any_network_the_cause_is_unknown() {
    if !can_unshare() {
        return;
    }
    // No device is up, not even loopback.
    let place = Place::new(&document("http://10.9.9.9:8/", "http://chat.example.org/"));
    let since = crate::world::now();
    watch(&place, ":", |_| crate::world::now().since(since).0 > 8000);
    assert_eq!(statuses(&place), [], "what was never measured is not published");
    let archive = place.archive();
    let problems = archive.systems().iter().flat_map(|it| it.timeline.runs());
    assert_eq!(problems.filter(|run| run.state.is_problem()).count(), 0);
}

#[test]
fn a_refusal_on_the_way_is_an_outage_and_a_lost_network_is_none() {
    if !can_unshare() {
        return;
    }
    // The services' addresses are this machine's own, until it loses them.
    let make = "ip link set lo up; ip addr add 10.9.9.1/32 dev lo; ip addr add 10.9.9.2/32 dev lo";
    let place = Place::new(&document("http://10.9.9.1:8/", "http://10.9.9.2:8/"));
    watch(&place, make, |journal| journal.matches(" M refused").count() >= 2);
    let losing = format!(
        "{make}; (sleep 4; ip addr del 10.9.9.1/32 dev lo; ip addr del 10.9.9.2/32 dev lo) &"
    );
    let since = crate::world::now();
    watch(&place, &losing, |_| crate::world::now().since(since).0 > 9000);
    let archive = place.archive();
    let history = archive.history(&["a", "b"], crate::world::now());
    for system in history.systems {
        let last = system.timeline.runs().last().unwrap();
        let quiet = crate::world::now().since(last.until);
        assert!(
            quiet.0 > 2500,
            "recorded until {quiet:?} ago, although there was no network: {last:?}"
        );
        assert_eq!(system.outages.len(), 1, "one outage, begun before: {:?}", system.outages);
    }
}
