//! Packing at a bench: one order in hand, every item checked into its parcel, the carton closes it.

mod advice;
mod view;

use crate::domain::ids::{CartonId, OrderId, ParcelId, PlaceId};
use crate::domain::lookup::{Scan, Target};
use crate::domain::orders::Stage;
use crate::domain::outbox;
use crate::domain::packing::{self, Command, Prompt};
use crate::domain::parcels::Parcel;
use crate::domain::places::PlaceKind;
use crate::domain::{Class, Event, Qty, Topics, Via};
use crate::hub::Accepted;
use crate::keymap::{Action, Context};
use crate::ui::screen::{Cx, Entry, Here, Picture, Screen, Wanted, Wish};
use crate::ui::widgets::{Answer, Hint};
use advice::Advice;

/// What the next entry is taken for, when it is no scan at the prompt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mode {
    /// The prompt's own.
    #[default]
    Scan,
    /// How many of the item scanned last are in the parcel.
    Quantity,
    /// The carton that closes the parcel.
    Carton,
    /// What the scale shows.
    Weigh,
    /// The closed parcel to be packed again.
    Reopen,
    /// The tote that the parcel's goods go back into, or the closed parcel to take apart.
    Void,
    /// The closed parcel whose label is printed again.
    Label,
    /// The order, tote or parcel that somebody else packs.
    TakeOver,
    /// Who goes on with the parcel in hand, or at which bench.
    HandOver,
}

/// A closing that was asked for. While its parcel is still open it was refused, and the same again confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Closing {
    parcel: ParcelId,
    carton: Option<CartonId>,
    weight_g: Option<i64>,
}

/// The packing screen. What is packed stands in the parcel; the screen keeps the bench it stands at, the order it
/// showed last, and what the scale showed until the parcel is closed.
#[derive(Debug, Default)]
pub struct Packing {
    mode: Mode,
    bench: Option<PlaceId>,
    order: Option<OrderId>,
    weighed: Option<(ParcelId, i64)>,
    asked: Option<Closing>,
}

impl Packing {
    /// The bench: as scanned, else where the device stands, else where the parcel in hand is.
    fn bench(&self, here: Here<'_>) -> Option<PlaceId> {
        let device = here.w.devices.get(&here.device).and_then(|d| d.place);
        let device = device.filter(|place| is_bench(here, *place));
        self.bench
            .or(device)
            .or_else(|| Self::in_hand(here).map(|p| p.bench))
    }

    fn in_hand<'a>(here: Here<'a>) -> Option<&'a Parcel> {
        here.who.and_then(|who| here.w.parcel_in_hand(who))
    }

    /// The order on the screen: the one in hand, else the one shown last, unless somebody else has it now.
    fn order(&self, here: Here<'_>) -> Option<OrderId> {
        if let Some(parcel) = Self::in_hand(here) {
            return Some(parcel.order);
        }
        let order = here.w.order(self.order?)?;
        let mine = here.w.open_parcel_of(order.id).is_none() && order.stage != Stage::Cancelled;
        mine.then_some(order.id)
    }

    fn prompt(&self, here: Here<'_>) -> Prompt {
        packing::prompt(here.w, self.order(here))
    }

    /// The parcel of the order on the screen that was closed last.
    fn closed_last<'a>(&self, here: Here<'a>) -> Option<&'a Parcel> {
        let closed = here.w.parcels_of(self.order(here)?).filter(|p| !p.is_open());
        closed.max_by_key(|p| p.seal.as_ref().map(|seal| seal.at))
    }

    fn weight_of(&self, parcel: ParcelId) -> Option<i64> {
        self.weighed.filter(|(of, _)| *of == parcel).map(|(_, g)| g)
    }

    /// Closes the parcel in hand; the same twice confirms a weight that was doubted.
    fn close(&mut self, carton: Option<CartonId>, entry: Option<&Entry>, cx: &mut Cx<'_>) {
        self.mode = Mode::Scan;
        let Some(parcel) = Self::in_hand(cx.here) else {
            return cx.say(Class::Check, "pack-nothing-in-hand");
        };
        let closing = Closing {
            parcel: parcel.id,
            carton,
            weight_g: self.weight_of(parcel.id),
        };
        let confirm = self.asked.replace(closing) == Some(closing);
        let command = Command::Close {
            parcel: closing.parcel,
            carton,
            weight_g: closing.weight_g,
            confirm,
        };
        match entry {
            Some(entry) => cx.ask(command, entry),
            None => cx.ask_by_key(command),
        }
    }

    /// An entry at the prompt itself.
    fn scan(&mut self, entry: &Entry, scan: &Scan, cx: &mut Cx<'_>) {
        self.mode = Mode::Scan;
        if let Some(bench) = scan.place().filter(|place| is_bench(cx.here, *place)) {
            self.bench = Some(bench);
            let bench = [("bench", cx.here.words.place(bench))];
            let text = cx.here.words.say_with("pack-at-bench", &bench);
            return cx.wishes.push(Wish::Say(Answer::new(Class::Ok, text)));
        }
        // Without a bench a known place is told to be none; anything else waits for the bench.
        let Some(bench) = self.bench(cx.here).or_else(|| scan.place()) else {
            return cx.say(Class::No, "pack-bench-first");
        };
        let order = self.order(cx.here);
        let here = cx.here;
        let wanted = |_: &CartonId| scan.lpn().is_none() && !is_item_of(here, order, scan);
        if let Some(carton) = scan.carton().filter(wanted)
            && Self::in_hand(here).is_some()
        {
            return self.close(Some(carton), Some(entry), cx);
        }
        self.asked = None;
        let code = entry.text.as_str().into();
        cx.ask(Command::Scan { bench, order, code }, entry);
    }

    fn quantity(&mut self, entry: &Entry, qty: Qty, cx: &mut Cx<'_>) {
        self.mode = Mode::Scan;
        self.asked = None;
        match Self::in_hand(cx.here).map(|p| p.id) {
            Some(parcel) => cx.ask(Command::Quantity { parcel, qty }, entry),
            None => cx.say(Class::Check, "pack-nothing-in-hand"),
        }
    }

    fn weigh(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let parcel = Self::in_hand(cx.here).map(|p| p.id);
        let (Some(parcel), Some(grams)) = (parcel, grams(&entry.text)) else {
            return cx.say(Class::No, "pack-no-weight");
        };
        self.mode = Mode::Scan;
        self.weighed = Some((parcel, grams));
        let words = cx.here.words;
        let text = words.say_with("pack-weighed", &[("weight", words.grams(grams))]);
        cx.wishes.push(Wish::Say(Answer::new(Class::Ok, text)));
    }

    /// An entry that names a closed parcel, for the mode that waits for one.
    fn parcel(&mut self, entry: &Entry, scan: &Scan, cx: &mut Cx<'_>) {
        match (self.mode, scan.parcel()) {
            (Mode::Reopen | Mode::Label | Mode::Void, Some(parcel)) => {
                if let Some(command) = self.about(parcel, cx.here) {
                    cx.ask(command, entry);
                }
                self.mode = Mode::Scan;
            }
            (Mode::Void, None) => self.void(Some(entry), cx),
            _ => cx.say(Class::No, "pack-no-parcel"),
        }
    }

    /// What the mode asks about a closed parcel.
    fn about(&self, parcel: ParcelId, here: Here<'_>) -> Option<crate::domain::Command> {
        let place = self.bench(here);
        Some(match self.mode {
            Mode::Reopen => Command::Reopen {
                parcel,
                bench: place?,
            }
            .into(),
            Mode::Label => outbox::Command::Reprint {
                parcel,
                slip: false,
                place,
            }
            .into(),
            Mode::Void => Command::Void { parcel, tote: None }.into(),
            _ => return None,
        })
    }

    /// Takes the parcel in hand apart: into the tote of the entry, else back where the goods came from.
    fn void(&mut self, tote: Option<&Entry>, cx: &mut Cx<'_>) {
        self.mode = Mode::Scan;
        let Some(parcel) = Self::in_hand(cx.here).map(|p| p.id) else {
            return cx.say(Class::Check, "pack-nothing-in-hand");
        };
        match tote {
            Some(entry) => {
                let tote = Some(entry.text.as_str().into());
                cx.ask(Command::Void { parcel, tote }, entry);
            }
            None => cx.ask_by_key(Command::Void { parcel, tote: None }),
        }
    }

    fn take_over(&mut self, entry: &Entry, scan: &Scan, cx: &mut Cx<'_>) {
        let here = cx.here;
        let by_tote = scan.lpn().and_then(|tote| here.w.lpns.get(&tote)?.order);
        let by_order = scan.order().or(by_tote).and_then(|o| here.w.open_parcel_of(o));
        let by_worker = scan.targets.iter().find_map(|target| match target {
            Target::Worker(worker) => here.w.parcel_in_hand(*worker),
            _ => None,
        });
        let by_number = || {
            let worker = here.w.worker_by_number(&entry.text)?;
            here.w.parcel_in_hand(worker.id)
        };
        let parcel = by_order.or(by_worker).or_else(by_number).map(|p| p.id);
        match (parcel, self.bench(here)) {
            (Some(parcel), Some(bench)) => {
                self.mode = Mode::Scan;
                let reason = "taken over".into();
                cx.ask(
                    Command::TakeOver {
                        parcel,
                        bench,
                        reason,
                    },
                    entry,
                );
            }
            (_, None) => cx.say(Class::No, "pack-bench-first"),
            (None, _) => cx.say(Class::No, "pack-none-to-take-over"),
        }
    }

    fn hand_over(&mut self, entry: &Entry, scan: &Scan, cx: &mut Cx<'_>) {
        let here = cx.here;
        let by_badge = scan.targets.iter().find_map(|target| match target {
            Target::Worker(worker) => Some(*worker),
            _ => None,
        });
        let to = by_badge.or_else(|| here.w.worker_by_number(&entry.text).map(|worker| worker.id));
        let bench = scan.place().filter(|place| is_bench(here, *place));
        let Some(parcel) = Self::in_hand(here).map(|parcel| parcel.id) else {
            return cx.say(Class::Check, "pack-nothing-in-hand");
        };
        if to.is_none() && bench.is_none() {
            return cx.say(Class::No, "pack-no-worker-or-bench");
        }
        self.mode = Mode::Scan;
        let reason = "handed over".into();
        cx.ask(
            Command::HandOver {
                parcel,
                to,
                bench,
                reason,
            },
            entry,
        );
    }

    /// Enter alone: what the mode offers without another scan.
    fn confirm(&mut self, cx: &mut Cx<'_>) {
        match self.mode {
            Mode::Carton => {
                let advice = self.order(cx.here).and_then(|order| Advice::of(cx.here.w, order));
                self.close(advice.map(|advice| advice.carton), None, cx);
            }
            Mode::Void if Self::in_hand(cx.here).is_some() => self.void(None, cx),
            Mode::Void | Mode::Reopen | Mode::Label => {
                let last = self.closed_last(cx.here).map(|p| p.id);
                match last.and_then(|parcel| self.about(parcel, cx.here)) {
                    Some(command) => cx.ask_by_key(command),
                    None => return cx.say(Class::No, "pack-no-parcel"),
                }
                self.mode = Mode::Scan;
            }
            Mode::Scan | Mode::Quantity | Mode::Weigh | Mode::TakeOver | Mode::HandOver => {}
        }
    }

    fn park(&self, cx: &mut Cx<'_>) {
        match Self::in_hand(cx.here).map(|p| p.id) {
            Some(parcel) => cx.ask_by_key(Command::Park { parcel }),
            None => cx.say(Class::Check, "pack-nothing-in-hand"),
        }
    }

    /// Begins the most urgent order that waits.
    fn next(&self, cx: &mut Cx<'_>) {
        let Some(bench) = self.bench(cx.here) else {
            return cx.say(Class::No, "pack-bench-first");
        };
        match packing::pack_queue(cx.here.w).next() {
            Some(order) => cx.ask_by_key(Command::Scan {
                bench,
                order: Some(order.id),
                code: order.number.clone(),
            }),
            None => cx.say(Class::Check, "pack-none-waits"),
        }
    }
}

fn is_bench(here: Here<'_>, place: PlaceId) -> bool {
    let place = here.w.places.get(&place);
    place.is_some_and(|place| place.kind == PlaceKind::Bench)
}

/// The code stands for goods of the order, which come before cartons.
fn is_item_of(here: Here<'_>, order: Option<OrderId>, scan: &Scan) -> bool {
    let lines = order.and_then(|id| here.w.order(id)).map(|o| &o.lines);
    lines
        .into_iter()
        .flatten()
        .any(|line| scan.of_item(line.item).is_some())
}

/// A plain number; a leading `*` marks one that could also be a code.
fn number(text: &str) -> Option<Qty> {
    let digits = text.strip_prefix('*').unwrap_or(text);
    let short = digits.len() <= 7 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| short).map(Qty)
}

/// What a scale shows, in grams: whole numbers are grams, with a point, a comma or "kg" they are kilograms.
fn grams(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase().replace(',', ".");
    let (digits, kilograms) = match (text.strip_suffix("kg"), text.strip_suffix('g')) {
        (Some(kilograms), _) => (kilograms.trim_end(), true),
        (None, Some(grams)) => (grams.trim_end(), false),
        (None, None) => (text.as_str(), text.contains('.')),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(part) || whole.len() > 7 || part.len() > 3 || (!kilograms && !part.is_empty())
    {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let grams = if kilograms {
        whole * 1000 + format!("{part:0<3}").parse::<i64>().ok()?
    } else {
        whole
    };
    Some(grams).filter(|g| *g > 0)
}

impl Screen for Packing {
    fn contexts(&self) -> &[Context] {
        &[Context::Packing, Context::Prompt]
    }

    fn topics(&self) -> Topics {
        Topics::PARCELS | Topics::ORDERS | Topics::MASTER | Topics::PEOPLE
    }

    fn picture(&self, here: Here<'_>) -> Picture {
        Picture::Prompt(view::view(self, here))
    }

    fn hints(&self, here: Here<'_>) -> Vec<Hint> {
        let in_hand = Self::in_hand(here);
        let full = in_hand.is_some_and(|p| !p.lines.is_empty());
        let closed = self.closed_last(here).is_some();
        vec![
            Hint::new(Action::Quantity, in_hand.is_some_and(|p| p.step.item.is_some())),
            Hint::new(Action::PackCarton, full),
            Hint::new(Action::Undo, true),
            Hint::new(Action::Why, true),
            Hint::new(Action::Label, true),
            Hint::new(Action::Find, true),
            Hint::new(Action::PackWeigh, full),
            Hint::new(Action::PackClose, full),
            Hint::new(Action::PackReopen, in_hand.is_none()),
            Hint::new(Action::PackVoid, in_hand.is_some() || closed),
            Hint::new(Action::Park, in_hand.is_some()),
            Hint::new(Action::HandOver, full),
            Hint::new(Action::TakeOver, in_hand.is_none()),
            Hint::new(Action::Next, in_hand.is_none()),
            Hint::new(Action::Reprint, true),
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Confirm => self.confirm(cx),
            Action::Quantity => self.mode = Mode::Quantity,
            Action::PackCarton => self.mode = Mode::Carton,
            Action::PackWeigh => self.mode = Mode::Weigh,
            Action::PackClose => self.close(None, None, cx),
            Action::PackReopen => self.mode = Mode::Reopen,
            Action::PackVoid => self.mode = Mode::Void,
            Action::Label | Action::Reprint => self.mode = Mode::Label,
            Action::TakeOver => self.mode = Mode::TakeOver,
            Action::HandOver => self.mode = Mode::HandOver,
            Action::Park => self.park(cx),
            Action::Next => self.next(cx),
            Action::Back if self.mode != Mode::Scan => self.mode = Mode::Scan,
            _ => return false,
        }
        true
    }

    fn wanted(&self, here: Here<'_>) -> Wanted {
        // With an order in hand its lines tell which item a code is.
        let free = self.mode == Mode::Scan && self.order.is_none() && Self::in_hand(here).is_none();
        if free { Wanted::Item } else { Wanted::Code }
    }

    fn enter(&mut self, entry: &Entry, cx: &mut Cx<'_>) {
        let scan = cx.here.w.scan(&entry.text);
        let typed = number(&entry.text).filter(|_| entry.via == Via::Typed);
        match (self.mode, typed) {
            (Mode::Quantity, Some(qty)) => self.quantity(entry, qty, cx),
            (Mode::Quantity, None) if scan.targets.is_empty() => cx.say(Class::No, "no-number"),
            (Mode::Weigh, _) if entry.via == Via::Typed || scan.targets.is_empty() => self.weigh(entry, cx),
            (Mode::Reopen | Mode::Label | Mode::Void, _) => self.parcel(entry, &scan, cx),
            (Mode::TakeOver, _) => self.take_over(entry, &scan, cx),
            (Mode::HandOver, _) => self.hand_over(entry, &scan, cx),
            // At the prompt a number that is no code of anything is the quantity of the item scanned last.
            (Mode::Scan, Some(qty)) if scan.targets.is_empty() && Self::in_hand(cx.here).is_some() => {
                self.quantity(entry, qty, cx);
            }
            _ => self.scan(entry, &scan, cx),
        }
    }

    fn done(&mut self, accepted: &Accepted, cx: &mut Cx<'_>) -> Option<Answer> {
        self.asked = None;
        for event in accepted.events.iter() {
            self.order = match event {
                Event::ParcelOpened(opened) => Some(opened.parcel.order),
                Event::ParcelClosed(closed) => Some(closed.order),
                Event::ParcelHanded(handed) => handed.packer.map(|_| handed.order),
                Event::ParcelVoided(_) => None,
                _ => continue,
            };
        }
        view::closed(cx.here, &accepted.events)
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        let in_hand = Self::in_hand(cx.here).map(|p| p.id);
        self.weighed = self.weighed.filter(|(of, _)| in_hand == Some(*of));
        self.order = self.order(cx.here);
    }

    fn why(&self, here: Here<'_>) -> Vec<String> {
        view::why(self, here)
    }

    fn help(&self) -> &'static str {
        "help-packing"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_scale_is_typed_in_grams_or_kilograms() {
        let cases = [
            ("3420", Some(3420)),
            ("3420 g", Some(3420)),
            ("3.42", Some(3420)),
            ("3,42kg", Some(3420)),
            ("3 kg", Some(3000)),
            ("0.05", Some(50)),
            ("3.4567", None),
            ("3.4g", None),
            ("0", None),
            ("-5", None),
            ("", None),
            ("kg", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(grams(typed), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_weight_as_the_screen_tells_it_is_the_same_weight(g in 1_i64..9_999_999) {
            prop_assert_eq!(grams(&g.to_string()), Some(g));
            let told = format!("{}.{:03} kg", g / 1000, g % 1000);
            prop_assert_eq!(grams(&told), Some(g));
        }
    }
}
