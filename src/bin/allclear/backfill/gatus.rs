//! Gatus' SQLite database: `endpoints`, `endpoint_results`, `endpoint_events`, `endpoint_uptimes`.

use super::sqlite::{columns, require, text, whole};
use allclear::backfill::gatus::{self, Hour, Outcome};
use allclear::backfill::{Foreign, ImportedSamples, SkipReason, words};
use anyhow::Result;
use rusqlite::{Connection, Row};

/// The endpoints, with their numbers.
pub(super) fn endpoints(connection: &Connection) -> Result<(Vec<i64>, Vec<Foreign>)> {
    require(
        connection,
        "endpoints",
        &["endpoint_id", "endpoint_key", "endpoint_name", "endpoint_group"],
    )?;
    require(connection, "endpoint_results", &["endpoint_id", "success", "timestamp"])?;
    let sql = "SELECT endpoint_id, endpoint_group, endpoint_name, endpoint_key FROM endpoints ORDER BY endpoint_id";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let (mut numbers, mut endpoints) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let Some(id) = whole(row, 0) else { continue };
        numbers.push(id);
        endpoints.push(gatus::foreign(&text(row, 1), &text(row, 2), &text(row, 3)));
    }
    Ok((numbers, endpoints))
}

/// Returns the samples of an endpoint.
pub(super) fn import(connection: &Connection, endpoint: i64) -> Result<ImportedSamples> {
    let mut imported = ImportedSamples::default();
    let found = columns(connection, "endpoint_results")?;
    let or_null = |name| if found.iter().any(|it| it == name) { name } else { "NULL" };
    let names = ["errors", "connected", "status", "duration"].map(or_null).join(", ");
    let sql = format!(
        "SELECT timestamp, success, {names} FROM endpoint_results WHERE endpoint_id = ?1 ORDER BY endpoint_result_id"
    );
    each(connection, &sql, endpoint, |row| match outcome(row).check() {
        Some(check) => imported.checks.push(check),
        None => imported.skipped.add(SkipReason::Unreadable, 1),
    })?;
    if !columns(connection, "endpoint_events")?.is_empty() {
        let sql = "SELECT event_timestamp, event_type FROM endpoint_events WHERE endpoint_id = ?1 ORDER BY endpoint_event_id";
        each(connection, sql, endpoint, |row| {
            let at = words::instant(&text(row, 0));
            imported.changes.extend(at.and_then(|at| gatus::change(&text(row, 1), at)));
        })?;
    }
    if !columns(connection, "endpoint_uptimes")?.is_empty() {
        let mut hours = Vec::new();
        let sql = "SELECT hour_unix_timestamp, total_executions, successful_executions FROM endpoint_uptimes WHERE endpoint_id = ?1";
        each(connection, sql, endpoint, |row| {
            let checks = |column| whole(row, column).and_then(|checks| u64::try_from(checks).ok());
            if let (Some(begin), Some(total), Some(successful)) =
                (whole(row, 0), checks(1), checks(2))
            {
                hours.push(Hour { begin, total, successful });
            }
        })?;
        imported.counts = gatus::counts(&hours);
    }
    Ok(imported)
}

fn each(
    connection: &Connection,
    sql: &str,
    endpoint: i64,
    mut take: impl FnMut(&Row<'_>),
) -> Result<()> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([endpoint])?;
    while let Some(row) = rows.next()? {
        take(row);
    }
    Ok(())
}

fn outcome(row: &Row<'_>) -> Outcome {
    let is_so = |column| whole(row, column).map(|number| number != 0);
    Outcome {
        at: words::instant(&text(row, 0)),
        success: is_so(1),
        errors: text(row, 2),
        connected: is_so(3),
        status: whole(row, 4).unwrap_or_default(),
        duration: whole(row, 5),
    }
}
