//! `pickface order`: change, hold, hurry or call off an order, for whoever or whatever takes the customer's calls.

use super::{Failure, Shell, Status};
use crate::domain::ids::OrderId;
use crate::domain::orders::{Command, HoldReason, Order};
use crate::domain::{Explain, Qty, Via, Warehouse};
use crate::hub::Rejection;
use crate::ui::locale::{Lang, Texts};
use crate::ui::words::Words;
use serde::Serialize;

/// Arguments of `order`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    deed: Deed,
    /// Whose order, where several owners have one of this number.
    #[arg(long, global = true, value_name = "CODE")]
    owner: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum Deed {
    /// Call an order off, however far it has come.
    Cancel {
        /// Its number.
        number: String,
    },
    /// Set how much of an item an order wants; 0 takes the item out.
    Change {
        /// The order's number.
        number: String,
        /// The item's code or barcode.
        item: String,
        /// In the item's base unit.
        quantity: u32,
    },
    /// Set how urgent an order is.
    Priority {
        /// The order's number.
        number: String,
        /// 1 is the most urgent, 9 the least.
        priority: u8,
    },
    /// Keep an order back: it is not picked, and gets no label.
    Hold {
        /// The order's number.
        number: String,
        /// Why.
        #[arg(long, value_enum)]
        reason: Reason,
        /// Why, in words; wanted where the reason is "other".
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Let a held order go on.
    LetGo {
        /// Its number.
        number: String,
    },
}

/// Why an order is held, as it is typed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Reason {
    Payment,
    Address,
    Customer,
    Check,
    Goods,
    Other,
}

impl From<Reason> for HoldReason {
    fn from(typed: Reason) -> HoldReason {
        match typed {
            Reason::Payment => HoldReason::Payment,
            Reason::Address => HoldReason::Address,
            Reason::Customer => HoldReason::Customer,
            Reason::Check => HoldReason::Check,
            Reason::Goods => HoldReason::Goods,
            Reason::Other => HoldReason::Other,
        }
    }
}

#[derive(Serialize)]
struct Answer {
    /// The order's number.
    order: String,
    /// Its stage now; "closed" once nothing of it is open.
    stage: &'static str,
    /// What happened, in words.
    told: Vec<String>,
}

/// Does it.
///
/// # Errors
/// When there is no such order, or the warehouse refuses, with its reason in words.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let before = site.warehouse();
    let actor = shell.actor(&before)?;
    let number = args.deed.number();
    let order = find(&before, number, args.owner.as_deref())?;
    let command = args.deed.command(&before, order)?;
    let id = order.id;
    let answered = site.ask(actor, Via::CommandLine, command);
    let after = site.warehouse();
    let texts = Texts::new(Lang::En);
    let words = Words::new(&after, &texts);
    let accepted = match answered {
        Ok(accepted) => accepted,
        Err(Rejection::Refused(why)) => return Err(Failure::refused(words.phrase(&why.phrase()))),
        Err(Rejection::Stopped(why)) => return Err(Failure::new(why)),
    };
    let told = accepted.events.iter().filter_map(|event| event.phrase());
    let answer = Answer {
        order: number.to_owned(),
        stage: after.order(id).map_or("closed", |order| stage(order)),
        told: told.map(|phrase| words.phrase(&phrase)).collect(),
    };
    let sentences = if answer.told.is_empty() {
        format!("order {number} was so already")
    } else {
        answer.told.join("\n")
    };
    shell.answer(&answer, sentences)?;
    Ok(Status::Done)
}

fn stage(order: &Order) -> &'static str {
    order.stage.key().trim_start_matches("stage-")
}

/// The open order of this number: the one owner's, or the only one there is.
fn find<'w>(w: &'w Warehouse, number: &str, owner: Option<&str>) -> Result<&'w Order, Failure> {
    let owner = match owner {
        Some(code) => {
            let known = w.owner_by_code(code).map(|owner| owner.id);
            Some(known.ok_or_else(|| Failure::refused(format!("no owner here has the code {code:?}")))?)
        }
        None => None,
    };
    let of_number = w
        .owners
        .keys()
        .filter(|id| owner.is_none_or(|owner| owner == **id));
    let mut found = of_number.filter_map(|owner| w.order_by_number(*owner, number));
    match (found.next(), found.next()) {
        (Some(order), None) => Ok(order),
        (None, _) => Err(Failure::refused(format!("no open order has the number {number:?}"))
            .hint("an order that has left or was put back is closed; `pickface export orders` lists the open ones")),
        (Some(_), Some(_)) => {
            Err(Failure::refused(format!("several owners have an order {number:?}")).hint("say whose: --owner CODE"))
        }
    }
}

impl Deed {
    fn number(&self) -> &str {
        match self {
            Deed::Cancel { number }
            | Deed::Change { number, .. }
            | Deed::Priority { number, .. }
            | Deed::Hold { number, .. }
            | Deed::LetGo { number } => number,
        }
    }

    fn command(&self, w: &Warehouse, order: &Order) -> Result<Command, Failure> {
        let id: OrderId = order.id;
        Ok(match self {
            Deed::Cancel { .. } => Command::Cancel { order: id },
            Deed::Change { item, quantity, .. } => {
                let scan = w.scan(item);
                let line = order
                    .lines
                    .iter()
                    .position(|line| scan.of_item(line.item).is_some());
                let line = line.and_then(|line| u16::try_from(line).ok());
                Command::Change {
                    order: id,
                    line: line.ok_or_else(|| {
                        Failure::refused(format!("order {} has no line of {item:?}", order.number))
                    })?,
                    qty: Qty(i64::from(*quantity)),
                }
            }
            Deed::Priority { priority, .. } => Command::SetPriority {
                order: id,
                priority: *priority,
            },
            Deed::Hold { reason, note, .. } => Command::Hold {
                order: id,
                reason: (*reason).into(),
                note: note.as_str().into(),
            },
            Deed::LetGo { .. } => Command::LetGo { order: id },
        })
    }
}
