//! Receiving: choose the receipt, then item, quantity, lot, expiry, and what the goods are put onto.

mod show;

use super::floor::{chosen, code_of, number, question, refuse, typed_number};
use crate::domain::ids::{OwnerId, ReceiptId};
use crate::domain::lookup::Target;
use crate::domain::receiving::{Command, Doubt, Prompt, Receipt, Receiving as Mine, SHORT_DATED_DAYS};
use crate::domain::time::Day;
use crate::domain::{Class, Event, Topics};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wanted};
use crate::ui::widgets::{Answer, Hint};

/// What the next entry is taken for, when it is no scan at the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// The prompt's own.
    #[default]
    Scan,
    /// Whose goods came that nobody announced.
    Owner,
    /// At which dock these stand.
    Dock(OwnerId),
    /// How many the receiver holds.
    Quantity,
    /// How many of these are damaged.
    Damaged,
    /// Lot and expiry, typed.
    LotDate,
    /// Why less came than was announced.
    Reason,
}

/// The receiving screen. It keeps nothing but how the next entry is meant: how far somebody has come is in the
/// warehouse.
#[derive(Debug, Default)]
pub struct Receiving {
    mode: Mode,
}

/// What stands for a reason that nobody typed.
const NOT_DELIVERED: &str = "not delivered";

impl Receiving {
    /// What the one at the screen is receiving, while its receipt is open.
    fn mine<'a>(here: Here<'a>) -> Option<(&'a Mine, &'a Receipt)> {
        let mine = here.who.and_then(|who| here.w.receiving_of(who))?;
        here.w.receipt(mine.receipt).map(|receipt| (mine, receipt))
    }

    /// Open receipts, the one announced for first at the top.
    fn open(here: Here<'_>) -> Vec<&Receipt> {
        let mut open: Vec<&Receipt> = here.w.receipts.values().map(AsRef::as_ref).collect();
        open.sort_by_key(|receipt| (receipt.expected_at, receipt.id));
        open
    }

    fn choose(entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        let targets = here.w.scan(&entry.text).targets;
        let mut found = targets.iter().filter_map(|target| match target {
            Target::Receipt(id) => Some(*id),
            _ => None,
        });
        match (found.next(), found.next()) {
            (Some(receipt), None) => cx.ask(Command::Start { receipt }, entry),
            (Some(_), Some(_)) => cx.say(Class::Check, "receive-several"),
            (None, _) => match chosen(entry, here, Self::open(here).into_iter()) {
                Some(receipt) => cx.ask(Command::Start { receipt: receipt.id }, entry),
                None => refuse(cx, "receive-not-a-receipt"),
            },
        }
    }

    /// Goods came that nobody announced: whose, unless there is but one owner.
    fn begin_blind(&mut self, here: Here<'_>) {
        let mut owners = here.w.owners.keys();
        self.mode = match (owners.next(), owners.next()) {
            (Some(only), None) => Mode::Dock(*only),
            _ => Mode::Owner,
        };
    }

    fn blind(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let here = cx.here;
        if let Mode::Dock(owner) = self.mode {
            return match here.w.scan(&entry.text).place() {
                Some(dock) => cx.ask(Command::OpenBlind { owner, dock }, entry),
                None => refuse(cx, "receive-ask-dock"),
            };
        }
        let by_code = here.w.owner_by_code(&entry.text.to_uppercase()).map(|o| o.id);
        let by_code = by_code.or_else(|| here.w.owner_by_code(&entry.text).map(|o| o.id));
        match by_code.or_else(|| chosen(entry, here, here.w.owners.keys().copied())) {
            Some(owner) => self.mode = Mode::Dock(owner),
            None => refuse(cx, "receive-not-an-owner"),
        }
    }

    /// An entry that is meant as the mode says.
    fn in_mode(&mut self, entry: &Entry, receipt: ReceiptId, cx: &mut Cx<'_>) {
        let command = match self.mode {
            Mode::Quantity => number(&entry.text).map(|qty| Command::Quantity { receipt, qty }),
            Mode::Damaged => number(&entry.text).map(|qty| Command::Damaged { receipt, qty }),
            Mode::LotDate => Some(lot_date(&entry.text, receipt)),
            Mode::Reason => Some(Command::Close {
                receipt,
                reason: entry.text.as_str().into(),
            }),
            Mode::Scan | Mode::Owner | Mode::Dock(_) => None,
        };
        match command {
            Some(command) => {
                self.mode = Mode::Scan;
                cx.ask(command, entry);
            }
            None => refuse(cx, "no-number"),
        }
    }

    fn confirm(&mut self, mine: &Mine, cx: &mut Cx<'_>) {
        let receipt = mine.receipt;
        match (self.mode, mine.prompt(cx.here.w)) {
            (Mode::Reason, _) => {
                self.mode = Mode::Scan;
                cx.ask_by_key(Command::Close {
                    receipt,
                    reason: NOT_DELIVERED.into(),
                });
            }
            (_, Prompt::Confirm(_)) => cx.ask_by_key(Command::Confirm {
                receipt,
                reason: "".into(),
            }),
            (_, Prompt::Finish) => cx.ask_by_key(Command::Close {
                receipt,
                reason: "".into(),
            }),
            (_, Prompt::Put(..)) => match mine.step.onto {
                Some(onto) => cx.ask_by_key(Command::Scan {
                    receipt,
                    code: code_of(cx.here.words, onto),
                }),
                None => cx.say(Class::Check, "receive-scan-onto"),
            },
            (_, Prompt::Item(_) | Prompt::Lot(_) | Prompt::Expiry(_)) => {}
        }
    }

    /// One step back: the mode, the question, what is in hand, the receipt.
    fn back(&mut self, mine: &Mine, cx: &mut Cx<'_>) {
        let receipt = mine.receipt;
        if self.mode != Mode::Scan {
            self.mode = Mode::Scan;
            return;
        }
        cx.ask_by_key(match (&mine.asked, mine.step.item) {
            // Saying again how many are damaged drops the question and leaves the rest as it is.
            (Some(_), Some(_)) => Command::Damaged {
                receipt,
                qty: mine.step.damaged,
            },
            (Some(_), None) | (None, Some(_)) => Command::Clear { receipt },
            (None, None) => Command::Leave { receipt },
        });
    }
}

/// "L12 2027-01-31": a lot, and the last day it may be sold if a date stands behind it.
fn lot_date(text: &str, receipt: ReceiptId) -> Command {
    let (code, expiry) = split_date(text);
    Command::Lot {
        receipt,
        code: code.into(),
        expiry,
    }
}

/// A lot and the date behind it, if one is there.
pub(super) fn split_date(text: &str) -> (&str, Option<Day>) {
    let split = text.rsplit_once(char::is_whitespace);
    match split.and_then(|(code, day)| Some((code.trim_end(), Day::parse(day)?))) {
        Some((code, day)) => (code, Some(day)),
        None => (text, None),
    }
}

impl Screen for Receiving {
    fn contexts(&self) -> &[Context] {
        &[Context::Receiving, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::RECEIPTS | Topics::STOCK | Topics::MASTER
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        let words = here.words;
        let Some((mine, receipt)) = Self::mine(here) else {
            let open = Self::open(here);
            return Picture::Prompt(match self.mode {
                Mode::Owner => show::owners(here),
                Mode::Dock(owner) => show::dock(here, owner),
                _ => show::receipts(here, &open),
            });
        };
        let mut view = show::receiving(here, mine, receipt);
        match self.mode {
            Mode::Scan | Mode::Owner | Mode::Dock(_) => {}
            Mode::Quantity => view.ask = words.say("ask-quantity"),
            Mode::Damaged => view.ask = words.say("receive-ask-damaged"),
            Mode::LotDate => view.ask = words.say("receive-ask-lot-date"),
            Mode::Reason => {
                let lines = show::short(receipt).to_string();
                view.ask = words.say_with("receive-ask-reason", &[("lines", lines)]);
            }
        }
        Picture::Prompt(view)
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let mine = Self::mine(here);
        let Some((mine, _)) = mine else {
            return Hint::all(&[Action::ReceiveExtra, Action::Undo, Action::Find]);
        };
        let in_hand = mine.step.item.is_some();
        vec![
            Hint::new(Action::Quantity, in_hand),
            Hint::new(Action::LotDate, in_hand),
            Hint::new(Action::Undo, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Find, true),
            Hint::new(Action::ReceiveClose, !in_hand),
            Hint::new(Action::Damaged, in_hand),
            Hint::new(Action::Park, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        let Some((mine, receipt)) = Self::mine(cx.here) else {
            match action {
                Action::ReceiveExtra => self.begin_blind(cx.here),
                Action::Back if self.mode != Mode::Scan => self.mode = Mode::Scan,
                _ => return false,
            }
            return true;
        };
        let in_hand = mine.step.item.is_some();
        match action {
            Action::Confirm => self.confirm(mine, cx),
            Action::Back => self.back(mine, cx),
            Action::Quantity if in_hand => self.mode = Mode::Quantity,
            Action::Damaged if in_hand => self.mode = Mode::Damaged,
            Action::LotDate if in_hand => self.mode = Mode::LotDate,
            Action::Quantity | Action::Damaged | Action::LotDate => refuse(cx, "no-receive-item-first"),
            Action::ReceiveClose if show::short(receipt) > 0 && !in_hand => self.mode = Mode::Reason,
            Action::ReceiveClose => cx.ask_by_key(Command::Close {
                receipt: receipt.id,
                reason: "".into(),
            }),
            Action::Park => cx.ask_by_key(Command::Leave { receipt: receipt.id }),
            _ => return false,
        }
        true
    }

    fn wanted(&self, here: Here<'_>) -> Wanted {
        match Self::mine(here).map(|(mine, _)| mine.prompt(here.w)) {
            Some(Prompt::Item(_) | Prompt::Finish) if self.mode == Mode::Scan => Wanted::NewItem,
            _ => Wanted::Code,
        }
    }

    fn owner(&self, here: Here<'_>) -> Option<OwnerId> {
        Self::mine(here).map(|(_, receipt)| receipt.owner)
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let Some((mine, _)) = Self::mine(cx.here) else {
            return match self.mode {
                Mode::Owner | Mode::Dock(_) => self.blind(entry, cx),
                _ => Self::choose(entry, cx),
            };
        };
        let receipt = mine.receipt;
        if self.mode != Mode::Scan {
            return self.in_mode(entry, receipt, cx);
        }
        let at_put = matches!(
            mine.prompt(cx.here.w),
            Prompt::Put(..) | Prompt::Confirm(Doubt::Over(..))
        );
        if let Some(qty) = typed_number(entry, cx.here).filter(|_| at_put) {
            return cx.ask(Command::Quantity { receipt, qty }, entry);
        }
        let code = entry.text.as_str().into();
        cx.ask(Command::Scan { receipt, code }, entry);
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        self.mode = Mode::Scan;
        let words = cx.here.words;
        if let Some(asked) = question(accepted, words) {
            return Some(asked);
        }
        let closed = accepted.events.iter().find_map(|event| match event {
            Event::ReceiptClosed(_) => event.phrase(),
            _ => None,
        });
        if let Some(phrase) = closed {
            return Some(Answer::new(Class::Last, words.phrase(&phrase)));
        }
        let took = accepted
            .events
            .iter()
            .any(|e| matches!(e, Event::GoodsReceived(_)));
        let (mine, receipt) = Self::mine(cx.here)?;
        (took && mine.prompt(cx.here.w) == Prompt::Finish).then(|| {
            let number = receipt.number.to_string();
            Answer::new(
                Class::Last,
                words.say_with("receive-complete", &[("receipt", number)]),
            )
        })
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        // A mode about goods in hand ends with them: somebody else may have closed the receipt.
        let about_receipt = matches!(
            self.mode,
            Mode::Quantity | Mode::Damaged | Mode::LotDate | Mode::Reason
        );
        if about_receipt && Self::mine(cx.here).is_none() {
            self.mode = Mode::Scan;
        }
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        let Some((mine, receipt)) = Self::mine(here) else {
            return Vec::new();
        };
        let words = here.words;
        if receipt.blind {
            return vec![words.say("why-receive-blind")];
        }
        let owner = here.w.owners.get(&receipt.owner);
        let mut told = vec![words.say_with(
            "why-receive-from",
            &[
                ("supplier", receipt.supplier.to_string()),
                ("owner", owner.map(|o| o.code.to_string()).unwrap_or_default()),
                ("at", words.time(receipt.expected_at)),
            ],
        )];
        if let Some(item) = mine.step.item {
            let (expected, came) = receipt.of_item(item);
            told.push(words.say_with(
                "why-receive-line",
                &[
                    ("item", words.item(item)),
                    ("expected", words.qty(item, expected)),
                    ("came", words.qty(item, came)),
                ],
            ));
            if here.w.items.get(&item).is_some_and(|i| i.expiry_tracked) {
                let days = SHORT_DATED_DAYS.to_string();
                told.push(words.say_with("why-receive-dates", &[("days", days)]));
            }
        }
        told
    }

    fn help(&self) -> &'static str {
        "help-receiving"
    }
}
