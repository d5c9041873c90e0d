//! Prints a page in its own format, so that it reads back the same.
//!
//! Families follow each other, each with a `# TYPE`, which ends the family before.

use super::page::{Exemplar, Family, Page, Sample};
use super::{Format, MetricType};
use core::fmt::{self, Write as _};

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for family in &self.families {
            print_family(f, family, self.format)?;
        }
        if self.format == Format::OpenMetrics { f.write_str("# EOF\n") } else { Ok(()) }
    }
}

fn print_family(f: &mut fmt::Formatter<'_>, family: &Family, format: Format) -> fmt::Result {
    let is_open = format == Format::OpenMetrics;
    if !family.help.is_empty() {
        f.write_str("# HELP ")?;
        print_name(f, &family.name)?;
        f.write_char(' ')?;
        print_escaped(f, &family.help, is_open)?;
        f.write_char('\n')?;
    }
    f.write_str("# TYPE ")?;
    print_name(f, &family.name)?;
    let kind = if !is_open && family.kind == MetricType::Unknown {
        "untyped"
    } else {
        family.kind.as_str()
    };
    writeln!(f, " {kind}")?;
    if !family.unit.is_empty() && is_open {
        f.write_str("# UNIT ")?;
        print_name(f, &family.name)?;
        writeln!(f, " {}", family.unit)?;
    }
    family.samples.iter().try_for_each(|sample| print_sample(f, sample, format))
}

fn print_sample(f: &mut fmt::Formatter<'_>, sample: &Sample, format: Format) -> fmt::Result {
    let name = sample.labels.name();
    let is_plain = is_plain(name);
    if is_plain {
        f.write_str(name)?;
    }
    let quoted_name = (!is_plain).then_some(name);
    let labels = sample.labels.iter().filter(|(key, _)| *key != crate::labels::NAME);
    print_labels(f, quoted_name, labels)?;
    f.write_char(' ')?;
    print_value(f, sample.value)?;
    match (sample.at, format) {
        (None, _) => {}
        (Some(at), Format::Text) => write!(f, " {at}")?,
        (Some(at), Format::OpenMetrics) => {
            let sign = if at < 0 { "-" } else { "" };
            let at = at.unsigned_abs();
            write!(f, " {sign}{}.{:03}", at / 1000, at % 1000)?;
        }
    }
    if let Some(Exemplar { labels, value, at }) = &sample.exemplar {
        f.write_str(" # {")?;
        print_pairs(f, labels.iter())?;
        f.write_str("} ")?;
        print_value(f, *value)?;
        if let Some(at) = at {
            write!(f, " {at}")?;
        }
    }
    f.write_char('\n')
}

fn print_labels<'a>(
    f: &mut fmt::Formatter<'_>,
    quoted_name: Option<&str>,
    labels: impl Iterator<Item = (&'a str, &'a str)>,
) -> fmt::Result {
    let mut labels = labels.peekable();
    if quoted_name.is_none() && labels.peek().is_none() {
        return Ok(());
    }
    f.write_char('{')?;
    if let Some(name) = quoted_name {
        print_quoted(f, name)?;
        if labels.peek().is_some() {
            f.write_char(',')?;
        }
    }
    print_pairs(f, labels)?;
    f.write_char('}')
}

fn print_pairs<'a>(
    f: &mut fmt::Formatter<'_>,
    labels: impl Iterator<Item = (&'a str, &'a str)>,
) -> fmt::Result {
    for (index, (name, value)) in labels.enumerate() {
        if index > 0 {
            f.write_char(',')?;
        }
        // Only a metric's name may contain a colon.
        if is_plain(name) && !name.contains(':') {
            f.write_str(name)?;
        } else {
            print_quoted(f, name)?;
        }
        f.write_char('=')?;
        print_quoted(f, value)?;
    }
    Ok(())
}

fn print_name(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    if is_plain(name) { f.write_str(name) } else { print_quoted(f, name) }
}

/// Returns whether a metric's name needs no quotes.
fn is_plain(name: &str) -> bool {
    let is_in_name = |byte: u8| matches!(byte, b'_' | b':') || byte.is_ascii_alphanumeric();
    name.bytes().all(is_in_name) && name.bytes().next().is_some_and(|first| !first.is_ascii_digit())
}

fn print_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    print_escaped(f, text, true)?;
    f.write_char('"')
}

fn print_escaped(f: &mut fmt::Formatter<'_>, text: &str, with_quotes: bool) -> fmt::Result {
    for character in text.chars() {
        match character {
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '"' if with_quotes => f.write_str("\\\"")?,
            other => f.write_char(other)?,
        }
    }
    Ok(())
}

fn print_value(f: &mut fmt::Formatter<'_>, value: f64) -> fmt::Result {
    if value == f64::INFINITY {
        f.write_str("+Inf")
    } else if value == f64::NEG_INFINITY {
        f.write_str("-Inf")
    } else {
        write!(f, "{value}")
    }
}
