//! A file layer in memory whose calls can fail and whose power can be cut.
//!
//! The model is harsher than the usual file systems, so that nothing rests on their kindness:
//! - Bytes are certain only once a `sync_data` of their file returned `Ok`. After a cut each 4 KiB page written
//!   since then holds, by seeded chance, any of its later versions or the certain one, whatever its neighbours hold;
//!   the length is any that the file has had since, with zeros where a page did not arrive.
//! - A name is certain only once `sync_dir` of its folder returned `Ok`; later changes are each kept or lost.
//! - After a failed sync the written pages stay readable but count as clean: a later sync that returns `Ok` does
//!   not save them unless they are written again (as Linux behaves; "fsyncgate", PostgreSQL 2018).

mod pages;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pages::{Chance, Inode, overlay};

use super::{Medium, ReadFile, WriteFile};
use crate::store::framing::offset;

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
        let inode = state.add_inode(Inode::durable(bytes));
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
            Err(_) => inode.fail_sync(),
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
