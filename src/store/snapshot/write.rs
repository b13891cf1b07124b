//! Writing snapshots, and removing those that newer ones have made superfluous.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{
    BlockHeader, Footer, MAX_SNAPSHOT_RECORD, RECORD_HEADER_LEN, SNAPSHOT_FOLDER, SnapshotError,
    SnapshotHeader, SnapshotInfo, seq_of, snapshot_path, verify_snapshot,
};
use crate::store::framing::offset as as_offset;
use crate::store::medium::{Medium, WriteFile};

/// A block is written out once it holds this much, in bytes.
const BLOCK: usize = 256 << 10;

/// Writes one snapshot. Nothing has its final name before [`SnapshotWriter::finish`] has read it through; a writer
/// that is dropped leaves a temporary file, which the next one removes.
#[derive(Debug)]
pub struct SnapshotWriter {
    medium: Arc<dyn Medium>,
    folder: PathBuf,
    header: SnapshotHeader,
    temporary: PathBuf,
    file: Box<dyn WriteFile>,
    end: u64,
    hasher: blake3::Hasher,
    block: Vec<u8>,
    block_count: u32,
    records: u64,
    blocks: u64,
}

impl SnapshotWriter {
    /// Begins a snapshot in the data directory `root`. One writer at a time.
    pub fn create(
        medium: Arc<dyn Medium>,
        root: &Path,
        header: SnapshotHeader,
    ) -> Result<Self, SnapshotError> {
        let folder = root.join(SNAPSHOT_FOLDER);
        medium
            .create_dir_all(&folder)
            .map_err(SnapshotError::io("create", &folder))?;
        for name in medium.list(&folder).map_err(SnapshotError::io("list", &folder))? {
            if name.ends_with(".tmp") {
                let stale = folder.join(name);
                medium
                    .remove(&stale)
                    .map_err(SnapshotError::io("remove", &stale))?;
            }
        }
        let temporary = folder.join(format!("{:020}.tmp", header.seq));
        let file = medium
            .create(&temporary)
            .map_err(SnapshotError::io("create", &temporary))?;
        let mut writer = Self {
            medium,
            folder,
            header,
            temporary,
            file,
            end: 0,
            hasher: blake3::Hasher::new(),
            block: Vec::with_capacity(BLOCK),
            block_count: 0,
            records: 0,
            blocks: 0,
        };
        writer.write(&header.encode())?;
        Ok(writer)
    }

    /// Adds a record of one of the caller's kinds. After an error the writer is of no more use.
    pub fn push(&mut self, kind: u16, record: &[u8]) -> Result<(), SnapshotError> {
        let too_large = SnapshotError::RecordTooLarge { len: record.len() };
        let Some(len) = u32::try_from(record.len())
            .ok()
            .filter(|_| record.len() <= MAX_SNAPSHOT_RECORD)
        else {
            return Err(too_large);
        };
        if !self.block.is_empty() && self.block.len() + RECORD_HEADER_LEN + record.len() > BLOCK {
            self.flush()?;
        }
        self.block.extend(kind.to_le_bytes());
        self.block.extend(len.to_le_bytes());
        self.block.extend_from_slice(record);
        self.block_count += 1;
        self.records += 1;
        Ok(())
    }

    /// Closes the file, syncs it, reads it through, and gives it its name.
    pub fn finish(mut self) -> Result<SnapshotInfo, SnapshotError> {
        self.flush()?;
        let digest = *self.hasher.finalize().as_bytes();
        let footer = Footer {
            records: self.records,
            blocks: self.blocks,
            digest,
        };
        self.write(&footer.encode())?;
        self.file
            .sync_data()
            .map_err(SnapshotError::io("sync", &self.temporary))?;
        let info = verify_snapshot(self.medium.as_ref(), &self.temporary)?;
        let path = snapshot_path(&self.folder, self.header.seq);
        self.medium
            .rename(&self.temporary, &path)
            .map_err(SnapshotError::io("rename", &self.temporary))?;
        self.medium
            .sync_dir(&self.folder)
            .map_err(SnapshotError::io("sync", &self.folder))?;
        Ok(SnapshotInfo { path, ..info })
    }

    fn flush(&mut self) -> Result<(), SnapshotError> {
        if self.block.is_empty() {
            return Ok(());
        }
        let mut block = std::mem::take(&mut self.block);
        let payload_len =
            u32::try_from(block.len()).map_err(|_| SnapshotError::RecordTooLarge { len: block.len() })?;
        let header = BlockHeader {
            payload_len,
            count: self.block_count,
            payload_crc: crc32fast::hash(&block),
        };
        self.write(&header.encode())?;
        self.write(&block)?;
        self.blocks += 1;
        self.block_count = 0;
        block.clear();
        self.block = block;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), SnapshotError> {
        self.file
            .write_at(self.end, bytes)
            .map_err(SnapshotError::io("write", &self.temporary))?;
        self.hasher.update(bytes);
        self.end += as_offset(bytes.len());
        Ok(())
    }
}

/// Removes all but the `kept` newest snapshots (at least one stays) and the one of record `base`, where a journal
/// whose first segments were removed begins; gives what was removed. Call it after a snapshot was finished, so that
/// what stays has been read through.
pub fn keep_newest(
    medium: &dyn Medium,
    root: &Path,
    kept: usize,
    base: u64,
) -> Result<Vec<PathBuf>, SnapshotError> {
    let folder = root.join(SNAPSHOT_FOLDER);
    let names = medium.list(&folder).map_err(SnapshotError::io("list", &folder))?;
    let is_rotated = |name: &&String| seq_of(name).is_some_and(|seq| seq != base);
    let snapshots: Vec<_> = names.iter().filter(is_rotated).collect();
    let superfluous = snapshots.len().saturating_sub(kept.max(1));
    let mut removed = Vec::new();
    for name in snapshots.into_iter().take(superfluous) {
        let path = folder.join(name);
        medium.remove(&path).map_err(SnapshotError::io("remove", &path))?;
        removed.push(path);
    }
    medium
        .sync_dir(&folder)
        .map_err(SnapshotError::io("sync", &folder))?;
    Ok(removed)
}
