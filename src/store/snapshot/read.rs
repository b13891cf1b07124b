//! Reading snapshots. A file is read through once against its digest before any record is handed out, and a second
//! time for the records: a loader never builds on a file that turns out broken at its end.

use std::path::{Path, PathBuf};

use super::{
    BLOCK_HEADER_LEN, BlockHeader, FOOTER_LEN, FORMAT, Footer, HEADER_LEN, MAX_SNAPSHOT_RECORD,
    RECORD_HEADER_LEN, SNAPSHOT_FOLDER, SnapshotError, SnapshotHeader, SnapshotInfo, seq_of, split_record,
};
use crate::store::framing::offset as as_offset;
use crate::store::medium::{Medium, ReadFile};

/// The newest whole snapshot, and what was passed over on the way to it.
#[derive(Debug)]
pub struct Newest {
    /// `None` where there is none: the journal is replayed from its start.
    pub snapshot: Option<VerifiedSnapshot>,
    /// Newer files that were not whole, newest first. To be shown: the disk may be failing.
    pub skipped: Vec<Skipped>,
}

/// A snapshot that was passed over.
#[derive(Debug)]
pub struct Skipped {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: SnapshotError,
}

/// A snapshot that was read through and found whole.
#[derive(Debug)]
pub struct VerifiedSnapshot {
    info: SnapshotInfo,
    scan: Scan,
}

/// Finds the newest snapshot of the data directory `root` that is whole. Only a folder that cannot be listed is an
/// error; files that cannot be read are passed over and reported. The caller compares `chain_hash` with the journal.
pub fn newest_verified(medium: &dyn Medium, root: &Path) -> Result<Newest, SnapshotError> {
    let folder = root.join(SNAPSHOT_FOLDER);
    let mut newest = Newest {
        snapshot: None,
        skipped: Vec::new(),
    };
    if !medium
        .exists(&folder)
        .map_err(SnapshotError::io("look for", &folder))?
    {
        return Ok(newest);
    }
    let names = medium.list(&folder).map_err(SnapshotError::io("list", &folder))?;
    for (seq, name) in names.iter().rev().filter_map(|name| Some((seq_of(name)?, name))) {
        let path = folder.join(name);
        match VerifiedSnapshot::open(medium, &path) {
            Ok(snapshot) if snapshot.info.header.seq == seq => {
                newest.snapshot = Some(snapshot);
                break;
            }
            Ok(_) => {
                let what = "the file's name does not tell its record";
                let reason = SnapshotError::Damaged {
                    path: path.clone(),
                    offset: 0,
                    what,
                };
                newest.skipped.push(Skipped { path, reason });
            }
            Err(reason) => newest.skipped.push(Skipped { path, reason }),
        }
    }
    Ok(newest)
}

/// All snapshots of the data directory `root` that are whole, oldest first.
///
/// # Errors
/// When the folder cannot be listed; files that are damaged are passed over.
pub fn verified_snapshots(medium: &dyn Medium, root: &Path) -> Result<Vec<VerifiedSnapshot>, SnapshotError> {
    let folder = root.join(SNAPSHOT_FOLDER);
    if !medium
        .exists(&folder)
        .map_err(SnapshotError::io("look for", &folder))?
    {
        return Ok(Vec::new());
    }
    let names = medium.list(&folder).map_err(SnapshotError::io("list", &folder))?;
    let named = names.iter().filter_map(|name| Some((seq_of(name)?, name)));
    let opened = named.filter_map(|(seq, name)| {
        let snapshot = VerifiedSnapshot::open(medium, &folder.join(name)).ok()?;
        (snapshot.info.header.seq == seq).then_some(snapshot)
    });
    Ok(opened.collect())
}

/// Reads a snapshot file through: every checksum, every frame, the number of records, and the digest.
pub fn verify_snapshot(medium: &dyn Medium, path: &Path) -> Result<SnapshotInfo, SnapshotError> {
    Ok(VerifiedSnapshot::open(medium, path)?.info)
}

impl VerifiedSnapshot {
    /// Opens a snapshot file and reads it through.
    pub fn open(medium: &dyn Medium, path: &Path) -> Result<Self, SnapshotError> {
        let mut scan = Scan::open(medium, path)?;
        let mut hasher = blake3::Hasher::new();
        let header = scan.header(&mut hasher)?;
        let (mut records, mut blocks) = (0, 0);
        while let Some(count) = scan.next_block(Some(&mut hasher))? {
            scan.check_frames(count)?;
            records += u64::from(count);
            blocks += 1;
        }
        let footer = scan.footer()?;
        if (footer.records, footer.blocks) != (records, blocks) {
            return Err(scan.damaged("the footer counts other records than there are"));
        }
        if footer.digest != *hasher.finalize().as_bytes() {
            return Err(scan.damaged("the digest does not fit the contents"));
        }
        let info = SnapshotInfo {
            path: path.to_owned(),
            header,
            records,
            bytes: scan.len,
        };
        Ok(Self { info, scan })
    }

    /// What is known of the file.
    pub fn info(&self) -> &SnapshotInfo {
        &self.info
    }

    /// The records in the order of their writing, from the start.
    pub fn records(&mut self) -> SnapshotRecords<'_> {
        self.scan.offset = as_offset(HEADER_LEN);
        self.scan.payload.clear();
        SnapshotRecords {
            left: self.info.records,
            scan: &mut self.scan,
            given: 0,
        }
    }
}

/// Gives the records of a snapshot one by one; block checksums are checked once more on the way.
#[derive(Debug)]
pub struct SnapshotRecords<'a> {
    scan: &'a mut Scan,
    given: usize,
    left: u64,
}

impl SnapshotRecords<'_> {
    /// The next record's kind and bytes, valid until the next call; `None` behind the last one.
    pub fn next_record(&mut self) -> Result<Option<(u16, &[u8])>, SnapshotError> {
        if self.left == 0 {
            return Ok(None);
        }
        if self.given >= self.scan.payload.len() {
            self.given = 0;
            if self.scan.next_block(None)?.is_none() {
                return Err(self
                    .scan
                    .damaged("the file has changed since it was read through"));
            }
        }
        let len = match self.scan.payload.get(self.given..).and_then(split_record) {
            Some((_, record, _)) => record.len(),
            None => return Err(self.scan.damaged("a record's frame does not fit its block")),
        };
        let from = self.given;
        self.given += RECORD_HEADER_LEN + len;
        self.left -= 1;
        let record = self.scan.payload.get(from..).and_then(split_record);
        Ok(record.map(|(kind, record, _)| (kind, record)))
    }
}

/// A snapshot file read block by block.
#[derive(Debug)]
struct Scan {
    file: Box<dyn ReadFile>,
    path: PathBuf,
    len: u64,
    offset: u64,
    payload: Vec<u8>,
}

impl Scan {
    fn open(medium: &dyn Medium, path: &Path) -> Result<Self, SnapshotError> {
        let file = medium.open_read(path).map_err(SnapshotError::io("open", path))?;
        let len = file.len().map_err(SnapshotError::io("open", path))?;
        Ok(Self {
            file,
            path: path.to_owned(),
            len,
            offset: 0,
            payload: Vec::new(),
        })
    }

    fn header(&mut self, hasher: &mut blake3::Hasher) -> Result<SnapshotHeader, SnapshotError> {
        let bytes = self.read::<HEADER_LEN>()?;
        let decoded = SnapshotHeader::decode(&bytes);
        let (format, header) = decoded.ok_or_else(|| self.damaged("the header fails its checksum"))?;
        if format > FORMAT {
            return Err(SnapshotError::Newer {
                path: self.path.clone(),
                found: format,
            });
        }
        hasher.update(&bytes);
        self.offset = as_offset(HEADER_LEN);
        Ok(header)
    }

    /// Loads the next block and gives its number of records; `None` at the footer.
    fn next_block(&mut self, hasher: Option<&mut blake3::Hasher>) -> Result<Option<u32>, SnapshotError> {
        let left = self.len.saturating_sub(self.offset);
        if left == as_offset(FOOTER_LEN) {
            return Ok(None);
        }
        let bytes = self.read::<BLOCK_HEADER_LEN>()?;
        let decoded = BlockHeader::decode(&bytes);
        let header = decoded.ok_or_else(|| self.damaged("a block's header fails its checksum"))?;
        let payload_len = usize::try_from(header.payload_len).unwrap_or(usize::MAX);
        let behind = as_offset(BLOCK_HEADER_LEN).saturating_add(as_offset(payload_len));
        if payload_len > MAX_SNAPSHOT_RECORD + RECORD_HEADER_LEN || behind > left {
            return Err(self.damaged("a block is longer than the file"));
        }
        let at = self.offset + as_offset(BLOCK_HEADER_LEN);
        self.payload.resize(payload_len, 0);
        let got = self
            .file
            .read_at(at, &mut self.payload)
            .map_err(SnapshotError::io("read", &self.path))?;
        if got != payload_len || crc32fast::hash(&self.payload) != header.payload_crc {
            return Err(self.damaged("a block fails its checksum"));
        }
        if let Some(hasher) = hasher {
            hasher.update(&bytes);
            hasher.update(&self.payload);
        }
        self.offset += behind;
        Ok(Some(header.count))
    }

    fn check_frames(&self, count: u32) -> Result<(), SnapshotError> {
        let mut rest = self.payload.as_slice();
        for _ in 0..count {
            match split_record(rest) {
                Some((_, _, behind)) => rest = behind,
                None => return Err(self.damaged("a record's frame does not fit its block")),
            }
        }
        if rest.is_empty() {
            Ok(())
        } else {
            Err(self.damaged("a block holds more than its records"))
        }
    }

    fn footer(&mut self) -> Result<Footer, SnapshotError> {
        let bytes = self.read::<FOOTER_LEN>()?;
        Footer::decode(&bytes).ok_or_else(|| self.damaged("the footer fails its checksum"))
    }

    fn read<const N: usize>(&self) -> Result<[u8; N], SnapshotError> {
        let mut bytes = [0; N];
        let got = self
            .file
            .read_at(self.offset, &mut bytes)
            .map_err(SnapshotError::io("read", &self.path))?;
        if got == N {
            Ok(bytes)
        } else {
            Err(self.damaged("the file ends too early"))
        }
    }

    fn damaged(&self, what: &'static str) -> SnapshotError {
        SnapshotError::Damaged {
            path: self.path.clone(),
            offset: self.offset,
            what,
        }
    }
}
