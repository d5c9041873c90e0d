//! `allclear decode`: what a page of metrics contains, and which of its lines cannot be read.

mod fetch;

use super::output;
use allclear::decode::exposition::page::{Family, Page};
use allclear::decode::exposition::{Format, validate};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use std::io::Read as _;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A file, an address that begins with http:// or https://, or - for the standard input.
    source: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Refuse the page at the first problem, as Prometheus does; hold OpenMetrics to all of its rules.
    #[arg(long)]
    strict: bool,
    /// Read it in this format, whatever it says of itself.
    #[arg(long, value_enum)]
    format: Option<Named>,
}

/// The formats by their names.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Named {
    /// Prometheus text 0.0.4.
    Text,
    /// OpenMetrics 1.0.
    Openmetrics,
}

/// A line that is wrong.
struct Wrong {
    line: usize,
    /// In bytes, from 1; 0 where the whole line is meant.
    column: usize,
    reason: String,
}

/// Reads the page and says what is in it, on the standard output.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (content_type, body) = match arguments.source.as_str() {
        "-" => (None, read_input()?),
        url if url.starts_with("http://") || url.starts_with("https://") => fetch::get(url)?,
        file => (None, std::fs::read(file).with_context(|| format!("{file} cannot be read"))?),
    };
    let format = match arguments.format {
        Some(Named::Text) => Ok(Format::Text),
        Some(Named::Openmetrics) => Ok(Format::OpenMetrics),
        None => Format::of(content_type.as_deref(), &body),
    };
    let (page, wrong) = match format {
        Ok(format) => {
            let page = Page::read(&body, format, arguments.strict);
            let wrong = problems(&page, &body, arguments.strict);
            (page, wrong)
        }
        Err(what) => {
            (Page::default(), vec![Wrong { line: 1, column: 0, reason: what.to_string() }])
        }
    };
    let families =
        if arguments.strict && !wrong.is_empty() { &[] } else { page.families.as_slice() };
    if arguments.json {
        output::line(format_args!("{:#}", as_json(&page, families, &wrong)))?;
    } else {
        output::print(as_text(&page, families, &wrong, &arguments.source))?;
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read_input() -> Result<Vec<u8>> {
    let mut body = Vec::new();
    std::io::stdin().read_to_end(&mut body).context("the standard input cannot be read")?;
    Ok(body)
}

/// All problems; where it is strict, the first one.
fn problems(page: &Page, body: &[u8], strict: bool) -> Vec<Wrong> {
    let mut wrong: Vec<Wrong> = page
        .problems
        .iter()
        .map(|p| Wrong { line: p.line, column: p.from + 1, reason: p.kind.to_string() })
        .collect();
    if strict {
        wrong.truncate(1);
        if wrong.is_empty()
            && page.format == Format::OpenMetrics
            && let Err(violation) = validate::validate(body)
        {
            wrong.push(Wrong {
                line: violation.line(),
                column: 0,
                reason: violation.reason().to_owned(),
            });
        }
    }
    wrong
}

fn samples(families: &[Family]) -> usize {
    families.iter().map(|family| family.samples.len()).sum()
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Text => "Prometheus text",
        Format::OpenMetrics => "OpenMetrics",
    }
}

fn as_json(page: &Page, families: &[Family], wrong: &[Wrong]) -> Value {
    let families_json: Vec<Value> = families
        .iter()
        .map(|family| {
            json!({
                "name": family.name,
                "type": family.kind.as_str(),
                "help": family.help,
                "unit": family.unit,
                "samples": family.samples.len(),
            })
        })
        .collect();
    let problems: Vec<Value> = wrong
        .iter()
        .map(|wrong| {
            let mut problem = json!({ "line": wrong.line, "reason": wrong.reason });
            if wrong.column > 0
                && let Some(members) = problem.as_object_mut()
            {
                members.insert("column".to_owned(), wrong.column.into());
            }
            problem
        })
        .collect();
    json!({
        "format": name(page.format),
        "lines": page.lines,
        "families": families_json,
        "samples": samples(families),
        "problems": problems,
    })
}

fn as_text(page: &Page, families: &[Family], wrong: &[Wrong], source: &str) -> String {
    let mut lines: Vec<String> = families.iter().map(line).collect();
    for Wrong { line, column, reason } in wrong {
        let column = if *column > 0 { format!(":{column}") } else { String::new() };
        lines.push(format!("{source}:{line}{column}: {reason}"));
    }
    let verdict = match wrong.len() {
        0 => "All lines can be read.".to_owned(),
        _ if page.problems.is_empty() => "The page is refused.".to_owned(),
        1 => "1 line cannot be read.".to_owned(),
        n => format!("{n} lines cannot be read."),
    };
    lines.push(format!(
        "{}: {}, {} in {}. {verdict}\n",
        name(page.format),
        counted(families.len(), "family", "families"),
        counted(samples(families), "sample", "samples"),
        counted(page.lines, "line", "lines"),
    ));
    lines.join("\n")
}

/// A family in one line.
fn line(family: &Family) -> String {
    let or_nothing = |text: &str, before: &str, after: &str| {
        if text.is_empty() { String::new() } else { format!("{before}{}{after}", shown(text)) }
    };
    format!(
        "{:<14} {:>6}  {}{}{}",
        family.kind.as_str(),
        family.samples.len(),
        shown(&family.name),
        or_nothing(&family.unit, " (", ")"),
        or_nothing(&family.help, ": ", ""),
    )
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A stranger's text, as it may go to a terminal: without control characters.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}
