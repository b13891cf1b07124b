//! Customers' orders: taken in, changed, cancelled, closed.

mod erasing;

pub use erasing::ConsigneeErased;

use super::allocation;
use super::command::Draft;
use super::event::{Fact, Topics};
use super::ids::{CarrierId, ItemId, OrderId, OwnerId, ReservationId, WorkerId};
use super::lookup::Target;
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::picking;
use super::refusal::{Class, Explain};
use super::stock::Holder;
use super::{Qty, Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How far an order has come. Ordered as work proceeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing promised yet.
    #[default]
    Waiting,
    /// Could not be filled as its rule wants; a person decides or stock arrives.
    Short,
    /// On a pick list that nobody has begun.
    Released,
    /// Being picked.
    Picking,
    /// Picked; its totes wait for a bench.
    Picked,
    /// Being packed.
    Packing,
    /// Packed; its parcels wait to be loaded.
    Packed,
    /// All parcels stand in a load.
    Loaded,
    /// Out of the building.
    Shipped,
    /// Called off; what was picked of it goes back to its bins.
    Cancelled,
}

impl Stage {
    /// Every stage, as work proceeds.
    pub const ALL: [Stage; 10] = [
        Stage::Waiting,
        Stage::Short,
        Stage::Released,
        Stage::Picking,
        Stage::Picked,
        Stage::Packing,
        Stage::Packed,
        Stage::Loaded,
        Stage::Shipped,
        Stage::Cancelled,
    ];
}

/// A person's name, phone and address, readable only with a key that is kept apart: forgetting the key erases them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Which key opens it.
    pub key: u64,
    /// The ciphertext.
    pub bytes: Vec<u8>,
}

/// One line of an order. What was ordered is always reserved, picked, packed, shipped or still outstanding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// What.
    pub item: ItemId,
    /// How much was ordered.
    pub qty: Qty,
    /// Promised from bins.
    pub reserved: Qty,
    /// In totes.
    pub picked: Qty,
    /// In parcels.
    pub packed: Qty,
    /// Gone.
    pub shipped: Qty,
    /// Light customisation: "gift note inside".
    pub note: Text,
}

impl OrderLine {
    /// A new line, of which nothing is done.
    pub fn new(item: ItemId, qty: Qty) -> OrderLine {
        let zero = Qty::ZERO;
        OrderLine {
            item,
            qty,
            reserved: zero,
            picked: zero,
            packed: zero,
            shipped: zero,
            note: "".into(),
        }
    }

    /// Ordered and neither promised nor taken.
    pub fn outstanding(&self) -> Qty {
        self.qty - self.reserved - self.taken()
    }

    /// Out of its bin already.
    pub fn taken(&self) -> Qty {
        self.picked + self.packed + self.shipped
    }
}

/// A customer's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number here.
    pub id: OrderId,
    /// The number that the customer and the channel know; unique per owner.
    pub number: Text,
    /// Whose goods it takes. It never takes another owner's.
    pub owner: OwnerId,
    /// Where it was sold.
    pub channel: Text,
    /// Who takes it away.
    pub carrier: CarrierId,
    /// 1 is the most urgent, 9 the least.
    pub priority: u8,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was promised to be handed over.
    pub promise: Timestamp,
    /// When its carrier leaves.
    pub cutoff: Timestamp,
    /// It may leave in several parts; otherwise it leaves whole or waits.
    pub split: bool,
    /// Where it goes.
    pub country: Text,
    /// To whom.
    pub consignee: Option<Sealed>,
    /// How far it has come.
    pub stage: Stage,
    /// When it came to that stage.
    pub staged_at: Timestamp,
    /// What is ordered.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// Sum over the lines of one of their quantities.
    pub fn total(&self, of: impl Fn(&OrderLine) -> Qty) -> Qty {
        self.lines.iter().map(of).sum()
    }

    /// Called off or gone.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Cancelled | Stage::Shipped)
    }
}

/// What somebody asks about orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take an order in. The id is given when it is taken; a number that is known already changes nothing.
    Save(Box<Order>),
    /// Set the ordered quantity of a line.
    Change {
        /// Which order.
        order: OrderId,
        /// Which line, from 0.
        line: u16,
        /// The new quantity; 0 takes the line out.
        qty: Qty,
    },
    /// Call it off, however far it has come.
    Cancel {
        /// Which.
        order: OrderId,
    },
    /// Forget to whom it goes. Whoever asks destroys the keys once this is durable.
    Erase {
        /// Which, open or closed.
        order: OrderId,
        /// The keys under which its consignee was sealed.
        keys: Vec<u64>,
    },
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such order is open.
    Unknown,
    /// The number is taken by an order with other contents.
    NumberTaken(OrderId),
    /// The number belongs to an order that is closed already.
    NumberClosed(Text),
    /// An order must have lines, each of a known item and at least one piece.
    BadLine(u16),
    /// Nothing can be changed on an order that is gone or called off.
    Over(OrderId, Stage),
    /// More of the line is out of its bin than is wanted now; take the rest out first.
    TakenAlready(OrderId, ItemId, Qty),
    /// Its parcels stand in a closed load.
    Gone(OrderId),
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::Unknown => Phrase::new("no-order-unknown"),
            Refusal::NumberTaken(order) => {
                Phrase::new("no-order-number-taken").with("order", Value::Order(*order))
            }
            Refusal::NumberClosed(number) => {
                Phrase::new("no-order-number-closed").with("number", Value::Text(number.clone()))
            }
            Refusal::BadLine(line) => {
                Phrase::new("no-order-bad-line").with("line", Value::Number(i64::from(*line) + 1))
            }
            Refusal::Over(order, stage) => Phrase::new("no-order-over")
                .with("order", Value::Order(*order))
                .with("stage", Value::Phrase(Box::new(Phrase::new(stage.key())))),
            Refusal::TakenAlready(order, item, qty) => Phrase::new("no-order-taken-already")
                .with("order", Value::Order(*order))
                .with("item", Value::Item(*item))
                .with("qty", Value::Qty(*item, *qty)),
            Refusal::Gone(order) => Phrase::new("no-order-gone").with("order", Value::Order(*order)),
        }
    }
}

impl Stage {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Stage::Waiting => "stage-waiting",
            Stage::Short => "stage-short",
            Stage::Released => "stage-released",
            Stage::Picking => "stage-picking",
            Stage::Picked => "stage-picked",
            Stage::Packing => "stage-packing",
            Stage::Packed => "stage-packed",
            Stage::Loaded => "stage-loaded",
            Stage::Shipped => "stage-shipped",
            Stage::Cancelled => "stage-cancelled",
        }
    }
}

/// Decides one command about orders.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    match command {
        Command::Save(order) => save(d, order),
        Command::Change { order, line, qty } => change(d, *order, *line, *qty),
        Command::Cancel { order } => cancel(d, *order),
        Command::Erase { order, keys } => erasing::erase(d, *order, keys),
    }
}

fn save(d: &mut Draft<'_>, order: &Order) -> Result<(), super::Refusal> {
    d.require(Right::ImportData)?;
    if let Some(known) = d.w.order_by_number(order.owner, &order.number) {
        let same = known.lines.len() == order.lines.len()
            && known
                .lines
                .iter()
                .zip(&order.lines)
                .all(|(a, b)| a.item == b.item && a.qty == b.qty);
        return if same {
            Ok(())
        } else {
            Err(Refusal::NumberTaken(known.id).into())
        };
    }
    if d.w.closed.contains(&closed_key(order.owner, &order.number)) {
        return Err(Refusal::NumberClosed(order.number.clone()).into());
    }
    let good = |line: &OrderLine| {
        line.qty.is_positive() && line.qty <= Qty::MAX && d.w.items.contains_key(&line.item)
    };
    if let Some(bad) = order.lines.iter().position(|line| !good(line)) {
        return Err(Refusal::BadLine(u16::try_from(bad).unwrap_or(u16::MAX)).into());
    }
    if order.lines.is_empty() || order.lines.len() > usize::from(u16::MAX) {
        return Err(Refusal::BadLine(0).into());
    }
    let mut order = order.clone();
    order.id = d.w.counters.next();
    order.stage = Stage::Waiting;
    order.staged_at = d.ctx.now;
    order.lines = order
        .lines
        .iter()
        .map(|l| OrderLine {
            note: l.note.clone(),
            ..OrderLine::new(l.item, l.qty)
        })
        .collect();
    d.emit(OrderSaved {
        order: Arc::new(order),
    });
    Ok(())
}

fn change(d: &mut Draft<'_>, id: OrderId, line: u16, qty: Qty) -> Result<(), super::Refusal> {
    d.require(Right::ChangeOrders)?;
    let order = d.w.order(id).ok_or(Refusal::Unknown)?.clone();
    if order.is_over() {
        return Err(Refusal::Over(id, order.stage).into());
    }
    let now = order.lines.get(usize::from(line)).ok_or(Refusal::BadLine(line))?;
    if qty < Qty::ZERO || qty > Qty::MAX {
        return Err(Refusal::BadLine(line).into());
    }
    if qty < now.taken() {
        return Err(Refusal::TakenAlready(id, now.item, now.taken()).into());
    }
    let too_much = now.reserved + now.taken() - qty;
    if too_much.is_positive() {
        allocation::give_back(d, id, Some(line), too_much);
    }
    d.emit(OrderLineChanged { order: id, line, qty });
    Ok(())
}

fn cancel(d: &mut Draft<'_>, id: OrderId) -> Result<(), super::Refusal> {
    d.require(Right::ChangeOrders)?;
    let order = d.w.order(id).ok_or(Refusal::Unknown)?.clone();
    if order.is_over() {
        return Err(Refusal::Over(id, order.stage).into());
    }
    if order.total(|l| l.shipped).is_positive() || super::shipping::is_leaving(&d.w, id) {
        return Err(Refusal::Gone(id).into());
    }
    allocation::give_back(d, id, None, Qty::MAX);
    d.emit(OrderCancelled {
        order: id,
        by: d.ctx.worker(),
        at: d.ctx.now,
    });
    picking::call_off(d, id);
    close_if_over(d, id);
    Ok(())
}

/// Takes an order out of the open work once it is over and nothing of it is left in the building.
pub fn close_if_over(d: &mut Draft<'_>, id: OrderId) {
    let Some(order) = d.w.order(id) else { return };
    let left = order.total(|l| l.reserved + l.picked + l.packed).is_positive();
    let in_totes =
        d.w.totes_of(id)
            .any(|tote| d.w.stock_in(Holder::Lpn(tote)).next().is_some());
    if order.is_over() && !left && !in_totes {
        let totes: Vec<_> = d.w.totes_of(id).collect();
        for lpn in totes {
            d.emit(super::places::LpnBound { lpn, order: None });
        }
        let order = d.w.orders.get(&id).cloned();
        if let Some(order) = order {
            d.emit(OrderClosed { order });
        }
    }
}

/// Under which compact key a closed order is remembered: enough to know its number again, and no more.
pub fn closed_key(owner: OwnerId, number: &str) -> u128 {
    let mut hash = blake3::Hasher::new();
    hash.update(b"order");
    hash.update(&owner.0.to_le_bytes());
    hash.update(number.as_bytes());
    let mut key = [0; 16];
    hash.finalize_xof().fill(&mut key);
    u128::from_le_bytes(key)
}

/// An order was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSaved {
    /// As taken.
    pub order: Arc<Order>,
}

impl Fact for OrderSaved {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.put_order(self.order.clone());
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-order-saved").with("order", Value::Text(self.order.number.clone())))
    }
}

/// An order came to another stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStaged {
    /// Which.
    pub order: OrderId,
    /// The stage it is in now.
    pub stage: Stage,
    /// Since when.
    pub at: Timestamp,
}

impl Fact for OrderStaged {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| {
            order.stage = self.stage;
            order.staged_at = self.at;
        });
    }
}

/// An order could not be filled as its rule wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShorted {
    /// Which.
    pub order: OrderId,
    /// By line, what is missing.
    pub missing: Vec<(u16, Qty)>,
    /// When it was found.
    pub at: Timestamp,
}

impl Fact for OrderShorted {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| {
            order.stage = Stage::Short;
            order.staged_at = self.at;
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        let missing = self.missing.iter().map(|(_, qty)| qty.0).sum();
        Some(
            Phrase::new("event-order-shorted")
                .with("order", Value::Order(self.order))
                .with("missing", Value::Number(missing)),
        )
    }
}

/// The ordered quantity of a line was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineChanged {
    /// Of which order.
    pub order: OrderId,
    /// Which line.
    pub line: u16,
    /// What is wanted now.
    pub qty: Qty,
}

impl Fact for OrderLineChanged {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order_line(self.order, self.line, |line| line.qty = self.qty);
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(
            Phrase::new("event-order-line-changed")
                .with("order", Value::Order(self.order))
                .with("line", Value::Number(i64::from(self.line) + 1))
                .with("qty", Value::Number(self.qty.0)),
        )
    }
}

/// An order was called off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCancelled {
    /// Which.
    pub order: OrderId,
    /// By whom; none when another system did.
    pub by: Option<WorkerId>,
    /// When.
    pub at: Timestamp,
}

impl Fact for OrderCancelled {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.change_order(self.order, |order| {
            order.stage = Stage::Cancelled;
            order.staged_at = self.at;
        });
    }

    fn phrase(&self) -> Option<Phrase> {
        Some(Phrase::new("event-order-cancelled").with("order", Value::Order(self.order)))
    }
}

/// An order left the open work: shipped, or called off and put back. Its history lies in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderClosed {
    /// As it was at the end.
    pub order: Arc<Order>,
}

impl Fact for OrderClosed {
    const TOPICS: Topics = Topics::ORDERS;

    fn evolve(&self, w: &mut Warehouse) {
        w.close_order(self.order.id);
    }

    fn phrase(&self) -> Option<Phrase> {
        let stage = Value::Phrase(Box::new(Phrase::new(self.order.stage.key())));
        Some(
            Phrase::new("event-order-closed")
                .with("order", Value::Order(self.order.id))
                .with("stage", stage),
        )
    }
}

impl Warehouse {
    /// An open order.
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.get(&id).map(Arc::as_ref)
    }

    /// An open order by the number that the customer knows.
    pub fn order_by_number(&self, owner: OwnerId, number: &str) -> Option<&Order> {
        let targets = self.codes.find(number);
        targets.iter().find_map(|target| match target {
            Target::Order(id) => self
                .order(*id)
                .filter(|o| o.owner == owner && o.number.as_ref() == number),
            _ => None,
        })
    }

    /// The open orders of a stage, the earliest cut-off and the most urgent first.
    pub fn orders_in(&self, stage: Stage) -> impl Iterator<Item = OrderId> {
        self.orders_by_stage
            .range((stage, Timestamp(i64::MIN), 0, OrderId(0))..)
            .take_while(move |(of, ..)| *of == stage)
            .map(|(.., id)| *id)
    }

    /// What is promised to an order.
    pub fn reservations_of(&self, order: OrderId) -> impl Iterator<Item = ReservationId> {
        self.reserved_by_order
            .range((order, ReservationId(0))..)
            .take_while(move |(of, _)| *of == order)
            .map(|(_, id)| *id)
    }

    pub(super) fn put_order(&mut self, order: Arc<Order>) {
        self.counters.used(order.id);
        if let Some(old) = self.orders.get(&order.id).cloned() {
            self.unlist_order(&old);
        } else {
            self.codes.learn(&order.number, Target::Order(order.id));
        }
        self.orders_by_stage
            .insert((order.stage, order.cutoff, order.priority, order.id));
        self.order_totals.add(order.carrier, order.cutoff, order.stage, 1);
        self.orders.insert(order.id, order);
    }

    /// Changes an order and keeps the lists by stage.
    pub(super) fn change_order(&mut self, id: OrderId, change: impl FnOnce(&mut Order)) {
        if let Some(order) = self.orders.get(&id) {
            let mut order = Order::clone(order);
            change(&mut order);
            self.put_order(Arc::new(order));
        }
    }

    /// Changes a line's quantities; the lists by stage do not depend on them.
    pub(super) fn change_order_line(&mut self, id: OrderId, line: u16, change: impl FnOnce(&mut OrderLine)) {
        let order = self.orders.get_mut(&id).map(Arc::make_mut);
        if let Some(line) = order.and_then(|order| order.lines.get_mut(usize::from(line))) {
            change(line);
        }
    }

    fn close_order(&mut self, id: OrderId) {
        if let Some(order) = self.orders.remove(&id) {
            self.unlist_order(&order);
            self.codes.forget(&order.number, Target::Order(id));
            self.closed.insert(closed_key(order.owner, &order.number));
        }
    }

    fn unlist_order(&mut self, order: &Order) {
        self.orders_by_stage
            .remove(&(order.stage, order.cutoff, order.priority, order.id));
        self.order_totals
            .add(order.carrier, order.cutoff, order.stage, -1);
    }
}
