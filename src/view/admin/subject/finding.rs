//! A finding in words, to follow a name.

use super::super::super::language::Words;
use super::super::super::words;
use crate::status::check::Finding;

/// Returns what a system does that was found so: "answers with 503".
pub(super) fn in_words(finding: &Finding) -> String {
    let mut does = words::does(finding).alone(&Words::ENGLISH);
    if let Some(first) = does.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    does
}
