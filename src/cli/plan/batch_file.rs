//! Files of orders to be batched, after the published design of Henn and Waescher 2012.
//!
//! One block of ten aisles with 45 cells on either side. `Order K number of articles M`, then M lines
//! `I Aisle A Location L`: A counts the sides of aisles from 0 to 19, L the cells from the front. Lines that begin
//! with `#` are comments.

use crate::cli::Failure;
use crate::plan::route::OneBlock;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The block, in half units of the files': cells are 1 long and their centres lie at halves.
pub(super) const BLOCK: OneBlock = OneBlock {
    aisles: 10,
    aisle_pitch: 10,
    cells: 45,
    cell_pitch: 2,
    front_to_cell: 3,
    back_to_cell: 3,
    depot_aisle: 0,
};

/// An order of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ordered {
    pub(super) number: u64,
    /// Aisle, and position from the front cross-aisle, of each article.
    pub(super) places: Vec<(usize, i32)>,
}

/// Reads a file.
///
/// # Errors
/// File, line and problem.
pub(super) fn read(path: &Path) -> Result<Vec<Ordered>, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::refused(format!("{} cannot be read: {error}", path.display())))?;
    parse(&text).map_err(|problem| Failure::refused(format!("{}: {problem}", path.display())))
}

fn parse(text: &str) -> Result<Vec<Ordered>, String> {
    let mut orders: Vec<Ordered> = Vec::new();
    let mut numbers = BTreeSet::new();
    let mut missing = 0_usize;
    let mut last = 0;
    for (number, line) in (1_usize..).zip(text.lines()) {
        last = number;
        let at = |problem: String| format!("line {number}: {problem}");
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["Order", order, "number", "of", "articles", count] => {
                if missing > 0 {
                    return Err(at(format!("{missing} articles of the order before are missing")));
                }
                missing = whole(count, 1_000_000).map_err(at)?;
                let number = whole(order, usize::MAX).map_err(at)? as u64;
                if !numbers.insert(number) {
                    return Err(at(format!("order {number} is there twice")));
                }
                orders.push(Ordered {
                    number,
                    places: Vec::new(),
                });
            }
            [_, "Aisle", side, "Location", cell] => {
                let side = whole(side, 2 * BLOCK.aisles - 1).map_err(at)?;
                let cell = whole(cell, BLOCK.cells - 1).map_err(at)?;
                let Some(order) = orders.last_mut().filter(|_| missing > 0) else {
                    return Err(at("this article belongs to no order".into()));
                };
                missing -= 1;
                order.places.push((side / 2, BLOCK.position(cell)));
            }
            _ => return Err(at(format!("{line:?} is neither an order nor an article"))),
        }
    }
    if missing > 0 {
        return Err(format!(
            "line {last}: the file ends where {missing} articles are missing"
        ));
    }
    Ok(orders)
}

fn whole(word: &str, most: usize) -> Result<usize, String> {
    let number = word.parse().ok().filter(|number| *number <= most);
    number.ok_or_else(|| format!("{word:?} is no whole number from 0 to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read() {
        let text =
            "# capacity 30\nOrder 4 number of articles 2\n0 Aisle 3 Location 0\n1 Aisle 18 Location 44\n";
        let order = Ordered {
            number: 4,
            places: vec![(1, 3), (9, 91)],
        };
        assert_eq!(parse(text).unwrap(), [order]);
    }

    #[test]
    fn bad_lines_are_refused() {
        let refused = |text: &str| parse(text).unwrap_err();
        let order = "Order 0 number of articles 1\n";
        assert!(
            refused(&format!("{order}0 Aisle 20 Location 1\n")).starts_with("line 2: \"20\" is no whole")
        );
        assert!(refused(&format!("{order}0 Aisle 2 Location 45\n")).starts_with("line 2: \"45\""));
        assert!(refused("0 Aisle 2 Location 4\n").starts_with("line 1: this article belongs to no order"));
        assert!(refused(&format!("{order}{order}")).starts_with("line 2: 1 articles"));
        assert!(refused(order).starts_with("line 1: the file ends"));
        assert!(refused("Order 0\n").starts_with("line 1: \"Order 0\" is neither"));
        let full = format!("{order}0 Aisle 2 Location 4\n");
        assert!(refused(&format!("{full}{full}")).starts_with("line 3: order 0 is there twice"));
    }
}
