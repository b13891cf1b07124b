//! A small warehouse on a simulated medium, its stock changed by one command after the other.

use super::report::{Outcome, Round};
use crate::cli::Failure;
use crate::domain::ids::{DeviceId, ItemId, OwnerId, PlaceId};
use crate::domain::items::Item;
use crate::domain::masters::{Command as Masters, OpeningStock, Owner};
use crate::domain::places::{Place, PlaceKind};
use crate::domain::stock::{Holder, Status};
use crate::domain::{Actor, Command, CommandId, Context, Qty, Record, Timestamp, Via, Warehouse, decide};
use crate::store::codec::encode_record;
use crate::store::medium::SimulatedMedium;
use crate::store::state::{self, Opened};
use crate::store::verify::{Against, prove};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Where its directory lies on the medium.
pub const ROOT: &str = "/drill";
/// Bins, each with an item of its own.
const BINS: u64 = 8;
/// Who asks.
const CLIENT: u64 = 7;

/// The id of the command with this number, from 1.
pub fn id(number: u64) -> CommandId {
    CommandId {
        client: CLIENT,
        counter: number,
    }
}

/// The command with this number: first the warehouse is made, then its stock is set again and again.
pub fn command(number: u64) -> Command {
    let bin = number % BINS + 1;
    let turn = number.saturating_sub(1);
    let command = match (turn / BINS, turn % BINS + 1) {
        (0, 1) => Masters::SaveOwner(Owner {
            code: "DRILL".into(),
            ..Owner::default()
        }),
        (0, n) => Masters::SaveOwner(Owner {
            code: format!("OTHER-{n}").into(),
            ..Owner::default()
        }),
        (1, n) => Masters::SaveItem(Box::new(Item {
            code: format!("ITEM-{n}").into(),
            name: "Drilled".into(),
            ..Item::default()
        })),
        (2, n) => Masters::SavePlace(Place {
            code: format!("BIN-{n}").into(),
            kind: PlaceKind::PickFace,
            sequence: u32::try_from(n).unwrap_or(0),
            ..Place::default()
        }),
        // Never the same quantity twice in a row, so that each command has an event.
        _ => Masters::SetStock(OpeningStock {
            holder: Holder::Place(PlaceId(bin)),
            item: ItemId(bin),
            owner: OwnerId(1),
            lot: None,
            status: Status::Available,
            qty: Qty(i64::try_from(number % 9_973 + 1).unwrap_or(1)),
        }),
    };
    command.into()
}

/// Decides the command with this number and applies it; gives its record's bytes.
///
/// # Errors
/// When it is refused, which none of them is.
pub fn record(warehouse: &mut Warehouse, number: u64) -> Result<Vec<u8>, Failure> {
    let ctx = Context {
        now: Timestamp(1_772_431_200_000 + i64::try_from(number).unwrap_or(0)),
        actor: Actor::System,
        device: DeviceId(0),
        via: Via::Job,
        record: None,
    };
    let decision = decide(warehouse, &command(number), &ctx)
        .map_err(|refusal| Failure::new(format!("command {number} of the drill was refused: {refusal:?}")))?;
    let record = Record {
        seq: warehouse.seq + 1,
        id: id(number),
        actor: ctx.actor,
        device: ctx.device,
        via: ctx.via,
        at: ctx.now,
        input: "".into(),
        events: decision.events,
    };
    *warehouse = decision.after;
    warehouse.accept(record.id, record.seq, record.at);
    encode_record(&record).map_err(Failure::new)
}

/// Opens what is on the medium, proves it, and looks for every command up to `acknowledged`.
pub fn judge(medium: &SimulatedMedium, done: String, acknowledged: u64) -> Round {
    let (outcome, found) = match open_and_prove(medium, acknowledged) {
        Ok(found) => found,
        // None of these drills damages what was made certain: a refusal is a loss of the day's work all the same.
        Err(why) => (Outcome::Refused, why),
    };
    Round {
        done,
        acknowledged,
        outcome,
        found,
    }
}

fn open_and_prove(medium: &SimulatedMedium, acknowledged: u64) -> Result<(Outcome, String), String> {
    let shared = Arc::new(medium.clone());
    let root = Path::new(ROOT);
    let opened: Opened =
        state::open(shared.clone(), root, Some(acknowledged)).map_err(|error| error.to_string())?;
    let acks: BTreeSet<CommandId> = (1..=acknowledged).map(id).collect();
    let against = Against {
        acks,
        ..Against::default()
    };
    let reader = opened.journal.reader();
    let proof = prove(shared.as_ref(), root, &reader, against).map_err(|error| error.to_string())?;
    let cut = opened
        .report
        .torn
        .map_or_else(String::new, |torn| format!(", {} bytes cut", torn.len));
    let skipped = match opened.skipped.len() {
        0 => String::new(),
        n => format!(", {n} snapshots passed over"),
    };
    let found = format!(
        "{} records, {} missing{cut}{skipped}",
        proof.journal_records, proof.missing_acks
    );
    Ok(if proof.ok {
        (Outcome::Whole, found)
    } else {
        (Outcome::Wrong, format!("{found}; {}", proof.problems.join("; ")))
    })
}
