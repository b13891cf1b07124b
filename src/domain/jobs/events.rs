//! What happens to jobs.

use super::{End, Job, job_number};
use crate::domain::event::{Fact, Topics};
use crate::domain::ids::JobId;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Bulk work was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobStarted {
    /// As started.
    pub job: Arc<Job>,
}

impl Fact for JobStarted {
    const TOPICS: Topics = Topics::JOBS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_job(self.job.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        let work = Phrase::new(self.job.work.key());
        Some(
            Phrase::new("event-job-started")
                .with("job", job_number(self.job.id))
                .with("work", Value::Phrase(Box::new(work)))
                .with("total", Value::Number(i64::from(self.job.total))),
        )
    }
}

/// A chunk of a job was done. What it did are other events of the same command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobProgressed {
    /// Which.
    pub job: JobId,
    /// How many parts of its work were done.
    pub parts: u32,
    /// How much that was, in what its work counts.
    pub count: u32,
}

impl Fact for JobProgressed {
    const TOPICS: Topics = Topics::JOBS;

    fn evolve(&self, w: &mut Warehouse) {
        if let Some(job) = w.jobs.get_mut(&self.job) {
            let job = Arc::make_mut(job);
            job.next = job.next.saturating_add(self.parts);
            job.done = job.done.saturating_add(self.count);
        }
    }
}

/// A job is no longer open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobEnded {
    /// Which.
    pub job: JobId,
    /// How.
    pub end: End,
    /// How far it came, in what its work counts.
    pub done: u32,
    /// When.
    pub at: Timestamp,
    /// Why it was stopped, when it was.
    pub reason: Text,
}

impl Fact for JobEnded {
    const TOPICS: Topics = Topics::JOBS;

    fn evolve(&self, w: &mut Warehouse) {
        w.jobs.remove(&self.job);
    }

    fn phrase(&self) -> Option<Phrase> {
        let key = match self.end {
            End::Done => "event-job-done",
            End::Cancelled => "event-job-cancelled",
            End::Failed => "event-job-failed",
        };
        let phrase = Phrase::new(key)
            .with("job", job_number(self.job))
            .with("done", Value::Number(i64::from(self.done)));
        Some(match self.end {
            End::Done => phrase,
            End::Cancelled | End::Failed => phrase.with("reason", Value::Text(self.reason.clone())),
        })
    }
}

/// These clients were not heard for long: the answers to their last commands are forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientsForgotten {
    /// Which.
    pub clients: Vec<u64>,
}

impl Fact for ClientsForgotten {
    const TOPICS: Topics = Topics::NONE;

    fn evolve(&self, w: &mut Warehouse) {
        for client in &self.clients {
            w.answered.forget(*client);
            w.clients.remove(client);
        }
    }
}
