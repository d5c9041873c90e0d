//! The commands of a script.

use super::case::Case;
use metrics_engine::time::Duration;

/// A command of a script.
pub(crate) enum Command {
    /// Drops all series.
    Clear,
    /// Adds values, one a step from the epoch on.
    Load {
        /// The distance between two values.
        step: Duration,
        /// A series and its values each.
        lines: Vec<String>,
        /// Whether classic histograms are loaded as native ones too.
        converts: bool,
    },
    /// Evaluates an expression.
    Eval(Box<Case>),
}

/// Returns the commands with the numbers of their lines.
pub(crate) fn commands(text: &str) -> Vec<(usize, Command)> {
    let mut commands = Vec::new();
    // A comment is an empty line, and an empty line ends a command.
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .map(|line| if line.starts_with('#') { "" } else { line })
        .collect();
    let mut at = 0;
    while let Some(head) = lines.get(at) {
        let rest = &lines[at + 1..];
        let body = &rest[..rest.iter().position(|line| line.is_empty()).unwrap_or(rest.len())];
        let number = at + 1;
        at += 1;
        let Some(word) = head.split_whitespace().next() else { continue };
        match word.to_lowercase().as_str() {
            "clear" => commands.push((number, Command::Clear)),
            "load" | "load_with_nhcb" => {
                let step = duration(head.split_whitespace().nth(1).unwrap());
                let lines = body.iter().map(|line| (*line).to_owned()).collect();
                let converts = word.to_lowercase() == "load_with_nhcb";
                commands.push((number, Command::Load { step, lines, converts }));
                at += body.len();
            }
            _ => {
                let (case, used) = Case::read(head, body);
                commands.push((number, Command::Eval(Box::new(case))));
                at += used;
            }
        }
    }
    commands
}

/// Parses `5m`, `90`, `-1m30s`.
pub(crate) fn duration(text: &str) -> Duration {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let parsed = Duration::parse(text).or_else(|| text.parse().ok().map(Duration::from_secs));
    parsed.unwrap_or_else(|| panic!("no duration: {text}")) * sign
}
