//! A backup: named files in one file, closed by a digest, so that half a copy is never taken for a whole one.
//!
//! ```text
//! archive = header (32) entry* footer (60)                     numbers are little-endian
//! header  = "PICKARCH" format u32  flags u32  time_ms i64  reserved u32  crc u32
//! entry   = "PKAE"  name_len u32  file_len u64  crc u32 (of these three)  name  bytes
//! footer  = "PKAX"  reserved u32  entries u64  bytes u64  digest [32]  crc u32
//! digest  = BLAKE3 of everything before the footer
//! ```
//!
//! Restoring reads the archive through before it writes anything, unpacks beside the target, and renames: the target
//! is either not there or whole.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::framing::{Fields, ends_with_own_crc, offset as as_offset, push_own_crc};
use super::medium::{Medium, ReadFile, WriteFile};

const FORMAT: u32 = 1;
const HEADER_LEN: usize = 32;
const HEADER_MAGIC: [u8; 8] = *b"PICKARCH";
const ENTRY_HEADER_LEN: usize = 20;
const ENTRY_MAGIC: [u8; 4] = *b"PKAE";
const FOOTER_LEN: usize = 60;
const FOOTER_MAGIC: [u8; 4] = *b"PKAX";
const MAX_NAME: usize = 1024;
const PIECE: usize = 256 << 10;

/// A file to put into an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveSource {
    /// Its name in the archive, relative, with `/` between folders.
    pub name: String,
    /// Where it lies now.
    pub path: PathBuf,
    /// How much of it to take, in bytes from its start: what is committed of a file that still grows.
    pub len: u64,
}

/// What an archive holds, after it was read through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveInfo {
    /// When it was made: UTC milliseconds since 1970.
    pub time_ms: i64,
    /// Names and lengths of its files, in their order.
    pub files: Vec<(String, u64)>,
    /// Length of the archive in bytes.
    pub bytes: u64,
}

/// Why an archive could not be written, read or restored.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
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
    /// The archive is not as it was written, or is none.
    #[error("{} is damaged or incomplete at byte {offset}: {what}", path.display())]
    Damaged {
        /// The archive.
        path: PathBuf,
        /// Where, in bytes.
        offset: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// The archive was written by a newer program.
    #[error("{} has format {found}, this program reads up to {FORMAT}: use the newer program", path.display())]
    Newer {
        /// The archive.
        path: PathBuf,
        /// Its format number.
        found: u32,
    },
    /// A file name in or for an archive is absolute, leaves its folder, is too long, or stands there twice.
    #[error("{name:?} is no name for a file of an archive")]
    BadName {
        /// The name.
        name: String,
    },
    /// The target of a backup or a restore is there already.
    #[error("{} is there already and is not empty: choose another name; nothing was overwritten", path.display())]
    InTheWay {
        /// The file or folder.
        path: PathBuf,
    },
}

impl ArchiveError {
    fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

/// Puts `sources` into a new archive at `path`, and reads it through before it gets that name.
pub fn write_archive(
    medium: &dyn Medium,
    path: &Path,
    time_ms: i64,
    sources: &[ArchiveSource],
) -> Result<ArchiveInfo, ArchiveError> {
    if medium.exists(path).map_err(ArchiveError::io("look for", path))? {
        return Err(ArchiveError::InTheWay {
            path: path.to_owned(),
        });
    }
    let mut names = BTreeSet::new();
    if let Some(bad) = sources
        .iter()
        .find(|source| !is_name(&source.name) || !names.insert(&source.name))
    {
        return Err(ArchiveError::BadName {
            name: bad.name.clone(),
        });
    }
    let temporary = beside(path, "tmp");
    if medium
        .exists(&temporary)
        .map_err(ArchiveError::io("look for", &temporary))?
    {
        medium
            .remove(&temporary)
            .map_err(ArchiveError::io("remove", &temporary))?;
    }
    let file = medium
        .create(&temporary)
        .map_err(ArchiveError::io("create", &temporary))?;
    let mut writer = Writer {
        file,
        path: temporary.clone(),
        end: 0,
        hasher: blake3::Hasher::new(),
    };
    writer.write(&encode_header(time_ms))?;
    let mut total = 0;
    for source in sources {
        writer.add(medium, source)?;
        total += source.len;
    }
    let digest = *writer.hasher.finalize().as_bytes();
    writer.write(&encode_footer(as_offset(sources.len()), total, digest))?;
    writer
        .file
        .sync_data()
        .map_err(ArchiveError::io("sync", &temporary))?;
    drop(writer);
    let info = verify_archive(medium, &temporary)?;
    medium
        .rename(&temporary, path)
        .map_err(ArchiveError::io("rename", &temporary))?;
    sync_parent(medium, path)?;
    Ok(info)
}

/// Reads an archive through: every frame, the counts, and the digest.
pub fn verify_archive(medium: &dyn Medium, path: &Path) -> Result<ArchiveInfo, ArchiveError> {
    let mut reader = Reader::open(medium, path)?;
    let time_ms = reader.header()?;
    let mut files = Vec::new();
    let mut total: u64 = 0;
    while let Some((name, len)) = reader.next_entry()? {
        reader.each_piece(len, &mut |_| Ok(()))?;
        total = total.saturating_add(len);
        files.push((name, len));
    }
    let digest = *reader.hasher.finalize().as_bytes();
    if encode_footer(as_offset(files.len()), total, digest) != reader.footer()? {
        return Err(reader.damaged("counts or digest do not fit the contents"));
    }
    Ok(ArchiveInfo {
        time_ms,
        files,
        bytes: reader.len,
    })
}

/// Restores an archive into `target`, which must not be there, or be an empty folder. What an earlier attempt that
/// was broken off has left beside the target is refused by name, not removed.
pub fn restore_archive(medium: &dyn Medium, path: &Path, target: &Path) -> Result<ArchiveInfo, ArchiveError> {
    let info = verify_archive(medium, path)?;
    let unpacked = beside(target, "restoring");
    for taken in [target, &unpacked] {
        let there = medium
            .exists(taken)
            .map_err(ArchiveError::io("look for", taken))?;
        let empty = there && medium.list(taken).is_ok_and(|names| names.is_empty());
        if there && !(empty && taken == target) {
            return Err(ArchiveError::InTheWay {
                path: taken.to_owned(),
            });
        }
    }
    medium
        .create_dir_all(&unpacked)
        .map_err(ArchiveError::io("create", &unpacked))?;
    let mut folders = BTreeSet::from([unpacked.clone()]);
    let mut reader = Reader::open(medium, path)?;
    reader.header()?;
    while let Some((name, len)) = reader.next_entry()? {
        let file = unpacked.join(name);
        if let Some(folder) = file.parent().filter(|folder| !folders.contains(*folder)) {
            medium
                .create_dir_all(folder)
                .map_err(ArchiveError::io("create", folder))?;
            folders.insert(folder.to_owned());
        }
        reader.unpack(medium, &file, len)?;
    }
    for folder in folders.iter().rev() {
        medium
            .sync_dir(folder)
            .map_err(ArchiveError::io("sync", folder))?;
    }
    medium
        .rename(&unpacked, target)
        .map_err(ArchiveError::io("rename", &unpacked))?;
    sync_parent(medium, target)?;
    Ok(info)
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn sync_parent(medium: &dyn Medium, path: &Path) -> Result<(), ArchiveError> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    medium.sync_dir(parent).map_err(ArchiveError::io("sync", parent))
}

/// Whether a name stays inside the folder it is unpacked into.
fn is_name(name: &str) -> bool {
    let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
    name.len() <= MAX_NAME && name.split('/').all(part)
}

fn encode_header(time_ms: i64) -> Vec<u8> {
    let mut bytes = HEADER_MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(time_ms.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    push_own_crc(&mut bytes);
    bytes
}

fn encode_footer(entries: u64, total: u64, digest: [u8; 32]) -> Vec<u8> {
    let mut bytes = FOOTER_MAGIC.to_vec();
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend(entries.to_le_bytes());
    bytes.extend(total.to_le_bytes());
    bytes.extend(digest);
    push_own_crc(&mut bytes);
    bytes
}

#[derive(Debug)]
struct Writer {
    file: Box<dyn WriteFile>,
    path: PathBuf,
    end: u64,
    hasher: blake3::Hasher,
}

impl Writer {
    fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.file
            .write_at(self.end, bytes)
            .map_err(ArchiveError::io("write", &self.path))?;
        self.hasher.update(bytes);
        self.end += as_offset(bytes.len());
        Ok(())
    }

    fn add(&mut self, medium: &dyn Medium, source: &ArchiveSource) -> Result<(), ArchiveError> {
        let name_len = u32::try_from(source.name.len());
        let name_len = name_len.map_err(|_| ArchiveError::BadName {
            name: source.name.clone(),
        })?;
        let mut header = ENTRY_MAGIC.to_vec();
        header.extend(name_len.to_le_bytes());
        header.extend(source.len.to_le_bytes());
        push_own_crc(&mut header);
        header.extend(source.name.as_bytes());
        self.write(&header)?;
        let file = medium
            .open_read(&source.path)
            .map_err(ArchiveError::io("open", &source.path))?;
        let mut done = 0;
        while done < source.len {
            let len = usize::try_from(source.len - done)
                .unwrap_or(usize::MAX)
                .min(PIECE);
            let mut piece = vec![0; len];
            let got = file
                .read_at(done, &mut piece)
                .map_err(ArchiveError::io("read", &source.path))?;
            if got != len {
                let what = "the file is shorter than was to be taken of it";
                return Err(ArchiveError::Damaged {
                    path: source.path.clone(),
                    offset: done,
                    what,
                });
            }
            self.write(&piece)?;
            done += as_offset(len);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Reader {
    file: Box<dyn ReadFile>,
    path: PathBuf,
    len: u64,
    offset: u64,
    hasher: blake3::Hasher,
}

impl Reader {
    fn open(medium: &dyn Medium, path: &Path) -> Result<Self, ArchiveError> {
        let file = medium.open_read(path).map_err(ArchiveError::io("open", path))?;
        let len = file.len().map_err(ArchiveError::io("open", path))?;
        Ok(Self {
            file,
            path: path.to_owned(),
            len,
            offset: 0,
            hasher: blake3::Hasher::new(),
        })
    }

    /// The time that the archive was made.
    fn header(&mut self) -> Result<i64, ArchiveError> {
        let bytes = self.take(HEADER_LEN)?;
        let mut fields = Fields::new(&bytes);
        let magic = fields.array::<8>();
        let (format, _, time_ms) = (fields.u32(), fields.u32(), fields.i64());
        match (format, time_ms) {
            (Some(found), Some(time_ms)) if magic == Some(HEADER_MAGIC) && ends_with_own_crc(&bytes) => {
                let newer = ArchiveError::Newer {
                    path: self.path.clone(),
                    found,
                };
                if found > FORMAT { Err(newer) } else { Ok(time_ms) }
            }
            _ => Err(self.damaged("it does not begin as an archive does")),
        }
    }

    /// Name and length of the next file; `None` at the footer.
    fn next_entry(&mut self) -> Result<Option<(String, u64)>, ArchiveError> {
        let left = self.len.saturating_sub(self.offset);
        if left == as_offset(FOOTER_LEN) {
            return Ok(None);
        }
        let bytes = self.take(ENTRY_HEADER_LEN)?;
        let mut fields = Fields::new(&bytes);
        let magic = fields.array::<4>();
        let (Some(name_len), Some(len)) = (fields.u32(), fields.u64()) else {
            return Err(self.damaged("the header of a file is incomplete"));
        };
        let name_len = usize::try_from(name_len).unwrap_or(usize::MAX);
        if magic != Some(ENTRY_MAGIC) || !ends_with_own_crc(&bytes) || name_len > MAX_NAME {
            return Err(self.damaged("the header of a file fails its checksum"));
        }
        let name = String::from_utf8_lossy(&self.take(name_len)?).into_owned();
        if !is_name(&name) {
            return Err(ArchiveError::BadName { name });
        }
        Ok(Some((name, len)))
    }

    fn footer(&mut self) -> Result<Vec<u8>, ArchiveError> {
        self.take(FOOTER_LEN)
    }

    fn unpack(&mut self, medium: &dyn Medium, to: &Path, len: u64) -> Result<(), ArchiveError> {
        let mut file = medium.create(to).map_err(ArchiveError::io("create", to))?;
        let mut end = 0;
        self.each_piece(len, &mut |piece| {
            file.write_at(end, piece).map_err(ArchiveError::io("write", to))?;
            end += as_offset(piece.len());
            Ok(())
        })?;
        file.sync_data().map_err(ArchiveError::io("sync", to))
    }

    fn each_piece(
        &mut self,
        len: u64,
        work: &mut dyn FnMut(&[u8]) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        if len > self.len.saturating_sub(self.offset) {
            return Err(self.damaged("a file is longer than the archive"));
        }
        let mut left = len;
        while left > 0 {
            let piece = self.take(usize::try_from(left).unwrap_or(usize::MAX).min(PIECE))?;
            left -= as_offset(piece.len());
            work(&piece)?;
        }
        Ok(())
    }

    fn take(&mut self, len: usize) -> Result<Vec<u8>, ArchiveError> {
        let mut bytes = vec![0; len];
        let got = self
            .file
            .read_at(self.offset, &mut bytes)
            .map_err(ArchiveError::io("read", &self.path))?;
        if got != len {
            return Err(self.damaged("the archive ends too early"));
        }
        self.hasher.update(&bytes);
        self.offset += as_offset(len);
        Ok(bytes)
    }

    fn damaged(&self, what: &'static str) -> ArchiveError {
        ArchiveError::Damaged {
            path: self.path.clone(),
            offset: self.offset,
            what,
        }
    }
}
