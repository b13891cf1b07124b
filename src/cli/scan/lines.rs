//! JSON lines, one at a time, of bounded length.

use serde_json::Value;
use std::io::{self, BufRead, Read};

/// Longest line that is kept, in bytes; the rest of a longer one is skipped.
const LONGEST: u64 = 1 << 20;

/// Rows of a stream.
pub(super) struct Lines<R> {
    from: R,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(from: R) -> Lines<R> {
        Lines {
            from,
            line: Vec::new(),
        }
    }

    /// The next line as a JSON object, or what is wrong with it; `None` at the end.
    pub(super) fn next_row(&mut self) -> io::Result<Option<Result<Value, String>>> {
        self.line.clear();
        if (&mut self.from).take(LONGEST).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        let is_whole = self.line.ends_with(b"\n");
        if !is_whole && self.line.len() as u64 >= LONGEST {
            self.skip()?;
            return Ok(Some(Err(format!("the line is longer than {LONGEST} bytes"))));
        }
        Ok(Some(match serde_json::from_slice(&self.line) {
            Ok(row @ Value::Object(_)) => Ok(row),
            Ok(_) => Err("the line is no JSON object".to_owned()),
            Err(error) => Err(format!("the line is no JSON: {error}")),
        }))
    }

    /// Skips the rest of the line, piece by piece.
    fn skip(&mut self) -> io::Result<()> {
        loop {
            self.line.clear();
            let read = (&mut self.from).take(LONGEST).read_until(b'\n', &mut self.line)?;
            if read == 0 || self.line.ends_with(b"\n") {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_one_answer() {
        let long = format!("{{\"in\": \"{}\"}}", "x".repeat(3 << 20));
        let text = [
            b"{\"a\": 1}\n\n[]\n\xff\n".as_slice(),
            long.as_bytes(),
            b"\n{\"b\": 2}",
        ]
        .concat();
        let mut lines = Lines::new(text.as_slice());
        let mut told = Vec::new();
        while let Some(row) = lines.next_row().unwrap() {
            told.push(row.is_ok());
        }
        assert_eq!(told, [true, false, false, false, false, true]);
    }
}
