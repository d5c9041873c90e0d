//! Values of variables in expressions and titles: `$name`, `${name}`, `${name:format}`, `[[name]]`.
//!
//! An expression of several values is a pattern: `(a|b)`, with what means something in a regular expression escaped, as Grafana's data
//! source for Prometheus writes it. A variable without a value stays as it is written, so that the expression says what is missing.

use super::Variable;
use metrics_engine::time::Duration;

/// The value of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The variable's name.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
    /// How they are written where no format is named.
    pub style: Style,
}

/// How values are written where no format is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As they are, in a string: the only value of a variable.
    Text,
    /// As a pattern that matches each of them.
    Pattern,
    /// Exactly as they are: they are a pattern or a part of an expression already.
    Raw,
}

/// The times that expressions refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The step of the evaluation.
    pub step: Duration,
    /// The time from one scrape to the next.
    pub scrape: Duration,
    /// The length of the range that is shown.
    pub range: Duration,
}

impl Default for Times {
    fn default() -> Self {
        let [step, scrape] = [Duration::from_secs(15); 2];
        Self { step, scrape, range: Duration::from_secs(3600) }
    }
}

impl Binding {
    /// Binds a variable to chosen values. `known` are all values that it can have.
    pub fn new(variable: &Variable, chosen: &[String], known: &[String]) -> Self {
        let is_pattern = variable.is_multiple || variable.has_all;
        let name = variable.name.clone();
        if chosen.iter().any(|one| one == Variable::ALL) {
            return match (variable.all.as_str(), known) {
                // Nothing is known, so nothing is excluded.
                ("", []) => Self { name, values: vec![".*".to_owned()], style: Style::Raw },
                ("", known) => Self { name, values: known.to_vec(), style: Style::Pattern },
                (all, _) => Self { name, values: vec![all.to_owned()], style: Style::Raw },
            };
        }
        let style = if is_pattern { Style::Pattern } else { Style::Text };
        Self { name, values: chosen.to_vec(), style }
    }

    /// Writes the values in a format that Grafana knows; in the binding's own style where that is `None` or unknown.
    fn write(&self, format: Option<&str>) -> String {
        let joined = |joint: &str| self.values.join(joint);
        let quoted = |quote: char| {
            let quoted = self.values.iter().map(|value| format!("{quote}{value}{quote}"));
            quoted.collect::<Vec<_>>().join(",")
        };
        match (format, self.style) {
            (Some("raw" | "csv"), _) => joined(","),
            (Some("text"), _) => joined(" + "),
            (Some("glob"), _) if self.values.len() > 1 => format!("{{{}}}", joined(",")),
            (Some("doublequote"), _) => quoted('"'),
            (Some("singlequote"), _) => quoted('\''),
            (Some("pipe"), _) | (_, Style::Raw) => joined("|"),
            (Some("regex"), _) | (_, Style::Pattern) => pattern(&self.values),
            (_, Style::Text) => joined(",").replace('\\', "\\\\").replace('"', "\\\""),
        }
    }
}

/// Writes a pattern that matches each of these values, within the quotes of an expression.
fn pattern(values: &[String]) -> String {
    let escaped: Vec<String> = values.iter().map(|value| escape(value)).collect();
    match escaped.as_slice() {
        [one] => one.clone(),
        several => format!("({})", several.join("|")),
    }
}

/// Escapes what means something in a regular expression. The backslash itself is escaped once more, because a string holds the pattern.
fn escape(value: &str) -> String {
    let mut escaped = String::new();
    for char in value.chars() {
        match char {
            '\\' => escaped.push_str("\\\\\\\\"),
            '"' => escaped.push_str("\\\""),
            '$' | '^' | '*' | '{' | '}' | '[' | ']' | '+' | '?' | '.' | '(' | ')' | '|' => {
                escaped.push_str("\\\\");
                escaped.push(char);
            }
            char => escaped.push(char),
        }
    }
    escaped
}

/// Puts values into an expression. Without `times`, the variables of time stay as they are.
pub fn expression(text: &str, bindings: &[Binding], times: Option<Times>) -> String {
    replace(text, |name, format| {
        if let Some(time) = times.and_then(|times| time(name, times)) {
            return Some(time);
        }
        let binding = bindings.iter().find(|binding| binding.name == name)?;
        Some(binding.write(format))
    })
}

/// Puts values into words, as a title or a legend: as they are, joined by ` + `.
pub fn words(text: &str, bindings: &[Binding]) -> String {
    replace(text, |name, _| {
        let binding = bindings.iter().find(|binding| binding.name == name)?;
        Some(binding.values.join(" + "))
    })
}

/// Returns the names of the variables in a text.
pub fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    replace(text, |name, _| {
        names.push(name.to_owned());
        None
    });
    names
}

/// Returns the value of a variable of time.
fn time(name: &str, times: Times) -> Option<String> {
    let Times { step, scrape, range } = times;
    let rate = (step + scrape).max(Duration(scrape.0.saturating_mul(4)));
    Some(match name {
        "__interval" => format!("{step}"),
        "__interval_ms" => step.0.to_string(),
        "__rate_interval" => format!("{rate}"),
        "__rate_interval_ms" => rate.0.to_string(),
        "__range" => format!("{range}"),
        "__range_s" => (range.0 / 1000).to_string(),
        "__range_ms" => range.0.to_string(),
        _ => return None,
    })
}

/// Replaces each reference for which there is a value. `value` gets the name and the format.
fn replace(text: &str, mut value: impl FnMut(&str, Option<&str>) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['$', '[']) {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let Some((name, format, length)) = reference_at(reference) else {
            let length = reference.chars().next().map_or(0, char::len_utf8);
            let (one, after) = reference.split_at(length);
            out.push_str(one);
            rest = after;
            continue;
        };
        let (written, after) = reference.split_at(length);
        match value(name, format) {
            Some(value) => out.push_str(&value),
            None => out.push_str(written),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Reads the reference with which a text begins: its name, its format, and its length in bytes.
fn reference_at(text: &str) -> Option<(&str, Option<&str>, usize)> {
    for (open, close) in [("${", "}"), ("[[", "]]")] {
        let Some(rest) = text.strip_prefix(open) else { continue };
        let (inner, _) = rest.split_once(close)?;
        let (name, format) = match inner.split_once(':') {
            Some((name, format)) => (name, Some(format)),
            None => (inner, None),
        };
        let name = name.split('.').next().unwrap_or_default();
        let is_whole = !name.is_empty() && name_length(name) == name.len();
        return is_whole.then_some((name, format, open.len() + inner.len() + close.len()));
    }
    let rest = text.strip_prefix('$')?;
    let name = rest.get(..name_length(rest)).filter(|name| !name.is_empty())?;
    Some((name, None, name.len() + 1))
}

/// Returns the length of the name with which a text begins.
fn name_length(text: &str) -> usize {
    let is_part = |(at, char): (usize, char)| {
        char == '_' || char.is_ascii_alphabetic() || (at > 0 && char.is_ascii_digit())
    };
    text.char_indices().find(|one| !is_part(*one)).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bindings() -> Vec<Binding> {
        let binding = |name: &str, values: &[&str], style| Binding {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            style,
        };
        vec![
            binding("job", &["node"], Style::Text),
            binding("path", &["C:\\\"x\""], Style::Text),
            binding("host", &["a.b:90", "c|d"], Style::Pattern),
            binding("one", &["a.b"], Style::Pattern),
            binding("all", &[".*"], Style::Raw),
            binding("window", &["5m"], Style::Raw),
        ]
    }

    #[test]
    fn references_are_replaced_as_grafana_does_it() {
        let times = Times {
            step: Duration::from_secs(30),
            scrape: Duration::from_secs(15),
            range: Duration::from_secs(6 * 3600),
        };
        for (text, expected) in [
            (r#"up{job="$job"}"#, r#"up{job="node"}"#),
            (r#"up{job="${job}"}"#, r#"up{job="node"}"#),
            (r#"up{job="[[job]]"}"#, r#"up{job="node"}"#),
            (r#"up{job="$job_1"}"#, r#"up{job="$job_1"}"#),
            (r#"up{host=~"$host"}"#, r#"up{host=~"(a\\.b:90|c\\|d)"}"#),
            (r#"up{host=~"$one"}"#, r#"up{host=~"a\\.b"}"#),
            (r#"up{host=~"${host:pipe}"}"#, r#"up{host=~"a.b:90|c|d"}"#),
            (r#"up{host=~"${host:regex}"}"#, r#"up{host=~"(a\\.b:90|c\\|d)"}"#),
            (r#"up{host=~"${job:regex}.*"}"#, r#"up{host=~"node.*"}"#),
            (r#"up{host=~"[[host:csv]]"}"#, r#"up{host=~"a.b:90,c|d"}"#),
            (r#"up{host=~"$all"}"#, r#"up{host=~".*"}"#),
            (r#"up{p="$path"}"#, r#"up{p="C:\\\"x\""}"#),
            ("rate(x[$window])", "rate(x[5m])"),
            ("rate(x[$__rate_interval])", "rate(x[1m])"),
            ("rate(x[${__interval}])", "rate(x[30s])"),
            ("x[$__range] $__range_s", "x[6h] 21600"),
            ("$$ $ ${ ${job [[ $1", "$$ $ ${ ${job [[ $1"),
            ("rate(x[5m]) é$", "rate(x[5m]) é$"),
        ] {
            assert_eq!(expression(text, &bindings(), Some(times)), expected, "{text}");
        }
        assert_eq!(words("$host on ${job:text}", &bindings()), "a.b:90 + c|d on node");
        assert_eq!(names("$a ${b:raw} [[c]] [d]"), ["a", "b", "c"]);
    }

    #[test]
    fn all_values_are_a_pattern_and_none_exclude_nothing() {
        let variable = Variable {
            name: "host".to_owned(),
            label: String::new(),
            source: super::super::VariableSource::Text,
            regex: String::new(),
            is_multiple: true,
            has_all: true,
            all: String::new(),
            chosen: Vec::new(),
            is_hidden: false,
        };
        let all = [Variable::ALL.to_owned()];
        let known = ["a".to_owned(), "b".to_owned()];
        let write = |variable: &Variable, chosen: &[String], known: &[String]| {
            let bindings = [Binding::new(variable, chosen, known)];
            expression("$host", &bindings, None)
        };
        assert_eq!(write(&variable, &all, &known), "(a|b)");
        assert_eq!(write(&variable, &all, &[]), ".*");
        assert_eq!(write(&variable, &known[..1], &known), "a");
        let own = Variable { all: "[a-z]+".to_owned(), ..variable };
        assert_eq!(write(&own, &all, &known), "[a-z]+");
    }
}
