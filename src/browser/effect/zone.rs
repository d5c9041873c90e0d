//! The zone in which times are shown, and its offsets from UTC. The choice is remembered in this browser alone.

use super::language;
use super::preference::{read, write};
use crate::view::public::page::ZoneKind;
use crate::view::zone::Zone;
use leptos::prelude::window;
use metrics_engine::time::{Duration, Timestamp};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// The zone in which times are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneChoice {
    /// The browser's own, by its name.
    Mine(String),
    /// Coordinated Universal Time.
    Utc,
    /// The site's, by its name.
    Site(String),
}

impl ZoneChoice {
    /// Returns the browser's own zone. `boot.js` determined its name while the wasm was on its way.
    pub fn mine() -> Self {
        let name = js_sys::Reflect::get(&window(), &JsValue::from_str("zoneName")).ok();
        Self::Mine(
            name.and_then(|name| name.as_string()).unwrap_or_else(|| "local time".to_owned()),
        )
    }

    /// Returns the zone of this kind: without a zone of the site, the browser's own stands in.
    pub fn of(kind: ZoneKind, site: Option<&str>) -> Self {
        match (kind, site) {
            (ZoneKind::Utc, _) => Self::Utc,
            (ZoneKind::Site, Some(site)) => Self::Site(site.to_owned()),
            (ZoneKind::Site | ZoneKind::Mine, _) => Self::mine(),
        }
    }

    /// Returns its kind.
    pub fn kind(&self) -> ZoneKind {
        match self {
            Self::Mine(_) => ZoneKind::Mine,
            Self::Utc => ZoneKind::Utc,
            Self::Site(_) => ZoneKind::Site,
        }
    }

    /// Returns the zone that was chosen the last time, at first the browser's own.
    pub fn remembered(site: Option<&str>) -> Self {
        let kind = match read("zone").as_deref() {
            Some("utc") => ZoneKind::Utc,
            Some("site") => ZoneKind::Site,
            _ => ZoneKind::Mine,
        };
        Self::of(kind, site)
    }

    /// Keeps the choice for the next visit.
    pub fn remember(&self) {
        let name = match self.kind() {
            ZoneKind::Mine => None,
            ZoneKind::Utc => Some("utc"),
            ZoneKind::Site => Some("site"),
        };
        write("zone", name);
    }

    /// Returns the function from an instant to the zone's offset from UTC, for the operators' page, which has no zone of the site.
    pub fn offset(&self) -> fn(Timestamp) -> Duration {
        match self {
            Self::Utc => |_| Duration::ZERO,
            Self::Mine(_) | Self::Site(_) => offset,
        }
    }

    /// Returns the name of the zone.
    pub fn title(&self) -> &str {
        match self {
            Self::Utc => "UTC",
            Self::Mine(name) | Self::Site(name) => name,
        }
    }

    /// Calls `f` with the zone.
    pub fn with<T>(&self, f: impl FnOnce(&Zone<'_>) -> T) -> T {
        let offset: &dyn Fn(Timestamp) -> Duration = match self {
            Self::Utc => &|_| Duration::ZERO,
            Self::Mine(_) => &offset,
            Self::Site(name) => &|at| offset_of(name, at),
        };
        f(&Zone { name: self.title(), offset })
    }
}

/// Returns the offset from UTC of the browser's own zone at an instant.
pub fn offset(at: Timestamp) -> Duration {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    Duration::from_secs(-60 * date.get_timezone_offset() as i64)
}

/// Returns the zone of the site, if the browser knows it and it is not the browser's own.
pub fn zone_of_site(name: Option<String>) -> Option<String> {
    let is_mine = |name: &String| ZoneChoice::mine() == ZoneChoice::Mine(name.clone());
    name.filter(|name| !is_mine(name) && language::offset(name, 0).is_some())
}

thread_local! {
    /// Offsets of the site's zone, by the quarter of an hour. Clocks change at full quarters, and the browser computes each slowly.
    static OFFSETS: RefCell<Vec<(i64, Duration)>> = const { RefCell::new(Vec::new()) };
}

/// Returns the offset from UTC of the site's zone at an instant. A page has only one such zone.
fn offset_of(zone: &str, at: Timestamp) -> Duration {
    let quarter = at.0.div_euclid(900_000);
    OFFSETS.with_borrow_mut(|offsets| {
        match offsets.binary_search_by_key(&quarter, |(quarter, _)| *quarter) {
            Ok(found) => offsets.get(found).map_or(Duration::ZERO, |(_, offset)| *offset),
            Err(place) => {
                let offset =
                    language::offset(zone, quarter * 900_000).map_or(Duration::ZERO, Duration);
                offsets.insert(place, (quarter, offset));
                offset
            }
        }
    })
}
