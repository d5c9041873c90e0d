//! The verdict at the top, with the site's name and links.

use super::Stamp;
use crate::config::Site;
use crate::view::public::{Banner, Step};

pub(super) fn banner(site: &Site, banner: Banner) -> Stamp {
    let Banner { status, heading, sentence, age, path } = banner;
    masthead(Stamp::of("verdict"), site)
        .set("", "data-status", status.name())
        .state("verdict", status.name())
        .text("heading", heading)
        .text("sentence", sentence)
        .text("age", age)
        .hide("path", path.is_empty())
        .each("path", path, step)
}

/// The site's name and links.
pub(super) fn masthead(stamp: Stamp, site: &Site) -> Stamp {
    let links = site
        .links
        .iter()
        .map(|link| Stamp::of("link").text("", &*link.label).set("", "href", &*link.url));
    stamp
        // The operator's logo, or the mark of this project in ink.
        .attribute("logo", "src", site.logo.clone())
        .hide("logo", site.logo.is_none())
        .hide("mark", site.logo.is_some())
        .text("name", &*site.name)
        .children("links", links.collect())
}

/// A station on the way that the question went.
fn step(Step { status, name, word }: Step) -> Stamp {
    Stamp::of("step").state("", status.name()).text("name", name).text("word", word)
}
