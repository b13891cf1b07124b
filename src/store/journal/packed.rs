//! Sealed segments, compressed. A packed segment is read at the offsets of the plain one, block by block, so that
//! whatever reads a journal reads it too.
//!
//! ```text
//! packed = header (32) block* table footer (64)                numbers are little-endian
//! header = "PICKPACK" format u32  block_len u32  plain_len u64  reserved u32  crc u32
//! block  = deflate of block_len bytes of the plain segment (the last one of what is left)
//! table  = (length u32  crc u32) a block
//! footer = "PKPX"  blocks u32  table_at u64  digest [32]  reserved [12]  crc u32
//! digest = BLAKE3 of the plain segment
//! ```

use std::cell::RefCell;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};

use super::JournalError;
use crate::store::framing::{Fields, ends_with_own_crc, offset as as_offset, push_own_crc};
use crate::store::medium::{Medium, ReadFile};

/// What a packed segment's name has behind the plain one's.
pub(super) const PACKED: &str = ".z";

const FORMAT: u32 = 1;
const MAGIC: [u8; 8] = *b"PICKPACK";
const HEADER_LEN: usize = 32;
const FOOTER_MAGIC: [u8; 4] = *b"PKPX";
const FOOTER_LEN: usize = 64;
const ENTRY_LEN: usize = 8;
/// Plain bytes of one block: as much as one look at a record has to unpack.
const BLOCK: usize = 64 << 10;

/// The packed file of a plain segment.
pub(super) fn packed_path(plain: &Path) -> PathBuf {
    let mut name = plain.as_os_str().to_owned();
    name.push(PACKED);
    name.into()
}

pub(super) fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "z")
}

/// Opens a segment for reading, packed or plain. A plain one may have been packed since its name was looked up.
pub(super) fn open_segment(medium: &dyn Medium, path: &Path) -> io::Result<Box<dyn ReadFile>> {
    if is_packed(path) {
        return Ok(Box::new(Packed::open(medium.open_read(path)?)?));
    }
    match medium.open_read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let packed = packed_path(path);
            if medium.exists(&packed)? {
                Ok(Box::new(Packed::open(medium.open_read(&packed)?)?))
            } else {
                Err(error)
            }
        }
        other => other,
    }
}

/// Packs a sealed segment beside it, and reads the packed file through before it gets its name; the plain one stays.
/// Gives the packed file's path.
pub(super) fn pack(medium: &dyn Medium, plain: &Path) -> Result<PathBuf, JournalError> {
    let packed = packed_path(plain);
    let temporary = packed.with_extension("tmp");
    // A folder of the journal holds nothing but segments; names that begin with a dot are passed over.
    let temporary = temporary.with_file_name(format!(
        ".{}",
        temporary.file_name().unwrap_or_default().to_string_lossy()
    ));
    if medium
        .exists(&temporary)
        .map_err(JournalError::io("look for", &temporary))?
    {
        medium
            .remove(&temporary)
            .map_err(JournalError::io("remove", &temporary))?;
    }
    let source = medium.open_read(plain).map_err(JournalError::io("open", plain))?;
    let digest = write(medium, source.as_ref(), &temporary).map_err(JournalError::io("pack", plain))?;
    let written = medium.open_read(&temporary).and_then(Packed::open);
    let read = written.and_then(|written| digest_of(&written));
    if read.map_err(JournalError::io("read", &temporary))? != digest {
        let source = io::Error::new(io::ErrorKind::InvalidData, "it does not hold what was packed");
        return Err(JournalError::io("read", &temporary)(source));
    }
    medium
        .rename(&temporary, &packed)
        .map_err(JournalError::io("rename", &temporary))?;
    let folder = packed.parent().unwrap_or(Path::new("."));
    medium
        .sync_dir(folder)
        .map_err(JournalError::io("sync", folder))?;
    Ok(packed)
}

fn write(medium: &dyn Medium, source: &dyn ReadFile, to: &Path) -> io::Result<blake3::Hash> {
    let mut file = medium.create(to)?;
    let plain_len = source.len()?;
    let mut header = MAGIC.to_vec();
    header.extend(FORMAT.to_le_bytes());
    header.extend(length(BLOCK)?.to_le_bytes());
    header.extend(plain_len.to_le_bytes());
    header.extend(0_u32.to_le_bytes());
    push_own_crc(&mut header);
    file.write_at(0, &header)?;
    let mut end = as_offset(HEADER_LEN);
    let mut table = Vec::new();
    let mut blocks = 0_u32;
    each_block(source, &mut |block| {
        let mut packed = Vec::new();
        DeflateEncoder::new(block, Compression::default()).read_to_end(&mut packed)?;
        file.write_at(end, &packed)?;
        end += as_offset(packed.len());
        table.extend(length(packed.len())?.to_le_bytes());
        table.extend(crc32fast::hash(&packed).to_le_bytes());
        blocks += 1;
        Ok(())
    })?;
    let digest = digest_of(source)?;
    let mut footer = FOOTER_MAGIC.to_vec();
    footer.extend(blocks.to_le_bytes());
    footer.extend(end.to_le_bytes());
    footer.extend(digest.as_bytes());
    footer.extend([0; 12]);
    push_own_crc(&mut footer);
    file.write_at(end, &table)?;
    file.write_at(end + as_offset(table.len()), &footer)?;
    file.sync_data()?;
    Ok(digest)
}

fn length(len: usize) -> io::Result<u32> {
    u32::try_from(len).map_err(io::Error::other)
}

fn each_block(file: &dyn ReadFile, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut at = 0;
    let mut block = vec![0; BLOCK];
    loop {
        let got = file.read_at(at, &mut block)?;
        let Some(block) = block.get(..got).filter(|block| !block.is_empty()) else {
            return Ok(());
        };
        take(block)?;
        at += as_offset(got);
    }
}

fn digest_of(file: &dyn ReadFile) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    each_block(file, &mut |block| {
        hasher.update(block);
        Ok(())
    })?;
    Ok(hasher.finalize())
}

/// A packed segment, read as if it were plain.
#[derive(Debug)]
struct Packed {
    file: Box<dyn ReadFile>,
    plain_len: u64,
    block_len: u64,
    /// Where each block begins, and its checksum; the last entry is the end of them all.
    blocks: Vec<(u64, u32)>,
    /// The block unpacked last.
    unpacked: RefCell<Option<(usize, Vec<u8>)>>,
}

impl Packed {
    fn open(file: Box<dyn ReadFile>) -> io::Result<Packed> {
        let len = file.len()?;
        let header = exactly(file.as_ref(), 0, HEADER_LEN)?;
        let footer_at = len
            .checked_sub(as_offset(FOOTER_LEN))
            .ok_or_else(|| damaged("it is too short"))?;
        let footer = exactly(file.as_ref(), footer_at, FOOTER_LEN)?;
        let (plain_len, block_len) = read_header(&header).ok_or_else(|| damaged("its header"))?;
        let (count, table_at) = read_footer(&footer).ok_or_else(|| damaged("its footer"))?;
        let table_len = footer_at
            .checked_sub(table_at)
            .and_then(|len| usize::try_from(len).ok())
            .filter(|len| *len == count * ENTRY_LEN)
            .ok_or_else(|| damaged("its table's length"))?;
        let table = exactly(file.as_ref(), table_at, table_len)?;
        let mut blocks = Vec::with_capacity(count + 1);
        let mut at = as_offset(HEADER_LEN);
        let mut fields = Fields::new(&table);
        while let (Some(len), Some(crc)) = (fields.u32(), fields.u32()) {
            blocks.push((at, crc));
            at += u64::from(len);
        }
        blocks.push((at, 0));
        if at != table_at || plain_len.div_ceil(block_len) != as_offset(count) {
            return Err(damaged("its table"));
        }
        Ok(Packed {
            file,
            plain_len,
            block_len,
            blocks,
            unpacked: RefCell::default(),
        })
    }

    fn unpack(&self, number: usize) -> io::Result<Vec<u8>> {
        let what = || damaged(&format!("its block {number}"));
        let (at, crc) = self.blocks.get(number).copied().ok_or_else(what)?;
        let (end, _) = self.blocks.get(number + 1).copied().ok_or_else(what)?;
        let packed = exactly(
            self.file.as_ref(),
            at,
            usize::try_from(end.saturating_sub(at)).map_err(io::Error::other)?,
        )?;
        if crc32fast::hash(&packed) != crc {
            return Err(what());
        }
        let start = as_offset(number) * self.block_len;
        let wanted = self.block_len.min(self.plain_len.saturating_sub(start));
        let mut block = Vec::new();
        DeflateDecoder::new(packed.as_slice())
            .take(wanted + 1)
            .read_to_end(&mut block)?;
        if as_offset(block.len()) == wanted {
            Ok(block)
        } else {
            Err(what())
        }
    }
}

impl ReadFile for Packed {
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut got = 0;
        let mut unpacked = self.unpacked.borrow_mut();
        while got < buffer.len() && at + as_offset(got) < self.plain_len {
            let place = at + as_offset(got);
            let number = usize::try_from(place / self.block_len).map_err(io::Error::other)?;
            if unpacked.as_ref().is_none_or(|(held, _)| *held != number) {
                *unpacked = Some((number, self.unpack(number)?));
            }
            let Some((_, block)) = unpacked.as_ref() else {
                break;
            };
            let from = usize::try_from(place % self.block_len).map_err(io::Error::other)?;
            let piece = block.get(from..).unwrap_or_default();
            let Some(to) = buffer.get_mut(got..) else { break };
            let len = piece.len().min(to.len());
            if let (Some(to), Some(piece)) = (to.get_mut(..len), piece.get(..len)) {
                to.copy_from_slice(piece);
            }
            if len == 0 {
                break;
            }
            got += len;
        }
        Ok(got)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.plain_len)
    }
}

fn read_header(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut fields = Fields::new(Some(bytes).filter(|bytes| ends_with_own_crc(bytes))?);
    let magic = fields.array::<8>()?;
    let format = fields.u32()?;
    let block_len = u64::from(fields.u32()?);
    let plain_len = fields.u64()?;
    let known = magic == MAGIC && format == FORMAT && block_len > 0 && block_len <= 16 << 20;
    known.then_some((plain_len, block_len))
}

fn read_footer(bytes: &[u8]) -> Option<(usize, u64)> {
    let mut fields = Fields::new(Some(bytes).filter(|bytes| ends_with_own_crc(bytes))?);
    let magic = fields.array::<4>()?;
    let blocks = usize::try_from(fields.u32()?).ok()?;
    let table_at = fields.u64()?;
    (magic == FOOTER_MAGIC).then_some((blocks, table_at))
}

fn exactly(file: &dyn ReadFile, at: u64, len: usize) -> io::Result<Vec<u8>> {
    // A damaged length must not be taken for a wish for memory.
    if as_offset(len) > file.len()?.saturating_sub(at) {
        return Err(damaged("it is too short"));
    }
    let mut bytes = vec![0; len];
    let got = file.read_at(at, &mut bytes)?;
    if got == len {
        Ok(bytes)
    } else {
        Err(damaged("it is too short"))
    }
}

fn damaged(what: &str) -> io::Error {
    let told = format!("this packed segment is damaged ({what}); bring it back from a backup or the archive");
    io::Error::new(io::ErrorKind::InvalidData, told)
}
