//! The data directory's file of scanners' settings: read as it is, and written whole.

use super::settings;
use crate::scan::{Profile, Scanners, SettingProblem};
use rustix::fs::{FlockOperation, flock};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why the settings cannot be used or written.
#[derive(Debug, thiserror::Error)]
pub enum ScannersError {
    /// The file has mistakes in it.
    #[error("{}", told(.0))]
    Mistakes(Vec<SettingProblem>),
    /// It cannot be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

fn told(problems: &[SettingProblem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The settings of the data directory `root`; the defaults where it has no file of them.
///
/// # Errors
/// The file cannot be read, or has mistakes in it: it is then not used at all.
pub fn scanners(root: &Path) -> Result<Scanners, ScannersError> {
    let path = root.join(Scanners::FILE);
    parsed(&path, &text(&path)?)
}

/// Changes the settings of one device and writes them: where they are, and what they are now. Everything else in the
/// file stays as it is written. Two who do it at once do it one after the other.
///
/// # Errors
/// The file has mistakes in it already, or cannot be written; it is then as it was.
pub fn set_scanner(
    root: &Path,
    device: &str,
    change: impl FnOnce(&Profile) -> Profile,
) -> Result<(PathBuf, Profile), ScannersError> {
    let path = root.join(Scanners::FILE);
    let failed = |error: io::Error| ScannersError::File {
        path: path.clone(),
        error,
    };
    fs::create_dir_all(root).map_err(failed)?;
    let folder = hold_settings(root)?;
    let before = text(&path)?;
    let profile = change(parsed(&path, &before)?.of_device(device));
    let after = Scanners::with_device(&before, device, &profile);
    // What would be refused the next time it is read is not written.
    parsed(&path, &after)?;
    write_whole(&path, &after, &folder).map_err(failed)?;
    Ok((path, profile))
}

/// Keeps the settings as they are until what this gives is dropped.
///
/// # Errors
/// The directory cannot be opened.
pub fn hold_settings(root: &Path) -> Result<File, ScannersError> {
    let held = File::open(root).and_then(|folder| {
        flock(&folder, FlockOperation::LockExclusive)?;
        Ok(folder)
    });
    held.map_err(|error| ScannersError::File {
        path: root.to_owned(),
        error,
    })
}

fn parsed(path: &Path, text: &str) -> Result<Scanners, ScannersError> {
    Scanners::read(&path.display().to_string(), text).map_err(ScannersError::Mistakes)
}

fn text(path: &Path) -> Result<String, ScannersError> {
    match settings::text(path, Scanners::MOST_BYTES) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|error| ScannersError::File {
            path: path.to_owned(),
            error,
        }),
    }
}

/// Beside the old file first, so that a full disk or a power cut leaves one of them whole.
fn write_whole(path: &Path, text: &str, folder: &File) -> io::Result<()> {
    let beside = path.with_extension("toml.new");
    let mut file = File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    folder.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_devices_settings_are_written_beside_what_is_there() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(scanners(root.path()).unwrap(), Scanners::default());
        fs::write(
            root.path().join(Scanners::FILE),
            "# ours\n[default]\nduplicate_ms = 300\n",
        )
        .unwrap();
        let caps = |base: &Profile| Profile {
            caps_lock: true,
            ..base.clone()
        };
        let (path, profile) = set_scanner(root.path(), "pts-3", caps).unwrap();
        assert_eq!((profile.caps_lock, profile.duplicate_ms), (true, 300));
        let read = scanners(root.path()).unwrap();
        assert_eq!(read.of_device("pts-3"), &profile);
        assert!(!read.of_device("pts-4").caps_lock);
        assert!(fs::read_to_string(path).unwrap().starts_with("# ours\n"));
    }

    #[test]
    fn a_file_with_a_mistake_is_neither_used_nor_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(Scanners::FILE);
        let wrong = "[default]\ngap_ms = 3\n";
        fs::write(&path, wrong).unwrap();
        let error = set_scanner(root.path(), "pts-3", Profile::clone).unwrap_err();
        assert!(
            matches!(&error, ScannersError::Mistakes(problems) if problems[0].line == 2),
            "{error}"
        );
        assert_eq!(fs::read_to_string(path).unwrap(), wrong);
    }
}
