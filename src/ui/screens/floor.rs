//! What the floor's prompts share: numbers as they are typed, goods as they are shown, questions of the core.

use crate::domain::ids::{ItemId, LotId, PlaceId};
use crate::domain::stock::{Holder, Status, StockKey};
use crate::domain::{Class, Qty};
use crate::hub::Accepted;
use crate::ui::prompt_view::{Line, LineKind};
use crate::ui::screen::{Cx, Entry, Here};
use crate::ui::widgets::Answer;
use crate::ui::words::Words;

/// Lines of a list in a prompt: more are found by scanning or typing.
pub const LISTED: usize = 9;

/// A plain number of up to seven digits; a leading `*` marks one that could also be a code.
pub fn number(text: &str) -> Option<Qty> {
    let digits = text.strip_prefix('*').unwrap_or(text);
    let short = digits.len() <= 7 && !digits.is_empty();
    digits.parse().ok().filter(|n: &i64| short && *n >= 0).map(Qty)
}

/// The quantity that was typed, where the warehouse knows the text as no code.
pub fn typed_number(entry: &Entry, here: Here<'_>) -> Option<Qty> {
    let typed = entry.via == crate::domain::Via::Typed;
    number(&entry.text).filter(|_| typed && here.w.scan(&entry.text).targets.is_empty())
}

/// The entry of a list as [`numbered`] shows it that was typed, where the warehouse knows the text as no code.
pub fn chosen<T>(entry: &Entry, here: Here<'_>, mut list: impl Iterator<Item = T>) -> Option<T> {
    let number = usize::try_from(typed_number(entry, here)?.0).ok()?;
    list.nth(number.checked_sub(1).filter(|index| *index < LISTED)?)
}

/// A question that the core asked instead of booking: shown so that nobody takes it for a yes.
pub fn question(accepted: &Accepted, words: Words<'_>) -> Option<Answer> {
    let phrases = || accepted.events.iter().filter_map(crate::domain::Event::phrase);
    let asked = phrases().find(|phrase| phrase.key.starts_with("check-"))?;
    Some(Answer::new(Class::Check, words.phrase(&asked)))
}

/// Says that the next entry is awaited first.
pub fn refuse(cx: &mut Cx<'_>, key: &str) {
    cx.say(Class::No, key);
}

/// A quantity in pieces, and as people hold it where that is another number.
pub fn held(words: Words<'_>, item: ItemId, qty: Qty) -> String {
    let plain = qty.0.to_string();
    let held = words.qty(item, qty);
    if held == plain {
        words.say_with("pick-qty", &[("qty", plain)])
    } else {
        words.say_with("pick-qty-held", &[("qty", plain), ("held", held)])
    }
}

/// Name and code of an item.
pub fn item_lines(words: Words<'_>, item: ItemId) -> [Line; 2] {
    [
        Line::new(LineKind::Name, words.item_name(item)).drop(3),
        Line::new(LineKind::Code, words.item(item)),
    ]
}

/// A lot by its code.
pub fn lot_line(here: Here<'_>, lot: Option<LotId>) -> Line {
    let lot = lot.and_then(|lot| here.w.lots.get(&lot));
    let text = lot.map(|lot| here.words.say_with("pick-lot", &[("lot", lot.code.to_string())]));
    Line::new(LineKind::Strong, text.unwrap_or_default()).drop(1)
}

/// A status, where it is not the usual one.
pub fn status_line(words: Words<'_>, status: Status) -> Line {
    let text = match status {
        Status::Available => String::new(),
        other => words.status(other),
    };
    Line::new(LineKind::Strong, text).drop(2)
}

/// The level of a place.
pub fn level_line(here: Here<'_>, place: PlaceId) -> Line {
    let level = here.w.places.get(&place).map(|place| place.level.to_string());
    let text = level.map(|level| here.words.say_with("pick-level", &[("level", level)]));
    Line::new(LineKind::Dim, text.unwrap_or_default()).drop(4)
}

/// One kind of goods in a list: what, how much, which lot.
pub fn goods(words: Words<'_>, key: &StockKey, qty: Qty) -> String {
    let mut told = format!("{} x{}", words.item(key.item), qty.0);
    if let Some(lot) = key.lot.and_then(|lot| words.w.lots.get(&lot)) {
        told.push(' ');
        told.push_str(&lot.code);
    }
    if key.status != Status::Available {
        told.push(' ');
        told.push_str(&words.status(key.status));
    }
    told
}

/// A numbered list in a prompt; its end is left out first.
pub fn numbered(texts: impl Iterator<Item = String>) -> Vec<Line> {
    let lines = (1u8..).zip(texts).take(LISTED);
    lines
        .map(|(number, text)| Line::new(LineKind::Name, format!("{number} {text}")).drop(10 + number))
        .collect()
}

/// The code that stands for a place, tote, pallet or carton.
pub fn code_of(words: Words<'_>, holder: Holder) -> crate::domain::Text {
    words.holder(holder).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_short_and_not_below_zero() {
        assert_eq!(number("12"), Some(Qty(12)));
        assert_eq!(number("*12"), Some(Qty(12)));
        assert_eq!(number("0"), Some(Qty::ZERO));
        for text in ["", "*", "-1", "12345678", "1.5", "L12"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
