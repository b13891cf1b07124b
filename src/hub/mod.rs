//! The one writer: group commit, snapshots out, history, jobs, outbox. Floor 3.
//!
//! A [`Hub`] is the only way into a warehouse. Commands queue; one thread decides them in order against a working
//! copy, another appends each group to the journal with one sync; then the new value is published and everybody in
//! the group gets an answer, refusals too. While a group syncs, the next one is decided, so nobody waits for company.

mod jobs;
mod leisure;
pub mod log_in;
pub mod meter;
pub mod presence;
mod publish;
pub mod pulse;
mod queue;
mod request;
pub mod seal;
pub mod sign_in;
mod site;
mod walks;
mod writer;

pub use leisure::at_leisure;
pub use meter::{Figures, Stats};
pub use publish::{Board, View};
pub use request::{Accepted, Answer, Lane, Rejection, Request};
pub use site::{Findings, Site, SiteError, SiteOptions};
pub use writer::{Clock, Limits, WriterError, now};

use crate::domain::Warehouse;
use crate::store::journal::Journal;
use meter::Meter;
use presence::Presence;
use queue::Queue;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{oneshot, watch};

/// A handle to the warehouse of a data directory. Clones are cheap and may go to any thread.
#[derive(Clone, Debug)]
pub struct Hub {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    queue: Arc<Queue>,
    board: Board,
    meter: Arc<Meter>,
    presence: Presence,
    /// The writer's.
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Hub {
    /// Starts writing: `warehouse` is what the journal's records so far lead to.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn start(journal: Journal, warehouse: Warehouse, limits: Limits) -> Result<Hub, WriterError> {
        let queue = Arc::new(Queue::new(limits.queue));
        let board = Board::new(View::new(warehouse, journal.head_hash()));
        let (meter, presence) = (Arc::new(Meter::default()), Presence::default());
        let threads = writer::start(
            Arc::clone(&queue),
            board.clone(),
            (Arc::clone(&meter), presence.clone()),
            journal,
            limits,
        )?;
        Ok(Hub {
            inner: Arc::new(Inner {
                queue,
                board,
                meter,
                presence,
                threads: Mutex::new(threads),
            }),
        })
    }

    /// The warehouse as it was last published: everything in it is durable.
    pub fn view(&self) -> Arc<View> {
        self.inner.board.view()
    }

    /// Wakes at every publication. A waiter that is slow sees the latest one, never a backlog.
    pub fn watch(&self) -> watch::Receiver<Arc<View>> {
        self.inner.board.watch()
    }

    /// Asks for something and waits for the durable answer. Waits in line when the queue is full.
    pub async fn ask(&self, request: Request) -> Answer {
        self.submit(request)
            .await
            .await
            .unwrap_or_else(|_| Err(Rejection::Stopped(self.inner.board.why_stopped())))
    }

    /// Puts a request in line and gives the receiver of its durable answer; an error there means that nothing is
    /// accepted any more. Whoever submits one after the other has them decided in that order, however many are under
    /// way: this is how jobs fill a group.
    pub async fn submit(&self, request: Request) -> oneshot::Receiver<Answer> {
        let permit = self.inner.queue.permit(request.lane).await;
        let (answer, answered) = oneshot::channel();
        self.inner.queue.push(request, answer, permit);
        answered
    }

    /// [`Hub::ask`] for a thread that may block.
    pub fn ask_blocking(&self, request: Request) -> Answer {
        let Some(permit) = self.inner.queue.permit_blocking(request.lane) else {
            return Err(Rejection::Stopped(self.inner.board.why_stopped()));
        };
        let (answer, answered) = oneshot::channel();
        self.inner.queue.push(request, answer, Some(permit));
        answered
            .blocking_recv()
            .unwrap_or_else(|_| Err(Rejection::Stopped(self.inner.board.why_stopped())))
    }

    /// What was committed since the start.
    pub fn stats(&self) -> Stats {
        self.inner.meter.stats()
    }

    /// What was counted since the start.
    pub fn meter(&self) -> &Meter {
        &self.inner.meter
    }

    /// Who is at which terminal.
    pub fn presence(&self) -> &Presence {
        &self.inner.presence
    }

    /// Goes on with open jobs, chunk by chunk, and plans the walks of pick lists, on threads of their own. They find out
    /// that the hub has stopped when they ask it next, and nobody waits for that: a plan may take long, and after the end
    /// it is worth nothing. Call it once.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn run_jobs(&self) -> Result<(), WriterError> {
        drop(jobs::start(Arc::downgrade(&self.inner), self.watch())?);
        drop(walks::start(Arc::downgrade(&self.inner), self.watch())?);
        Ok(())
    }

    /// Commands that wait to be decided.
    pub fn waiting(&self) -> usize {
        self.inner.queue.len()
    }

    /// Why nothing is accepted any more, when that is so.
    pub fn stopped(&self) -> Option<Arc<str>> {
        self.inner.board.stopped()
    }

    /// Finishes what is queued, answers it, and stops, without waiting for jobs and planners. Later requests are answered
    /// [`Rejection::Stopped`].
    pub fn close(&self) {
        self.inner.queue.close();
        let threads = std::mem::take(&mut *self.inner.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A panicked writer has already put its reason on the board.
            let _ = thread.join();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queue.close();
    }
}
