//! The host's key: made once, kept in the data directory, never replaced by itself.

use russh::keys::PrivateKey;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Its file's name in the data directory.
const FILE: &str = "ssh_host_ed25519_key";

/// Why there is no host key.
#[derive(Debug, thiserror::Error)]
pub enum HostKeyError {
    /// The file cannot be read or made.
    #[error("the SSH host key {path} cannot be used: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds no key.
    #[error(
        "{path} is no SSH host key ({why}). Put the right file back from a backup; if it is lost, remove the file: a new one is made, and every client must be told of it"
    )]
    Damaged {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Others can read it.
    #[error("{path} can be read by other users: chmod 600 {path}")]
    Open {
        /// Which.
        path: PathBuf,
    },
}

/// The key of this data directory, made where there is none yet.
///
/// # Errors
/// [`HostKeyError`].
pub fn host_key(folder: &Path) -> Result<PrivateKey, HostKeyError> {
    let path = folder.join(FILE);
    let io = |source| HostKeyError::Io {
        path: path.clone(),
        source,
    };
    let damaged = |why: String| HostKeyError::Damaged {
        path: path.clone(),
        why,
    };
    match fs::read_to_string(&path) {
        Ok(text) => {
            if fs::metadata(&path).map_err(io)?.permissions().mode() & 0o077 != 0 {
                return Err(HostKeyError::Open { path });
            }
            PrivateKey::from_openssh(&text).map_err(|e| damaged(e.to_string()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut seed = [0; 32];
            getrandom::fill(&mut seed).map_err(|e| io(io::Error::other(e)))?;
            let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
            let text = key
                .to_openssh(LineEnding::LF)
                .map_err(|e| damaged(e.to_string()))?;
            // Whole or not at all: a half-written key would lock every client out.
            let made = path.with_extension("new");
            write(&made, text.as_bytes()).map_err(io)?;
            fs::rename(&made, &path).map_err(io)?;
            File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(io)?;
            Ok(key)
        }
        Err(error) => Err(io(error)),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_private_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let first = host_key(folder.path()).unwrap();
        let again = host_key(folder.path()).unwrap();
        assert_eq!(first.public_key(), again.public_key());
        let mode = fs::metadata(folder.path().join(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_or_open_key_is_refused_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        host_key(folder.path()).unwrap();
        let path = folder.path().join(FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(host_key(folder.path()), Err(HostKeyError::Open { .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "-----BEGIN OPENSSH PRIVATE KEY-----\n").unwrap();
        assert!(matches!(
            host_key(folder.path()),
            Err(HostKeyError::Damaged { .. })
        ));
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        );
    }
}
