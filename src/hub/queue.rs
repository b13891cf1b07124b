//! Requests on their way to the writer: two bounded lines, interactive before jobs.

use super::request::{Answer, Lane, Request};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// A request in line. The permit holds its place in the bound until it is decided.
#[derive(Debug)]
pub struct Waiting {
    /// What is asked.
    pub request: Request,
    /// Where the answer goes.
    pub answer: oneshot::Sender<Answer>,
    /// When it came.
    pub since: Instant,
    _permit: Option<OwnedSemaphorePermit>,
}

/// The two lines.
#[derive(Debug)]
pub struct Queue {
    lines: Mutex<Lines>,
    ready: Condvar,
    interactive: Arc<Semaphore>,
    jobs: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct Lines {
    interactive: VecDeque<Waiting>,
    jobs: VecDeque<Waiting>,
    closed: bool,
}

/// Jobs wait in a short line: a job sends its next chunk when the last one is answered.
const JOB_LINE: usize = 64;

impl Queue {
    /// Lines for so many interactive requests.
    pub fn new(interactive: usize) -> Queue {
        let semaphore = |n| Arc::new(Semaphore::new(n));
        Queue {
            lines: Mutex::default(),
            ready: Condvar::new(),
            interactive: semaphore(interactive.max(1)),
            jobs: semaphore(JOB_LINE),
        }
    }

    /// A place in line, waited for. None once the queue is closed.
    pub async fn permit(&self, lane: Lane) -> Option<OwnedSemaphorePermit> {
        Arc::clone(self.semaphore(lane)).acquire_owned().await.ok()
    }

    /// The same for a thread that may block.
    pub fn permit_blocking(&self, lane: Lane) -> Option<OwnedSemaphorePermit> {
        let semaphore = Arc::clone(self.semaphore(lane));
        if let Ok(permit) = Arc::clone(&semaphore).try_acquire_owned() {
            return Some(permit);
        }
        match Handle::try_current() {
            Ok(handle) => handle.block_on(semaphore.acquire_owned()).ok(),
            Err(_) => {
                let runtime = tokio::runtime::Builder::new_current_thread().build().ok()?;
                runtime.block_on(semaphore.acquire_owned()).ok()
            }
        }
    }

    fn semaphore(&self, lane: Lane) -> &Arc<Semaphore> {
        match lane {
            Lane::Interactive => &self.interactive,
            Lane::Job => &self.jobs,
        }
    }

    /// Puts a request in line. On a closed queue it is dropped, and with it the answer's sender.
    pub fn push(
        &self,
        request: Request,
        answer: oneshot::Sender<Answer>,
        permit: Option<OwnedSemaphorePermit>,
    ) {
        let mut lines = self.lines();
        if lines.closed {
            return;
        }
        let lane = request.lane;
        let waiting = Waiting {
            request,
            answer,
            since: Instant::now(),
            _permit: permit,
        };
        match lane {
            Lane::Interactive => lines.interactive.push_back(waiting),
            Lane::Job => lines.jobs.push_back(waiting),
        }
        drop(lines);
        self.ready.notify_one();
    }

    /// The next request, if one waits; of the jobs' line only where `jobs` are wanted.
    pub fn try_next(&self, jobs: bool) -> Option<Waiting> {
        let mut lines = self.lines();
        if jobs {
            lines.next()
        } else {
            lines.interactive.pop_front()
        }
    }

    /// The next request, waited for; none once the queue is closed and empty.
    pub fn next(&self) -> Option<Waiting> {
        let mut lines = self.lines();
        loop {
            if let Some(waiting) = lines.next() {
                return Some(waiting);
            }
            if lines.closed {
                return None;
            }
            lines = self.ready.wait(lines).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Requests in line.
    pub fn len(&self) -> usize {
        let lines = self.lines();
        lines.interactive.len() + lines.jobs.len()
    }

    /// Takes nothing new; what waits is still handed out.
    pub fn close(&self) {
        self.lines().closed = true;
        self.interactive.close();
        self.jobs.close();
        self.ready.notify_all();
    }

    /// Drops what waits: nobody will decide it.
    pub fn abandon(&self) {
        self.close();
        let mut lines = self.lines();
        lines.interactive.clear();
        lines.jobs.clear();
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn next(&mut self) -> Option<Waiting> {
        self.interactive.pop_front().or_else(|| self.jobs.pop_front())
    }
}
