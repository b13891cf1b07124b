//! A terminal without its wire: bytes in, the bytes of a frame out, on a journal in memory that syncs nothing.

use pickface::domain::ids::DeviceId;
use pickface::domain::{Timestamp, Via, Warehouse};
use pickface::hub::sign_in::{Attempt, sign_in};
use pickface::hub::{Hub, Limits};
use pickface::scan::Profile;
use pickface::store::journal::{Journal, JournalBase, JournalOptions};
use pickface::store::medium::SimulatedMedium;
use pickface::ui::input::{Input, InputReader};
use pickface::ui::locale::Lang;
use pickface::ui::screen::Told;
use pickface::ui::session::{Effect, Kit, Session};
use pickface::ui::theme::Theme;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::Path;
use std::sync::Arc;

pub struct Terminal {
    pub hub: Hub,
    pub session: Session,
    reader: InputReader,
    shown: Buffer,
    /// Milliseconds of the terminal's own clock: bytes of one read come at one moment, people take their time.
    time: u64,
    now: Timestamp,
    /// Frames drawn so far, and the bytes of the last one.
    pub frames: u64,
    pub frame: Vec<u8>,
}

impl Terminal {
    /// A terminal of 80x24 at the sign-in screen of this warehouse.
    pub fn new(warehouse: Warehouse) -> Terminal {
        let options = JournalOptions {
            base: JournalBase {
                seq: warehouse.seq,
                ..JournalBase::default()
            },
            ..JournalOptions::default()
        };
        let medium = Arc::new(SimulatedMedium::new());
        let (journal, _) = Journal::open(medium, Path::new("/bench"), options, None).unwrap();
        let now = warehouse.clock;
        let hub = Hub::start(journal, warehouse, Limits::default()).unwrap();
        hub.run_jobs().unwrap();
        let kit = Kit::new(true);
        let session = Session::new(kit, Lang::En, Theme::default(), DeviceId(1), 7, hub.view());
        let area = Rect::new(0, 0, 80, 24);
        let mut terminal = Terminal {
            hub,
            session,
            reader: InputReader::new(Profile::default()),
            shown: Buffer::empty(area),
            time: 0,
            now,
            frames: 0,
            frame: Vec::new(),
        };
        terminal.session.input(Input::Resize {
            columns: area.width,
            rows: area.height,
        });
        terminal.settle();
        terminal
    }

    /// Bytes of one read, and the frame that follows from them.
    pub fn read(&mut self, bytes: &[u8]) {
        for input in self.reader.feed(bytes, self.time) {
            self.session.input(input);
        }
        self.session.echo(self.reader.echo());
        self.settle();
    }

    /// Time passes; what was undecided is decided.
    pub fn wait(&mut self) {
        self.time += 2_000;
        for input in self.reader.tick(self.time) {
            self.session.input(input);
        }
        self.session.echo(self.reader.echo());
        self.settle();
    }

    /// A scanner's burst with its Enter.
    pub fn scan(&mut self, code: &str) {
        self.read(format!("{code}\r").as_bytes());
    }

    /// Letters at a human pace, and Enter.
    pub fn type_line(&mut self, text: &str) {
        for letter in text.chars() {
            self.read(letter.to_string().as_bytes());
            self.wait();
        }
        self.read(b"\r");
        self.wait();
    }

    /// What others did is seen.
    pub fn news(&mut self) {
        self.session.see(self.hub.view(), self.now);
        self.settle();
    }

    fn settle(&mut self) {
        loop {
            let effects = self.session.take_effects();
            if effects.is_empty() && self.session.is_working() {
                self.session.work();
                continue;
            }
            if effects.is_empty() {
                break;
            }
            for effect in effects {
                self.carry_out(effect);
            }
        }
        if self.session.is_stale() {
            self.draw();
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Ask(request) => {
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
                    via: Via::Scanned,
                    without_pin: true,
                };
                let outcome = sign_in(&self.hub, &attempt);
                self.session.see(self.hub.view(), self.now);
                self.session.signed_in(outcome);
            }
            Effect::Look(question) => self.session.told(&question, Told::Gone(Vec::new())),
            Effect::Bell(_) | Effect::Redraw => {}
            Effect::AskAbout(..)
            | Effect::Demo
            | Effect::SetPin { .. }
            | Effect::SetPassword { .. }
            | Effect::GoOn { .. }
            | Effect::FirstStart { .. }
            | Effect::Bye(_) => {
                panic!("no figure needs {effect:?}")
            }
        }
    }

    /// The bytes that turn what is shown into what the session shows, as a terminal gets them.
    fn draw(&mut self) {
        let mut next = Buffer::empty(self.shown.area);
        let cursor = self.session.draw(&mut next);
        self.frame.clear();
        let mut backend = CrosstermBackend::new(&mut self.frame);
        backend.draw(self.shown.diff(&next).into_iter()).unwrap();
        if let Some(at) = cursor {
            backend.set_cursor_position(at).unwrap();
        }
        self.shown = next;
        self.session.drawn();
        self.frames += 1;
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        let area = self.shown.area;
        let row = |y| (0..area.width).map(move |x| self.shown[(x, y)].symbol());
        let rows = (0..area.height).map(|y| row(y).collect::<String>().trim_end().to_owned());
        rows.collect::<Vec<_>>().join("\n")
    }
}
