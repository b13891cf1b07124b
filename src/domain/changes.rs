//! What differs between two values of the warehouse: the records of one before and after a command, for the journal.

use super::Warehouse;
use super::warehouse::Row;
use imbl::OrdMap;
use imbl::ordmap::DiffItem;

/// One record that was made, changed or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As it was; none when it was made.
    pub before: Option<Row>,
    /// As it is; none when it was removed.
    pub after: Option<Row>,
}

/// The records of master data, stock and open work that differ. Values that share most of their structure, as one
/// grown out of the other does, are compared in a time that depends on the difference alone.
pub fn changes(before: &Warehouse, after: &Warehouse) -> Vec<Change> {
    let mut found = Vec::new();
    macro_rules! compare {
        ($($map:ident $row:ident;)*) => {
            $(note(&mut found, &before.$map, &after.$map, |_, value| Row::$row(value.clone()));)*
        };
    }
    compare! {
        owners Owner;
        carriers Carrier;
        cartons Carton;
        items Item;
        lots Lot;
        places Place;
        lpns Lpn;
        workers Worker;
        devices Device;
    }
    note(&mut found, &before.stock, &after.stock, |key, stock| {
        Row::Stock((*key, *stock))
    });
    note(
        &mut found,
        &before.reservations,
        &after.reservations,
        |_, reservation| Row::Reservation(reservation.clone()),
    );
    compare! {
        orders Order;
        held_orders HeldOrder;
        tasks Task;
        parcels Parcel;
        loads Load;
        outbox Outbox;
        receipts Receipt;
        receivings Receiving;
        putaways Putaway;
        movings Moving;
        approvals Approval;
        counts Count;
        jobs Job;
    }
    if before.settings != after.settings {
        found.push(Change {
            before: Some(Row::Settings(before.settings.clone())),
            after: Some(Row::Settings(after.settings.clone())),
        });
    }
    if before.floor.turns != after.floor.turns {
        found.push(Change {
            before: Some(Row::Turns(before.floor.turns.clone())),
            after: Some(Row::Turns(after.floor.turns.clone())),
        });
    }
    if before.floor.map != after.floor.map {
        found.push(Change {
            before: before.floor.map.clone().map(Row::FloorMap),
            after: after.floor.map.clone().map(Row::FloorMap),
        });
    }
    note(
        &mut found,
        &before.floor.stretches,
        &after.floor.stretches,
        |ends, passage| Row::Passage((*ends, *passage)),
    );
    if before.numbers.keeping.days != after.numbers.keeping.days {
        found.push(Change {
            before: Some(Row::NumberKeeping(before.numbers.keeping)),
            after: Some(Row::NumberKeeping(after.numbers.keeping)),
        });
    }
    if before.zero_check != after.zero_check {
        found.push(Change {
            before: Some(Row::ZeroCheck(before.zero_check)),
            after: Some(Row::ZeroCheck(after.zero_check)),
        });
    }
    found
}

fn note<K: Ord + Clone, V: PartialEq + Clone>(
    found: &mut Vec<Change>,
    before: &OrdMap<K, V>,
    after: &OrdMap<K, V>,
    row: impl Fn(&K, &V) -> Row,
) {
    found.extend(before.diff(after).map(|item| match item {
        DiffItem::Add(key, value) => Change {
            before: None,
            after: Some(row(key, value)),
        },
        DiffItem::Update { old, new } => Change {
            before: Some(row(old.0, old.1)),
            after: Some(row(new.0, new.1)),
        },
        DiffItem::Remove(key, value) => Change {
            before: Some(row(key, value)),
            after: None,
        },
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Event;
    use crate::domain::ids::OwnerId;
    use crate::domain::masters::{Owner, OwnerSaved};
    use std::sync::Arc;

    fn saved(id: u64, name: &str) -> Event {
        let owner = Owner {
            id: OwnerId(id),
            code: format!("O{id}").into(),
            name: name.into(),
        };
        OwnerSaved {
            owner: Arc::new(owner),
        }
        .into()
    }

    #[test]
    fn what_was_made_and_what_was_changed_is_told_with_both_its_values() {
        let mut before = Warehouse::default();
        (1..=1000).for_each(|id| before.evolve(&saved(id, "old")));
        let mut after = before.clone();
        after.evolve(&saved(500, "new"));
        after.evolve(&saved(1001, "new"));
        let name = |row: &Option<Row>| match row {
            Some(Row::Owner(owner)) => Some((owner.id.0, owner.name.to_string())),
            _ => None,
        };
        let told: Vec<_> = changes(&before, &after)
            .iter()
            .map(|change| (name(&change.before), name(&change.after)))
            .collect();
        let some = |id, name: &str| Some((id, name.to_owned()));
        assert_eq!(
            told,
            [(some(500, "old"), some(500, "new")), (None, some(1001, "new"))]
        );
        assert_eq!(changes(&after, &after.clone()), []);
        assert_eq!(changes(&after, &before).len(), 2);
    }
}
