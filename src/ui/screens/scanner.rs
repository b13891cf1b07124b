//! The scanner's own screen: what it sends, what is made of it and why; and setting it up from the calibration sheet.

mod watch;

use crate::codes::carriers::Carriers;
use crate::domain::{Class, Topics, outbox};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::scan::calibration::{self, Host, Separator};
use crate::ui::input::{Input, Listen};
use crate::ui::scan_report::ScanReport;
use crate::ui::screen::{Calibrated, Cx, Entry, Here, Picture, Question, Screen, Told, Wish};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Hint, Look, MenuEntry, MenuState, TextLine, put, row, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use watch::Watch;

/// What is being done.
#[derive(Debug, Default)]
enum Step {
    /// Everything that comes is shown.
    #[default]
    Watch,
    /// The sheet's first label is waited for.
    First,
    /// The second, for this host.
    Second(Host),
    /// Both were read: use it?
    Found {
        host: Host,
        separator: Separator,
        state: MenuState,
    },
}

/// Shows what the scanner sends, and sets it up.
#[derive(Debug, Default)]
pub struct Scanner {
    step: Step,
    watch: Watch,
    /// What is being written.
    asked: Option<Question>,
    rules: Rules,
}

/// The building's rules of parcel numbers: they lie in its data directory, which only the shell reads.
#[derive(Debug, Default)]
enum Rules {
    #[default]
    NotAsked,
    Asked,
    Held(Box<Carriers>),
}

impl Rules {
    fn held(&self) -> Option<&Carriers> {
        match self {
            Rules::Held(rules) => Some(rules),
            Rules::NotAsked | Rules::Asked => None,
        }
    }
}

/// What may be done with what was found: each of the layouts that fit may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Use(usize),
    Again,
    Leave,
}

fn choices(host: &Host) -> Vec<Choice> {
    let uses = (0..host.layouts.len()).map(Choice::Use);
    uses.chain([Choice::Again, Choice::Leave]).collect()
}

fn device(here: Here<'_>) -> String {
    let device = here.w.devices.get(&here.device);
    device.map(|device| device.code.to_string()).unwrap_or_default()
}

/// Puts the sheet into the print queue of this device's place.
fn print_sheet(cx: &mut Cx<'_>) {
    let here = cx.here;
    if here.who.is_none() {
        return cx.say(Class::No, "no-not-signed-in");
    }
    let device = here.w.devices.get(&here.device);
    cx.ask_by_key(outbox::Command::PrintCalibration {
        place: device.and_then(|device| device.place),
        printer: "".into(),
    });
}

impl Scanner {
    /// Reads the label that is waited for.
    fn label(&mut self, bytes: &[u8], cx: &mut Cx<'_>) {
        let texts = cx.here.words.texts;
        let report = ScanReport::new(texts, None);
        let read = match &self.step {
            Step::First => calibration::first(bytes).map(|host| {
                let told = report.findings(&host, None).into_iter().next();
                (Step::Second(host), told.unwrap_or_default())
            }),
            Step::Second(host) => calibration::second(bytes, host).map(|separator| {
                let host = host.clone();
                let state = MenuState::default();
                let found = Step::Found {
                    host,
                    separator,
                    state,
                };
                (found, cx.here.words.say("calibrate-both-read"))
            }),
            Step::Watch | Step::Found { .. } => return,
        };
        match read {
            Ok((step, told)) => {
                self.step = step;
                cx.wishes.push(Wish::Say(Answer::new(Class::Ok, told)));
            }
            Err(why) => cx.say(Class::No, why.text_key()),
        }
    }

    fn choose(&mut self, index: usize, cx: &mut Cx<'_>) {
        let Step::Found { host, separator, .. } = &self.step else {
            return;
        };
        let choice = choices(host).get(index).copied();
        match choice {
            None => {}
            Some(Choice::Use(layout)) => {
                let question = Question::SetScanner(Box::new(Calibrated {
                    device: cx.here.device,
                    host: host.clone().with_layout(layout),
                    separator: separator.clone(),
                }));
                self.asked = Some(question.clone());
                self.step = Step::Watch;
                cx.wishes.push(Wish::Look(question));
            }
            Some(Choice::Again) => self.step = Step::First,
            Some(Choice::Leave) => self.step = Step::Watch,
        }
    }

    fn calibrate(&mut self, cx: &mut Cx<'_>) {
        if cx.here.who.is_none() {
            return cx.say(Class::No, "no-not-signed-in");
        }
        self.step = Step::First;
        self.watch = Watch::default();
    }

    /// Whether what was found is written, and where.
    fn written(&mut self, told: Told, cx: &mut Cx<'_>) {
        self.asked = None;
        let words = cx.here.words;
        let answer = match told {
            Told::ScannerSet(file, _) => {
                let of = [("device", device(cx.here)), ("file", file)];
                Answer::new(Class::Ok, words.say_with("calibrate-written", &of))
            }
            Told::Failed(why) => Answer::new(Class::No, words.say_with("calibrate-failed", &[("why", why)])),
            _ => return,
        };
        cx.wishes.push(Wish::Say(answer));
    }

    /// What to do, above what is shown.
    fn ask(&self) -> [&'static str; 2] {
        match &self.step {
            Step::Watch => ["scanner-ask", ""],
            Step::First => ["calibrate-first", "calibrate-sheet"],
            Step::Second(_) => ["calibrate-second", "calibrate-sheet"],
            Step::Found { .. } => ["", ""],
        }
    }
}

impl Screen for Scanner {
    fn contexts(&self) -> &[Context] {
        match self.step {
            Step::Found { .. } => &[Context::Scanner, Context::Menu],
            Step::Watch | Step::First | Step::Second(_) => &[Context::Scanner],
        }
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let own = |title: &str, progress: &str| Picture::Own {
            title: words.say(title),
            progress: progress.to_owned(),
            right: device(here),
        };
        match &self.step {
            Step::Watch => own("scanner-title", ""),
            Step::First => own("calibrate-title", "1/2"),
            Step::Second(_) => own("calibrate-title", "2/2"),
            Step::Found {
                host,
                separator,
                state,
            } => {
                let entry = |choice: &Choice| match choice {
                    Choice::Use(index) => {
                        let layout = host.layouts.get(*index);
                        let title = layout.map_or("", |layout| layout.0.title()).to_owned();
                        MenuEntry::new(words.say_with("calibrate-use", &[("layout", title)]))
                    }
                    Choice::Again => MenuEntry::new(words.say("calibrate-again")),
                    Choice::Leave => MenuEntry::new(words.say("calibrate-leave")),
                };
                let mut findings = ScanReport::new(words.texts, None).findings(host, Some(separator));
                // Which they are stands below, an entry each.
                if let (Some(layout), true) = (findings.first_mut(), host.layouts.len() > 1) {
                    *layout = words.say("calibrate-several");
                }
                let across = usize::from(here.size.0);
                let about = findings.iter().flat_map(|line| wrap(line, across, 4));
                Picture::Menu {
                    title: words.say("calibrate-found-title"),
                    right: device(here),
                    entries: choices(host).iter().map(entry).collect(),
                    state: *state,
                    about: about.collect(),
                }
            }
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        match self.step {
            Step::Found { .. } => Hint::all(&[Action::Confirm, Action::Back, Action::Why]),
            Step::Watch => Hint::all(&[
                Action::ScannerCalibrate,
                Action::Back,
                Action::ScannerPrint,
                Action::PageUp,
                Action::PageDown,
            ]),
            Step::First | Step::Second(_) => {
                Hint::all(&[Action::Back, Action::ScannerPrint, Action::ScannerCalibrate])
            }
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match (action, &mut self.step) {
            (Action::ScannerCalibrate, _) => self.calibrate(cx),
            (Action::ScannerPrint, _) => print_sheet(cx),
            (Action::Back, Step::Watch) => cx.close(),
            (Action::Back, _) => self.step = Step::Watch,
            (Action::Confirm, Step::Found { state, .. }) => {
                let cursor = state.cursor;
                self.choose(cursor, cx);
            }
            (other, Step::Found { host, state, .. }) => return state.apply(other, choices(host).len()),
            (other, Step::Watch) => return self.watch.scroll(other, cx.here.size),
            (_, Step::First | Step::Second(_)) => return false,
        }
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(Class::Check, "choose-a-number");
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Step::Found { host, state, .. } = &self.step
            && let Some(index) = state.digit(letter, choices(host).len())
        {
            self.choose(index, cx);
        }
    }

    fn listens(&self) -> Listen {
        match self.step {
            Step::Watch => Listen::Beside,
            Step::First | Step::Second(_) => Listen::Whole,
            Step::Found { .. } => Listen::Decided,
        }
    }

    fn heard(&mut self, input: &Input, cx: &mut Cx<'_>) {
        match (&self.step, input) {
            (Step::First | Step::Second(_), Input::Bytes(bytes)) => self.label(bytes, cx),
            (Step::Watch, input) => self.watch.hear(input, self.rules.held(), cx.here),
            _ => {}
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        let here = cx.here;
        let device = here.w.devices.get(&here.device);
        let place = device.and_then(|device| device.place);
        let printed_at = place.filter(|place| here.w.printers.contains_key(place));
        Some(match printed_at {
            Some(place) => {
                let place = here.words.place(place);
                Answer::new(
                    Class::Ok,
                    here.words.say_with("calibrate-printing", &[("place", place)]),
                )
            }
            None => Answer::new(Class::Check, here.words.say("calibrate-no-printer")),
        })
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if matches!(self.rules, Rules::NotAsked) {
            self.rules = Rules::Asked;
            cx.wishes.push(Wish::Look(Question::CarrierRules));
        }
    }

    fn told(&mut self, asked: &Question, told: Told, cx: &mut Cx<'_>) {
        match (asked, told) {
            (Question::CarrierRules, Told::CarrierRules(rules)) => self.rules = Rules::Held(rules),
            // Without rules no parcel number is guessed at.
            (Question::CarrierRules, _) => cx.say(Class::Check, "carriers-refused"),
            (_, told) if self.asked.as_ref() == Some(asked) => self.written(told, cx),
            _ => {}
        }
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let words = here.words;
        match &self.step {
            Step::Found { host, separator, .. } => {
                ScanReport::new(words.texts, None).findings(host, Some(separator))
            }
            Step::Watch | Step::First | Step::Second(_) => {
                ["scanner-why-evidence", "scanner-why-typing", "scanner-why-repeat"]
                    .map(|key| words.say(key))
                    .into()
            }
        }
    }

    fn help(&self) -> &'static str {
        "help-scanner-screen"
    }

    fn paint(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, here: Here<'_>) {
        let lines = asked(&self.ask(), here, usize::from(area.width));
        let used = lines.len().min(usize::from(area.height));
        for (index, line) in lines.iter().enumerate().take(used) {
            put(buf, row(area, index), 0, &line.text, look.style(line.role));
        }
        let used = u16::try_from(used).unwrap_or(area.height);
        let below = Rect {
            y: area.y.saturating_add(used),
            height: area.height.saturating_sub(used),
            ..area
        };
        if matches!(self.step, Step::Watch) {
            self.watch.draw(buf, below, look);
        }
    }
}

/// What to do in a strong line, and what else helps in a dim one.
fn asked(keys: &[&'static str; 2], here: Here<'_>, across: usize) -> Vec<TextLine> {
    let [what, more] = *keys;
    let told = [(Role::Strong, what), (Role::Dim, more)];
    let told = told.into_iter().filter(|(_, key)| !key.is_empty());
    told.flat_map(|(role, key)| {
        let lines = wrap(&here.words.say(key), across, 4);
        lines.into_iter().map(move |text| TextLine::new(role, text))
    })
    .collect()
}
