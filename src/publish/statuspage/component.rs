//! Components: the systems, and their headings as groups.

use super::super::{PublicScene, Subject, Word, date};
use super::line;
use crate::status::Status;
use core::hash::Hasher as _;
use fnv::FnvHasher;
use serde_json::{Value, json};

/// Every heading, followed by its systems, in the order shown.
pub(super) fn all(scene: &PublicScene<'_>) -> Vec<Value> {
    let mut all = Vec::new();
    let mut heading = "";
    for system in scene.systems {
        if system.group != heading {
            heading = system.group;
            if !heading.is_empty() {
                all.push(group(scene, heading, all.len() + 1));
            }
        }
        all.push(component(scene, system, all.len() + 1));
    }
    all
}

/// The systems with these ids.
pub(super) fn some(scene: &PublicScene<'_>, ids: &[String]) -> Vec<Value> {
    let named = scene.systems.iter().filter(|system| ids.iter().any(|id| id == system.id));
    named.enumerate().map(|(index, system)| component(scene, system, index + 1)).collect()
}

fn component(scene: &PublicScene<'_>, system: &Subject<'_>, position: usize) -> Value {
    let confirmed = scene.confirmed(system);
    // Readers show this sentence to people, and the word for it is not in their vocabulary.
    let description = match (confirmed, system.description) {
        (Status::Unknown, "") => "Status unknown.".to_owned(),
        (Status::Unknown, sentence) => format!("Status unknown. {sentence}"),
        (_, sentence) => sentence.to_owned(),
    };
    let created = system.timeline.from();
    json!({
        "id": system.id,
        "name": line(system.name),
        "status": Word::of(confirmed).component,
        "created_at": date::with_millis(created),
        "updated_at": date::with_millis(system.since.unwrap_or(created)),
        "position": position,
        "description": line(&description),
        "showcase": true,
        "start_date": null,
        "group_id": (!system.group.is_empty()).then(|| group_id(system.group)),
        "page_id": scene.host(),
        "group": false,
        "only_show_if_degraded": false,
        "allclear_status": system.status.name(),
        "allclear_measured_at": system.measured.map(date::with_millis),
    })
}

fn group(scene: &PublicScene<'_>, heading: &str, position: usize) -> Value {
    let members = || scene.systems.iter().filter(|system| system.group == heading);
    let confirmed: Vec<Status> = members().map(|system| scene.confirmed(system)).collect();
    let now: Vec<Status> = members().map(|system| system.status).collect();
    let created = members().map(|system| system.timeline.from()).min().unwrap_or(scene.now);
    let updated = members().filter_map(|system| system.since).max().unwrap_or(created);
    let ids: Vec<&str> = members().map(|system| system.id).collect();
    json!({
        "id": group_id(heading),
        "name": line(heading),
        "status": Word::of(Status::over(&confirmed)).component,
        "created_at": date::with_millis(created),
        "updated_at": date::with_millis(updated),
        "position": position,
        "description": null,
        "showcase": false,
        "start_date": null,
        "group_id": null,
        "page_id": scene.host(),
        "group": true,
        "only_show_if_degraded": false,
        "components": ids,
        "allclear_status": Status::over(&now).name(),
    })
}

/// A heading has no id of its own, and may be in any script: a hash of it (FNV-1a, 64 bits) stays as long as the words do. The
/// underscore keeps it apart from every system's id.
fn group_id(heading: &str) -> String {
    let mut hasher = FnvHasher::default();
    hasher.write(heading.as_bytes());
    format!("group_{:016x}", hasher.finish())
}
