//! The mappings of conventions that many systems follow.

use super::Preset;
use super::build::{json, map, words};
use super::words::common_words;
use crate::decode::health::{Mapping, PartSource, StateSource};

/// The conventions.
pub(super) static PRESETS: &[Preset] = &[
    Preset {
        name: "spring-boot",
        mapping: spring_boot,
        default_path: Some("/actuator/health"),
        dashboards: None,
    },
    Preset {
        name: "health-json",
        mapping: health_json,
        default_path: Some("/health"),
        dashboards: None,
    },
    Preset {
        name: "microprofile",
        mapping: microprofile,
        default_path: Some("/health"),
        dashboards: None,
    },
    Preset { name: "aspnet", mapping: aspnet, default_path: Some("/healthz"), dashboards: None },
    Preset { name: "common", mapping: common, default_path: Some("/health"), dashboards: None },
    Preset { name: "text", mapping: text, default_path: None, dashboards: None },
    Preset { name: "status-code", mapping: status_code, default_path: None, dashboards: None },
];

/// Services that follow no convention: a word, a boolean or the like at one of the usual places, or as all there
/// is. FastAPI answers `"healthy"`, etcd `{"health":"true"}`, Elasticsearch `{"status":"green"}`.
fn common() -> Mapping {
    let places = ["/status", "/health/status", "/health", "/state", "/healthy", "/ok", ""];
    let mut state = json(&places);
    state.push(StateSource::Text);
    Mapping { state, words: common_words(), ..Mapping::default() }
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

/// A plain-text body of one word.
fn text() -> Mapping {
    Mapping { state: vec![StateSource::Text], words: common_words(), ..Mapping::default() }
}

/// The status code alone.
fn status_code() -> Mapping {
    Mapping { state: vec![StateSource::Code], ..Mapping::default() }
}
