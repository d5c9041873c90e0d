//! A day of real pages, every fifteen seconds: few bytes for each sample, and never more than a day of them.
//!
//! The series are those of real systems, and their movement is simulated: counters rise in bursts, the sums of histograms by odd
//! fractions, gauges wander. The benchmark measures moving pages of all systems.

use metrics_engine::series::{SeriesId, TimeRange};
use metrics_engine::store::{GroupId, Limits, Store};
use metrics_engine::time::Timestamp;
use std::path::PathBuf;

const INTERVAL: i64 = 15_000;
const DAY: i64 = 24 * 3_600_000;

/// The pages, where the shared material is available.
fn pages() -> Option<String> {
    let root = std::env::var_os("ALLCLEAR_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let mut pages = String::new();
    for name in ["sockudo/metrics.real.prom", "superchat/metrics.prom", "rat/metrics.prom"] {
        let path = root.join("systems").join(name);
        let Ok(page) = std::fs::read_to_string(&path) else {
            eprintln!("SKIPPED: there is no {}", path.display());
            return None;
        };
        pages.push_str(&page);
    }
    Some(pages)
}

/// The movement of a series.
enum Motion {
    /// By integers, with its activity.
    Counter(u64),
    /// By odd fractions.
    Sum,
    /// Up and down, around its start.
    Gauge(f64),
    Never,
}

struct Player {
    id: SeriesId,
    value: f64,
    motion: Motion,
}

fn players(page: &str, store: &mut Store, group: GroupId) -> Vec<Player> {
    let samples = page.lines().filter(|line| !line.starts_with('#'));
    let mut players = Vec::new();
    for (number, (series, value)) in samples.filter_map(|line| line.rsplit_once(' ')).enumerate() {
        let value: f64 = value.parse().unwrap();
        let name = series.split('{').next().unwrap();
        let motion = match name {
            _ if number % 3 == 0 => Motion::Never,
            _ if name.ends_with("_sum") => Motion::Sum,
            _ if name.ends_with("_total")
                || name.ends_with("_count")
                || name.ends_with("_bucket") =>
            {
                Motion::Counter(number as u64 % 40)
            }
            _ => Motion::Gauge(value),
        };
        // The text of the labels is one label here, because its content makes no difference. Two pages may have the same.
        let labels = [("__name__", name), ("text", series), ("z", &number.to_string())];
        let id = store.series(group, &labels).unwrap();
        players.push(Player { id, value, motion });
    }
    players
}

/// A pseudo-random number (G. Marsaglia, xorshift).
fn chance(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn a_day_of_real_pages_takes_few_bytes_and_no_more_than_a_day_is_kept() {
    let Some(pages) = pages() else { return };
    let mut store = Store::default();
    let group = store.group("all");
    let mut players = players(&pages, &mut store, group);
    assert!(players.len() > 200, "{}", players.len());
    let mut state = 88_172_645_463_325_252;
    let hours = 26;
    for row in 0..hours * 240 {
        let mut values = Vec::with_capacity(players.len());
        for player in &mut players {
            let dice = chance(&mut state);
            player.value = match player.motion {
                Motion::Counter(busy) => player.value + (dice % (busy + 1)) as f64,
                Motion::Sum => player.value + (dice % 1000) as f64 / 977.0,
                Motion::Gauge(around) if dice.is_multiple_of(4) => around + (dice / 4 % 16) as f64,
                Motion::Gauge(_) | Motion::Never => player.value,
            };
            values.push((player.id, player.value));
        }
        assert!(store.append(group, Timestamp(row * INTERVAL), &values, &[]));
        store.retain(Timestamp(row * INTERVAL));
    }

    let usage = store.usage();
    let per_sample = (usage.bytes - usage.label_bytes) as f64 / usage.samples as f64;
    assert!(per_sample <= 1.5, "{per_sample} bytes per sample, {usage:?}");
    let of_five_thousand = usage.bytes * 5000 / players.len();
    assert!(of_five_thousand <= 64 << 20, "{of_five_thousand} bytes for 5,000 series");

    let now = Timestamp((hours * 240 - 1) * INTERVAL);
    let kept = now.since(usage.oldest.unwrap());
    assert!((DAY - INTERVAL..DAY + 3_600_000).contains(&kept.0), "{kept:?}");
    assert_eq!(usage.dropped.crowded, 0);
    assert_eq!(
        usage.samples as u64 + usage.dropped.aged,
        (hours * 240) as u64 * players.len() as u64
    );
    for player in &players {
        assert_eq!(store.newest(player.id).unwrap().value, Some(player.value));
        let entries = store.entries(player.id, TimeRange::ALL);
        assert_eq!(entries.count(), usage.samples / players.len());
    }
    assert_eq!(store.limits(), Limits::default());
}
