//! One file for each capability of the browser. None of them names a component.

pub mod canvas;
pub mod connection;
pub mod dialog;
pub mod early;
pub mod fetch;
pub mod field;
pub mod focus;
pub mod hash;
pub mod keys;
pub mod language;
pub mod notify;
pub mod preference;
pub mod repaint;
pub mod save;
pub mod scroll;
pub mod seen;
pub mod sight;
pub mod storage;
pub mod tab;
pub mod tabs;
pub mod timer;
pub mod token;
pub mod turn;
pub mod visibility;
pub mod width;
pub mod zone;
