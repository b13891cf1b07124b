//! What a screen is: it tells what to draw as data, and turns what somebody did into requests.
//!
//! A screen never writes and never waits. It reads the warehouse of the moment, keeps at most its own cursor, and
//! asks through [`Cx`]; the session carries the asking out and brings the answer back.

use super::input::{Input, Listen};
use super::locale::Lang;
use super::prompt_view::PromptView;
use super::widgets::{Answer, Hint, MenuEntry, MenuState};
use super::words::Words;
use crate::codes::carriers::Carriers;
use crate::domain::access::Principal;
use crate::domain::ids::{DeviceId, ItemId, OrderId, OwnerId, WorkerId};
use crate::domain::people::Worker;
use crate::domain::{Command, Text, Timestamp, Topics, Via, Warehouse};
use crate::exchange::export::ExportFormat;
use crate::hub::Accepted;
use crate::hub::pulse::Pulse;
use crate::hub::sign_in::FirstStart;
use crate::keymap::{Action, Context, Keymaps};
use crate::plan::day::Release;
use crate::plan::slots::{Best, Slotting};
use crate::scan::Profile;
use crate::scan::calibration::{Host, Separator};
use crate::store::history::{Gone, LookBack, Looked};
use crate::store::journal::RecordProof;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

/// What a screen may read.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The warehouse of the moment.
    pub w: &'a Warehouse,
    /// Names, times and sentences.
    pub words: Words<'a>,
    /// Who is signed in.
    pub who: Option<WorkerId>,
    /// At which device.
    pub device: DeviceId,
    /// The moment.
    pub now: Timestamp,
    /// Lets anybody sign in without a PIN: a demo or scratch directory.
    pub open_house: bool,
    /// Columns and rows of the terminal, for screens that page by them.
    pub size: (u16, u16),
    /// The keymaps to choose from.
    pub keymaps: &'a Keymaps,
}

impl<'a> Here<'a> {
    /// The worker who is signed in.
    pub fn worker(&self) -> Option<&'a Worker> {
        self.who.and_then(|id| self.w.workers.get(&id)).map(AsRef::as_ref)
    }
}

/// What a screen asks of the journal and the store behind it, or of a planner: what takes longer than a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Records, latest first.
    Records(LookBack),
    /// The proof that a record stands in the journal as it was committed.
    Proof(u64),
    /// What left the building and was called so.
    Gone(Text),
    /// How the house is doing, and who is at which terminal.
    Pulse,
    /// All the records that are wanted into a file.
    Export(LookBack, ExportFormat),
    /// Which of these orders, in the order of the queue, are picked together.
    Release(Arc<[OrderId]>, Effort),
    /// The next part of a search for better slots.
    Slots(SlotSearch),
    /// Write the settings of a device's scanner.
    SetScanner(Box<Calibrated>),
    /// The building's rules of parcel numbers.
    CarrierRules,
}

/// How hard a planner tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// The first plan it has.
    First,
    /// As long as somebody waits at a screen: a second or two.
    Wait,
}

/// A search for better slots: it is made and run part by part where waiting is fine, and its screen asks for the next
/// part for as long as it wants to.
#[derive(Clone, Debug, Default)]
pub struct SlotSearch(Arc<Mutex<Option<Slotting>>>);

impl PartialEq for SlotSearch {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for SlotSearch {}

impl SlotSearch {
    /// Runs the next part, within that many moves. The best plan so far; `None` where there is nothing to plan.
    ///
    /// `left` tells of the orders that left, as [`Slotting::of`] wants them; it is asked once, before the first part.
    #[must_use]
    pub fn step(
        &self,
        w: &Warehouse,
        left: impl FnOnce() -> Vec<Vec<ItemId>>,
        moves: usize,
    ) -> Option<SlotPlan> {
        let mut search = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if search.is_none() {
            *search = Slotting::of(w, &left(), moves);
        }
        let search = search.as_mut()?;
        let best = search.step();
        Some(SlotPlan {
            seq: search.seq,
            walks: search.walks,
            percent: search.percent(),
            best,
        })
    }
}

/// What a search for better slots has found so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotPlan {
    /// The last record that it knows.
    pub seq: u64,
    /// Walks of orders that it learned from, and those that it is judged by.
    pub walks: (usize, usize),
    /// How much of the search is done.
    pub percent: u64,
    /// What is to be moved, and what it saves.
    pub best: Best,
}

/// What a calibration found, for a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibrated {
    /// Whose scanner.
    pub device: DeviceId,
    /// What the first label told.
    pub host: Host,
    /// What the second told.
    pub separator: Separator,
}

/// The answer to a [`Question`].
#[derive(Clone, Debug)]
pub enum Told {
    /// A page of records.
    Records(Looked),
    /// The proof; none when the journal does not hold the record.
    Proof(Option<RecordProof>),
    /// What was called so.
    Gone(Vec<Gone>),
    /// How the house is doing.
    Pulse(Box<Pulse>),
    /// The file, and its lines without the header.
    Exported(String, u64),
    /// Groups of orders.
    Release(Box<Release>),
    /// The best slots so far; none where there is nothing to plan.
    Slots(Option<Box<SlotPlan>>),
    /// The file that holds the scanner's settings, and the settings.
    ScannerSet(String, Box<Profile>),
    /// The rules of parcel numbers that hold here.
    CarrierRules(Box<Carriers>),
    /// It could not be found out, in words for the log and a lead.
    Failed(String),
}

/// What a screen wants done.
#[derive(Debug)]
pub enum Wish {
    /// Ask the hub.
    Ask {
        /// What.
        command: Command,
        /// What was scanned or typed for it.
        input: Text,
        /// How it came.
        via: Via,
    },
    /// Check a badge or number and a PIN, and sign in.
    SignIn {
        /// Badge or number.
        badge: String,
        /// The PIN; never kept.
        pin: String,
    },
    /// Set a worker's PIN. It is hashed off the session's thread and never kept.
    SetPin {
        /// Whose.
        worker: WorkerId,
        /// The PIN, 4 to 12 digits.
        pin: String,
    },
    /// Set a password for coming in over the network. It is hashed off the session's thread and never kept.
    SetPassword {
        /// Whose.
        principal: Principal,
        /// The password.
        password: String,
    },
    /// Sign in whoever has just proved who they are, though they are signed in elsewhere too.
    GoOn {
        /// The other sessions stay; otherwise they end.
        both: bool,
    },
    /// Name the building and make its first admin, and sign them in.
    FirstStart(Box<FirstStart>),
    /// End here and open the demo instead.
    Demo,
    /// Go on in this language.
    Speak(Lang),
    /// Look back, for a screen that shows history.
    Look(Question),
    /// Open a screen over this one.
    Open(Box<dyn Screen>),
    /// Close this screen.
    Close,
    /// Give this to the screen that is on top then: what was entered, as it turned out to be.
    Hand(Entry),
    /// Show this in the band.
    Say(Answer),
    /// Put this into the input line.
    Fill(String),
}

/// What a screen may read, and where it says what it wants.
#[derive(Debug)]
pub struct Cx<'a> {
    /// What it may read.
    pub here: Here<'a>,
    /// What it wants, in order.
    pub wishes: Vec<Wish>,
}

impl Cx<'_> {
    /// Asks the hub.
    pub fn ask(&mut self, command: impl Into<Command>, entry: &Entry) {
        let (input, via) = (entry.text.as_str().into(), entry.via);
        self.wishes.push(Wish::Ask {
            command: command.into(),
            input,
            via,
        });
    }

    /// Asks the hub for what a key meant.
    pub fn ask_by_key(&mut self, command: impl Into<Command>) {
        self.wishes.push(Wish::Ask {
            command: command.into(),
            input: "".into(),
            via: Via::Typed,
        });
    }

    /// Opens a screen over this one.
    pub fn open(&mut self, screen: impl Screen + 'static) {
        self.wishes.push(Wish::Open(Box::new(screen)));
    }

    /// Closes this screen.
    pub fn close(&mut self) {
        self.wishes.push(Wish::Close);
    }

    /// Shows an answer of the screen's own.
    pub fn say(&mut self, class: crate::domain::Class, key: &str) {
        let text = self.here.words.say(key);
        self.wishes.push(Wish::Say(Answer::new(class, text)));
    }
}

/// A finished scan, or a line typed and entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its text, without surrounding blanks.
    pub text: String,
    /// [`Via::Scanned`] or [`Via::Typed`].
    pub via: Via,
}

/// What became of a bit of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// There is nothing to do.
    None,
    /// Some was done, and more is left.
    More,
    /// The last of it was done.
    Done,
}

/// What a prompt waits for, as far as it must be asked what a code is before the screen gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Whatever was entered, as it stands.
    AsItStands,
    /// A code: where its separators are lost it is asked how it is read.
    Code,
    /// An item, whichever: of several that carry one code it is asked which.
    Item,
    /// The same, and under a code that nobody knows yet it is asked which item that is.
    NewItem,
}

/// What a screen shows.
#[derive(Clone, Debug)]
pub enum Picture {
    /// One prompt, with an input line.
    Prompt(PromptView),
    /// Numbered entries.
    Menu {
        /// The first line: where one is.
        title: String,
        /// What stands at its right.
        right: String,
        /// The entries.
        entries: Vec<MenuEntry>,
        /// Where the cursor is.
        state: MenuState,
        /// Lines above the entries.
        about: Vec<String>,
    },
    /// The screen draws its middle itself, through [`Screen::paint`], above a prompt with an input line.
    Asking {
        /// The first line: where one is.
        title: String,
        /// How far.
        progress: String,
        /// What stands at its right.
        right: String,
        /// What to scan or type.
        ask: String,
    },
    /// The screen draws its middle itself, through [`Screen::paint`].
    Own {
        /// The first line: where one is.
        title: String,
        /// How far.
        progress: String,
        /// What stands at its right.
        right: String,
    },
}

/// A screen.
pub trait Screen: Debug + Send {
    /// Its key contexts, inside the global one, outermost first.
    fn contexts(&self) -> &[Context];

    /// The subjects on which it depends: it is drawn again when one was touched.
    fn topics(&self) -> Topics;

    /// What it shows now.
    fn picture(&self, here: Here<'_>) -> Picture;

    /// The actions it offers now, most wanted first, and whether each can be done.
    fn hints(&self, here: Here<'_>) -> Vec<Hint>;

    /// Somebody asked for an action by key, command barcode, word or palette. False if it is none of this screen's.
    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool;

    /// Something was scanned, or typed and entered.
    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>);

    /// What it waits for now.
    fn wanted(&self, _here: Here<'_>) -> Wanted {
        Wanted::Code
    }

    /// Whose goods it receives: which of several items a label means may depend on it.
    fn owner(&self, _here: Here<'_>) -> Option<OwnerId> {
        None
    }

    /// Whether scans wait until it has its answer, which only keys and command codes give.
    fn holds_scans(&self) -> bool {
        false
    }

    /// A printable key in a screen without input line: a menu's digit, a list's letter.
    fn letter(&mut self, _letter: char, _cx: &mut Cx<'_>) {}

    /// What it wants of the bytes that come. Whoever wants more than [`Listen::Decided`] gets all input through
    /// [`Screen::heard`]; scans and text then go nowhere else, keys and command barcodes act as everywhere.
    fn listens(&self) -> Listen {
        Listen::Decided
    }

    /// What came, where it listens.
    fn heard(&mut self, _input: &Input, _cx: &mut Cx<'_>) {}

    /// What stands in the line of a list's filter, after each key. Only while [`Context::Filter`] is open.
    fn typed(&mut self, _text: &str, _here: Here<'_>) {}

    /// Does a bit of what can wait: called between keys and frames for as long as there is more.
    fn work(&mut self, _here: Here<'_>) -> Work {
        Work::None
    }

    /// What it asked was done. None leaves the telling to the events' own phrases.
    fn done(&mut self, _accepted: &Accepted, _cx: &mut Cx<'_>) -> Option<Answer> {
        None
    }

    /// The warehouse changed, or the screen came to the top: a screen whose work is gone closes itself here.
    fn refresh(&mut self, _cx: &mut Cx<'_>) {}

    /// Some seconds have gone by. A screen that shows what no record tells asks for it anew.
    fn clock(&mut self, _cx: &mut Cx<'_>) {}

    /// What it asked of the journal is answered. It may have gone on to another question since.
    fn told(&mut self, _asked: &Question, _told: Told, _cx: &mut Cx<'_>) {}

    /// Why the prompt is as it is: lines of the "why" panel.
    fn why(&self, _here: Here<'_>) -> Vec<String> {
        Vec::new()
    }

    /// Message key of what the help page says about it.
    fn help(&self) -> &'static str;

    /// Draws the middle of a [`Picture::Own`] or [`Picture::Asking`].
    fn paint(&self, _buf: &mut Buffer, _area: Rect, _look: super::widgets::Look<'_>, _here: Here<'_>) {}

    /// Most characters of a line typed into it.
    fn longest(&self) -> usize {
        120
    }

    /// Hides what is typed: PINs.
    fn is_secret(&self) -> bool {
        false
    }
}
