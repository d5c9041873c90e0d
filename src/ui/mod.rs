//! The components of the pages: values in, elements out.
//!
//! A component takes a plain value of `view`, places its texts and decides nothing. The same components are mounted in a browser
//! (Leptos' client-side rendering, feature `browser`) and written as HTML by the recorder (Leptos' `ssr`, feature `cli`), so none of
//! them names `web_sys`. What needs the browser beyond events and elements comes in as a `Callback` or a `NodeRef`.
//!
//! # The pattern
//!
//! A screen reads its signals in one closure for each region, and a list in one closure for each row of a `<For>`. Below such a closure
//! there are only values: a rebuild touches what differs and keeps elements, focus and selection. Text fields stand outside of such
//! closures, because their value is the person's.
//!
//! # Adding a screen for operators
//!
//! Three files, which [`admin`] names.
//!
//! # Adding a kind of panel
//!
//! Four files, which [`crate::chart::panels`] names; none of them is a component.

// A component owns its properties: Leptos builds them as a value, and elements keep parts of them.
#![allow(clippy::needless_pass_by_value)]
// Leptos puts a copy of a component's function beside the one that is exported, and it is as public as that one.
#![allow(unreachable_pub)]

pub mod admin;
pub mod chart;
pub mod common;
pub mod public;
