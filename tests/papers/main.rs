//! From closed parcels to paper: the runner of the outbox against folders and against printers that misbehave.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story that goes wrong should say so loudly"
)]

#[allow(
    dead_code,
    reason = "the small warehouse is shared with the stories of the core"
)]
#[path = "../flows/world.rs"]
mod world;

use pickface::domain::ids::OutboxId;
use pickface::domain::outbox::{Command, Labelled, State};
use pickface::domain::places::Place;
use pickface::domain::{Actor, Event, Via, Warehouse, masters, orders};
use pickface::exchange::outbox::{Options, OutboxRunner};
use pickface::exchange::printer::Timeouts;
use pickface::hub::seal::{Consignee, KeyFile};
use pickface::hub::{Hub, Limits, Request, Site, SiteOptions};
use pickface::store::codec::decode_record;
use pickface::store::journal::{Journal, JournalOptions, JournalReader};
use pickface::store::medium::{DiskMedium, Fault, SimulatedMedium};
use pickface::store::state::apply;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use world::World;

fn fast() -> Options {
    Options {
        timeouts: Timeouts {
            connect: Duration::from_secs(5),
            write: Duration::from_secs(5),
            answer: None,
        },
        retry_after: Duration::from_millis(1),
    }
}

struct Shop {
    hub: Hub,
    reader: JournalReader,
}

/// The world goes on in a hub, over a journal in memory.
fn shop(world: World) -> Shop {
    let medium = Arc::new(SimulatedMedium::new());
    let (journal, _) = Journal::open(medium, Path::new("/j"), JournalOptions::default(), None).unwrap();
    let reader = journal.reader();
    let hub = Hub::start(journal, world.w, Limits::default()).unwrap();
    Shop { hub, reader }
}

impl Shop {
    fn ask(&self, command: Command) {
        self.hub
            .ask_blocking(Request::by_system(command, Via::Job))
            .unwrap();
    }

    fn wait_for(&self, what: impl Fn(&Warehouse) -> bool) {
        wait_for(&self.hub, what);
    }

    /// Every state that entries of the outbox came to, in order.
    fn states(&self) -> Vec<State> {
        let mut found = Vec::new();
        let mut records = self.reader.read_from(1);
        while let Some((_, bytes)) = records.next_record().unwrap() {
            let record = decode_record(bytes).unwrap();
            found.extend(record.events.iter().filter_map(|event| match event {
                Event::OutboxChanged(changed) => Some(changed.state),
                _ => None,
            }));
        }
        found
    }
}

fn wait_for(hub: &Hub, what: impl Fn(&Warehouse) -> bool) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let mut views = hub.watch();
    let seen = runtime.block_on(async {
        let wait = views.wait_for(|view| what(&view.warehouse));
        tokio::time::timeout(Duration::from_secs(60), wait).await.is_ok()
    });
    assert!(seen, "waited in vain: {:?}", hub.view().warehouse.outbox);
}

/// One closed parcel, whose label and slip go to this printer of bench B1.
fn packed(printer: &str) -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100);
    let (place, printer) = (world.place("B1"), printer.into());
    world.when_system(Command::SetPrinter { place, printer });
    world.packed("1001", 2);
    world
}

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder)
        .map(|all| all.collect::<Vec<_>>())
        .unwrap_or_default();
    let mut names: Vec<String> = entries
        .into_iter()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_plain_name_is_a_folder_that_gets_label_and_slip_as_text_and_zpl() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = packed("labels");
    let keys = KeyFile::open(&DiskMedium, folder.path()).unwrap();
    let sealed = keys
        .seal(&Consignee {
            name: "Grace Hopper".into(),
            phone: "555 0100".into(),
            address: "1 Navy Yard\nWashington".into(),
        })
        .unwrap();
    let order = world.w.scan("1001").order().unwrap();
    let mut with_consignee = orders::Order::clone(&world.w.orders[&order]);
    with_consignee.consignee = Some(sealed.clone());
    world.w.orders.insert(order, Arc::new(with_consignee));
    let sscc = world.sscc(world.parcel());

    let shop = shop(world);
    let runner = OutboxRunner::over(&shop.hub, folder.path(), fast()).unwrap();
    shop.wait_for(|w| w.outbox.is_empty());
    runner.stop();
    let printed = folder.path().join("print/labels");
    let names = files(&printed);
    assert_eq!(names.len(), 4, "{names:?}");
    let read = |part: &str| {
        let name = names.iter().find(|name| name.contains(part)).unwrap();
        std::fs::read_to_string(printed.join(name)).unwrap()
    };
    let label = read(&format!("parcel-label-{sscc}.txt"));
    for expected in ["Grace Hopper", "1 Navy Yard", "United Kingdom", "Dash", "1001"] {
        assert!(label.contains(expected), "{expected} in\n{label}");
    }
    let zpl = read(&format!("parcel-label-{sscc}.zpl"));
    assert!(zpl.starts_with("^XA") && zpl.contains(&sscc), "{zpl}");
    let slip = read(&format!("packing-slip-{sscc}.txt"));
    assert!(
        slip.contains("WHITE METAL LANTERN") && slip.contains("Grace Hopper"),
        "{slip}"
    );
    assert_eq!(
        shop.states(),
        [State::Sending, State::Sent, State::Sending, State::Sent]
    );
}

#[test]
fn a_forgotten_consignee_leaves_the_label_without_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = packed("labels");
    let keys = KeyFile::open(&DiskMedium, folder.path()).unwrap();
    let name = "Grace Hopper".into();
    let sealed = keys
        .seal(&Consignee {
            name,
            ..Consignee::default()
        })
        .unwrap();
    keys.forget(sealed.key).unwrap();
    let order = world.w.scan("1001").order().unwrap();
    let mut erased = orders::Order::clone(&world.w.orders[&order]);
    erased.consignee = Some(sealed);
    world.w.orders.insert(order, Arc::new(erased));
    let shop = shop(world);
    let _runner = OutboxRunner::over(&shop.hub, folder.path(), fast()).unwrap();
    shop.wait_for(|w| w.outbox.is_empty());
    for name in files(&folder.path().join("print/labels")) {
        let text = std::fs::read_to_string(folder.path().join("print/labels").join(name)).unwrap();
        assert!(!text.contains("Hopper"), "{text}");
    }
}

/// Ready, nothing waiting: the three lines that answer `~HS` (ZPL II Programming Guide).
const READY: &[u8] = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";

/// Takes the status query and says that all is well.
fn answers(stream: &mut TcpStream) {
    let mut query = [0; 5];
    stream.read_exact(&mut query).unwrap();
    assert_eq!(&query, b"~HS\r\n");
    stream.write_all(READY).unwrap();
}

/// A printer that prints one job and dies after the first byte of the second.
#[test]
fn a_printer_that_dies_midway_leaves_unknown_and_it_is_never_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp:{}", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut first, _) = listener.accept().unwrap();
        answers(&mut first);
        let mut job = String::new();
        first.read_to_string(&mut job).unwrap();
        drop(first);
        let (mut second, _) = listener.accept().unwrap();
        answers(&mut second);
        second.read_exact(&mut [0]).unwrap();
        // Closing with the rest of the job unread resets the line.
        job
    });
    let world = packed(&address);
    let place = world.place("B1");
    let slip = *world.w.outbox.keys().next_back().unwrap();
    let shop = shop(world);
    let options = Options {
        timeouts: Timeouts {
            answer: Some(Duration::from_secs(5)),
            ..fast().timeouts
        },
        ..fast()
    };
    let runner = OutboxRunner::over(&shop.hub, folder.path(), options).unwrap();
    let is_unknown = |w: &Warehouse| w.outbox.get(&slip).is_some_and(|e| e.state == State::Unknown);
    shop.wait_for(is_unknown);
    let job = served.join().unwrap();
    assert!(job.starts_with("^XA") && job.trim_end().ends_with("^XZ"), "{job}");

    // Other papers go on; what is unknown waits for somebody, and for ever.
    let printer = "labels".into();
    shop.ask(Command::Print {
        labels: vec![Labelled::Place(place)],
        place: Some(place),
        printer,
    });
    shop.wait_for(|w| w.outbox.len() == 1);
    assert!(is_unknown(&shop.hub.view().warehouse));
    assert_eq!(
        shop.states(),
        [
            State::Sending,
            State::Sent,
            State::Sending,
            State::Unknown,
            State::Sending,
            State::Sent
        ]
    );
    runner.stop();
}

#[test]
fn a_printer_that_is_off_is_tried_five_times_and_then_failed() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp:{}", listener.local_addr().unwrap());
    drop(listener);
    let shop = shop(packed(&address));
    let runner = OutboxRunner::over(&shop.hub, folder.path(), fast()).unwrap();
    shop.wait_for(|w| w.outbox.values().all(|e| e.state == State::Failed));
    let view = shop.hub.view();
    assert!(view.warehouse.outbox.values().all(|e| e.attempts == 5));
    assert_eq!(view.warehouse.outbox.len(), 2);
    // Somebody sends them to another printer: they come out there.
    for id in view.warehouse.outbox.keys() {
        let printer = Some("spare".into());
        shop.ask(Command::Retry { id: *id, printer });
    }
    shop.wait_for(|w| w.outbox.is_empty());
    runner.stop();
    assert_eq!(files(&folder.path().join("print/spare")).len(), 4);
}

#[test]
fn without_a_printer_papers_wait_and_a_bad_address_fails_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = packed("");
    world.w.printers = Default::default();
    let place = world.place("B1");
    let shop = shop(world);
    let runner = OutboxRunner::over(&shop.hub, folder.path(), fast()).unwrap();
    let printer = "tcp:".into();
    shop.ask(Command::Print {
        labels: vec![Labelled::Place(place)],
        place: None,
        printer,
    });
    shop.wait_for(|w| w.outbox.values().any(|e| e.state == State::Failed));
    let pending = shop.hub.view().warehouse.outbox_pending().count();
    assert_eq!(pending, 2, "the parcel's papers wait for a printer");
    let printer = "labels".into();
    shop.ask(Command::SetPrinter { place, printer });
    shop.wait_for(|w| w.outbox.len() == 1);
    runner.stop();
}

#[test]
fn what_was_being_sent_when_the_program_died_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = packed("labels");
    let first = *world.w.outbox.keys().next().unwrap();
    world.when_system(Command::BeginSend { id: first });
    let shop = shop(world);
    let runner = OutboxRunner::over(&shop.hub, folder.path(), fast()).unwrap();
    shop.wait_for(|w| w.outbox.len() == 1);
    runner.stop();
    assert_eq!(shop.states(), [State::Unknown, State::Sending, State::Sent]);
}

/// How often each paper was begun to be sent, as a journal tells.
fn begun(reader: &JournalReader) -> BTreeMap<OutboxId, u32> {
    let mut begun = BTreeMap::new();
    let mut records = reader.read_from(1);
    while let Some((_, bytes)) = records.next_record().unwrap() {
        for event in decode_record(bytes).unwrap().events {
            if let Event::OutboxChanged(changed) = event
                && changed.state == State::Sending
            {
                *begun.entry(changed.id).or_default() += 1;
            }
        }
    }
    begun
}

#[test]
fn a_crash_at_any_moment_between_the_record_and_the_paper_prints_nothing_twice_and_drops_nothing() {
    let world = packed("labels");
    let mut crashes = 0;
    for call in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let medium = SimulatedMedium::new();
        let open = |medium: &SimulatedMedium| {
            let medium = Arc::new(medium.clone());
            Journal::open(medium, Path::new("/j"), JournalOptions::default(), None)
                .unwrap()
                .0
        };
        let journal = open(&medium);
        medium.fail_at(medium.calls() + call, Fault::Stop);
        let hub = Hub::start(journal, world.w.clone(), Limits::default()).unwrap();
        let runner = OutboxRunner::over(&hub, folder.path(), fast()).unwrap();
        wait_for(&hub, |w| w.outbox.is_empty() || hub.stopped().is_some());
        let has_crashed = hub.stopped().is_some();
        runner.stop();
        hub.close();
        if !has_crashed {
            break;
        }
        crashes += 1;
        // A label and a slip, each as text and as ZPL.
        let printed = files(&folder.path().join("print/labels")).len() / 2;

        let after = medium.power_cut(call);
        let journal = open(&after);
        let reader = journal.reader();
        let durable = begun(&reader);
        assert!(
            printed <= durable.len(),
            "crash at call {call}: printed before it was durable"
        );
        let mut w = world.w.clone();
        let mut records = reader.read_from(1);
        while let Some((_, bytes)) = records.next_record().unwrap() {
            apply(&mut w, &decode_record(bytes).unwrap());
        }
        let hub = Hub::start(journal, w, Limits::default()).unwrap();
        let runner = OutboxRunner::over(&hub, folder.path(), fast()).unwrap();
        wait_for(&hub, |w| {
            w.outbox.values().all(|entry| entry.state == State::Unknown)
        });
        runner.stop();
        let left = &hub.view().warehouse.outbox;
        for id in world.w.outbox.keys() {
            let sent = begun(&reader).get(id).copied().unwrap_or(0);
            assert_eq!(sent, 1, "crash at call {call}: paper {id} was begun {sent} times");
        }
        let printed = files(&folder.path().join("print/labels")).len() / 2;
        assert!(
            printed + left.len() >= world.w.outbox.len(),
            "crash at call {call}"
        );
    }
    assert!(crashes > 6, "{crashes}");
}

#[test]
fn it_prints_for_a_site_and_stops_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("data");
    let site = Site::open(&root, SiteOptions::default()).unwrap();
    let runner = OutboxRunner::start(&site).unwrap();
    let place = Place {
        code: "A-07-12".into(),
        ..Place::default()
    };
    let ask =
        |command: pickface::domain::Command| site.ask(Actor::System, Via::CommandLine, command).unwrap();
    ask(masters::Command::SavePlace(place).into());
    let place = site.warehouse().scan("A-07-12").place().unwrap();
    let print = Command::Print {
        labels: vec![Labelled::Place(place)],
        place: None,
        printer: "labels".into(),
    };
    ask(print.into());
    let calibration = Command::PrintCalibration {
        place: None,
        printer: "labels".into(),
    };
    ask(calibration.into());
    wait_for(site.hub(), |w| w.outbox.is_empty());
    site.close();
    // The hub is closed: its runner has ended or ends by itself, which this waits for.
    runner.stop();
    let names = files(&root.join("print/labels"));
    assert_eq!(names.len(), 4, "{names:?}");
    let sheet = names
        .iter()
        .find(|name| name.ends_with("calibration-sheet-CALIBRATION.zpl"));
    let sheet = std::fs::read_to_string(root.join("print/labels").join(sheet.unwrap())).unwrap();
    assert_eq!(sheet.matches("^BC").count(), 2, "{sheet}");
}

/// A font file with a few Han characters, and an order of somebody whose name is written with them.
fn with_han_consignee(folder: &Path, printer: &str) -> Shop {
    let mut world = packed(printer);
    let keys = KeyFile::open(&DiskMedium, folder).unwrap();
    let sealed = keys
        .seal(&Consignee {
            name: "\u{738b}\u{82b3}".into(),
            phone: String::new(),
            address: "\u{4e0a}\u{6d77}".into(),
        })
        .unwrap();
    let order = world.w.scan("1001").order().unwrap();
    let mut with_consignee = orders::Order::clone(&world.w.orders[&order]);
    with_consignee.consignee = Some(sealed);
    world.w.orders.insert(order, Arc::new(with_consignee));
    shop(world)
}

/// The first job that a network printer of this set-up is sent.
fn first_job(folder: &Path, set_up: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let printer = format!("tcp:{}{set_up}", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut job = String::new();
        stream.read_to_string(&mut job).unwrap();
        job
    });
    let shop = with_han_consignee(folder, &printer);
    let runner = OutboxRunner::over(&shop.hub, folder, fast()).unwrap();
    let job = served.join().unwrap();
    runner.stop();
    job
}

#[test]
fn a_chinese_name_comes_out_of_a_network_printer_by_its_font_or_as_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let resident = first_job(folder.path(), ";font=E:SIMSUN.TTF;dpi=300;words=zh-Hans");
    assert!(
        resident.contains(",E:SIMSUN.TTF^FH_^FD\u{738b}\u{82b3}^FS"),
        "{resident}"
    );
    // 100 x 150 mm at 300 dpi.
    assert!(resident.contains("^PW1181^LL1772"), "{resident}");
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/papers/han.ttf");
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(fonts, folder.path().join("han.ttf")).unwrap();
    let drawn = first_job(folder.path(), ";font=han.ttf");
    assert!(drawn.contains("^GFA,") && drawn.is_ascii(), "{drawn}");
}

#[test]
fn without_a_font_a_chinese_name_fails_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let shop = with_han_consignee(folder.path(), "tcp:127.0.0.1:9");
    let runner = OutboxRunner::over(&shop.hub, folder.path(), fast()).unwrap();
    shop.wait_for(|w| w.outbox.values().any(|e| e.state == State::Failed));
    let view = shop.hub.view();
    let note = view.warehouse.outbox.values().map(|e| e.note.clone()).next();
    assert!(note.unwrap().contains("font"), "{:?}", view.warehouse.outbox);
    runner.stop();
}
