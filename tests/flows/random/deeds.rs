//! What anybody might do next: mostly what their prompt asks for, sometimes something else, now and then nonsense.

use crate::world::*;
use pickface::domain::ids::*;
use pickface::domain::orders::{self, HoldReason, Order, OrderLine, Stage};
use pickface::domain::receiving::{Receipt, ReceiptLine};
use pickface::domain::stock::{Holder, StockKey};
use pickface::domain::time::HOUR_MS;
use pickface::domain::{
    Command, Qty, Text, adjusting, counting, jobs, moving, outbox, packing, picking, putaway, receiving,
    release, shipping,
};

/// Everything that anybody can scan here.
const CODES: [&str; 28] = [
    "A-01",
    "A-02",
    "A-03",
    "A-04",
    "A-05",
    "A-06",
    "B1",
    "S1",
    "D1",
    "Q1",
    "T-01",
    "T-02",
    "T-03",
    "T-04",
    "T-05",
    "T-06",
    "P-01",
    "LAMP",
    "CUP",
    "SOUP",
    "14006381333938",
    "PFBOX1",
    "PFBOX2",
    "L1",
    "L2",
    "O-1",
    "O-2",
    "nonsense",
];

/// Dice that fall the same way in every run (splitmix64, Steele et al. 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn qty(&mut self) -> Qty {
        Qty(i64::try_from(self.below(9)).unwrap() - 1)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() {
            None
        } else {
            Some(of[self.below(of.len())])
        }
    }

    fn any<T>(&mut self, of: impl Iterator<Item = T>) -> Option<T> {
        let mut all: Vec<T> = of.collect();
        if all.is_empty() {
            None
        } else {
            Some(all.swap_remove(self.below(all.len())))
        }
    }

    fn code(&mut self) -> Text {
        CODES[self.below(CODES.len())].into()
    }

    /// What the prompt asks for, or one time in six whatever lies about.
    fn code_or(&mut self, wanted: Option<Text>) -> Text {
        match wanted {
            Some(code) if !self.one_in(6) => code,
            _ => self.code(),
        }
    }
}

/// Who does it, and what; nothing where there is nothing of the kind to do.
pub fn deed(world: &World, dice: &mut Dice) -> Option<(&'static str, Command)> {
    let people = [ADA, BEN, MEI, LEA, LEO];
    let who = people[dice.below(people.len())];
    let lead = if dice.one_in(2) { LEA } else { LEO };
    let picker = if dice.one_in(2) { ADA } else { BEN };
    Some(match dice.below(100) {
        0..4 => (lead, new_order(world, dice)),
        4..9 => (lead, releases(world, dice)?),
        9..39 => (picker, picks(world, picker, dice)?),
        39..59 => (MEI, packs(world, dice)?),
        59..67 => (if dice.one_in(3) { lead } else { MEI }, loads(world, dice)?),
        67..74 => (lead, about_orders(world, dice)?),
        74..80 => (BEN, receives(world, dice)?),
        80..86 => (BEN, puts_away(world, dice)?),
        86..89 => (who, moves(world, dice)?),
        89..94 => (lead, adjusts(world, dice)?),
        94..99 => (if dice.one_in(3) { lead } else { MEI }, counts(world, dice)?),
        _ => (lead, prints(world, dice)?),
    })
}

/// The next chunk of what goes on by itself.
pub fn by_itself(world: &World) -> Option<Command> {
    jobs::next_job(&world.w).map(|job| jobs::Command::Continue(job).into())
}

fn item(world: &World, dice: &mut Dice) -> ItemId {
    world.item(["LAMP", "CUP", "SOUP"][dice.below(3)])
}

fn order(world: &World, dice: &mut Dice) -> Option<OrderId> {
    dice.any(world.w.orders.keys().copied())
}

fn new_order(world: &World, dice: &mut Dice) -> Command {
    let lines = (0..=dice.below(3)).map(|_| {
        let qty = Qty(1 + i64::try_from(dice.below(4)).unwrap());
        OrderLine::new(item(world, dice), qty)
    });
    let lines = lines.collect();
    let owner = if dice.one_in(6) { "BOLT" } else { "ACME" };
    orders::Command::Save(Box::new(Order {
        id: OrderId(0),
        number: format!("O-{}", dice.below(400)).as_str().into(),
        owner: world.w.owner_by_code(owner).unwrap().id,
        channel: "shop".into(),
        carrier: world.w.carrier_by_code("DASH").unwrap().id,
        priority: 1 + u8::try_from(dice.below(9)).unwrap(),
        placed_at: world.now,
        promise: world.now + 48 * HOUR_MS,
        cutoff: world.now + 11 * HOUR_MS,
        split: dice.one_in(2),
        country: "United Kingdom".into(),
        consignee: None,
        stage: Stage::Waiting,
        staged_at: world.now,
        lines,
    }))
    .into()
}

fn releases(world: &World, dice: &mut Dice) -> Option<Command> {
    let stage = if dice.one_in(4) {
        Stage::Short
    } else {
        Stage::Waiting
    };
    let group: Vec<OrderId> = world.w.orders_in(stage).take(1 + dice.below(3)).collect();
    if group.is_empty() {
        return None;
    }
    let groups = vec![group];
    Some(if dice.one_in(4) {
        jobs::Command::Start(jobs::Work::Release {
            groups: groups.into(),
        })
        .into()
    } else {
        release::Command::Release { groups }.into()
    })
}

fn picks(world: &World, who: &str, dice: &mut Dice) -> Option<Command> {
    use picking::{Command as C, Prompt};
    let worker = world.worker(who);
    let Some(id) = world.w.task_of(worker) else {
        let parked = dice.any(world.w.tasks.keys().copied());
        return Some(Command::from(match parked.filter(|_| dice.one_in(5)) {
            Some(task) => C::HandOver {
                task,
                to: worker,
                reason: "break".into(),
            },
            None => C::Claim { task: None },
        }));
    };
    let task = world.w.task(id)?;
    let line = |index: usize| task.lines.get(index);
    let wanted: Option<Text> = match task.prompt(&world.w) {
        Prompt::Place(index) => line(index).map(|l| world.w.places[&l.place()].code.clone()),
        Prompt::Item(index) => line(index).map(|l| world.w.items[&l.key.item].code.clone()),
        Prompt::Put(index, _) => {
            let bound = line(index)
                .and_then(|l| task.tote(l.order))
                .and_then(|slot| slot.lpn);
            let free = world
                .w
                .lpns
                .values()
                .find(|l| l.order.is_none() && l.code.starts_with('T'));
            bound
                .map(|id| world.w.lpns[&id].code.clone())
                .or(free.map(|l| l.code.clone()))
        }
        Prompt::SetAside(order) => task
            .tote(order)
            .and_then(|t| t.lpn)
            .map(|id| world.w.lpns[&id].code.clone()),
        Prompt::Deposit => Some(["B1", "B1", "S1"][dice.below(3)].into()),
    };
    let task = id;
    Some(Command::from(match dice.below(24) {
        0 => C::Quantity {
            task,
            qty: dice.qty(),
        },
        1 => C::Short {
            task,
            found: Qty(i64::try_from(dice.below(3)).unwrap()),
        },
        2 => C::Skip { task },
        3 => C::FullTote { task },
        4 => C::Acknowledge { task },
        5 => C::NotEmpty { task },
        6 if dice.one_in(2) => C::Park { task },
        6 => C::HandOver {
            task,
            to: world.worker(if who == ADA { BEN } else { ADA }),
            reason: "break".into(),
        },
        _ => C::Scan {
            task,
            code: dice.code_or(wanted),
        },
    }))
}

fn packs(world: &World, dice: &mut Dice) -> Option<Command> {
    use packing::{Command as C, Prompt};
    let bench = world.place("B1");
    let in_hand = world.w.parcel_in_hand(world.worker(MEI));
    let order = in_hand.map(|p| p.order);
    let waiting = || world.w.orders_in(Stage::Picked).next();
    let wanted: Option<Text> = match packing::prompt(&world.w, order) {
        Prompt::Begin | Prompt::Done(_) => waiting().and_then(|id| {
            let tote = world.w.totes_of(id).next();
            tote.map(|id| world.w.lpns[&id].code.clone())
                .or_else(|| world.w.order(id).map(|o| o.number.clone()))
        }),
        Prompt::Item(_) => {
            let lines = packing::to_pack(&world.w, order?);
            let open = lines
                .iter()
                .filter(|l| l.packed < l.wanted && l.picked.is_positive());
            dice.any(open.map(|l| world.w.items[&l.item].code.clone()))
        }
        Prompt::TakeOut(item, _) => Some(world.w.items[&item].code.clone()),
        Prompt::Close(_) => Some("PFBOX2".into()),
        Prompt::CalledOff(_) => Some(["T-01", "T-02", "T-03", "T-04", "T-05", "T-06"][dice.below(6)].into()),
    };
    let parcel = dice.any(world.w.parcels.keys().copied());
    Some(Command::from(
        match (dice.below(20), parcel, in_hand.map(|p| p.id)) {
            (0, _, Some(parcel)) => C::Quantity {
                parcel,
                qty: dice.qty(),
            },
            (1, _, Some(parcel)) => C::Close {
                parcel,
                carton: world.w.scan("PFBOX2").carton(),
                weight_g: Some(i64::try_from(dice.below(3000)).unwrap()),
                confirm: dice.one_in(2),
            },
            (2, Some(parcel), _) => C::Reopen { parcel, bench },
            (3, Some(parcel), _) => C::Void {
                parcel,
                tote: dice
                    .one_in(2)
                    .then(|| ["T-01", "T-05", "T-06"][dice.below(3)].into()),
            },
            (4, _, Some(parcel)) => C::Park { parcel },
            (5, Some(parcel), _) => C::TakeOver {
                parcel,
                bench,
                reason: "break".into(),
            },
            _ => C::Scan {
                bench,
                order: None,
                code: dice.code_or(wanted),
            },
        },
    ))
}

fn loads(world: &World, dice: &mut Dice) -> Option<Command> {
    use shipping::Command as C;
    let open = || C::OpenLoad {
        carrier: world.w.carrier_by_code("DASH").unwrap().id,
        dock: world.place("D1"),
    };
    let Some(load) = dice.any(world.w.loads.keys().copied()) else {
        return Some(open().into());
    };
    let parcel = dice.any(world.w.parcels.values().filter(|p| p.seal.is_some()).cloned());
    let sscc = parcel
        .as_ref()
        .and_then(|p| p.seal.as_ref())
        .map(|seal| seal.sscc.clone());
    Some(Command::from(match (dice.below(10), parcel) {
        (0, _) => open(),
        (1, Some(parcel)) => C::Unload { parcel: parcel.id },
        (2, _) => C::VoidLoad { load },
        (3 | 4, _) => C::CloseLoad { load },
        _ => C::Scan {
            load,
            code: dice.code_or(sscc),
        },
    }))
}

fn about_orders(world: &World, dice: &mut Dice) -> Option<Command> {
    use orders::Command as C;
    let order = order(world, dice)?;
    let line = u16::try_from(dice.below(3)).unwrap();
    let held = dice.any(world.w.held_orders.keys().copied());
    Some(Command::from(match (dice.below(8), held) {
        (0, _) => C::Cancel { order },
        (1..4, _) => C::Change {
            order,
            line,
            qty: dice.qty(),
        },
        (4, _) => C::SetPriority {
            order,
            priority: u8::try_from(dice.below(11)).unwrap(),
        },
        (5, _) => C::Hold {
            order,
            reason: HoldReason::ALL[dice.below(HoldReason::ALL.len())],
            note: "".into(),
        },
        (_, Some(order)) => C::LetGo { order },
        _ => C::LetGo { order },
    }))
}

fn receives(world: &World, dice: &mut Dice) -> Option<Command> {
    use receiving::Command as C;
    let dock = world.place("D1");
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let Some(receipt) = dice.any(world.w.receipts.keys().copied()) else {
        return Some(if dice.one_in(2) {
            C::OpenBlind { owner, dock }.into()
        } else {
            let lines = ["LAMP", "CUP"]
                .map(|code| ReceiptLine::new(world.item(code), Qty(3)))
                .to_vec();
            C::Save(Box::new(Receipt {
                id: ReceiptId(0),
                number: format!("PO-{}", dice.below(60)).as_str().into(),
                supplier: "Lantern Works".into(),
                owner,
                expected_at: world.now,
                dock: Some(dock),
                blind: false,
                lines,
            }))
            .into()
        });
    };
    let going = world
        .w
        .receiving_of(world.worker(BEN))
        .filter(|r| r.receipt == receipt);
    let Some(going) = going else {
        return Some(C::Start { receipt }.into());
    };
    let wanted: Text = match going.prompt(&world.w) {
        receiving::Prompt::Item(_) | receiving::Prompt::Finish => {
            ["LAMP", "CUP", "SOUP"][dice.below(3)].into()
        }
        receiving::Prompt::Lot(_) => ["L1", "L2"][dice.below(2)].into(),
        receiving::Prompt::Expiry(_) => "270101".into(),
        receiving::Prompt::Put(..) => "D1".into(),
        receiving::Prompt::Confirm(_) => "LAMP".into(),
    };
    Some(Command::from(match dice.below(14) {
        0 => C::Quantity {
            receipt,
            qty: dice.qty(),
        },
        1 => C::Lot {
            receipt,
            code: "L2".into(),
            expiry: Some(day(40)),
        },
        2 => C::Damaged {
            receipt,
            qty: dice.qty(),
        },
        3 => C::Confirm {
            receipt,
            reason: "yes".into(),
        },
        4 => C::Clear { receipt },
        5 if dice.one_in(3) => C::Close {
            receipt,
            reason: "short".into(),
        },
        6 if dice.one_in(3) => C::Leave { receipt },
        _ => C::Scan {
            receipt,
            code: dice.code_or(Some(wanted)),
        },
    }))
}

fn puts_away(world: &World, dice: &mut Dice) -> Option<Command> {
    use putaway::{Command as C, Prompt};
    let code_of = |holder| match holder {
        Holder::Place(id) => Some(world.w.places[&id].code.clone()),
        Holder::Lpn(id) => Some(world.w.lpns[&id].code.clone()),
        _ => None,
    };
    let loaded = world
        .w
        .lpns
        .keys()
        .copied()
        .filter(|id| world.w.stock_in(Holder::Lpn(*id)).next().is_some());
    let sources: Vec<Holder> = loaded
        .map(Holder::Lpn)
        .chain([Holder::Place(world.place("D1"))])
        .collect();
    let Some(mine) = world.w.putaway_of(world.worker(BEN)) else {
        let source = dice.pick(&sources).and_then(code_of);
        return Some(
            C::Start {
                code: dice.code_or(source),
            }
            .into(),
        );
    };
    let bin = |place: Option<PlaceId>| place.map(|id| world.w.places[&id].code.clone());
    let wanted = match mine.prompt(&world.w) {
        Prompt::Item(holder) => {
            let key = world.w.stock_in(holder).next().map(|(key, _)| *key);
            key.map(|key| world.w.items[&key.item].code.clone())
        }
        Prompt::Bin(.., place) | Prompt::AllToBin(_, place) => bin(place),
        Prompt::Confirm { found, .. } => bin(Some(found)),
    };
    Some(Command::from(match dice.below(10) {
        0 => C::Quantity { qty: dice.qty() },
        1 => C::All,
        2 => C::Leave,
        _ => C::Scan {
            code: dice.code_or(wanted),
        },
    }))
}

/// A line of the ledger that lies somewhere in the building.
fn some_stock(world: &World, dice: &mut Dice) -> Option<StockKey> {
    dice.any(world.w.stock.keys().copied().filter(|key| key.holder.is_real()))
}

fn moves(world: &World, dice: &mut Dice) -> Option<Command> {
    use moving::Command as C;
    let key = some_stock(world, dice)?;
    let holders: Vec<Holder> = world
        .w
        .places
        .keys()
        .map(|id| Holder::Place(*id))
        .chain(world.w.lpns.keys().map(|id| Holder::Lpn(*id)))
        .collect();
    let to = dice.pick(&holders)?;
    Some(Command::from(match dice.below(8) {
        0 => C::MoveAll { from: key.holder, to },
        1 => C::SetDown {
            lpn: dice.any(world.w.lpns.keys().copied())?,
            place: dice.any(world.w.places.keys().copied())?,
        },
        2 => C::Leave,
        3 => C::All,
        4 => C::Scan { code: dice.code() },
        _ => C::Move {
            key,
            qty: dice.qty(),
            to,
        },
    }))
}

fn adjusts(world: &World, dice: &mut Dice) -> Option<Command> {
    use adjusting::{Command as C, Reason};
    let key = some_stock(world, dice)?;
    let reason = Reason::ALL[dice.below(Reason::ALL.len())];
    let (qty, note): (Qty, Text) = (dice.qty(), "seen".into());
    let approval = dice.any(world.w.approvals.keys().copied());
    Some(Command::from(match (dice.below(8), approval) {
        (0 | 1, Some(approval)) => C::Approve { approval },
        (2, Some(approval)) => C::Reject { approval, note },
        (3, _) => C::Adjust {
            key,
            counted: qty,
            reason,
            note,
        },
        (4, _) => C::Scrap {
            key,
            qty,
            reason,
            note,
        },
        (5, _) => C::Hold {
            key,
            qty,
            reason,
            note,
        },
        (6, _) => C::Block {
            place: dice.any(world.w.places.keys().copied())?,
            blocked: dice.one_in(3),
            note,
        },
        _ => C::Release {
            key,
            qty,
            reason,
            note,
        },
    }))
}

fn counts(world: &World, dice: &mut Dice) -> Option<Command> {
    use counting::{Command as C, Prompt, Reason, RootCause};
    let mine = world
        .w
        .count_of(world.worker(MEI))
        .and_then(|id| world.w.count(id));
    let review = dice.any(world.w.counts_to_review());
    Some(Command::from(match (dice.below(10), mine, review) {
        (0, ..) => C::MakeCounts {
            places: vec![dice.any(world.w.places.keys().copied())?],
            reason: Reason::Chosen,
        },
        (1, ..) => C::BinEmpty {
            place: dice.any(world.w.places.keys().copied())?,
            empty: dice.one_in(2),
        },
        (2 | 3, _, Some(count)) => C::Accept {
            count,
            cause: RootCause::Unknown,
        },
        (4, _, Some(count)) => C::Reject { count },
        (_, None, _) => C::Claim { count: None },
        (5, Some(count), _) => C::Quantity {
            count: count.id,
            qty: dice.qty(),
        },
        (6, Some(count), _) => C::Empty { count: count.id },
        (7, Some(count), _) => C::Finish { count: count.id },
        (_, Some(count), _) => {
            let place = world.w.places[&count.place].code.clone();
            let lies = world
                .w
                .stock_in(Holder::Place(count.place))
                .map(|(key, _)| key.item);
            let lies = dice.any(lies).map(|id| world.w.items[&id].code.clone());
            let wanted = match count.prompt() {
                Prompt::Place(_) => Some(place),
                Prompt::Lot(_) => Some("L1".into()),
                Prompt::Items | Prompt::More(..) => lies,
            };
            C::Scan {
                count: count.id,
                code: dice.code_or(wanted),
            }
        }
    }))
}

fn prints(world: &World, dice: &mut Dice) -> Option<Command> {
    use outbox::Command as C;
    let id = dice.any(world.w.outbox.keys().copied())?;
    Some(Command::from(match dice.below(5) {
        0 => C::Answer {
            id,
            printed: dice.one_in(2),
        },
        1 => C::Retry { id, printer: None },
        2 => C::Void { id },
        _ => C::Reprint {
            parcel: dice.any(world.w.parcels.keys().copied())?,
            slip: true,
            place: None,
        },
    }))
}
