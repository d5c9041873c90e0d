//! Mappings by name: how known systems and conventions tell about their health.
//!
//! A preset serves the shape that a system's guide documents and the shape that it really answers, where these differ:
//! places that are not there are skipped. Names of parts are the answer's own; configuration gives them names to show.
//! Numbers have plain names with their unit (`uptime_seconds`), equal where they mean the same, so that one expression
//! can ask all systems; the series' labels tell them apart.
//!
//! Presets are for `allclear` alone. The page receives the mapping itself, and knows no names.

use crate::decode::health::{Mapping, NumberSource, PartSource, StateSource, Words};

/// All names, in the order in which they are best shown.
pub const NAMES: &[&str] = &[
    "chatalot",
    "superchat",
    "rat",
    "chatbot",
    "chatbot-db-pool",
    "sockudo",
    "sockudo-stats",
    "spring-boot",
    "health-json",
    "microprofile",
    "aspnet",
    "common",
    "text",
    "status-code",
];

/// The mapping of this name.
pub fn mapping(name: &str) -> Option<Mapping> {
    Some(match name {
        "chatalot" => chatalot(),
        "superchat" => superchat(),
        "rat" => rat(),
        "chatbot" => chatbot(),
        "chatbot-db-pool" => chatbot_db_pool(),
        "sockudo" => sockudo(),
        "sockudo-stats" => sockudo_stats(),
        "spring-boot" => spring_boot(),
        "health-json" => health_json(),
        "microprofile" => microprofile(),
        "aspnet" => aspnet(),
        "common" => common(),
        "text" => {
            Mapping { state: vec![StateSource::Text], words: common_words(), ..Mapping::default() }
        }
        "status-code" => Mapping { state: vec![StateSource::Code], ..Mapping::default() },
        _ => return None,
    })
}

/// The file with the dashboards and alerting rules that the preset of this name brings along; `None` where it brings none.
pub fn dashboards(name: &str) -> Option<&'static str> {
    Some(match name {
        "chatalot" => include_str!("preset/dashboards/chatalot.yaml"),
        "superchat" => include_str!("preset/dashboards/superchat.yaml"),
        "rat" => include_str!("preset/dashboards/rat.yaml"),
        "chatbot" => include_str!("preset/dashboards/chatbot.yaml"),
        "chatbot-db-pool" => include_str!("preset/dashboards/chatbot-db-pool.yaml"),
        "sockudo" => include_str!("preset/dashboards/sockudo.yaml"),
        "sockudo-stats" => include_str!("preset/dashboards/sockudo-stats.yaml"),
        _ => return None,
    })
}

/// The same for a system of which nothing is known.
pub const ANY_DASHBOARDS: &str = include_str!("preset/dashboards/any.yaml");

/// The path at which the system or convention of this name usually answers; `None` where there is no usual one.
pub fn default_path(name: &str) -> Option<&'static str> {
    Some(match name {
        "chatalot" | "chatbot" => "/api/health",
        "superchat" | "health-json" | "microprofile" | "common" => "/health",
        // `/health` is there as well, but really says only that the process runs.
        "rat" => "/health/ready",
        "chatbot-db-pool" => "/api/metrics/db-pool",
        "sockudo" => "/up",
        "sockudo-stats" => "/stats",
        "spring-boot" => "/actuator/health",
        "aspnet" => "/healthz",
        _ => return None,
    })
}

/// Words that services commonly use, for mappings that have none of their own. What may mean either (`starting`, `idle`, a number)
/// is in no list.
pub fn common_words() -> Words {
    words(
        &[
            "ok",
            "okay",
            "healthy",
            "up",
            "pass",
            "passed",
            "passing",
            "ready",
            "alive",
            "live",
            "operational",
            "available",
            "connected",
            "online",
            "running",
            "serving",
            "green",
            "good",
            "success",
        ],
        &["degraded", "warn", "warning", "yellow", "impaired", "partial"],
        &[
            "down",
            "unhealthy",
            "error",
            "errored",
            "err",
            "fail",
            "failed",
            "failing",
            "failure",
            "fatal",
            "critical",
            "red",
            "not_ready",
            "not ready",
            "not_serving",
            "unavailable",
            "disconnected",
            "offline",
            "dead",
            "stopped",
            "bad",
        ],
    )
}

/// What services do without following any convention: a word, a boolean or the like at one of the usual places, or as all there
/// is. FastAPI answers `"healthy"`, etcd `{"health":"true"}`, Elasticsearch `{"status":"green"}`.
fn common() -> Mapping {
    let places = ["/status", "/health/status", "/health", "/state", "/healthy", "/ok", ""];
    let mut state = json(&places);
    state.push(StateSource::Text);
    Mapping { state, words: common_words(), ..Mapping::default() }
}

/// Chatalot answers 200 whether it is well or not; only the word tells. Its first release had no `db_healthy`.
fn chatalot() -> Mapping {
    Mapping {
        state: json(&["/status"]),
        words: common_words(),
        parts: vec![field("database", "/db_healthy")],
        critical: vec![],
        numbers: numbers(&[("uptime_seconds", "/uptime_secs")]),
    }
}

/// The guide of SuperChat says `ok`, `uptime`, `sessions` and `database`, and the server has other names for all of them.
fn superchat() -> Mapping {
    Mapping {
        state: json(&["/status"]),
        words: common_words(),
        parts: vec![field("database", "/database"), field("database", "/database_accessible")],
        critical: vec![],
        numbers: numbers(&[
            ("uptime_seconds", "/uptime_seconds"),
            ("uptime_seconds", "/uptime"),
            ("active_sessions", "/active_sessions"),
            ("active_sessions", "/sessions"),
            ("channels", "/channels"),
        ]),
    }
}

/// RAT's readiness is `not_ready` with a 503 when any of its checks fails. By its guide only Postgres and the object
/// store (`minio` there, `s3` in the answer) take it down.
///
/// Its `error` texts name internal hosts and users: they are messages, which the public page leaves out.
fn rat() -> Mapping {
    Mapping {
        state: json(&["/status"]),
        words: common_words(),
        parts: vec![map("/services", "", None), map("/checks", "/status", Some("/error"))],
        critical: list(&["postgres", "minio", "s3"]),
        numbers: vec![],
    }
}

/// The campus chatbot answers JSON, but behind its own Elastic Beanstalk proxy that proxy answers for it, with `OK`.
fn chatbot() -> Mapping {
    Mapping {
        state: vec![StateSource::Json("/status".to_owned()), StateSource::Text],
        words: common_words(),
        ..Mapping::default()
    }
}

/// The chatbot's connection pool: numbers without a state, `{}` where there is no pool. That it answers is the state.
fn chatbot_db_pool() -> Mapping {
    Mapping {
        state: vec![StateSource::Json("/status".to_owned()), StateSource::Code],
        words: common_words(),
        numbers: numbers(&[
            ("pool_size", "/size"),
            ("pool_checkedout", "/checkedout"),
            ("pool_checkedin", "/checkedin"),
            ("pool_overflow", "/overflow"),
        ]),
        ..Mapping::default()
    }
}

/// Sockudo says one word, in a header and as the body: `/up` of the server, `/up/{app}` of one application. `/live`
/// answers nothing but its code, so the code comes last.
fn sockudo() -> Mapping {
    Mapping {
        state: vec![
            StateSource::Header("x-health-check".to_owned()),
            StateSource::Text,
            StateSource::Code,
        ],
        words: words(&["OK"], &["DEGRADED"], &["ERROR", "DRAINING", "NOT_FOUND"]),
        ..Mapping::default()
    }
}

/// Sockudo's `/stats` and `/usage`: numbers without a state. Memory in bytes is left out, as Sockudo reports it 1024
/// times too large.
fn sockudo_stats() -> Mapping {
    Mapping {
        state: vec![StateSource::Json("/status".to_owned()), StateSource::Code],
        words: common_words(),
        numbers: numbers(&[
            ("connections", "/totals/connections"),
            ("users", "/totals/users"),
            ("channels", "/totals/occupancy/channels"),
            ("subscriptions", "/totals/occupancy/subscriptions"),
            ("memory_percent", "/memory/percent"),
        ]),
        ..Mapping::default()
    }
}

/// Spring Boot Actuator: `components`, which were `details` before version 2.2. `UNKNOWN` is in no list, because it means
/// what it says.
fn spring_boot() -> Mapping {
    Mapping {
        state: json(&["/status"]),
        words: words(&["UP"], &[], &["DOWN", "OUT_OF_SERVICE"]),
        parts: vec![
            map("/components", "/status", Some("/details/error")),
            map("/details", "/status", Some("/details/error")),
        ],
        critical: vec![],
        numbers: vec![],
    }
}

/// `application/health+json`, draft-inadarei-api-health-check-06, with the aliases that it allows.
fn health_json() -> Mapping {
    Mapping {
        state: json(&["/status"]),
        words: words(&["pass", "ok", "up"], &["warn"], &["fail", "error", "down"]),
        parts: vec![map("/checks", "/status", Some("/output"))],
        critical: vec![],
        numbers: vec![],
    }
}

/// MicroProfile Health 2 to 4, and Quarkus, which serves it at `/q/health`.
fn microprofile() -> Mapping {
    Mapping {
        state: json(&["/status"]),
        words: words(&["UP"], &[], &["DOWN"]),
        parts: vec![PartSource::List {
            at: "/checks".to_owned(),
            name: "/name".to_owned(),
            state: "/status".to_owned(),
            message: None,
        }],
        critical: vec![],
        numbers: vec![],
    }
}

/// ASP.NET Core: one word of plain text by default, `entries` with the usual JSON writer, `results` with the one in the
/// framework's documentation.
fn aspnet() -> Mapping {
    Mapping {
        state: vec![StateSource::Json("/status".to_owned()), StateSource::Text],
        // An enumeration is written as its number unless the service says otherwise.
        words: words(&["Healthy", "2"], &["Degraded", "1"], &["Unhealthy", "0"]),
        parts: vec![
            map("/entries", "/status", Some("/description")),
            map("/results", "/status", Some("/description")),
        ],
        critical: vec![],
        numbers: vec![],
    }
}

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn words(operational: &[&str], degraded: &[&str], down: &[&str]) -> Words {
    Words { operational: list(operational), degraded: list(degraded), down: list(down) }
}

fn json(pointers: &[&str]) -> Vec<StateSource> {
    pointers.iter().map(|pointer| StateSource::Json((*pointer).to_owned())).collect()
}

fn map(at: &str, state: &str, message: Option<&str>) -> PartSource {
    PartSource::Map {
        at: at.to_owned(),
        state: state.to_owned(),
        message: message.map(str::to_owned),
    }
}

fn field(name: &str, at: &str) -> PartSource {
    PartSource::Field { name: name.to_owned(), at: at.to_owned() }
}

fn numbers(places: &[(&str, &str)]) -> Vec<NumberSource> {
    places
        .iter()
        .map(|(name, at)| NumberSource { name: (*name).to_owned(), at: (*at).to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_a_mapping_for_every_name_and_no_other() {
        for name in NAMES {
            assert!(mapping(name).is_some_and(|mapping| !mapping.state.is_empty()), "{name}");
        }
        assert_eq!(mapping("nagios"), None);
        assert_eq!(default_path("nagios"), None);
    }

    #[test]
    fn names_paths_from_the_root() {
        for name in NAMES {
            let path = default_path(name);
            assert!(path.is_none_or(|path| path.starts_with('/')), "{name}");
            assert_eq!(path.is_none(), matches!(*name, "text" | "status-code"), "{name}");
        }
    }

    #[test]
    fn names_series_as_prometheus_does() {
        for source in
            NAMES.iter().filter_map(|name| mapping(name)).flat_map(|mapping| mapping.numbers)
        {
            let plain = source.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(plain && !source.name.starts_with('_'), "{}", source.name);
        }
    }

    #[test]
    fn gives_no_word_two_meanings() {
        for name in NAMES {
            let words = mapping(name).map(|mapping| mapping.words).unwrap_or_default();
            let mut all = [words.operational, words.degraded, words.down].concat();
            let n_words = all.len();
            for word in &mut all {
                word.make_ascii_lowercase();
            }
            all.sort();
            all.dedup();
            assert_eq!(all.len(), n_words, "{name}");
        }
    }
}
