//! In which sequence pick lists are offered to the pickers, so that as little as possible is late.
//!
//! Walking comes first: what goes together is settled by length, and for the lists that there are the sequence is sought
//! in which their orders come least after their cut-offs. What is urgent goes before what is not, and a near cut-off
//! before a farther one, whatever comes of it (Jackson 1955; with lists that take alike it is the best there is): lists
//! have tiers, and only within one of them the sequence is free. Lists are given out one after the other to whoever is
//! free first (list scheduling, Graham 1969), so that a sequence says it all, for any number of pickers.

/// A pick list as work that takes time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Lists of a lower tier are offered before those of a higher one: priority, then cut-off.
    pub tier: (u8, i64),
    /// Milliseconds from taking it over to handing it in.
    pub takes_ms: i64,
    /// When its orders have to be there, in milliseconds from now; below zero where that has passed.
    pub due_ms: i64,
    /// How many orders are on it.
    pub orders: u32,
}

/// How much is late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lateness {
    /// Milliseconds, summed over the orders.
    pub ms: i64,
    /// Orders that come after their cut-off.
    pub orders: u32,
}

/// Pickers, by the milliseconds until each is free. Nobody at all is one who is free now.
#[derive(Clone, Debug)]
struct Pickers(Vec<i64>);

impl Pickers {
    fn of(free_ms: &[i64]) -> Pickers {
        let free = if free_ms.is_empty() { &[0] } else { free_ms };
        Pickers(free.to_vec())
    }

    /// When a list is handed in that the one who is free first takes next.
    fn take(&mut self, list: &List) -> i64 {
        let Some(first) = self.0.iter_mut().min() else {
            return 0;
        };
        *first = first.saturating_add(list.takes_ms);
        *first
    }
}

/// How much is late in all, when lists are offered in this sequence to pickers of whom each is free after so many
/// milliseconds.
#[must_use]
pub fn lateness(lists: &[List], sequence: &[u32], free_ms: &[i64]) -> Lateness {
    let mut pickers = Pickers::of(free_ms);
    let mut late = Lateness::default();
    for list in sequence.iter().filter_map(|index| lists.get(*index as usize)) {
        let delay = pickers.take(list).saturating_sub(list.due_ms);
        if delay > 0 {
            late.ms = late
                .ms
                .saturating_add(delay.saturating_mul(i64::from(list.orders)));
            late.orders = late.orders.saturating_add(list.orders);
        }
    }
    late
}

/// Lists up to which every sequence is looked at that can still be better than the best one.
const EVERY: usize = 7;
/// Lists up to which they are moved about, by how many turns, and how often all of them.
const MOST_MOVED: usize = 200;
const REACH: usize = 12;
const PASSES: u32 = 4;

/// A good sequence. As the lists are given, tier by tier, where nothing is late; else within each tier what is done
/// soonest for its orders goes first (Smith 1956), and then lists are moved some turns forward or back as long as that
/// makes less late. For up to seven lists it is the best one. A hundred lists take some ten milliseconds.
#[must_use]
pub fn sequence(lists: &[List], free_ms: &[i64]) -> Vec<u32> {
    let list = |index: &u32| lists.get(*index as usize).copied().unwrap_or_default();
    let mut best: Vec<u32> = (0..).take(lists.len()).collect();
    best.sort_by_key(|index| list(index).tier);
    let mut late = lateness(lists, &best, free_ms).ms;
    if late == 0 {
        return best;
    }
    let mut soonest = best.clone();
    soonest.sort_by_key(|index| {
        let List {
            tier,
            takes_ms,
            orders,
            ..
        } = list(index);
        (tier, takes_ms.saturating_mul(1000) / i64::from(orders.max(1)))
    });
    let other = lateness(lists, &soonest, free_ms).ms;
    if other < late {
        (best, late) = (soonest, other);
    }
    if lists.len() <= EVERY {
        let mut tiers: Vec<(u8, i64)> = lists.iter().map(|list| list.tier).collect();
        tiers.sort_unstable();
        every(lists, (free_ms, &tiers), &mut Vec::new(), &mut best, &mut late);
    } else if lists.len() <= MOST_MOVED {
        for _ in 0..PASSES {
            if late == 0 || !better(lists, free_ms, &mut best, &mut late) {
                break;
            }
        }
    }
    best
}

/// Goes on from what is begun in every way that is not late already by as much as the best one is in all; `tiers` are
/// those of all lists, ascending.
fn every(
    lists: &[List],
    (free_ms, tiers): (&[i64], &[(u8, i64)]),
    begun: &mut Vec<u32>,
    best: &mut Vec<u32>,
    late: &mut i64,
) {
    let so_far = lateness(lists, begun, free_ms).ms;
    if so_far >= *late {
        return;
    }
    let Some(tier) = tiers.get(begun.len()) else {
        best.clone_from(begun);
        *late = so_far;
        return;
    };
    for (next, list) in (0..).zip(lists) {
        if list.tier == *tier && !begun.contains(&next) {
            begun.push(next);
            every(lists, (free_ms, tiers), begun, best, late);
            begun.pop();
        }
    }
}

/// Moves each list some turns forward or back in its tier, where that makes less late. False when nowhere.
fn better(lists: &[List], free_ms: &[i64], sequence: &mut Vec<u32>, late: &mut i64) -> bool {
    let tier = |sequence: &[u32], at: usize| {
        let list = sequence.get(at).and_then(|index| lists.get(*index as usize));
        list.map(|list| list.tier)
    };
    // Whose lateness does not count is nobody's business.
    let counts = |sequence: &[u32], at: usize| {
        let list = sequence.get(at).and_then(|index| lists.get(*index as usize));
        list.is_some_and(|list| list.orders > 0)
    };
    let mut found = false;
    for from in 0..sequence.len() {
        if !counts(sequence, from) {
            continue;
        }
        let near = from.saturating_sub(REACH)..(from + REACH + 1).min(sequence.len());
        for to in near {
            if to == from || tier(sequence, to) != tier(sequence, from) {
                continue;
            }
            let moved = sequence.remove(from);
            sequence.insert(to, moved);
            let now = lateness(lists, sequence, free_ms).ms;
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

    /// The least of all sequences that keep the tiers.
    fn least(lists: &[List], free_ms: &[i64], begun: &mut Vec<u32>) -> i64 {
        if begun.len() == lists.len() {
            let tiers = begun.iter().map(|index| lists[*index as usize].tier);
            let late = lateness(lists, begun, free_ms).ms;
            return if tiers.is_sorted() { late } else { i64::MAX };
        }
        let mut best = i64::MAX;
        for next in (0..).take(lists.len()) {
            if !begun.contains(&next) {
                begun.push(next);
                best = best.min(least(lists, free_ms, begun));
                begun.pop();
            }
        }
        best
    }

    /// Two priorities, three cut-offs.
    fn lists(most: usize) -> impl Strategy<Value = Vec<List>> {
        let list = (1..3_u8, 0..3_i64, 1..20_i64, 1..5_u32);
        let list = list.prop_map(|(priority, due, takes_ms, orders)| List {
            tier: (priority, due * 20),
            takes_ms,
            due_ms: due * 20,
            orders,
        });
        prop::collection::vec(list, 0..most)
    }

    proptest! {
        #[test]
        fn few_lists_come_to_the_least_lateness_of_all_sequences_that_keep_the_tiers(
            lists in lists(7), free in prop::collection::vec(0..15_i64, 0..4),
        ) {
            let found = sequence(&lists, &free);
            prop_assert!(found.iter().map(|index| lists[*index as usize].tier).is_sorted());
            prop_assert_eq!(lateness(&lists, &found, &free).ms, least(&lists, &free, &mut Vec::new()));
        }

        #[test]
        fn many_lists_are_named_once_each_keep_their_tiers_and_are_no_later_than_as_given(
            lists in lists(40), free in prop::collection::vec(0..15_i64, 0..4),
        ) {
            let found = sequence(&lists, &free);
            let mut named = found.clone();
            named.sort_unstable();
            prop_assert_eq!(named, (0..).take(lists.len()).collect::<Vec<u32>>());
            prop_assert!(found.iter().map(|index| lists[*index as usize].tier).is_sorted());
            let mut given: Vec<u32> = (0..).take(lists.len()).collect();
            given.sort_by_key(|index| lists[*index as usize].tier);
            let late = lateness(&lists, &found, &free);
            let as_given = lateness(&lists, &given, &free);
            prop_assert!(late.ms <= as_given.ms);
            if as_given.ms == 0 {
                prop_assert_eq!(found, given);
            }
        }
    }

    fn list(takes_ms: i64, due_ms: i64, orders: u32) -> List {
        List {
            tier: (5, due_ms),
            takes_ms,
            due_ms,
            orders,
        }
    }

    #[test]
    fn the_near_cut_off_goes_first_and_pickers_walk_side_by_side() {
        let lists = [list(10, 100, 1), list(10, 10, 1), list(10, 15, 1)];
        assert_eq!(sequence(&lists, &[0]), [1, 2, 0]);
        assert_eq!(lateness(&lists, &[1, 2, 0], &[0]), Lateness { ms: 5, orders: 1 });
        assert_eq!(lateness(&lists, &[1, 2, 0], &[0, 0]), Lateness::default());
        assert_eq!(
            lateness(&lists, &[1, 2, 0], &[0, 8]),
            Lateness { ms: 3, orders: 1 },
            "the second picker is busy for a while"
        );
    }

    #[test]
    fn of_one_cut_off_the_long_list_waits_for_those_that_can_be_in_time() {
        let lists = [list(100, 12, 2), list(5, 12, 2), list(5, 12, 2)];
        assert_eq!(sequence(&lists, &[0]), [1, 2, 0]);
    }

    #[test]
    fn what_is_urgent_goes_first_even_where_that_makes_more_late() {
        let urgent = List {
            tier: (1, 500),
            ..list(100, 500, 1)
        };
        let lists = [list(10, 20, 1), urgent];
        assert_eq!(sequence(&lists, &[0]), [1, 0]);
    }
}
