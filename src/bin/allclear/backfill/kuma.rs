//! Uptime Kuma's database: `monitor`, `heartbeat`, and from version 2 on `stat_hourly` and `stat_daily`.

use super::sqlite::{columns, number, require, text, whole};
use allclear::backfill::kuma::{self, Beat, Monitor};
use allclear::backfill::{Count, Foreign, ImportedSamples, words};
use anyhow::Result;
use metrics_engine::time::Timestamp;
use rusqlite::{Connection, Row};

/// The monitors, with their numbers.
pub(super) fn monitors(connection: &Connection) -> Result<(Vec<i64>, Vec<Foreign>)> {
    require(connection, "monitor", &["id", "name", "interval", "url"])?;
    require(connection, "heartbeat", &["id", "monitor_id", "status", "time", "important"])?;
    let mut statement = connection.prepare("SELECT id, name, url FROM monitor ORDER BY id")?;
    let mut rows = statement.query([])?;
    let (mut numbers, mut monitors) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let Some(id) = whole(row, 0) else { continue };
        numbers.push(id);
        monitors.push(Foreign {
            name: text(row, 1),
            aliases: Vec::new(),
            number: Some(id.to_string()),
            addresses: vec![text(row, 2)],
        });
    }
    Ok((numbers, monitors))
}

/// Returns the samples of a monitor.
pub(super) fn import(connection: &Connection, monitor: i64) -> Result<ImportedSamples> {
    let found = columns(connection, "heartbeat")?;
    // Added over the years.
    let or_null = |name| if found.iter().any(|it| it == name) { name } else { "NULL" };
    let (msg, ping, retries) = (or_null("msg"), or_null("ping"), or_null("retries"));
    let sql = format!(
        "SELECT time, status, {msg}, {ping}, important, {retries} FROM heartbeat WHERE monitor_id = ?1 ORDER BY id"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([monitor])?;
    let mut beats = Vec::new();
    while let Some(row) = rows.next()? {
        beats.push(beat(row));
    }
    let settings = settings(connection, monitor)?;
    let hourly = counts(connection, "stat_hourly", 3600, monitor)?;
    let daily = counts(connection, "stat_daily", 86_400, monitor)?;
    Ok(kuma::import(settings, beats, hourly, daily))
}

/// The settings of a monitor's checks.
fn settings(connection: &Connection, monitor: i64) -> Result<Monitor> {
    // Databases of the first versions lack the column.
    let has_sides = columns(connection, "monitor")?.iter().any(|column| column == "upside_down");
    let upside_down = if has_sides { "upside_down" } else { "0" };
    let sql = format!("SELECT interval, {upside_down} FROM monitor WHERE id = ?1");
    let read = |row: &Row<'_>| {
        let is_upside_down = whole(row, 1).is_some_and(|turned| turned != 0);
        Ok(Monitor { interval: whole(row, 0), is_upside_down })
    };
    Ok(connection.query_row(&sql, [monitor], read)?)
}

fn beat(row: &Row<'_>) -> Beat {
    Beat {
        at: words::instant(&text(row, 0)),
        status: whole(row, 1),
        message: text(row, 2),
        ping: number(row, 3),
        is_important: whole(row, 4).is_some_and(|important| important != 0),
        retries: whole(row, 5).and_then(|retries| u32::try_from(retries).ok()).unwrap_or_default(),
    }
}

/// The rows of a table of counts; none where there is no such table.
fn counts(connection: &Connection, table: &str, seconds: i64, monitor: i64) -> Result<Vec<Count>> {
    if columns(connection, table)?.is_empty() {
        return Ok(Vec::new());
    }
    require(connection, table, &["monitor_id", "timestamp", "up", "down"])?;
    let sql = format!("SELECT timestamp, up, down FROM {table} WHERE monitor_id = ?1");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([monitor])?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        let begin = whole(row, 0).filter(|begin| (0..4_000_000_000).contains(begin));
        let checks = |column| whole(row, column).and_then(|checks| u64::try_from(checks).ok());
        let (Some(begin), Some(well), Some(failed)) = (begin, checks(1), checks(2)) else {
            continue;
        };
        let range = Timestamp(begin * 1000)..Timestamp((begin + seconds) * 1000);
        counts.push(Count { range, well, failed });
    }
    Ok(counts)
}
