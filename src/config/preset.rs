//! Presets: mappings by name, for known systems and conventions.
//!
//! A preset reads the answer that a system's guide documents and the one that it really gives, where these differ: absent places
//! are skipped. Names of parts are the answer's own; the configuration gives them names to show. Numbers have plain names
//! with their unit (`uptime_seconds`), equal where they mean the same, so that one expression selects all systems; the series'
//! labels distinguish them.
//!
//! A new preset is a row and a mapping in `systems.rs` or `conventions.rs`. Only the command knows presets: the page
//! receives the mapping itself.

mod build;
mod conventions;
mod systems;
mod words;

pub use words::common_words;

use crate::decode::health::Mapping;

/// A system or a convention whose answers can be read by name.
#[derive(Debug)]
pub struct Preset {
    /// The name in the configuration.
    pub name: &'static str,
    mapping: fn() -> Mapping,
    /// The path at which it usually answers; `None` where there is no usual one.
    pub default_path: Option<&'static str>,
    /// A file with the dashboards and alerting rules for it.
    pub dashboards: Option<&'static str>,
}

impl Preset {
    /// Returns how its answers are read.
    pub fn mapping(&self) -> Mapping {
        (self.mapping)()
    }
}

/// The dashboards and alerting rules for a system without a preset that has its own.
pub const ANY_DASHBOARDS: &str = include_str!("preset/dashboards/any.yaml");

/// Returns all presets, in the order in which they are listed for a reader.
pub fn all() -> impl Iterator<Item = &'static Preset> {
    systems::PRESETS.iter().chain(conventions::PRESETS)
}

/// Returns the preset of this name.
pub fn find(name: &str) -> Option<&'static Preset> {
    all().find(|preset| preset.name == name)
}

/// Returns all names, in the order of [`all`].
pub fn names() -> Vec<&'static str> {
    all().map(|preset| preset.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_reads_a_state() {
        for preset in all() {
            assert!(!preset.mapping().state.is_empty(), "{}", preset.name);
        }
        assert!(find("nagios").is_none());
    }

    #[test]
    fn every_name_stands_for_one_preset() {
        for preset in all() {
            assert!(
                find(preset.name).is_some_and(|found| core::ptr::eq(found, preset)),
                "{}",
                preset.name
            );
        }
    }

    #[test]
    fn default_paths_begin_at_the_root() {
        for Preset { name, default_path, .. } in all() {
            assert!(default_path.is_none_or(|path| path.starts_with('/')), "{name}");
            assert_eq!(default_path.is_none(), matches!(*name, "text" | "status-code"), "{name}");
        }
    }

    #[test]
    fn numbers_are_named_in_prometheus_style() {
        for source in all().flat_map(|preset| preset.mapping().numbers) {
            let plain = source.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(plain && !source.name.starts_with('_'), "{}", source.name);
        }
    }

    #[test]
    fn no_word_has_two_meanings() {
        for preset in all() {
            let words = preset.mapping().words;
            let mut all = [words.operational, words.degraded, words.down].concat();
            let n_words = all.len();
            for word in &mut all {
                word.make_ascii_lowercase();
            }
            all.sort();
            all.dedup();
            assert_eq!(all.len(), n_words, "{}", preset.name);
        }
    }
}
