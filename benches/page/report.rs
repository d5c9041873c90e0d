//! The figures, each with its limit, and whether it holds.

use std::fmt;

/// A limit and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Limit {
    /// At most this, or the whole measurement fails.
    AtMost(f64),
    /// At most this is the aim; missing it is said, and fails nothing.
    Aim(f64),
}

/// One figure.
struct Line {
    what: String,
    figure: String,
    /// The value that is held against a limit, and the limit. Figures without one are there for comparison.
    held: Option<(f64, Limit)>,
}

impl Line {
    /// Whether the figure keeps its limit; `None` where there is none.
    fn is_kept(&self) -> Option<bool> {
        self.held.map(|(value, Limit::AtMost(most) | Limit::Aim(most))| value <= most)
    }
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

    /// Adds a figure, in words, that is there for comparison.
    pub(crate) fn figure(&mut self, what: impl Into<String>, words: String) {
        self.line(Line { what: what.into(), figure: words, held: None });
    }

    /// Adds a figure, in words, whose value has a limit.
    pub(crate) fn limited(
        &mut self,
        what: impl Into<String>,
        words: String,
        value: f64,
        limit: Limit,
    ) {
        self.line(Line { what: what.into(), figure: words, held: Some((value, limit)) });
    }

    /// Adds a sentence about how it was measured.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        if let Some((_, _, notes)) = self.sections.last_mut() {
            notes.push(note.into());
        }
    }

    /// Whether every limit is kept. An aim may be missed.
    pub(crate) fn holds(&self) -> bool {
        let mut lines = self.sections.iter().flat_map(|(_, lines, _)| lines);
        lines.all(|line| {
            matches!(line.held, None | Some((_, Limit::Aim(_)))) || line.is_kept() == Some(true)
        })
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
            for line in lines {
                let limit = match line.held {
                    Some((_, Limit::AtMost(most))) => format!("at most {most}"),
                    Some((_, Limit::Aim(most))) => format!("aim: {most}"),
                    None => String::new(),
                };
                let word = line.is_kept().map_or("", |is_kept| if is_kept { "ok" } else { "over" });
                let text = format!("  {:<48} {:<36} {limit:<12} {word}", line.what, line.figure);
                writeln!(out, "{}", text.trim_end())?;
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
