//! What is forgotten, so that the open state does not grow: clients that are gone, undone records, closed numbers.

use super::{Chunk, ClientsForgotten, FORGOTTEN_A_CHUNK, Work};
use crate::domain::command::Draft;
use crate::domain::time::DAY_MS;
use crate::domain::undo::{REMEMBER_MS, UndoneForgotten};
use crate::domain::{Timestamp, Warehouse};

/// A client that was not heard for so long is forgotten, and its answers with it.
pub const CLIENT_KEPT_MS: i64 = DAY_MS;

/// How much there is to forget: clients, records, and one for numbers.
pub(super) fn size(d: &Draft<'_>) -> usize {
    let (clients, undone) = (stale_clients(d.w, d.ctx.now), stale_undone(d.w, d.ctx.now));
    let numbers = d.w.numbers.due(d.ctx.now.day());
    clients.count() + undone.count() + usize::from(numbers.is_some())
}

/// Forgets some clients and undone records, and numbers that are due, and says whether these were all.
pub(super) fn forget_some(d: &mut Draft<'_>) -> Chunk {
    let mut clients = Vec::new();
    let mut answers = 0;
    let mut last = true;
    for client in stale_clients(d.w, d.ctx.now) {
        if answers >= FORGOTTEN_A_CHUNK {
            last = false;
            break;
        }
        answers += 1 + d.w.answered.of(client).count();
        clients.push(client);
    }
    let seqs: Vec<u64> = stale_undone(d.w, d.ctx.now).take(FORGOTTEN_A_CHUNK).collect();
    last &= seqs.len() < FORGOTTEN_A_CHUNK;
    let numbers = d.w.numbers.due(d.ctx.now.day());
    let count = clients.len() + seqs.len() + usize::from(numbers.is_some());
    if !clients.is_empty() {
        d.emit(ClientsForgotten { clients });
    }
    if !seqs.is_empty() {
        d.emit(UndoneForgotten { seqs });
    }
    if let Some(turned) = numbers {
        d.emit(turned);
    }
    let parts = 1;
    Chunk { parts, count, last }
}

fn stale_clients(w: &Warehouse, now: Timestamp) -> impl Iterator<Item = u64> {
    let idle = move |seen: Timestamp| now.since(seen) > CLIENT_KEPT_MS;
    w.clients
        .iter()
        .filter(move |(_, seen)| idle(**seen))
        .map(|(client, _)| *client)
}

fn stale_undone(w: &Warehouse, now: Timestamp) -> impl Iterator<Item = u64> {
    let old = move |at: Timestamp| now.since(at) > REMEMBER_MS;
    w.undone
        .iter()
        .filter(move |(_, at)| old(**at))
        .map(|(seq, _)| *seq)
}

/// Whether housekeeping has something to do. Looks through every client: ask it hourly.
pub fn housekeeping_due(w: &Warehouse) -> bool {
    let under_way = w.jobs.values().any(|job| job.work == Work::Housekeeping);
    let due = || {
        stale_clients(w, w.clock).next().is_some()
            || stale_undone(w, w.clock).next().is_some()
            || w.numbers.due(w.clock.day()).is_some()
    };
    !under_way && due()
}
