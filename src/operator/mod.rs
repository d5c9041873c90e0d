//! Operators' texts for visitors: reports on incidents, and announced maintenance. Native only.
//!
//! It is written in Markdown and read into [`Block`](crate::history::Block)s once, here. No page and no feed ever sees markup.

pub mod markdown;
pub mod report;
pub mod window;
