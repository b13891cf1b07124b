//! Taking back what was done at a bench, decided against the present.

use super::close;
use super::decide::put_back;
use super::{Refusal, events::Packed};
use crate::domain::command::Draft;
use crate::domain::event::Event;
use crate::domain::people::Right;

type Outcome = Result<(), crate::domain::Refusal>;

/// The inverse of one event of packing: goods go back to their tote, a closed parcel is reopened, an empty one goes.
/// None for events that are not packing's or need no inverse. The events of a record are undone last first.
pub fn undo(d: &mut Draft<'_>, event: &Event) -> Option<Outcome> {
    match event {
        Event::Packed(packed) => Some(unpack(d, packed)),
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

fn unpack(d: &mut Draft<'_>, packed: &Packed) -> Outcome {
    d.require(Right::Pack)?;
    let parcel =
        d.w.parcel(packed.parcel)
            .ok_or(Refusal::Gone(packed.order))?
            .clone();
    let id = parcel.id;
    if let Some(loaded) = parcel.loaded {
        let (load, by, at) = (loaded.load, loaded.by, loaded.at);
        return Err(Refusal::Loaded {
            parcel: id,
            load,
            by,
            at,
        }
        .into());
    }
    if let Some(seal) = &parcel.seal {
        let (by, at) = (seal.by, seal.at);
        return Err(Refusal::Closed { parcel: id, by, at }.into());
    }
    if let Some(other) = parcel.packer.filter(|p| Some(*p) != d.ctx.worker()) {
        return Err(Refusal::Taken(parcel.order, other, parcel.bench).into());
    }
    let line = parcel
        .lines
        .iter()
        .find(|l| l.line == packed.line && l.from == packed.from && l.qty >= packed.qty);
    let line = line.ok_or(Refusal::Gone(packed.order))?;
    put_back(d, &parcel, line, packed.qty)
}
