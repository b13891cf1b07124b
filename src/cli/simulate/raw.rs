//! The machine's raw limit: the same bytes appended to a plain file, with one `fdatasync` for each group.

use super::report::Groups;
use super::tally::times;
use crate::cli::Failure;
use hdrhistogram::Histogram;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// What a plain file carries.
#[derive(Debug)]
pub struct Raw {
    /// Records a second.
    pub append_per_s: f64,
    /// Times of one write and sync, in microseconds.
    pub times: Histogram<u32>,
}

/// Appends groups of the run's mean size to a file on the same disk for some time, and removes it.
///
/// # Errors
/// When the file cannot be written.
pub fn measure(folder: &Path, groups: &Groups, most: Duration) -> Result<Raw, Failure> {
    let path = folder.join("RAW");
    let outcome = append(&path, groups, most);
    let _ = fs::remove_file(&path);
    outcome.map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))
}

fn append(path: &Path, groups: &Groups, most: Duration) -> io::Result<Raw> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    let group = vec![0x5a; groups.mean_bytes()];
    let mut times = times();
    let began = Instant::now();
    let mut done: u32 = 0;
    while began.elapsed() < most {
        let one = Instant::now();
        file.write_all(&group)?;
        file.sync_data()?;
        times.saturating_record(u64::try_from(one.elapsed().as_micros()).unwrap_or(u64::MAX));
        done += 1;
    }
    Ok(Raw {
        append_per_s: f64::from(done) * groups.mean_records() / began.elapsed().as_secs_f64(),
        times,
    })
}
