//! What a visitor chose: the theme and the zone in which times are told. Remembered in this browser alone.

use crate::time::{Duration, Timestamp};
use crate::view::format::Zone;
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;

/// The zone in which times are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneChoice {
    /// The browser's own, by its name.
    Mine(String),
    /// Coordinated Universal Time.
    Utc,
}

impl ZoneChoice {
    /// The browser's own zone. `boot.js` asked for its name while there was nothing else to do.
    pub fn mine() -> Self {
        let name = js_sys::Reflect::get(&window(), &JsValue::from_str("zoneName")).ok();
        Self::Mine(
            name.and_then(|name| name.as_string()).unwrap_or_else(|| "local time".to_owned()),
        )
    }

    /// What was chosen the last time; the browser's own zone for a start.
    pub fn remembered() -> Self {
        if read("zone").as_deref() == Some("utc") { Self::Utc } else { Self::mine() }
    }

    /// Keeps the choice for the next time.
    pub fn remember(&self) {
        write("zone", (*self == Self::Utc).then_some("utc"));
    }

    /// How far its clock is ahead of UTC at an instant.
    pub fn offset(&self) -> fn(Timestamp) -> Duration {
        match self {
            Self::Utc => |_| Duration::ZERO,
            Self::Mine(_) => offset,
        }
    }

    /// Calls `tell` with the zone.
    pub fn with<T>(&self, tell: impl FnOnce(&Zone<'_>) -> T) -> T {
        match self {
            Self::Utc => tell(&Zone { name: "UTC", offset: &|_| Duration::ZERO }),
            Self::Mine(name) => tell(&Zone { name, offset: &offset }),
        }
    }
}

/// The browser's offset from UTC at an instant.
pub fn offset(at: Timestamp) -> Duration {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    Duration::from_secs(-60 * date.get_timezone_offset() as i64)
}

/// The chosen theme: `light`, `dark`, or `None` for the system's own. `boot.js` applies it before the first paint.
pub fn theme() -> Option<String> {
    read("theme")
}

/// Shows and keeps a theme.
pub fn choose_theme(theme: Option<&str>) {
    write("theme", theme);
    let Some(root) = document().document_element() else { return };
    // Without the attribute, the system's own theme holds; refusal is impossible for a valid name.
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

fn read(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// A browser that keeps nothing still shows the choice; it only forgets it.
fn write(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
