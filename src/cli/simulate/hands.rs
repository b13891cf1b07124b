//! One virtual worker, and what all of them share.

use super::clock::LineClock;
use super::kind::Kind;
use super::tally::Tally;
use super::{counting, inbound, packing, picking, shipping};
use crate::domain::ids::{DeviceId, ItemId, LpnId, OrderId, ParcelId, PlaceId, ReceiptId, WorkerId};
use crate::domain::{Actor, Command, CommandId, Event, Refusal, Text, Via, Warehouse};
use crate::hub::{Hub, Lane, Rejection, Request, View};
use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What all workers share: the hub, and the empty totes that stand about.
#[derive(Debug)]
pub struct Floor {
    /// The way into the warehouse.
    pub hub: Hub,
    /// How long a worker takes from one answer to the next scan.
    pace: Duration,
    clock: Option<LineClock>,
    over: AtomicBool,
    /// Other work is done beside the scans.
    beside: AtomicBool,
    empty_totes: Mutex<VecDeque<Text>>,
    in_hand: Mutex<BTreeSet<Thing>>,
}

/// What only one worker can have before them, whatever the queues on screens say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// The totes of an order.
    Order(OrderId),
    /// A parcel.
    Parcel(ParcelId),
    /// The goods and papers of a receipt.
    Receipt(ReceiptId),
}

impl Floor {
    /// An empty floor.
    pub fn new(hub: Hub, pace: Duration, clock: Option<LineClock>) -> Floor {
        Floor {
            hub,
            pace,
            clock,
            beside: AtomicBool::new(false),
            over: AtomicBool::new(false),
            empty_totes: Mutex::default(),
            in_hand: Mutex::default(),
        }
    }

    /// Whether the clock runs with the work.
    pub fn has_clock(&self) -> bool {
        self.clock.is_some()
    }

    /// Takes a thing, if nobody has it.
    pub fn grab(&self, thing: Thing) -> bool {
        self.in_hand().insert(thing)
    }

    /// Lets a thing go.
    pub fn let_go(&self, thing: Thing) {
        self.in_hand().remove(&thing);
    }

    /// Other work begins or ends beside the scans.
    pub fn mark_beside(&self, going_on: bool) {
        self.beside.store(going_on, Ordering::Release);
    }

    /// The time is up.
    pub fn end(&self) {
        self.over.store(true, Ordering::Release);
    }

    /// Whether the time is up, or nothing is accepted any more.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire) || self.hub.stopped().is_some()
    }

    /// Empty totes at hand.
    pub fn totes(&self) -> usize {
        self.empty_totes().len()
    }

    /// Puts an empty tote where somebody can take it.
    pub fn leave_tote(&self, code: Text) {
        self.empty_totes().push_back(code);
    }

    /// Takes an empty tote.
    pub fn take_tote(&self) -> Option<Text> {
        self.empty_totes().pop_front()
    }

    /// Waits until there is something to do for so many, or for a moment.
    pub async fn wait_for_work(&self, workers: u32) {
        let enough = usize::try_from(workers).unwrap_or(usize::MAX);
        let began = Instant::now();
        while self.hub.view().warehouse.open_tasks().take(enough).count() < enough
            && began.elapsed() < Duration::from_secs(30)
            && !self.is_over()
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn in_hand(&self) -> std::sync::MutexGuard<'_, BTreeSet<Thing>> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn empty_totes(&self) -> std::sync::MutexGuard<'_, VecDeque<Text>> {
        self.empty_totes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a worker found something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Something was done.
    Worked,
    /// There is none of this kind now.
    NoWork,
}

/// One virtual worker with a scanner.
#[derive(Debug)]
pub struct Hands {
    /// What all workers share.
    pub floor: Arc<Floor>,
    /// Who it is.
    pub worker: WorkerId,
    /// Their own dock.
    pub dock: PlaceId,
    id: CommandId,
    acks: Option<Sender<CommandId>>,
    tally: Tally,
}

impl Hands {
    /// A worker who has done nothing yet; `id` is before the first command's.
    pub fn new(
        floor: Arc<Floor>,
        worker: WorkerId,
        dock: PlaceId,
        id: CommandId,
        acks: Option<Sender<CommandId>>,
    ) -> Hands {
        Hands {
            floor,
            worker,
            dock,
            id,
            acks,
            tally: Tally::default(),
        }
    }

    /// Works until the time is up. `turn` tells the worker's first kind of work, so that not all begin with one.
    pub async fn work(mut self, turn: usize) -> Tally {
        let mix = if self.floor.has_clock() {
            Kind::MIX_OF_LINES
        } else {
            Kind::MIX
        };
        let mut first = Some(turn % mix.len());
        while !self.floor.is_over() {
            let mut kinds = mix;
            kinds.sort_by_key(|(kind, share)| self.tally.load(*kind, *share));
            kinds.rotate_left(first.take().unwrap_or(0));
            let mut news = self.floor.hub.watch();
            news.mark_unchanged();
            let mut worked = Job::NoWork;
            for (kind, _) in kinds {
                worked = self.job(kind).await;
                if worked == Job::Worked {
                    break;
                }
            }
            if worked == Job::NoWork {
                // What others do may bring work.
                let _ = tokio::time::timeout(Duration::from_millis(20), news.changed()).await;
            }
        }
        self.tally
    }

    async fn job(&mut self, kind: Kind) -> Job {
        match kind {
            Kind::Pick => picking::pick_list(self).await,
            Kind::Pack => packing::order(self).await,
            Kind::Load => shipping::load(self).await,
            Kind::Inbound => inbound::receipt(self).await,
            Kind::Count => counting::place(self).await,
        }
    }

    /// The warehouse as a screen would see it now.
    pub fn view(&self) -> Arc<View> {
        self.floor.hub.view()
    }

    /// Scans or presses something: asks for it and notes the answer.
    ///
    /// # Errors
    /// What was said instead of yes. True when it was accepted.
    pub async fn ask(
        &mut self,
        kind: Kind,
        input: Text,
        command: impl Into<Command>,
    ) -> Result<(), Rejection> {
        self.id.counter += 1;
        let request = Request {
            id: self.id,
            actor: Actor::Worker(self.worker),
            device: DeviceId(self.worker.0),
            via: Via::Scanned,
            input,
            command: command.into(),
            record: None,
            lane: Lane::Interactive,
        };
        let beside = self.floor.beside.load(Ordering::Acquire);
        let began = Instant::now();
        let answer = self.floor.hub.ask(request).await;
        let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        if !self.floor.pace.is_zero() {
            tokio::time::sleep(self.floor.pace).await;
        }
        match answer {
            Ok(accepted) if accepted.seq.is_some() => {
                let times = if beside {
                    &mut self.tally.times_beside
                } else {
                    &mut self.tally.times
                };
                times.saturating_record(took);
                // Virtual pickers put a line into its tote at once.
                let is_line = |event: &&Event| matches!(event, Event::Picked(_));
                let lines = accepted.events.iter().filter(is_line).count();
                self.tally.lines += u64::try_from(lines).unwrap_or(0);
                if let Some(clock) = &self.floor.clock {
                    clock.pass(lines);
                }
                *self.tally.accepted.entry(kind).or_default() += 1;
                if let Some(acks) = &self.acks {
                    // The writer of the file says what went wrong when it ends early.
                    let _ = acks.send(self.id);
                }
                Ok(())
            }
            Ok(_) => {
                self.tally.unchanged += 1;
                Ok(())
            }
            Err(why) => {
                if let Rejection::Refused(refusal) = &why {
                    *self.tally.refused.entry(name(refusal)).or_default() += 1;
                }
                Err(why)
            }
        }
    }
}

/// A refusal's name for statistics: its workflow and its variant.
fn name(refusal: &Refusal) -> String {
    let told = format!("{refusal:?}");
    let mut words = told
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let workflow = words.next().unwrap_or_default();
    format!("{workflow}.{}", words.next().unwrap_or_default())
}

/// The code on a tote.
pub fn tote_code(w: &Warehouse, id: LpnId) -> Option<Text> {
    w.lpns.get(&id).map(|lpn| lpn.code.clone())
}

/// The code on an item.
pub fn item_code(w: &Warehouse, id: ItemId) -> Option<Text> {
    w.items.get(&id).map(|item| item.code.clone())
}

/// The code on a place.
pub fn place_code(w: &Warehouse, id: PlaceId) -> Option<Text> {
    w.places.get(&id).map(|place| place.code.clone())
}
