//! The newest values in rows, which the page shows as a table. Nothing is drawn.

use super::{Body, Kind, Values};

/// `table`.
pub(super) static TABLE: Kind =
    Kind { body: Body::Table, values: Values::Ranked, draw: |_, _, _, _| None };
