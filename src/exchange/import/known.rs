//! Looking codes up, and the nearest known one for a code that is not.

use super::check::Look;
use crate::domain::Warehouse;
use crate::domain::ids::{CarrierId, ItemId, LpnId, OwnerId, PlaceId};
use crate::domain::lookup::Target;
use crate::exchange::rows::{Fault, nearest, shown};
use crate::exchange::sentence::say;
use std::collections::BTreeMap;

/// Codes compared for hints in one import, at most: a file of another building has as many unknown codes as lines.
const MAX_COMPARED: usize = 5_000_000;

/// Which kind of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Codes {
    Items,
    Places,
    Owners,
    Carriers,
}

/// Nearest codes found so far.
#[derive(Debug, Default)]
pub struct Known {
    found: BTreeMap<(Codes, String), Option<String>>,
    compared: usize,
}

impl Known {
    fn nearest(&mut self, w: &Warehouse, codes: Codes, value: &str) -> Option<String> {
        if let Some(found) = self.found.get(&(codes, value.to_owned())) {
            return found.clone();
        }
        let count = match codes {
            Codes::Items => w.items.len(),
            Codes::Places => w.places.len(),
            Codes::Owners => w.owners.len(),
            Codes::Carriers => w.carriers.len(),
        };
        self.compared = self.compared.saturating_add(count);
        if self.compared > MAX_COMPARED {
            return None;
        }
        let found = match codes {
            Codes::Items => nearest(value, w.items.values().map(|i| i.code.as_ref())),
            Codes::Places => nearest(value, w.places.values().map(|p| p.code.as_ref())),
            Codes::Owners => nearest(value, w.owners.values().map(|o| o.code.as_ref())),
            Codes::Carriers => nearest(value, w.carriers.values().map(|c| c.code.as_ref())),
        };
        let found = found.map(str::to_owned);
        self.found.insert((codes, value.to_owned()), found.clone());
        found
    }
}

impl Look<'_> {
    /// The item with this code; told when there is none.
    pub fn item(&mut self, code: &str) -> Option<ItemId> {
        let found = item_by_code(self.w, code);
        if found.is_none() {
            let barcode = self.w.scan(code).item().and_then(|(id, _)| self.w.items.get(&id));
            match barcode.map(|item| item.code.clone()) {
                Some(item) => {
                    let problem = say!("`{}` is a barcode of {}", shown(code), item);
                    self.fault("item", Fault::Taken, code, problem, say!("write {}", item));
                }
                None => self.unknown("item", Codes::Items, code),
            }
        }
        found
    }

    /// The place with this code; told when there is none.
    pub fn place(&mut self, field: &'static str, code: &str) -> Option<PlaceId> {
        let found = self.w.scan(code).place();
        if found.is_none() {
            self.unknown(field, Codes::Places, code);
        }
        found
    }

    /// The tote, cart or pallet with this code.
    pub fn lpn(&self, code: &str) -> Option<LpnId> {
        self.w.scan(code).lpn()
    }

    /// The owner with this code, or the only one there is; told when neither.
    pub fn owner(&mut self, code: Option<&str>) -> Option<OwnerId> {
        let Some(code) = code else {
            let mut owners = self.w.owners.keys().copied();
            let only = owners.next().filter(|_| owners.next().is_none());
            if only.is_none() {
                self.missing("owner", Codes::Owners, self.w.owners.len());
            }
            return only;
        };
        let found = self.w.owner_by_code(code).map(|owner| owner.id);
        if found.is_none() {
            self.unknown("owner", Codes::Owners, code);
        }
        found
    }

    /// The carrier with this code, or the only one there is; told when neither.
    pub fn carrier(&mut self, code: Option<&str>) -> Option<CarrierId> {
        let Some(code) = code else {
            let mut carriers = self.w.carriers.keys().copied();
            let only = carriers.next().filter(|_| carriers.next().is_none());
            if only.is_none() {
                self.missing("carrier", Codes::Carriers, self.w.carriers.len());
            }
            return only;
        };
        let found = self.w.carrier_by_code(code).map(|carrier| carrier.id);
        if found.is_none() {
            self.unknown("carrier", Codes::Carriers, code);
        }
        found
    }

    fn missing(&mut self, field: &'static str, codes: Codes, count: usize) {
        let kind = codes.kind();
        let (problem, hint) = if count == 0 {
            (
                say!("no {} is known yet", field),
                say!("make one known first: pickface import {} FILE", kind),
            )
        } else {
            let some = self.some(codes);
            (
                say!("there are {} {}, and none is named", count, kind),
                say!("write one of {}", some),
            )
        };
        self.fault(field, Fault::Required, "", problem, hint);
    }

    fn unknown(&mut self, field: &'static str, codes: Codes, code: &str) {
        let hint = match self.known.nearest(self.w, codes, code) {
            Some(near) => say!("did you mean `{}`?", near),
            None => say!("make it known first: pickface import {} FILE", codes.kind()),
        };
        let problem = say!("`{}` is not a known {}", shown(code), codes.one());
        self.fault(field, Fault::Unknown, code, problem, hint);
    }

    /// The first few codes of a short list.
    fn some(&self, codes: Codes) -> String {
        let w = self.w;
        let some: Vec<&str> = match codes {
            Codes::Owners => w.owners.values().map(|o| o.code.as_ref()).take(8).collect(),
            _ => w.carriers.values().map(|c| c.code.as_ref()).take(8).collect(),
        };
        some.join(", ")
    }
}

impl Codes {
    fn kind(self) -> &'static str {
        match self {
            Codes::Items => "items",
            Codes::Places => "places",
            Codes::Owners => "owners",
            Codes::Carriers => "carriers",
        }
    }

    fn one(self) -> &'static str {
        match self {
            Codes::Items => "item",
            Codes::Places => "place",
            Codes::Owners => "owner",
            Codes::Carriers => "carrier",
        }
    }
}

/// The item that is called by this code, not one that has it as a barcode.
pub fn item_by_code(w: &Warehouse, code: &str) -> Option<ItemId> {
    let named = |id: &ItemId| w.items.get(id).is_some_and(|i| i.code.eq_ignore_ascii_case(code));
    w.scan(code).targets.into_iter().find_map(|target| match target {
        Target::Item(id, _) => Some(id).filter(named),
        _ => None,
    })
}
