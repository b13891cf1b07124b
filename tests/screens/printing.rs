use crate::desk::{Desk, SIZES};
use crate::world::{LEA, MEI, World};
use pickface::domain::ids::OutboxId;
use pickface::domain::outbox::{self, Command, State};
use pickface::ui::locale::Lang;

/// A label and a slip of order 1001 whose state is unknown and failed, and the papers of 1002 that wait.
fn queue() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    for (place, printer) in [("B1", "labels"), ("D1", "tcp:10.0.0.9")] {
        let (place, printer) = (world.place(place), printer.into());
        world.when_system(Command::SetPrinter { place, printer });
    }
    world.packed("1001", 1);
    world.packed("1002", 1);
    let ids: Vec<OutboxId> = world.w.outbox.keys().copied().collect();
    world.when_system(Command::BeginSend { id: ids[0] });
    world.when_system(Command::MarkUnknown { id: ids[0] });
    world.when_system(Command::BeginSend { id: ids[1] });
    world.when_system(Command::MarkFailed {
        id: ids[1],
        reason: "it is out of paper".into(),
        retry: false,
    });
    world
}

fn states(desk: &Desk) -> Vec<State> {
    desk.w().outbox.values().map(|entry| entry.state).collect()
}

#[test]
fn the_queue_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        for size in SIZES {
            let name = format!("printing-{}-{}x{}", lang.tag(), size.0, size.1);
            let mut desk = Desk::of(queue(), LEA, size, lang);
            desk.scan("PFTOPRINT");
            insta::assert_snapshot!(name.clone(), desk.screen());
            desk.survives_every_size();
            desk.press("down f2");
            insta::assert_snapshot!(format!("{name}-other"), desk.screen());
            desk.survives_every_size();
        }
    }
}

#[test]
fn an_unknown_label_was_printed_or_is_made_anew() {
    let mut desk = Desk::of(queue(), MEI, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").press("f3");
    assert_eq!(
        states(&desk),
        [State::Failed, State::Pending, State::Pending],
        "{}",
        desk.screen()
    );
    let mut desk = Desk::of(queue(), MEI, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").press("f1");
    let w = desk.w();
    let first = w.parcels.values().next().unwrap();
    assert_eq!(first.seal.as_ref().unwrap().copy, 2, "{}", desk.screen());
    assert!(states(&desk).iter().all(|state| *state != State::Unknown));
}

#[test]
fn what_failed_is_tried_again_here_or_elsewhere() {
    let mut desk = Desk::of(queue(), MEI, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").press("down f5");
    assert!(desk.screen().contains("it is out of paper"), "{}", desk.screen());
    desk.press("esc f1");
    assert_eq!(states(&desk)[1], State::Pending, "{}", desk.screen());

    let mut desk = Desk::of(queue(), MEI, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").press("down f2").type_line("nonsense");
    assert!(desk.screen().contains("is no printer"), "{}", desk.screen());
    desk.scan("D1");
    let w = desk.w();
    let entry = w.outbox.values().nth(1).unwrap();
    assert_eq!(
        (entry.state, entry.printer.as_ref()),
        (State::Pending, "tcp:10.0.0.9"),
        "{}",
        desk.screen()
    );
    assert!(desk.screen().contains("Print queue"), "{}", desk.screen());
}

#[test]
fn a_scanned_label_finds_its_line_and_a_lead_drops_it() {
    let world = queue();
    let second = world.w.parcels.keys().next_back().copied().unwrap();
    let code = world.sscc(second);
    let mut desk = Desk::of(world, LEA, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").scan(&format!("00{code}")).scan("PFDROP");
    let w = desk.w();
    let left = w
        .outbox
        .values()
        .filter(|e| e.kind.code().as_ref() == code)
        .count();
    assert_eq!(left, 1, "{}", desk.screen());
    desk.scan("A-01");
    assert!(
        desk.screen().contains("Nothing to print is known"),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_waits_needs_no_answer_and_an_empty_queue_says_so() {
    let mut desk = Desk::of(queue(), LEA, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").press("end f3");
    assert!(
        desk.screen().contains("nobody has to look yet"),
        "{}",
        desk.screen()
    );
    let mut desk = Desk::of(World::new(), LEA, (80, 24), Lang::En);
    desk.scan("PFTOPRINT");
    assert!(
        desk.screen().contains("Nothing waits to be printed."),
        "{}",
        desk.screen()
    );
    desk.press("f1");
    assert!(
        desk.screen().contains("Choose a line first."),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_packer_sees_what_the_printer_does_meanwhile() {
    let mut desk = Desk::of(queue(), MEI, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").press("end");
    let ids: Vec<OutboxId> = desk.w().outbox.keys().copied().collect();
    for command in [
        outbox::Command::BeginSend { id: ids[2] },
        outbox::Command::MarkSent { id: ids[2] },
    ] {
        let request = pickface::hub::Request::by_system(command, pickface::domain::Via::Job);
        desk.hub.ask_blocking(request).unwrap();
    }
    desk.look_up();
    assert_eq!(desk.screen().matches("waiting").count(), 1, "{}", desk.screen());
}

/// A lead sets a bench's printer up by keys alone; what is no set-up is refused where it stands.
#[test]
fn a_printer_is_set_up_with_paper_and_font() {
    let mut desk = Desk::of(queue(), LEA, (80, 24), Lang::En);
    desk.scan("PFTOPRINT").press("enter");
    let listed = desk.screen();
    assert!(
        listed.contains("1 B1  labels") && listed.contains("D1  tcp:10.0.0.9"),
        "{listed}"
    );
    desk.survives_every_size();
    desk.type_line("1").press("ctrl-u").type_line("tcp:");
    assert!(
        desk.screen().contains("`tcp:` is no printer; write file:FOLDER"),
        "{}",
        desk.screen()
    );
    for line in ["tcp:10.0.0.7", "100x150", "300", "E:SIMSUN.TTF", "zh-Hans"] {
        desk.press("ctrl-u").type_line(line);
        desk.survives_every_size();
    }
    let w = desk.w();
    let place = w.scan("B1").place().unwrap();
    assert_eq!(
        w.printers[&place].as_ref(),
        "tcp:10.0.0.7;paper=100x150;dpi=300;font=E:SIMSUN.TTF;words=zh-Hans"
    );
    // An empty line takes it away.
    desk.scan("B1").press("ctrl-u enter");
    assert!(!desk.w().printers.contains_key(&place), "{}", desk.screen());
}
