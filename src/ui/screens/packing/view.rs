//! What a bench shows: the order's lines with how much of each is in, the carton, the weight.

use super::advice::Advice;
use super::{Mode, Packing};
use crate::domain::ids::{ItemId, OrderId, PlaceId};
use crate::domain::packing::{self, Prompt, ToPack};
use crate::domain::parcels::Parcel;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Event, Qty};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::Here;
use crate::ui::theme::Role;
use crate::ui::widgets::Answer;

/// Orders of the queue that are listed beside the prompt.
const LISTED: usize = 60;

pub(super) fn view(screen: &Packing, here: Here<'_>) -> PromptView {
    let words = here.words;
    let mut view = match (screen.order(here), screen.bench(here)) {
        (Some(order), _) => at_order(screen, here, order),
        (None, Some(_)) => idle(here),
        (None, None) => PromptView {
            title: words.say("pack-title"),
            lines: vec![Line::new(LineKind::Strong, words.say("pack-which-bench"))],
            ask: words.say("pack-ask-bench"),
            ..PromptView::default()
        },
    };
    if let Some(bench) = screen.bench(here) {
        let bench = words.place(bench);
        view.right = match view.right.as_str() {
            "" => bench,
            left => format!("{bench}  {left}"),
        };
    }
    if let Some(ask) = asked(screen, here) {
        view.ask = ask;
    }
    view
}

/// What the mode waits for, in place of the prompt's own.
fn asked(screen: &Packing, here: Here<'_>) -> Option<String> {
    let words = here.words;
    Some(match screen.mode {
        Mode::Scan => return None,
        Mode::Quantity => {
            let item = Packing::in_hand(here).and_then(|p| p.step.item);
            words.say_with(
                "pack-ask-quantity",
                &[("item", item.map(|i| words.item(i)).unwrap_or_default())],
            )
        }
        Mode::Carton => match advice(screen, here).and_then(|a| a.code(here)) {
            Some(carton) => words.say_with("pack-ask-carton", &[("carton", carton)]),
            None => words.say("pack-ask-carton-own"),
        },
        Mode::Weigh => words.say("pack-ask-weight"),
        Mode::Reopen => words.say("pack-ask-reopen"),
        Mode::Void if Packing::in_hand(here).is_some() => words.say("pack-ask-void"),
        Mode::Void => words.say("pack-ask-void-parcel"),
        Mode::Label => words.say("pack-ask-label"),
        Mode::TakeOver => words.say("pack-ask-take-over"),
        Mode::HandOver => words.say("pack-ask-hand-over"),
    })
}

/// Nothing in hand: what waits.
fn idle(here: Here<'_>) -> PromptView {
    let words = here.words;
    let mut queue = packing::pack_queue(here.w);
    let panel: Vec<(Role, String)> = queue
        .by_ref()
        .take(LISTED)
        .map(|order| {
            let totes = here.w.totes_of(order.id).map(|tote| words.lpn(tote));
            let totes = totes.collect::<Vec<_>>().join(" ");
            let left = words.time_left(order.cutoff, here.now);
            (Role::Text, format!("{left}  {}  {totes}", order.number))
        })
        .collect();
    let waiting = panel.len() + queue.count();
    let key = if waiting == 0 {
        "pack-none-waits"
    } else {
        "pack-waiting"
    };
    PromptView {
        title: words.say("pack-title"),
        lines: vec![Line::new(LineKind::Strong, counted(here, key, waiting))],
        panel,
        ask: words.say("pack-ask-begin"),
        ..PromptView::default()
    }
}

fn counted(here: Here<'_>, key: &'static str, count: usize) -> String {
    let count = Value::Number(i64::try_from(count).unwrap_or(i64::MAX));
    here.words.phrase(&Phrase::new(key).with("count", count))
}

/// How much of a line can be packed as things are: what is wanted, as far as it was picked.
fn goal(line: &ToPack) -> Qty {
    line.wanted.min(line.picked + line.packed)
}

fn at_order(screen: &Packing, here: Here<'_>, order: OrderId) -> PromptView {
    let words = here.words;
    let lines = packing::to_pack(here.w, order);
    let packed: Qty = lines.iter().map(|l| l.packed).sum();
    let all: Qty = lines.iter().map(goal).sum();
    let number = words.order(order);
    let mut view = PromptView {
        title: words.say_with("pack-title-order", &[("order", number.clone())]),
        progress: format!("{}/{}", packed.0, all.0),
        right: here
            .w
            .order(order)
            .map(|o| words.time_left(o.cutoff, here.now))
            .unwrap_or_default(),
        panel: panel(here, &lines),
        panel_first: true,
        ..PromptView::default()
    };
    let of_order = [("order", number.clone())];
    let prompt = screen.prompt(here);
    let advice = match prompt {
        Prompt::Item(_) | Prompt::Close(_) => Advice::of(here.w, order),
        _ => None,
    };
    match prompt {
        Prompt::Begin => {}
        Prompt::CalledOff(_) => {
            view.lines = vec![
                Line::new(LineKind::Big, number),
                Line::new(LineKind::Strong, words.say("pack-called-off")),
            ];
            view.ask = words.say("pack-ask-called-off");
        }
        Prompt::TakeOut(item, qty) => take_out(here, item, qty, &mut view),
        Prompt::Item(left) => {
            view.lines = last_item(here, &lines);
            view.lines.push(Line::new(
                LineKind::Strong,
                words.say_with("pack-left", &[("qty", left.0.to_string())]),
            ));
            let kind = if has_goods(here) {
                LineKind::Dim
            } else {
                LineKind::Strong
            };
            if let Some(advice) = &advice {
                view.lines.extend(advice.lines(here, kind));
                view.picture = advice.picture(here);
            }
            view.ask = words.say(if has_goods(here) {
                "pack-ask-item-or-carton"
            } else {
                "pack-ask-item"
            });
        }
        Prompt::Close(_) => {
            view.lines = last_item(here, &lines);
            view.lines
                .push(Line::new(LineKind::Strong, words.say("pack-all-in")));
            view.lines.extend(notes(here, &lines));
            if let Some(advice) = &advice {
                view.lines.extend(advice.lines(here, LineKind::Strong));
                view.picture = advice.picture(here);
            }
            let weight = Packing::in_hand(here).and_then(|parcel| weight(screen, here, parcel));
            view.lines
                .push(Line::new(LineKind::Dim, weight.unwrap_or_default()).drop(6));
            view.ask = match advice.and_then(|a| a.code(here)) {
                Some(carton) => words.say_with("pack-ask-close", &[("carton", carton)]),
                None => words.say("pack-ask-close-any"),
            };
        }
        Prompt::Done(_) => {
            let waiting = packing::pack_queue(here.w).count();
            let waiting = counted(here, "pack-waiting", waiting);
            view.lines = vec![
                Line::new(LineKind::Strong, words.say_with("pack-done", &of_order)),
                Line::new(LineKind::Dim, waiting),
            ];
            view.ask = words.say("pack-ask-begin");
        }
    }
    view
}

fn has_goods(here: Here<'_>) -> bool {
    Packing::in_hand(here).is_some_and(|p| !p.lines.is_empty())
}

/// The order was lessened: what comes out of the parcel, and how.
fn take_out(here: Here<'_>, item: ItemId, qty: Qty, view: &mut PromptView) {
    let words = here.words;
    let parcel = Packing::in_hand(here);
    let stays = parcel.map_or(Qty::ZERO, |p| p.holds(item)) - qty;
    let (of_item, of_qty) = (("item", words.item(item)), ("qty", words.qty(item, qty)));
    view.lines = vec![
        Line::new(LineKind::Big, words.item(item)),
        Line::new(LineKind::Name, words.item_name(item)).drop(2),
        Line::new(
            LineKind::Strong,
            words.say_with("pack-take-out", &[of_item.clone(), of_qty]),
        ),
    ];
    // A quantity is meant for the item scanned last; another one comes out only with the whole parcel.
    view.ask = if parcel.is_some_and(|p| p.step.item == Some(item)) {
        words.say_with("pack-ask-take-out", &[of_item, ("stays", stays.0.to_string())])
    } else {
        words.say("pack-ask-take-apart")
    };
}

/// The item scanned last, and how much of it is in.
fn last_item(here: Here<'_>, lines: &[ToPack]) -> Vec<Line> {
    let words = here.words;
    let Some(item) = Packing::in_hand(here).and_then(|p| p.step.item) else {
        return Vec::new();
    };
    let of_item = || lines.iter().filter(|l| l.item == item);
    let (packed, all): (Qty, Qty) = (of_item().map(|l| l.packed).sum(), of_item().map(goal).sum());
    let count = [("packed", packed.0.to_string()), ("all", all.0.to_string())];
    let note = of_item().map(|l| l.note.to_string()).find(|n| !n.is_empty());
    vec![
        Line::new(LineKind::Big, words.item(item)),
        Line::new(LineKind::Name, words.item_name(item)).drop(4),
        Line::new(LineKind::Strong, words.say_with("pack-count", &count)).drop(2),
        Line::new(
            LineKind::Strong,
            note.map(|n| said_note(here, &n)).unwrap_or_default(),
        )
        .drop(1),
    ]
}

fn said_note(here: Here<'_>, note: &str) -> String {
    here.words.say_with("pack-note", &[("note", note.to_owned())])
}

/// Every note of the order: looked at once more before the parcel is closed.
fn notes(here: Here<'_>, lines: &[ToPack]) -> Vec<Line> {
    let last = Packing::in_hand(here).and_then(|p| p.step.item);
    let noted = lines
        .iter()
        .filter(|l| !l.note.is_empty() && Some(l.item) != last);
    noted
        .map(|l| {
            let text = format!("{} {}", here.words.item(l.item), said_note(here, &l.note));
            Line::new(LineKind::Name, text).drop(3)
        })
        .collect()
}

fn advice(screen: &Packing, here: Here<'_>) -> Option<Advice> {
    Advice::of(here.w, screen.order(here)?)
}

/// What the scale showed, and what it should show in the suggested carton.
fn weight(screen: &Packing, here: Here<'_>, parcel: &Parcel) -> Option<String> {
    let words = here.words;
    let carton = Advice::of(here.w, parcel.order).map(|advice| advice.carton);
    let expected = packing::expected_weight_g(here.w, &parcel.contents(), carton);
    let expected = expected.map(|g| words.grams(g));
    Some(match (screen.weight_of(parcel.id), expected) {
        (Some(g), Some(expected)) => words.say_with(
            "pack-weight-of",
            &[("weight", words.grams(g)), ("expected", expected)],
        ),
        (Some(g), None) => words.say_with("pack-weighed", &[("weight", words.grams(g))]),
        (None, Some(expected)) => words.say_with("pack-weight-expected", &[("expected", expected)]),
        (None, None) => return None,
    })
}

/// The order's lines: what is not all in first, the item scanned last standing out.
fn panel(here: Here<'_>, lines: &[ToPack]) -> Vec<(Role, String)> {
    let words = here.words;
    let last = Packing::in_hand(here).and_then(|p| p.step.item);
    let mut rows: Vec<&ToPack> = lines.iter().collect();
    rows.sort_by_key(|l| l.packed >= goal(l));
    let wide = rows.iter().map(|l| words.item(l.item).len()).max().unwrap_or(0);
    let count = |l: &ToPack| format!("{}/{}", l.packed.0, goal(l).0);
    let counts = rows.iter().map(|l| count(l).len()).max().unwrap_or(0);
    let row = |line: &&ToPack| {
        let role = match line.packed >= goal(line) {
            _ if Some(line.item) == last => Role::Strong,
            true => Role::Dim,
            false => Role::Text,
        };
        let mark = if line.note.is_empty() { " " } else { "*" };
        let (code, name) = (words.item(line.item), words.item_name(line.item));
        let count = count(line);
        (role, format!("{count:>counts$} {mark}{code:<wide$}  {name}"))
    };
    rows.iter().map(row).collect()
}

/// The answer to a closing: which parcel, where its label comes out, and whether it was the order's last.
pub(super) fn closed(here: Here<'_>, events: &[Event]) -> Option<Answer> {
    let closed = events.iter().find_map(|event| match event {
        Event::ParcelClosed(closed) => Some(closed),
        _ => None,
    })?;
    let words = here.words;
    let parcel = here.w.parcel(closed.parcel)?;
    let last = matches!(
        packing::prompt(here.w, Some(closed.order)),
        Prompt::Done(_) | Prompt::Begin
    );
    let key = if last { "pack-closed-last" } else { "pack-closed" };
    let phrase = Phrase::new(key)
        .with("order", Value::Order(closed.order))
        .with("number", Value::Number(i64::from(parcel.number)))
        .with("label", Value::Text(label_place(here, parcel.bench).into()));
    let class = if last { Class::Last } else { Class::Ok };
    Some(Answer::new(class, words.phrase(&phrase)))
}

fn label_place(here: Here<'_>, bench: PlaceId) -> String {
    let words = here.words;
    let place = [("place", words.place(bench))];
    if here.w.printers.contains_key(&bench) {
        words.say_with("pack-label-at", &place)
    } else {
        words.say_with("pack-no-printer", &place)
    }
}

pub(super) fn why(screen: &Packing, here: Here<'_>) -> Vec<String> {
    let words = here.words;
    let Some(order) = screen.order(here).and_then(|id| here.w.order(id)) else {
        return Vec::new();
    };
    let totes = here.w.totes_of(order.id).map(|tote| words.lpn(tote));
    let totes = totes.collect::<Vec<_>>().join(" ");
    let mut told = vec![words.say_with(
        "why-pack-order",
        &[
            ("order", order.number.to_string()),
            ("carrier", words.carrier(order.carrier)),
            ("cutoff", words.time(order.cutoff)),
        ],
    )];
    if !totes.is_empty() {
        told.push(words.say_with("why-pack-totes", &[("totes", totes)]));
    }
    if let Some(advice) = advice(screen, here) {
        told.extend(advice.why(here));
    }
    let noted = packing::to_pack(here.w, order.id);
    let noted = noted.iter().filter(|l| !l.note.is_empty());
    told.extend(noted.map(|l| format!("{}: {}", words.item(l.item), l.note)));
    told
}
