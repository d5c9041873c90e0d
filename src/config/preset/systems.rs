//! The mappings of known systems.

use super::Preset;
use super::build::{field, json, list, map, numbers, words};
use super::words::common_words;
use crate::decode::health::{Mapping, StateSource};

/// The known systems.
pub(super) static PRESETS: &[Preset] = &[
    Preset {
        name: "chatalot",
        mapping: chatalot,
        default_path: Some("/api/health"),
        dashboards: Some(include_str!("dashboards/chatalot.yaml")),
    },
    Preset {
        name: "superchat",
        mapping: superchat,
        default_path: Some("/health"),
        dashboards: Some(include_str!("dashboards/superchat.yaml")),
    },
    // `/health` exists as well, but says only that the process runs.
    Preset {
        name: "rat",
        mapping: rat,
        default_path: Some("/health/ready"),
        dashboards: Some(include_str!("dashboards/rat.yaml")),
    },
    Preset {
        name: "chatbot",
        mapping: chatbot,
        default_path: Some("/api/health"),
        dashboards: Some(include_str!("dashboards/chatbot.yaml")),
    },
    Preset {
        name: "chatbot-db-pool",
        mapping: chatbot_db_pool,
        default_path: Some("/api/metrics/db-pool"),
        dashboards: Some(include_str!("dashboards/chatbot-db-pool.yaml")),
    },
    Preset {
        name: "sockudo",
        mapping: sockudo,
        default_path: Some("/up"),
        dashboards: Some(include_str!("dashboards/sockudo.yaml")),
    },
    Preset {
        name: "sockudo-stats",
        mapping: sockudo_stats,
        default_path: Some("/stats"),
        dashboards: Some(include_str!("dashboards/sockudo-stats.yaml")),
    },
];

/// Chatalot always answers 200; only the word shows its state. Its first release had no `db_healthy`.
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
