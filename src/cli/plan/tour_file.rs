//! Files of one picker's tour, as published by Hessler and Irnich 2024 (doi 10.1287/ijoc.2023.0075).
//!
//! `KEY : value` lines, then sections of keyworded lines: what is in store where, and what is ordered. Cell 0 lies at
//! the top cross-aisle. The files are Latin-1.

use crate::cli::Failure;
use crate::plan::route::{Grid, OneBlock, Spot};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Most aisles and cells that a file may have.
const MOST: usize = 100_000;

/// Some of an article in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stored {
    pub(super) aisle: usize,
    pub(super) cell: usize,
    pub(super) article: u32,
    pub(super) quantity: u64,
}

/// One file's content.
#[derive(Clone, Debug)]
pub(super) struct TourFile {
    aisles: usize,
    cells: usize,
    depot_aisle: usize,
    depot_at_top: bool,
    aisle_pitch: i32,
    cell_pitch: i32,
    top_to_cell: i32,
    bottom_to_cell: i32,
    to_depot: i32,
    /// What is stored of what is ordered, by aisle and cell.
    pub(super) stored: Vec<Stored>,
    /// Articles ordered, and how much of each.
    pub(super) ordered: BTreeMap<u32, u64>,
}

/// Where everything lies, as a tour sees it: from the cross-aisle on which the depot stands.
pub(super) struct Floor {
    pub(super) grid: Grid,
    pub(super) depot: Spot,
    /// From the cross-aisle to the depot itself, and back again: part of every tour.
    pub(super) to_depot_and_back: i32,
}

impl TourFile {
    /// Reads a file.
    ///
    /// # Errors
    /// File, line and problem.
    pub(super) fn read(path: &Path) -> Result<TourFile, Failure> {
        let bytes = fs::read(path)
            .map_err(|error| Failure::refused(format!("{} cannot be read: {error}", path.display())))?;
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        TourFile::parse(&text).map_err(|problem| Failure::refused(format!("{}: {problem}", path.display())))
    }

    fn parse(text: &str) -> Result<TourFile, String> {
        let mut header: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        let mut stored = Vec::new();
        let mut ordered: BTreeMap<u32, u64> = BTreeMap::new();
        let mut section = "";
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            let at = |problem: String| format!("line {number}: {problem}");
            if line.is_empty() || line == "EOF" {
                continue;
            }
            if line.ends_with("_SECTION") {
                section = line;
            } else if let Some((key, value)) = line.split_once(':') {
                // Sections repeat `NUM_ARTICLES`; the header's keys are all different.
                header.entry(key.trim()).or_insert((number, value.trim()));
            } else {
                let words: Vec<&str> = line.split_whitespace().collect();
                let field = |name: &str| field(&words, name).map_err(at);
                let article = u32::try_from(field("ID")?).map_err(|_| at("ID is too large".into()))?;
                match section {
                    "SKU_SECTION" => stored.push(Stored {
                        aisle: size(field("AISLE")?).map_err(at)?,
                        cell: size(field("CELL")?).map_err(at)?,
                        article,
                        quantity: field("QUANTITY")?,
                    }),
                    "ORDER_SECTION" => *ordered.entry(article).or_default() += field("QUANTITY")?,
                    "ARTICLE_SECTION" => {}
                    _ => return Err(at(format!("{line:?} is in no section"))),
                }
            }
        }
        TourFile::of(&header, stored, ordered)
    }

    fn of(
        header: &BTreeMap<&str, (usize, &str)>,
        mut stored: Vec<Stored>,
        ordered: BTreeMap<u32, u64>,
    ) -> Result<TourFile, String> {
        let number = |key: &str| {
            let (line, value) = header.get(key).ok_or_else(|| format!("there is no {key}"))?;
            let number = value.parse::<u32>().ok().filter(|n| *n <= 1_000_000);
            number.ok_or_else(|| format!("line {line}: {key} is {value:?}, not a number up to 1000000"))
        };
        let count = |key: &str| size(u64::from(number(key)?)).map_err(|problem| format!("{key}: {problem}"));
        let length = |key: &str| Ok::<_, String>(i32::try_from(number(key)?).unwrap_or(i32::MAX));
        let depot_at_top = match header.get("DEPOT_LOCATION").map_or("bottom", |(_, value)| value) {
            "top" => true,
            "bottom" => false,
            other => return Err(format!("DEPOT_LOCATION is {other:?}, neither top nor bottom")),
        };
        let (aisles, cells) = (count("NUM_AISLES")?, count("NUM_CELLS")?);
        let depot_aisle = count("DEPOT_AISLE")?;
        stored.retain(|stored| ordered.contains_key(&stored.article));
        stored.sort_unstable();
        if depot_aisle >= aisles || cells == 0 {
            return Err(format!(
                "the depot's aisle {depot_aisle} is not one of the {aisles}"
            ));
        }
        if let Some(out) = stored.iter().find(|s| s.aisle >= aisles || s.cell >= cells) {
            return Err(format!(
                "article {} lies in aisle {} cell {}, outside of the building",
                out.article, out.aisle, out.cell
            ));
        }
        for (article, wanted) in &ordered {
            let of_it = stored.iter().filter(|stored| stored.article == *article);
            let there = of_it.fold(0_u64, |sum, stored| sum.saturating_add(stored.quantity));
            if there < *wanted {
                return Err(format!(
                    "{wanted} of article {article} are ordered and {there} stored"
                ));
            }
        }
        Ok(TourFile {
            aisles,
            cells,
            depot_aisle,
            depot_at_top,
            aisle_pitch: length("DISTANCE_AISLE_TO_AISLE")?,
            cell_pitch: length("DISTANCE_CELL_TO_CELL")?,
            top_to_cell: length("DISTANCE_TOP_TO_CELL")?,
            bottom_to_cell: length("DISTANCE_BOTTOM_TO_CELL")?,
            to_depot: length("DISTANCE_TOP_OR_BOTTOM_TO_DEPOT")?,
            stored,
            ordered,
        })
    }

    /// From the top cross-aisle to a cell. A middle cross-aisle is one cell wide.
    fn below_top(&self, cell: usize, middle: bool) -> i32 {
        let before = usize::from(middle && cell >= self.cells / 2);
        let steps = i32::try_from(cell + before).unwrap_or(i32::MAX);
        self.top_to_cell + steps * self.cell_pitch
    }

    fn depth(&self, middle: bool) -> i32 {
        self.below_top(self.cells.saturating_sub(1), middle) + self.bottom_to_cell
    }

    /// The floor as one block.
    pub(super) fn block(&self) -> OneBlock {
        let (front, back) = if self.depot_at_top {
            (self.top_to_cell, self.bottom_to_cell)
        } else {
            (self.bottom_to_cell, self.top_to_cell)
        };
        OneBlock {
            aisles: self.aisles,
            aisle_pitch: self.aisle_pitch,
            cells: self.cells,
            cell_pitch: self.cell_pitch,
            front_to_cell: front,
            back_to_cell: back,
            depot_aisle: self.depot_aisle,
        }
    }

    /// The floor with one block, or with a middle cross-aisle between cells `cells / 2 - 1` and `cells / 2`.
    pub(super) fn floor(&self, middle: bool) -> Floor {
        let depth = self.depth(middle);
        let mut crosses = vec![0, depth];
        if middle {
            let cross = self.below_top(self.cells / 2, true) - self.cell_pitch;
            crosses.insert(1, if self.depot_at_top { cross } else { depth - cross });
        }
        let aisles = (0_i32..).take(self.aisles);
        Floor {
            grid: Grid {
                aisles: aisles.map(|aisle| aisle * self.aisle_pitch).collect(),
                crosses,
                dead_ends: Vec::new(),
            },
            depot: Spot {
                aisle: self.depot_aisle,
                position: 0,
            },
            to_depot_and_back: 2 * self.to_depot,
        }
    }

    /// Where a cell lies on that floor.
    pub(super) fn spot(&self, stored: &Stored, middle: bool) -> Spot {
        let below_top = self.below_top(stored.cell, middle);
        let position = if self.depot_at_top {
            below_top
        } else {
            self.depth(middle) - below_top
        };
        Spot {
            aisle: stored.aisle,
            position,
        }
    }
}

fn field(words: &[&str], name: &str) -> Result<u64, String> {
    let value = words.iter().skip_while(|word| **word != name).nth(1);
    let value = value.ok_or_else(|| format!("{name} is missing"))?;
    let number = value.parse().ok().filter(|n| *n <= u64::from(u32::MAX));
    number.ok_or_else(|| format!("{name} is {value:?}, not a number"))
}

fn size(number: u64) -> Result<usize, String> {
    let size = usize::try_from(number).ok().filter(|n| *n <= MOST);
    size.ok_or_else(|| format!("{number} is more than {MOST}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "NAME : small\nNUM_AISLES : 3\nNUM_CELLS : 4\nDEPOT_AISLE : 1\nDEPOT_LOCATION : bottom\n\
        DISTANCE_AISLE_TO_AISLE : 3\nDISTANCE_CELL_TO_CELL : 1\nDISTANCE_TOP_TO_CELL : 1\nDISTANCE_BOTTOM_TO_CELL : 2\n\
        DISTANCE_TOP_OR_BOTTOM_TO_DEPOT : 0\nARTICLE_SECTION\nNUM_ARTICLES : 1\nID 5\nSKU_SECTION\nNUM_SKUS : 1\n\
        ID 5 AISLE 2 CELL 0 QUANTITY 2 LEFT_RIGHT_HAND_SIDE left\nORDER_SECTION\nNUM_ARTICLES : 1\nID 5 QUANTITY 2\nEOF\n";

    #[test]
    fn cell_zero_lies_at_the_top() {
        let file = TourFile::parse(SMALL).unwrap();
        let spot = |file: &TourFile, middle| file.spot(&file.stored[0], middle);
        assert_eq!(
            spot(&file, false),
            Spot {
                aisle: 2,
                position: 5
            }
        );
        assert_eq!(file.floor(false).grid.crosses, [0, 6]);
        assert_eq!(
            spot(&file, true),
            Spot {
                aisle: 2,
                position: 6
            }
        );
        assert_eq!(file.floor(true).grid.crosses, [0, 4, 7]);
        let top = TourFile::parse(&SMALL.replace("bottom", "top")).unwrap();
        assert_eq!(
            spot(&top, true),
            Spot {
                aisle: 2,
                position: 1
            }
        );
        assert_eq!(top.floor(true).grid.crosses, [0, 3, 7]);
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_line() {
        let problem = |from: &str, to: &str| TourFile::parse(&SMALL.replace(from, to)).unwrap_err();
        assert!(problem("AISLE 2 CELL", "AISLE 7 CELL").contains("outside of the building"));
        assert!(problem("AISLE 2 CELL", "AISLE x CELL").starts_with("line 16: AISLE is \"x\""));
        assert!(
            problem("CELL 0 QUANTITY 2", "CELL 0 QUANTITY 1")
                .contains("2 of article 5 are ordered and 1 stored")
        );
        assert!(problem("NUM_CELLS : 4", "NUM_CELLS : many").starts_with("line 3: NUM_CELLS is \"many\""));
        assert!(problem("NUM_CELLS : 4\n", "").contains("there is no NUM_CELLS"));
        assert!(problem("bottom", "left").contains("neither top nor bottom"));
    }
}
