//! Lines that begin with a hash: help, type and unit of a family, the end of a page, and comments.

use super::lines::{Line, Lines};
use super::problem::{Kind, Wrong};
use super::{Format, MetricType, byte, series};
use crate::bytes::{common, line_end};

impl<'a> Lines<'a> {
    /// Reads the line whose `#` is at `at`.
    pub(super) fn comment(&mut self, at: usize) -> Result<(Option<Line<'a>>, usize), Wrong> {
        let end = line_end(self.page, at);
        let mut to = end;
        if !self.strict && to > at && byte(self.page, to - 1) == b'\r' {
            to -= 1;
        }
        let rest = self.page.get(at + 1..to).unwrap_or_default();
        let is_text = self.format == Format::Text;
        let blanks = |text: &[u8]| match (is_text, text.first()) {
            (true, _) => text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count(),
            (false, first) => usize::from(first == Some(&b' ')),
        };
        let before = blanks(rest);
        let word = rest.get(before..).unwrap_or_default();
        let line = if !is_text && before == 1 && word == b"EOF" {
            Some(Line::Eof)
        } else if let Some((keyword, after)) = word.split_at_checked(4)
            && before > 0
            && blanks(after) > 0
            && (matches!(keyword, b"HELP" | b"TYPE") || (keyword == b"UNIT" && !is_text))
        {
            Some(self.metadata(keyword, at + 1 + before + 4 + blanks(after), to)?)
        } else if is_text {
            None
        } else {
            return Err(Kind::Comment.within(at, to));
        };
        Ok((line, end + 1))
    }

    /// Returns the offset after the metric name at `at`. Most metadata lines have the name of the previous one.
    #[inline]
    fn name_end(&mut self, at: usize) -> usize {
        let name = self.page.get(self.name.0..self.name.1).unwrap_or_default();
        let end = at + name.len();
        let is_same = common(name, self.page.get(at..).unwrap_or_default()) == name.len();
        let end = if is_same {
            series::name_end(self.page, end)
        } else {
            series::name_end(self.page, at)
        };
        self.name = (at, end);
        end
    }

    /// Reads the metadata line whose name is at `at`, and whose text ends at `to`.
    fn metadata(&mut self, keyword: &[u8], at: usize, to: usize) -> Result<Line<'a>, Wrong> {
        let (name, after) = if byte(self.page, at) == b'"' {
            let end = series::quoted_end(self.page, at)?;
            (at + 1..end - 1, end)
        } else if series::is_name_start(byte(self.page, at)) {
            let end = self.name_end(at);
            (at..end, end)
        } else {
            return Err(Kind::MetadataName.within(at, to.max(at)));
        };
        let mut utf8 = |from: usize, to: usize| {
            self.text.slice(self.page, from, to).ok_or(Kind::Utf8.within(from, to))
        };
        let name = utf8(name.start, name.end)?;
        let from = match byte(self.page, after) {
            _ if after >= to && (self.format == Format::OpenMetrics || keyword != b"HELP") => {
                return Err(Kind::MetadataText.at(to));
            }
            _ if after >= to => to,
            b' ' => after + 1,
            b'\t' if self.format == Format::Text => after + 1,
            _ => return Err(Kind::MetadataName.within(at, after)),
        };
        let text = utf8(from, to)?;
        match keyword {
            b"HELP" => Ok(Line::Help { name, text }),
            b"TYPE" => match MetricType::parse(text, self.format) {
                Some(kind) => Ok(Line::Type { name, kind }),
                None => Err(Kind::Type.within(from, to)),
            },
            _ if is_unit_of(text, name) => Ok(Line::Unit { name, unit: text }),
            _ => Err(Kind::Unit.within(from, to)),
        }
    }
}

/// Returns whether `name` ends with `_` and `unit`, or there is no unit.
fn is_unit_of(unit: &str, name: &str) -> bool {
    unit.is_empty() || name.strip_suffix(unit).is_some_and(|stem| stem.ends_with('_'))
}
