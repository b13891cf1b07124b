//! The building's own keymaps: files in a folder of the data directory.

use super::settings;
use crate::keymap::{Keymaps, is_name};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folder of the data directory in which they lie, each NAME.toml.
pub const KEYMAP_FOLDER: &str = "keymaps";

/// Files that are looked at; a folder with more is no folder of keymaps.
const MOST_FILES: usize = 200;

/// The shipped keymaps and those of the data directory `root`. What cannot be read is left out and logged: a choice of
/// it then says that there is no such keymap.
#[must_use]
pub fn keymaps(root: &Path) -> Keymaps {
    let shipped = Arc::<Keymaps>::default();
    Arc::unwrap_or_clone(keymaps_beside(&shipped, root))
}

/// The same where the shipped ones are at hand: as every session has them, they are read once and shared.
#[must_use]
pub fn keymaps_beside(shipped: &Arc<Keymaps>, root: &Path) -> Arc<Keymaps> {
    let own = keymap_files(root);
    if own.is_empty() {
        return Arc::clone(shipped);
    }
    let mut keymaps = Keymaps::clone(shipped);
    for path in own {
        let Some(name) = path.file_stem().and_then(|stem| stem.to_str()) else {
            continue;
        };
        match settings::text(&path, Keymaps::MOST_BYTES) {
            Ok(text) => keymaps.add(name, &format!("{KEYMAP_FOLDER}/{name}.toml"), &text),
            Err(error) => tracing::error!("{} cannot be read: {error}", path.display()),
        }
    }
    Arc::new(keymaps)
}

/// The keymap files of the data directory `root`, by name.
#[must_use]
pub fn keymap_files(root: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root.join(KEYMAP_FOLDER)) else {
        // Most buildings have none.
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let named = |path: &PathBuf| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        path.extension().is_some_and(|end| end == "toml") && stem.is_some_and(is_name)
    };
    let mut files: Vec<PathBuf> = paths.filter(named).take(MOST_FILES).collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_folder_are_keymaps_by_their_names() {
        let root = tempfile::tempdir().unwrap();
        let names = |keymaps: &Keymaps| keymaps.names().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            names(&keymaps(root.path())),
            ["default", "handheld", "vim", "as400"]
        );
        let folder = root.path().join(KEYMAP_FOLDER);
        std::fs::create_dir(&folder).unwrap();
        let files: [(&str, &[u8]); 6] = [
            ("mei.toml", b"base = 'vim'\n"),
            ("vim.toml", b"[picking]\npick.shrot = ['f1']\n"),
            ("latin.toml", b"# caf\xe9\n\xe9 = 1\n"),
            ("huge.toml", &[b'#'; 70_000]),
            ("notes.txt", b"x"),
            ("a b.toml", b""),
        ];
        for (name, bytes) in files {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        let read = keymaps(root.path());
        assert_eq!(
            names(&read),
            ["default", "handheld", "vim", "as400", "huge", "latin", "mei"]
        );
        for (name, mistakes) in [("mei", 0), ("vim", 1), ("latin", 1), ("huge", 1), ("default", 0)] {
            assert_eq!(read.get(name).unwrap().problems.len(), mistakes, "{name}");
        }
    }
}
