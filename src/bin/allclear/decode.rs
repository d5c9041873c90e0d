//! `allclear decode`: what a page of metrics contains, and which of its lines cannot be read.

mod fetch;
mod verdict;

use super::output;
use anyhow::{Context as _, Result, bail};
use flate2::read::MultiGzDecoder;
use metrics_engine::exposition::Format;
use metrics_engine::exposition::page::{Family, Page};
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;
use verdict::{Verdict, Wrong};

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
    /// Certificates of the authorities to verify an https:// address with. Found in the usual places unless given.
    #[arg(long)]
    authorities: Option<PathBuf>,
}

/// The formats by their names.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Named {
    /// Prometheus text 0.0.4.
    Text,
    /// OpenMetrics 1.0.
    Openmetrics,
}

/// Reads the page and says what is in it, on the standard output.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let source = arguments.source.as_str();
    let (content_type, body) = if source.starts_with("http://") || source.starts_with("https://") {
        // An answer that is compressed and does not say so is judged as the page and the recorder judge it.
        fetch::get(source, arguments.authorities.as_deref())?
    } else {
        (None, file(source)?)
    };
    let format = match (Format::of(content_type.as_deref(), &body), arguments.format) {
        // Whatever the page is said to be, these bytes are no text.
        (Err(what), _) if what.is_unreadable() => Err(what),
        (_, Some(Named::Text)) => Ok(Format::Text),
        (_, Some(Named::Openmetrics)) => Ok(Format::OpenMetrics),
        (found, None) => found,
    };
    let (page, verdict) = match format {
        Ok(format) => {
            let page = Page::read(&body, format, arguments.strict);
            let verdict = Verdict::of(&page, &body, arguments.strict);
            (page, verdict)
        }
        Err(what) => {
            let wrong = Wrong { line: 1, column: 0, reason: what.to_string() };
            let verdict = Verdict { listed: vec![wrong], is_refused: true, ..Verdict::default() };
            (Page::default(), verdict)
        }
    };
    let families = if verdict.is_refused { &[] } else { page.families.as_slice() };
    if arguments.json {
        output::line(format_args!("{:#}", as_json(&page, families, &verdict)))?;
    } else {
        output::print(as_text(&page, families, &verdict, &arguments.source))?;
    }
    Ok(if verdict.listed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads a file, or the standard input for -, and unpacks it.
pub(crate) fn file(source: &str) -> Result<Vec<u8>> {
    let body = if source == "-" { read_input() } else { std::fs::read(source).map_err(Into::into) };
    let unreadable = || format!("{source} cannot be read");
    unpacked(body.with_context(unreadable)?).with_context(unreadable)
}

fn read_input() -> Result<Vec<u8>> {
    let mut body = Vec::new();
    std::io::stdin().read_to_end(&mut body).context("the standard input cannot be read")?;
    Ok(body)
}

/// The largest page that a compressed file may hold.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// Decompresses a gzip file. Returns anything else unchanged.
fn unpacked(body: Vec<u8>) -> Result<Vec<u8>> {
    if !body.starts_with(b"\x1f\x8b") {
        return Ok(body);
    }
    let mut page = Vec::new();
    let mut unpacking = MultiGzDecoder::new(body.as_slice()).take(MAX_UNPACKED + 1);
    unpacking.read_to_end(&mut page).context("the gzip file is damaged")?;
    if page.len() as u64 > MAX_UNPACKED {
        bail!("it holds more than {MAX_UNPACKED} bytes");
    }
    Ok(page)
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

fn as_json(page: &Page, families: &[Family], verdict: &Verdict) -> Value {
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
    let problems: Vec<Value> = verdict
        .listed
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
        "problem_count": verdict.count(),
        "warnings": verdict.warnings,
    })
}

fn as_text(page: &Page, families: &[Family], verdict: &Verdict, source: &str) -> String {
    let mut lines: Vec<String> = families.iter().map(line).collect();
    for Wrong { line, column, reason } in &verdict.listed {
        let column = if *column > 0 { format!(":{column}") } else { String::new() };
        lines.push(format!("{source}:{line}{column}: {reason}"));
    }
    let more = verdict.count() - verdict.listed.len();
    if more > 0 {
        lines.push(format!("{source}: +{}", counted(more, "more problem", "more problems")));
    }
    lines.extend(verdict.warnings.iter().map(|warning| format!("{source}: warning: {warning}")));
    lines.push(format!(
        "{}: {}, {} in {}. {}\n",
        name(page.format),
        counted(families.len(), "family", "families"),
        counted(samples(families), "sample", "samples"),
        counted(page.lines, "line", "lines"),
        verdict.sentence(),
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

/// Returns an untrusted text in a form that is safe for a terminal, without control characters.
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
