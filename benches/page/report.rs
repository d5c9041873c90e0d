//! The figures, each with its limit, and whether it holds.

use std::fmt;

/// A limit and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Limit {
    /// At most this, or the whole measurement fails.
    AtMost(f64),
    /// Reported, for comparison with the next time.
    None,
}

/// One figure.
struct Line {
    what: String,
    figure: String,
    limit: String,
    /// `None` where there is no limit.
    holds: Option<bool>,
}

/// All figures, in sections.
#[derive(Default)]
pub(crate) struct Report {
    sections: Vec<(String, Vec<Line>, Vec<String>)>,
}

impl Report {
    /// Begins a section.
    pub(crate) fn section(&mut self, title: impl Into<String>) {
        let title = title.into();
        eprintln!("bench: {title}");
        self.sections.push((title, Vec::new(), Vec::new()));
    }

    /// Adds a figure: its value, which is held against the limit, and its words.
    pub(crate) fn figure(&mut self, what: impl Into<String>, value: f64, words: String, limit: Limit) {
        let (limit, holds) = match limit {
            Limit::AtMost(most) => (format!("at most {most}"), Some(value <= most)),
            Limit::None => (String::new(), None),
        };
        self.line(Line { what: what.into(), figure: words, limit, holds });
    }

    /// Adds something that has to be so.
    pub(crate) fn fact(&mut self, what: impl Into<String>, words: String, holds: bool) {
        let limit = "has to be".to_owned();
        self.line(Line { what: what.into(), figure: words, limit, holds: Some(holds) });
    }

    /// Adds a sentence about how it was measured.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        if let Some((_, _, notes)) = self.sections.last_mut() {
            notes.push(note.into());
        }
    }

    /// Whether every limit holds.
    pub(crate) fn holds(&self) -> bool {
        self.sections.iter().flat_map(|(_, lines, _)| lines).all(|line| line.holds != Some(false))
    }

    fn line(&mut self, line: Line) {
        if let Some((_, lines, _)) = self.sections.last_mut() {
            lines.push(line);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, lines, notes) in &self.sections {
            writeln!(out, "\n{title}")?;
            for Line { what, figure, limit, holds } in lines {
                let word = match holds {
                    Some(true) => "ok",
                    Some(false) => "over",
                    None => "",
                };
                let line = format!("  {what:<46} {figure:<34} {limit:<12} {word}");
                writeln!(out, "{}", line.trim_end())?;
            }
            for note in notes {
                writeln!(out, "  {note}")?;
            }
        }
        Ok(())
    }
}

/// The middle of several values; of an even number, the mean of the two in the middle. 0 of none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let sorted = sorted(values);
    let at = |index: usize| sorted.get(index).copied().unwrap_or_default();
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => at(count / 2),
        count => f64::midpoint(at(count / 2 - 1), at(count / 2)),
    }
}

/// The largest of several values. 0 of none.
pub(crate) fn worst(values: &[f64]) -> f64 {
    sorted(values).last().copied().unwrap_or_default()
}

/// `812 ms (790 to 901)`: the median, and between what the values lay.
pub(crate) fn spread(values: &[f64]) -> String {
    let least = sorted(values).first().copied().unwrap_or_default();
    format!("{:.0} ms ({least:.0} to {:.0})", median(values), worst(values))
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}
