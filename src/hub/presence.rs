//! Who is at which terminal now. It is about connections and not about the warehouse: after a restart nobody is there.

use crate::domain::ids::{DeviceId, WorkerId};
use crate::domain::{Event, Record, Text, Timestamp};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// How a session reaches the house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// A terminal of the host.
    #[default]
    Local,
    /// SSH.
    Ssh,
}

impl Line {
    /// Both, in the order of lists.
    pub const ALL: [Line; 2] = [Line::Local, Line::Ssh];

    /// Its name for a monitor.
    pub fn name(self) -> &'static str {
        match self {
            Line::Local => "local",
            Line::Ssh => "ssh",
        }
    }
}

/// Somebody who sits down at a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// The session's number: the client of its command ids.
    pub session: u64,
    /// Where it is.
    pub device: DeviceId,
    /// How it came.
    pub line: Line,
    /// The address it came from; empty on the host itself.
    pub source: Text,
    /// When.
    pub began: Timestamp,
}

/// A session that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// How it came.
    pub arrival: Arrival,
    /// Who is signed in at it.
    pub who: Option<WorkerId>,
    /// When somebody last did something at it.
    pub touched: Timestamp,
}

/// Why a session ends that did not ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its worker goes on at this device.
    TakenOver(DeviceId),
    /// A lead ended it; nobody's name where the program did.
    Ended(Option<WorkerId>),
}

#[derive(Debug)]
struct Entry {
    arrival: Arrival,
    who: Option<WorkerId>,
    touched: Arc<AtomicI64>,
    end: watch::Sender<Option<Asked>>,
}

/// A session asked to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    /// Whose session was meant; none where nobody was signed in.
    whose: Option<WorkerId>,
    why: Ending,
}

impl Asked {
    /// Whether it holds for whoever is signed in now. Nobody pays for the one who was there before them; where nobody is
    /// there any more, the terminal itself is left.
    fn holds_for(self, who: Option<WorkerId>) -> bool {
        who.is_none() || who == self.whose
    }
}

#[derive(Debug, Default)]
struct Known {
    present: BTreeMap<u64, Entry>,
    began: BTreeMap<Line, u64>,
}

/// Everybody who is there. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    known: Arc<Mutex<Known>>,
}

impl Presence {
    /// Notes a session; it is gone when the answer is dropped.
    pub fn enter(&self, arrival: Arrival) -> Seat {
        let (end, ending) = watch::channel(None);
        let touched = Arc::new(AtomicI64::new(arrival.began.0));
        let session = arrival.session;
        let mut known = lock(&self.known);
        *known.began.entry(arrival.line).or_default() += 1;
        known.present.insert(
            session,
            Entry {
                arrival,
                who: None,
                touched: Arc::clone(&touched),
                end,
            },
        );
        Seat {
            session,
            presence: self.clone(),
            who: None,
            touched,
            ending,
        }
    }

    /// How many sessions there are.
    pub fn there(&self) -> usize {
        lock(&self.known).present.len()
    }

    /// Who is there, by device and by when they came.
    pub fn list(&self) -> Vec<Present> {
        let known = lock(&self.known);
        let mut all: Vec<Present> = known.present.values().map(Entry::tell).collect();
        drop(known);
        all.sort_by_key(|present| {
            let arrival = &present.arrival;
            (arrival.device, arrival.began, arrival.session)
        });
        all
    }

    /// The sessions at which this worker is signed in, but for one; the one that was used last comes first.
    pub fn others_of(&self, worker: WorkerId, but: u64) -> Vec<Present> {
        let known = lock(&self.known);
        let others = known.present.values().filter(|entry| {
            entry.who == Some(worker) && entry.arrival.session != but && entry.end.borrow().is_none()
        });
        let mut others: Vec<Present> = others.map(Entry::tell).collect();
        drop(known);
        others.sort_by_key(|present| std::cmp::Reverse((present.touched, present.arrival.session)));
        others
    }

    /// Asks the session of this worker to end, or one at which nobody is signed in. False if there is none such any more,
    /// or somebody else is signed in at it meanwhile.
    pub fn end(&self, session: u64, whose: Option<WorkerId>, why: Ending) -> bool {
        let known = lock(&self.known);
        let asked = Asked { whose, why };
        let Some(entry) = known
            .present
            .get(&session)
            .filter(|there| asked.holds_for(there.who))
        else {
            return false;
        };
        entry.end.send_if_modified(|ending| {
            // The first reason stands.
            let first = ending.is_none();
            if first {
                *ending = Some(asked);
            }
            first
        });
        true
    }

    /// Carries out what committed records say about sessions.
    pub(super) fn carry_out(&self, records: &[Arc<Record>]) {
        for record in records {
            for event in &record.events {
                if let Event::SessionEnded(ended) = event {
                    self.end(ended.session, ended.worker, Ending::Ended(ended.by));
                }
            }
        }
    }

    /// How many are there by line, and how many ever came since the start.
    pub fn counts(&self) -> Vec<(Line, u64, u64)> {
        let known = lock(&self.known);
        let count = |line: Line| {
            let there = known.present.values().filter(|entry| entry.arrival.line == line);
            let there = u64::try_from(there.count()).unwrap_or(u64::MAX);
            (line, there, known.began.get(&line).copied().unwrap_or_default())
        };
        Line::ALL.into_iter().map(count).collect()
    }
}

impl Entry {
    fn tell(&self) -> Present {
        Present {
            arrival: self.arrival.clone(),
            who: self.who,
            touched: Timestamp(self.touched.load(Ordering::Relaxed)),
        }
    }
}

/// One session's place among those who are there.
#[derive(Debug)]
pub struct Seat {
    session: u64,
    presence: Presence,
    who: Option<WorkerId>,
    touched: Arc<AtomicI64>,
    ending: watch::Receiver<Option<Asked>>,
}

impl Seat {
    /// Says who is signed in and when somebody last did something. Whoever comes is not asked to end for the one before.
    pub fn note(&mut self, who: Option<WorkerId>, touched: Timestamp) {
        self.touched.store(touched.0, Ordering::Relaxed);
        if self.who != who {
            self.who = who;
            if let Some(entry) = lock(&self.presence.known).present.get_mut(&self.session) {
                entry.who = who;
                entry.end.send_if_modified(|asked| {
                    let stale = asked.is_some_and(|asked| !asked.holds_for(who));
                    if stale {
                        *asked = None;
                    }
                    stale
                });
            }
        }
    }

    /// Waits until the session is asked to end, and says why. It stays asked: whoever goes on at the sign-in screen
    /// calls [`Seat::stay`].
    pub async fn ending(&mut self) -> Ending {
        loop {
            if let Some(asked) = *self.ending.borrow_and_update() {
                return asked.why;
            }
            if self.ending.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// The session goes on, without its worker.
    pub fn stay(&mut self) {
        if let Some(entry) = lock(&self.presence.known).present.get(&self.session) {
            entry.end.send_replace(None);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        lock(&self.presence.known).present.remove(&self.session);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEI: WorkerId = WorkerId(7);

    fn arrival(session: u64, device: u64, line: Line) -> Arrival {
        Arrival {
            session,
            device: DeviceId(device),
            line,
            began: Timestamp(100),
            ..Arrival::default()
        }
    }

    #[test]
    fn who_is_there_is_listed_until_they_go_and_counted_for_ever() {
        let presence = Presence::default();
        let mut gun = presence.enter(arrival(1, 9, Line::Ssh));
        let bench = presence.enter(arrival(2, 3, Line::Local));
        gun.note(Some(MEI), Timestamp(500));
        let there: Vec<_> = presence
            .list()
            .iter()
            .map(|p| (p.arrival.session, p.who))
            .collect();
        assert_eq!(there, [(2, None), (1, Some(MEI))]);
        assert_eq!(presence.counts(), [(Line::Local, 1, 1), (Line::Ssh, 1, 1)]);
        drop(bench);
        drop(gun);
        assert!(presence.list().is_empty());
        assert_eq!(presence.counts(), [(Line::Local, 0, 1), (Line::Ssh, 0, 1)]);
    }

    #[test]
    fn a_workers_other_sessions_are_found_the_last_used_first_and_not_those_that_end() {
        let presence = Presence::default();
        let mut seats: Vec<Seat> = (1..=4)
            .map(|n| presence.enter(arrival(n, n, Line::Ssh)))
            .collect();
        for (at, seat) in seats.iter_mut().enumerate() {
            let who = if at == 3 { WorkerId(8) } else { MEI };
            seat.note(Some(who), Timestamp(i64::try_from(at).unwrap()));
        }
        let others = |but| {
            presence
                .others_of(MEI, but)
                .iter()
                .map(|p| p.arrival.session)
                .collect::<Vec<_>>()
        };
        assert_eq!(others(1), [3, 2]);
        assert!(presence.end(3, Some(MEI), Ending::TakenOver(DeviceId(1))));
        assert_eq!(others(1), [2]);
        seats[2].stay();
        assert_eq!(others(1), [3, 2]);
    }

    #[tokio::test]
    async fn the_first_reason_to_end_stands() {
        let presence = Presence::default();
        let mut seat = presence.enter(arrival(1, 1, Line::Ssh));
        assert!(presence.end(1, None, Ending::Ended(Some(MEI))));
        assert!(presence.end(1, None, Ending::TakenOver(DeviceId(2))));
        assert_eq!(seat.ending().await, Ending::Ended(Some(MEI)));
        assert!(
            !presence.end(2, None, Ending::Ended(Some(MEI))),
            "nobody is there"
        );
    }

    #[test]
    fn nobodys_session_ends_for_the_one_who_was_there_before() {
        let (lead, tom) = (Ending::Ended(Some(MEI)), WorkerId(8));
        let presence = Presence::default();
        let mut gun = presence.enter(arrival(1, 1, Line::Ssh));
        gun.note(Some(tom), Timestamp(200));
        assert!(!presence.end(1, Some(MEI), lead), "it is Tom's");
        assert!(!presence.end(1, None, lead), "somebody is there");
        assert!(presence.end(1, Some(tom), lead));
        // Tom has left before it was carried out, and Mei stands there.
        gun.note(None, Timestamp(300));
        assert!(gun.ending.borrow().is_some(), "the terminal is left");
        gun.note(Some(MEI), Timestamp(400));
        assert_eq!(*gun.ending.borrow(), None);
    }
}
