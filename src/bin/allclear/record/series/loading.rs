//! Reads the stored segments.

use super::Series;
use crate::record::disk::open_file;
use anyhow::Result;
use metrics_engine::store::snapshot::{Frame, Record, Replay, scan};
use std::fs;
use std::io::Read as _;
use std::path::Path;

/// Maximum size of a file that is read, in bytes.
const MAX_BYTES: u64 = 256 << 20;

impl Series {
    pub(super) fn load(&mut self, admin: &Path) -> Vec<Record> {
        let mut replay = Replay::default();
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let numbers = names.filter_map(|item| item.file_name().to_str()?.parse().ok());
        let mut numbers: Vec<u64> = numbers.filter(|number| *number < 1 << 53).collect();
        numbers.sort_unstable();
        for number in numbers {
            let bytes = match read(&self.path(number)) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let (path, aside) = (self.path(number), format!("{number}.corrupt"));
                    tracing::warn!(
                        "{} cannot be read ({error:#}), and is moved aside",
                        path.display()
                    );
                    drop(fs::rename(path, self.folder.join(aside)));
                    continue;
                }
            };
            self.ledger.grow(number, bytes.len() as u64);
            for step in scan(&bytes).unwrap_or_default() {
                self.ledger.take(number, step);
                replay.take(step);
            }
        }
        // If an older version left everything in one file, it becomes the first segment.
        let packed = admin.join("series");
        if let Ok(bytes) = read(&packed) {
            if replay == Replay::default() && replay.read(&bytes) {
                let (mut frame, records) = (Frame::new(0), replay.clone().finish());
                for record in &records {
                    frame.put(&record.key, &record.bytes);
                }
                if self.write_segment(1, &frame.finish()).is_err() {
                    return records;
                }
            }
            drop(fs::remove_file(packed));
        }
        replay.finish()
    }
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_file(path, MAX_BYTES)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}
