//! Jobs as files: whole or not at all, and never outside their directory.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{PrintError, Reason, Sent, not_started};

/// Longest stem of a file name, well inside every file system's limit.
const MOST_STEM: usize = 100;

pub(super) fn write(dir: &Path, job_name: &str, bytes: &[u8]) -> Result<Sent, PrintError> {
    let Some(name) = file_name(job_name) else {
        return Err(not_started(Reason::NoName));
    };
    let part = dir.join(format!(".{name}.{}.part", std::process::id()));
    let path = dir.join(name);
    if let Err(source) = write_whole(dir, &part, &path, bytes) {
        // The job is not there under its name; what is left of it is of no use.
        let _ = fs::remove_file(&part);
        return Err(not_started(Reason::Io(source)));
    }
    match File::open(dir).and_then(|dir| dir.sync_all()) {
        Ok(()) => Ok(Sent::File(path)),
        Err(source) => Err(PrintError::Unknown {
            written: bytes.len(),
            total: bytes.len(),
            source,
        }),
    }
}

fn write_whole(dir: &Path, part: &PathBuf, path: &PathBuf, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let mut file = File::create(part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, path)
}

/// A plain file name for a job: ASCII letters, digits, `-`, `_` and inner dots. A name that had to be changed
/// gets a digest of the original, so that two different jobs never share a file. `None` for an empty name.
fn file_name(job_name: &str) -> Option<String> {
    if job_name.is_empty() {
        return None;
    }
    let (stem, extension) = match job_name.rsplit_once('.') {
        Some((stem, extension @ ("zpl" | "txt"))) if !stem.is_empty() => (stem, extension),
        _ => (job_name, "zpl"),
    };
    let safe: String = stem
        .chars()
        .take(MOST_STEM)
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let safe = safe.trim_start_matches('.');
    if safe == stem {
        return Some(format!("{safe}.{extension}"));
    }
    let digest = blake3::hash(stem.as_bytes()).to_hex();
    Some(format!(
        "{safe}-{}.{extension}",
        digest.get(..12).unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plain_job_keeps_its_name() {
        assert_eq!(file_name("L-000123").as_deref(), Some("L-000123.zpl"));
        assert_eq!(file_name("L-000123.txt").as_deref(), Some("L-000123.txt"));
        assert_eq!(file_name(""), None);
    }

    #[test]
    fn names_that_differ_only_in_what_is_not_allowed_stay_apart() {
        assert_ne!(file_name("a/b"), file_name("a:b"));
        assert_ne!(file_name("a/b"), file_name("a_b"));
    }

    proptest! {
        #[test]
        fn no_name_leaves_the_directory(job in "(\\.\\.|/|\\\\|\\.|~|\\PC|[\\x00-\\x1f]|[a-z]){1,150}") {
            let name = file_name(&job).unwrap();
            prop_assert!(!name.starts_with('.') && name.len() <= 120);
            prop_assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
            prop_assert_eq!(Path::new(&name).components().count(), 1);
        }
    }
}
