//! Taking back what was done at a bench, decided against the present.

use super::Refusal;
use super::close;
use super::decide::mine;
use super::events::{Packed, Unpacked};
use super::fill::{add, put_back};
use crate::domain::command::Draft;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, ParcelId};
use crate::domain::parcels::{Loaded, Parcel, ParcelLine};
use crate::domain::people::Right;

type Outcome = Result<(), crate::domain::Refusal>;

/// The inverse of one event of packing: goods go back to their tote, a closed parcel is reopened, an empty one goes.
/// None for events that are not packing's or need no inverse. The events of a record are undone last first.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Outcome> {
    match event {
        Event::Packed(packed) => Some(unpack(d, packed)),
        Event::Unpacked(unpacked) => Some(repack(d, unpacked)),
        Event::ParcelClosed(closed) => Some(d.require(Right::Pack).map_err(Into::into).and_then(|()| {
            let parcel = d.w.parcel(closed.parcel);
            let same = parcel.filter(|p| p.seal.as_ref().is_some_and(|s| s.sscc == closed.seal.sscc));
            let bench = same.map(|p| p.bench).ok_or(Refusal::Gone(closed.order))?;
            close::reopen(d, closed.parcel, bench)
        })),
        Event::ParcelOpened(opened) => {
            let parcel = d.w.parcel(opened.parcel.id).cloned();
            Some(match parcel {
                Some(parcel) if parcel.is_open() && parcel.lines.is_empty() => {
                    close::drop_parcel(d, &parcel);
                    Ok(())
                }
                _ => Ok(()),
            })
        }
        _ => None,
    }
}

/// The parcel as it was when goods went in or out: open, and in the hands of the one who asks.
fn still_open(d: &Draft<'_>, id: ParcelId, order: OrderId) -> Result<Parcel, crate::domain::Refusal> {
    d.require(Right::Pack)?;
    let parcel = d.w.parcel(id).ok_or(Refusal::Gone(order))?;
    if let Some(Loaded { load, by, at }) = parcel.loaded {
        let parcel = id;
        return Err(Refusal::Loaded { parcel, load, by, at }.into());
    }
    mine(d, id)
}

fn unpack(d: &mut Draft<'_>, packed: &Packed) -> Outcome {
    let parcel = still_open(d, packed.parcel, packed.order)?;
    let same = |l: &&ParcelLine| l.line == packed.line && l.from == packed.from && l.qty >= packed.qty;
    let line = parcel
        .lines
        .iter()
        .find(same)
        .ok_or(Refusal::Gone(packed.order))?;
    put_back(d, &parcel, line, packed.qty)
}

fn repack(d: &mut Draft<'_>, unpacked: &Unpacked) -> Outcome {
    let parcel = still_open(d, unpacked.parcel, unpacked.order)?;
    add(d, &parcel, unpacked.from.item, unpacked.qty, None)
}
