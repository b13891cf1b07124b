//! Opening stock: what lies where, as another system or a first count says.

use super::check::{Importable, Look, Resolved};
use crate::domain::ids::{ItemId, PlaceId};
use crate::domain::masters::{Command, OpeningStock};
use crate::domain::places::{Lpn, LpnKind};
use crate::domain::stock::{Holder, Status};
use crate::domain::time::Day;
use crate::domain::{Qty, Text};
use crate::exchange::rows::{Fault, StockRow, StockStatus, shown};
use crate::exchange::sentence::say;
use chrono::{Datelike, NaiveDate};

impl Importable for StockRow {
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved> {
        let place = look.place("place", &self.place);
        let item = look.item(&self.item);
        let owner = look.owner(self.owner.as_deref());
        let lot = item.and_then(|item| self.lot_of(look, item));
        let (place, item, owner, lot) = (place?, item?, owner?, lot?);
        let holder = match &self.lpn {
            None => Holder::Place(place),
            Some(code) => match look.lpn(code) {
                None => return Some(Resolved::First(pallet(code, place))),
                Some(id) => {
                    let at = look.w.lpns.get(&id).and_then(|lpn| lpn.at);
                    if at != Some(place) {
                        let code_of = |id: PlaceId| look.w.places.get(&id).map(|place| place.code.clone());
                        let at = at.and_then(code_of).unwrap_or_else(|| "no place at all".into());
                        let problem = say!("`{}` stands at {}", shown(code), at);
                        let hint = say!("name the place where it stands, or move it on a screen");
                        look.fault("lpn", Fault::Conflict, code, problem, hint);
                        return None;
                    }
                    Holder::Lpn(id)
                }
            },
        };
        let opening = OpeningStock {
            holder,
            item,
            owner,
            lot,
            status: status_of(self.status),
            qty: Qty(self.quantity),
        };
        Some(Resolved::Command(Command::SetStock(opening).into()))
    }
}

/// A lot's code and expiry.
pub(super) type LotName = (Text, Option<Day>);

trait Lots {
    /// The lot as the item wants it (`Some(None)` for items without lots), or none after telling what is wrong.
    fn lot_of(&self, look: &mut Look<'_>, item: ItemId) -> Option<Option<LotName>>;
}

impl Lots for StockRow {
    fn lot_of(&self, look: &mut Look<'_>, item: ItemId) -> Option<Option<LotName>> {
        check_lot(look, item, self.lot.as_deref(), self.expiry, true)
    }
}

/// A lot as the item wants it; `needed` where it must be known now and not only when the goods are here.
pub(super) fn check_lot(
    look: &mut Look<'_>,
    item: ItemId,
    lot: Option<&str>,
    expiry: Option<NaiveDate>,
    needed: bool,
) -> Option<Option<LotName>> {
    let master = look.w.items.get(&item)?.clone();
    let tracked = master.lot_tracked || master.expiry_tracked;
    let expiry = expiry.map(day);
    let Some(code) = lot else {
        if tracked && needed {
            let problem = say!("{} is kept by lot, and none is named", master.code);
            look.fault(
                "lot",
                Fault::Required,
                "",
                problem,
                say!("fill in the lot printed on the goods"),
            );
            return None;
        }
        return Some(None);
    };
    if !tracked {
        let problem = say!("{} is not kept by lot", master.code);
        let hint = say!("leave lot and expiry empty, or set lot_tracked on the item");
        look.fault("lot", Fault::Inconsistent, code, problem, hint);
        return None;
    }
    let known = look.w.lot_by_code(item, code).map(|known| known.expiry);
    if let Some(Some(was)) = known
        && expiry.is_some_and(|expiry| expiry != was)
    {
        let problem = say!(
            "lot `{}` of {} expires on {}",
            shown(code),
            master.code,
            date_text(was)
        );
        let hint = say!("write that date, or leave it empty");
        look.fault("expiry", Fault::Conflict, "", problem, hint);
        return None;
    }
    if master.expiry_tracked && needed && expiry.is_none() && known.is_none() {
        let problem = say!("{} wants an expiry date for each lot", master.code);
        look.fault(
            "expiry",
            Fault::Required,
            "",
            problem,
            say!("write it as 2026-11-22"),
        );
        return None;
    }
    Some(Some((code.into(), expiry)))
}

fn pallet(code: &str, at: PlaceId) -> crate::domain::Command {
    Command::SaveLpn(Lpn {
        code: code.into(),
        kind: LpnKind::Pallet,
        at: Some(at),
        ..Lpn::default()
    })
    .into()
}

fn status_of(status: StockStatus) -> Status {
    match status {
        StockStatus::Available => Status::Available,
        StockStatus::Hold => Status::Hold,
        StockStatus::Damaged => Status::Damaged,
        StockStatus::Quarantine => Status::Quarantine,
    }
}

/// Days of the common era at the start of 1970.
const EPOCH_FROM_CE: i32 = 719_163;

/// A calendar date as the warehouse counts days.
pub fn day(date: NaiveDate) -> Day {
    Day(date.num_days_from_ce().saturating_sub(EPOCH_FROM_CE))
}

/// A day as a calendar date.
pub fn date(day: Day) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day.0.checked_add(EPOCH_FROM_CE)?)
}

fn date_text(day: Day) -> String {
    date(day).map(|date| date.to_string()).unwrap_or_default()
}
