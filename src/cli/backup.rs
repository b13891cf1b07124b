//! `pickface backup`: a data directory in one file.

use super::{Failure, Shell, Status};
use crate::codes::carriers::Carriers;
use crate::exchange::keymaps::keymap_files;
use crate::exchange::scanners::hold_settings;
use crate::hub::Site;
use crate::scan::Scanners;
use crate::store::archive::{ArchiveInfo, ArchiveSource, write_archive};
use crate::store::closed_numbers::closed_numbers_file;
use crate::store::journal::base_file;
use crate::store::medium::DiskMedium;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Arguments of `backup`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file to write. It must not be there yet.
    file: PathBuf,
}

#[derive(Serialize)]
struct Answer {
    file: PathBuf,
    bytes: u64,
    files: usize,
    seq: u64,
}

/// Writes the backup, and reads it through before it gets its name. Work goes on meanwhile.
///
/// # Errors
/// When the directory cannot be opened, or the file not be written.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let file = shell.path(&args.file)?;
    let (info, seq) = write(&site, &file)?;
    let answer = Answer {
        file,
        bytes: info.bytes,
        files: info.files.len(),
        seq,
    };
    let said = format!(
        "{} holds everything up to record {seq} ({} bytes)",
        answer.file.display(),
        answer.bytes
    );
    shell.answer(&answer, said)?;
    Ok(Status::Done)
}

/// Takes a snapshot, and archives it with the journal as far as it is committed then. The history is not in it: it
/// is made again from the journal. The building's keymaps, its scanners' settings and its carriers' rules go along:
/// without them nobody's keys and guns would work as they did.
fn write(site: &Site, file: &Path) -> Result<(ArchiveInfo, u64), Failure> {
    let directory = site.directory();
    let root = directory.root();
    let snapshot = site.snapshot()?;
    let _held = site.journal().hold_files();
    let _settings = hold_settings(root).map_err(Failure::new)?;
    let (seq, files) = (site.journal().last_seq(), site.journal().committed_files()?);
    let whole = |path: PathBuf| match fs::metadata(&path) {
        Ok(found) => Ok((path, found.len())),
        Err(error) => Err(Failure::new(format!("cannot read {}: {error}", path.display()))),
    };
    // The snapshot first: a later one may take its place while the journal is copied.
    let mut taken = vec![(snapshot.path, snapshot.bytes)];
    taken.push(whole(directory.format_file())?);
    let settings = [Scanners::FILE, Carriers::FILE].map(|file| root.join(file));
    let kept = [directory.keys_file(), base_file(root), closed_numbers_file(root)]
        .into_iter()
        .chain(settings);
    for file in kept.filter(|file| file.exists()) {
        taken.push(whole(file)?);
    }
    for file in keymap_files(root) {
        taken.push(whole(file)?);
    }
    taken.extend(files);
    let sources: Result<Vec<_>, Failure> = taken
        .into_iter()
        .map(|(path, len)| {
            let name = path.strip_prefix(root).map_err(Failure::new)?;
            let name = name.to_string_lossy().into_owned();
            Ok(ArchiveSource { name, path, len })
        })
        .collect();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let time_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    let info = write_archive(&DiskMedium, file, time_ms, &sources?)?;
    Ok((info, seq))
}
