//! The visitors' page: components named as in [`view::public`](crate::view::public). They place texts and decide none.
//!
//! [`PublicPage`] renders one [`Page`](crate::view::public::page::Page). Visitors answer with an [`Action`].

mod action;
mod banner;
mod controls;
mod details;
mod extra;
mod figures;
mod footer;
mod group;
mod history_bar;
mod history_tools;
#[cfg(feature = "cli")]
mod html;
mod incident_page;
mod legend;
mod masthead;
mod open_day;
mod page;
mod past_incidents;
mod problem;
mod search;
mod state_paths;
mod subscribe;
mod system_row;

pub use action::Action;
pub use banner::{PageBanner, Verdict};
pub use controls::Controls;
pub use details::Details;
pub use extra::{EXTRA, ExtraSection};
pub use figures::Figures;
pub use footer::Footer;
pub use group::Groups;
pub use history_bar::HistoryBar;
pub use history_tools::HistoryTools;
#[cfg(feature = "cli")]
pub use html::html;
pub use incident_page::Incidents;
pub use legend::Legend;
pub use masthead::{MAIN, Masthead};
pub use open_day::OpenDay;
pub use page::PublicPage;
pub use past_incidents::{Events, PastIncidents};
pub use problem::{ProblemArticle, Problems};
pub use search::{SEARCH, Search};
pub use state_paths::StatePaths;
pub use subscribe::Subscribe;
pub use system_row::SystemRow;
