//! What the terminal's bell says: none, one, two or three strokes by how an answer is meant.

use crate::domain::Class;

/// The bytes that sound an answer. Terminals merge strokes that follow at once, so the session that wants
/// them told apart writes them one after the other, [`STROKE_GAP_MS`] apart.
#[must_use]
pub fn bell(class: Class) -> &'static [u8] {
    match class {
        Class::Ok => b"",
        Class::Last | Class::Check => b"\x07",
        Class::No => b"\x07\x07",
        Class::Stop => b"\x07\x07\x07",
    }
}

/// Milliseconds between two strokes that are to be heard as two.
pub const STROKE_GAP_MS: u64 = 150;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worse_answers_are_never_quieter() {
        let strokes = Class::ALL.map(|class| bell(class).len());
        assert_eq!(strokes, [0, 1, 1, 2, 3]);
        assert!(
            Class::ALL
                .iter()
                .all(|class| bell(*class).iter().all(|byte| *byte == 0x07))
        );
    }
}
