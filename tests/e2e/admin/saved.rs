//! A panel that a person saved as a file.

use anyhow::Context as _;

use crate::Result;

/// Keeps the last file that the page gives to a person.
pub(crate) const CATCH: &str = r"
    window.caught = null;
    window.address ??= URL.createObjectURL;
    URL.createObjectURL = (file) => { window.caught = file; return '#caught' };
    window.clicked ??= HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () { if (!this.download) window.clicked.call(this) };
";

/// A saved panel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Csv {
    pub(crate) names: Vec<String>,
    /// Oldest first: the instant as it is written, and the values.
    pub(crate) rows: Vec<(String, Vec<Option<f64>>)>,
}

impl Csv {
    /// Reads what has no comma within a field.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        let head = lines.next().context("an empty file")?;
        let names = head.split(',').skip(1).map(|name| name.trim_matches('"').to_owned()).collect();
        let row = |line: &str| {
            let mut fields = line.split(',');
            let at = fields.next()?.to_owned();
            Some((at, fields.map(|field| field.parse().ok()).collect()))
        };
        Ok(Self { names, rows: lines.filter_map(row).collect() })
    }

    /// All values of the only series.
    pub(crate) fn values(&self) -> Vec<f64> {
        self.rows.iter().filter_map(|(_, values)| *values.first()?).collect()
    }
}
