//! Databases of other programs, opened read-only, and read without trust in the types of their rows.

use anyhow::{Context as _, Result, bail};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use std::fs::File;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

/// The maximum length of a text.
const MAX_TEXT: usize = 1024;

/// The characters of a path that mean something else in a URI, and are encoded.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// Whether a file begins as SQLite's do.
pub(super) fn is_database(path: &Path) -> std::io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(16).read_to_end(&mut head)?;
    Ok(head == b"SQLite format 3\0")
}

/// Opens a database to read.
///
/// Beside one that is in use lies what was written last (`-wal`), and is read with it. One that was copied without is taken as it is:
/// SQLite would write files beside it else.
pub(super) fn open(path: &Path) -> Result<Connection> {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-wal");
    let is_alone = Path::new(&beside).metadata().map_or(true, |found| found.len() == 0);
    let path_in_uri = percent_encode(path.as_os_str().as_bytes(), IN_PATH);
    let mode = if is_alone { "?mode=ro&immutable=1" } else { "?mode=ro" };
    let address = format!("file:{path_in_uri}{mode}");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(&address, flags)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    // Views and generated columns of a foreign schema are not computed.
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// The columns of a table; none where there is no such table. A view is none: it could take for ever.
pub(super) fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name = ?1";
    let mut statement = connection.prepare(sql)?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}

/// Fails where a column of a table is missing.
pub(super) fn require(connection: &Connection, table: &str, due: &[&str]) -> Result<()> {
    let found = columns(connection, table)?;
    match due.iter().find(|name| !found.iter().any(|column| column == *name)) {
        Some(_) if found.is_empty() => bail!("it has no table `{table}`; is it the right file?"),
        Some(name) => bail!("its table `{table}` has no column `{name}`"),
        None => Ok(()),
    }
}

/// A whole number, whatever it is kept as.
pub(super) fn whole(row: &Row<'_>, column: usize) -> Option<i64> {
    match row.get_ref(column).ok()? {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Real(number) => (number.abs() < 9e15).then_some(number as i64),
        ValueRef::Text(text) => core::str::from_utf8(text).ok()?.trim().parse().ok(),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

/// A number.
pub(super) fn number(row: &Row<'_>, column: usize) -> Option<f64> {
    match row.get_ref(column).ok()? {
        ValueRef::Real(number) => Some(number),
        _ => whole(row, column).map(|number| number as f64),
    }
}

/// A text, its beginning at least; empty where there is none.
pub(super) fn text(row: &Row<'_>, column: usize) -> String {
    match row.get_ref(column) {
        Ok(ValueRef::Text(text)) => {
            String::from_utf8_lossy(text.get(..MAX_TEXT).unwrap_or(text)).into_owned()
        }
        Ok(ValueRef::Integer(number)) => number.to_string(),
        _ => String::new(),
    }
}
