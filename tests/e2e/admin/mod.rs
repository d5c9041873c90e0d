//! The operator's page: logging in, the screens, what is kept, the alerts.
//!
//! What a test knows of the page's markup is in [`desk`].

pub(crate) mod desk;

mod access;
mod alerts;
mod charts;
mod keeping;
mod light;
mod login;
mod overview;
mod targets;
pub(crate) mod tasks;
