//! `api/v2/…` in the shape of Atlassian Statuspage, so that what reads those pages reads this one unchanged.
//!
//! Its words are theirs alone (see [`word`](super::word) for what is unknown). Fields of our own begin with `allclear_`:
//! `allclear_status` in our words, of the page and of each component; `allclear_measured_at`; and in `page` the seconds after which
//! these files are written again (`allclear_interval`), so that a reader knows when `updated_at` is too old to be believed, and the
//! colours of the brand, if it has any (`allclear_accent`).
//! Fields without a counterpart here are `null`.

use super::notice::{self, Phase};
use super::{PublicScene, Word, date, escape, markup};
use crate::config::brand::Accent;
use crate::history::{Incident, Stage, Update, Window};
use crate::status::Status;
use metrics_engine::time::Timestamp;
use serde_json::{Value, json};

mod component;

/// The most incidents, or windows, in one answer.
const RECENT: usize = 50;

/// All files.
pub(super) fn files(scene: &PublicScene<'_>) -> Vec<(String, String)> {
    let page = page(scene);
    let status = status(scene);
    let components = component::all(scene);
    let recent = |is_wanted: &dyn Fn(&&Incident) -> bool| -> Value {
        let wanted = scene.incidents.iter().filter(is_wanted).take(RECENT);
        wanted.map(|one| incident(scene, one)).collect()
    };
    // Past ones newest first, future ones soonest first.
    let windows = |phases: &[Phase]| -> Value {
        let is_wanted = |window: &&Window| phases.contains(&notice::phase(window, scene.now));
        let mut wanted: Vec<&Window> = scene.windows.iter().filter(is_wanted).collect();
        if !phases.contains(&Phase::Completed) {
            wanted.reverse();
        }
        wanted.into_iter().take(RECENT).map(|window| maintenance(scene, window)).collect()
    };
    let unresolved = recent(&|incident| incident.until.is_none());
    let (ahead, active) = (windows(&[Phase::Scheduled]), windows(&[Phase::InProgress]));
    let all = windows(&[Phase::Scheduled, Phase::InProgress, Phase::Completed]);
    let summary = json!({
        "page": page,
        "status": status,
        "components": components,
        "incidents": unresolved,
        "scheduled_maintenances": windows(&[Phase::Scheduled, Phase::InProgress]),
    });
    let answers = [
        ("summary", summary),
        ("status", json!({ "page": page, "status": status })),
        ("components", json!({ "page": page, "components": components })),
        ("incidents", json!({ "page": page, "incidents": recent(&|_| true) })),
        ("incidents/unresolved", json!({ "page": page, "incidents": unresolved })),
        ("scheduled-maintenances", json!({ "page": page, "scheduled_maintenances": all })),
        (
            "scheduled-maintenances/upcoming",
            json!({ "page": page, "scheduled_maintenances": ahead }),
        ),
        (
            "scheduled-maintenances/active",
            json!({ "page": page, "scheduled_maintenances": active }),
        ),
    ];
    answers.map(|(name, answer)| (format!("api/v2/{name}.json"), format!("{answer}\n"))).into()
}

fn page(scene: &PublicScene<'_>) -> Value {
    let mut page = json!({
        "id": scene.host(),
        "name": scene.site,
        "url": scene.base,
        "time_zone": scene.timezone.unwrap_or("Etc/UTC"),
        "updated_at": date::with_millis(scene.now),
        "allclear_interval": scene.interval.0.max(0) / 1000,
    });
    if let (Some(Accent { light, dark }), Some(page)) = (scene.accent, page.as_object_mut()) {
        let accent = json!({ "light": light.to_string(), "dark": dark.to_string() });
        page.insert("allclear_accent".to_owned(), accent);
    }
    page
}

/// The word over all, of what is confirmed. Which systems are unknown is said where others are not.
fn status(scene: &PublicScene<'_>) -> Value {
    let overall = scene.overall();
    let word = Word::of(overall);
    let is_unknown = |status: Status| status == Status::Unknown;
    let unknown = scene.systems.iter().filter(|system| is_unknown(scene.confirmed(system)));
    let unknown: Vec<String> = unknown.map(|system| system.id.to_owned()).collect();
    let description = if is_unknown(overall) && (1..scene.systems.len()).contains(&unknown.len()) {
        format!("Status of {} unknown", scene.names(&unknown))
    } else {
        word.description.to_owned()
    };
    json!({
        "indicator": word.indicator,
        "description": description,
        "allclear_status": scene.status.name(),
    })
}

fn incident(scene: &PublicScene<'_>, incident: &Incident) -> Value {
    let monitoring = incident.updates.iter().rev().find(|one| one.stage == Stage::Monitoring);
    json!({
        "id": incident.id,
        "name": notice::title(scene, incident),
        "status": notice::stage(incident).name(),
        "created_at": date::with_millis(incident.since),
        "updated_at": date::with_millis(notice::changed(incident)),
        "monitoring_at": monitoring.map(|update| date::with_millis(update.at)),
        "resolved_at": incident.until.map(date::with_millis),
        "impact": Word::of_state(incident.worst).indicator,
        "shortlink": notice::address(scene, &incident.id),
        "started_at": date::with_millis(incident.since),
        "page_id": scene.host(),
        "incident_updates": updates(scene, incident),
        "components": component::some(scene, &incident.systems),
        "reminder_intervals": null,
    })
}

/// The operator's updates, newest first, and around them what was measured: readers show the first, and expect one to be there.
fn updates(scene: &PublicScene<'_>, incident: &Incident) -> Vec<Value> {
    let facts = notice::facts(scene, incident);
    let mut updates: Vec<(Stage, String, Timestamp)> = Vec::new();
    if let Some(until) = incident.until
        && incident.updates.first().is_none_or(|newest| newest.stage != Stage::Resolved)
    {
        updates.push((Stage::Resolved, facts.clone(), until));
    }
    let written = incident.updates.iter();
    updates.extend(written.map(|Update { at, stage, body }| (*stage, markup::plain(body), *at)));
    if incident.updates.is_empty() {
        // Without its end, so that it does not change afterwards.
        let opened = Incident { until: None, ..incident.clone() };
        updates.push((Stage::Investigating, notice::facts(scene, &opened), incident.since));
    }
    let n_updates = updates.len();
    let as_json = |(index, (stage, body, at)): (usize, (Stage, String, Timestamp))| {
        update(&incident.id, n_updates - index, stage.name(), &body, at)
    };
    updates.into_iter().enumerate().map(as_json).collect()
}

/// One update. They are counted from the oldest, so that an id stays when another is added.
fn update(incident: &str, number: usize, status: &str, body: &str, at: Timestamp) -> Value {
    let at = date::with_millis(at);
    json!({
        "id": format!("{incident}.{number}"),
        "incident_id": incident,
        "status": status,
        "body": body,
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": null,
        "deliver_notifications": false,
        "custom_tweet": null,
        "tweet_id": null,
    })
}

fn maintenance(scene: &PublicScene<'_>, window: &Window) -> Value {
    let published = Timestamp(window.since.0.saturating_sub(notice::AHEAD.0)).min(scene.now);
    let (status, changed) = match notice::phase(window, scene.now) {
        Phase::Scheduled => ("scheduled", published),
        Phase::InProgress => ("in_progress", window.since),
        Phase::Completed => ("completed", window.until),
    };
    let mut body = markup::plain(&window.body);
    if body.is_empty() {
        body = notice::window_facts(scene, window);
    }
    json!({
        "id": window.id,
        "name": notice::window_title(scene, window),
        "status": status,
        "created_at": date::with_millis(published),
        "updated_at": date::with_millis(changed),
        "monitoring_at": null,
        "resolved_at": (status == "completed").then(|| date::with_millis(window.until)),
        "impact": "maintenance",
        "shortlink": notice::address(scene, &window.id),
        "started_at": date::with_millis(window.since),
        "page_id": scene.host(),
        "incident_updates": [update(&window.id, 1, "scheduled", &body, published)],
        "components": component::some(scene, &window.systems),
        "scheduled_for": date::with_millis(window.since),
        "scheduled_until": date::with_millis(window.until),
        "reminder_intervals": null,
    })
}

/// A name or a sentence as JSON has it: clean, and on one line.
fn line(text: &str) -> Value {
    Value::String(escape::line(text))
}
