//! The warehouse that virtual workers work in: made by commands where the directory holds none yet.

use crate::cli::Failure;
use crate::domain::ids::{DeviceId, PlaceId, WorkerId};
use crate::domain::items::{Barcode, Item};
use crate::domain::masters::{self, Carrier, Carton, OpeningStock, Owner};
use crate::domain::people::{self, Role, Worker};
use crate::domain::phrase::Phrase;
use crate::domain::places::{Lpn, LpnKind, Place, PlaceKind};
use crate::domain::stock::{Holder, Status};
use crate::domain::{Actor, Command, CommandId, Explain, Qty, Via, Warehouse};
use crate::hub::{Hub, Lane, Rejection, Request, Site};
use tokio::task::JoinSet;

/// Where pickers set their totes down.
pub const BENCH: &str = "SIM-BENCH";
/// What parcels are packed in.
pub const BOX: &str = "SIM-BOX";
/// Whose goods virtual workers handle.
pub const OWNER: &str = "SIM";
/// Who takes their parcels away.
pub const CARRIER: &str = "SIM-CARRIER";

/// How many items there are, each with a bin of its own.
pub const ITEMS: u32 = 1000;
/// What lies in every bin at first.
pub const FIRST_STOCK: Qty = Qty(100_000);

/// One of the items' numbers, in turn.
pub fn item_number(turn: u32) -> u32 {
    turn % ITEMS + 1
}

/// Makes what is missing, and returns as many workers as are wanted, each with a dock.
///
/// # Errors
/// When a command is refused.
pub async fn prepare(site: &Site, workers: u32) -> Result<Vec<(WorkerId, PlaceId)>, Failure> {
    let hub = site.hub();
    if hub.view().warehouse.owner_by_code(OWNER).is_none() {
        ask_all(hub, masters()).await?;
    }
    let staff = (1..=workers).flat_map(|n| [worker(n), place(&dock_code(n), PlaceKind::Dock, ITEMS + 1 + n)]);
    ask_all(hub, staff.collect()).await?;
    let view = hub.view();
    let missing = missing_stock(&view.warehouse);
    ask_all(hub, missing).await?;
    let view = hub.view();
    let known = |n| {
        let worker = view.warehouse.worker_by_number(&number(n))?;
        Some((worker.id, view.warehouse.scan(&dock_code(n)).place()?))
    };
    Ok((1..=workers).filter_map(known).collect())
}

/// Asks for all of it at once, as jobs do; the answers may come in any order.
///
/// # Errors
/// The first refusal.
pub async fn ask_all(hub: &Hub, commands: Vec<Command>) -> Result<usize, Failure> {
    let asked = commands.len();
    let mut asking = JoinSet::new();
    for command in commands {
        let hub = hub.clone();
        asking.spawn(async move {
            let request = Request {
                id: CommandId::default(),
                actor: Actor::System,
                device: DeviceId(0),
                via: Via::Job,
                input: "".into(),
                command,
                record: None,
                lane: Lane::Job,
            };
            hub.ask(request).await
        });
    }
    while let Some(answer) = asking.join_next().await {
        match answer.map_err(Failure::new)? {
            Ok(_) => {}
            Err(Rejection::Stopped(why)) => return Err(Failure::new(why)),
            Err(Rejection::Refused(refusal)) => {
                let Phrase { key, .. } = refusal.phrase();
                return Err(Failure::new(format!(
                    "the simulated warehouse was refused: {key}"
                )));
            }
        }
    }
    Ok(asked)
}

/// An item's code.
pub fn item_code(n: u32) -> String {
    format!("SIM-{n:05}")
}

/// The code on an inner pack of the item with this code.
pub fn inner_code(item: &str) -> String {
    format!("{item}-IN")
}

/// Pieces in an inner pack of the item with this code: 12 to 16.
pub fn inner_contents(item: &str) -> Qty {
    let last = item.bytes().last().map_or(0, |digit| digit % 5);
    Qty(12 + i64::from(last))
}

fn dock_code(n: u32) -> String {
    format!("SIM-D-{n:04}")
}

/// The code of an item's bin.
pub fn bin_code(n: u32) -> String {
    format!("SIM-A-{n:05}")
}

fn number(n: u32) -> String {
    format!("SIM{n:04}")
}

fn masters() -> Vec<Command> {
    let mut all: Vec<Command> = vec![
        masters::Command::SaveOwner(Owner {
            code: OWNER.into(),
            name: "Simulated".into(),
            ..Owner::default()
        })
        .into(),
        masters::Command::SaveCarrier(Carrier {
            code: CARRIER.into(),
            name: "Simulated".into(),
            cutoffs: vec![17 * 60],
            ..Carrier::default()
        })
        .into(),
        masters::Command::SaveCarton(Carton {
            code: BOX.into(),
            length_mm: 600,
            width_mm: 400,
            height_mm: 400,
            max_weight_g: 30_000,
            tare_g: 400,
            ..Carton::default()
        })
        .into(),
    ];
    all.extend((1..=ITEMS).map(item));
    all.extend((1..=ITEMS).map(|n| place(&bin_code(n), PlaceKind::PickFace, n)));
    all.push(place(BENCH, PlaceKind::Bench, ITEMS + 1));
    all
}

fn item(n: u32) -> Command {
    let code = item_code(n);
    let inner = Barcode {
        code: inner_code(&code).into(),
        contents: inner_contents(&code),
    };
    let item = Item {
        barcodes: vec![inner],
        code: code.into(),
        name: format!("Simulated item {n}").into(),
        length_mm: 50,
        width_mm: 50,
        height_mm: 50,
        weight_g: 100,
        price_minor: 100,
        ..Item::default()
    };
    masters::Command::SaveItem(Box::new(item)).into()
}

fn place(code: &str, kind: PlaceKind, sequence: u32) -> Command {
    let place = Place {
        code: code.into(),
        kind,
        x_mm: i32::try_from(sequence).unwrap_or(i32::MAX).saturating_mul(100),
        level: 1,
        sequence,
        ..Place::default()
    };
    masters::Command::SavePlace(place).into()
}

/// A tote, empty.
pub fn tote(code: &str) -> Command {
    let tote = Lpn {
        code: code.into(),
        kind: LpnKind::Tote,
        ..Lpn::default()
    };
    masters::Command::SaveLpn(tote).into()
}

fn worker(n: u32) -> Command {
    let worker = Worker {
        number: number(n).into(),
        name: format!("Virtual {n}").into(),
        badge: format!("W-{}", number(n)).into(),
        // Everybody does everything, loads away included.
        roles: vec![Role::Lead],
        language: "en".into(),
        ..Worker::default()
    };
    people::Command::Save(worker).into()
}

/// Opening stock for every bin that runs low.
pub fn missing_stock(w: &Warehouse) -> Vec<Command> {
    let Some(owner) = w.owner_by_code(OWNER).map(|owner| owner.id) else {
        return Vec::new();
    };
    let low = |n: u32| {
        let item = w.scan(&item_code(n)).item()?.0;
        let place = Holder::Place(w.scan(&bin_code(n)).place()?);
        let there: Qty = w.stock_in(place).map(|(_, stock)| stock.on_hand).sum();
        let opening = OpeningStock {
            holder: place,
            item,
            owner,
            lot: None,
            status: Status::Available,
            qty: FIRST_STOCK,
        };
        (there < Qty(FIRST_STOCK.0 / 4)).then(|| masters::Command::SetStock(opening).into())
    };
    (1..=ITEMS).filter_map(low).collect()
}
