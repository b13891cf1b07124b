//! The data directory: who owns it, what kind it is, and where things lie in it.
//!
//! ```text
//! LOCK         held by the one process that works here; its contents tell who
//! FORMAT       format number and kind of the directory
//! RESERVE      space given back when the disk is full, so that the owner can stop in order
//! journal/     the truth
//! snapshots/   its short cuts
//! sled/        closed work and history, rebuilt from the journal when damaged
//! torn/        what was cut off the journal
//! keys         per-order keys of consignees' data
//! ```

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::journal::{JOURNAL_FOLDER, TORN_FOLDER};
use super::medium::{DiskMedium, Medium, read_small, write_small};
use super::snapshot::SNAPSHOT_FOLDER;

/// Length of the reserve file, in bytes: enough for a mark, a snapshot of the clients' state and the logs.
pub const RESERVE_BYTES: u64 = 8 << 20;

const FORMAT: u32 = 1;
const LOCK_FILE: &str = "LOCK";
const FORMAT_FILE: &str = "FORMAT";
const RESERVE_FILE: &str = "RESERVE";
const SLED_FOLDER: &str = "sled";
const KEYS_FILE: &str = "keys";
const FIRST_WORD: &str = "pickface-data";

/// What a data directory is for; fixed when it is made, so that a training run never lands in the live stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectoryKind {
    /// The warehouse's own.
    Live,
    /// Invented goods to try things on.
    Demo,
    /// Made by a test or a benchmark; may be removed without asking.
    Scratch,
}

impl DirectoryKind {
    fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Demo => "demo",
            Self::Scratch => "scratch",
        }
    }
}

impl fmt::Display for DirectoryKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for DirectoryKind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<Self, UnknownKind> {
        let kinds = [Self::Live, Self::Demo, Self::Scratch];
        kinds
            .into_iter()
            .find(|kind| kind.name() == word)
            .ok_or_else(|| UnknownKind(word.to_owned()))
    }
}

/// A word that names no [`DirectoryKind`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of data directory {0:?}: use live, demo or scratch")]
pub struct UnknownKind(pub String);

/// Why a data directory could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The file layer failed.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Another process works here.
    #[error("{} is in use{}", root.display(), process.map_or_else(String::new, |id| format!(" by process {id}")))]
    InUse {
        /// The directory.
        root: PathBuf,
        /// The holder's process id, where it could be read.
        process: Option<u32>,
    },
    /// The directory holds other things.
    #[error("{} is no data directory and is not empty: choose another, or an empty one", root.display())]
    NotOurs {
        /// The directory.
        root: PathBuf,
    },
    /// The directory is of another kind than was asked for.
    #[error("{} is a {found} directory, not a {wanted} one", root.display())]
    OtherKind {
        /// The directory.
        root: PathBuf,
        /// Its kind.
        found: DirectoryKind,
        /// The kind that was asked for.
        wanted: DirectoryKind,
    },
    /// The file that tells format and kind cannot be understood.
    #[error("{} cannot be understood: bring it back from a backup of this directory", path.display())]
    BadFormatFile {
        /// The file.
        path: PathBuf,
    },
    /// The directory was made by a newer program.
    #[error("{} has format {found}, this program reads up to {FORMAT}: use the newer program", root.display())]
    Newer {
        /// The directory.
        root: PathBuf,
        /// Its format number.
        found: u32,
    },
}

impl DirectoryError {
    fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

/// A data directory that this process owns, until the value is dropped or the process ends in whatever way.
#[derive(Debug)]
pub struct DataDirectory {
    root: PathBuf,
    kind: DirectoryKind,
    /// Held for its lock alone.
    _lock: File,
}

impl DataDirectory {
    /// Takes the directory at `root`, making it where it is missing or empty. `wanted` is the kind it must have;
    /// `None` takes any and makes a live one. The lock is taken before any content is read.
    pub fn open(root: &Path, wanted: Option<DirectoryKind>) -> Result<Self, DirectoryError> {
        DiskMedium
            .create_dir_all(root)
            .map_err(DirectoryError::io("create", root))?;
        let names = DiskMedium.list(root).map_err(DirectoryError::io("list", root))?;
        let ours = |names: &[String]| names.is_empty() || names.iter().any(|name| name == FORMAT_FILE);
        if !ours(&names) && !names.iter().any(|name| name == LOCK_FILE) {
            return Err(DirectoryError::NotOurs {
                root: root.to_owned(),
            });
        }
        let lock = take_lock(root)?;
        let found = read_kind(root)?;
        let kind = match (found, wanted) {
            (Some(found), Some(wanted)) if found != wanted => {
                return Err(DirectoryError::OtherKind {
                    root: root.to_owned(),
                    found,
                    wanted,
                });
            }
            (Some(found), _) => found,
            (None, wanted) => make(root, wanted.unwrap_or(DirectoryKind::Live))?,
        };
        Ok(Self {
            root: root.to_owned(),
            kind,
            _lock: lock,
        })
    }

    /// The directory itself: what [`super::journal::Journal::open`] and the snapshots take as their root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What the directory is for.
    pub fn kind(&self) -> DirectoryKind {
        self.kind
    }

    /// Folder of the journal's segments.
    pub fn journal_folder(&self) -> PathBuf {
        self.root.join(JOURNAL_FOLDER)
    }

    /// Folder of the snapshots.
    pub fn snapshot_folder(&self) -> PathBuf {
        self.root.join(SNAPSHOT_FOLDER)
    }

    /// Folder of the sled database.
    pub fn sled_folder(&self) -> PathBuf {
        self.root.join(SLED_FOLDER)
    }

    /// Folder of what was cut off the journal.
    pub fn torn_folder(&self) -> PathBuf {
        self.root.join(TORN_FOLDER)
    }

    /// File of the per-order keys.
    pub fn keys_file(&self) -> PathBuf {
        self.root.join(KEYS_FILE)
    }

    /// File that tells format and kind.
    pub fn format_file(&self) -> PathBuf {
        self.root.join(FORMAT_FILE)
    }

    /// Sets the reserve aside where it is missing. An error (the disk is nearly full) is worth a warning; work can
    /// go on.
    pub fn keep_reserve(&self) -> Result<(), DirectoryError> {
        let path = self.root.join(RESERVE_FILE);
        if fs::metadata(&path).is_ok_and(|found| found.len() >= RESERVE_BYTES) {
            return Ok(());
        }
        allocate(&path, RESERVE_BYTES).map_err(|error| {
            let _ = fs::remove_file(&path);
            DirectoryError::io("set space aside in", &path)(error)
        })
    }

    /// Gives the reserve back to a full disk; says whether there was one.
    pub fn release_reserve(&self) -> Result<bool, DirectoryError> {
        let path = self.root.join(RESERVE_FILE);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(DirectoryError::io("remove", &path)(error)),
        }
    }
}

/// The kind of the data directory at `root`, without taking it; `None` where there is none yet.
pub fn read_kind(root: &Path) -> Result<Option<DirectoryKind>, DirectoryError> {
    let path = root.join(FORMAT_FILE);
    let bytes = match read_small(&DiskMedium, &path, 4096) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(DirectoryError::io("read", &path)(error)),
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut words = text.split_whitespace();
    let bad = || DirectoryError::BadFormatFile { path: path.clone() };
    let format = match (
        words.next(),
        words.next().and_then(|number| number.parse::<u32>().ok()),
    ) {
        (Some(FIRST_WORD), Some(format)) => format,
        _ => return Err(bad()),
    };
    if format > FORMAT {
        return Err(DirectoryError::Newer {
            root: root.to_owned(),
            found: format,
        });
    }
    words
        .next()
        .and_then(|kind| kind.parse().ok())
        .map(Some)
        .ok_or_else(bad)
}

/// Writes the format file of a directory that holds nothing yet but the lock.
fn make(root: &Path, kind: DirectoryKind) -> Result<DirectoryKind, DirectoryError> {
    let temporary = format!("{FORMAT_FILE}.tmp");
    let names = DiskMedium.list(root).map_err(DirectoryError::io("list", root))?;
    if names.iter().any(|name| name != LOCK_FILE && *name != temporary) {
        return Err(DirectoryError::NotOurs {
            root: root.to_owned(),
        });
    }
    let path = root.join(FORMAT_FILE);
    let text = format!("{FIRST_WORD} {FORMAT} {kind}\n");
    write_small(&DiskMedium, &path, text.as_bytes()).map_err(DirectoryError::io("write", &path))?;
    Ok(kind)
}

/// Takes the lock or says who has it. The lock goes with the open file: the system frees it when the process ends,
/// and the file itself stays, since removing it would let two processes hold "the" lock.
fn take_lock(root: &Path) -> Result<File, DirectoryError> {
    let path = root.join(LOCK_FILE);
    let options = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path);
    let mut lock = options.map_err(DirectoryError::io("open", &path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let read = lock.take(32).read_to_string(&mut text);
            let process = read.ok().and_then(|_| text.trim().parse().ok());
            return Err(DirectoryError::InUse {
                root: root.to_owned(),
                process,
            });
        }
        Err(TryLockError::Error(error)) => return Err(DirectoryError::io("lock", &path)(error)),
    }
    // Only a courtesy to whoever is refused: a full disk must not keep the owner out.
    let _ = lock
        .set_len(0)
        .and_then(|()| writeln!(lock, "{}", std::process::id()));
    Ok(lock)
}

/// Makes a file whose space is really taken.
fn allocate(path: &Path, len: u64) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    match rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, len) {
        Ok(()) => {}
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL) => {
            io::copy(&mut io::repeat(0).take(len), &mut file)?;
        }
        Err(error) => return Err(error.into()),
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_opener_is_told_who_holds_the_directory() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new/data");
        let held = DataDirectory::open(&root, None).unwrap();
        assert_eq!(held.kind(), DirectoryKind::Live);
        match DataDirectory::open(&root, None) {
            Err(DirectoryError::InUse { process, .. }) => assert_eq!(process, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(held);
        DataDirectory::open(&root, Some(DirectoryKind::Live)).unwrap();
    }

    #[test]
    fn the_lock_comes_before_the_contents() {
        let folder = tempfile::tempdir().unwrap();
        let _held = DataDirectory::open(folder.path(), None).unwrap();
        fs::write(folder.path().join(FORMAT_FILE), "garbage").unwrap();
        assert!(matches!(
            DataDirectory::open(folder.path(), None),
            Err(DirectoryError::InUse { .. })
        ));
    }

    #[test]
    fn a_kind_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        drop(DataDirectory::open(folder.path(), Some(DirectoryKind::Demo)).unwrap());
        assert_eq!(read_kind(folder.path()).unwrap(), Some(DirectoryKind::Demo));
        let refused = DataDirectory::open(folder.path(), Some(DirectoryKind::Live));
        assert!(matches!(
            refused,
            Err(DirectoryError::OtherKind {
                found: DirectoryKind::Demo,
                ..
            })
        ));
        assert_eq!(
            DataDirectory::open(folder.path(), None).unwrap().kind(),
            DirectoryKind::Demo
        );
    }

    #[test]
    fn other_peoples_folders_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("letter.txt"), "dear").unwrap();
        assert!(matches!(
            DataDirectory::open(folder.path(), None),
            Err(DirectoryError::NotOurs { .. })
        ));
        assert_eq!(DiskMedium.list(folder.path()).unwrap(), ["letter.txt"]);
    }

    #[test]
    fn a_directory_that_lost_its_format_file_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let directory = DataDirectory::open(folder.path(), None).unwrap();
        fs::create_dir(directory.journal_folder()).unwrap();
        drop(directory);
        fs::remove_file(folder.path().join(FORMAT_FILE)).unwrap();
        assert!(matches!(
            DataDirectory::open(folder.path(), None),
            Err(DirectoryError::NotOurs { .. })
        ));
    }

    #[test]
    fn newer_and_unreadable_formats_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        for (text, newer) in [
            ("pickface-data 2 live\n", true),
            ("pickface-data 1 toy\n", false),
            ("", false),
        ] {
            fs::write(folder.path().join(FORMAT_FILE), text).unwrap();
            match DataDirectory::open(folder.path(), None) {
                Err(DirectoryError::Newer { found: 2, .. }) => assert!(newer),
                Err(DirectoryError::BadFormatFile { .. }) => assert!(!newer),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn the_reserve_takes_space_and_gives_it_back() {
        use std::os::unix::fs::MetadataExt;
        let folder = tempfile::tempdir().unwrap();
        let directory = DataDirectory::open(folder.path(), Some(DirectoryKind::Scratch)).unwrap();
        assert!(!directory.release_reserve().unwrap());
        directory.keep_reserve().unwrap();
        let found = fs::metadata(folder.path().join(RESERVE_FILE)).unwrap();
        assert!(found.len() == RESERVE_BYTES && found.blocks() * 512 >= RESERVE_BYTES);
        directory.keep_reserve().unwrap();
        assert!(directory.release_reserve().unwrap());
        assert!(!folder.path().join(RESERVE_FILE).exists());
    }
}
