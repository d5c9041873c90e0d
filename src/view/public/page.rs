//! The whole public page as one value: what its components are given.
//!
//! A browser makes one each second from what the page knows and what its visitor chose. The recorder makes one for the first state in
//! HTML, where nothing is chosen yet ([`Choices::default`]).

use super::system_history::SystemHistory;
use super::table::Table;
use super::{Bell, PublicView};
use crate::config::{Config, Site};
use crate::status::Status;
use crate::view::language::Words;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that the page shows.
#[derive(Clone, Debug)]
pub struct Page {
    /// The texts.
    pub view: PublicView,
    /// The language of the labels.
    pub words: Arc<Words>,
    /// The parts of the configuration that the page is laid out by.
    pub layout: Arc<Layout>,
    /// The recorded history; `None` on a page without a recorder.
    pub history: Option<HistorySection>,
    /// Which systems are opened to their parts, by index.
    pub open: Vec<bool>,
    /// The button that subscribes to a notification when a system is back, by index of the system.
    pub bells: Vec<BellButton>,
    /// The button that subscribes to a notification of every change; `None` where no code runs that could notify.
    pub subscription: Option<BellButton>,
    /// The number of systems that are rendered, from the first one on. The first frame renders one window of them.
    pub limit: usize,
    /// The text of the search field; `None` on a page of few systems, which has none.
    pub search: Option<String>,
    /// Whether a group is folded, by its index.
    pub folded: Vec<bool>,
    /// Whether the address of this page has been copied; `None` where no code runs that could copy it.
    pub is_copied: Option<bool>,
    /// The visitor's choices.
    pub choices: Choices,
}

impl Page {
    /// Whether a group shows its systems: it is not folded, or a search goes through all groups.
    pub fn is_unfolded(&self, group: usize) -> bool {
        self.is_searching() || !self.folded.get(group).copied().unwrap_or_default()
    }

    /// Whether a search is on.
    pub fn is_searching(&self) -> bool {
        self.search.as_ref().is_some_and(|text| !text.trim().is_empty())
    }

    /// Whether a system is found by the search, by its name or that of its group. Without a search, every system is.
    pub fn finds(&self, group: &Group, system: usize) -> bool {
        let Some(text) = self.search.as_ref().map(|text| text.trim().to_lowercase()) else {
            return true;
        };
        let name = self.view.rows.get(system).map_or("", |row| &row.name);
        [name, &group.name].into_iter().any(|name| name.to_lowercase().contains(&text))
    }

    /// Returns the worst status within a group.
    pub fn worst(&self, group: &Group) -> Status {
        let rows = group.systems.iter().filter_map(|id| self.view.rows.get(self.layout.index(id)?));
        rows.map(|row| row.status).fold(Status::Operational, Status::worse)
    }
}

/// The parts of the configuration that the page is laid out by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The site's name, logo and links.
    pub site: Site,
    /// The groups, in the order of the configuration.
    pub groups: Vec<Group>,
    /// The addresses of the files that the recorder publishes for visitors.
    pub files: Files,
    /// The index of each system, by id.
    indices: BTreeMap<String, usize>,
}

/// So many systems are overlooked at a glance.
const FEW: usize = 20;

/// A group of systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its name; empty for the systems that belong to no group.
    pub name: String,
    /// The ids of its systems.
    pub systems: Vec<String>,
}

/// The addresses of the files that the recorder publishes for visitors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// The history, as JSON.
    pub history: String,
    /// The incidents, as an Atom feed.
    pub feed: String,
    /// The announced maintenance, as an iCalendar file.
    pub calendar: String,
}

impl Layout {
    /// Returns the layout of a configuration.
    pub fn of(config: &Config) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for system in &config.systems {
            let id = system.id.clone();
            match groups.iter_mut().find(|group| group.name == system.group) {
                Some(group) => group.systems.push(id),
                None => groups.push(Group { name: system.group.clone(), systems: vec![id] }),
            }
        }
        let indices = config.systems.iter().enumerate();
        Self {
            site: config.site.clone(),
            groups,
            files: Files {
                history: config.recorded_at("history.json"),
                feed: config.recorded_at("feed.atom"),
                calendar: config.recorded_at("maintenance.ics"),
            },
            indices: indices.map(|(index, system)| (system.id.clone(), index)).collect(),
        }
    }

    /// Whether there are so many systems that they can be searched, and their groups folded.
    pub fn is_large(&self) -> bool {
        self.indices.len() > FEW
    }

    /// Returns the index of a system.
    pub fn index(&self, system: &str) -> Option<usize> {
        self.indices.get(system).copied()
    }
}

/// The recorded history, as far as it is shown.
#[derive(Clone, Debug, Default)]
pub struct HistorySection {
    /// The history of each system.
    pub systems: Vec<Arc<SystemHistory>>,
    /// A note about all of it, such as that the recorder is silent; may be empty.
    pub note: String,
    /// Whether anything is recorded that could be explained, tabulated or saved.
    pub is_there: bool,
    /// The section that is open above the footer.
    pub extra: Option<Extra>,
}

/// A section that opens above the footer.
#[derive(Clone, Debug)]
pub enum Extra {
    /// How uptime is computed.
    Method,
    /// The days as a table.
    Table {
        /// The revision of the history that the table was made from.
        revision: u32,
        /// Its cells.
        table: Arc<Table>,
    },
}

impl PartialEq for Extra {
    /// Tables are equal if they are the same allocation: comparing them cell by cell each second would cost more than it saves.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Method, Self::Method) => true,
            (Self::Table { table, .. }, Self::Table { table: other, .. }) => {
                Arc::ptr_eq(table, other)
            }
            _ => false,
        }
    }
}

/// A button that subscribes to notifications.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BellButton {
    /// Whether it is pressed.
    pub is_pressed: bool,
    /// Its words.
    pub label: String,
    /// How the visitor will be notified; empty while the button is not pressed.
    pub note: String,
}

impl BellButton {
    /// Returns the button for notifications of every change.
    pub fn of_subscription(bell: Bell, words: &Words) -> Self {
        Self { label: bell.subscription_label(words), ..Self::of(bell, words) }
    }

    /// Returns one button for several systems: pressed if all of theirs are. `None` without any.
    pub fn of_all<'a>(buttons: impl Iterator<Item = &'a Self>) -> Option<Self> {
        buttons.cloned().reduce(|all, button| if all.is_pressed { button } else { all })
    }

    /// Returns the button for a bell.
    pub fn of(bell: Bell, words: &Words) -> Self {
        Self { is_pressed: bell != Bell::Off, label: bell.label(words), note: bell.note(words) }
    }
}

/// The visitor's choices, and the zone that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The time zone.
    pub zone: ZoneKind,
    /// The name of the site's zone, if that can be chosen.
    pub site_zone: Option<String>,
    /// The colours.
    pub theme: Theme,
    /// The code of the language, one of [`LANGUAGES`](crate::view::language::LANGUAGES).
    pub language: String,
}

/// A choice of the zone in which times are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZoneKind {
    /// The browser's own zone.
    #[default]
    Mine,
    /// Coordinated Universal Time.
    Utc,
    /// The zone of the site.
    Site,
}

/// A choice of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Those that the visitor's system prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}
