//! Instance files that are nothing but whole numbers: read one after another, and refused with their line.

use crate::cli::Failure;
use std::fs;
use std::path::Path;
use std::str::FromStr;

/// The numbers of a file.
#[derive(Clone, Debug)]
pub(super) struct Numbers<'t> {
    file: String,
    words: Vec<(usize, &'t str)>,
    next: usize,
}

/// Reads a file as text.
///
/// # Errors
/// When it cannot be read, or is no text.
pub(super) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::refused(format!("{} cannot be read: {error}", path.display())))
}

impl<'t> Numbers<'t> {
    /// Those of a text; `file` is what it is called when it is refused.
    pub(super) fn of(file: &str, text: &'t str) -> Numbers<'t> {
        let lines = text.lines().enumerate();
        let words = lines.flat_map(|(i, line)| line.split_whitespace().map(move |word| (i + 1, word)));
        Numbers {
            file: file.to_owned(),
            words: words.collect(),
            next: 0,
        }
    }

    /// The next number, within bounds.
    ///
    /// # Errors
    /// None left, no number, or out of bounds; `what` says what it should have been.
    pub(super) fn next<N: FromStr + PartialOrd + std::fmt::Display>(
        &mut self,
        what: &str,
        least: N,
        most: N,
    ) -> Result<N, Failure> {
        let Some((line, word)) = self.words.get(self.next) else {
            let last = self.words.last().map_or(1, |(line, _)| *line);
            return Err(self.refuse(last, format!("the file ends where {what} should be")));
        };
        let number = word.parse::<N>().ok().filter(|n| *n >= least && *n <= most);
        let number = number.ok_or_else(|| {
            self.refuse(
                *line,
                format!("{word:?} is no {what}: a whole number from {least} to {most}"),
            )
        })?;
        self.next += 1;
        Ok(number)
    }

    /// All have been read.
    ///
    /// # Errors
    /// When some are left.
    pub(super) fn end(&self) -> Result<(), Failure> {
        match self.words.get(self.next) {
            None => Ok(()),
            Some((line, word)) => Err(self.refuse(*line, format!("{word:?} comes after the end"))),
        }
    }

    /// Line of the number read last.
    pub(super) fn line(&self) -> usize {
        let last = self.next.checked_sub(1).and_then(|i| self.words.get(i));
        last.map_or(1, |(line, _)| *line)
    }

    /// A refusal of what stands in a line.
    pub(super) fn refuse(&self, line: usize, problem: impl std::fmt::Display) -> Failure {
        Failure::refused(format!("{}:{line}: {problem}", self.file))
    }
}
