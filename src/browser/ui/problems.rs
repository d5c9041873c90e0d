//! Active problems, above the systems.

use super::{Stamp, symbol};
use crate::view::public::Problem;

pub(super) fn article(problem: Problem) -> Stamp {
    let Problem { id, status, word, since, heading, body } = problem;
    Stamp::of("problem")
        .set("", "data-system", id)
        .set("", "data-status", status.name())
        .set("icon", "href", symbol(status))
        .text("word", word)
        .text("since", since)
        .text("heading", heading)
        .text("body", body)
}
