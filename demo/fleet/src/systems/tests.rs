//! The systems as values: simulated days of scrapes in milliseconds.

use std::collections::BTreeMap;

use super::*;

const FIRST: f64 = 1_795_175_348.0;

fn setting(shape: Shape, seed: u64) -> Setting {
    Setting { shape, seed, workers: 1, sockudo_metrics_port: 9601 }
}

fn page(actors: &Actors, system: System, path: &str, now: f64) -> String {
    let call = Call { system, method: "GET", path, mood: Mood::Healthy, now, date: "" };
    let reply = actors.of(system).answer(&call);
    assert_eq!(reply.code, 200, "{system:?}");
    String::from_utf8(reply.body.to_vec()).expect("text")
}

const PAGES: [(System, &str); 4] = [
    (System::SuperChat, "/metrics"),
    (System::Rat, "/metrics"),
    (System::Chatbot, "/api/metrics"),
    (System::SockudoMetrics, "/metrics"),
];

/// The series of a page that must never fall: counters, and everything of histograms and summaries but quantiles.
fn rising(page: &str) -> BTreeMap<String, f64> {
    let mut kind = "";
    let mut rising = BTreeMap::new();
    for line in page.lines().filter(|line| !line.is_empty() && !line.starts_with("# HELP")) {
        if let Some(described) = line.strip_prefix("# TYPE ") {
            kind = described.rsplit(' ').next().unwrap_or_default();
        } else if kind != "gauge" && !line.contains("quantile=") {
            let (series, value) = line.rsplit_once(' ').expect(line);
            let known = rising.insert(series.to_owned(), value.parse().expect(line));
            assert_eq!(known, None, "{series} is there twice");
        }
    }
    rising
}

#[test]
fn counters_on_every_page_rise_for_days_and_are_reset_by_restarts_only() {
    for shape in [Shape::Real, Shape::Documented] {
        let actors = Actors::new(&setting(shape, 1));
        for (system, path) in PAGES {
            let (mut resets, mut last) = (0, BTreeMap::new());
            let name = if system == System::SockudoMetrics { "sockudo" } else { system.name() };
            let mut last_start = 0.0;
            for step in 0..170 {
                let now = FIRST + f64::from(step) * 7919.0;
                let start = crate::life::started(crate::seed::Seed::new(1, name), now);
                let series = rising(&page(&actors, system, path, now));
                if start > last_start {
                    resets += 1;
                } else {
                    for (name, value) in &last {
                        let now = series.get(name);
                        assert!(
                            now >= Some(value),
                            "{system:?}: {name} was {value} and is {now:?}"
                        );
                    }
                }
                (last, last_start) = (series, start);
            }
            assert!(resets > 2, "{system:?} restarted {resets} times in two weeks");
        }
    }
}

#[test]
fn buckets_on_every_page_are_cumulative_and_end_with_the_count() {
    let actors = Actors::new(&setting(Shape::Real, 2));
    let mut histograms = 0;
    for (system, path) in PAGES {
        let page = page(&actors, system, path, FIRST + 4321.0);
        let mut previous = 0.0;
        for line in page.lines().filter(|line| !line.starts_with('#')) {
            let Some((series, value)) = line.rsplit_once(' ') else { continue };
            if !series.contains("_bucket{") {
                previous = 0.0;
                continue;
            }
            let value: f64 = value.parse().expect(line);
            assert!(value >= previous, "{system:?}: {line} after {previous}");
            previous = value;
            if series.contains("le=\"+Inf\"") {
                histograms += 1;
                previous = 0.0;
                let bound =
                    if series.contains("{le=\"+Inf\",") { "le=\"+Inf\"," } else { ",le=\"+Inf\"" };
                let count = series
                    .replace("_bucket{", "_count{")
                    .replace(bound, "")
                    .replace("{le=\"+Inf\"}", "");
                let counted =
                    page.lines().find_map(|line| line.strip_prefix(&count)?.trim().parse().ok());
                assert_eq!(counted, Some(value), "{system:?}: {count}");
            }
        }
    }
    assert!(histograms > 50, "{histograms}");
}

#[test]
fn a_fresh_process_shows_only_what_is_always_there() {
    let seed = crate::seed::Seed::new(1, "sockudo");
    let start = crate::life::started(seed, FIRST);
    let actors = Actors::new(&setting(Shape::Real, 1));
    let early = page(&actors, System::SockudoMetrics, "/metrics", start + 0.5);
    let later = page(&actors, System::SockudoMetrics, "/metrics", start + 86_400.0 * 0.4);
    for name in ["sockudo_new_disconnections_total", "sockudo_history_write_failures_total"] {
        assert!(!early.contains(name), "{name}");
    }
    assert!(later.contains("sockudo_new_disconnections_total"));
    for name in ["process_resident_memory_bytes", "sockudo_tokio_workers_count"] {
        assert!(early.contains(name), "{name}");
    }
    let start = crate::life::started(crate::seed::Seed::new(1, "chatbot"), FIRST);
    let early = page(&actors, System::Chatbot, "/api/metrics", start + 0.5);
    assert!(
        early.contains("# TYPE chatbot_helpdesk_agent_started_total counter\n# HELP"),
        "{early}"
    );
    assert!(!early.contains("chatbot_helpdesk_agent_started_created"));
}

#[test]
fn busy_hours_are_busier() {
    let actors = Actors::new(&setting(Shape::Real, 1));
    let midnight = (FIRST / 86_400.0).ceil() * 86_400.0;
    // A week's mean, since a restart empties a chat for a while.
    let sessions = |hour: f64| -> f64 {
        let days = (0..7).map(|day| {
            let page = page(
                &actors,
                System::SuperChat,
                "/metrics",
                midnight + f64::from(day) * 86_400.0 + hour * 3600.0,
            );
            let value = page.lines().find_map(|line| {
                line.strip_prefix("superchat_active_sessions ")?.parse::<f64>().ok()
            });
            value.expect("a number")
        });
        days.sum::<f64>() / 7.0
    };
    assert!(sessions(14.0) > 1.5 * sessions(2.0), "{} against {}", sessions(14.0), sessions(2.0));
}

#[test]
fn decodes_escapes_and_keeps_what_is_none() {
    for (text, decoded) in [
        ("a%0Ab", "a\nb"),
        ("%22%3E%3Cscript%3E", "\"><script>"),
        ("c%C3%A9", "cé"),
        ("%", "%"),
        ("%4", "%4"),
        ("%zz%+1", "%zz%+1"),
        ("%ff", "\u{fffd}"),
    ] {
        assert_eq!(percent_decoded(text), decoded, "{text}");
    }
}

#[test]
fn every_system_has_a_port_and_a_name_of_its_own() {
    let all = System::value_variants();
    for (index, system) in all.iter().enumerate() {
        assert_eq!(usize::from(system.port_offset()), index + 1);
        assert_eq!(System::from_str(system.name(), false), Ok(*system));
    }
}
