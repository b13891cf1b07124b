//! Records back to the rows that the import reads. Each function gives the number of records it had to leave out.

use super::ExportError;
use super::table::Table;
use crate::domain::Warehouse;
use crate::domain::ids::{CarrierId, ItemId, OwnerId};
use crate::domain::items::Item;
use crate::domain::masters::Carrier;
use crate::domain::orders::{Order, Stage};
use crate::domain::people::{Role, Worker};
use crate::domain::places::{Place, PlaceKind};
use crate::domain::stock::{Holder, Status, Stock, StockKey};
use crate::exchange::import::{MM3_IN_ML, date};
use crate::exchange::printer::PrinterSetting;
use crate::exchange::rows::{
    self, BarcodeRow, CarrierRow, ItemRow, OrderLine, OrderLineRow, OrderRow, OwnerRow, PackagingRow,
    PlaceRow, PrinterRow, ReceiptLine, ReceiptLineRow, ReceiptRow, Row, StockRow, StockStatus,
    WorkerLanguage, WorkerRole, WorkerRow,
};
use crate::hub::seal::KeyFile;
use chrono::NaiveTime;

type Outcome = Result<u64, ExportError>;

fn write<R: Row>(table: &mut Table<'_>, rows: impl IntoIterator<Item = R>) -> Result<(), ExportError> {
    table.columns(R::COLUMNS.iter().map(|column| column.name))?;
    rows.into_iter().try_for_each(|row| table.line(row.cells()))
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

pub(super) fn item_code(w: &Warehouse, id: ItemId) -> String {
    w.items
        .get(&id)
        .map(|item| item.code.to_string())
        .unwrap_or_default()
}

pub(super) fn owner_code(w: &Warehouse, id: OwnerId) -> String {
    w.owners
        .get(&id)
        .map(|owner| owner.code.to_string())
        .unwrap_or_default()
}

pub(super) fn carrier_code(w: &Warehouse, id: CarrierId) -> String {
    w.carriers
        .get(&id)
        .map(|carrier| carrier.code.to_string())
        .unwrap_or_default()
}

pub(super) fn owners(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    let row = |owner: &std::sync::Arc<crate::domain::masters::Owner>| OwnerRow {
        code: owner.code.to_string(),
        name: owner.name.to_string(),
    };
    write(table, w.owners.values().map(row))?;
    Ok(0)
}

pub(super) fn carriers(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    let time = |minutes: &u16| NaiveTime::from_num_seconds_from_midnight_opt(u32::from(*minutes) * 60, 0);
    let row = |carrier: &Carrier| CarrierRow {
        code: carrier.code.to_string(),
        name: carrier.name.to_string(),
        cutoffs: carrier.cutoffs.iter().filter_map(time).collect(),
        export: false,
        staging: None,
    };
    write(table, w.carriers.values().map(|carrier| row(carrier)))?;
    Ok(0)
}

/// A printer that was set up by an address which this program does not understand is left out.
pub(super) fn printers(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    let row = |(place, line): (&crate::domain::ids::PlaceId, &crate::domain::Text)| {
        let place = w.places.get(place)?.code.to_string();
        let setting = Some(PrinterSetting::parse(line).ok()?);
        Some(PrinterRow { place, setting })
    };
    let rows: Vec<PrinterRow> = w.printers.iter().filter_map(row).collect();
    let left_out = w.printers.len().saturating_sub(rows.len());
    write(table, rows)?;
    Ok(u64::try_from(left_out).unwrap_or(0))
}

pub(super) fn items(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    write(table, w.items.values().map(|item| item_row(item)))?;
    Ok(0)
}

fn item_row(item: &Item) -> ItemRow {
    let known = |measure: u32| Some(measure).filter(|measure| *measure > 0);
    let packaging = |contents| item.packagings.iter().find(|p| p.contents == contents);
    let barcodes = item.barcodes.iter().map(|barcode| BarcodeRow {
        code: barcode.code.to_string(),
        quantity: barcode.contents.0,
        packaging: packaging(barcode.contents).map(|p| p.name.to_string()),
    });
    let packagings = item.packagings.iter().map(|packaging| PackagingRow {
        name: packaging.name.to_string(),
        quantity: packaging.contents.0,
    });
    ItemRow {
        code: item.code.to_string(),
        name: item.name.to_string(),
        barcodes: barcodes.collect(),
        packagings: packagings.collect(),
        length_mm: known(item.length_mm),
        width_mm: known(item.width_mm),
        height_mm: known(item.height_mm),
        weight_g: known(item.weight_g),
        lot_tracked: item.lot_tracked,
        expiry_tracked: item.expiry_tracked,
        price_minor: Some(item.price_minor).filter(|price| *price > 0),
        owner: None,
        this_side_up: Some(item.this_side_up),
        fragile: Some(item.fragile),
    }
}

pub(super) fn places(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    write(table, w.places.values().map(|place| place_row(place)))?;
    Ok(0)
}

fn place_row(place: &Place) -> PlaceRow {
    let limit = |limit: i64| u64::try_from(limit).ok().filter(|limit| *limit > 0);
    PlaceRow {
        code: place.code.to_string(),
        kind: match place.kind {
            PlaceKind::PickFace => rows::PlaceKind::PickFace,
            PlaceKind::Reserve => rows::PlaceKind::Reserve,
            PlaceKind::Dock => rows::PlaceKind::Dock,
            PlaceKind::Bench => rows::PlaceKind::Bench,
            PlaceKind::Staging => rows::PlaceKind::Staging,
            PlaceKind::Quarantine => rows::PlaceKind::Quarantine,
            PlaceKind::Returns => rows::PlaceKind::Returns,
        },
        zone: filled(&place.zone),
        aisle: None,
        x_mm: place.x_mm,
        y_mm: place.y_mm,
        level: i32::from(place.level),
        sequence: place.sequence,
        max_volume_ml: limit(place.max_volume_mm3 / MM3_IN_ML),
        max_weight_g: limit(place.max_weight_g),
    }
}

pub(super) fn stock(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    let mut left_out = 0;
    let mut rows = Vec::new();
    for (key, stock) in w.stock.iter().filter(|(key, _)| key.holder.is_real()) {
        match stock_row(w, key, stock) {
            Some(row) => rows.push(row),
            None => left_out += 1,
        }
    }
    // By codes, not by numbers: two warehouses with the same stock give the same file.
    rows.sort_by_cached_key(Row::cells);
    write(table, rows)?;
    Ok(left_out)
}

/// None for goods under way to a customer: their orders are told by another file.
fn stock_row(w: &Warehouse, key: &StockKey, stock: &Stock) -> Option<StockRow> {
    let (place, lpn) = match key.holder {
        Holder::Place(place) => (place, None),
        Holder::Lpn(id) => {
            let lpn = w.lpns.get(&id).filter(|lpn| lpn.order.is_none())?;
            (lpn.at?, Some(lpn.code.to_string()))
        }
        Holder::Parcel(_) | Holder::Account(_) => return None,
    };
    let lot = key.lot.and_then(|lot| w.lots.get(&lot));
    Some(StockRow {
        place: w.places.get(&place)?.code.to_string(),
        item: item_code(w, key.item),
        owner: filled(&owner_code(w, key.owner)),
        lot: lot.map(|lot| lot.code.to_string()),
        expiry: lot.and_then(|lot| lot.expiry).and_then(date),
        status: match key.status {
            Status::Available => StockStatus::Available,
            Status::Hold => StockStatus::Hold,
            Status::Damaged => StockStatus::Damaged,
            Status::Quarantine => StockStatus::Quarantine,
        },
        quantity: stock.on_hand.0,
        lpn,
    })
}

/// Names and addresses are given where their keys are kept; a forgotten or damaged one leaves its cells empty.
pub(super) fn orders(w: &Warehouse, keys: &KeyFile, table: &mut Table<'_>) -> Outcome {
    let open = || w.orders.values().filter(|order| order.stage != Stage::Cancelled);
    write(table, open().flat_map(|order| order_rows(w, keys, order)))?;
    Ok(u64::try_from(w.orders.len().saturating_sub(open().count())).unwrap_or(0))
}

fn order_rows(w: &Warehouse, keys: &KeyFile, order: &Order) -> Vec<OrderLineRow> {
    let sealed = order.consignee.as_ref();
    let person = sealed
        .and_then(|sealed| keys.open_sealed(sealed).ok().flatten())
        .unwrap_or_default();
    let head = OrderRow {
        order: order.number.to_string(),
        owner: filled(&owner_code(w, order.owner)),
        channel: filled(&order.channel),
        priority: Some(order.priority),
        carrier: filled(&carrier_code(w, order.carrier)),
        placed_at: Some(order.placed_at.0),
        promise_at: Some(order.promise.0),
        cutoff_at: Some(order.cutoff.0),
        split_allowed: Some(order.split),
        country: filled(&order.country),
        consignee_name: filled(&person.name),
        consignee_phone: filled(&person.phone),
        consignee_address: filled(&person.address),
        lines: Vec::new(),
    };
    let wanted = order.lines.iter().filter(|line| line.qty.is_positive());
    let line = |line: &crate::domain::orders::OrderLine| OrderLineRow {
        head: head.clone(),
        line: OrderLine {
            item: item_code(w, line.item),
            quantity: line.qty.0,
            note: filled(&line.note),
        },
    };
    wanted.map(line).collect()
}

pub(super) fn inbound(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    let announced = || w.receipts.values().filter(|receipt| !receipt.blind);
    let rows = announced().flat_map(|receipt| {
        let head = ReceiptRow {
            receipt: receipt.number.to_string(),
            supplier: filled(&receipt.supplier),
            owner: filled(&owner_code(w, receipt.owner)),
            expected_at: Some(receipt.expected_at.0),
            lines: Vec::new(),
        };
        let lines = receipt.lines.iter().filter(|line| line.expected.is_positive());
        lines.map(move |line| ReceiptLineRow {
            head: head.clone(),
            line: ReceiptLine {
                item: item_code(w, line.item),
                quantity: line.expected.0,
                lot: line.lot.as_ref().map(ToString::to_string),
                expiry: line.expiry.and_then(date),
            },
        })
    });
    write(table, rows)?;
    Ok(u64::try_from(w.receipts.len().saturating_sub(announced().count())).unwrap_or(0))
}

pub(super) fn workers(w: &Warehouse, table: &mut Table<'_>) -> Outcome {
    let here = || w.workers.values().filter(|worker| !worker.inactive);
    write(table, here().map(|worker| worker_row(worker)))?;
    Ok(u64::try_from(w.workers.len().saturating_sub(here().count())).unwrap_or(0))
}

fn worker_row(worker: &Worker) -> WorkerRow {
    let role = |role: &Role| match role {
        Role::Picker => WorkerRole::Picker,
        Role::Packer => WorkerRole::Packer,
        Role::Receiver => WorkerRole::Receiver,
        Role::Counter => WorkerRole::Counter,
        Role::Lead => WorkerRole::Lead,
        Role::Admin => WorkerRole::Admin,
    };
    WorkerRow {
        number: worker.number.to_string(),
        name: worker.name.to_string(),
        badge: filled(&worker.badge),
        roles: worker.roles.iter().map(role).collect(),
        language: match worker.language.as_ref() {
            "en" => Some(WorkerLanguage::English),
            "zh-Hans" => Some(WorkerLanguage::SimplifiedChinese),
            _ => None,
        },
    }
}
