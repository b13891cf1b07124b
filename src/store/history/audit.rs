//! Comparing the store with the journal it follows.

use super::window::{Entry, Window, listed, read_closed_order, window_of, window_of_key, without_crc};
use super::{APPLIED_KEY, History, HistoryError, SCHEMA_KEY};
use crate::domain::Record;

/// Goes along with a reading of the whole journal and compares what the store holds, up to the record that it had
/// taken in when the audit began. What it knows of later ones (others may be at work, or a crash came between the
/// parts of a window) is passed over.
#[derive(Debug)]
pub struct Audit<'h> {
    history: &'h History,
    until: u64,
    window: Window,
    differences: u64,
    entries: u64,
}

impl<'h> Audit<'h> {
    pub(super) fn new(history: &'h History) -> Audit<'h> {
        Audit {
            history,
            until: history.applied(),
            window: Window::default(),
            differences: 0,
            entries: 0,
        }
    }

    /// Takes the journal's next record; all of them, in order, from the first.
    ///
    /// # Errors
    /// When sled cannot read, or the record cannot be written as it should stand there.
    pub fn take(&mut self, record: &Record) -> Result<(), HistoryError> {
        if record.seq > self.until {
            return Ok(());
        }
        if window_of(record.seq) != self.window.number() {
            self.compare()?;
            self.window = Window::new(window_of(record.seq));
        }
        Ok(self.window.take(record)?)
    }

    /// How many entries are missing, other than they should be, or too many.
    ///
    /// # Errors
    /// When sled cannot read.
    pub fn finish(mut self) -> Result<u64, HistoryError> {
        self.compare()?;
        Ok(self.differences + self.held()?.abs_diff(self.entries))
    }

    fn compare(&mut self) -> Result<(), HistoryError> {
        for (key, value) in self.window.changed() {
            let found = self.history.get(&key)?;
            let same = found.is_some_and(|found| self.known(&key, &found) == self.known(&key, &value));
            self.differences += u64::from(!same);
            self.entries += 1;
        }
        Ok(())
    }

    /// What a value says of the records up to the audit's end; nothing where its checksum does not fit.
    fn known(&self, key: &[u8], value: &[u8]) -> Option<Vec<u8>> {
        let payload = without_crc(value)?;
        if !key.starts_with(b"s/") {
            return Some(payload.to_vec());
        }
        let window = window_of_key(key);
        let known = listed(window, payload).take_while(|seq| *seq <= self.until);
        Some(known.flat_map(u64::to_le_bytes).collect())
    }

    /// How many entries the store holds of records up to the audit's end. Reads through all of it.
    fn held(&self) -> Result<u64, HistoryError> {
        let mut held = 0;
        for entry in self.history.entries() {
            let (key, value): Entry = entry?;
            if [SCHEMA_KEY, APPLIED_KEY].contains(&key.as_slice()) {
                continue;
            }
            let payload = without_crc(&value);
            let first = match payload {
                Some(payload) if key.starts_with(b"s/") => listed(window_of_key(&key), payload).next(),
                Some(payload) => read_closed_order(payload).map(|(seq, _)| seq),
                None => None,
            };
            // What cannot be read belongs to nothing: it is one too many, or was found wrong already.
            held += u64::from(first.is_none_or(|first| first <= self.until));
        }
        Ok(held)
    }
}
