//! A visitor's actions.

use crate::view::public::page::{Theme, ZoneKind};

/// A visitor's action.
///
/// A system is named by its index in the configuration that was rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Check all systems now.
    Check,
    /// Move the focus past the masthead.
    Skip,
    /// Open or close the parts of a system.
    Toggle(usize),
    /// Choose a day of a system, counted from 1, without opening it.
    ChooseDay(usize, usize),
    /// Open the chosen day of a system.
    OpenDay(usize),
    /// Close the open day.
    CloseDay,
    /// Open the next day with 1, the previous one with -1.
    StepDay(isize),
    /// Open or close the explanation of how uptime is computed.
    ToggleMethod,
    /// Open or close the table of days.
    ToggleTable,
    /// Save the days as comma-separated values.
    SaveCsv,
    /// Subscribe to a notification when these systems are back, or unsubscribe.
    ToggleBells(Vec<usize>),
    /// Subscribe to a notification whenever the state of a system changes, or unsubscribe.
    ToggleSubscription,
    /// Search for systems by name.
    Search(String),
    /// Fold or unfold a group, by its index.
    ToggleGroup(usize),
    /// Copy the address of the page that is shown.
    CopyLink,
    /// Choose a time zone.
    ChooseZone(ZoneKind),
    /// Choose a language by its code.
    ChooseLanguage(&'static str),
    /// Choose colours.
    ChooseTheme(Theme),
}
