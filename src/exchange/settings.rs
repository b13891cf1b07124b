//! Files of settings in the data directory that people edit: scanners, keymaps, rules of parcel numbers.

use crate::codes::carriers::{Carriers, RulesError};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file's text, to one byte more than `most`, so that a longer one is refused as what it is. What is no UTF-8 is kept
/// as marks that no setting can hold, so that it is refused by its line.
///
/// # Errors
/// The file cannot be read.
pub fn text(path: &Path, most: usize) -> io::Result<String> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Why the rules of parcel numbers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CarriersError {
    /// The file has a mistake in it.
    #[error(transparent)]
    Mistake(#[from] RulesError),
    /// It cannot be read.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// The rules of parcel numbers of the data directory `root`; the shipped ones where it has no file of them.
///
/// # Errors
/// The file cannot be read, or has a mistake in it: it is then not used at all.
pub fn carriers(root: &Path) -> Result<Carriers, CarriersError> {
    let path = root.join(Carriers::FILE);
    match text(&path, Carriers::MOST_BYTES) {
        Ok(text) => Ok(Carriers::read(&path.display().to_string(), &text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Carriers::shipped()?),
        Err(error) => Err(CarriersError::File { path, error }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_long_file_is_cut_behind_what_it_may_have_and_no_text_is_kept_as_marks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        for (bytes, read) in [
            (&b"12345678"[..], "12345"),
            (b"1234", "1234"),
            (b"a\xff", "a\u{fffd}"),
        ] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(text(&path, 4).unwrap(), read);
        }
        assert!(text(&folder.path().join("none"), 4).is_err());
    }

    #[test]
    fn a_buildings_own_rules_take_the_place_of_the_shipped_ones() {
        let root = tempfile::tempdir().unwrap();
        let guesses = |rules: &Carriers, number: &str| {
            let guesses = rules.guess(number).into_iter();
            guesses.map(|guess| guess.carrier.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(guesses(&carriers(root.path()).unwrap(), "VAN-0042"), [""; 0]);
        let own = "[[rule]]\ncarrier = \"Our van\"\npattern = \"VAN-[0-9]{4}\"\n";
        fs::write(root.path().join(Carriers::FILE), own).unwrap();
        let rules = carriers(root.path()).unwrap();
        assert_eq!(guesses(&rules, "VAN-0042"), ["Our van"]);
        assert_eq!(guesses(&rules, "SF1234567890123"), [""; 0]);
        fs::write(root.path().join(Carriers::FILE), "# ".repeat(200_000)).unwrap();
        let error = carriers(root.path()).unwrap_err().to_string();
        assert!(error.contains("larger"), "{error}");
    }
}
