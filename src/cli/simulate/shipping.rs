//! A loader: some parcels into a load at the worker's own dock, and the load away.

use super::hands::{Hands, Job, Thing};
use super::kind::Kind;
use super::world::CARRIER;
use crate::domain::ids::{LoadId, ParcelId, PlaceId};
use crate::domain::shipping::{Command, Load, LoadState, ship_queue_of};
use crate::domain::{Text, Warehouse};

/// Parcels of one load.
const MOST: usize = 8;
/// Fewer are left for later.
const LEAST: usize = 4;

/// Loads what waits, if enough does, and sends it away.
pub async fn load(hands: &mut Hands) -> Job {
    let dock = hands.dock;
    let begun = load_at(&hands.view().warehouse, dock).map(|load| load.id);
    let parcels = if begun.is_some() {
        Vec::new()
    } else {
        waiting(hands)
    };
    if begun.is_none() && parcels.is_empty() {
        return Job::NoWork;
    }
    if begun.is_none() {
        let carrier = hands.view().warehouse.carrier_by_code(CARRIER).map(|c| c.id);
        let open = carrier.map(|carrier| Command::OpenLoad { carrier, dock });
        if let Some(open) = open {
            let _ = hands.ask(Kind::Load, "".into(), open).await;
        }
    }
    let load = load_at(&hands.view().warehouse, dock).map(|load| load.id);
    if let Some(load) = load {
        for (_, code) in &parcels {
            let code = code.clone();
            if hands.floor.is_over() {
                break;
            }
            let scan = Command::Scan {
                load,
                code: code.clone(),
            };
            let _ = hands.ask(Kind::Load, code, scan).await;
        }
        send_away(hands, load).await;
    }
    for (parcel, _) in parcels {
        hands.floor.let_go(Thing::Parcel(parcel));
    }
    Job::Worked
}

async fn send_away(hands: &mut Hands, load: LoadId) {
    while !hands.floor.is_over() {
        let view = hands.view();
        let Some(found) = view.warehouse.load(load) else {
            return;
        };
        let command = match (found.state, found.parcels) {
            (LoadState::Open, 0) => Command::VoidLoad { load },
            (LoadState::Open, _) => Command::CloseLoad { load },
            // It leaves by itself.
            (LoadState::Closing, _) => return,
        };
        drop(view);
        if hands.ask(Kind::Load, "".into(), command).await.is_err() {
            return;
        }
    }
}

fn load_at(w: &Warehouse, dock: PlaceId) -> Option<&Load> {
    w.loads.values().map(AsRef::as_ref).find(|load| load.dock == dock)
}

/// Parcels that wait and that nobody else has, with the codes on them; none when they are too few for a load.
fn waiting(hands: &Hands) -> Vec<(ParcelId, Text)> {
    let view = hands.view();
    let w = &view.warehouse;
    let Some(carrier) = w.carrier_by_code(CARRIER).map(|carrier| carrier.id) else {
        return Vec::new();
    };
    let labelled = ship_queue_of(w, carrier)
        .filter_map(|parcel| Some((parcel.id, parcel.seal.as_ref()?.sscc.clone())))
        .filter(|(id, _)| hands.floor.grab(Thing::Parcel(*id)));
    let found: Vec<_> = labelled.take(MOST).collect();
    if found.len() < LEAST {
        found
            .iter()
            .for_each(|(id, _)| hands.floor.let_go(Thing::Parcel(*id)));
        return Vec::new();
    }
    found
}
