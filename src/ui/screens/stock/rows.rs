//! The lines of the stock screen: of a place, a tote or an item, or what waits for a second person.

use crate::domain::adjusting::Change;
use crate::domain::aliases::Lesson;
use crate::domain::ids::{ApprovalId, ProposalId};
use crate::domain::lookup::Target;
use crate::domain::stock::{Holder, Status, StockKey};
use crate::ui::screen::Here;
use crate::ui::screens::find::is_blind;
use crate::ui::screens::list::{Line, Lines};
use crate::ui::theme::Role;
use crate::ui::widgets::{Column, wrap};

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOf {
    /// A line of the ledger.
    Stock(StockKey),
    /// A correction that waits for a second person.
    Approval(ApprovalId),
    /// A code that is to be learned.
    Proposal(ProposalId),
    /// What was learned of codes, by its place among [`learned`].
    Learned(usize),
}

/// What was learned of codes and can be forgotten again: which item labels mean, and how they are read.
pub fn learned(here: Here<'_>) -> Vec<Lesson> {
    let meanings = here.w.meanings.values();
    let meanings = meanings.map(|meaning| Lesson::Meaning(meaning.as_ref().clone()));
    let readings = here.w.readings.iter();
    let readings = readings.map(|(supplier, pattern)| Lesson::Reading {
        supplier: supplier.clone(),
        pattern: pattern.clone(),
        example: pattern.clone(),
    });
    meanings.chain(readings).collect()
}

/// What is shown of this.
pub fn of(target: Option<Target>, here: Here<'_>) -> Vec<RowOf> {
    let in_holder = |holder| {
        let keys = here.w.stock_in(holder).map(|(key, _)| RowOf::Stock(*key));
        keys.collect()
    };
    match target {
        Some(Target::Place(id)) => in_holder(Holder::Place(id)),
        Some(Target::Lpn(id)) => in_holder(Holder::Lpn(id)),
        Some(Target::Item(id, _)) => here
            .w
            .stock_of(id)
            .filter(|(key, _)| key.holder.is_real())
            .map(|(key, _)| RowOf::Stock(key))
            .collect(),
        _ => {
            let approvals = here.w.approvals.keys().copied().map(RowOf::Approval);
            let proposals = here.w.proposals.keys().copied().map(RowOf::Proposal);
            let learned = here.w.meanings.len() + here.w.readings.len();
            approvals
                .chain(proposals)
                .chain((0..learned).map(RowOf::Learned))
                .collect()
        }
    }
}

/// The same, as it is drawn.
pub fn lines(target: Option<Target>, rows: &[RowOf], here: Here<'_>) -> Lines {
    let lessons = match target {
        None => learned(here),
        Some(_) => Vec::new(),
    };
    let line = |(index, row): (usize, &RowOf)| match row {
        RowOf::Stock(key) => stock(index, key, matches!(target, Some(Target::Item(..))), here),
        RowOf::Approval(id) => approval(*id, here),
        RowOf::Proposal(id) => proposal(*id, here),
        RowOf::Learned(index) => lesson_line(*index, lessons.get(*index), here),
    };
    Lines(rows.iter().enumerate().map(line).collect())
}

fn stock(index: usize, key: &StockKey, by_holder: bool, here: Here<'_>) -> Line {
    let words = here.words;
    let stock = here.w.stock_at(key);
    let blind = is_blind(key.holder, here);
    let qty = |qty: crate::domain::Qty| if blind { "?".to_owned() } else { qty.to_string() };
    let lot = key.lot.and_then(|id| here.w.lots.get(&id));
    let owner = here.w.owners.get(&key.owner);
    Line {
        id: u64::try_from(index).unwrap_or(u64::MAX),
        role: if key.status == Status::Available {
            Role::Text
        } else {
            Role::Answer(crate::domain::Class::Check)
        },
        cells: vec![
            if by_holder {
                words.holder(key.holder)
            } else {
                words.item(key.item)
            },
            qty(stock.on_hand),
            qty(stock.reserved),
            words.status(key.status),
            lot.map(|lot| lot.code.to_string()).unwrap_or_default(),
            lot.and_then(|lot| lot.expiry)
                .map(|day| words.day(day))
                .unwrap_or_default(),
            owner.map(|owner| owner.code.to_string()).unwrap_or_default(),
            words.item_name(key.item),
        ],
    }
}

fn approval(id: ApprovalId, here: Here<'_>) -> Line {
    let words = here.words;
    let Some(approval) = here.w.approvals.get(&id) else {
        return Line {
            id: id.0,
            role: Role::Dim,
            cells: Vec::new(),
        };
    };
    let key = &approval.correction.key;
    let (deed, qty) = change(approval.correction.change);
    Line {
        id: id.0,
        role: Role::Text,
        cells: vec![
            words.item(key.item),
            qty.to_string(),
            words.say(deed),
            words.holder(key.holder),
            words.worker(approval.by),
            words.say(approval.correction.reason.key()),
            words.time(approval.at),
        ],
    }
}

fn proposal(id: ProposalId, here: Here<'_>) -> Line {
    let words = here.words;
    // Approvals and proposals are counted apart, and stand in one list.
    let line = |role, cells| Line {
        id: id.0 | 1 << 63,
        role,
        cells,
    };
    let Some(proposal) = here.w.proposals.get(&id) else {
        return line(Role::Dim, Vec::new());
    };
    let [item, contents, code] = about_code(&proposal.lesson, here);
    let cells = vec![
        item,
        contents,
        words.say("stock-new-code"),
        code,
        words.worker(proposal.by),
        String::new(),
        words.time(proposal.at),
    ];
    line(Role::Text, cells)
}

fn lesson_line(index: usize, lesson: Option<&Lesson>, here: Here<'_>) -> Line {
    let [item, contents, code] = lesson.map(|lesson| about_code(lesson, here)).unwrap_or_default();
    Line {
        // Apart from the numbers of approvals and proposals.
        id: u64::try_from(index).unwrap_or_default() | 1 << 62,
        role: Role::Dim,
        cells: vec![item, contents, here.words.say("stock-learned"), code],
    }
}

/// The item or the supplier, how many one scan stands for, and the code.
fn about_code(lesson: &Lesson, here: Here<'_>) -> [String; 3] {
    let words = here.words;
    match lesson {
        Lesson::Alias { code, item, contents } => [words.item(*item), contents.to_string(), code.to_string()],
        Lesson::Reading {
            supplier, example, ..
        } => [supplier.to_string(), String::new(), example.to_string()],
        Lesson::Meaning(meaning) => {
            let item = meaning.item.map(|item| words.item(item));
            let item = item.unwrap_or_else(|| words.say("stock-asked"));
            [item, String::new(), meaning.of.number.to_string()]
        }
    }
}

fn change(change: Change) -> (&'static str, crate::domain::Qty) {
    match change {
        Change::Adjust(by) => ("action-stock-adjust.label", by),
        Change::Scrap(qty) => ("action-stock-scrap.label", qty),
        Change::Hold(qty) => ("action-stock-hold.label", qty),
        Change::Release(qty) => ("action-stock-release.label", qty),
    }
}

/// The heads of the columns.
pub fn columns(target: Option<Target>, here: Here<'_>) -> Vec<Column> {
    let say = |key: &str| here.words.say(key);
    if target.is_none() {
        return vec![
            Column::code(say("find-kind-item"), 8),
            Column::number(say("stock-qty"), 6),
            Column::name(say("stock-deed"), 4, 10).priority(1),
            Column::code(say("find-kind-place"), 9).priority(2),
            Column::name(say("stock-by"), 6, 14).priority(3),
            Column::name(say("stock-reason"), 6, 14).priority(4),
            Column::code(say("stock-since"), 11).priority(5),
        ];
    }
    let first = match target {
        Some(Target::Item(..)) => "find-kind-place",
        _ => "find-kind-item",
    };
    vec![
        Column::code(say(first), 9),
        Column::number(say("stock-qty"), 6),
        Column::number(say("stock-promised"), 8).priority(2),
        Column::name(say("stock-status"), 9, 10).priority(1),
        Column::code(say("stock-lot"), 8).priority(3),
        Column::code(say("stock-expiry"), 10).priority(4),
        Column::name(say("find-owner"), 5, 8).priority(6),
        Column::name(say("stock-name"), 10, 40).priority(5),
    ]
}

/// What a menu says above its entries: the line that it is about.
pub fn about(target: Option<Target>, row: RowOf, here: Here<'_>) -> Vec<String> {
    let words = here.words;
    match row {
        RowOf::Stock(key) => {
            let qty = if is_blind(key.holder, here) {
                String::new()
            } else {
                words.qty(key.item, here.w.stock_at(&key).on_hand)
            };
            // The first line names the place or item that was scanned; this one the other.
            let what = match target {
                Some(Target::Item(..)) => words.holder(key.holder),
                _ => words.item(key.item),
            };
            vec![format!("{what} {qty}")]
        }
        RowOf::Approval(id) => {
            let Some(approval) = here.w.approvals.get(&id) else {
                return Vec::new();
            };
            let key = &approval.correction.key;
            let (deed, qty) = change(approval.correction.change);
            let mut told = vec![
                format!("{} {}", words.holder(key.holder), words.item(key.item)),
                format!("{} {qty}: {}", words.say(deed), words.worker(approval.by)),
            ];
            if !approval.correction.note.is_empty() {
                told.push(approval.correction.note.to_string());
            }
            told
        }
        RowOf::Proposal(id) => {
            let proposal = here.w.proposals.get(&id);
            let told = proposal.map(|proposal| {
                let what = words.phrase(&proposal.lesson.phrase());
                let mut told = wrap(&what, usize::from(here.size.0), 4);
                told.push(words.worker(proposal.by));
                told
            });
            told.unwrap_or_default()
        }
        RowOf::Learned(index) => {
            let lesson = learned(here).into_iter().nth(index);
            let told = lesson.map(|lesson| words.phrase(&lesson.phrase()));
            told.map(|what| wrap(&what, usize::from(here.size.0), 4))
                .unwrap_or_default()
        }
    }
}

/// What stands at the right of the first line: that the place is blocked or being counted, or the status of the line
/// under the cursor, for which narrow screens have no column.
pub fn note(target: Option<Target>, row: Option<RowOf>, here: Here<'_>) -> String {
    let words = here.words;
    if let Some(Target::Place(id)) = target {
        if here.w.places.get(&id).is_some_and(|place| place.blocked) {
            return words.say("find-blocked");
        }
        if here.w.count_at(id).is_some() {
            return words.say("find-blind");
        }
    }
    match row {
        Some(RowOf::Stock(key)) if key.status != Status::Available => words.status(key.status),
        _ => String::new(),
    }
}

/// What is shown, by its code.
pub fn name(target: Target, here: Here<'_>) -> String {
    match target {
        Target::Place(id) => here.words.place(id),
        Target::Lpn(id) => here.words.lpn(id),
        Target::Item(id, _) => here.words.item(id),
        _ => String::new(),
    }
}
