//! Which of several things a code is: a question with numbered answers.

use crate::codes;
use crate::codes::gs1::{Checks, Message, parse};
use crate::domain::aliases::{self, Lesson};
use crate::domain::ids::{ItemId, OwnerId};
use crate::domain::lookup::{Scan, Target};
use crate::domain::time::Day;
use crate::domain::{Class, Qty, Topics, readings};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wanted, Wish};
use crate::ui::widgets::{Answer, Hint, MenuEntry, MenuState, wrap};

/// The question. Its answer goes to the screen below as a code that says just that; scans wait meanwhile.
#[derive(Debug)]
pub struct Choice {
    /// What was entered.
    entry: Entry,
    /// Message key of what is asked.
    asks: &'static str,
    options: Vec<Choosable>,
    state: MenuState,
    /// The answer that is being proposed to be remembered.
    chosen: Option<usize>,
}

#[derive(Clone, Debug)]
struct Choosable {
    label: String,
    /// The code that says just this; none where no code can.
    text: Option<String>,
    /// What may be remembered of the choice.
    lesson: Option<Lesson>,
}

impl Choice {
    /// How a label is read whose separators are lost. The choice is proposed to a lead, to hold for that supplier's labels.
    pub fn of_readings(scan: &Scan, entry: &Entry, here: Here<'_>) -> Choice {
        let option = |text: &crate::domain::Text| {
            let message = parse(text, &Checks::ELEMENTS).ok();
            let lesson = message.as_ref().and_then(|message| {
                Some(Lesson::Reading {
                    supplier: readings::supplier(message)?.into(),
                    pattern: readings::pattern(message).into(),
                    example: text.clone(),
                })
            });
            Choosable {
                label: message.map_or_else(|| text.to_string(), |message| said(&message, here)),
                text: Some(text.to_string()),
                lesson,
            }
        };
        Choice::new(
            entry,
            "choice-readings",
            scan.readings.iter().map(option).collect(),
        )
    }

    /// Which of several items a code can stand for; none where it is one, or where it was learned which. The
    /// choice is proposed to a lead, to hold for labels like it; `owner` is whose goods are received, if any are.
    pub fn of_items(scan: &Scan, entry: &Entry, owner: Option<OwnerId>, here: Here<'_>) -> Option<Choice> {
        let items = scan.targets.iter().filter_map(|target| match target {
            Target::Item(id, contents) => Some((*id, *contents)),
            _ => None,
        });
        let items: Vec<(ItemId, Qty)> = items.collect();
        if items.len() < 2 || scan.item().is_some() {
            return None;
        }
        let words = here.words;
        let said = |item, contents| match contents {
            // A single piece is what one takes it for.
            Qty(1) => format!("{} {}", words.item(item), words.item_name(item)),
            _ => format!(
                "{} {} {}",
                words.item(item),
                words.qty(item, contents),
                words.item_name(item)
            ),
        };
        let option = |(item, contents): &(ItemId, Qty)| Choosable {
            label: said(*item, *contents),
            text: code_of(here, scan, *item, *contents),
            lesson: scan.choice(here.w, *item, owner).map(Lesson::Meaning),
        };
        let options = items.iter().map(option).collect();
        Some(Choice::new(entry, "choice-items", options))
    }

    fn new(entry: &Entry, asks: &'static str, options: Vec<Choosable>) -> Choice {
        Choice {
            entry: entry.clone(),
            asks,
            options,
            state: MenuState::default(),
            chosen: None,
        }
    }

    fn choose(&mut self, index: usize, cx: &mut Cx<'_>) {
        let Some(option) = self.options.get(index) else {
            return;
        };
        // What was proposed and refused once is not asked for again: the work goes on without.
        match (&option.lesson, self.chosen) {
            (Some(lesson), None) => cx.ask(aliases::Command::Propose(lesson.clone()), &self.entry),
            _ => self.hand(index, cx),
        }
        self.chosen = Some(index);
    }

    fn hand(&self, index: usize, cx: &mut Cx<'_>) {
        cx.close();
        let Some(option) = self.options.get(index) else {
            return;
        };
        match option.text.clone() {
            Some(text) => cx.wishes.push(Wish::Hand(Entry {
                text,
                via: self.entry.via,
            })),
            None => cx.say(Class::Check, "which-item-again"),
        }
    }
}

/// What differs between readings of one label, shortest first: lot, date, count, serial.
fn said(message: &Message, here: Here<'_>) -> String {
    let today = here.w.clock.day().date();
    let expiry = message.expiry(today).or_else(|| message.best_before(today));
    let lot = message.lot().map(str::to_owned);
    let parts = [
        Some(lot.unwrap_or_else(|| here.words.say("choice-no-lot"))),
        expiry.map(|day| here.words.day(Day::from(day))),
        message.count().map(|count| format!("x{count}")),
        message.serial().map(|serial| format!("#{serial}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// A code of an item that says just this: which item, how many, and what else the label said. Its own code alone where
/// that is all; none where no code of it can say the rest, which must not be lost.
pub(super) fn code_of(here: Here<'_>, said: &Scan, item: ItemId, contents: Qty) -> Option<String> {
    let plain = here.words.item(item);
    let count = said.count.map_or(contents, |count| contents.times(count.0));
    if said.lot.is_none() && said.expiry.is_none() && said.serial.is_none() && count == Qty(1) {
        return Some(plain);
    }
    // An item's own code may hold what GS1 data cannot; then one of its trade item numbers names it.
    let barcodes = here.w.items.get(&item).map(|item| item.barcodes.as_slice());
    let gtins = barcodes.unwrap_or_default().iter().filter_map(|barcode| {
        let gtin = codes::Gtin::parse(&barcode.code).ok()?;
        Some((format!("(01){}", gtin.as_str()), barcode.contents))
    });
    let names = std::iter::once((format!("(240){plain}"), Qty(1))).chain(gtins);
    let mut texts = names.filter_map(|(name, each)| Some(with_rest(name, said, parts(count, each)?)));
    let is_right = |text: &String| {
        let read = here.w.scan(text);
        let is_it = read.item().is_some_and(|(id, _)| id == item) && read.of_item(item) == Some(count);
        is_it && (&read.lot, read.expiry, &read.serial) == (&said.lot, said.expiry, &said.serial)
    };
    texts.find(is_right)
}

/// How often so many go into a quantity, where they do without a rest.
fn parts(qty: Qty, each: Qty) -> Option<Qty> {
    let rest = qty.0.checked_rem(each.0)?;
    (rest == 0).then(|| qty.0.checked_div(each.0).map(Qty)).flatten()
}

/// A name in GS1 data with count, date, lot and serial behind it.
fn with_rest(name: String, said: &Scan, count: Qty) -> String {
    let count = Some(count).filter(|count| said.count.is_some() || *count != Qty(1));
    let parts = [
        ("30", count.map(|count| count.to_string())),
        (
            "17",
            said.expiry.map(|day| day.date().format("%y%m%d").to_string()),
        ),
        ("10", said.lot.as_ref().map(ToString::to_string)),
        ("21", said.serial.as_ref().map(ToString::to_string)),
    ];
    let told = parts.into_iter().filter_map(|(ai, value)| Some((ai, value?)));
    told.fold(name, |text, (ai, value)| format!("{text}({ai}){value}"))
}

impl Screen for Choice {
    fn contexts(&self) -> &[Context] {
        &[Context::Menu]
    }

    fn topics(&self) -> Topics {
        Topics::NONE
    }

    fn wanted(&self, _here: Here<'_>) -> Wanted {
        Wanted::AsItStands
    }

    fn holds_scans(&self) -> bool {
        true
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let width = usize::from(here.size.0);
        let mut about = wrap(&here.words.say(self.asks), width, 4);
        about.extend(wrap(
            &self.entry.text.replace(crate::codes::gs1::GS, " "),
            width,
            3,
        ));
        let entries = self.options.iter().map(|option| MenuEntry::new(&option.label));
        Picture::Menu {
            title: here.words.say("choice-title"),
            right: String::new(),
            entries: entries.collect(),
            state: self.state,
            about,
        }
    }

    fn hints(&self, _here: Here<'_>) -> Vec<Hint> {
        Hint::all(&[Action::Confirm, Action::Back])
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm => self.choose(self.state.cursor, cx),
            Action::Back => cx.close(),
            other => return self.state.apply(other, self.options.len()),
        }
        true
    }

    fn enter(&mut self, _entry: &Entry, cx: &mut Cx<'_>) {
        cx.say(crate::domain::Class::Check, self.asks);
    }

    fn letter(&mut self, letter: char, cx: &mut Cx<'_>) {
        if let Some(index) = self.state.digit(letter, self.options.len()) {
            self.state.cursor = index;
            self.choose(index, cx);
        }
    }

    fn done(&mut self, _accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        if let Some(index) = self.chosen {
            self.hand(index, cx);
        }
        None
    }

    fn help(&self) -> &'static str {
        "help-choice"
    }
}
