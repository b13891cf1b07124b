//! One terminal in a small warehouse: the real session on the real hub, over a journal in memory.

use crate::world::{LEA, World};
use pickface::codes::carriers::Carriers;
use pickface::domain::ids::{DeviceId, WorkerId};
use pickface::domain::{Event, Record, Timestamp, Via, Warehouse, people, release};
use pickface::exchange::export::export_journal;
use pickface::hub::log_in::set_password;
use pickface::hub::pulse::Pulse;
use pickface::hub::sign_in::{Attempt, Cost, first_start, set_pin, sign_in};
use pickface::hub::{Hub, Limits, Request};
use pickface::keymap::Key;
use pickface::plan::day::Day;
use pickface::plan::slots::TRIPS;
use pickface::plan::watch::Rounds;
use pickface::scan::{Profile, RawScan, Via as ScanVia};
use pickface::store::codec::decode_record;
use pickface::store::history::{Gone, GoneKind, Looked, gone_in, items_that_left};
use pickface::store::journal::{Journal, JournalOptions, JournalReader};
use pickface::store::medium::SimulatedMedium;
use pickface::ui::input::{Input, InputReader};
use pickface::ui::locale::Lang;
use pickface::ui::screen::{Effort, Question, Told};
use pickface::ui::screens::slotting::MOST_MOVES;
use pickface::ui::session::{Effect, Kit, Session};
use pickface::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::Path;
use std::sync::Arc;

/// Every size that a screen must work at: handheld, vehicle, bench, lead.
pub const SIZES: [(u16, u16); 4] = [(20, 16), (40, 8), (80, 24), (120, 40)];

/// Records of one look back: few, so that stories come to the next page.
const LOOK: usize = 20;

/// A hundred lamps at A-01 and ten cups at A-02, and one pick list of six and two of them.
pub fn with_a_pick_list() -> World {
    let mut world = World::new();
    world.stock("A-01", "LAMP", 100).stock("A-02", "CUP", 10);
    let order = world.order("536365", &[("LAMP", 6), ("CUP", 2)]);
    let groups = vec![vec![order]];
    world.when(LEA, release::Command::Release { groups });
    world
}

pub struct Desk {
    pub hub: Hub,
    reader: JournalReader,
    pub session: Session,
    size: (u16, u16),
    now: Timestamp,
    /// Classes of the answers that were sounded, in order.
    pub bells: Vec<pickface::domain::Class>,
    /// Why the session ended, when it did.
    pub bye: Option<String>,
    scanned: u64,
    /// The file that was exported last.
    pub exported: Vec<u8>,
    /// From bytes to input, as the shell round a session does it.
    wire: InputReader,
    /// What a lead is told of how the house is doing; the hub's own where a story gives none.
    pub pulse: Option<Pulse>,
    /// The building's rules of parcel numbers.
    pub rules: Carriers,
    /// Who proved who they are while they were elsewhere too, and whether they stayed at both.
    pub elsewhere: Option<(WorkerId, Option<bool>)>,
}

impl Desk {
    /// A terminal of this size, at the sign-in screen.
    pub fn new(world: World, size: (u16, u16), lang: Lang) -> Desk {
        Desk::at(world, DeviceId(1), size, lang)
    }

    /// The same at a device of one's own.
    pub fn at(world: World, device: DeviceId, size: (u16, u16), lang: Lang) -> Desk {
        let medium = Arc::new(SimulatedMedium::new());
        let (journal, _) =
            Journal::open(medium, Path::new("/desk"), JournalOptions::default(), None).unwrap();
        let reader = journal.reader();
        let now = world.now;
        let hub = Hub::start(journal, world.w, Limits::default()).unwrap();
        hub.run_jobs().unwrap();
        let session = Session::new(Kit::new(true), lang, Theme::default(), device, 7, hub.view());
        let mut desk = Desk {
            hub,
            reader,
            session,
            size,
            now,
            bells: vec![],
            bye: None,
            scanned: 0,
            exported: vec![],
            wire: InputReader::default(),
            pulse: None,
            rules: Carriers::shipped().unwrap(),
            elsewhere: None,
        };
        desk.input(Input::Resize {
            columns: size.0,
            rows: size.1,
        });
        desk
    }

    /// A terminal where this worker is signed in, by number.
    pub fn of(world: World, worker: &str, size: (u16, u16), lang: Lang) -> Desk {
        let mut desk = Desk::new(world, size, lang);
        desk.type_line(worker);
        assert!(desk.session.who().is_some(), "{}", desk.screen());
        desk
    }

    /// Another terminal on the same warehouse.
    pub fn beside(&self, worker: &str) -> Desk {
        let kit = Kit::new(true);
        let client = 8 + worker.bytes().next().map_or(0, u64::from);
        let session = Session::new(
            kit,
            Lang::En,
            Theme::default(),
            DeviceId(2),
            client,
            self.hub.view(),
        );
        let mut desk = Desk {
            hub: self.hub.clone(),
            reader: self.reader.clone(),
            session,
            size: self.size,
            now: self.now,
            bells: vec![],
            bye: None,
            scanned: 0,
            exported: vec![],
            wire: InputReader::default(),
            pulse: None,
            rules: Carriers::shipped().unwrap(),
            elsewhere: None,
        };
        desk.type_line(worker);
        desk
    }

    pub fn w(&self) -> Warehouse {
        self.hub.view().warehouse.clone()
    }

    /// A finished scan.
    pub fn scan(&mut self, code: &str) -> &mut Desk {
        self.scanned += 1000;
        let scan = RawScan {
            data: code.to_owned(),
            canonical: None,
            raw: code.as_bytes().to_vec(),
            aim: None,
            via: ScanVia::Burst,
            started: self.scanned,
            at: self.scanned,
            repeat: false,
            notes: vec![],
        };
        self.input(Input::Scan(scan));
        self
    }

    /// Scans, one after the other.
    pub fn scans(&mut self, codes: &[&str]) -> &mut Desk {
        for code in codes {
            self.scan(code);
        }
        self
    }

    /// Keys by name: "f1", "enter", "ctrl-k".
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for key in keys.split(' ') {
            self.input(Input::Key(key.parse::<Key>().unwrap()));
        }
        self
    }

    pub fn type_text(&mut self, text: &str) -> &mut Desk {
        for letter in text.chars() {
            self.input(Input::Key(Key::char(letter)));
        }
        self
    }

    /// Types a line and presses Enter.
    pub fn type_line(&mut self, text: &str) -> &mut Desk {
        self.type_text(text).press("enter")
    }

    pub fn input(&mut self, input: Input) {
        self.session.input(input);
        self.settle();
    }

    /// What a terminal sends in one read, and silence after it.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Desk {
        self.scanned += 10_000;
        self.wire.listen(self.session.listens());
        for input in self.wire.feed(bytes, self.scanned) {
            self.input(input);
        }
        while let Some(due) = self.wire.next_deadline() {
            self.wire.listen(self.session.listens());
            for input in self.wire.tick(due) {
                self.input(input);
            }
        }
        self
    }

    /// Sees what others did meanwhile.
    pub fn look_up(&mut self) -> &mut Desk {
        self.session.see(self.hub.view(), self.now);
        self.settle();
        self
    }

    /// Looks up until something shows that others (a job, another terminal) bring about.
    pub fn look_until(&mut self, what: &str) -> &mut Desk {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !self.look_up().screen().contains(what) {
            assert!(
                std::time::Instant::now() < deadline,
                "no {what:?} in\n{}",
                self.screen()
            );
            std::thread::yield_now();
        }
        self
    }

    fn settle(&mut self) {
        loop {
            let effects = self.session.take_effects();
            if effects.is_empty() && self.session.is_working() {
                self.session.work();
                continue;
            }
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                self.carry_out(effect);
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Ask(request) => {
                let answer = self.hub.ask_blocking(*request);
                self.session.see(self.hub.view(), self.now);
                self.session.answered(answer);
            }
            Effect::AskAbout(mut request, seq) => {
                request.record = self
                    .reader
                    .read_one(seq)
                    .unwrap()
                    .map(|bytes| decode_record(&bytes).unwrap());
                let answer = self.hub.ask_blocking(*request);
                self.session.see(self.hub.view(), self.now);
                self.session.answered(answer);
            }
            Effect::Tell(request) => {
                self.hub.ask_blocking(*request).unwrap();
            }
            Effect::SignIn { badge, pin, device } => {
                let attempt = Attempt {
                    code: &badge,
                    pin: &pin,
                    device,
                    via: Via::Typed,
                    without_pin: true,
                };
                let outcome = sign_in(&self.hub, &attempt);
                self.session.see(self.hub.view(), self.now);
                self.session.signed_in(outcome);
            }
            Effect::SetPin { request, pin } => {
                let answer = set_pin(&self.hub, *request, &pin, Cost::Cheap);
                self.session.see(self.hub.view(), self.now);
                self.session.answered(answer);
            }
            Effect::SetPassword { request, password } => {
                let answer = set_password(&self.hub, *request, &password, Cost::Cheap);
                self.session.see(self.hub.view(), self.now);
                self.session.answered(answer);
            }
            Effect::GoOn { both } => {
                let (worker, _) = self.elsewhere.unwrap();
                self.elsewhere = Some((worker, Some(both)));
                let command = people::Command::SignedIn { worker };
                let request = Request {
                    device: DeviceId(1),
                    ..Request::by_system(command, Via::Scanned)
                };
                self.hub.ask_blocking(request).unwrap();
                self.session.see(self.hub.view(), self.now);
                self.session.signed_in(Ok(worker));
            }
            Effect::FirstStart { first, device } => {
                let outcome = first_start(&self.hub, &first, device, Cost::Cheap);
                self.session.see(self.hub.view(), self.now);
                self.session.signed_in(outcome);
            }
            Effect::Look(question) => {
                let told = self.find_out(&question);
                self.session.told(&question, told);
            }
            Effect::Bell(class) => self.bells.push(class),
            Effect::Redraw => {}
            Effect::Bye(why) => self.bye = Some(why),
            Effect::Demo => self.bye = Some("demo".into()),
        }
    }

    /// What the journal says, read from its first record on: no store behind stands here.
    fn find_out(&mut self, question: &Question) -> Told {
        let mut records = Vec::new();
        let mut read = self.reader.read_from(1);
        while let Some((_, bytes)) = read.next_record().unwrap() {
            records.push(decode_record(bytes).unwrap());
        }
        records.reverse();
        match question {
            Question::Records(asked) => {
                records.retain(|record| asked.wants(record));
                records.truncate(LOOK);
                let reached = records.last().filter(|_| records.len() == LOOK);
                let reached = reached.map_or(0, |record| record.seq);
                Told::Records(Looked { records, reached })
            }
            Question::Slots(search) => {
                let left = || items_that_left(&self.reader, TRIPS).unwrap();
                Told::Slots(search.step(&self.w(), left, MOST_MOVES).map(Box::new))
            }
            Question::Proof(seq) => Told::Proof(self.reader.prove(*seq).unwrap()),
            Question::Pulse => Told::Pulse(Box::new(self.pulse.clone().unwrap_or_else(|| self.hub.pulse()))),
            Question::Gone(code) => {
                let closed = |record: &Record| {
                    record.events.iter().find_map(|event| match event {
                        Event::OrderClosed(closed) if closed.order.number == *code => Some(Gone {
                            what: GoneKind::Order(Box::new(closed.order.as_ref().clone())),
                            record: record.clone(),
                        }),
                        _ => None,
                    })
                };
                let gone = |record: &Record| closed(record).or_else(|| gone_in(code, record.clone()));
                Told::Gone(records.iter().filter_map(gone).collect())
            }
            Question::Release(orders, effort) => {
                let w = self.hub.view().warehouse.clone();
                let rounds = if *effort == Effort::First { 0 } else { 200 };
                Told::Release(Box::new(Day::of(&w, orders).plan(&w, &mut Rounds(rounds))))
            }
            Question::CarrierRules => Told::CarrierRules(Box::new(self.rules.clone())),
            Question::SetScanner(found) => {
                let profile = found.host.profile(&found.separator, &Profile::default());
                self.wire.set_profile(profile.clone());
                Told::ScannerSet("/desk/scanners.toml".into(), Box::new(profile))
            }
            Question::Export(asked, format) => {
                self.exported.clear();
                let w = self.hub.view().warehouse.clone();
                let report = export_journal(&w, &self.reader, asked, *format, &mut self.exported).unwrap();
                Told::Exported("/desk/exports/journal".into(), report.written)
            }
        }
    }

    /// What is on the screen, a line a row, blanks at the end cut.
    pub fn screen(&self) -> String {
        self.screen_at(self.size)
    }

    /// What would be on a screen of another size.
    pub fn screen_at(&self, (width, height): (u16, u16)) -> String {
        let area = Rect {
            x: 0,
            y: 0,
            width,
            height,
        };
        let mut buffer = Buffer::empty(area);
        self.session.draw(&mut buffer);
        let row = |y: u16| {
            let mut line = String::new();
            let mut x = 0;
            while x < width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol))
                    .unwrap()
                    .max(1);
            }
            line.trim_end().to_owned()
        };
        (0..height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Draws at every size from nothing to a lead's, which must not panic.
    pub fn survives_every_size(&self) {
        for width in [0, 1, 2, 5, 19, 20, 39, 40, 80, 120, 200] {
            for height in [0, 1, 2, 3, 5, 8, 16, 24, 60] {
                self.screen_at((width, height));
            }
        }
    }
}
