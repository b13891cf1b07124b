use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Look;
use super::cells::{put, row};
use crate::ui::theme::Role;

/// One character a stage, from the start of the work to its end, so that the parts are told apart without
/// colour too.
const STAGES: [&str; 6] = [".", "-", "=", "+", "#", "!"];

/// From nothing to the most: ASCII, since block characters are two columns wide on some terminals.
const LEVELS: [char; 8] = [' ', '_', '.', '-', '=', '+', '*', '#'];

/// Work by stage as one bar over the first line of `area`: waiting, released, picking, packed, loaded, ...
/// Every stage that has any work keeps at least one cell while there are cells.
pub fn draw_bar(buf: &mut Buffer, area: Rect, look: Look<'_>, stages: &[u64]) {
    let mut at = 0;
    for (stage, cells) in shares(stages, usize::from(area.width)).into_iter().enumerate() {
        let letter = stage_letter(stage);
        let role = Role::Stage(u8::try_from(stage).unwrap_or(u8::MAX));
        at += put(buf, row(area, 0), at, &letter.repeat(cells), look.style(role));
    }
}

/// The character of a stage in bars, for a legend.
#[must_use]
pub fn stage_letter(stage: usize) -> &'static str {
    STAGES.get(stage).or(STAGES.last()).copied().unwrap_or("#")
}

/// `cells` divided in proportion (largest remainder), each part that is not zero getting one first.
fn shares(parts: &[u64], cells: usize) -> Vec<usize> {
    let total: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    if total == 0 {
        return vec![0; parts.len()];
    }
    let mut left = cells;
    let mut given: Vec<usize> = Vec::with_capacity(parts.len());
    for part in parts {
        let one = usize::from(*part > 0 && left > 0);
        left -= one;
        given.push(one);
    }
    let to_share = u128::try_from(left).unwrap_or_default();
    let mut remainders: Vec<(u128, usize)> = Vec::with_capacity(parts.len());
    for (at, (part, cells)) in parts.iter().zip(&mut given).enumerate() {
        let exact = u128::from(*part) * to_share;
        let whole = usize::try_from(exact / total).unwrap_or_default();
        *cells += whole;
        left = left.saturating_sub(whole);
        remainders.push((exact % total, at));
    }
    remainders.sort_by(|a, b| b.cmp(a));
    for (_, at) in remainders.into_iter().take(left) {
        if let Some(cells) = given.get_mut(at) {
            *cells += 1;
        }
    }
    given
}

/// The last `columns` values as heights from zero to their most, one character each.
#[must_use]
pub fn sparkline(values: &[u64], columns: usize) -> String {
    let shown = values.iter().skip(values.len().saturating_sub(columns));
    let most = shown.clone().copied().max().unwrap_or_default().max(1);
    let steps = u128::try_from(LEVELS.len() - 1).unwrap_or_default();
    shown
        .map(|value| {
            let level = (u128::from(*value) * steps).div_ceil(u128::from(most));
            usize::try_from(level)
                .ok()
                .and_then(|level| LEVELS.get(level))
                .copied()
                .unwrap_or('#')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_are_in_proportion_and_small_parts_stay_visible() {
        assert_eq!(shares(&[50, 25, 25], 12), [6, 3, 3]);
        assert_eq!(shares(&[1000, 1, 0], 10), [9, 1, 0]);
        assert_eq!(shares(&[0, 0], 10), [0, 0]);
        assert_eq!(shares(&[1, 1, 1], 2), [1, 1, 0]);
    }

    #[test]
    fn a_sparkline_shows_the_newest_values() {
        assert_eq!(sparkline(&[0, 1, 7, 14], 3), "_=#");
        assert_eq!(sparkline(&[0, 0], 5), "  ");
        assert_eq!(sparkline(&[], 5), "");
    }

    proptest! {
        #[test]
        fn every_cell_is_given_out(parts in proptest::collection::vec(any::<u64>(), 0..7), cells in 0usize..200) {
            let given = shares(&parts, cells);
            let expected = if parts.iter().all(|part| *part == 0) { 0 } else { cells };
            prop_assert_eq!(given.iter().sum::<usize>(), expected);
        }
    }
}
