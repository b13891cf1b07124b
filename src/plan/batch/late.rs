//! In which sequence batches are walked, so that as little as possible is late.
//!
//! Walking comes first: what goes together is settled by length, and of the batches that are there the sequence is
//! sought that makes orders late the least. Batches are given out one after the other to whoever is free first (list
//! scheduling, Graham 1969), so that a sequence says it all, for any number of pickers.

/// A batch as something that takes time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Milliseconds from taking it over to handing it in.
    pub takes_ms: i64,
    /// When each of its orders has to be there, in milliseconds from now; orders without a cut-off are left out.
    pub due_ms: Vec<i64>,
}

/// Milliseconds by which all orders together come too late, when the walks are given out in this sequence to so many
/// pickers.
#[must_use]
pub fn lateness(walks: &[Walk], sequence: &[u32], pickers: usize) -> i64 {
    let mut free = vec![0_i64; pickers.max(1)];
    let mut late = 0_i64;
    for walk in sequence.iter().filter_map(|index| walks.get(*index as usize)) {
        let Some(first) = free.iter_mut().min() else { break };
        *first = first.saturating_add(walk.takes_ms);
        for due in &walk.due_ms {
            late = late.saturating_add(first.saturating_sub(*due).max(0));
        }
    }
    late
}

/// Walks up to which every sequence is looked at that can still be better than the best one.
const EVERY: usize = 7;
/// Walks up to which they are moved about, by how many turns, and how often all of them.
const MOST_MOVED: usize = 200;
const REACH: usize = 12;
const PASSES: u32 = 4;

/// A good sequence: by the earliest cut-off of their orders (Jackson 1955), or by what they take, which is better when
/// much is late anyhow (Smith 1956); then walks are moved some turns forward or back as long as that makes less late.
/// For up to seven walks it is the best one. A hundred walks take some ten milliseconds.
#[must_use]
pub fn sequence(walks: &[Walk], pickers: usize) -> Vec<u32> {
    let due = |index: &u32| {
        let walk = walks.get(*index as usize);
        walk.and_then(|walk| walk.due_ms.iter().min())
            .copied()
            .unwrap_or(i64::MAX)
    };
    let takes = |index: &u32| walks.get(*index as usize).map_or(0, |walk| walk.takes_ms);
    let mut by_due: Vec<u32> = (0..).take(walks.len()).collect();
    by_due.sort_by_key(due);
    let mut by_time = by_due.clone();
    by_time.sort_by_key(|index| (due(index) == i64::MAX, takes(index)));
    let mut best = by_due;
    let mut late = lateness(walks, &best, pickers);
    let other = lateness(walks, &by_time, pickers);
    if other < late {
        (best, late) = (by_time, other);
    }
    if late > 0 && walks.len() <= EVERY {
        every(walks, pickers, &mut Vec::new(), &mut best, &mut late);
    } else if walks.len() <= MOST_MOVED {
        for _ in 0..PASSES {
            if late == 0 || !better(walks, pickers, &mut best, &mut late) {
                break;
            }
        }
    }
    best
}

/// Goes on from what is begun in every way that is not late already by as much as the best one is in all.
fn every(walks: &[Walk], pickers: usize, begun: &mut Vec<u32>, best: &mut Vec<u32>, late: &mut i64) {
    let so_far = lateness(walks, begun, pickers);
    if so_far >= *late {
        return;
    }
    if begun.len() == walks.len() {
        best.clone_from(begun);
        *late = so_far;
    }
    for next in (0..).take(walks.len()) {
        if !begun.contains(&next) {
            begun.push(next);
            every(walks, pickers, begun, best, late);
            begun.pop();
        }
    }
}

/// Moves each walk some turns forward or back, where that makes less late. False when nowhere.
fn better(walks: &[Walk], pickers: usize, sequence: &mut Vec<u32>, late: &mut i64) -> bool {
    let mut found = false;
    for from in 0..sequence.len() {
        let near = from.saturating_sub(REACH)..(from + REACH + 1).min(sequence.len());
        for to in near.filter(|to| *to != from) {
            let moved = sequence.remove(from);
            sequence.insert(to, moved);
            let now = lateness(walks, sequence, pickers);
            if now < *late {
                *late = now;
                found = true;
                break;
            }
            sequence.remove(to);
            sequence.insert(from, moved);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least of all sequences.
    fn least(walks: &[Walk], pickers: usize, begun: &mut Vec<u32>) -> i64 {
        if begun.len() == walks.len() {
            return lateness(walks, begun, pickers);
        }
        let mut best = i64::MAX;
        for next in (0..).take(walks.len()) {
            if !begun.contains(&next) {
                begun.push(next);
                best = best.min(least(walks, pickers, begun));
                begun.pop();
            }
        }
        best
    }

    fn walks(most: usize) -> impl Strategy<Value = Vec<Walk>> {
        let due_ms = prop::collection::vec(0..60_i64, 0..3);
        let walk = (1..20_i64, due_ms).prop_map(|(takes_ms, due_ms)| Walk { takes_ms, due_ms });
        prop::collection::vec(walk, 0..most)
    }

    proptest! {
        #[test]
        fn few_walks_come_to_the_least_lateness_of_all_sequences(walks in walks(6), pickers in 1..3_usize) {
            let late = lateness(&walks, &sequence(&walks, pickers), pickers);
            prop_assert_eq!(late, least(&walks, pickers, &mut Vec::new()));
        }

        #[test]
        fn many_walks_are_named_once_each_and_are_less_late_than_by_the_rules(
            walks in walks(40), pickers in 1..4_usize,
        ) {
            let found = sequence(&walks, pickers);
            let named: Vec<u32> = (0..).take(walks.len()).collect();
            let mut sorted = found.clone();
            sorted.sort_unstable();
            prop_assert_eq!(&sorted, &named);
            let late = lateness(&walks, &found, pickers);
            let mut by_due = named.clone();
            by_due.sort_by_key(|n| walks[*n as usize].due_ms.iter().min().copied().unwrap_or(i64::MAX));
            prop_assert!(late <= lateness(&walks, &by_due, pickers));
        }
    }

    #[test]
    fn what_is_due_first_goes_first() {
        let walk = |takes_ms, due_ms| Walk {
            takes_ms,
            due_ms: vec![due_ms],
        };
        let walks = [walk(10, 100), walk(10, 10), walk(10, 25)];
        assert_eq!(sequence(&walks, 1), [1, 2, 0]);
        assert_eq!(lateness(&walks, &[0, 1, 2], 1), 10 + 5);
        assert_eq!(
            lateness(&walks, &[0, 1, 2], 2),
            0,
            "two pickers walk side by side"
        );
    }

    #[test]
    fn what_cannot_be_in_time_waits_for_what_can() {
        let walk = |takes_ms, due_ms: &[i64]| Walk {
            takes_ms,
            due_ms: due_ms.to_vec(),
        };
        // The long one is late by 90 at best; first, it makes both short ones late as well.
        let walks = [walk(100, &[10]), walk(5, &[12]), walk(5, &[12])];
        assert_eq!(sequence(&walks, 1), [1, 2, 0]);
    }
}
