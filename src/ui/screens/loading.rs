//! Loading at a dock: parcels into a carrier's load, until it leaves.

mod view;

use crate::codes::Sscc;
use crate::domain::ids::{CarrierId, LoadId, PlaceId};
use crate::domain::lookup::{Scan, Target};
use crate::domain::outbox;
use crate::domain::parcels::bare_sscc;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::places::PlaceKind;
use crate::domain::shipping::{Command, Load, LoadState, no_parcel, open_load_at, ship_queue, ship_queue_of};
use crate::domain::{Class, Event, Explain, Text, Timestamp, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Question, Screen, Told, Wish};
use crate::ui::widgets::{Answer, Hint};
use std::collections::BTreeMap;

/// What the next entry is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// The prompt's own.
    #[default]
    Scan,
    /// Parcels are taken off, one after the other.
    Unload,
    /// The parcel whose label is printed again.
    Label,
}

/// What was asked once and is done when it is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    Close(LoadId),
    Void(LoadId),
}

/// The loading screen. It keeps where it stands and which load it fills.
#[derive(Debug, Default)]
pub struct Loading {
    mode: Mode,
    dock: Option<PlaceId>,
    load: Option<LoadId>,
    doubt: Option<Doubt>,
    /// What leaves or is voided by itself, by its code: told when it is done.
    going: Option<Text>,
    /// Labels of no parcel that is here: the journal is asked whether they left, before they are refused.
    asked: Vec<Entry>,
}

/// Labels that the journal is asked about at a time. Further ones are refused at once.
const MOST_ASKED: usize = 16;

/// What waits for one carrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Waiting {
    carrier: CarrierId,
    cutoff: Timestamp,
    parcels: usize,
}

/// What waits by cut-off and carrier, the earliest first.
fn waiting(here: Here<'_>) -> Vec<Waiting> {
    // Cut-offs within the same minute are one, told by its first.
    let mut counts: BTreeMap<(i64, CarrierId), (Timestamp, usize)> = BTreeMap::new();
    for parcel in ship_queue(here.w) {
        let minute = parcel.cutoff.0.div_euclid(60_000);
        let row = counts
            .entry((minute, parcel.carrier))
            .or_insert((parcel.cutoff, 0));
        *row = (row.0.min(parcel.cutoff), row.1 + 1);
    }
    let row = |((_, carrier), (cutoff, parcels))| Waiting {
        carrier,
        cutoff,
        parcels,
    };
    counts.into_iter().map(row).collect()
}

/// Carriers to choose from: those whose parcels wait, the earliest cut-off first, then the others.
fn carriers(here: Here<'_>) -> Vec<CarrierId> {
    let mut all: Vec<CarrierId> = Vec::new();
    let due = waiting(here).into_iter().map(|row| row.carrier);
    for carrier in due.chain(here.w.carriers.keys().copied()) {
        if !all.contains(&carrier) {
            all.push(carrier);
        }
    }
    all
}

impl Loading {
    /// The dock: as scanned, else where the device stands.
    fn dock(&self, here: Here<'_>) -> Option<PlaceId> {
        let device = here.w.devices.get(&here.device).and_then(|d| d.place);
        self.dock.or(device.filter(|place| is_dock(here, *place)))
    }

    fn load<'a>(&self, here: Here<'a>) -> Option<&'a Load> {
        self.load.and_then(|id| here.w.load(id))
    }

    /// An entry before a load is chosen.
    fn choose(&mut self, entry: &Entry, scan: &Scan, cx: &mut Cx<'_>) {
        let here = cx.here;
        let Some(dock) = self.dock(here) else {
            return cx.say(Class::No, "load-dock-first");
        };
        if let Some(carrier) = carrier(here, entry, scan) {
            return cx.ask(Command::OpenLoad { carrier, dock }, entry);
        }
        // A parcel finds the open load of its carrier.
        let parcel = scan.parcel().and_then(|id| here.w.parcel(id));
        let load = parcel.and_then(|parcel| open_load_at(here.w, parcel.carrier, dock));
        if let Some(load) = load {
            self.load = Some(load);
            let code = entry.text.as_str().into();
            return cx.ask(Command::Scan { load, code }, entry);
        }
        match parcel {
            Some(_) => cx.say(Class::No, "load-none-open"),
            None => cx.say(Class::No, "no-load-carrier"),
        }
    }

    fn scan(&mut self, entry: &Entry, scan: &Scan, cx: &mut Cx<'_>) {
        let here = cx.here;
        let of_load = scan.targets.iter().find_map(|target| match target {
            Target::Load(load) => here.w.load(*load),
            _ => None,
        });
        if let Some(load) = of_load {
            (self.load, self.dock) = (Some(load.id), Some(load.dock));
            return cx
                .wishes
                .push(Wish::Say(Answer::new(Class::Ok, load.number.to_string())));
        }
        if let Some(place) = scan.place().filter(|_| scan.parcel().is_none()) {
            return self.stand_at(place, cx);
        }
        let Some(load) = self.load(here).map(|load| load.id) else {
            return self.choose(entry, scan, cx);
        };
        let parcel = scan.parcel();
        match (self.mode, parcel) {
            (Mode::Unload, Some(parcel)) => cx.ask(Command::Unload { parcel }, entry),
            (Mode::Unload, None) => cx.say(Class::No, "load-no-parcel"),
            _ if scan.targets.is_empty() && self.asked.len() < MOST_ASKED && is_label(&entry.text) => {
                self.asked.push(entry.clone());
                let code = bare_sscc(&entry.text).into();
                cx.wishes.push(Wish::Look(Question::Gone(code)));
            }
            _ => {
                let code = entry.text.as_str().into();
                cx.ask(Command::Scan { load, code }, entry);
            }
        }
    }

    /// The journal tells whether a label's parcel left: then with whom and when, however long ago that was. Else the
    /// open state says what it makes of the code.
    fn looked_back(&mut self, code: &str, told: &Told, cx: &mut Cx<'_>) {
        let at = self.asked.iter().position(|entry| bare_sscc(&entry.text) == code);
        let Some(entry) = at.map(|at| self.asked.remove(at)) else {
            return;
        };
        let here = cx.here;
        let left = match told {
            Told::Gone(gone) => gone.iter().find_map(|gone| view::left(gone, code, here)),
            _ => None,
        };
        let answer = match (left, self.load(here)) {
            (Some(left), _) => Answer::new(Class::No, left),
            (None, Some(load)) => {
                let why = no_parcel(here.w, load, &here.w.scan(&entry.text));
                Answer::new(why.class(), here.words.phrase(&why.phrase()))
            }
            (None, None) => Answer::new(Class::No, here.words.say("load-no-parcel")),
        };
        cx.wishes.push(Wish::Say(answer));
    }

    /// A place was scanned: from now on loads are filled there.
    fn stand_at(&mut self, place: PlaceId, cx: &mut Cx<'_>) {
        let words = cx.here.words;
        let (class, text) = if is_dock(cx.here, place) {
            self.dock = Some(place);
            self.load = self.load(cx.here).filter(|load| load.dock == place).map(|l| l.id);
            let dock = [("dock", words.place(place))];
            (Class::Ok, words.say_with("load-at-dock", &dock))
        } else {
            let place = [("place", words.place(place))];
            (Class::No, words.say_with("no-load-dock", &place))
        };
        cx.wishes.push(Wish::Say(Answer::new(class, text)));
    }

    /// Asks to close the load, or says what the second asking will do.
    fn close(&mut self, cx: &mut Cx<'_>) {
        let Some(load) = self.load(cx.here) else {
            return cx.say(Class::Check, "load-none-open");
        };
        let doubt = Doubt::Close(load.id);
        if load.parcels == 0 || self.doubt == Some(doubt) {
            self.doubt = None;
            return cx.ask_by_key(Command::CloseLoad { load: load.id });
        }
        self.doubt = Some(doubt);
        let left = ship_queue_of(cx.here.w, load.carrier).count();
        let phrase = Phrase::new("load-confirm-close")
            .with("waiting", Value::Number(i64::try_from(left).unwrap_or(i64::MAX)))
            .with("count", Value::Number(i64::from(load.parcels)))
            .with("carrier", Value::Carrier(load.carrier));
        let text = cx.here.words.phrase(&phrase);
        cx.wishes.push(Wish::Say(Answer::new(Class::Check, text)));
    }

    /// Asks to void the load, or says what the second asking will do.
    fn void(&mut self, cx: &mut Cx<'_>) {
        let Some(load) = self.load(cx.here) else {
            return cx.say(Class::Check, "load-none-open");
        };
        let doubt = Doubt::Void(load.id);
        if load.parcels == 0 || self.doubt == Some(doubt) {
            self.doubt = None;
            return cx.ask_by_key(Command::VoidLoad { load: load.id });
        }
        self.doubt = Some(doubt);
        let of = [("count", load.parcels.to_string())];
        let text = cx.here.words.say_with("load-confirm-void", &of);
        cx.wishes.push(Wish::Say(Answer::new(Class::Check, text)));
    }

    fn label(&mut self, entry: &Entry, scan: &Scan, cx: &mut Cx<'_>) {
        let Some(parcel) = scan.parcel() else {
            return cx.say(Class::No, "load-no-parcel");
        };
        self.mode = Mode::Scan;
        let place = self
            .dock(cx.here)
            .filter(|dock| cx.here.w.printers.contains_key(dock));
        let command = outbox::Command::Reprint {
            parcel,
            slip: false,
            place,
        };
        cx.ask(command, entry);
    }
}

/// Whether it reads like a parcel's label.
fn is_label(text: &str) -> bool {
    Sscc::parse(bare_sscc(text)).is_ok()
}

fn is_dock(here: Here<'_>, place: PlaceId) -> bool {
    let kind = here.w.places.get(&place).map(|place| place.kind);
    matches!(kind, Some(PlaceKind::Dock | PlaceKind::Staging))
}

/// The carrier that was scanned, or typed by its number in the list.
fn carrier(here: Here<'_>, entry: &Entry, scan: &Scan) -> Option<CarrierId> {
    let by_code = scan.targets.iter().find_map(|target| match target {
        Target::Carrier(carrier) => Some(*carrier),
        _ => None,
    });
    let by_number = || {
        let index = entry.text.parse::<usize>().ok()?.checked_sub(1)?;
        carriers(here).get(index).copied()
    };
    by_code.or_else(by_number)
}

impl Screen for Loading {
    fn contexts(&self) -> &[Context] {
        &[Context::Loading, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PARCELS | Topics::LOADS | Topics::ORDERS | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        Picture::Prompt(view::view(self, here))
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let load = self.load(here);
        let open = load.is_some_and(|load| load.state == LoadState::Open);
        vec![
            Hint::new(Action::LoadClose, open),
            Hint::new(Action::LoadUnload, open),
            Hint::new(Action::LoadNew, load.is_some()),
            Hint::new(Action::Undo, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Label, true),
            Hint::new(Action::Find, true),
            Hint::new(Action::LoadVoid, open),
            Hint::new(Action::Reprint, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let doubt = self.doubt;
        if !matches!(action, Action::LoadClose | Action::LoadVoid) {
            self.doubt = None;
        }
        match action {
            Action::Confirm => match self.load(cx.here) {
                Some(_) if self.mode == Mode::Scan && doubt.is_some() => {
                    self.doubt = doubt;
                    match doubt {
                        Some(Doubt::Close(_)) => self.close(cx),
                        _ => self.void(cx),
                    }
                }
                _ => {}
            },
            Action::LoadClose => self.close(cx),
            Action::LoadVoid => self.void(cx),
            Action::LoadNew => (self.load, self.mode) = (None, Mode::Scan),
            Action::LoadUnload if self.mode == Mode::Unload => self.mode = Mode::Scan,
            Action::LoadUnload => self.mode = Mode::Unload,
            Action::Label | Action::Reprint => self.mode = Mode::Label,
            Action::Back if self.mode != Mode::Scan => self.mode = Mode::Scan,
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        self.doubt = None;
        let scan = cx.here.w.scan(&entry.text);
        match self.mode {
            Mode::Label => self.label(entry, &scan, cx),
            Mode::Scan | Mode::Unload => self.scan(entry, &scan, cx),
        }
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        for event in accepted.events.iter() {
            if let Event::LoadOpened(opened) = event {
                self.load = Some(opened.load.id);
            }
            if let Event::JobStarted(_) = event {
                self.going = self.load(cx.here).map(|load| load.number.clone());
            }
        }
        view::told(cx.here, &accepted.events)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.load = self.load(cx.here).map(|load| load.id);
        if let Some(load) = self.going.take_if(|_| self.load.is_none()) {
            let text = cx.here.words.say_with("load-gone", &[("load", load.to_string())]);
            cx.wishes.push(Wish::Say(Answer::new(Class::Last, text)));
        }
        if self.load.is_none() {
            self.mode = if self.mode == Mode::Unload {
                Mode::Scan
            } else {
                self.mode
            };
        }
    }

    fn told(&mut self, asked: &Question, told: Told, cx: &mut Cx<'_>) {
        if let Question::Gone(code) = asked {
            self.looked_back(code, &told, cx);
        }
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        view::why(self, here)
    }

    fn help(&self) -> &'static str {
        "help-loading"
    }
}
