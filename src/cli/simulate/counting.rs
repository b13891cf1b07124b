//! A counter: one place, and everything in it. What lies there is what the book says, since nobody here errs.

use super::hands::{Hands, Job, item_code, place_code};
use super::kind::Kind;
use crate::domain::counting::{Command, Count, Goods, Prompt};
use crate::domain::stock::Holder;
use crate::domain::{Qty, Text, Warehouse};

/// Claims the most urgent count and finishes it.
pub async fn place(hands: &mut Hands) -> Job {
    let worker = hands.worker;
    let (mine, open) = {
        let view = hands.view();
        let w = &view.warehouse;
        (w.count_of(worker), w.open_counts().next().is_some())
    };
    if mine.is_none() {
        let claim = Command::Claim { count: None };
        if !open || hands.ask(Kind::Count, "".into(), claim).await.is_err() {
            return Job::NoWork;
        }
    }
    while !hands.floor.is_over() {
        let view = hands.view();
        let w = &view.warehouse;
        let Some(count) = w.count_of(worker).and_then(|id| w.count(id)) else {
            return Job::Worked;
        };
        let id = count.id;
        let Some((input, command)) = next(w, count) else {
            return Job::Worked;
        };
        drop(view);
        if hands.ask(Kind::Count, input, command).await.is_err() {
            let _ = hands
                .ask(Kind::Count, "".into(), Command::Park { count: id })
                .await;
            return Job::Worked;
        }
    }
    Job::Worked
}

fn next(w: &Warehouse, count: &Count) -> Option<(Text, Command)> {
    let id = count.id;
    let scan = |code: Text| (code.clone(), Command::Scan { count: id, code });
    let there = || w.stock_in(Holder::Place(count.place));
    let book = |goods: Goods| -> Qty {
        let of = there().filter(|(key, _)| Goods::of(key) == goods);
        of.map(|(_, stock)| stock.on_hand).sum()
    };
    match count.prompt() {
        Prompt::Place(place) => place_code(w, place).map(scan),
        Prompt::More(goods, _) if count.line(goods).is_some_and(|line| !line.typed) => {
            let qty = book(goods);
            Some(("".into(), Command::Quantity { count: id, qty }))
        }
        Prompt::Items | Prompt::More(..) => {
            let mut uncounted = there().filter(|(key, _)| count.line(Goods::of(key)).is_none());
            match uncounted.next() {
                Some((key, _)) => item_code(w, key.item).map(scan),
                None if count.lines.is_empty() => Some(("".into(), Command::Empty { count: id })),
                None => place_code(w, count.place).map(scan),
            }
        }
        Prompt::Lot(_) => None,
    }
}
