//! The runner of the outbox: what waits to be printed goes to its printer, a thread a printer, so that one that is
//! off holds up nobody else.
//!
//! Every step is a command: [`Command::BeginSend`] is durable before the first byte leaves, so whatever a crash leaves
//! behind is known to be unknown. What is unknown is never sent again by the program itself.

use super::papers::{Paper, PaperError, paper};
use super::printer::{PrintError, PrinterSetting, PrinterTarget, Timeouts, send};
use crate::domain::ids::OutboxId;
use crate::domain::outbox::{Command, Outbox, State};
use crate::domain::{Event, Text, Via};
use crate::hub::{Accepted, Hub, Rejection, Request, Site, View};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Notify, watch};

/// How the runner deals with printers.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// For network printers.
    pub timeouts: Timeouts,
    /// How long a sending that certainly failed waits before it is tried again, the longer the more often it was.
    pub retry_after: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            timeouts: Timeouts::default(),
            retry_after: Duration::from_secs(3),
        }
    }
}

/// How long the runner sleeps at most while printers are at work, so that it notices when one is free.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// The running runner. It ends with its hub, or when this is dropped.
#[derive(Debug)]
pub struct OutboxRunner {
    ending: Arc<Ending>,
    thread: Option<JoinHandle<()>>,
}

/// Tells the runner and its printers' threads to end.
#[derive(Debug, Default)]
struct Ending {
    asked: AtomicBool,
    wake: Notify,
}

impl OutboxRunner {
    /// Prints what a site's outbox holds, from now on. Call it once a site; stop it before the site is closed, so that
    /// what is being sent is still marked.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn start(site: &Site) -> io::Result<OutboxRunner> {
        OutboxRunner::over(site.hub(), site.directory().root(), Options::default())
    }

    /// The same over a hub, with keys and folders of printers in `root`.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn over(hub: &Hub, root: &Path, options: Options) -> io::Result<OutboxRunner> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let ending = Arc::<Ending>::default();
        let runner = Runner {
            sender: Sender {
                hub: hub.clone(),
                root: root.to_owned(),
                options,
                ending: Arc::clone(&ending),
            },
            views: hub.watch(),
            at_work: BTreeMap::new(),
            not_before: BTreeMap::new(),
        };
        let thread = thread::Builder::new()
            .name("outbox".into())
            .spawn(move || runner.run(&runtime))?;
        Ok(OutboxRunner {
            ending,
            thread: Some(thread),
        })
    }

    /// Finishes what is being sent, marks it, and ends. Waits at most as long as a printer may take.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.ending.asked.store(true, Ordering::Release);
        self.ending.wake.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panicked runner has nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Drop for OutboxRunner {
    fn drop(&mut self) {
        self.end();
    }
}

struct Runner {
    sender: Sender,
    views: watch::Receiver<Arc<View>>,
    /// Printers that are being sent to.
    at_work: BTreeMap<Text, JoinHandle<()>>,
    /// When what failed is tried again, by how often it was handed to a printer.
    not_before: BTreeMap<OutboxId, (u16, Instant)>,
}

impl Runner {
    fn run(mut self, runtime: &Runtime) {
        if !self.recover() {
            return;
        }
        loop {
            self.at_work.retain(|_, thread| !thread.is_finished());
            let view = Arc::clone(&self.views.borrow_and_update());
            let wait = self.hand_out(&view);
            drop(view);
            if self.sender.is_over() {
                break;
            }
            let wait = if self.at_work.is_empty() {
                wait
            } else {
                Some(LOOK_AGAIN)
            };
            if !runtime.block_on(self.news(wait)) || self.sender.is_over() {
                break;
            }
        }
        for (_, thread) in std::mem::take(&mut self.at_work) {
            let _ = thread.join();
        }
    }

    /// Waits for a new view, for the end, or so long. False when no view can come any more.
    async fn news(&mut self, most: Option<Duration>) -> bool {
        let ending = Arc::clone(&self.sender.ending);
        let sleep = async {
            match most {
                Some(most) => tokio::time::sleep(most).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = self.views.changed() => changed.is_ok(),
            () = ending.wake.notified() => true,
            () = sleep => true,
        }
    }

    /// What was being sent when the program ended last is unknown. False when nothing can be asked any more.
    fn recover(&self) -> bool {
        loop {
            let view = self.sender.hub.view();
            if !view.warehouse.outbox.values().any(|e| e.state == State::Sending) {
                return true;
            }
            if self.sender.ask(Command::Recover).is_none() {
                return false;
            }
        }
    }

    /// Gives every free printer what waits for it. Returns how long the next one has to wait, when one has.
    fn hand_out(&mut self, view: &View) -> Option<Duration> {
        let w = &view.warehouse;
        let now = Instant::now();
        let mut next: Option<Duration> = None;
        let mut queues: BTreeMap<Text, (Duration, Vec<OutboxId>)> = BTreeMap::new();
        self.not_before.retain(|id, _| w.outbox.contains_key(id));
        for entry in w.outbox_pending() {
            let Some(printer) = w.printer_of(entry) else {
                continue;
            };
            let left = self.wait_of(entry, now);
            // Papers come out in their order: what is behind one that failed waits with it.
            let queue = queues.entry(printer).or_default();
            queue.0 = queue.0.max(left);
            queue.1.push(entry.id);
        }
        for (printer, (left, entries)) in queues {
            if !left.is_zero() {
                next = Some(next.map_or(left, |next| next.min(left)));
                continue;
            }
            if self.at_work.contains_key(&printer) || self.sender.is_over() {
                continue;
            }
            let (sender, name) = (self.sender.clone(), printer.clone());
            let began = thread::Builder::new()
                .name("printer".into())
                .spawn(move || sender.send_all(&name, &entries));
            match began {
                Ok(thread) => {
                    self.at_work.insert(printer, thread);
                }
                Err(error) => tracing::error!(%error, "no thread for a printer"),
            }
        }
        next
    }

    /// How long an entry that failed before still waits.
    fn wait_of(&mut self, entry: &Outbox, now: Instant) -> Duration {
        if entry.attempts == 0 {
            return Duration::ZERO;
        }
        let wait = self.sender.options.retry_after * u32::from(entry.attempts);
        let until = self.not_before.entry(entry.id).or_insert((0, now));
        if until.0 != entry.attempts {
            *until = (entry.attempts, now + wait);
        }
        until.1.saturating_duration_since(now)
    }
}

/// What the thread of one printer needs.
#[derive(Clone)]
struct Sender {
    hub: Hub,
    root: PathBuf,
    options: Options,
    ending: Arc<Ending>,
}

impl Sender {
    fn is_over(&self) -> bool {
        self.ending.asked.load(Ordering::Acquire) || self.hub.stopped().is_some()
    }

    /// Asks, and gives what happened; none when it was refused or nothing is accepted any more.
    fn ask(&self, command: Command) -> Option<Accepted> {
        match self.hub.ask_blocking(Request::by_system(command, Via::Job)) {
            Ok(accepted) => Some(accepted),
            Err(Rejection::Refused(why)) => {
                // Somebody was quicker: voided, answered, sent elsewhere.
                tracing::debug!(?why, "the outbox went on without the runner");
                None
            }
            Err(Rejection::Stopped(_)) => None,
        }
    }

    fn send_all(&self, printer: &str, entries: &[OutboxId]) {
        for id in entries {
            if self.is_over() {
                return;
            }
            if !self.send_one(printer, *id) {
                // The printer wants a look or a pause; the rest is handed out anew.
                return;
            }
        }
    }

    /// Sends one entry and marks it. False when the printer did not take it.
    fn send_one(&self, printer: &str, id: OutboxId) -> bool {
        let Some(begun) = self.ask(Command::BeginSend { id }) else {
            return true;
        };
        let sending =
            |e: &Event| matches!(e, Event::OutboxChanged(c) if c.id == id && c.state == State::Sending);
        if !begun.events.iter().any(sending) {
            // Its order was called off meanwhile: it is void now.
            return true;
        }
        let outcome = self.deliver(printer, id);
        let (mark, taken) = match outcome {
            Ok(()) => (Command::MarkSent { id }, true),
            Err(Failure::Certain { reason, retry }) => {
                let reason = Text::from(reason);
                (Command::MarkFailed { id, reason, retry }, !retry)
            }
            Err(Failure::Unknown(why)) => {
                tracing::warn!(%why, printer, "nobody knows whether it was printed");
                (Command::MarkUnknown { id }, false)
            }
        };
        self.ask(mark);
        taken
    }

    fn deliver(&self, printer: &str, id: OutboxId) -> Result<(), Failure> {
        let view = self.hub.view();
        let certain = |reason: String| Failure::Certain { reason, retry: false };
        let Some(entry) = view.warehouse.outbox.get(&id) else {
            return Err(certain("it is gone".into()));
        };
        let setting = PrinterSetting::parse(printer).map_err(|e| certain(e.to_string()))?;
        let target = setting.target(&self.root).map_err(|e| certain(e.to_string()))?;
        let paper = paper(&view.warehouse, entry, &setting, &self.root)
            .map_err(|e: PaperError| certain(e.to_string()))?;
        let jobs = jobs(&target, &paper).map_err(|e| certain(e.to_string()))?;
        for (name, bytes) in jobs {
            send(&target, &name, bytes.as_bytes(), self.options.timeouts)?;
        }
        Ok(())
    }
}

/// What is sent: ZPL to a printer; into a folder the text too, and alone where no printer could print the label.
fn jobs(target: &PrinterTarget, paper: &Paper) -> Result<Vec<(String, String)>, super::labels::LabelError> {
    let text = || (format!("{}.txt", paper.name), paper.text.clone());
    let zpl = |zpl: &String| (format!("{}.zpl", paper.name), zpl.clone());
    match (target, &paper.zpl) {
        (PrinterTarget::Tcp { .. }, Ok(job)) => Ok(vec![zpl(job)]),
        (PrinterTarget::Tcp { .. }, Err(error)) => Err(error.clone()),
        (PrinterTarget::File { .. }, Ok(job)) => Ok(vec![text(), zpl(job)]),
        (PrinterTarget::File { .. }, Err(_)) => Ok(vec![text()]),
    }
}

/// Why an entry was not sent.
enum Failure {
    /// Certainly nothing was printed.
    Certain { reason: String, retry: bool },
    /// Something may have been.
    Unknown(String),
}

impl From<PrintError> for Failure {
    fn from(error: PrintError) -> Failure {
        if error.safe_to_retry() {
            Failure::Certain {
                reason: error.to_string(),
                retry: true,
            }
        } else {
            Failure::Unknown(error.to_string())
        }
    }
}
