//! From a file's bytes to text: unpacking, size limits, encodings.

use crate::exchange::sentence::say;
use std::{
    borrow::Cow,
    fs::File,
    io::{self, Read},
    path::Path,
};

use chrono_tz::Tz;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

use super::report::{Fault, RowError};

/// The largest import file, unpacked. A gzip bomb stops here.
pub const MAX_FILE_BYTES: u64 = 512 * 1024 * 1024;

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The building's time zone: local times in the file are meant in it.
    pub zone: Tz,
    pub encoding: Encoding,
    pub format: Format,
}

impl ReadOptions {
    /// Detects encoding and format; local times are those of `zone`.
    pub fn new(zone: Tz) -> Self {
        Self {
            zone,
            encoding: Encoding::Detect,
            format: Format::Detect,
        }
    }
}

/// A file's encoding. Detection takes UTF-8 (with or without BOM) where the bytes are valid UTF-8, UTF-16 by its
/// BOM, and otherwise GB18030 (which holds GBK and GB2312) where the bytes are valid in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    #[default]
    Detect,
    Utf8,
    Gb18030,
}

/// A file's format. Detection goes by its name (`.csv`, `.tsv`, `.jsonl`, `.ndjson`, `.json`), then by its first
/// character: `{` or `[` begins JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    #[default]
    Detect,
    Csv,
    JsonLines,
}

/// Why a file could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("cannot read {name}: {source}")]
    Io { name: String, source: io::Error },
    #[error("{name} is larger than {} MiB unpacked: split it", MAX_FILE_BYTES / 1024 / 1024)]
    TooLarge { name: String },
}

/// Reads a whole file, unpacking gzip by its magic number; gives the name without `.gz`.
pub(super) fn load(path: &Path) -> Result<(String, Vec<u8>), ReadError> {
    let name = path.display().to_string();
    let io_error = |source| ReadError::Io {
        name: name.clone(),
        source,
    };
    let mut file = File::open(path).map_err(io_error)?;
    let mut bytes = Vec::new();
    let mut magic = Vec::new();
    file.by_ref().take(2).read_to_end(&mut magic).map_err(io_error)?;
    let gzip = magic == [0x1f, 0x8b];
    let whole = magic.as_slice().chain(file);
    let packed: Box<dyn Read> = if gzip {
        Box::new(MultiGzDecoder::new(whole))
    } else {
        Box::new(whole)
    };
    packed
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(io_error)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge { name });
    }
    let plain = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
    Ok((plain, bytes))
}

/// The file's text without its BOM, or the one error that says where it is not text.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, Box<RowError>> {
    if encoding == Encoding::Gb18030 {
        return gb18030(bytes).ok_or_else(|| not_text(bytes, "GB18030"));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return utf8(rest).ok_or_else(|| not_text(bytes, "UTF-8"));
    }
    if encoding == Encoding::Utf8 {
        return utf8(bytes).ok_or_else(|| not_text(bytes, "UTF-8"));
    }
    for (mark, utf16) in [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = utf16.decode_without_bom_handling_and_without_replacement(rest);
            return text.ok_or_else(|| not_text(bytes, "UTF-16"));
        }
    }
    utf8(bytes)
        .or_else(|| gb18030(bytes))
        .ok_or_else(|| not_text(bytes, "UTF-8 or GB18030"))
}

/// JSON lines or CSV.
pub(super) fn is_json(name: &str, text: &str, format: Format) -> bool {
    match format {
        Format::Csv => false,
        Format::JsonLines => true,
        Format::Detect => {
            let name = name.to_ascii_lowercase();
            let by_name = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
            if by_name(&[".jsonl", ".ndjson", ".json"]) {
                return true;
            }
            !by_name(&[".csv", ".tsv"]) && text.trim_start().starts_with(['{', '['])
        }
    }
}

fn utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    std::str::from_utf8(bytes).ok().map(Cow::Borrowed)
}

fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

fn not_text(bytes: &[u8], tried: &str) -> Box<RowError> {
    let good = match std::str::from_utf8(bytes) {
        Ok(_) => 0,
        Err(error) => error.valid_up_to(),
    };
    let breaks = bytes.iter().take(good).filter(|byte| **byte == b'\n').count();
    Box::new(RowError {
        line: u64::try_from(breaks).unwrap_or(0).saturating_add(1),
        field: String::new(),
        code: Fault::Encoding,
        value: String::new(),
        problem: say!("this is not {} text", tried),
        hint: say!("save the file as CSV in UTF-8, or name its encoding"),
    })
}
