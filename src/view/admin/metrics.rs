//! The metrics browser: every metric that is stored or described, and one of them in detail.

mod catalogue;
mod details;
mod offers;
mod past_hour;
mod well_known;

pub use catalogue::{Metric, catalogue, kind_word};
pub use details::{Details, Label, Source, details};
pub use offers::{Offer, main_query, offers};
pub use past_hour::{PastHour, past_hour};
