//! A file layer in memory whose calls can fail and whose power can be cut.
//!
//! The model is harsher than the usual file systems, so that nothing rests on their kindness:
//! - Bytes are certain only once a `sync_data` of their file returned `Ok`. After a cut each 4 KiB page written
//!   since then holds, by seeded chance, any of its later versions or the certain one, whatever its neighbours hold;
//!   the length is any that the file has had since, with zeros where a page did not arrive.
//! - A name is certain only once `sync_dir` of its folder returned `Ok`; later changes are each kept or lost.
//! - After a failed sync the written pages stay readable but count as clean: a later sync that returns `Ok` does
//!   not save them unless they are written again (as Linux behaves; "fsyncgate", PostgreSQL 2018).

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Medium, ReadFile, WriteFile};
use crate::store::framing::offset;

const PAGE: usize = 4096;

/// What goes wrong at one changing call (create, write, set length, sync, rename, remove, sync folder).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `EIO`. A write leaves half of its bytes; a sync leaves its pages readable but not certain.
    Io,
    /// `ENOSPC`, with the same left-overs.
    NoSpace,
    /// The process stops here: this call and all later ones fail, reads too.
    Stop,
}

/// Files in memory. Clones share them. See the module for what it promises and what it breaks.
#[derive(Debug, Clone, Default)]
pub struct SimulatedMedium {
    state: Arc<Mutex<State>>,
}

impl SimulatedMedium {
    /// An empty medium without faults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many changing calls were made so far; the next one has this number.
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    /// The changing calls so far, in order, as `verb path` (writes with offset and length).
    pub fn log(&self) -> Vec<String> {
        self.state().log.clone()
    }

    /// Makes the changing call with this number fail.
    pub fn fail_at(&self, call: u64, fault: Fault) {
        self.state().faults.insert(call, fault);
    }

    /// Limits the bytes of all files together; a write past it leaves what fits and fails with `ENOSPC`.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        self.state().capacity = bytes;
    }

    /// The bytes of a file as a running process sees them.
    pub fn contents(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.state();
        let inode = state.names.get(path)?;
        state.inodes.get(*inode).map(|inode| inode.cache.clone())
    }

    /// Puts a file there, durable at once: for drills that damage files behind the store's back.
    pub fn put(&self, path: &Path, bytes: Vec<u8>) {
        let mut state = self.state();
        state.remember_parents(path);
        let inode = state.add_inode(Inode {
            durable: bytes.clone(),
            cache: bytes,
            ..Inode::default()
        });
        state.names.insert(path.to_owned(), inode);
        state.durable_names.insert(path.to_owned(), inode);
    }

    /// Removes a file, durably, behind the store's back.
    pub fn take(&self, path: &Path) -> Option<Vec<u8>> {
        let bytes = self.contents(path);
        let mut state = self.state();
        state.names.remove(path);
        state.durable_names.remove(path);
        bytes
    }

    /// A separate copy of the present state as running processes see it, all durable and without faults.
    pub fn duplicate(&self) -> Self {
        let state = self.state();
        let copy = Self::new();
        for (path, inode) in &state.names {
            if let Some(inode) = state.inodes.get(*inode) {
                copy.put(path, inode.cache.clone());
            }
        }
        copy.state().dirs.extend(state.dirs.iter().cloned());
        drop(state);
        copy
    }

    /// The medium as it may be found after the power went now: one of the possible states, chosen by `seed`.
    pub fn power_cut(&self, seed: u64) -> Self {
        let mut chance = Chance(seed);
        let state = self.state();
        let mut names = state.durable_names.clone();
        for change in &state.pending_names {
            if chance.below(2) == 1 {
                change.apply(&mut names);
            }
        }
        let after = Self::new();
        for (path, inode) in names {
            if let Some(inode) = state.inodes.get(inode) {
                after.put(&path, inode.after_power_cut(&mut chance));
            }
        }
        after.state().dirs.extend(state.dirs.iter().cloned());
        drop(state);
        after
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, inode: usize, path: &Path) -> SimulatedFile {
        SimulatedFile {
            medium: self.clone(),
            inode,
            path: path.to_owned(),
        }
    }
}

impl Medium for SimulatedMedium {
    fn create(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let mut state = self.state();
        state.begin(format!("create {}", path.display()))?;
        if state.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if !path.parent().is_some_and(|dir| state.dirs.contains(dir)) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let inode = state.add_inode(Inode::default());
        state.change_names(NameChange {
            from: None,
            to: Some((path.to_owned(), inode)),
        });
        Ok(Box::new(self.file(inode, path)))
    }

    fn open_write(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        Ok(Box::new(self.file(self.state().find(path)?, path)))
    }

    fn open_read(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        Ok(Box::new(self.file(self.state().find(path)?, path)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.begin(format!("rename {} {}", from.display(), to.display()))?;
        let inode = state.find(from)?;
        state.change_names(NameChange {
            from: Some(from.to_owned()),
            to: Some((to.to_owned(), inode)),
        });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.begin(format!("remove {}", path.display()))?;
        state.find(path)?;
        state.change_names(NameChange {
            from: Some(path.to_owned()),
            to: None,
        });
        Ok(())
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.remember_parents(path);
        state.dirs.insert(path.to_owned());
        Ok(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let state = self.state();
        state.running()?;
        if !state.dirs.contains(dir) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let children = state
            .names
            .keys()
            .chain(&state.dirs)
            .filter(|path| path.parent() == Some(dir));
        let names = children.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        Ok(names.collect::<BTreeSet<_>>().into_iter().collect())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.begin(format!("sync-dir {}", dir.display()))?;
        let pending = std::mem::take(&mut state.pending_names);
        let (certain, pending) = pending
            .into_iter()
            .partition::<Vec<_>, _>(|change| change.is_in(dir));
        state.pending_names = pending;
        for change in certain {
            change.apply(&mut state.durable_names);
        }
        Ok(())
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        let state = self.state();
        state.running()?;
        Ok(state.names.contains_key(path) || state.dirs.contains(path))
    }
}

#[derive(Debug, Default)]
struct State {
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    pending_names: Vec<NameChange>,
    inodes: Vec<Inode>,
    dirs: BTreeSet<PathBuf>,
    calls: u64,
    log: Vec<String>,
    faults: BTreeMap<u64, Fault>,
    capacity: Option<u64>,
    stopped: bool,
}

impl State {
    /// Counts a changing call and fails it where a fault was laid.
    fn begin(&mut self, call: String) -> io::Result<()> {
        self.running()?;
        self.log.push(call);
        let fault = self.faults.get(&self.calls).copied();
        self.calls += 1;
        match fault {
            None => Ok(()),
            Some(Fault::Io) => Err(injected()),
            Some(Fault::NoSpace) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::Stop) => {
                self.stopped = true;
                Err(injected())
            }
        }
    }

    fn running(&self) -> io::Result<()> {
        if self.stopped { Err(injected()) } else { Ok(()) }
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        self.running()?;
        self.names
            .get(path)
            .copied()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn inode(&mut self, inode: usize) -> io::Result<&mut Inode> {
        self.inodes
            .get_mut(inode)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn add_inode(&mut self, inode: Inode) -> usize {
        self.inodes.push(inode);
        self.inodes.len() - 1
    }

    fn change_names(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.pending_names.push(change);
    }

    fn remember_parents(&mut self, path: &Path) {
        self.dirs.extend(path.ancestors().skip(1).map(Path::to_owned));
    }

    fn free(&self) -> usize {
        let used: usize = self
            .names
            .values()
            .filter_map(|inode| Some(self.inodes.get(*inode)?.cache.len()))
            .sum();
        let capacity = self
            .capacity
            .map_or(usize::MAX, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        capacity.saturating_sub(used)
    }
}

/// A file that is open; it stays usable after its name is gone.
#[derive(Debug)]
struct SimulatedFile {
    medium: SimulatedMedium,
    inode: usize,
    path: PathBuf,
}

impl WriteFile for SimulatedFile {
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.medium.state();
        let call = format!("write {} {at}+{}", self.path.display(), bytes.len());
        let mut outcome = state.begin(call);
        let free = state.free();
        let inode = state.inode(self.inode)?;
        let at = usize::try_from(at).map_err(io::Error::other)?;
        let fits = (inode.cache.len() + free).saturating_sub(at).min(bytes.len());
        if outcome.is_ok() && fits < bytes.len() {
            outcome = Err(io::ErrorKind::StorageFull.into());
            inode.write(at, bytes.get(..fits).unwrap_or_default());
        } else {
            let written = if outcome.is_ok() {
                bytes.len()
            } else {
                bytes.len() / 2
            };
            inode.write(at, bytes.get(..written).unwrap_or_default());
        }
        outcome
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        let mut state = self.medium.state();
        state.begin(format!("set-len {} {len}", self.path.display()))?;
        let len = usize::try_from(len).map_err(io::Error::other)?;
        state.inode(self.inode)?.set_len(len);
        Ok(())
    }

    fn sync_data(&mut self) -> io::Result<()> {
        let mut state = self.medium.state();
        let outcome = state.begin(format!("sync {}", self.path.display()));
        let inode = state.inode(self.inode)?;
        match outcome {
            Ok(()) => inode.sync(),
            Err(_) => inode.unsynced.values_mut().for_each(|page| page.dirty = false),
        }
        outcome
    }
}

impl ReadFile for SimulatedFile {
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.medium.state();
        state.running()?;
        let cache = &state.inode(self.inode)?.cache;
        let rest = usize::try_from(at)
            .ok()
            .and_then(|at| cache.get(at..))
            .unwrap_or_default();
        let got = rest.len().min(buffer.len());
        overlay(buffer, 0, rest);
        Ok(got)
    }

    fn len(&self) -> io::Result<u64> {
        let mut state = self.medium.state();
        state.running()?;
        Ok(offset(state.inode(self.inode)?.cache.len()))
    }
}

/// A file's bytes: as processes see them, as they are certain, and what lies between.
#[derive(Debug, Default)]
struct Inode {
    cache: Vec<u8>,
    durable: Vec<u8>,
    unsynced: BTreeMap<usize, UnsyncedPage>,
    lengths: Vec<usize>,
}

#[derive(Debug, Default)]
struct UnsyncedPage {
    versions: Vec<Vec<u8>>,
    /// Whether the next sync will save it; not so after a sync failed.
    dirty: bool,
}

impl Inode {
    fn write(&mut self, at: usize, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let end = at + bytes.len();
        if self.cache.len() < end {
            self.cache.resize(end, 0);
            self.lengths.push(end);
        }
        overlay(&mut self.cache, at, bytes);
        for page in at / PAGE..=(end - 1) / PAGE {
            self.soil(page);
        }
    }

    fn set_len(&mut self, len: usize) {
        self.cache.resize(len, 0);
        self.lengths.push(len);
        self.soil(len / PAGE);
    }

    fn soil(&mut self, page: usize) {
        let version = page_of(&self.cache, page).to_vec();
        let unsynced = self.unsynced.entry(page).or_default();
        unsynced.versions.push(version);
        unsynced.dirty = true;
    }

    fn sync(&mut self) {
        self.durable.resize(self.cache.len(), 0);
        let cache = &self.cache;
        let durable = &mut self.durable;
        self.unsynced.retain(|page, unsynced| {
            if unsynced.dirty {
                overlay(durable, page * PAGE, page_of(cache, *page));
            }
            !unsynced.dirty && page * PAGE < cache.len()
        });
        self.lengths.clear();
    }

    fn after_power_cut(&self, chance: &mut Chance) -> Vec<u8> {
        let len = match chance.below(self.lengths.len() + 1) {
            0 => self.durable.len(),
            pick => self.lengths.get(pick - 1).copied().unwrap_or_default(),
        };
        let mut bytes = self.durable.clone();
        bytes.resize(len, 0);
        for (page, unsynced) in &self.unsynced {
            let pick = chance.below(unsynced.versions.len() + 1);
            if let Some(version) = pick.checked_sub(1).and_then(|pick| unsynced.versions.get(pick)) {
                let mut page_bytes = version.clone();
                page_bytes.resize(PAGE, 0);
                overlay(&mut bytes, page * PAGE, &page_bytes);
            }
        }
        bytes
    }
}

/// Copies `from` over `to` beginning at `at`, as far as both reach.
fn overlay(to: &mut [u8], at: usize, from: &[u8]) {
    let Some(to) = to.get_mut(at..) else { return };
    let len = to.len().min(from.len());
    if let (Some(to), Some(from)) = (to.get_mut(..len), from.get(..len)) {
        to.copy_from_slice(from);
    }
}

fn page_of(bytes: &[u8], page: usize) -> &[u8] {
    let rest = bytes.get(page * PAGE..).unwrap_or_default();
    rest.get(..PAGE).unwrap_or(rest)
}

#[derive(Debug, Clone)]
struct NameChange {
    from: Option<PathBuf>,
    to: Option<(PathBuf, usize)>,
}

impl NameChange {
    fn is_in(&self, dir: &Path) -> bool {
        let to = self.to.as_ref().map(|(path, _)| path);
        self.from.iter().chain(to).any(|path| path.parent() == Some(dir))
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        if let Some(from) = &self.from {
            names.remove(from);
        }
        if let Some((to, inode)) = &self.to {
            names.insert(to.clone(), *inode);
        }
    }
}

fn injected() -> io::Error {
    io::Error::other("injected input/output error")
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough chance for a drill, the same on every machine.
#[derive(Debug)]
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let bound = offset(bound.max(1));
        usize::try_from(mixed % bound).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(medium: &SimulatedMedium, bytes: &[u8]) -> Box<dyn WriteFile> {
        medium.create_dir_all(Path::new("/d")).unwrap();
        let mut file = medium.create(Path::new("/d/f")).unwrap();
        file.write_at(0, bytes).unwrap();
        file
    }

    fn states(medium: &SimulatedMedium) -> BTreeSet<Option<Vec<u8>>> {
        (0..200)
            .map(|seed| medium.power_cut(seed).contents(Path::new("/d/f")))
            .collect()
    }

    #[test]
    fn only_what_was_synced_with_its_name_is_certain() {
        let medium = SimulatedMedium::new();
        let mut file = written(&medium, b"abc");
        assert!(states(&medium).contains(&None));
        medium.sync_dir(Path::new("/d")).unwrap();
        let expected = [b"".to_vec(), b"abc".to_vec(), vec![0; 3]].map(Some);
        assert_eq!(states(&medium), expected.into_iter().collect());
        file.sync_data().unwrap();
        assert_eq!(states(&medium), BTreeSet::from([Some(b"abc".to_vec())]));
    }

    #[test]
    fn pages_arrive_in_any_order() {
        let medium = SimulatedMedium::new();
        let _file = written(&medium, &[7; 2 * PAGE]);
        let second_only: Vec<u8> = [vec![0; PAGE], vec![7; PAGE]].concat();
        assert!(states(&medium).contains(&Some(second_only)));
    }

    #[test]
    fn a_failed_sync_is_not_made_good_by_the_next_one() {
        let medium = SimulatedMedium::new();
        let mut file = written(&medium, b"abc");
        medium.sync_dir(Path::new("/d")).unwrap();
        medium.fail_at(medium.calls(), Fault::Io);
        assert!(file.sync_data().is_err());
        file.sync_data().unwrap();
        assert!(states(&medium).contains(&Some(vec![0; 3])));
        file.write_at(0, b"abc").unwrap();
        file.sync_data().unwrap();
        assert_eq!(states(&medium), BTreeSet::from([Some(b"abc".to_vec())]));
    }

    #[test]
    fn a_full_disk_takes_what_fits() {
        let medium = SimulatedMedium::new();
        medium.set_capacity(Some(5));
        let mut file = written(&medium, b"abc");
        let error = file.write_at(3, b"defg").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert_eq!(medium.contents(Path::new("/d/f")), Some(b"abcde".to_vec()));
    }
}
