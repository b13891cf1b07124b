//! What a closed count changes in the ledger.
//!
//! A counter cannot see a status, so a difference is spread over them. Found goods go to the status that all of their
//! kind in the place share, else to available. Missing goods are taken first from what a short pick kept back, then
//! from what is available and free, from hold, quarantine and damaged, and last from what is promised to orders: those
//! promises are taken back and looked for elsewhere, as after a short pick.

use super::{Count, Difference, Goods};
use crate::domain::command::Draft;
use crate::domain::ids::PlaceId;
use crate::domain::picking;
use crate::domain::stock::{Account, Cause, Holder, Status, StockKey, StockMoved};
use crate::domain::{Qty, Warehouse};

/// Books differences against the stock as it is now, never below nothing, and frees what was kept back.
pub(super) fn book(d: &mut Draft<'_>, count: &Count, differences: &[Difference]) {
    let mut taken = Vec::new();
    for difference in differences {
        if difference.variance.is_positive() {
            add(d, count.place, difference.goods, difference.variance);
        } else {
            let from_hold = take(d, count, difference.goods, difference.variance.abs());
            taken.push((difference.goods, from_hold));
        }
    }
    free_phantom(d, count, &taken);
}

fn add(d: &mut Draft<'_>, place: PlaceId, goods: Goods, qty: Qty) {
    let to = goods.in_place(place, status_of(d.w, place, goods));
    let stock = d.w.stock_at(&to);
    let since = if stock.on_hand.is_zero() {
        d.ctx.now
    } else {
        stock.since
    };
    let from = to.at(Holder::Account(Account::Difference));
    d.emit(StockMoved {
        from,
        to,
        qty,
        since,
        cause: Cause::Counted,
    });
}

fn status_of(w: &Warehouse, place: PlaceId, goods: Goods) -> Status {
    let holds = |status: &&Status| w.stock_at(&goods.in_place(place, **status)).on_hand.is_positive();
    let mut held = Status::ALL.iter().filter(holds);
    match (held.next(), held.next()) {
        (Some(only), None) => *only,
        _ => Status::Available,
    }
}

/// Takes missing goods off the books; returns how much of it came from hold.
fn take(d: &mut Draft<'_>, count: &Count, goods: Goods, missing: Qty) -> Qty {
    let key = |status| goods.in_place(count.place, status);
    let mut left = missing;
    let mut from_hold = Qty::ZERO;
    let free = d.w.stock_at(&key(Status::Available)).free();
    let steps = [
        (Status::Hold, count.phantom_of(goods)),
        (Status::Available, free),
        (Status::Hold, Qty::MAX),
        (Status::Quarantine, Qty::MAX),
        (Status::Damaged, Qty::MAX),
        (Status::Available, Qty::MAX),
    ];
    for (status, most) in steps {
        let key = key(status);
        let qty = left.min(most).min(d.w.stock_at(&key).on_hand);
        if qty.is_positive() {
            take_off(d, key, qty);
            left -= qty;
        }
        if status == Status::Hold {
            from_hold += qty;
        }
    }
    from_hold
}

fn take_off(d: &mut Draft<'_>, key: StockKey, qty: Qty) {
    let stock = d.w.stock_at(&key);
    let promised = qty - stock.free();
    let homeless = if promised.is_positive() {
        picking::take_back(d, &key, promised)
    } else {
        Vec::new()
    };
    let since = stock.since;
    let to = key.at(Holder::Account(Account::Difference));
    d.emit(StockMoved {
        from: key,
        to,
        qty,
        since,
        cause: Cause::Counted,
    });
    for (order, line, qty) in homeless {
        picking::find_elsewhere(d, order, line, qty);
    }
}

/// Frees what short picks kept back until now, less what was found missing and taken from it.
pub(super) fn free_phantom(d: &mut Draft<'_>, count: &Count, taken: &[(Goods, Qty)]) {
    let mut goods: Vec<Goods> = count.phantom.iter().map(|(goods, _)| *goods).collect();
    goods.sort_unstable();
    goods.dedup();
    for goods in goods {
        let gone: Qty = taken
            .iter()
            .filter(|(of, _)| *of == goods)
            .map(|(_, qty)| *qty)
            .sum();
        let from = goods.in_place(count.place, Status::Hold);
        let held = d.w.stock_at(&from);
        let qty = (count.phantom_of(goods) - gone).min(held.free());
        if qty.is_positive() {
            let to = from.with_status(Status::Available);
            let since = held.since;
            d.emit(StockMoved {
                from,
                to,
                qty,
                since,
                cause: Cause::Counted,
            });
        }
    }
}
