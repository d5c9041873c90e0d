//! The recorder's files and a visitor's page, compared at the same moment.

mod agreement;
mod site;
mod walk;
