//! The file layer under the journal, snapshots and archives: small enough to be simulated whole.
//!
//! Everything durable goes through a [`Medium`], so that a drill can fail any call, fill the disk, or cut the
//! power, and so that the order of writes and syncs is visible in one place. [`DiskMedium`] is the real one,
//! [`SimulatedMedium`] the one for drills.
//!
//! What callers may rely on, and no more: bytes are certain after `sync_data` of their file returned `Ok`; a
//! new, renamed or removed name is certain after `sync_dir` of its folder returned `Ok`.

mod disk;
mod simulated;

use std::fmt::Debug;
use std::io;
use std::path::Path;

pub use disk::DiskMedium;
pub use simulated::{Fault, SimulatedMedium};

/// The operations on files that the store needs. Paths are taken as given (absolute, or relative to the process).
pub trait Medium: Debug + Send + Sync {
    /// Makes a new, empty file for writing; fails with `AlreadyExists` when the name is taken.
    fn create(&self, path: &Path) -> io::Result<Box<dyn WriteFile>>;
    /// Opens an existing file for writing.
    fn open_write(&self, path: &Path) -> io::Result<Box<dyn WriteFile>>;
    /// Opens an existing file for reading.
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>>;
    /// Renames a file, replacing what had the new name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and its parents where they are missing, and makes their names durable.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;
    /// The names in a folder, sorted; those that are not UTF-8 are given lossily.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;
    /// Makes the names in a folder durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Whether a file or folder of this name exists.
    fn exists(&self, path: &Path) -> io::Result<bool>;
}

/// A file open for writing at given offsets; its owner keeps track of its length.
pub trait WriteFile: Debug + Send {
    /// Writes all of `bytes` at `offset` (one system call, unless the system writes short).
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Cuts or extends (with zeros) the file.
    fn set_len(&mut self, len: u64) -> io::Result<()>;
    /// Returns once the bytes and the length are on the medium.
    fn sync_data(&mut self) -> io::Result<()>;
}

/// A file open for reading at given offsets.
pub trait ReadFile: Debug + Send {
    /// Reads up to `buffer.len()` bytes; fewer only at the end of the file, 0 past it.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Whether the file has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}

/// Reads a whole file that is known to be small (at most `limit` bytes, else `InvalidData`).
pub fn read_small(medium: &dyn Medium, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let file = medium.open_read(path)?;
    let len = usize::try_from(file.len()?).unwrap_or(usize::MAX);
    if len > limit {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "file is larger than expected",
        ));
    }
    let mut bytes = vec![0; len];
    let got = file.read_at(0, &mut bytes)?;
    bytes.truncate(got);
    Ok(bytes)
}

/// Writes a small file so that it is either wholly there or not at all: a temporary name, sync, rename, sync.
pub fn write_small(medium: &dyn Medium, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = Path::new(&temporary);
    if medium.exists(temporary)? {
        medium.remove(temporary)?;
    }
    let mut file = medium.create(temporary)?;
    file.write_at(0, bytes)?;
    file.sync_data()?;
    medium.rename(temporary, path)?;
    medium.sync_dir(path.parent().unwrap_or(Path::new(".")))
}
