//! A receiver: an announced receipt onto the worker's own dock, and from there into bins.

use super::hands::{Hands, Job, Thing, item_code, place_code};
use super::kind::Kind;
use crate::domain::ids::ReceiptId;
use crate::domain::stock::Holder;
use crate::domain::{Command, Text, Warehouse, putaway, receiving};

/// Receives what was announced and puts it away.
pub async fn receipt(hands: &mut Hands) -> Job {
    let found = {
        let view = hands.view();
        let w = &view.warehouse;
        let begun = w.receiving_of(hands.worker).map(|mine| mine.receipt);
        begun.or_else(|| {
            let mut open = w.receipts.values().filter(|receipt| !receipt.blind);
            let free = open.find(|receipt| hands.floor.grab(Thing::Receipt(receipt.id)));
            free.map(|receipt| receipt.id)
        })
    };
    let Some(receipt) = found else {
        return Job::NoWork;
    };
    receive(hands, receipt).await;
    put_away(hands).await;
    hands.floor.let_go(Thing::Receipt(receipt));
    Job::Worked
}

async fn receive(hands: &mut Hands, receipt: ReceiptId) {
    let start = receiving::Command::Start { receipt };
    if hands.ask(Kind::Inbound, "".into(), start).await.is_err() {
        return;
    }
    while !hands.floor.is_over() {
        let view = hands.view();
        let w = &view.warehouse;
        let Some(mine) = w.receiving_of(hands.worker) else {
            return;
        };
        let scan = |code: Option<Text>| {
            let code = code?;
            let input = code.clone();
            Some((input, receiving::Command::Scan { receipt, code }))
        };
        let plain = |command| Some((Text::from(""), command));
        let next = match mine.prompt(w) {
            receiving::Prompt::Item(Some(item)) => scan(item_code(w, item)),
            receiving::Prompt::Put(..) => scan(place_code(w, hands.dock)),
            receiving::Prompt::Item(None) | receiving::Prompt::Finish => {
                let reason = "".into();
                plain(receiving::Command::Close { receipt, reason })
            }
            receiving::Prompt::Confirm(_) => {
                let reason = "".into();
                plain(receiving::Command::Confirm { receipt, reason })
            }
            receiving::Prompt::Lot(_) | receiving::Prompt::Expiry(_) => None,
        };
        drop(view);
        let Some((input, command)) = next else { return };
        if hands.ask(Kind::Inbound, input, command).await.is_err() {
            let _ = hands
                .ask(Kind::Inbound, "".into(), receiving::Command::Leave { receipt })
                .await;
            return;
        }
    }
}

/// Puts away all that lies at the worker's dock.
async fn put_away(hands: &mut Hands) {
    while !hands.floor.is_over() {
        let view = hands.view();
        let Some((input, command)) = next_putaway(hands, &view.warehouse) else {
            return;
        };
        drop(view);
        if hands.ask(Kind::Inbound, input, command).await.is_err() {
            let _ = hands.ask(Kind::Inbound, "".into(), putaway::Command::Leave).await;
            return;
        }
    }
}

fn next_putaway(hands: &Hands, w: &Warehouse) -> Option<(Text, Command)> {
    let first_at = |holder| w.stock_in(holder).next().map(|(key, _)| key.item);
    let Some(mine) = w.putaway_of(hands.worker) else {
        first_at(Holder::Place(hands.dock))?;
        let code = place_code(w, hands.dock)?;
        return Some((code.clone(), putaway::Command::Start { code }.into()));
    };
    let code = match mine.prompt(w) {
        putaway::Prompt::Item(holder) => item_code(w, first_at(holder)?)?,
        putaway::Prompt::Bin(_, _, Some(bin)) | putaway::Prompt::AllToBin(_, Some(bin)) => {
            place_code(w, bin)?
        }
        putaway::Prompt::Confirm { found, .. } => place_code(w, found)?,
        putaway::Prompt::Bin(_, _, None) | putaway::Prompt::AllToBin(_, None) => return None,
    };
    Some((code.clone(), putaway::Command::Scan { code }.into()))
}
