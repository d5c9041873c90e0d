//! The page that `allclear render` wrote, as a template: the content of the element `app`, and what its head says.

use allclear::schedule::stale_after;
use allclear::view::public::first_state::StaleWords;
use metrics_engine::time::{Duration, Timestamp};
use std::fmt::Write as _;

/// A page, cut where the state belongs.
pub(super) struct Template<'a> {
    /// Up to the content of the element `app`.
    before: &'a str,
    after: &'a str,
}

/// The values in the head.
pub(super) struct Head<'a> {
    pub(super) language: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    /// The site's address on the web; may be empty.
    pub(super) address: &'a str,
    /// The name of the page's status.
    pub(super) status: &'a str,
    pub(super) recorded_at: Timestamp,
    pub(super) interval: Duration,
    pub(super) stale: &'a StaleWords,
}

impl<'a> Template<'a> {
    /// Cuts a page. `None` where it has no element `app`, or one without an end.
    pub(super) fn new(page: &'a str) -> Option<Self> {
        let id = page.find("<div id=\"app\"").or_else(|| page.find("<div id=app"))?;
        let begin = id + page.get(id..)?.find('>')? + 1;
        let mut depth = 1_usize;
        let mut at = begin;
        loop {
            let rest = page.get(at..)?;
            let close = rest.find("</div")?;
            if let Some(open) = rest.find("<div").filter(|open| *open < close) {
                depth += 1;
                at += open + "<div".len();
            } else {
                depth -= 1;
                if depth == 0 {
                    let end = at + close;
                    return Some(Self { before: page.get(..begin)?, after: page.get(end..)? });
                }
                at += close + "</div".len();
            }
        }
    }

    /// The page with `app` as the content of the element, and with this head.
    pub(super) fn fill(&self, head: &Head<'_>, app: &str) -> String {
        let mut page =
            String::with_capacity(self.before.len() + app.len() + self.after.len() + 2048);
        let before = head.write(self.before);
        page.push_str(before.trim_end_matches('>'));
        // By this, the page knows that it takes over a state.
        let _ = write!(page, " data-recorded-at=\"{}\">", head.recorded_at.0);
        page.push_str(app);
        page.push_str(self.after);
        page
    }
}

impl Head<'_> {
    /// The beginning of a page with what this says in place of what the built page says.
    fn write(&self, page: &str) -> String {
        let stale_after = stale_after(self.interval);
        let mut html = format!(
            "<html data-recorded-at=\"{}\" data-stale-after=\"{}\" data-interval=\"{}\"",
            self.recorded_at.0, stale_after.0, self.interval.0
        );
        let stale = [
            ("heading", &self.stale.heading),
            ("sentence", &self.stale.sentence),
            ("word", &self.stale.word),
            ("title", &self.stale.title),
        ];
        for (name, text) in stale {
            let _ = write!(html, " data-stale-{name}=\"{}\"", attribute(text));
        }
        let page = without(page, "<title", "</title>");
        let page = without_description(&page);
        let page = with_language(&page, self.language)
            .replacen("<html", &html, 1)
            .replace("/favicon/checking.svg", &format!("/favicon/{}.svg", self.status));
        let seconds = stale_after.0 / 1000;
        let (title, description) = (attribute(self.title), attribute(self.description));
        let mut head = format!(
            "<title>{title}</title><meta name=\"description\" content=\"{description}\">\
             <meta property=\"og:type\" content=\"website\"><meta property=\"og:title\" content=\"{title}\">\
             <meta property=\"og:description\" content=\"{description}\">"
        );
        if !self.address.is_empty() {
            let address = attribute(self.address);
            let _ = write!(head, "<meta property=\"og:url\" content=\"{address}\">");
        }
        // A browser without JavaScript reloads the page by itself.
        let _ = write!(
            head,
            "<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript>"
        );
        // After `<meta charset>`, which has to be at the beginning.
        match page.find("<link").or_else(|| page.find("<style")) {
            Some(at) => {
                let (before, after) = page.split_at(at);
                format!("{before}{head}{after}")
            }
            None => page + &head,
        }
    }
}

/// The page without its own description. The attributes of a minified tag stand in any order.
fn without_description(page: &str) -> String {
    let is_description = |tag: &str| {
        let name = tag.split_once("name=").map_or("", |(_, name)| name.trim_start_matches('"'));
        name.starts_with("description")
    };
    let tags = page.match_indices("<meta ").filter_map(|(at, _)| {
        let tag = page.get(at..)?;
        tag.get(..=tag.find('>')?)
    });
    tags.filter(|tag| is_description(tag))
        .fold(page.to_owned(), |page, tag| page.replacen(tag, "", 1))
}

/// The page without its first element that begins with `begin`, up to `end`.
fn without(page: &str, begin: &str, end: &str) -> String {
    let cut = page.find(begin).and_then(|at| {
        let length = page.get(at..)?.find(end)? + end.len();
        Some(format!("{}{}", page.get(..at)?, page.get(at + length..)?))
    });
    cut.unwrap_or_else(|| page.to_owned())
}

/// The page with the language of its root.
fn with_language(page: &str, language: &str) -> String {
    let attribute = format!(" lang=\"{language}\"");
    let Some((tag_end, begin)) =
        page.find("<html").and_then(|begin| Some((begin + page.get(begin..)?.find('>')?, begin)))
    else {
        return page.to_owned();
    };
    let (before, rest) = page.split_at(begin);
    let (tag, after) = rest.split_at(tag_end - begin);
    let tag = tag.replace(" lang=\"en\"", "").replace(" lang=en", "");
    format!("{before}{tag}{attribute}{after}")
}

/// Text as it may stand in a quoted attribute, or in an element.
fn attribute(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
