//! A data directory at work: opened, written, followed into the store behind, and snapshotted.

use super::leisure::stand_back;
use super::seal::{KeyFile, SealError};
use super::writer::{Limits, WriterError};
use super::{Hub, Lane, Request};
use crate::domain::ids::DeviceId;
use crate::domain::{Actor, Command, CommandId, Record, Via, Warehouse};
use crate::store::directory::{DataDirectory, DirectoryError, DirectoryKind};
use crate::store::history::{History, HistoryError};
use crate::store::journal::JournalReader;
use crate::store::medium::{DiskMedium, Medium};
use crate::store::snapshot::{SNAPSHOTS_KEPT, SnapshotInfo, keep_newest};
use crate::store::state::{self, StateError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How a site keeps its files.
#[derive(Clone, Debug)]
pub struct SiteOptions {
    /// The kind that the directory must have; none takes any.
    pub kind: Option<DirectoryKind>,
    /// A snapshot is taken when so many records have come since the last.
    pub snapshot_records: u64,
    /// And when so much time has passed with any record since the last.
    pub snapshot_every: Duration,
    /// Records that the store behind may be late; beyond, commands slow down.
    pub most_lag: u64,
    /// The writer's.
    pub limits: Limits,
}

impl Default for SiteOptions {
    fn default() -> SiteOptions {
        SiteOptions {
            kind: None,
            snapshot_records: 200_000,
            snapshot_every: Duration::from_secs(15 * 60),
            most_lag: 100_000,
            limits: Limits::default(),
        }
    }
}

/// Why a site could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The directory is not to be had.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The journal or a snapshot.
    #[error(transparent)]
    State(#[from] StateError),
    /// The store behind.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The keys of consignees' data.
    #[error(transparent)]
    Keys(#[from] SealError),
    /// No thread.
    #[error(transparent)]
    Writer(#[from] WriterError),
}

/// What opening found that somebody should know.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Records behind the snapshot that were replayed.
    pub replayed: u64,
    /// What was cut, passed over or set aside, in words.
    pub notes: Vec<String>,
}

/// An open data directory. It is closed in order by [`Site::close`], or when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Site {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    hub: Hub,
    history: History,
    reader: JournalReader,
    keys: KeyFile,
    behind: Arc<Behind>,
    snapping: Arc<Mutex<Snapping>>,
    findings: Findings,
    counter: AtomicU64,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// Last, so that the lock outlives everything that writes.
    directory: DataDirectory,
}

/// What the background threads share with the site.
#[derive(Debug, Default)]
struct Behind {
    ending: AtomicBool,
    /// Somebody waits for the store behind.
    awaited: AtomicBool,
    /// The store behind follows no more.
    lost: AtomicBool,
    trouble: Mutex<Option<String>>,
}

impl Site {
    /// Takes the directory, opens it, and starts writing.
    ///
    /// # Errors
    /// See [`SiteError`]: each names what is wrong and the way out.
    pub fn open(root: &Path, options: SiteOptions) -> Result<Site, SiteError> {
        let directory = DataDirectory::open(root, options.kind)?;
        let medium: Arc<dyn Medium> = Arc::new(DiskMedium);
        let mut findings = Findings::default();
        if let Err(error) = directory.keep_reserve() {
            findings.notes.push(error.to_string());
        }
        let keys = KeyFile::open(medium.as_ref(), directory.root())?;
        let opened = History::open(&directory.sled_folder())?;
        if let Some((aside, why)) = opened.set_aside {
            let aside = aside.display();
            findings.notes.push(format!(
                "the history could not be used ({why}); it was set aside as {aside} and is being rebuilt"
            ));
        }
        let history = opened.history;
        let state = state::open(Arc::clone(&medium), directory.root(), Some(history.applied()))?;
        findings.replayed = state.replayed;
        findings.notes.extend(state.skipped);
        if let Some(torn) = &state.report.torn {
            let (saved, at) = (torn.saved_to.display(), torn.offset);
            findings.notes.push(format!("an unfinished write at byte {at} was cut from the journal and kept in {saved}; nothing that was confirmed was in it"));
        }
        let (reader, snapshot_seq) = (state.journal.reader(), state.snapshot.map_or(0, |s| s.header.seq));
        let behind = Arc::new(Behind::default());
        let mut limits = options.limits.clone();
        limits.behind = Some(slow_down(history.clone(), Arc::clone(&behind), options.most_lag));
        let hub = Hub::start(state.journal, state.warehouse, limits)?;
        let root = directory.root().to_owned();
        let follow = Follower {
            history: history.clone(),
            reader: reader.clone(),
            behind: Arc::clone(&behind),
        };
        let snapping = Arc::new(Mutex::new(Snapping {
            medium,
            root,
            reader: reader.clone(),
        }));
        let snap = Snapshotter {
            hub: hub.clone(),
            snapping: Arc::clone(&snapping),
            behind: Arc::clone(&behind),
            last: snapshot_seq,
            options,
        };
        let following = thread::Builder::new()
            .name("history".into())
            .spawn(move || follow.run());
        let rotating = thread::Builder::new()
            .name("snapshots".into())
            .spawn(move || snap.run());
        let threads = vec![
            following.map_err(WriterError::from)?,
            rotating.map_err(WriterError::from)?,
        ];
        let inner = Inner {
            hub,
            history,
            reader,
            keys,
            behind,
            snapping,
            findings,
            counter: AtomicU64::new(0),
            threads: Mutex::new(threads),
            directory,
        };
        Ok(Site {
            inner: Arc::new(inner),
        })
    }

    /// The way into the warehouse.
    pub fn hub(&self) -> &Hub {
        &self.inner.hub
    }

    /// The warehouse as it was last published.
    pub fn warehouse(&self) -> Warehouse {
        self.inner.hub.view().warehouse.clone()
    }

    /// What is over.
    pub fn history(&self) -> &History {
        &self.inner.history
    }

    /// The journal, for reading.
    pub fn journal(&self) -> &JournalReader {
        &self.inner.reader
    }

    /// The keys of consignees' names and addresses.
    pub fn keys(&self) -> &KeyFile {
        &self.inner.keys
    }

    /// The data directory.
    pub fn directory(&self) -> &DataDirectory {
        &self.inner.directory
    }

    /// What opening found that somebody should know.
    pub fn findings(&self) -> &Findings {
        &self.inner.findings
    }

    /// Records that the store behind has not taken in yet.
    pub fn lag(&self) -> u64 {
        self.inner
            .reader
            .last_seq()
            .saturating_sub(self.inner.history.applied())
    }

    /// What is wrong with the store behind or the snapshots, when something is. Work goes on.
    pub fn trouble(&self) -> Option<String> {
        self.inner
            .behind
            .trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// One record, wherever it lies.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn record(&self, seq: u64) -> Result<Option<Record>, HistoryError> {
        let bytes = self.inner.reader.read_one(seq)?;
        Ok(bytes
            .map(|bytes| crate::store::codec::decode_record(&bytes))
            .transpose()?)
    }

    /// A number for a client that connects: never 0, and not used before with all likelihood.
    pub fn new_client(&self) -> u64 {
        let mut bytes = [0; 8];
        if getrandom::fill(&mut bytes).is_err() {
            // Without the system's randomness, the clock and a counter tell clients of one machine apart.
            let n = self.inner.counter.fetch_add(1, Ordering::Relaxed);
            let nanos = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default()
                .as_nanos();
            bytes = u64::try_from(nanos & u128::from(u64::MAX))
                .unwrap_or(n)
                .wrapping_add(n)
                .to_le_bytes();
        }
        u64::from_le_bytes(bytes).max(1)
    }

    /// Asks as the command line does: at once, in the name of somebody, without a device.
    pub fn ask(&self, actor: Actor, via: Via, command: impl Into<Command>) -> super::Answer {
        let request = Request {
            id: CommandId::default(),
            actor,
            device: DeviceId(0),
            via,
            input: "".into(),
            command: command.into(),
            record: None,
            lane: Lane::Interactive,
        };
        self.inner.hub.ask_blocking(request)
    }

    /// Takes a snapshot now, and rotates: superfluous ones are removed, sealed segments before it are packed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn snapshot(&self) -> Result<SnapshotInfo, StateError> {
        let view = self.inner.hub.view();
        let snapping = self.inner.snapping.lock().unwrap_or_else(PoisonError::into_inner);
        snapping.take(&view)
    }

    /// The store behind takes in what waits at once, without waiting for more.
    pub fn hurry(&self) {
        self.inner.behind.awaited.store(true, Ordering::Release);
    }

    /// Waits until the store behind has taken in everything that was published before the call. False where it does not:
    /// it met an error and follows no more, or all is ending.
    pub fn settle(&self) -> bool {
        let until = self.inner.reader.last_seq();
        loop {
            if self.inner.history.applied() >= until {
                return true;
            }
            if self.inner.behind.lost.load(Ordering::Acquire) || self.inner.behind.is_ending() {
                return false;
            }
            self.hurry();
            thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// The store behind follows no more, as after an error of its disk.
    #[cfg(test)]
    pub(crate) fn lose_history(&self) {
        self.inner.behind.lose("the history's disk gives up".to_owned());
    }

    /// Finishes what was asked, lets the store behind catch up for a moment, and closes the files.
    pub fn close(&self) {
        self.inner.end();
    }
}

impl Inner {
    fn end(&self) {
        self.hub.close();
        self.behind.ending.store(true, Ordering::Release);
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.end();
    }
}

impl Behind {
    fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Acquire)
    }

    fn report(&self, what: String) {
        tracing::error!("{what}");
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
    }

    /// The store behind is lost until the next opening.
    fn lose(&self, what: String) {
        self.lost.store(true, Ordering::Release);
        self.report(what);
    }

    fn is_troubled(&self) -> bool {
        self.trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }
}

/// Lets the committer wait while the store behind is too late: a bounded moment a group, so that work goes on.
fn slow_down(history: History, behind: Arc<Behind>, most_lag: u64) -> super::writer::Behind {
    Arc::new(move |records| {
        let last = records.last().map_or(0, |record| record.seq);
        let began = Instant::now();
        let late = || last.saturating_sub(history.applied()) > most_lag;
        while late()
            && !behind.is_troubled()
            && !behind.is_ending()
            && began.elapsed() < Duration::from_millis(50)
        {
            thread::park_timeout(Duration::from_millis(1));
        }
    })
}

/// Takes committed records into the store behind.
struct Follower {
    history: History,
    reader: JournalReader,
    behind: Arc<Behind>,
}

/// How long the store behind may catch up at the end.
const LAST_MOMENT: Duration = Duration::from_millis(400);
/// Records worth a batch of their own, and how long fewer may wait for more: every sync of the history stands in the
/// way of one of the journal's, which a lone worker feels, and what waits is looked up in the journal.
const ENOUGH: u64 = 2048;
const MOMENT: Duration = Duration::from_secs(1);

impl Follower {
    fn run(self) {
        stand_back();
        let mut ending_since = None;
        while !self.behind.lost.load(Ordering::Acquire) {
            match self.history.follow(&self.reader) {
                Err(error) => {
                    return self
                        .behind
                        .lose(format!("{error}; the screens work on, looking back does not"));
                }
                Ok(0) if self.behind.is_ending() => return,
                Ok(_) if self.behind.is_ending() => {
                    let since = *ending_since.get_or_insert_with(Instant::now);
                    if since.elapsed() > LAST_MOMENT {
                        return;
                    }
                }
                Ok(_) => self.gather(),
            }
        }
    }

    /// Until enough is there to be taken in together, or a moment has passed. The fewer entries are written twice and
    /// the fewer syncs stand in the way of the journal's, the more work the disk has room for.
    fn gather(&self) {
        let enough = self.history.applied() + ENOUGH;
        let began = Instant::now();
        while self.reader.last_seq() < enough
            && !self.behind.is_ending()
            && !self.behind.awaited.swap(false, Ordering::AcqRel)
            && began.elapsed() < MOMENT
        {
            thread::park_timeout(Duration::from_millis(20));
        }
    }
}

/// How a snapshot is taken; one at a time.
#[derive(Debug)]
struct Snapping {
    medium: Arc<dyn Medium>,
    root: PathBuf,
    reader: JournalReader,
}

impl Snapping {
    /// Takes one, and rotates.
    fn take(&self, view: &super::View) -> Result<SnapshotInfo, StateError> {
        let (medium, root) = (&self.medium, &self.root);
        let info = state::save(Arc::clone(medium), root, &view.warehouse, view.hash)?;
        keep_newest(medium.as_ref(), root, SNAPSHOTS_KEPT, self.reader.base().seq)?;
        self.reader.pack(info.header.seq)?;
        Ok(info)
    }
}

/// Takes snapshots of published values: nobody waits for it.
struct Snapshotter {
    hub: Hub,
    snapping: Arc<Mutex<Snapping>>,
    behind: Arc<Behind>,
    last: u64,
    options: SiteOptions,
}

impl Snapshotter {
    fn run(mut self) {
        stand_back();
        let mut taken_at = Instant::now();
        loop {
            let ending = self.behind.is_ending();
            let view = self.hub.view();
            let new = view.warehouse.seq.saturating_sub(self.last);
            let due =
                new >= self.options.snapshot_records || taken_at.elapsed() >= self.options.snapshot_every;
            // At the end only where opening would otherwise replay long.
            if new > 0 && (due || (ending && new > self.options.snapshot_records / 10)) {
                let snapping = self.snapping.lock().unwrap_or_else(PoisonError::into_inner);
                match snapping.take(&view) {
                    Ok(info) => self.last = info.header.seq,
                    Err(error) => self.behind.report(format!(
                        "no snapshot could be taken: {error}; the journal has it all"
                    )),
                }
                taken_at = Instant::now();
            }
            if ending {
                return;
            }
            thread::park_timeout(Duration::from_millis(200));
        }
    }
}
