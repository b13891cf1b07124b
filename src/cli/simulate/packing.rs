//! A packer: a picked order from its tote into parcels.

use super::hands::{Hands, Job, Thing, item_code, tote_code};
use super::kind::Kind;
use super::world::{BENCH, BOX, inner_code, inner_contents};
use crate::domain::ids::{OrderId, PlaceId};
use crate::domain::packing::{Command, Prompt, pack_queue, prompt};
use crate::domain::{Text, Warehouse};

/// Packs the order in hand, or the most urgent one that nobody else has before them.
pub async fn order(hands: &mut Hands) -> Job {
    let worker = hands.worker;
    let found = {
        let view = hands.view();
        let w = &view.warehouse;
        let in_hand = w.parcel_in_hand(worker).map(|parcel| parcel.order);
        let order = in_hand.or_else(|| {
            let mut waiting = pack_queue(w).map(|order| order.id);
            waiting.find(|id| hands.floor.grab(Thing::Order(*id)))
        });
        let totes = |order| {
            w.totes_of(order)
                .filter_map(|id| tote_code(w, id))
                .collect::<Vec<_>>()
        };
        order.and_then(|order| Some((order, totes(order), w.scan(BENCH).place()?)))
    };
    let Some((order, totes, bench)) = found else {
        return Job::NoWork;
    };
    if pack(hands, order, bench).await {
        totes.into_iter().for_each(|tote| hands.floor.leave_tote(tote));
    }
    hands.floor.let_go(Thing::Order(order));
    Job::Worked
}

/// True when all of it is packed.
async fn pack(hands: &mut Hands, order: OrderId, bench: PlaceId) -> bool {
    let mut current = None;
    while !hands.floor.is_over() {
        let view = hands.view();
        let Some(code) = next_code(hands, &view.warehouse, order) else {
            return view
                .warehouse
                .order(order)
                .is_none_or(|order| order.total(|l| l.picked).is_zero());
        };
        drop(view);
        let command = Command::Scan {
            bench,
            order: current,
            code: code.clone(),
        };
        if hands.ask(Kind::Pack, code, command).await.is_err() {
            hands.park_parcel().await;
            return false;
        }
        current = Some(order);
    }
    false
}

/// What a packer scans next; none when nothing is left. Two inner packs make an order, and each fills a carton.
fn next_code(hands: &Hands, w: &Warehouse, id: OrderId) -> Option<Text> {
    let order = w.order(id)?;
    let open = w
        .open_parcel_of(id)
        .filter(|parcel| parcel.packer == Some(hands.worker));
    match prompt(w, Some(id)) {
        Prompt::Item(left) => {
            let Some(parcel) = open else {
                let tote = w.totes_of(id).next().and_then(|tote| tote_code(w, tote));
                return if w.parcels_of(id).next().is_none() {
                    tote
                } else {
                    next_item(w, order, left)
                };
            };
            if parcel.lines.is_empty() {
                next_item(w, order, left)
            } else {
                Some(BOX.into())
            }
        }
        Prompt::Close(_) => Some(BOX.into()),
        Prompt::Begin | Prompt::CalledOff(_) | Prompt::TakeOut(..) | Prompt::Done(_) => None,
    }
}

fn next_item(w: &Warehouse, order: &crate::domain::orders::Order, left: crate::domain::Qty) -> Option<Text> {
    let line = order.lines.iter().find(|line| line.picked.is_positive())?;
    let code = item_code(w, line.item)?;
    if left >= inner_contents(&code) && line.picked >= inner_contents(&code) {
        Some(inner_code(&code).into())
    } else {
        Some(code)
    }
}

impl Hands {
    /// Sets the parcel in hand aside: something changed under way.
    async fn park_parcel(&mut self) {
        let view = self.view();
        let parcel = view.warehouse.parcel_in_hand(self.worker).map(|parcel| parcel.id);
        drop(view);
        if let Some(parcel) = parcel {
            let _ = self.ask(Kind::Pack, "".into(), Command::Park { parcel }).await;
        }
    }
}
