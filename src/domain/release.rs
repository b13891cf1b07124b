//! Making pick lists: orders get stock promised, and their lines become tasks along the walk.

mod along;
mod estimate;
mod large;

pub use along::URGENT;
pub use estimate::Estimate;
pub use large::{Part, is_large, release_part, with_large_alone};

use super::allocation;
use super::command::Draft;
use super::floor::turn;
use super::ids::{OrderId, PlaceId, TaskId};
use super::orders::{Order, OrderShorted, OrderStaged, Stage};
use super::people::Right;
use super::phrase::{Phrase, Value};
use super::picking::{PickLine, PickTask, TaskMade, TaskTote};
use super::refusal::{Class, Explain};
use super::stock::Holder;
use super::{Qty, Warehouse};
use std::sync::Arc;

/// Most orders that one task takes, whatever the cart.
pub const MAX_ORDERS_A_TASK: usize = 64;
/// Most order lines that one release command takes: its events stay a bounded group of the journal. A larger release
/// is a job of several commands.
pub const MAX_LINES_A_RELEASE: usize = 100;

/// What somebody asks about pick lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make one task for each group of orders: one order in a group is a single pick, several are a cluster. Urgent
    /// orders go along on a cluster under way where they lie ahead of its picker.
    Release {
        /// Groups of orders that wait, each for one walk.
        groups: Vec<Vec<OrderId>>,
    },
}

/// Why not, in the order in which it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A group is empty or holds too many orders.
    BadGroup(usize),
    /// So many lines of one order are more than one command takes: they are released as a job.
    TooManyLines(OrderId, usize),
    /// None of the orders waits any longer.
    NothingWaits,
}

impl Explain for Refusal {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            Refusal::BadGroup(size) => {
                let size = i64::try_from(*size).unwrap_or(i64::MAX);
                Phrase::new("no-release-bad-group").with("size", Value::Number(size))
            }
            Refusal::TooManyLines(order, lines) => {
                let lines = i64::try_from(*lines).unwrap_or(i64::MAX);
                Phrase::new("no-release-too-many-lines")
                    .with("order", Value::Order(*order))
                    .with("lines", Value::Number(lines))
            }
            Refusal::NothingWaits => Phrase::new("no-release-nothing-waits"),
        }
    }
}

/// Decides one command about pick lists. Orders that no longer wait or are held are left out; orders that cannot be filled as
/// their rule wants come to [`Stage::Short`] with what is missing.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    let Command::Release { groups } = command;
    d.require(Right::Plan)?;
    if let Some(bad) = groups
        .iter()
        .find(|g| g.is_empty() || g.len() > MAX_ORDERS_A_TASK)
    {
        return Err(Refusal::BadGroup(bad.len()).into());
    }
    let mut orders = groups.iter().flatten().filter_map(|id| d.w.order(*id));
    if let Some(large) = orders.find(|order| is_large(order)) {
        return Err(Refusal::TooManyLines(large.id, large.lines.len()).into());
    }
    for group in groups {
        release_group(d, group);
    }
    if d.events.is_empty() {
        Err(Refusal::NothingWaits.into())
    } else {
        Ok(())
    }
}

/// The orders that could be released now, the earliest cut-off and the most urgent first. Held ones are not among them.
pub fn waiting(w: &Warehouse) -> impl Iterator<Item = &Order> {
    w.orders_in(Stage::Waiting)
        .filter(|id| w.hold_of(*id).is_none())
        .filter_map(|id| w.order(id))
}

/// Groups waiting orders for carts in the plainest way: by cut-off, carrier and priority as the queue has them, then
/// filling carts in that order. Planners make better ones.
pub fn plain_groups(
    w: &Warehouse,
    orders: impl Iterator<Item = OrderId>,
    cluster_size: usize,
) -> Vec<Vec<OrderId>> {
    let size = cluster_size.clamp(1, MAX_ORDERS_A_TASK);
    let mut groups: Vec<Vec<OrderId>> = Vec::new();
    let mut last = None;
    for order in orders.filter_map(|id| w.order(id)) {
        let kind = (order.cutoff, order.carrier, order.priority);
        match groups
            .last_mut()
            .filter(|group| last == Some(kind) && group.len() < size)
        {
            Some(group) => group.push(order.id),
            None => groups.push(vec![order.id]),
        }
        last = Some(kind);
    }
    groups
}

fn release_group(d: &mut Draft<'_>, group: &[OrderId]) {
    let mut lines = Vec::new();
    let mut totes = Vec::new();
    for order in group {
        let ready = d.w.order(*order).is_some_and(is_waiting);
        if ready
            && d.w.hold_of(*order).is_none()
            && let Some(promised) = promise(d, *order)
        {
            let slot = u8::try_from(totes.len() + 1).unwrap_or(u8::MAX);
            totes.push(TaskTote {
                order: *order,
                slot,
                lpn: None,
                told: false,
            });
            lines.extend(promised);
        }
    }
    if !lines.is_empty() {
        make_list(d, totes, lines);
    }
}

/// Makes a pick list of promised lines, along the walk, and sets the stage of its orders.
fn make_list(d: &mut Draft<'_>, totes: Vec<TaskTote>, mut lines: Vec<PickLine>) {
    let walk = |line: &PickLine| walk_order(d.w, line);
    lines.sort_by_key(walk);
    let urgent = totes
        .iter()
        .filter_map(|t| d.w.order(t.order))
        .map(|o| (o.priority, o.cutoff))
        .min();
    let (priority, cutoff) = urgent.unwrap_or_default();
    let orders: Vec<OrderId> = totes.iter().map(|t| t.order).collect();
    let waits = |id: &OrderId| d.w.order(*id).is_some_and(is_waiting);
    let orders: Vec<OrderId> = orders.into_iter().filter(waits).collect();
    let hurries = |id: &OrderId| d.w.order(*id).is_some_and(|order| order.priority == URGENT);
    if orders.len() == totes.len()
        && orders.iter().all(hurries)
        && let Some(task) = along::passing_by(d.w, &orders, &lines)
    {
        along::put_on(d, task, &orders, &lines);
        return;
    }
    let id: TaskId = d.w.counters.next();
    let task = PickTask::new(id, priority, cutoff, d.ctx.now, totes, lines);
    d.emit(TaskMade { task: Arc::new(task) });
    for order in orders {
        d.emit(OrderStaged {
            order,
            stage: Stage::Released,
            at: d.ctx.now,
        });
    }
}

/// Promises stock to every outstanding line of an order; none when its rule says that it must wait.
fn promise(d: &mut Draft<'_>, id: OrderId) -> Option<Vec<PickLine>> {
    let order = d.w.order(id)?.clone();
    let mut lines = Vec::new();
    let mut missing = Vec::new();
    for (index, line) in order.lines.iter().enumerate() {
        let index = u16::try_from(index).unwrap_or(u16::MAX);
        let outstanding = line.outstanding();
        let promises = allocation::reserve(d, id, index, outstanding);
        let promised: Qty = promises.iter().map(|r| r.qty).sum();
        if promised < outstanding {
            missing.push((index, outstanding - promised));
        }
        lines.extend(promises.iter().map(PickLine::of));
    }
    let wait = lines.is_empty() || (!missing.is_empty() && !order.split);
    if !wait {
        return Some(lines);
    }
    allocation::give_back(d, id, None, Qty::MAX);
    if !missing.is_empty() {
        d.emit(OrderShorted {
            order: id,
            missing,
            at: d.ctx.now,
        });
    }
    None
}

/// Not promised yet, or not as its rule wants.
fn is_waiting(order: &Order) -> bool {
    matches!(order.stage, Stage::Waiting | Stage::Short)
}

/// Where a line comes on the walk, before a planner finds a shorter one: in its turn, by the pick sequence.
pub fn walk_order(w: &Warehouse, line: &PickLine) -> (u8, u32, PlaceId, super::ids::ItemId, OrderId) {
    let place = match line.key.holder {
        Holder::Place(id) => id,
        _ => PlaceId(0),
    };
    let sequence = w.places.get(&place).map_or(u32::MAX, |p| p.sequence);
    (turn(w, line), sequence, place, line.key.item, line.order)
}
