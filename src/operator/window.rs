//! Announced maintenance as concrete windows: a page knows neither rules nor zones.

use super::markdown;
use crate::config::deployment::Deployment;
use crate::history::Window;
use crate::history::incident::PUBLISHED;
use metrics_engine::time::{Duration, Timestamp};

/// How far ahead windows are announced.
pub const AHEAD: Duration = Duration::from_secs(90 * 86_400);

/// Returns the windows around `now`, the soonest first.
pub fn windows(deployment: &Deployment, now: Timestamp) -> Vec<Window> {
    let range = now - PUBLISHED..now + AHEAD;
    let mut windows: Vec<Window> = Vec::new();
    for maintenance in &deployment.maintenance {
        let body = markdown::read(&maintenance.text);
        windows.extend(maintenance.times(&range).into_iter().map(|(id, since)| Window {
            id,
            title: maintenance.title.clone(),
            body: body.clone(),
            systems: maintenance.systems.clone(),
            since,
            until: since + maintenance.lasts,
        }));
    }
    windows.sort_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::document;

    #[test]
    fn matches_the_computation_at_each_time_within_a_quarter() {
        let text = "
site: { name: A }
systems:
  - { name: Chat, preset: text, url: 'http://127.0.0.1/' }
maintenance:
  - { title: Nightly, systems: [chat], starts: 2026-01-01 23:30, lasts: 1h, repeats: FREQ=DAILY, timezone: Europe/Berlin }
  - { title: Disk move, text: '**Long**.', systems: [chat], starts: 2026-10-24 12:00, ends: 2026-10-25 12:00, timezone: Europe/Berlin }
  - { title: Long ago, systems: [chat], starts: 2026-03-24 12:00, lasts: 1h }
";
        let reading = document::read(text);
        assert_eq!(reading.problems, []);
        let now = Timestamp(1_795_175_348_000);
        let windows = windows(&reading.deployment.unwrap(), now);
        let nightly: Vec<&Window> = windows.iter().filter(|it| it.title == "Nightly").collect();
        assert_eq!(nightly.len(), 180);
        assert_eq!(nightly[0].id, "nightly-2026-08-22");
        assert!(nightly.windows(2).all(|two| two[0].since < two[1].since));
        let hours = |windows: &[&Window]| {
            let hour = |it: &&Window| it.since.0.rem_euclid(86_400_000) / 60_000;
            (hour(&windows[0]), hour(&windows[windows.len() - 1]))
        };
        // In summer it begins at 21:30 UTC, in winter at 22:30.
        assert_eq!(hours(&nightly), (21 * 60 + 30, 22 * 60 + 30));
        let disk = windows.iter().find(|it| it.id == "disk-move").unwrap();
        assert_eq!(disk.until.since(disk.since), Duration::from_secs(25 * 3600));
        assert_eq!(disk.body.len(), 1);
        assert_eq!(windows.len(), 181);
    }
}
