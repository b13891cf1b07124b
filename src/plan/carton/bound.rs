//! How many bins are needed at least: the bounds L0, L1 and L2 of Martello, Pisinger and Vigo (2000, Operations
//! Research 48(2)). A search that reaches the bound may stop.

use super::cuboid::{Axis, Triple, volume};

/// The best of the three bounds over all axes. `items` each fit into `bin` as they stand.
pub fn bins_needed(bin: &Triple, items: &[Triple]) -> i64 {
    let by_volume = ceil(items.iter().map(volume).sum(), volume(bin));
    let by_axis = Axis::ALL.into_iter().map(|along| second(bin, items, along)).max();
    by_volume.max(by_axis.unwrap_or(0))
}

/// L1 for the items too large to lie side by side: they can only follow one another along the axis.
fn first(bin: &Triple, items: &[Triple], along: Axis) -> i64 {
    let [u, v] = along.others();
    let depth = i64::from(along.of(bin));
    let blocking: Vec<i64> = items
        .iter()
        .filter(|i| 2 * u.of(i) > u.of(bin) && 2 * v.of(i) > v.of(bin))
        .map(|i| i64::from(along.of(i)))
        .collect();
    let long = blocking.iter().filter(|d| 2 * **d > depth).count();
    let long = i64::try_from(long).unwrap_or(0);
    let mut best = long;
    let mut thresholds: Vec<i64> = blocking.iter().copied().filter(|d| 2 * *d <= depth).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    for p in thresholds {
        let beside: Vec<i64> = blocking
            .iter()
            .copied()
            .filter(|d| 2 * *d > depth && *d <= depth - p)
            .collect();
        let short: Vec<i64> = blocking
            .iter()
            .copied()
            .filter(|d| 2 * *d <= depth && *d >= p)
            .collect();
        let room = |d: &i64| depth - d;
        let by_length = short.iter().sum::<i64>() - beside.iter().map(room).sum::<i64>();
        let short_count = i64::try_from(short.len()).unwrap_or(0);
        let by_count = short_count - beside.iter().map(|d| room(d) / p).sum::<i64>();
        best = best
            .max(long + ceil(by_length, depth))
            .max(long + ceil(by_count, depth / p));
    }
    best
}

/// L2: what L1 leaves beside the long items, in volume.
fn second(bin: &Triple, items: &[Triple], along: Axis) -> i64 {
    let [u, v] = along.others();
    let (width, height, depth) = (u.of(bin), v.of(bin), i64::from(along.of(bin)));
    let base = first(bin, items, along);
    let mut best = base;
    let half = |axis: Axis| {
        let mut sides: Vec<i32> = items
            .iter()
            .map(|i| axis.of(i))
            .filter(|s| 2 * s <= axis.of(bin))
            .collect();
        sides.push(1);
        sides.sort_unstable();
        sides.dedup();
        sides
    };
    let area = i64::from(width) * i64::from(height);
    for p in half(u) {
        for q in half(v) {
            let (mut filling, mut rest) = (0, 0);
            for item in items {
                let (w, h) = (u.of(item), v.of(item));
                if w > width - p && h > height - q {
                    filling += i64::from(along.of(item));
                } else if (2 * w > width && 2 * h > height) || (w >= p && h >= q) {
                    rest += volume(item);
                }
            }
            let beyond = rest - (depth * base - filling) * area;
            best = best.max(base + ceil(beyond, volume(bin)));
        }
    }
    best
}

/// Rounded up; never below zero.
fn ceil(part: i64, whole: i64) -> i64 {
    if part <= 0 || whole <= 0 {
        0
    } else {
        (part + whole - 1) / whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_over_half_on_every_side_each_take_a_bin() {
        assert_eq!(bins_needed(&[10, 10, 10], &[[6, 6, 6]; 4]), 4);
    }

    #[test]
    fn eight_halves_fill_one_bin_and_a_ninth_needs_another() {
        assert_eq!(bins_needed(&[10, 10, 10], &[[5, 5, 5]; 8]), 1);
        assert_eq!(bins_needed(&[10, 10, 10], &[[5, 5, 5]; 9]), 2);
    }

    #[test]
    fn long_and_short_ones_along_one_axis_are_counted_together() {
        // Three of 7 leave 3 each, and a piece of 4 fits beside none of them.
        let items = [[10, 10, 7], [10, 10, 7], [10, 10, 7], [10, 10, 4]];
        assert_eq!(bins_needed(&[10, 10, 10], &items), 4);
    }
}
