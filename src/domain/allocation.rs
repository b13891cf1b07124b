//! Promising stock to order lines: which bins an order will be picked from, and why an order is short.
//!
//! The rule, best first: what expires first; pick faces before reserve; what has been here longest; the place that
//! comes first on the walk. Stock of another owner, blocked places, other statuses and expired lots are never taken.

use super::command::Draft;
use super::event::{Fact, Topics};
use super::ids::{ItemId, OrderId, OwnerId, PlaceId, ReservationId, TaskId};
use super::phrase::{Phrase, Value};
use super::places::PlaceKind;
use super::stock::{Holder, Status, StockKey};
use super::time::Day;
use super::{Qty, Warehouse};
use serde::{Deserialize, Serialize};

/// Stock of one key promised to one order line. A unit is promised once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Its number.
    pub id: ReservationId,
    /// To whom.
    pub order: OrderId,
    /// To which of its lines, from 0.
    pub line: u16,
    /// What, and where it lies.
    pub key: StockKey,
    /// How much of it.
    pub qty: Qty,
    /// The pick list that will fetch it, once there is one.
    pub task: Option<TaskId>,
}

/// Stock that an order line could be picked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What, and where it lies.
    pub key: StockKey,
    /// How much is free.
    pub free: Qty,
}

/// Stock that an owner's order for an item could be picked from, best first.
pub fn candidates(w: &Warehouse, item: ItemId, owner: OwnerId, today: Day) -> Vec<Candidate> {
    let mut found: Vec<_> = w
        .stock_of(item)
        .take_while(|(key, _)| matches!(key.holder, Holder::Place(_)))
        .filter(|(key, stock)| {
            key.owner == owner && key.status == Status::Available && stock.free().is_positive()
        })
        .filter_map(|(key, stock)| {
            let Holder::Place(place) = key.holder else {
                return None;
            };
            let place = w
                .places
                .get(&place)
                .filter(|p| p.kind.is_storage() && !p.blocked)?;
            let expiry = key
                .lot
                .and_then(|lot| w.lots.get(&lot))
                .and_then(|lot| lot.expiry);
            let rank = (
                expiry.unwrap_or(Day(i32::MAX)),
                place.kind != PlaceKind::PickFace,
                stock.since.day(),
                place.sequence,
                place.id,
            );
            expiry.is_none_or(|day| day >= today).then_some((
                rank,
                Candidate {
                    key,
                    free: stock.free(),
                },
            ))
        })
        .collect();
    found.sort_by_key(|(rank, candidate)| (*rank, candidate.key));
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Promises up to `qty` to an order line and returns the promises made, best stock first.
pub fn reserve(d: &mut Draft<'_>, order: OrderId, line: u16, qty: Qty) -> Vec<Reservation> {
    let Some((owner, item)) =
        d.w.order(order)
            .and_then(|o| Some((o.owner, o.lines.get(usize::from(line))?.item)))
    else {
        return Vec::new();
    };
    let mut wanted = qty;
    let mut made = Vec::new();
    for candidate in candidates(d.w, item, owner, d.ctx.now.day()) {
        if !wanted.is_positive() {
            break;
        }
        let taken = wanted.min(candidate.free);
        let id = d.w.counters.next();
        let reservation = Reservation {
            id,
            order,
            line,
            key: candidate.key,
            qty: taken,
            task: None,
        };
        d.emit(Reserved {
            reservation: reservation.clone(),
        });
        made.push(reservation);
        wanted -= taken;
    }
    made
}

/// Gives back up to `qty` of what is promised to an order (or to one line), the latest promise first. Lines of pick
/// lists that waited for it are closed.
pub fn give_back(d: &mut Draft<'_>, order: OrderId, line: Option<u16>, qty: Qty) {
    let mut ids: Vec<ReservationId> = d.w.reservations_of(order).collect();
    ids.reverse();
    let mut left = qty;
    for id in ids {
        let Some(reservation) = d.w.reservations.get(&id).cloned() else {
            continue;
        };
        if !left.is_positive() {
            break;
        }
        if line.is_none_or(|line| line == reservation.line) {
            let cut = left.min(reservation.qty);
            take(d, &reservation, cut);
            left -= cut;
        }
    }
}

/// Takes promises back from an order, the latest first, so many at most. How many it were.
pub fn give_back_some(d: &mut Draft<'_>, order: OrderId, most: usize) -> usize {
    let ids: Vec<ReservationId> = d.w.reservations_of(order).collect();
    let some: Vec<ReservationId> = ids.into_iter().rev().take(most).collect();
    for id in &some {
        if let Some(reservation) = d.w.reservations.get(id).cloned() {
            take(d, &reservation, reservation.qty);
        }
    }
    some.len()
}

/// Takes a promise back, or so much of it, and lessens the pick line that waits for it.
fn take(d: &mut Draft<'_>, reservation: &Reservation, cut: Qty) {
    super::picking::lessen_line(d, reservation, cut);
    d.emit(ReservationCut {
        reservation: reservation.id,
        qty: cut,
    });
}

/// Why an order line cannot be filled: who holds the stock of its item, one phrase a holder, at most nine.
pub fn explain_shortage(w: &Warehouse, item: ItemId, owner: OwnerId) -> Vec<Phrase> {
    let mut told = Vec::new();
    for (key, stock) in w.stock_of(item).filter(|(key, _)| key.holder.is_real()) {
        if key.owner != owner {
            told.push(
                Phrase::new("short-other-owner")
                    .with("qty", Value::Qty(item, stock.on_hand))
                    .with("owner", Value::Owner(key.owner)),
            );
        } else if key.status != Status::Available {
            told.push(
                Phrase::new("short-status")
                    .with("qty", Value::Qty(item, stock.on_hand))
                    .with("where", Value::Holder(key.holder))
                    .with("status", Value::Status(key.status)),
            );
        } else {
            let holders = w.reservations_on(&key).filter_map(|id| w.reservations.get(&id));
            told.extend(holders.map(|r| {
                Phrase::new("short-held")
                    .with("order", Value::Order(r.order))
                    .with("qty", Value::Qty(item, r.qty))
                    .with("where", Value::Holder(key.holder))
            }));
        }
    }
    told.truncate(9);
    if told.is_empty() {
        told.push(Phrase::new("short-none"));
    }
    told
}

/// Stock was promised to an order line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// The promise.
    pub reservation: Reservation,
}

impl Fact for Reserved {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_reservation(self.reservation.clone());
    }
}

/// A promise was lessened, or taken back whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationCut {
    /// Which.
    pub reservation: ReservationId,
    /// By how much.
    pub qty: Qty,
}

impl Fact for ReservationCut {
    const TOPICS: Topics = Topics::STOCK;

    fn evolve(&self, w: &mut Warehouse) {
        w.cut_reservation(self.reservation, self.qty);
    }
}

impl Warehouse {
    /// The places where free stock of an item lies for an owner, as a refusal names them: where goods belong.
    pub fn home_of(&self, item: ItemId) -> Option<PlaceId> {
        let storage = |holder| match holder {
            Holder::Place(id) => self
                .places
                .get(&id)
                .filter(|p| p.kind.is_storage())
                .map(|p| (p.kind, p.sequence, id)),
            _ => None,
        };
        self.stock_of(item)
            .filter_map(|(key, _)| storage(key.holder))
            .min()
            .map(|(.., id)| id)
    }

    pub(super) fn put_reservation(&mut self, reservation: Reservation) {
        self.counters.used(reservation.id);
        self.add_reserved(reservation.key, reservation.qty);
        self.change_order_line(reservation.order, reservation.line, |line| {
            line.reserved += reservation.qty
        });
        self.index_reservation(&reservation);
        self.reservations.insert(reservation.id, reservation);
    }

    pub(super) fn index_reservation(&mut self, reservation: &Reservation) {
        self.reserved_by_key.insert((reservation.key, reservation.id));
        self.reserved_by_order.insert((reservation.order, reservation.id));
    }

    /// Lessens a promise on all three of its sides: itself, its stock and its order line.
    pub(super) fn cut_reservation(&mut self, id: ReservationId, qty: Qty) {
        let Some(reservation) = self.reservations.get_mut(&id) else {
            return;
        };
        reservation.qty -= qty;
        let reservation = reservation.clone();
        if !reservation.qty.is_positive() {
            self.reservations.remove(&id);
            self.reserved_by_key.remove(&(reservation.key, id));
            self.reserved_by_order.remove(&(reservation.order, id));
        }
        self.add_reserved(reservation.key, -qty);
        self.change_order_line(reservation.order, reservation.line, |line| line.reserved -= qty);
    }
}
