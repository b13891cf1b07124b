//! Every screen, one file each, named as its workflow is named in the core.

pub mod choice;
pub mod confirm;
pub mod counting;
pub mod elsewhere;
pub mod find;
pub mod first_start;
mod floor;
pub mod home;
pub mod journal;
pub mod keys;
mod list;
pub mod loading;
pub mod moving;
pub mod orders;
pub mod packing;
pub mod picking;
pub mod printing;
pub mod putaway;
pub mod queues;
pub mod receiving;
pub mod reviews;
pub mod scanner;
pub mod sessions;
pub mod sign_in;
pub mod slotting;
pub mod stock;
pub mod table;
pub mod which_item;
pub mod workers;

use super::screen::{Here, Screen};
use super::widgets::Answer;
use crate::domain::Class;
use crate::domain::orders::Stage;
use crate::domain::packing::pack_queue;
use crate::domain::people::{Right, Role, Worker};
use crate::domain::shipping::ship_queue;
use crate::keymap::{Action, Context};

/// One entry of the home menu: the action that opens it, and the right it takes.
struct Door {
    action: Action,
    /// The context of the keys behind it.
    context: Context,
    right: Right,
    open: fn() -> Box<dyn Screen>,
    /// How much work waits behind it.
    waiting: fn(Here<'_>) -> usize,
}

/// Every door, in the order of the home menu.
const DOORS: &[Door] = &[
    Door {
        action: Action::OpenPicking,
        context: Context::Picking,
        right: Right::Pick,
        open: || Box::new(picking::Picking::default()),
        waiting: |here| here.w.open_tasks().count(),
    },
    Door {
        action: Action::OpenPacking,
        context: Context::Packing,
        right: Right::Pack,
        open: || Box::new(packing::Packing::default()),
        waiting: |here| pack_queue(here.w).count(),
    },
    Door {
        action: Action::OpenLoading,
        context: Context::Loading,
        right: Right::Load,
        open: || Box::new(loading::Loading::default()),
        waiting: |here| ship_queue(here.w).count(),
    },
    Door {
        action: Action::OpenReceiving,
        context: Context::Receiving,
        right: Right::Receive,
        open: || Box::new(receiving::Receiving::default()),
        waiting: |here| here.w.receipts.len(),
    },
    Door {
        action: Action::OpenPutaway,
        context: Context::Putaway,
        right: Right::PutAway,
        open: || Box::new(putaway::Putaway::default()),
        waiting: |here| putaway::waiting(here).len(),
    },
    Door {
        action: Action::OpenMoving,
        context: Context::Moving,
        right: Right::Move,
        open: || Box::new(moving::Moving::default()),
        waiting: |here| here.w.relocations_waiting().count(),
    },
    Door {
        action: Action::OpenCounting,
        context: Context::Counting,
        right: Right::Count,
        open: || Box::new(counting::Counting::default()),
        waiting: |here| counting::waiting(here).count(),
    },
    Door {
        action: Action::OpenOrders,
        context: Context::Orders,
        right: Right::Plan,
        open: || Box::new(orders::Orders::default()),
        waiting: |here| usize::try_from(here.w.order_totals.in_stage(Stage::Waiting)).unwrap_or(0),
    },
    Door {
        action: Action::OpenQueues,
        context: Context::Queues,
        right: Right::Plan,
        open: || Box::new(queues::Queues::default()),
        waiting: |here| here.w.tasks.len(),
    },
    Door {
        action: Action::OpenReviews,
        context: Context::Reviews,
        right: Right::ReviewCounts,
        open: || Box::new(reviews::Reviews::default()),
        waiting: |here| here.w.counts_to_review().count(),
    },
    Door {
        action: Action::OpenSlotting,
        context: Context::Slotting,
        right: Right::Plan,
        open: || Box::new(slotting::Slotting::default()),
        waiting: |_| 0,
    },
    Door {
        action: Action::OpenStock,
        context: Context::Stock,
        right: Right::Adjust,
        open: || Box::new(stock::Stock::default()),
        waiting: |here| here.w.approvals.len() + here.w.proposals.len(),
    },
    Door {
        action: Action::OpenWorkers,
        context: Context::Workers,
        right: Right::ManageWorkers,
        open: || Box::new(workers::Workers::default()),
        waiting: |_| 0,
    },
    Door {
        action: Action::OpenPrinting,
        context: Context::Printing,
        right: Right::Pack,
        open: || Box::new(printing::Printing::default()),
        waiting: |here| here.w.outbox.len(),
    },
    Door {
        action: Action::OpenJournal,
        context: Context::Journal,
        right: Right::Plan,
        open: || Box::new(journal::Journal::default()),
        waiting: |_| 0,
    },
    Door {
        action: Action::OpenSessions,
        context: Context::Sessions,
        right: Right::ManageWorkers,
        open: || Box::new(sessions::Sessions::default()),
        waiting: |_| 0,
    },
];

fn may(worker: Option<&Worker>, right: Right) -> bool {
    worker.is_some_and(|worker| worker.may(right))
}

/// The screens that a role may open, in the order of the home menu: the action that opens each, and its keys' context.
pub fn doors_of(role: Role) -> impl Iterator<Item = (Action, Context)> {
    let open = DOORS.iter().filter(move |door| role.may(door.right));
    open.map(|door| (door.action, door.context))
}

/// The screen that an action opens; none if it opens no screen.
///
/// # Errors
/// The answer to show when the one who asks may not.
pub fn opened_by(action: Action, here: Here<'_>) -> Result<Option<Box<dyn Screen>>, Answer> {
    let Some(door) = DOORS.iter().find(|door| door.action == action) else {
        return Ok(None);
    };
    match here.worker() {
        None => Err(Answer::new(Class::No, here.words.say("no-not-signed-in"))),
        Some(worker) if !worker.may(door.right) => {
            let name = worker.name.to_string();
            Err(Answer::new(
                Class::No,
                here.words.say_with("no-not-allowed", &[("worker", name)]),
            ))
        }
        Some(_) => Ok(Some((door.open)())),
    }
}
