//! The shortest tour of a few stops, over sets of stops.

use super::{Found, Matrix, NO_WAY};

/// Tries every set of stops with every last one: Held and Karp 1962. Stops of a lower rank come first.
pub(super) fn shortest(matrix: &Matrix, ranks: &[u8]) -> Found {
    let stops = matrix.stops();
    if stops == 0 {
        let length = matrix.at(0, 1);
        return Found {
            length,
            order: Vec::new(),
            bound: length,
        };
    }
    let before = before(stops, ranks);
    let sets = 1_usize << stops;
    let mut table = vec![(i64::MAX, usize::MAX); sets * stops];
    for set in 1..sets {
        for last in (0..stops).filter(|stop| set & (1 << stop) != 0) {
            let rest = set & !(1 << last);
            // Everything of a lower rank has been visited by now.
            if before.get(last).is_none_or(|lower| lower & !rest != 0) {
                continue;
            }
            let best = if rest == 0 {
                (matrix.at(0, last + 1), usize::MAX)
            } else {
                let ways = (0..stops)
                    .filter(|stop| rest & (1 << stop) != 0)
                    .filter_map(|stop| {
                        let (length, _) = table.get(rest * stops + stop).copied()?;
                        let way = matrix.at(stop + 1, last + 1);
                        (length < i64::MAX).then(|| ((length + way).min(NO_WAY), stop))
                    });
                ways.min().unwrap_or((i64::MAX, usize::MAX))
            };
            if let Some(slot) = table.get_mut(set * stops + last) {
                *slot = best;
            }
        }
    }
    trace(matrix, &table)
}

/// By stop: the set of those that come before it, having a lower rank.
fn before(stops: usize, ranks: &[u8]) -> Vec<usize> {
    let rank = |stop: usize| ranks.get(stop).copied().unwrap_or(0);
    let lower = |stop: usize| {
        let others = (0..stops).filter(|other| rank(*other) < rank(stop));
        others.fold(0, |set, other| set | 1 << other)
    };
    (0..stops).map(lower).collect()
}

fn trace(matrix: &Matrix, table: &[(i64, usize)]) -> Found {
    let stops = matrix.stops();
    let mut set = (1_usize << stops) - 1;
    let ends = (0..stops).filter_map(|last| {
        let (length, _) = table.get(set * stops + last).copied()?;
        let way = matrix.at(last + 1, stops + 1);
        (length < i64::MAX).then(|| ((length + way).min(NO_WAY), last))
    });
    let (length, mut last) = ends.min().unwrap_or((NO_WAY, 0));
    let mut order = Vec::with_capacity(stops);
    while set != 0 && last < stops {
        order.push(last);
        let earlier = table.get(set * stops + last).map(|(_, before)| *before);
        set &= !(1 << last);
        last = earlier.unwrap_or(usize::MAX);
    }
    order.reverse();
    Found {
        length,
        order,
        bound: length,
    }
}
