//! The bytes of a page as UTF-8, a stretch at a time.
//!
//! Each name, help and value has to be UTF-8. Checking a stretch of the page is far quicker than checking each of its pieces, and a
//! page that is read in pieces is not checked as a whole each time.

/// The length of a stretch in bytes.
const STRETCH: usize = 16 * 1024;

/// The stretch that is known to be UTF-8.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Text<'a> {
    known: &'a str,
    /// Its offset in the page.
    start: usize,
}

impl<'a> Text<'a> {
    /// Returns the text from `from` to `to` of the page, `None` where it is not UTF-8.
    pub(super) fn slice(&mut self, page: &'a [u8], from: usize, to: usize) -> Option<&'a str> {
        if from < self.start || to > self.start + self.known.len() {
            self.check(page, from);
        }
        let known = self.known.get(from - self.start..to.checked_sub(self.start)?);
        known.or_else(|| core::str::from_utf8(page.get(from..to)?).ok())
    }

    /// Checks the stretch from `from` on, up to the first byte in it that is not UTF-8.
    fn check(&mut self, page: &'a [u8], from: usize) {
        let rest = page.get(from..).unwrap_or_default();
        let stretch = rest.get(..rest.len().min(STRETCH)).unwrap_or_default();
        self.start = from;
        self.known = core::str::from_utf8(stretch).unwrap_or_else(|error| {
            let valid = stretch.get(..error.valid_up_to()).unwrap_or_default();
            core::str::from_utf8(valid).unwrap_or_default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_agrees_with_the_standard_library(
            pieces in prop::collection::vec(prop_oneof![
                Just(b"a".to_vec()), Just("\u{e9}".as_bytes().to_vec()), Just(vec![0xff]), Just(vec![b'x'; 9000]),
            ], 0..12),
            ranges in prop::collection::vec((0..40_000_usize, 0..40_000_usize), 0..8),
        ) {
            let page = pieces.concat();
            let mut text = Text::default();
            for (from, length) in ranges {
                let from = from % (page.len() + 1);
                let to = from + length % (page.len() - from + 1);
                let expected = page.get(from..to).and_then(|piece| core::str::from_utf8(piece).ok());
                prop_assert_eq!(text.slice(&page, from, to), expected);
            }
        }
    }
}
