//! An urgent order into a walk that is under way.

/// Who walks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walker {
    /// What is left to visit, as places' turns in the walk's sequence, ascending; the first is where they go next.
    pub ahead: Vec<u32>,
    /// Totes on the cart into which nothing goes yet.
    pub free_totes: u32,
    /// Whether the order may go with what is on the cart already: carriers, owners and priorities that never mix, and
    /// what the cart can still carry.
    pub may_take: bool,
}

/// What an urgent order would cost a walker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Insert {
    /// Index of the walker.
    pub walker: usize,
    /// Places at which they would not have stopped.
    pub stops: usize,
}

/// The walker who can take an order along without going back, at the fewest stops more: all of its places lie ahead,
/// and there is a tote for it. Among equals whoever has least left, so that the order is done first. `None` when it
/// has to go on a walk of its own. `places` are turns in the same sequence.
#[must_use]
pub fn insert_ahead(walkers: &[Walker], places: &[u32]) -> Option<Insert> {
    let first = places.iter().min()?;
    let fits = |walker: &Walker| {
        walker.may_take && walker.free_totes > 0 && walker.ahead.first().is_some_and(|next| next <= first)
    };
    let inserts = walkers
        .iter()
        .enumerate()
        .filter(|(_, walker)| fits(walker))
        .map(|(index, walker)| {
            let mut new: Vec<u32> = places
                .iter()
                .copied()
                .filter(|place| walker.ahead.binary_search(place).is_err())
                .collect();
            new.sort_unstable();
            new.dedup();
            let insert = Insert {
                walker: index,
                stops: new.len(),
            };
            (insert, walker.ahead.len())
        });
    inserts
        .min_by_key(|(insert, left)| (insert.stops, *left, insert.walker))
        .map(|(insert, _)| insert)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walker(ahead: &[u32]) -> Walker {
        Walker {
            ahead: ahead.to_vec(),
            free_totes: 1,
            may_take: true,
        }
    }

    #[test]
    fn only_who_has_all_of_it_ahead_and_a_tote_free_takes_it_along() {
        let places = [40, 12];
        let past = walker(&[13, 40, 50]);
        assert_eq!(
            insert_ahead(std::slice::from_ref(&past), &places),
            None,
            "12 lies behind"
        );
        let full = Walker {
            free_totes: 0,
            ..walker(&[10, 12, 40])
        };
        let other = Walker {
            may_take: false,
            ..walker(&[10, 12, 40])
        };
        assert_eq!(insert_ahead(&[full, other], &places), None);
        let done = walker(&[]);
        let here = walker(&[12, 90]);
        let found = insert_ahead(&[past, done, here], &places);
        assert_eq!(
            found,
            Some(Insert { walker: 2, stops: 1 }),
            "at 12 they stop anyhow"
        );
        assert_eq!(insert_ahead(&[walker(&[1])], &[]), None);
    }

    #[test]
    fn the_fewest_stops_more_and_then_the_shortest_rest() {
        let walkers = [walker(&[1, 2, 3]), walker(&[1, 7, 8, 9]), walker(&[2, 7, 9])];
        let found = insert_ahead(&walkers, &[7, 7, 9]);
        assert_eq!(found, Some(Insert { walker: 2, stops: 0 }));
    }
}
