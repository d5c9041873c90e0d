//! `api/v2`, as its readers read it.
//!
//! Three manners of reading are done again here, as they were found in public clients: one that takes the documented words and refuses
//! any other (typed decoders), one that counts what it does not know as operational (a menu bar program for macOS), and one that
//! compares the indicator with `none` (most scripts). None of the three may see green where the state is unknown.

use crate::world::{DAY, World, ago, timeline, world};
use allclear::history::{Stage, State};
use allclear::status::Status;
use serde_json::Value;

fn read(world: &World, name: &str) -> Value {
    serde_json::from_str(&world.file(&format!("api/v2/{name}.json"))).unwrap()
}

/// A typed decoder: every field that the documentation lists is there, of its type, and every word is one of the listed.
fn decode(summary: &Value) {
    let text = |value: &Value| assert!(value.is_string(), "{value}");
    let date = |value: &Value| {
        let shape: String = value
            .as_str()
            .unwrap()
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        assert_eq!(shape, "0000-00-00T00:00:00.000Z");
    };
    let word = |value: &Value, words: &[&str]| {
        assert!(words.contains(&value.as_str().unwrap()), "{value} is none of {words:?}");
    };
    let page = &summary["page"];
    for name in ["id", "name", "url", "time_zone"] {
        text(&page[name]);
    }
    assert_eq!(page["time_zone"], "Europe/Berlin");
    date(&page["updated_at"]);
    word(&summary["status"]["indicator"], &["none", "minor", "major", "critical", "maintenance"]);
    text(&summary["status"]["description"]);
    let component = |component: &Value| {
        for name in ["id", "name", "page_id"] {
            text(&component[name]);
        }
        let words = [
            "operational",
            "degraded_performance",
            "partial_outage",
            "major_outage",
            "under_maintenance",
        ];
        word(&component["status"], &words);
        date(&component["created_at"]);
        date(&component["updated_at"]);
        assert!(component["position"].is_u64());
        for name in ["showcase", "group", "only_show_if_degraded"] {
            assert!(component[name].is_boolean(), "{name}");
        }
        for name in ["description", "group_id"] {
            assert!(component[name].is_string() || component[name].is_null(), "{name}");
        }
    };
    summary["components"].as_array().unwrap().iter().for_each(component);
    for (list, stages) in [
        ("incidents", ["investigating", "identified", "monitoring", "resolved"]),
        ("scheduled_maintenances", ["scheduled", "in_progress", "verifying", "completed"]),
    ] {
        for one in summary[list].as_array().unwrap() {
            for name in ["id", "name", "shortlink", "page_id"] {
                text(&one[name]);
            }
            word(&one["status"], &stages);
            word(&one["impact"], &["none", "minor", "major", "critical", "maintenance"]);
            for name in ["created_at", "updated_at", "started_at"] {
                date(&one[name]);
            }
            for name in ["monitoring_at", "resolved_at"] {
                assert!(one[name].is_null() || one[name].is_string());
            }
            let updates = one["incident_updates"].as_array().unwrap();
            assert!(!updates.is_empty());
            for update in updates {
                word(&update["status"], &stages);
                assert_eq!(update["incident_id"], one["id"]);
                text(&update["body"]);
                date(&update["display_at"]);
            }
            one["components"].as_array().unwrap().iter().for_each(component);
        }
    }
}

/// The worst of the components, in the manner that takes an unknown word for operational.
fn lenient(summary: &Value) -> u8 {
    let of = |component: &Value| match component["status"].as_str().unwrap() {
        "under_maintenance" => 1,
        "degraded_performance" => 2,
        "partial_outage" => 3,
        "major_outage" => 4,
        _ => 0,
    };
    summary["components"].as_array().unwrap().iter().map(of).max().unwrap_or(0)
}

fn is_green(summary: &Value) -> bool {
    summary["status"]["indicator"] == "none"
}

#[test]
fn is_read_by_every_kind_of_client_and_an_unknown_status_is_green_to_none() {
    for status in [
        Status::Operational,
        Status::Degraded,
        Status::PartialOutage,
        Status::MajorOutage,
        Status::Maintenance,
        Status::Unknown,
        Status::Checking,
    ] {
        let mut world = World::all(status);
        for system in &mut world.systems {
            system.timeline = timeline(&[(State::Unobserved, 0)]);
        }
        let summary = read(&world, "summary");
        decode(&summary);
        let green = status == Status::Operational;
        assert_eq!(is_green(&summary), green, "{status:?}");
        assert_eq!(lenient(&summary) == 0, green, "{status:?}");
        assert_eq!(summary["status"]["allclear_status"], status.name());
    }
}

#[test]
fn says_the_same_in_every_file() {
    let world = world();
    let summary = read(&world, "summary");
    decode(&summary);
    assert_eq!(summary["status"]["indicator"], "major");
    assert_eq!(summary["status"]["description"], "Partial System Outage");
    assert_eq!(read(&world, "status")["status"], summary["status"]);
    assert_eq!(read(&world, "components")["components"], summary["components"]);
    for name in ["status", "components", "incidents", "scheduled-maintenances"] {
        assert_eq!(read(&world, name)["page"], summary["page"], "{name}");
    }
    let ids = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&summary["incidents"]), ["2026-11-20-rat"]);
    assert_eq!(read(&world, "incidents/unresolved")["incidents"], summary["incidents"]);
    let incidents = &read(&world, "incidents")["incidents"];
    assert_eq!(ids(incidents), ["2026-11-20-rat", "2026-11-12-sockudo"]);
    assert_eq!(ids(&summary["scheduled_maintenances"]), ["upgrade-2", "upgrade-3", "upgrade-4"]);
    for (name, expected) in [
        ("scheduled-maintenances", vec!["upgrade-4", "upgrade-3", "upgrade-2", "upgrade-1"]),
        ("scheduled-maintenances/upcoming", vec!["upgrade-3", "upgrade-4"]),
        ("scheduled-maintenances/active", vec!["upgrade-2"]),
    ] {
        assert_eq!(ids(&read(&world, name)["scheduled_maintenances"]), expected, "{name}");
    }
    // Headings are components that name theirs.
    let components = summary["components"].as_array().unwrap();
    let names: Vec<&str> = components.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Messaging", "Chatalot", "Sockudo", "Data", "RAT"]);
    assert_eq!(components[1]["group_id"], components[0]["id"]);
    assert_eq!(components[0]["components"], serde_json::json!(["chatalot", "sockudo"]));
    assert_eq!(components[3]["status"], "major_outage");
    assert_eq!(components[4]["allclear_measured_at"], "2026-11-20T11:59:55.000Z");
}

#[test]
fn names_what_is_unknown_where_the_rest_is_well() {
    let mut world = World::all(Status::Operational);
    world.systems[1].status = Status::Unknown;
    let summary = read(&world, "summary");
    assert_eq!(summary["status"]["indicator"], "minor");
    assert_eq!(summary["status"]["description"], "Status of Sockudo unknown");
    let sockudo = &summary["components"][2];
    assert_eq!(sockudo["description"], "Status unknown. What Sockudo does");
    assert_eq!(sockudo["allclear_status"], "unknown");
    // No known status is not "all systems operational".
    world.systems.clear();
    let summary = read(&world, "summary");
    assert_eq!(summary["status"]["indicator"], "minor");
    assert_eq!(summary["status"]["description"], "Status unknown");
}

#[test]
fn one_failure_is_no_outage_and_its_doubt_is_shown() {
    let mut world = World::all(Status::Operational);
    world.systems[0].status = Status::Checking;
    let summary = read(&world, "summary");
    assert!(is_green(&summary));
    assert_eq!(summary["components"][1]["status"], "operational");
    assert_eq!(summary["components"][1]["allclear_status"], "checking");
    assert_eq!(summary["status"]["allclear_status"], "checking");
    // What was confirmed two days ago is not confirmed.
    world.systems[0].timeline = timeline(&[(State::Operational, 2 * DAY)]);
    let summary = read(&world, "summary");
    assert_eq!(summary["status"]["description"], "Status of Chatalot unknown");
    assert!(!is_green(&summary) && lenient(&summary) > 0);
}

#[test]
fn an_incident_is_over_when_its_outages_end_and_not_when_a_report_says_so() {
    let mut world = world();
    let incidents = |world: &World| read(world, "incidents")["incidents"].clone();
    let open = incidents(&world);
    assert_eq!(open[0]["status"], "investigating");
    assert_eq!(open[0]["impact"], "critical");
    assert_eq!(open[0]["resolved_at"], Value::Null);
    assert_eq!(
        open[0]["incident_updates"][0]["body"],
        "Affected systems: RAT. Connections were refused. Since Nov 20, 2026, 10:00 UTC."
    );
    // The operator's last word was "monitoring", and it ended: the end is published, newest first.
    let stages = |incident: &Value| -> Vec<String> {
        let updates = incident["incident_updates"].as_array().unwrap();
        updates.iter().map(|one| one["status"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(stages(&open[1]), ["resolved", "monitoring", "identified"]);
    assert_eq!(open[1]["status"], "resolved");
    assert_eq!(open[1]["monitoring_at"], "2026-11-12T12:30:00.000Z");

    world.incidents[1].updates = vec![crate::world::update(ago(0), Stage::Resolved, "Done.")];
    let claimed = incidents(&world);
    assert_eq!(claimed[0]["status"], "monitoring");
    assert_eq!(claimed[0]["incident_updates"][0]["body"], "Done.");
    world.incidents[1].until = Some(ago(0));
    assert_eq!(stages(&incidents(&world)[0]), ["resolved"]);
}
