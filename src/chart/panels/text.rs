//! A text, which the page shows as it is written. Nothing is drawn.

use super::{Body, Kind, Values};

/// `text`.
pub(super) static TEXT: Kind =
    Kind { body: Body::Text, values: Values::Newest, draw: |_, _, _, _| None };
