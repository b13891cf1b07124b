//! Orders moved from list to list, where that makes less late and the walks hardly longer.

use super::{Choice, Day, NEARLY};
use crate::plan::batch::{Task, Tours};

/// Lists up to which it is tried, and how many times a change is looked at: less often where a look at a walk is a search.
const LISTS: usize = 150;
const TRIES: u32 = 2_000;
const TRIES_OF_SEARCHES: u32 = 40;

/// A change of two lists: what goes from the first to the second, and what comes back.
struct Change {
    from: usize,
    to: usize,
    goes: u32,
    comes: Option<u32>,
}

/// The same orders on other lists, less late, and by [`NEARLY`] thousandths longer at most; `None` where nothing is late,
/// or nothing helps. Of the lists of one kind an order is moved, or exchanged for another, as long as that helps.
pub(super) fn ease(task: &Task, day: &mut Day, given: &Choice) -> Option<Choice> {
    if given.late.ms == 0 || given.batches.len() > LISTS {
        return None;
    }
    let most = given.walks().mm.saturating_mul(1000 + NEARLY) / 1000;
    let mut best = given.clone();
    let mut tries = if day.walker.is_exact() {
        TRIES
    } else {
        TRIES_OF_SEARCHES
    };
    while let Some(better) = eased(task, day, &best, most, &mut tries) {
        best = better;
    }
    (best.late.ms < given.late.ms).then(|| day.in_turn(best.batches, best.mm))
}

fn eased(task: &Task, day: &mut Day, best: &Choice, most: i64, tries: &mut u32) -> Option<Choice> {
    for from in 0..best.batches.len() {
        for to in (0..best.batches.len()).filter(|to| *to != from) {
            for change in changes(task, best, from, to) {
                if *tries == 0 {
                    return None;
                }
                *tries -= 1;
                let changed = changed(task, day, best, &change, most);
                if changed.is_some() {
                    return changed;
                }
            }
        }
    }
    None
}

/// All changes of two lists of one kind.
fn changes(task: &Task, best: &Choice, from: usize, to: usize) -> Vec<Change> {
    let orders = |list: usize| best.batches.get(list).map(Vec::as_slice).unwrap_or_default();
    let kind = |list: usize| {
        let first = orders(list)
            .first()
            .and_then(|n| task.orders.get(usize::try_from(*n).ok()?));
        first.map(|order| order.kind)
    };
    if kind(from) != kind(to) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for goes in orders(from) {
        let exchanged = orders(to).iter().copied().map(Some).filter(|_| from < to);
        found.extend([None].into_iter().chain(exchanged).map(|comes| Change {
            from,
            to,
            goes: *goes,
            comes,
        }));
    }
    found
}

fn changed(task: &Task, day: &mut Day, best: &Choice, change: &Change, most: i64) -> Option<Choice> {
    let mut first = best.batches.get(change.from)?.clone();
    let mut second = best.batches.get(change.to)?.clone();
    first.retain(|order| *order != change.goes);
    second.retain(|order| Some(*order) != change.comes);
    second.push(change.goes);
    first.extend(change.comes);
    first.sort_unstable();
    second.sort_unstable();
    if first.is_empty() || !task.allows(&first) || !task.allows(&second) {
        return None;
    }
    // By quick walks first: most changes are too long by far.
    let before = *best.mm.get(change.from)? + *best.mm.get(change.to)?;
    let room = most - best.walks().mm;
    if day.length(&first) + day.length(&second) > before.saturating_add(room) {
        return None;
    }
    let mut batches = best.batches.clone();
    *batches.get_mut(change.from)? = first;
    *batches.get_mut(change.to)? = second;
    let (mut mm, pair) = (best.mm.clone(), [change.from, change.to]);
    let walked: Vec<Vec<u32>> = pair
        .iter()
        .filter_map(|list| batches.get(*list).cloned())
        .collect();
    for (list, length) in pair.iter().zip(day.lengths(&walked)) {
        *mm.get_mut(*list)? = length;
    }
    let late = day.hands.late(&day.lists(&batches, &mm));
    let choice = Choice { batches, mm, late };
    (late.ms < best.late.ms && choice.walks().mm <= most).then_some(choice)
}
