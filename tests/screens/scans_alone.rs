//! Every workflow from its first scan to its last with a gun in the hand and no key: goods, places and badges by their
//! codes, every action by its command barcode, every number by the sheet of digits.

use crate::desk::Desk;
use crate::world::{LEA, MEI, World};
use pickface::domain::counting::{self, CountState};
use pickface::domain::ids::ReceiptId;
use pickface::domain::orders::Stage;
use pickface::domain::receiving::{self, Receipt, ReceiptLine};
use pickface::domain::release;
use pickface::domain::stock::{Holder, Status};
use pickface::domain::time::HOUR_MS;
use pickface::domain::{Actor, Qty};
use pickface::ui::locale::Lang;

/// A workflow: what lies there, who comes, what they scan, and what must have come of it.
struct Flow {
    name: &'static str,
    world: fn() -> World,
    badge: &'static str,
    codes: &'static [&'static str],
    /// What a job beside brings about before the end.
    until: Option<&'static str>,
    proves: fn(&Desk),
}

const FLOWS: &[Flow] = &[
    Flow {
        name: "pick: a line put off, a counted quantity, a full tote",
        world: picks,
        badge: "W1",
        codes: &[
            "PFTOPICK", "PFSKIP", "A-02", "CUP", "T-01", "A-01", "LAMP", "PFUNITS", "PFFOUR", "PFOK", "T-01",
            "PFFULL", "T-02", "B1",
        ],
        until: None,
        proves: |desk| {
            assert_eq!(stages(desk), [Stage::Picked]);
            assert_eq!(
                (
                    on(desk, "T-01", "LAMP"),
                    on(desk, "T-01", "CUP"),
                    on(desk, "T-02", "LAMP")
                ),
                (4, 2, 2)
            );
        },
    },
    Flow {
        name: "pick: a short line, a list set aside and taken up",
        world: picks,
        badge: "W1",
        codes: &[
            "PFTOPICK", "A-01", "LAMP", "PFUNITS", "PFONE", "PFOK", "T-01", "PFSHORT", "PFFOUR", "PFOK",
            "PFSHELVE", "PFNEXT", "A-02", "CUP", "T-01", "PFUNDO", "A-02", "CUP", "T-01", "B1",
        ],
        until: None,
        proves: |desk| assert_eq!((on(desk, "T-01", "LAMP"), on(desk, "T-01", "CUP")), (5, 2)),
    },
    Flow {
        name: "pack: a quantity, a step undone, a carton chosen, a parcel reopened",
        world: picked,
        badge: "W3",
        codes: &[
            "PFTOBENCH",
            "B1",
            "T-01",
            "LAMP",
            "LAMP",
            "PFUNDO",
            "LAMP",
            "CUP",
            "PFUNITS",
            "PFTHREE",
            "PFOK",
            "PFBOX1",
            "PFREOPEN",
            "1001",
            "PFCRTON",
            "PFOK",
        ],
        until: None,
        proves: |desk| assert_eq!(stages(desk), [Stage::Packed]),
    },
    Flow {
        name: "load: a parcel taken off and put on again, and the load closed",
        world: packed,
        badge: "W9",
        codes: &[
            "PFTODOCK",
            "D1",
            "DASH",
            "1001",
            "1002",
            "PFLDOFF",
            "1002",
            "PFBCK",
            "1002",
            "1003",
            "PFLDCLOSE",
            "PFLDCLOSE",
        ],
        until: None,
        proves: |desk| assert!(desk.w().loads.is_empty() && desk.w().parcels.is_empty()),
    },
    Flow {
        name: "receive: less than announced, some of it broken, a lot with its date, closed short",
        world: announced,
        badge: "W2",
        codes: &[
            "PFTORECV",
            "PO-77",
            "LAMP",
            "PFUNITS",
            "PFFOUR",
            "PFNULL",
            "PFOK",
            "PFBROKEN",
            "PFTHREE",
            "PFOK",
            "D1",
            "SOUP",
            "L12",
            "2027-01-31",
            "D1",
            "PFRCCLOSE",
            "PFOK",
        ],
        until: None,
        proves: |desk| {
            assert!(desk.w().receipts.is_empty());
            let lamps = |status| held(desk, "D1", "LAMP", status);
            assert_eq!((lamps(Status::Available), lamps(Status::Damaged)), (37, 3));
            assert_eq!(on(desk, "D1", "SOUP"), 20);
        },
    },
    Flow {
        name: "receive: goods that nobody announced",
        world: World::new,
        badge: "W2",
        codes: &[
            "PFTORECV",
            "PFEXTRE",
            "ACME",
            "D1",
            "14006381333938",
            "LAMP",
            "D1",
            "PFRCCLOSE",
        ],
        until: None,
        proves: |desk| assert_eq!(on(desk, "D1", "LAMP"), 25),
    },
    Flow {
        name: "put away: a part into another bin than suggested, the rest where it belongs",
        world: arrived,
        badge: "W2",
        codes: &[
            "PFTOPUT", "D1", "LAMP", "PFUNITS", "PFDUO", "PFNULL", "PFOK", "A-05", "PFOK", "A-01",
            "PFENTIRE", "A-02",
        ],
        until: None,
        proves: |desk| {
            let lamps = (on(desk, "A-05", "LAMP"), on(desk, "A-01", "LAMP"));
            assert_eq!((lamps, on(desk, "A-02", "CUP")), ((20, 38), 6));
        },
    },
    Flow {
        name: "move: a part, then all that is left, then a tote as it stands",
        world: aisle,
        badge: "W2",
        codes: &[
            "PFTOSHIFT",
            "A-05",
            "LAMP",
            "PFUNITS",
            "PFFOUR",
            "PFNULL",
            "PFOK",
            "A-01",
            "LAMP",
            "T-01",
            "PFENTIRE",
            "A-02",
            "T-01",
            "S1",
        ],
        until: None,
        proves: |desk| {
            assert_eq!((on(desk, "A-01", "LAMP"), on(desk, "T-01", "LAMP")), (40, 8));
            assert_eq!(on(desk, "A-02", "CUP"), 6);
            let w = desk.w();
            let tote = w.scan("T-01").lpn().unwrap();
            assert_eq!(w.lpns[&tote].at, w.scan("S1").place());
        },
    },
    Flow {
        name: "count: a quantity, a scan taken back, an empty place",
        world: to_count,
        badge: "W3",
        codes: &[
            "PFTOCOUNT",
            "A-01",
            "LAMP",
            "LAMP",
            "PFUNDO",
            "PFUNITS",
            "PFTHREE",
            "PFSEVEN",
            "PFOK",
            "PFDONE",
            "PFNEXT",
            "A-03",
            "PFNONE",
            "PFOK",
        ],
        until: None,
        proves: |desk| assert!(desk.w().counts.is_empty()),
    },
    Flow {
        name: "a lead holds an order, lets it go, hurries and releases it",
        world: waiting,
        badge: "W9",
        codes: &[
            "PFTOORDERS",
            "1001",
            "PFORDSTOP",
            "PFDUO",
            "PFORDFREE",
            "PFURGENT",
            "PFONE",
            "PFSELECT",
            "PFGO",
        ],
        until: Some("released"),
        proves: |desk| {
            assert_eq!(orders(desk), [(1, Stage::Released), (5, Stage::Waiting)]);
        },
    },
    Flow {
        name: "a lead looks at a preview and releases order by order",
        world: waiting,
        badge: "W9",
        codes: &["PFTOORDERS", "PFSELTOT", "PFPREVU", "PFDUO"],
        until: Some("released"),
        proves: |desk| assert_eq!(desk.w().tasks.len(), 2),
    },
    Flow {
        name: "a lead frees a pick list and gives it to another",
        world: in_hands,
        badge: "W9",
        codes: &["PFTOLINE", "T-01", "PFLETGO", "T-01", "PFFORUSER", "W2"],
        until: None,
        proves: |desk| {
            let w = desk.w();
            let ben = w.worker_by_number("2").unwrap().id;
            assert!(w.task_of(ben).is_some());
        },
    },
    Flow {
        name: "a lead judges a count's difference",
        world: to_review,
        badge: "W9",
        codes: &["PFTODIFFS", "A-05", "PFTRUE", "PFDUO"],
        until: None,
        proves: |desk| {
            assert_eq!(desk.w().counts_to_review().count(), 0);
            assert_eq!(on(desk, "A-05", "LAMP"), 46);
        },
    },
    Flow {
        name: "a lead has a count done again",
        world: to_review,
        badge: "W9",
        codes: &["PFTODIFFS", "A-05", "PFREJECT"],
        until: None,
        proves: |desk| {
            let w = desk.w();
            let count = w.counts.values().next().unwrap();
            assert_eq!(count.state, CountState::Open);
        },
    },
    Flow {
        name: "a lead approves a code that the floor proposed",
        world: proposed,
        badge: "W9",
        codes: &["PFTOSTOCK", "PFOK", "PFONE"],
        until: None,
        proves: |desk| {
            let w = desk.w();
            assert_eq!(w.scan("4000-NEW").item(), w.scan("LAMP").item());
        },
    },
];

#[test]
fn every_workflow_from_its_first_scan_to_its_last() {
    for flow in FLOWS {
        let mut desk = Desk::new((flow.world)(), (20, 16), Lang::En);
        desk.scan(flow.badge);
        assert!(desk.session.who().is_some(), "{}\n{}", flow.name, desk.screen());
        let mut seen = Vec::new();
        for code in flow.codes {
            desk.scan(code);
            seen.push(format!("== {code}\n{}", desk.screen()));
        }
        if let Some(until) = flow.until {
            desk.look_until(until);
        }
        let proved = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (flow.proves)(&desk)));
        assert!(proved.is_ok(), "{}\n{}", flow.name, seen.join("\n"));
    }
}

fn stages(desk: &Desk) -> Vec<Stage> {
    orders(desk).into_iter().map(|(_, stage)| stage).collect()
}

fn orders(desk: &Desk) -> Vec<(u8, Stage)> {
    let w = desk.w();
    w.orders
        .values()
        .map(|order| (order.priority, order.stage))
        .collect()
}

fn lines(desk: &Desk, holder: &str, item: &str, wanted: impl Fn(Status) -> bool) -> i64 {
    let w = desk.w();
    let scan = w.scan(holder);
    let holder = scan
        .lpn()
        .map_or_else(|| Holder::Place(scan.place().unwrap()), Holder::Lpn);
    let item = w.scan(item).item().unwrap().0;
    let lines = w.stock_in(holder);
    lines
        .filter(|(key, _)| key.item == item && wanted(key.status))
        .map(|(_, stock)| stock.on_hand.0)
        .sum()
}

/// So many of an item lie there.
fn on(desk: &Desk, holder: &str, item: &str) -> i64 {
    lines(desk, holder, item, |_| true)
}

fn held(desk: &Desk, holder: &str, item: &str, status: Status) -> i64 {
    lines(desk, holder, item, |found| found == status)
}

/// Six lamps at A-01 and two cups at A-02 are to be picked.
fn picks() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("1001", &[("LAMP", 6), ("CUP", 2)]);
    let groups = vec![vec![order]];
    world.when(LEA, release::Command::Release { groups });
    world
}

/// Two lamps and three cups in tote T-01 at bench B1.
fn picked() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 50);
    let order = world.order("1001", &[("LAMP", 2), ("CUP", 3)]);
    world.picked(order, "T-01");
    world
}

/// Three parcels wait for their carrier.
fn packed() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    for number in ["1001", "1002", "1003"] {
        world.packed(number, 1);
    }
    world
}

/// 48 lamps and 20 tins of soup are announced.
fn announced() -> World {
    let mut world = World::new();
    let lines = [("LAMP", 48), ("SOUP", 20)].map(|(item, qty)| ReceiptLine::new(world.item(item), Qty(qty)));
    let receipt = Receipt {
        id: ReceiptId(0),
        number: "PO-77".into(),
        supplier: "Lantern Works".into(),
        owner: world.w.owner_by_code("ACME").unwrap().id,
        expected_at: world.now + HOUR_MS,
        dock: Some(world.place("D1")),
        blind: false,
        lines: lines.into(),
    };
    let save = receiving::Command::Save(Box::new(receipt));
    world.ask(Actor::System, save).unwrap();
    world
}

/// 48 lamps and six cups stand at the dock; lamps lie in A-01 already.
fn arrived() -> World {
    let mut world = World::new();
    world.stock("D1", "LAMP", 48).stock("A-01", "LAMP", 10);
    world.stock("D1", "CUP", 6);
    world
}

/// Lamps and cups share A-05.
fn aisle() -> World {
    let mut world = World::new();
    world.stock("A-05", "LAMP", 48).stock("A-05", "CUP", 6);
    world
}

/// 37 lamps by the book at A-01, nothing at A-03: both are to be counted.
fn to_count() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 37);
    world.counts(&["A-01", "A-03"]);
    world
}

/// Two orders wait.
fn waiting() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let now = world.now;
    for number in ["1001", "1002"] {
        world.now = now;
        world.order(number, &[("LAMP", 1)]);
    }
    world
}

/// Ada has a list in hand, with something in tote T-01.
fn in_hands() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("1001", &[("LAMP", 6), ("CUP", 2)]);
    let task = world.picking("1", &[order]);
    world.scans("1", task, &["A-01", "LAMP", "T-01"]);
    world
}

/// The book has 48 lamps in A-05; Mei and then Lea counted 46.
fn to_review() -> World {
    let mut world = World::new();
    world.stock("A-05", "LAMP", 48);
    let count = world.counts(&["A-05"]);
    for worker in [MEI, LEA] {
        if world.w.count(count).unwrap().state == CountState::Review {
            break;
        }
        world.when(worker, counting::Command::Claim { count: Some(count) });
        world.count_scans(worker, count, &["A-05", "LAMP"]);
        world.when(worker, counting::Command::Quantity { count, qty: Qty(46) });
        world.count_scans(worker, count, &["A-05"]);
    }
    world
}

/// Ben met a new code on a lamp.
fn proposed() -> World {
    use pickface::domain::aliases::{Command, Lesson};
    let mut world = World::new();
    let lesson = Lesson::Alias {
        code: "4000-NEW".into(),
        item: world.item("LAMP"),
        contents: Qty(1),
    };
    world.when("2", Command::Propose(lesson));
    world
}
