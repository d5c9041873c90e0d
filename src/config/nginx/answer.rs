//! The head of an answer under `/status/` and `/admin/`: what a page of another origin may read, and what no browser may do with it.

use super::files::DATA_POLICY;
use super::text::Text;
use crate::decode::health::{Mapping, StateSource};

/// Headers of an answer that a page of another origin may read.
pub(super) const EXPOSED: &str = "Date, Age, Retry-After, X-Allclear, X-Allclear-Type";

/// Writes the headers of an answer, of which pages of other origins may read those in `exposed`.
pub(super) fn headers(exposed: &str, text: &mut Text) {
    text.line("add_header Access-Control-Allow-Origin $allclear_origin always");
    text.line(format!("add_header Access-Control-Expose-Headers \"{exposed}\" always"));
    text.line("add_header Vary Origin always");
    text.line("add_header Cache-Control no-store always");
    text.line(format!("add_header Content-Security-Policy \"{DATA_POLICY}\" always"));
    text.line("add_header X-Content-Type-Options nosniff always");
    text.line("add_header Referrer-Policy no-referrer always");
    text.line("add_header Cross-Origin-Resource-Policy same-origin always");
}

/// Returns the headers that are exposed of a check's answers: [`EXPOSED`] and those that its mapping reads.
pub(super) fn exposed(mapping: &Mapping) -> String {
    mapped(mapping).fold(EXPOSED.to_owned(), |all, name| all + ", " + name)
}

/// Returns the headers that a mapping reads.
pub(super) fn mapped(mapping: &Mapping) -> impl Iterator<Item = &str> {
    mapping.state.iter().filter_map(|source| match source {
        StateSource::Header(name) => Some(name.as_str()),
        StateSource::Json(_) | StateSource::Text | StateSource::Code => None,
    })
}

/// Answers with a code and no body.
pub(super) fn empty(code: u16, text: &mut Text) {
    text.line("default_type text/plain");
    text.line(format!("return {code} $allclear_nothing"));
}

/// Refuses a browser that would make a page or a script of the answer.
pub(super) fn unopened(text: &mut Text) {
    text.line("error_page 406 /opened");
    text.block("if ($allclear_opened)", |text| text.line("return 406"));
}
