//! One file for each capability of the browser. None of them knows the components.

pub mod clicks;
pub mod connection;
pub mod early;
pub mod fetch;
pub mod focus;
pub mod hash;
pub mod language;
pub mod later;
pub mod listen;
pub mod notify;
pub mod preference;
pub mod repaint;
pub mod save;
pub mod seen;
pub mod sight;
pub mod slider;
pub mod storage;
pub mod tab;
pub mod tabs;
pub mod timer;
pub mod token;
pub mod turn;
pub mod visibility;
pub mod width;
