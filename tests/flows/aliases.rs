use crate::world::*;
use pickface::codes::gs1::{Checks, parse};
use pickface::domain::aliases::{Command, Lesson, Refusal};
use pickface::domain::ids::{DeviceId, OwnerId, ProposalId};
use pickface::domain::items::{Barcode, Item};
use pickface::domain::meanings::{Likeness, Meaning};
use pickface::domain::receiving::{self, Prompt, Receipt, ReceiptLine};
use pickface::domain::{Actor, CommandId, Qty, Record, Refusal as Any, Via, masters, readings, undo};

/// A label of tomato soup whose separators were lost: the lot is ABC, or ABC17270131.
const LOST: &str = "010501234567890010ABC17270131";
const SPLIT: &str = "(01)05012345678900(10)ABC(17)270131";

/// A warehouse whose soup carries a trade item number.
fn kitchen() -> World {
    let mut world = World::new();
    let soup = world.w.items.get(&world.item("SOUP")).unwrap();
    let soup = Item {
        barcodes: vec![Barcode {
            code: "5012345678900".into(),
            contents: Qty(1),
        }],
        ..Item::clone(soup)
    };
    world.when_system(masters::Command::SaveItem(Box::new(soup)));
    // What century a label's date is of is seen from now.
    world.w.clock = world.now;
    world
}

fn alias(world: &World, code: &str, item: &str) -> Command {
    Command::Propose(Lesson::Alias {
        code: code.into(),
        item: world.item(item),
        contents: Qty(1),
    })
}

fn waiting(world: &World) -> ProposalId {
    *world.w.proposals.keys().next_back().unwrap()
}

fn learned(code: &str) -> Command {
    let message = parse(code, &Checks::ELEMENTS).unwrap();
    Command::Propose(Lesson::Reading {
        supplier: readings::supplier(&message).unwrap().into(),
        pattern: readings::pattern(&message).into(),
        example: code.into(),
    })
}

/// Takes a lot of soup in, so that the lot is known.
fn receive(world: &mut World, code: &str) {
    let receipt = Receipt {
        number: "PO-1".into(),
        supplier: "Kitchen".into(),
        owner: world.w.owner_by_code("ACME").unwrap().id,
        dock: Some(world.place("D1")),
        lines: vec![ReceiptLine::new(world.item("SOUP"), Qty(9))],
        id: pickface::domain::ids::ReceiptId(0),
        expected_at: world.now,
        blind: false,
    };
    world
        .ask(Actor::System, receiving::Command::Save(Box::new(receipt)))
        .unwrap();
    let receipt = *world.w.receipts.keys().next_back().unwrap();
    world.when(BEN, receiving::Command::Start { receipt });
    for code in [code, "D1"] {
        let code = code.into();
        world.when(BEN, receiving::Command::Scan { receipt, code });
    }
}

#[test]
fn a_code_is_an_items_from_a_leads_approval_on() {
    let mut world = kitchen();
    world.when(BEN, alias(&world, "4000-LAMP", "LAMP"));
    world.when(BEN, alias(&world, "4000-LAMP", "LAMP"));
    assert_eq!(world.w.proposals.len(), 1, "proposed twice, waits once");
    assert!(world.w.scan("4000-LAMP").targets.is_empty(), "not yet");
    let proposal = waiting(&world);
    assert!(matches!(
        world.refused(BEN, Command::Approve { proposal }),
        Any::Access(_)
    ));
    world.when(LEA, Command::Approve { proposal });
    assert_eq!(
        world.w.scan("4000-lamp").item(),
        Some((world.item("LAMP"), Qty(1)))
    );
    assert!(world.w.proposals.is_empty());
    let known = world.refused(BEN, alias(&world, "4000-LAMP", "CUP"));
    assert_eq!(known, Refusal::CodeKnown("4000-LAMP".into()).into());
    assert_eq!(
        world.refused(LEA, Command::Approve { proposal }),
        Refusal::NoProposal.into()
    );
}

#[test]
fn of_gs1_data_only_the_trade_item_number_is_learned() {
    let mut world = kitchen();
    world.when(
        BEN,
        alias(&world, "]C10109506000134352\u{1d}10L1\u{1d}21S", "CUP"),
    );
    let proposal = waiting(&world);
    world.when(LEA, Command::Approve { proposal });
    assert_eq!(
        world.w.scan("9506000134352").item(),
        Some((world.item("CUP"), Qty(1)))
    );
    assert_eq!(
        world.w.scan("(01)09506000134352(10)L2").lot.as_deref(),
        Some("L2")
    );
}

#[test]
fn what_is_wrong_is_rejected_by_a_lead_or_taken_back() {
    let mut world = kitchen();
    for worker in [LEA, BEN] {
        world.when(BEN, alias(&world, "77", "CUP"));
        let proposal = waiting(&world);
        assert!(matches!(
            world.refused(MEI, Command::Reject { proposal }),
            Any::Access(_)
        ));
        world.when(worker, Command::Reject { proposal });
        assert!(world.w.proposals.is_empty() && world.w.scan("77").targets.is_empty());
    }
    for (code, item, refusal) in [
        (String::new(), "CUP", Refusal::BadCode),
        ("x".repeat(49), "CUP", Refusal::BadCode),
    ] {
        assert_eq!(world.refused(BEN, alias(&world, &code, item)), refusal.into());
    }
}

#[test]
fn a_lot_is_never_guessed_where_separators_are_lost() {
    let mut world = kitchen();
    let scan = world.w.scan(LOST);
    assert_eq!(scan.item(), Some((world.item("SOUP"), Qty(1))));
    assert_eq!((scan.lot, scan.expiry), (None, None));
    assert!(
        scan.readings.iter().any(|code| code.as_ref() == SPLIT),
        "{:?}",
        scan.readings
    );
    assert!(scan.readings.len() > 1);
    // Each answer is a code that says just itself.
    for code in &scan.readings {
        assert!(world.w.scan(code).readings.is_empty(), "{code}");
    }
    let sure = world.w.scan("010501234567890010ABC\u{1d}17270131");
    assert_eq!(sure.lot.as_deref(), Some("ABC"), "its separator came");
    // Received as it came, the lot is still asked for.
    receive_step(&mut world, LOST);
    let ben = world.worker(BEN);
    let prompt = world.w.receiving_of(ben).unwrap().prompt(&world.w);
    assert_eq!(prompt, Prompt::Lot(world.item("SOUP")));
}

fn receive_step(world: &mut World, code: &str) {
    let owner = world.w.owner_by_code("ACME").unwrap().id;
    let dock = world.place("D1");
    world.when(BEN, receiving::Command::OpenBlind { owner, dock });
    let receipt = *world.w.receipts.keys().next_back().unwrap();
    let code = code.into();
    world.when(BEN, receiving::Command::Scan { receipt, code });
}

#[test]
fn a_known_lot_settles_how_its_label_is_read() {
    let mut world = kitchen();
    receive(&mut world, SPLIT);
    let scan = world.w.scan(LOST);
    assert_eq!(scan.lot.as_deref(), Some("ABC"));
    assert_eq!(
        scan.expiry.map(|day| day.date().to_string()).as_deref(),
        Some("2027-01-31")
    );
    assert!(scan.readings.is_empty());
}

#[test]
fn a_reading_that_a_lead_approved_holds_for_the_suppliers_other_labels() {
    let mut world = kitchen();
    world.when(BEN, learned(SPLIT));
    assert!(!world.w.scan(LOST).readings.is_empty(), "not yet");
    let proposal = waiting(&world);
    world.when(LEA, Command::Approve { proposal });
    let other = world.w.scan("010501234567890010XYZ17280229");
    assert_eq!(other.lot.as_deref(), Some("XYZ"));
    assert_eq!(
        other.expiry.map(|day| day.date().to_string()).as_deref(),
        Some("2028-02-29")
    );
    assert!(world.when(BEN, learned(SPLIT)).is_empty(), "known already");
}

/// Eight digits that are the lamp's GTIN-8 and the short form of the cup's UPC-A.
const TWO: &str = "01234565";

/// A warehouse where one code can stand for two items.
fn two_items() -> World {
    let mut world = kitchen();
    for (item, code) in [("LAMP", TWO), ("CUP", "012345000065")] {
        let item = world.w.items.get(&world.item(item)).unwrap();
        let item = Item {
            barcodes: vec![Barcode {
                code: code.into(),
                contents: Qty(1),
            }],
            ..Item::clone(item)
        };
        world.when_system(masters::Command::SaveItem(Box::new(item)));
    }
    world
}

fn acme(world: &World) -> Option<OwnerId> {
    Some(world.w.owner_by_code("ACME").unwrap().id)
}

/// What somebody proposes who chose this item for the label.
fn chosen(world: &World, code: &str, item: &str, owner: Option<OwnerId>) -> Command {
    let scan = world.w.scan_for(code, owner);
    Command::Propose(Lesson::Meaning(
        scan.choice(&world.w, world.item(item), owner).unwrap(),
    ))
}

fn approve(world: &mut World, command: Command) -> Vec<pickface::domain::Event> {
    world.when(BEN, command);
    let proposal = waiting(world);
    world.when(LEA, Command::Approve { proposal })
}

#[test]
fn which_item_a_label_means_holds_from_a_leads_approval_on() {
    let mut world = two_items();
    let (lamp, cup) = (world.item("LAMP"), world.item("CUP"));
    assert_eq!(world.w.scan(TWO).item(), None, "it may be either");
    world.when(BEN, chosen(&world, TWO, "CUP", None));
    world.when(BEN, chosen(&world, TWO, "CUP", None));
    world.when(MEI, chosen(&world, TWO, "LAMP", None));
    assert_eq!(
        world.w.proposals.len(),
        2,
        "proposed twice, waits once; another answer waits too"
    );
    assert_eq!(world.w.scan(TWO).item(), None, "not yet");
    let proposal = *world.w.proposals.keys().next().unwrap();
    assert!(matches!(
        world.refused(MEI, Command::Approve { proposal }),
        Any::Access(_)
    ));
    world.when(LEA, Command::Approve { proposal });
    assert!(world.w.proposals.is_empty(), "the other answer is answered by it");
    let scan = world.w.scan(TWO);
    assert_eq!(scan.item(), Some((cup, Qty(1))));
    // Whoever asks for the lamp by name is still given it under this code.
    assert_eq!(
        (scan.of_item(lamp), scan.of_item(cup)),
        (Some(Qty(1)), Some(Qty(1)))
    );
    assert!(
        world
            .when(BEN, Command::Propose(learned_lesson(&world)))
            .is_empty(),
        "known already"
    );
    world.check_invariants();
}

fn learned_lesson(world: &World) -> Lesson {
    Lesson::Meaning(Meaning::clone(world.w.meanings.values().next().unwrap()))
}

#[test]
fn it_holds_for_labels_like_it_alone() {
    let mut world = two_items();
    let cup = Some((world.item("CUP"), Qty(1)));
    let acme = acme(&world);
    let cup_for_acme = chosen(&world, TWO, "CUP", acme);
    approve(&mut world, cup_for_acme);
    for (code, owner, known) in [
        (TWO, acme, cup),
        (" 01234565 ", acme, cup),
        // Other work, and another owner's goods.
        (TWO, None, None),
        (TWO, world.w.owner_by_code("BOLT").map(|owner| owner.id), None),
        // An identifier that says which of the two it is needs no lesson.
        ("]E401234565", acme, Some((world.item("LAMP"), Qty(1)))),
    ] {
        assert_eq!(world.w.scan_for(code, owner).item(), known, "{code} {owner:?}");
    }
    // A receiver's scan of it is booked as what it means.
    let owner = acme.unwrap();
    let dock = world.place("D1");
    world.when(BEN, receiving::Command::OpenBlind { owner, dock });
    let receipt = *world.w.receipts.keys().next_back().unwrap();
    for code in [TWO, "D1"] {
        let code = code.into();
        world.when(BEN, receiving::Command::Scan { receipt, code });
    }
    assert_eq!(world.in_bin("D1", "CUP"), 1);
}

#[test]
fn a_third_item_under_the_number_opens_the_question_again() {
    let mut world = two_items();
    let cup = chosen(&world, TWO, "CUP", None);
    approve(&mut world, cup);
    let stale = learned_lesson(&world);
    // An item whose own code is the text that the label carries in another form.
    let soup = world.w.items.get(&world.item("LAMP")).unwrap();
    let without = Item {
        barcodes: Vec::new(),
        ..Item::clone(soup)
    };
    world.when_system(masters::Command::SaveItem(Box::new(without)));
    let cup = Some((world.item("CUP"), Qty(1)));
    assert_eq!(world.w.scan(TWO).item(), cup, "one alone needs no lesson");
    let Lesson::Meaning(meaning) = &stale else {
        unreachable!()
    };
    let other = Meaning {
        item: meaning.among.iter().copied().find(|id| Some(*id) != meaning.item),
        ..meaning.clone()
    };
    assert_eq!(
        world.refused(BEN, Command::Propose(Lesson::Meaning(other))),
        Refusal::OtherItems.into()
    );
}

#[test]
fn a_lead_takes_it_back_or_wants_it_asked_each_time() {
    let mut world = two_items();
    let cup = chosen(&world, TWO, "CUP", None);
    world.when(MEI, chosen(&world, TWO, "LAMP", None));
    let events = approve(&mut world, cup.clone());
    assert_eq!(events.len(), 2, "the other answer goes with it");
    let forget = Command::Forget(learned_lesson(&world));
    assert!(matches!(world.refused(BEN, forget.clone()), Any::Access(_)));
    let record = Record {
        seq: 7,
        id: CommandId::default(),
        actor: world.actor(LEA),
        device: DeviceId(1),
        via: Via::Typed,
        at: world.now,
        input: "".into(),
        events,
    };
    let lea = world.actor(LEA);
    world
        .ask_about(lea, undo::Command { seq: 7 }, Some(record))
        .unwrap();
    assert_eq!(world.w.scan(TWO).item(), None, "undone");
    assert_eq!(world.refused(LEA, forget.clone()), Refusal::NotLearned.into());
    approve(&mut world, cup.clone());
    world.when(LEA, forget);
    assert_eq!(world.w.scan(TWO).item(), None, "forgotten");
    world.when(BEN, cup);
    let proposal = waiting(&world);
    world.when(LEA, Command::AskEachTime { proposal });
    let scan = world.w.scan(TWO);
    assert_eq!(
        (scan.item(), scan.choice(&world.w, world.item("CUP"), None)),
        (None, None)
    );
    world.when(BEN, alias(&world, "77", "CUP"));
    let proposal = waiting(&world);
    assert_eq!(
        world.refused(LEA, Command::AskEachTime { proposal }),
        Refusal::NoChoice.into()
    );
}

#[test]
fn how_a_suppliers_labels_are_read_can_be_forgotten_too() {
    let mut world = kitchen();
    approve(&mut world, learned(SPLIT));
    assert!(world.w.scan(LOST).readings.is_empty());
    let Command::Propose(lesson) = learned(SPLIT) else {
        unreachable!()
    };
    world.when(LEA, Command::Forget(lesson));
    assert!(!world.w.scan(LOST).readings.is_empty());
}

#[test]
fn a_likeness_is_number_shape_and_owner() {
    let world = two_items();
    let scan = world.w.scan(TWO);
    let meaning = scan.choice(&world.w, world.item("CUP"), None).unwrap();
    let of = Likeness {
        number: TWO.into(),
        shape: "".into(),
        owner: None,
    };
    assert_eq!(meaning.of, of);
    assert_eq!(
        scan.choice(&world.w, world.item("SOUP"), None),
        None,
        "not one of them"
    );
    assert_eq!(
        world.w.scan("CUP").choice(&world.w, world.item("CUP"), None),
        None,
        "no choice"
    );
}
