//! Printers: which one each bench, dock and lane has, with its paper, its dots and its font beyond Latin.

use crate::domain::ids::PlaceId;
use crate::domain::outbox::Command;
use crate::domain::places::PlaceKind;
use crate::domain::{Class, Topics};
use crate::exchange::labels::{Dpi, Language};
use crate::exchange::printer::setting::{BadPrinter, dpi, font, paper, words};
use crate::exchange::printer::{FontChoice, PrinterSetting};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::locale::Lang;
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wish};
use crate::ui::theme::Role;
use crate::ui::widgets::{Answer, Hint};
use std::path::Path;

/// Asks which place's printer is to be set up.
#[derive(Debug, Default)]
pub struct Printers;

/// Benches, docks and lanes along the walk, and whatever else has a printer.
fn places(here: Here<'_>) -> Vec<PlaceId> {
    let prints = |kind| matches!(kind, PlaceKind::Bench | PlaceKind::Dock | PlaceKind::Staging);
    let known = here.w.places.values();
    let known = known.filter(|place| prints(place.kind) || here.w.printers.contains_key(&place.id));
    let mut places: Vec<_> = known.map(|place| (place.sequence, place.id)).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, id)| id).collect()
}

fn set_up(here: Here<'_>, place: PlaceId) -> String {
    let printer = here.w.printers.get(&place);
    printer.map_or_else(|| here.words.say("print-no-printer"), ToString::to_string)
}

impl Screen for Printers {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::OUTBOX | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let row = |(number, id): (usize, PlaceId)| {
            let text = format!("{number} {}  {}", words.place(id), set_up(here, id));
            (Role::Text, text)
        };
        Picture::Prompt(PromptView {
            title: words.say("printers-title"),
            lines: vec![Line::new(LineKind::Dim, words.say("printers-about"))],
            panel: (1..).zip(places(here)).map(row).collect(),
            ask: words.say("printers-ask"),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Back, Action::Find])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Back => cx.close(),
            Action::Confirm => {}
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let text = entry.text.trim();
        let by_number = || {
            let index = text.parse::<usize>().ok()?.checked_sub(1)?;
            places(cx.here).into_iter().nth(index)
        };
        match cx.here.w.scan(text).place().or_else(by_number) {
            Some(place) => {
                let line = cx.here.w.printers.get(&place);
                let setting = line.and_then(|line| PrinterSetting::parse(line).ok());
                cx.open(Printer {
                    place,
                    setting: setting.unwrap_or_else(|| PrinterSetting::at("")),
                    step: Step::Address,
                    begun: false,
                });
            }
            None => cx.say(Class::No, "printers-no-place"),
        }
    }

    fn help(&self) -> &'static str {
        "help-printers"
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Address,
    Paper,
    Dpi,
    Font,
    Words,
}

const STEPS: [Step; 5] = [Step::Address, Step::Paper, Step::Dpi, Step::Font, Step::Words];

/// Sets a place's printer up, a line at a time. Enter takes what stands there.
#[derive(Debug)]
struct Printer {
    place: PlaceId,
    setting: PrinterSetting,
    step: Step,
    /// The first line was filled in.
    begun: bool,
}

impl Printer {
    fn at(&self) -> usize {
        STEPS.iter().position(|step| *step == self.step).unwrap_or(0)
    }

    /// What stands in a step's line now.
    fn known(&self, step: Step) -> String {
        let setting = &self.setting;
        match step {
            Step::Address => setting.address.clone(),
            Step::Paper => setting
                .paper_mm
                .map(|(w, h)| format!("{w}x{h}"))
                .unwrap_or_default(),
            Step::Dpi => match setting.dpi {
                Dpi::D203 => "203".to_owned(),
                Dpi::D300 => "300".to_owned(),
            },
            Step::Font => match &setting.font {
                None => String::new(),
                Some(FontChoice::Resident(font)) => font.name().to_owned(),
                Some(FontChoice::File(path)) => path.display().to_string(),
            },
            Step::Words => match setting.words {
                Language::English => "en".to_owned(),
                Language::Chinese => "zh-Hans".to_owned(),
            },
        }
    }

    fn go(&mut self, to: Option<usize>, cx: &mut Cx<'_>) {
        let Some(step) = to.and_then(|at| STEPS.get(at)) else {
            return cx.close();
        };
        self.step = *step;
        cx.wishes.push(Wish::Fill(self.known(*step)));
    }

    fn take(&mut self, text: &str) -> Result<(), BadPrinter> {
        match self.step {
            Step::Address => {
                let setting = PrinterSetting::at(text);
                if !setting.address.is_empty() {
                    setting.target(Path::new(""))?;
                }
                self.setting.address = setting.address;
            }
            Step::Paper => self.setting.paper_mm = paper(text)?,
            Step::Dpi => self.setting.dpi = dpi(text)?,
            Step::Font => self.setting.font = font(text)?,
            Step::Words => self.setting.words = words(text)?,
        }
        Ok(())
    }

    /// Takes a line; an empty address takes the printer away, the last line sets it up.
    fn give(&mut self, text: &str, cx: &mut Cx<'_>) {
        if let Err(bad) = self.take(text) {
            let language = match cx.here.words.texts.lang() {
                Lang::En => Language::English,
                Lang::ZhHans => Language::Chinese,
            };
            let told = [bad.problem(), bad.hint()].map(|part| part.told_in(language).to_string());
            return cx.wishes.push(Wish::Say(Answer::new(Class::No, told.join("; "))));
        }
        let away = self.setting.address.is_empty();
        if away || self.step == Step::Words {
            let printer = if away {
                String::new()
            } else {
                self.setting.to_string()
            };
            cx.ask_by_key(Command::SetPrinter {
                place: self.place,
                printer: printer.into(),
            });
            return;
        }
        self.go(Some(self.at() + 1), cx);
    }
}

impl Screen for Printer {
    fn contexts(&self) -> &[Context] {
        &[Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let ask = match self.step {
            Step::Address => "printers-ask-address",
            Step::Paper => "printers-ask-paper",
            Step::Dpi => "printers-ask-dpi",
            Step::Font => "printers-ask-font",
            Step::Words => "printers-ask-words",
        };
        let about = match self.step {
            Step::Address => "printers-about-address",
            Step::Paper => "printers-about-paper",
            Step::Dpi => "printers-about-dpi",
            Step::Font => "printers-about-font",
            Step::Words => "printers-about-words",
        };
        Picture::Prompt(PromptView {
            title: words.say("printers-title"),
            progress: format!("{}/{}", self.at() + 1, STEPS.len()),
            lines: vec![
                Line::new(LineKind::Big, words.place(self.place)),
                Line::new(LineKind::Name, self.setting.to_string()),
                Line::new(LineKind::Dim, words.say(about)).drop(1),
            ],
            ask: words.say(ask),
            ..PromptView::default()
        })
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            // An empty line: none of it.
            Action::Confirm => self.give("", cx),
            Action::Back => {
                let to = self.at().checked_sub(1);
                self.go(to, cx);
            }
            _ => return false,
        }
        true
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        self.give(&entry.text, cx);
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        cx.close();
        None
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if !self.begun {
            self.begun = true;
            cx.wishes.push(Wish::Fill(self.known(Step::Address)));
        }
    }

    fn help(&self) -> &'static str {
        "help-printers"
    }
}
