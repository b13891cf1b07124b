//! How soon a screen answers: the echo of a key, and a finished scan to its finished frame, without the sync.

use crate::terminal::Terminal;
use hdrhistogram::Histogram;
use pickface::domain::ids::WorkerId;
use pickface::domain::jobs::{self, Work};
use pickface::domain::masters::{self, Owner};
use pickface::domain::orders::Stage;
use pickface::domain::people::Role;
use pickface::domain::picking::{PickTask, Prompt};
use pickface::domain::places::{Lpn, LpnKind, PlaceKind};
use pickface::domain::stock::Holder;
use pickface::domain::{Text, Via, Warehouse};
use pickface::exchange::demo::{DemoOptions, open_demo};
use pickface::hub::{Request, Site, SiteOptions};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Orders that are released, and looks and keys that are measured.
const ORDERS: usize = 200;
const SCANS: usize = 2_000;
const KEYS: usize = 2_000;

/// Measures on the demo in this folder, or on the sample in the program.
pub fn run(folder: Option<PathBuf>) {
    let scratch = tempfile::tempdir().unwrap();
    let site = match folder {
        Some(folder) => Site::open(&folder, SiteOptions::default()).unwrap(),
        None => {
            open_demo(&scratch.path().join("demo"), &DemoOptions::default())
                .unwrap()
                .0
        }
    };
    let warehouse = site.warehouse();
    site.close();
    println!(
        "{} items, {} places, {} open orders; 80x24",
        warehouse.items.len(),
        warehouse.places.len(),
        warehouse.orders.len()
    );
    let mut terminal = Terminal::new(warehouse);
    release(&terminal);
    let number = picker(&terminal);
    terminal.type_line(&number);
    terminal.wait();
    assert!(terminal.session.who().is_some(), "{}", terminal.text());
    keys(&mut terminal);
    looks(&mut terminal);
    picks(&mut terminal);
    nothing(&mut terminal);
}

fn ask(terminal: &Terminal, command: impl Into<pickface::domain::Command>) {
    let answer = terminal.hub.ask_blocking(Request::by_system(command, Via::Job));
    assert!(answer.is_ok(), "{answer:?}");
}

fn release(terminal: &Terminal) {
    let w = &terminal.hub.view().warehouse;
    let groups: Vec<Vec<_>> = w
        .orders_in(Stage::Waiting)
        .take(ORDERS)
        .map(|order| vec![order])
        .collect();
    ask(
        terminal,
        jobs::Command::Start(Work::Release {
            groups: groups.into(),
        }),
    );
    while !terminal.hub.view().warehouse.jobs.is_empty() {
        std::thread::yield_now();
    }
}

fn picker(terminal: &Terminal) -> Text {
    let view = terminal.hub.view();
    let picker = view
        .warehouse
        .workers
        .values()
        .find(|worker| worker.roles.contains(&Role::Picker));
    picker.unwrap().number.clone()
}

/// A letter into an empty line, and out of it again.
fn keys(terminal: &mut Terminal) {
    let mut times = Times::new();
    for _ in 0..KEYS {
        times.take(|| terminal.read(b"a"));
        terminal.wait();
        times.take(|| terminal.read(b"\x7f"));
        terminal.wait();
    }
    times.tell("echo of a key");
}

/// Items scanned where nothing is under way: each is looked up with all its places.
fn looks(terminal: &mut Terminal) {
    let view = terminal.hub.view();
    let codes = view.warehouse.items.values().map(|item| item.code.clone());
    let mut times = Times::new();
    for code in codes.take(SCANS) {
        times.take(|| terminal.scan(&code));
        terminal.wait();
    }
    times.tell("scan, looked up");
}

/// Pick lists from the claim to the bench, every scan a command and a frame.
fn picks(terminal: &mut Terminal) {
    let mut times = Times::new();
    let worker = terminal.session.who().unwrap();
    let mut scans = 0;
    while scans < SCANS {
        terminal.scan("PFTOPICK");
        terminal.wait();
        let mut tries = 0;
        while let Some(code) = next_code(&terminal.hub.view().warehouse, worker) {
            let before = terminal.hub.view().warehouse.seq;
            times.take(|| terminal.scan(&code));
            terminal.wait();
            scans += 1;
            tries = if terminal.hub.view().warehouse.seq == before {
                tries + 1
            } else {
                0
            };
            assert!(tries < 3, "{code} leads nowhere:\n{}", terminal.text());
        }
        if terminal.hub.view().warehouse.open_tasks().next().is_none() {
            break;
        }
    }
    times.tell("scan, one step of a pick");
}

/// What a picker scans at the prompt; none without a pick list.
fn next_code(w: &Warehouse, worker: WorkerId) -> Option<Text> {
    let task: &PickTask = w.task(w.task_of(worker)?)?;
    let line = |index: usize| task.lines.get(index);
    let tote_of = |order| {
        let bound = task.tote(order).and_then(|tote| tote.lpn);
        bound.and_then(|id| w.lpns.get(&id)).map(|lpn| lpn.code.clone())
    };
    let free = || {
        let is_free = |lpn: &&Arc<Lpn>| {
            lpn.kind == LpnKind::Tote
                && lpn.order.is_none()
                && w.stock_in(Holder::Lpn(lpn.id)).next().is_none()
        };
        w.lpns.values().find(is_free).map(|lpn| lpn.code.clone())
    };
    match task.prompt(w) {
        Prompt::Place(index) => Some(w.places.get(&line(index)?.place())?.code.clone()),
        Prompt::Item(index) => Some(w.items.get(&line(index)?.key.item)?.code.clone()),
        Prompt::Put(index, _) => tote_of(line(index)?.order).or_else(free),
        Prompt::SetAside(order) => tote_of(order),
        Prompt::Deposit => {
            let bench = w.places.values().find(|place| place.kind == PlaceKind::Bench);
            bench.map(|bench| bench.code.clone())
        }
    }
}

/// Others work at what this screen does not show: nothing is drawn.
fn nothing(terminal: &mut Terminal) {
    terminal.news();
    let frames = terminal.frames;
    for n in 0..100 {
        let owner = Owner {
            code: format!("OTHER-{n}").into(),
            ..Owner::default()
        };
        ask(terminal, masters::Command::SaveOwner(owner));
        terminal.news();
    }
    println!(
        "{:<26} {} frames",
        "100 changes elsewhere",
        terminal.frames - frames
    );
}

struct Times(Histogram<u32>);

impl Times {
    fn new() -> Times {
        // From a microsecond to ten seconds.
        Times(Histogram::new_with_bounds(1, 10_000_000, 3).unwrap())
    }

    fn take(&mut self, step: impl FnOnce()) {
        let began = Instant::now();
        step();
        let took = u64::try_from(began.elapsed().as_micros()).unwrap();
        self.0.saturating_record(took.max(1));
    }

    fn tell(&self, what: &str) {
        let ms = |quantile| f64::from(u32::try_from(self.0.value_at_quantile(quantile)).unwrap()) / 1000.0;
        println!(
            "{what:<26} {} times: p50 {:.3} ms, p99 {:.3} ms, most {:.3} ms",
            self.0.len(),
            ms(0.5),
            ms(0.99),
            ms(1.0)
        );
    }
}
