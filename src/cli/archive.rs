//! `pickface archive`: the sealed part of the journal, compressed and copied to another folder; and retention.
//!
//! Nothing is removed before three things are proved: the whole journal leads to the ledger that is at work, a
//! snapshot at the cut leads there as well, and every segment that goes is whole in the archive. What was removed
//! leaves the numbers of its closed orders and receipts behind (`store::closed_numbers`). It
//! comes back by copying the segments from the archive into `journal/`, removing `.base` there, and removing `sled/`,
//! which is made again.

use super::shell::must_be_there;
use super::{Failure, Shell, Status};
use crate::domain::time::DAY_MS;
use crate::domain::{Timestamp, Warehouse};
use crate::hub::now;
use crate::store::closed_numbers::{closed_until, keep_closed_numbers};
use crate::store::codec::decode_record;
use crate::store::directory::DataDirectory;
use crate::store::journal::{JournalBase, JournalReader, SealedSegment, write_base};
use crate::store::medium::{DiskMedium, Medium};
use crate::store::snapshot::VerifiedSnapshot;
use crate::store::state::{self, Opened, digest, load, replay, save};
use crate::store::verify::{Against, prove};
use serde::Serialize;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `archive`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to: a folder, best on another disk. What is there already is compared, not written again.
    folder: PathBuf,
    /// Then remove from the directory what is older than so many days. Nobody may be at work there.
    #[arg(long, value_name = "DAYS")]
    retain: Option<u32>,
}

#[derive(Debug, Default, Serialize)]
struct Answer {
    /// Segments that were copied now, and those that were there already.
    copied: usize,
    known: usize,
    /// Segments that were removed from the directory.
    removed: usize,
    /// The journal begins behind this record.
    begins_behind: u64,
}

/// Packs and copies; with `--retain`, proves and removes.
///
/// # Errors
/// When something cannot be written, or a proof fails: then nothing is removed.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let folder = shell.path(&args.folder)?;
    let answer = match args.retain {
        None => {
            let site = shell.site()?;
            let answer = copy_all(site.journal(), &folder)?;
            Answer {
                begins_behind: site.journal().base().seq,
                ..answer
            }
        }
        Some(_) if shell.owner().is_some() => {
            return Err(Failure::refused("people work in this directory")
                .hint("close the pickface that works there: what is removed must not be in use"));
        }
        Some(days) => retain(&shell.root()?, &folder, days)?,
    };
    let said = format!(
        "{} segments copied to {}, {} were there; {} removed, the journal begins behind record {}",
        answer.copied,
        folder.display(),
        answer.known,
        answer.removed,
        answer.begins_behind
    );
    shell.answer(&answer, said)?;
    Ok(Status::Done)
}

fn copy_all(reader: &JournalReader, folder: &Path) -> Result<Answer, Failure> {
    DiskMedium
        .create_dir_all(folder)
        .map_err(|error| cannot("make", folder, &error))?;
    reader.pack(u64::MAX)?;
    let mut answer = Answer::default();
    for segment in reader.sealed() {
        if copy(&segment.path, folder)? {
            answer.copied += 1;
        } else {
            answer.known += 1;
        }
    }
    Ok(answer)
}

/// Copies a segment where the archive has none of its name, and compares what is there then. Whether it was copied.
fn copy(segment: &Path, folder: &Path) -> Result<bool, Failure> {
    let kept = folder.join(segment.file_name().unwrap_or_default());
    let is_new = !kept.exists();
    if is_new {
        let temporary = kept.with_extension("copying");
        let written = fs::copy(segment, &temporary)
            .and_then(|_| File::open(&temporary)?.sync_all())
            .and_then(|()| fs::rename(&temporary, &kept))
            .and_then(|()| DiskMedium.sync_dir(folder));
        written.map_err(|error| cannot("write", &kept, &error))?;
    }
    if digest_of(&kept)? != digest_of(segment)? {
        return Err(Failure::new(format!(
            "{} is another file than {}: nothing was removed",
            kept.display(),
            segment.display()
        )));
    }
    Ok(is_new)
}

fn digest_of(path: &Path) -> Result<blake3::Hash, Failure> {
    let mut hasher = blake3::Hasher::new();
    let read = File::open(path).and_then(|mut file| io::copy(&mut file, &mut hasher));
    read.map_err(|error| cannot("read", path, &error))?;
    Ok(hasher.finalize())
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot {what} {}: {error}", path.display()))
}

fn retain(root: &Path, folder: &Path, days: u32) -> Result<Answer, Failure> {
    must_be_there(root)?;
    let directory = DataDirectory::open(root, None)?;
    let medium: Arc<dyn Medium> = Arc::new(DiskMedium);
    let opened: Opened = state::open(Arc::clone(&medium), root, None)?;
    let reader = opened.journal.reader();
    let proof = prove(medium.as_ref(), root, &reader, Against::default())?;
    if !proof.ok {
        return Err(Failure::new(format!(
            "the directory is not whole, so nothing was removed: {}",
            proof.problems.join("; ")
        )));
    }
    let mut answer = copy_all(&reader, folder)?;
    answer.begins_behind = reader.base().seq;
    let oldest = now() + -i64::from(days).saturating_mul(DAY_MS);
    let old = old_segments(&reader, oldest)?;
    let Some(last) = old.last() else {
        return Ok(answer);
    };
    snapshot_at(&medium, root, &reader, last, &proof.digest)?;
    let base = JournalBase {
        seq: last.last_seq,
        hash: last.hash,
    };
    // What was closed there is not taken anew when its file comes in again.
    let closed = closed_until(&reader, last.last_seq).map_err(Failure::new)?;
    keep_closed_numbers(medium.as_ref(), root, closed).map_err(Failure::new)?;
    write_base(medium.as_ref(), root, base)?;
    for segment in &old {
        // Once more, now that it is the last copy but one.
        copy(&segment.path, folder)?;
        fs::remove_file(&segment.path).map_err(|error| cannot("remove", &segment.path, &error))?;
        answer.removed += 1;
    }
    DiskMedium
        .sync_dir(&directory.journal_folder())
        .map_err(|error| cannot("sync", &directory.journal_folder(), &error))?;
    // The store behind is made again from what is left.
    let sled = directory.sled_folder();
    if sled.exists() {
        fs::remove_dir_all(&sled).map_err(|error| cannot("remove", &sled, &error))?;
    }
    answer.begins_behind = base.seq;
    Ok(answer)
}

/// The sealed segments, from the first, whose last record is older than this.
fn old_segments(reader: &JournalReader, than: Timestamp) -> Result<Vec<SealedSegment>, Failure> {
    let mut old = Vec::new();
    for segment in reader.sealed() {
        let seq = segment.last_seq;
        let Some(bytes) = reader.read_one(seq)? else { break };
        let record = decode_record(&bytes).map_err(|error| Failure::new(format!("record {seq}: {error}")))?;
        if record.at >= than {
            break;
        }
        old.push(segment);
    }
    Ok(old)
}

/// Writes the snapshot that the journal begins with from now on, and proves that it leads where the journal leads.
fn snapshot_at(
    medium: &Arc<dyn Medium>,
    root: &Path,
    reader: &JournalReader,
    last: &SealedSegment,
    whole: &str,
) -> Result<(), Failure> {
    let mut at_cut = crate::store::verify::start(medium.as_ref(), root, reader)?;
    if at_cut.seq > last.last_seq {
        return Err(Failure::new(
            "the snapshot that the journal begins with lies behind the cut; nothing was removed",
        ));
    }
    replay(reader, &mut at_cut, last.last_seq)?;
    let info = save(Arc::clone(medium), root, &at_cut, last.hash)?;
    let mut again: Warehouse = load(VerifiedSnapshot::open(medium.as_ref(), &info.path)?)?;
    replay(reader, &mut again, u64::MAX)?;
    let led_to = digest(&again).map_err(Failure::new)?.to_hex();
    if led_to.as_str() != whole {
        return Err(Failure::new(format!(
            "{} leads elsewhere than the journal; nothing was removed",
            info.path.display()
        )));
    }
    Ok(())
}
