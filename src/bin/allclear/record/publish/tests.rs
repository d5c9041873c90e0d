//! The recorder's files and a visitor's page, asked at the same moment.

mod agreement;
mod site;
mod walk;
