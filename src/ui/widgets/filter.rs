//! Narrowing long lists as one types, a chunk of rows at a time, so that no key waits for 100,000 rows.

use unicode_normalization::UnicodeNormalization;

use super::list::{Rows, View};

/// Text in the form in which it is searched: full-width letters as narrow ones, capitals as small.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// What the filter searches, one folded line a row. Made once for a list; in chunks with [`FilterKeys::read`].
#[derive(Clone, Debug, Default)]
pub struct FilterKeys {
    keys: Vec<Box<str>>,
}

impl FilterKeys {
    /// Of all rows at once.
    #[must_use]
    pub fn of(rows: &dyn Rows) -> Self {
        let mut keys = Self::default();
        keys.read(rows, usize::MAX);
        keys
    }

    /// Reads at most `budget` more rows. True when all are read.
    pub fn read(&mut self, rows: &dyn Rows, budget: usize) -> bool {
        let end = rows.len().min(self.keys.len().saturating_add(budget));
        for row in self.keys.len()..end {
            self.keys.push(fold(&rows.cells(row).join(" ")).into_boxed_str());
        }
        self.keys.len() >= rows.len()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// How far a filter has looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Done,
    /// Rows looked at, of how many.
    Looking {
        looked: usize,
        total: usize,
    },
}

/// The rows that hold every word of a text. Step it between keys until it is done; its hits so far can be
/// shown at any time, and a new text drops the old search.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    words: Vec<String>,
    /// The rows to look at: the hits of a shorter text that this one continues, or all.
    among: Option<Vec<usize>>,
    looked: usize,
    hits: Vec<usize>,
    done: bool,
}

impl Filter {
    /// Begins to look for another text. Only earlier hits are looked at again when it adds to the last.
    pub fn look_for(&mut self, text: &str) {
        let words: Vec<String> = fold(text).split_whitespace().map(str::to_owned).collect();
        if words == self.words {
            return;
        }
        let narrows =
            self.done && !self.words.is_empty() && self.words.iter().all(|old| holds_word(&words, old));
        self.among = narrows.then(|| std::mem::take(&mut self.hits));
        self.hits.clear();
        self.looked = 0;
        self.done = words.is_empty();
        self.words = words;
    }

    /// Looks again from the start, after the rows have changed.
    pub fn restart(&mut self) {
        self.among = None;
        self.hits.clear();
        self.looked = 0;
        self.done = self.words.is_empty();
    }

    /// Looks at no more than `budget` rows.
    pub fn step(&mut self, keys: &FilterKeys, budget: usize) -> Progress {
        let total = self.among.as_ref().map_or(keys.len(), Vec::len);
        let end = total.min(self.looked.saturating_add(budget));
        if !self.done {
            for place in self.looked..end {
                let row = self
                    .among
                    .as_ref()
                    .map_or(Some(place), |rows| rows.get(place).copied());
                let key = row.and_then(|row| keys.keys.get(row).map(|key| (row, key)));
                if let Some((row, key)) = key
                    && self.words.iter().all(|word| key.contains(word.as_str()))
                {
                    self.hits.push(row);
                }
            }
            self.looked = end;
            self.done = end >= total;
        }
        self.progress(total)
    }

    /// The rows to show of `total`.
    #[must_use]
    pub fn view(&self, total: usize) -> View<'_> {
        if self.words.is_empty() {
            View::all(total)
        } else {
            View::hits(&self.hits, total)
        }
    }

    #[must_use]
    pub fn is_done(&self) -> bool {
        self.done || self.words.is_empty()
    }

    fn progress(&self, total: usize) -> Progress {
        if self.is_done() {
            Progress::Done
        } else {
            Progress::Looking {
                looked: self.looked,
                total,
            }
        }
    }
}

/// Whether some new word holds the old one, so that every new hit is an old hit.
fn holds_word(words: &[String], old: &str) -> bool {
    words.iter().any(|word| word.contains(old))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::borrow::Cow;

    struct Lines(Vec<String>);

    impl Rows for Lines {
        fn len(&self) -> usize {
            self.0.len()
        }
        fn cells(&self, row: usize) -> Vec<Cow<'_, str>> {
            self.0
                .get(row)
                .map(|line| Cow::from(line.as_str()))
                .into_iter()
                .collect()
        }
    }

    fn found(lines: &[&str], text: &str) -> Vec<usize> {
        let keys = FilterKeys::of(&Lines(lines.iter().map(|line| (*line).to_owned()).collect()));
        let mut filter = Filter::default();
        filter.look_for(text);
        assert_eq!(filter.step(&keys, usize::MAX), Progress::Done);
        let view = filter.view(lines.len());
        (0..view.len()).filter_map(|at| view.row(at)).collect()
    }

    #[test]
    fn every_word_has_to_be_held_in_any_case_and_width() {
        let lines = [
            "85123A White Heart",
            "71053 WHITE lantern",
            "白色 ＡＢＣ-7",
            "Étagère",
        ];
        for (text, rows) in [
            ("white", vec![0, 1]),
            ("LANT whi", vec![1]),
            ("abc-7", vec![2]),
            ("白色", vec![2]),
            ("étag", vec![3]),
            ("", vec![0, 1, 2, 3]),
            ("  ", vec![0, 1, 2, 3]),
            ("none", vec![]),
        ] {
            assert_eq!(found(&lines, text), rows, "{text:?}");
        }
    }

    #[test]
    fn a_hundred_thousand_rows_are_looked_at_in_chunks() {
        let rows = Lines((0..100_000).map(|row| format!("ORDER-{row:06}")).collect());
        let mut keys = FilterKeys::default();
        assert!(!keys.read(&rows, 60_000));
        assert!(keys.read(&rows, 60_000));
        let mut filter = Filter::default();
        filter.look_for("99");
        assert_eq!(
            filter.step(&keys, 1000),
            Progress::Looking {
                looked: 1000,
                total: 100_000
            }
        );
        assert_eq!(filter.view(100_000).row(0), Some(99));
        // A new text drops the search under way; one that adds to a finished search looks at its hits alone.
        filter.look_for("9999");
        while filter.step(&keys, 5000) != Progress::Done {}
        assert_eq!(filter.view(100_000).len(), 19);
        filter.look_for("9999 09");
        assert_eq!(
            filter.step(&keys, 10),
            Progress::Looking {
                looked: 10,
                total: 19
            }
        );
    }

    proptest! {
        #[test]
        fn typing_letter_by_letter_finds_what_the_whole_text_finds(
            lines in proptest::collection::vec("[ab ]{0,6}", 0..30),
            text in "[ab ]{0,4}",
            budget in 1usize..9,
        ) {
            let rows = Lines(lines);
            let keys = FilterKeys::of(&rows);
            let mut typed = Filter::default();
            for end in 0..=text.len() {
                typed.look_for(&text[..end]);
                typed.step(&keys, budget);
            }
            while typed.step(&keys, budget) != Progress::Done {}
            let mut whole = Filter::default();
            whole.look_for(&text);
            whole.step(&keys, usize::MAX);
            let (typed, whole) = (typed.view(rows.len()), whole.view(rows.len()));
            prop_assert_eq!(typed.len(), whole.len());
            for at in 0..whole.len() {
                prop_assert_eq!(typed.row(at), whole.row(at));
            }
        }
    }
}
