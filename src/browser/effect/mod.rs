//! One file for each capability of the browser. None of them knows the components, or another of them.

pub mod clicks;
pub mod connection;
pub mod fetch;
pub mod preference;
pub mod tab;
pub mod tabs;
pub mod timer;
pub mod visibility;
