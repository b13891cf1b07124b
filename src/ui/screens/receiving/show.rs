//! How receiving looks: the list of receipts, the goods in hand, and what came beside what was announced.

use crate::domain::ids::{ItemId, OwnerId};
use crate::domain::receiving::{Doubt, Prompt, Receipt, Receiving};
use crate::domain::{Qty, Text};
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::Here;
use crate::ui::screens::floor::{held, item_lines, numbered};
use crate::ui::theme::Role;
use crate::ui::words::Words;

/// Lines of which less came than was announced.
pub fn short(receipt: &Receipt) -> usize {
    let lines = receipt.lines.iter();
    lines.filter(|line| line.outstanding().is_positive()).count()
}

fn named(here: Here<'_>) -> PromptView {
    let worker = here.worker();
    PromptView {
        title: here.words.say("receive-title-none"),
        right: worker.map(|w| w.name.to_string()).unwrap_or_default(),
        ..PromptView::default()
    }
}

/// Open receipts, numbered.
pub fn receipts(here: Here<'_>, open: &[&Receipt]) -> PromptView {
    let words = here.words;
    let mut view = named(here);
    if open.is_empty() {
        view.lines = vec![Line::new(LineKind::Strong, words.say("receive-none"))];
        view.ask = words.say("receive-ask-none");
        return view;
    }
    view.progress = open.len().to_string();
    view.lines = numbered(open.iter().map(|receipt| {
        let args = [
            ("number", receipt.number.to_string()),
            ("supplier", receipt.supplier.to_string()),
        ];
        words.say_with("receive-line", &args).trim_end().to_owned()
    }));
    view.ask = words.say("receive-ask-receipt");
    view
}

/// Owners, numbered.
pub fn owners(here: Here<'_>) -> PromptView {
    let owners = here.w.owners.values();
    PromptView {
        lines: numbered(owners.map(|owner| format!("{}  {}", owner.code, owner.name))),
        ask: here.words.say("receive-ask-owner"),
        ..named(here)
    }
}

/// The owner of goods that nobody announced; their dock is asked for.
pub fn dock(here: Here<'_>, owner: OwnerId) -> PromptView {
    let owner = here.w.owners.get(&owner);
    let code = owner.map(|o| o.code.to_string()).unwrap_or_default();
    PromptView {
        lines: vec![
            Line::new(LineKind::Big, code),
            Line::new(LineKind::Dim, here.words.say("receive-blind")).drop(1),
        ],
        ask: here.words.say("receive-ask-dock"),
        ..named(here)
    }
}

/// The prompt of a receipt.
pub fn receiving(here: Here<'_>, mine: &Receiving, receipt: &Receipt) -> PromptView {
    let words = here.words;
    let prompt = mine.prompt(here.w);
    let all = receipt.lines.len();
    let progress = if receipt.blind {
        all.to_string()
    } else {
        format!("{}/{all}", all.saturating_sub(short(receipt)))
    };
    let (lines, ask) = match &prompt {
        Prompt::Item(None) => (
            vec![Line::new(LineKind::Strong, words.say("receive-blind"))],
            words.say("receive-ask-item"),
        ),
        Prompt::Item(Some(item)) => (next(words, receipt, *item), words.say("receive-ask-item")),
        Prompt::Finish => (
            vec![Line::new(LineKind::Strong, words.say("receive-all-here"))],
            words.say("receive-ask-close"),
        ),
        Prompt::Lot(item) => (
            in_hand(here, mine, receipt, *item),
            words.say_with("receive-ask-lot", &[("item", words.item(*item))]),
        ),
        Prompt::Expiry(item) => (
            in_hand(here, mine, receipt, *item),
            words.say("receive-ask-expiry"),
        ),
        Prompt::Put(item, qty) => (
            in_hand(here, mine, receipt, *item),
            ask_put(words, mine, *item, *qty),
        ),
        Prompt::Confirm(doubt) => (doubted(words, doubt), words.say("receive-ask-confirm")),
    };
    let at = mine.step.item.or(match &prompt {
        Prompt::Item(next) => *next,
        _ => None,
    });
    PromptView {
        title: words.say_with("receive-title", &[("receipt", receipt.number.to_string())]),
        progress,
        right: receipt.supplier.to_string(),
        lines,
        panel: panel(words, receipt, at),
        ask,
        ..PromptView::default()
    }
}

fn ask_put(words: Words<'_>, mine: &Receiving, item: ItemId, qty: Qty) -> String {
    let qty = ("qty", words.qty(item, qty));
    match mine.step.onto {
        Some(onto) => words.say_with("receive-ask-put-again", &[qty, ("to", words.holder(onto))]),
        None => words.say_with("receive-ask-put", &[qty]),
    }
}

/// What has not come yet, as the one to look for next.
fn next(words: Words<'_>, receipt: &Receipt, item: ItemId) -> Vec<Line> {
    let still = words.qty(item, receipt.outstanding(item));
    vec![
        Line::new(LineKind::Big, words.item(item)),
        Line::new(LineKind::Name, words.item_name(item)).drop(2),
        Line::new(
            LineKind::Strong,
            words.say_with("receive-still", &[("qty", still)]),
        ),
    ]
}

/// What the receiver has in hand.
fn in_hand(here: Here<'_>, mine: &Receiving, receipt: &Receipt, item: ItemId) -> Vec<Line> {
    let words = here.words;
    let step = &mine.step;
    let lot = step.lot.as_ref().map(|lot| lot_of(words, lot));
    let expiry = step
        .expiry
        .map(|day| words.say_with("receive-expiry", &[("day", words.day(day))]));
    let damaged = words.say_with("receive-damaged", &[("damaged", step.damaged.0.to_string())]);
    let (expected, came) = receipt.of_item(item);
    let came = ("came", words.qty(item, came));
    let so_far = if receipt.blind {
        words.say_with("receive-came", &[came])
    } else {
        words.say_with("receive-of", &[came, ("expected", words.qty(item, expected))])
    };
    let mut lines = item_lines(words, item).to_vec();
    lines.push(Line::new(LineKind::Strong, held(words, item, mine.shown(here.w))));
    lines.push(Line::new(LineKind::Strong, lot.unwrap_or_default()).drop(1));
    lines.push(Line::new(LineKind::Strong, expiry.unwrap_or_default()).drop(1));
    if step.damaged.is_positive() {
        lines.push(Line::new(LineKind::Strong, damaged).drop(1));
    }
    lines.push(Line::new(LineKind::Dim, so_far).drop(4));
    lines
}

fn lot_of(words: Words<'_>, lot: &Text) -> String {
    words.say_with("pick-lot", &[("lot", lot.to_string())])
}

/// The question, in parts short enough for a handheld: it also stands when the band that asked it is gone.
fn doubted(words: Words<'_>, doubt: &Doubt) -> Vec<Line> {
    let day = |key: &str, day| words.say_with(key, &[("day", words.day(day))]);
    let qty = |key: &str, item, qty| words.say_with(key, &[("qty", words.qty(item, qty))]);
    let (item, told) = match doubt {
        Doubt::NotExpected(item) => (item, vec![words.say("receive-doubt-not-expected")]),
        Doubt::Expired(item, lot, expiry) => (
            item,
            vec![
                lot_of(words, lot),
                day("receive-doubt-expired", *expiry),
                words.say("receive-doubt-quarantine"),
            ],
        ),
        Doubt::ShortDated(item, lot, expiry) => {
            (item, vec![lot_of(words, lot), day("receive-expiry", *expiry)])
        }
        Doubt::OtherLot(item, announced, found) => (
            item,
            vec![
                lot_of(words, found),
                words.say_with("receive-doubt-lot", &[("lot", announced.to_string())]),
            ],
        ),
        Doubt::Over(item, expected, found, _) => (
            item,
            vec![
                qty("receive-doubt-over", *item, *expected),
                qty("receive-doubt-found", *item, *found),
            ],
        ),
    };
    let mut lines = item_lines(words, *item).to_vec();
    lines.extend(told.into_iter().map(|text| Line::new(LineKind::Strong, text)));
    lines
}

/// Every line: what came, what was announced, of what.
fn panel(words: Words<'_>, receipt: &Receipt, at: Option<ItemId>) -> Vec<(Role, String)> {
    if receipt.lines.is_empty() {
        return Vec::new();
    }
    let lines = receipt.lines.iter().map(|line| {
        let role = match line.outstanding().is_positive() {
            _ if Some(line.item) == at => Role::Strong,
            true => Role::Text,
            false => Role::Dim,
        };
        let (came, expected) = (line.came().0, line.expected.0);
        let text = format!("{came:>5} / {expected:<5} {}", words.item(line.item));
        (role, text)
    });
    std::iter::once((Role::Dim, words.say("receive-panel")))
        .chain(lines)
        .collect()
}
