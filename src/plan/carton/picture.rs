//! A packed carton in characters, layer by layer, seen from above.

use super::blocks::Piece;
use super::cuboid::Triple;

/// One layer: everything that stands at one height.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// How high above the carton's bottom, in mm.
    pub height: i32,
    /// Indices of its pieces.
    pub pieces: Vec<usize>,
}

/// The layers of a parcel from the bottom up. Pieces are ordered by their height.
pub fn layers(pieces: &[Piece]) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let height = piece.place.lo[2];
        match layers.iter_mut().find(|layer| layer.height == height) {
            Some(layer) => layer.pieces.push(index),
            None => layers.push(Layer {
                height,
                pieces: vec![index],
            }),
        }
    }
    layers.sort_by_key(|layer| layer.height);
    layers
}

/// A layer as rows of characters, the carton's length across: goods as letters in their order (a, b, c), pieces of
/// lower layers that reach up into this one as dots, blanks where it is free. Two columns are as wide as a row is high.
pub fn draw(carton: &Triple, pieces: &[Piece], layer: &Layer, columns: usize, rows: usize) -> Vec<String> {
    let middle = |step: usize, steps: usize, side: i32| {
        let (step, steps) = (
            i64::try_from(step).unwrap_or(0),
            i64::try_from(steps.max(1)).unwrap_or(1),
        );
        i32::try_from(i64::from(side) * (2 * step + 1) / (2 * steps)).unwrap_or(0)
    };
    let sign = |x: i32, y: i32| {
        let over = |piece: &&Piece| {
            let (lo, hi) = (piece.place.lo, piece.place.hi);
            lo[0] <= x && x < hi[0] && lo[1] <= y && y < hi[1]
        };
        let here = |p: &&Piece| p.place.lo[2] == layer.height;
        let through = |p: &&Piece| p.place.lo[2] < layer.height && layer.height < p.place.hi[2];
        match pieces.iter().filter(over).find(here) {
            Some(piece) => letter(piece.kind),
            None if pieces.iter().filter(over).any(|p| through(&p)) => '.',
            None => ' ',
        }
    };
    (0..rows)
        .map(|row| {
            let y = middle(row, rows, carton[1]);
            (0..columns)
                .map(|column| sign(middle(column, columns, carton[0]), y))
                .collect()
        })
        .collect()
}

/// The letter of the goods with this index; after z it begins anew.
pub fn letter(kind: usize) -> char {
    let letters = 'a'..='z';
    letters.clone().nth(kind % letters.count()).unwrap_or('a')
}
