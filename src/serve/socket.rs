//! Where the owner's socket lies, who may open it, and who may remove it.

use std::{
    fs::{DirBuilder, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use tokio::net::{UnixListener, UnixStream};

/// Longest path of a Unix socket on Linux, without its closing NUL.
const MAX_PATH: usize = 107;

/// Why there is no door.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error(
        "{path} must be a directory of yours that nobody else can open (mode 0700); move it away or set XDG_RUNTIME_DIR"
    )]
    Unsafe { path: PathBuf },
    #[error(
        "{path} is longer than the {MAX_PATH} bytes of a socket's path; set XDG_RUNTIME_DIR to a shorter one"
    )]
    TooLong { path: PathBuf },
    #[error("{path} exists, and only the holder of the data directory's lock may replace it")]
    NotOwner { path: PathBuf },
}

/// The directory of this user's sockets, made with mode 0700: `XDG_RUNTIME_DIR/pickface`, else one in the temporary
/// directory with the user's number in its name.
///
/// # Errors
/// [`SocketError::Unsafe`] where it belongs to somebody else or is open to others.
pub fn runtime_directory() -> Result<PathBuf, SocketError> {
    let uid = rustix::process::geteuid().as_raw();
    let path = match std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
    {
        Some(runtime) => runtime.join("pickface"),
        None => std::env::temp_dir().join(format!("pickface-{uid}")),
    };
    private_directory(&path)?;
    Ok(path)
}

/// The socket of a data directory: one path a directory, however it is written.
///
/// # Errors
/// The data directory must exist; the path must not be too long.
pub fn socket_path(runtime: &Path, data: &Path) -> Result<PathBuf, SocketError> {
    let data = data.canonicalize().map_err(|source| SocketError::Io {
        path: data.to_owned(),
        source,
    })?;
    let hash = blake3::hash(data.as_os_str().as_encoded_bytes()).to_hex();
    let path = runtime.join(format!("{}.sock", hash.get(..16).unwrap_or_default()));
    if path.as_os_str().len() > MAX_PATH {
        return Err(SocketError::TooLong { path });
    }
    Ok(path)
}

/// The owner's listening socket; it is removed when this is dropped, which must be before the lock is released.
#[derive(Debug)]
pub struct Door {
    pub(super) listener: UnixListener,
    path: PathBuf,
}

impl Door {
    /// Opens the socket. `holds_lock`: the caller holds the data directory's lock, so a socket that lies there is
    /// a dead owner's and is replaced.
    ///
    /// # Errors
    /// [`SocketError::NotOwner`] where one lies there and the lock is not held.
    pub fn open(path: &Path, holds_lock: bool) -> Result<Door, SocketError> {
        let io = |source| SocketError::Io {
            path: path.to_owned(),
            source,
        };
        if path.symlink_metadata().is_ok() {
            if !holds_lock {
                return Err(SocketError::NotOwner {
                    path: path.to_owned(),
                });
            }
            std::fs::remove_file(path).map_err(io)?;
        }
        let listener = UnixListener::bind(path).map_err(io)?;
        std::fs::set_permissions(path, Permissions::from_mode(0o600)).map_err(io)?;
        Ok(Door {
            listener,
            path: path.to_owned(),
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // Whoever holds the lock next removes what is left.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Whether the process at the other end runs as this user.
pub fn is_own(stream: &UnixStream) -> bool {
    stream
        .peer_cred()
        .is_ok_and(|peer| peer.uid() == rustix::process::geteuid().as_raw())
}

fn private_directory(path: &Path) -> Result<(), SocketError> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
            return Err(SocketError::Io {
                path: path.to_owned(),
                source,
            });
        }
        _ => {}
    }
    let found = path.symlink_metadata().map_err(|source| SocketError::Io {
        path: path.to_owned(),
        source,
    })?;
    let own = found.uid() == rustix::process::geteuid().as_raw();
    if found.is_dir() && own && found.mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(SocketError::Unsafe {
            path: path.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_socket_a_data_directory_however_it_is_written() {
        let temp = tempfile::tempdir().unwrap();
        let data = temp
            .path()
            .join("a-data-directory-with-a-name-that-is-much-too-long-for-a-socket".repeat(2));
        std::fs::create_dir_all(data.join("sub")).unwrap();
        std::os::unix::fs::symlink(&data, temp.path().join("link")).unwrap();
        let path = socket_path(Path::new("/run/user/1000/pickface"), &data).unwrap();
        let same = |other: PathBuf| socket_path(Path::new("/run/user/1000/pickface"), &other).unwrap();
        assert_eq!(same(data.join("sub/..")), path);
        assert_eq!(same(temp.path().join("link")), path);
        assert_ne!(same(data.join("sub")), path);
        assert!(matches!(
            socket_path(&data, &data),
            Err(SocketError::TooLong { .. })
        ));
        assert!(matches!(
            socket_path(temp.path(), &data.join("none")),
            Err(SocketError::Io { .. })
        ));
    }

    #[test]
    fn a_directory_open_to_others_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("run");
        private_directory(&path).unwrap();
        assert_eq!(path.metadata().unwrap().mode() & 0o777, 0o700);
        private_directory(&path).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(
            private_directory(&path),
            Err(SocketError::Unsafe { .. })
        ));
        std::os::unix::fs::symlink(&path, temp.path().join("link")).unwrap();
        assert!(matches!(
            private_directory(&temp.path().join("link")),
            Err(SocketError::Unsafe { .. })
        ));
    }

    #[tokio::test]
    async fn only_the_owner_replaces_a_stale_socket() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("s.sock");
        std::mem::forget(Door::open(&path, false).unwrap());
        assert!(matches!(
            Door::open(&path, false),
            Err(SocketError::NotOwner { .. })
        ));
        let door = Door::open(&path, true).unwrap();
        assert_eq!(path.metadata().unwrap().mode() & 0o777, 0o600);
        drop(door);
        assert!(!path.exists());
    }
}
