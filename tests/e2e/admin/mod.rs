//! The operator's page: logging in, the screens, what is kept, the alerts.
//!
//! Only [`admin_page`] and [`seen`] know the page's markup.

mod admin_page;
mod saved;
mod seen;
mod tasks;

pub(crate) use admin_page::AdminPage;
pub(crate) use seen::Seen;

mod access;
mod alerts;
mod charts;
mod configured;
mod explore;
mod grafana;
mod keeping;
mod light;
mod login;
mod overview;
mod panels;
mod storage;
mod targets;
