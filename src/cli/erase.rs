//! `pickface erase`: a person's data are forgotten by destroying the keys under which they were sealed.
//!
//! The journal keeps the ciphertext, and its chain stays whole. What is proved afterwards is what anybody could try:
//! every sealed consignee of the order, in the journal, in every snapshot and in the history, is opened, and must
//! not be readable.

use super::{Failure, Shell, Status};
use crate::domain::ids::{OrderId, OwnerId};
use crate::domain::orders::{self, Order, Sealed};
use crate::domain::warehouse::Row;
use crate::domain::{Event, Explain, Via, Warehouse};
use crate::hub::seal::KeyFile;
use crate::hub::{Rejection, Site};
use crate::store::archive::{ArchiveSource, restore_archive, verify_archive, write_archive};
use crate::store::codec::{decode_record, decode_row};
use crate::store::journal::JournalReader;
use crate::store::medium::DiskMedium;
use crate::store::snapshot::{SNAPSHOT_FOLDER, verified_snapshots};
use crate::store::state;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `erase`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The order's number.
    order: String,
    /// The code of its owner, where several owners have an order of this number.
    #[arg(long, value_name = "CODE")]
    owner: Option<String>,
    /// A backup that holds the order too: written anew without the keys, under its own name. May be given again.
    #[arg(long, value_name = "FILE")]
    backup: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Answer {
    order: String,
    /// Keys that were destroyed.
    keys: usize,
    /// Sealed copies that were found, and cannot be read any more.
    in_journal: usize,
    in_snapshots: usize,
    in_history: usize,
    /// Keys that were destroyed in each backup.
    backups: Vec<Erased>,
}

#[derive(Debug, Serialize)]
struct Erased {
    file: PathBuf,
    keys: usize,
}

/// Destroys the keys, and proves it.
///
/// # Errors
/// When the order is not known, the actor may not, or something can still be read.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let actor = shell.actor(&site.warehouse())?;
    let wanted = wanted(args, &site.warehouse(), &sealed_orders(site.journal())?)?;
    let keys: BTreeSet<u64> = wanted.sealed.iter().map(|sealed| sealed.key).collect();
    if keys.is_empty() {
        return Err(Failure::refused(format!(
            "order {} has no consignee, and never had one",
            args.order
        )));
    }
    // First the journal: what is destroyed without a word could be taken for damage.
    let erase = orders::Command::Erase {
        order: wanted.order,
        keys: keys.iter().copied().collect(),
    };
    site.ask(actor, Via::CommandLine, erase).map_err(told)?;
    for key in &keys {
        site.keys().forget(*key).map_err(Failure::new)?;
    }
    site.settle();
    let (in_journal, in_snapshots, in_history) = prove(&site, wanted.order)?;
    let mut backups = Vec::new();
    for file in &args.backup {
        let file = shell.path(file)?;
        let keys = erase_in_backup(args, &file)?;
        backups.push(Erased { file, keys });
    }
    let answer = Answer {
        order: args.order.clone(),
        keys: keys.len(),
        in_journal,
        in_snapshots,
        in_history,
        backups,
    };
    let mut said = format!(
        "the consignee of order {} is forgotten: {} sealed copies in the journal, {} in snapshots and {} in the \
         history cannot be read any more",
        answer.order, answer.in_journal, answer.in_snapshots, answer.in_history
    );
    for erased in &answer.backups {
        said += &format!("\n{}: {} keys destroyed", erased.file.display(), erased.keys);
    }
    said += "\nother copies of the file of keys, in backups that were not named, can still open it";
    shell.answer(&answer, said)?;
    Ok(Status::Done)
}

fn told(rejection: Rejection) -> Failure {
    match rejection {
        Rejection::Refused(refusal) => Failure::refused(refusal.phrase().key),
        Rejection::Stopped(why) => Failure::new(why),
    }
}

/// An order with every consignee that was ever sealed for it.
struct Wanted {
    order: OrderId,
    sealed: Vec<Sealed>,
}

/// Every order of a journal that came with a consignee.
fn sealed_orders(reader: &JournalReader) -> Result<Vec<Arc<Order>>, Failure> {
    let mut found = Vec::new();
    let mut records = reader.read_from(1);
    while let Some((seq, bytes)) = records.next_record()? {
        let record = decode_record(bytes).map_err(|error| Failure::new(format!("record {seq}: {error}")))?;
        for event in record.events {
            if let Event::OrderSaved(orders::OrderSaved { order })
            | Event::OrderClosed(orders::OrderClosed { order }) = event
                && order.consignee.is_some()
            {
                found.push(order);
            }
        }
    }
    Ok(found)
}

fn wanted(args: &Args, w: &Warehouse, all: &[Arc<Order>]) -> Result<Wanted, Failure> {
    let owner: Option<OwnerId> = match &args.owner {
        Some(code) => Some(
            w.owner_by_code(code)
                .map(|owner| owner.id)
                .ok_or_else(|| Failure::refused(format!("no owner here has the code {code:?}")))?,
        ),
        None => None,
    };
    let mine: Vec<&Arc<Order>> = all
        .iter()
        .filter(|order| *order.number == *args.order && owner.is_none_or(|owner| owner == order.owner))
        .collect();
    let ids: BTreeSet<OrderId> = mine.iter().map(|order| order.id).collect();
    let mut ids = ids.into_iter();
    match (ids.next(), ids.next()) {
        (Some(order), None) => Ok(Wanted {
            order,
            sealed: mine.iter().filter_map(|order| order.consignee.clone()).collect(),
        }),
        (None, _) => Err(Failure::refused(format!(
            "no order {} with a consignee is in the journal",
            args.order
        ))),
        (Some(_), Some(_)) => Err(
            Failure::refused(format!("several owners have an order {}", args.order))
                .hint("say whose: --owner CODE"),
        ),
    }
}

/// Tries to open every sealed copy of the order's consignee; says how many there are of them.
fn prove(site: &Site, order: OrderId) -> Result<(usize, usize, usize), Failure> {
    let keys = site.keys();
    let mut in_journal = 0;
    let mut numbers = BTreeSet::new();
    for copy in sealed_orders(site.journal())?
        .iter()
        .filter(|copy| copy.id == order)
    {
        in_journal += check(keys, copy, "the journal")?;
        numbers.insert((copy.owner, copy.number.clone()));
    }
    let mut in_snapshots = 0;
    for snapshot in verified_snapshots(&DiskMedium, site.directory().root())? {
        let mut snapshot = snapshot;
        let path = snapshot.info().path.clone();
        let mut rows = snapshot.records();
        while let Some((tag, bytes)) = rows.next_record()? {
            let row = decode_row(tag, bytes)
                .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
            if let Row::Order(copy) = row
                && copy.id == order
            {
                in_snapshots += check(keys, &copy, SNAPSHOT_FOLDER)?;
            }
        }
    }
    let mut in_history = 0;
    for (owner, number) in numbers {
        for copy in site.history().closed_orders(owner, &number)? {
            in_history += check(keys, &copy, "the history")?;
        }
    }
    Ok((in_journal, in_snapshots, in_history))
}

fn check(keys: &KeyFile, copy: &Order, place: &str) -> Result<usize, Failure> {
    let Some(sealed) = &copy.consignee else {
        return Ok(0);
    };
    match keys.open_sealed(sealed) {
        Ok(None) => Ok(1),
        Ok(Some(_)) => Err(Failure::new(format!(
            "the consignee of order {} can still be read in {place}",
            copy.number
        ))),
        Err(error) => Err(Failure::new(error)),
    }
}

/// Writes a backup anew with the order's keys destroyed, and puts it in the place of the old one. The backup's own
/// journal says which keys these are.
fn erase_in_backup(args: &Args, file: &Path) -> Result<usize, Failure> {
    let (unpacked, anew) = (beside(file, "unpacked"), beside(file, "erased"));
    let outcome = erase_unpacked(args, file, &unpacked, &anew);
    let cannot = |error: std::io::Error| Failure::new(format!("{}: {error}", file.display()));
    let removed = match fs::remove_dir_all(&unpacked) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(cannot(error)),
        _ => Ok(()),
    };
    let keys = outcome?;
    removed?;
    if keys > 0 {
        fs::rename(&anew, file).map_err(cannot)?;
    }
    Ok(keys)
}

fn erase_unpacked(args: &Args, file: &Path, unpacked: &Path, anew: &Path) -> Result<usize, Failure> {
    let medium = Arc::new(DiskMedium);
    let info = restore_archive(medium.as_ref(), file, unpacked)?;
    let opened = state::open(medium.clone(), unpacked, None)?;
    let reader = opened.journal.reader();
    let Ok(wanted) = wanted(args, &opened.warehouse, &sealed_orders(&reader)?) else {
        // A backup from before the order, or of another building.
        return Ok(0);
    };
    drop(opened);
    let keys = KeyFile::open(medium.as_ref(), unpacked).map_err(Failure::new)?;
    let mut destroyed = 0;
    for sealed in &wanted.sealed {
        keys.forget(sealed.key).map_err(Failure::new)?;
        match keys.open_sealed(sealed).map_err(Failure::new)? {
            None => destroyed += 1,
            Some(_) => {
                return Err(Failure::new(format!(
                    "{}: a key is still there",
                    unpacked.display()
                )));
            }
        }
    }
    let sources: Vec<ArchiveSource> = info
        .files
        .iter()
        .map(|(name, len)| ArchiveSource {
            name: name.clone(),
            path: unpacked.join(name),
            len: *len,
        })
        .collect();
    write_archive(medium.as_ref(), anew, info.time_ms, &sources)?;
    verify_archive(medium.as_ref(), anew)?;
    Ok(destroyed)
}

fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}
