//! The file of acknowledged commands: an id is written only after its answer came.

use crate::cli::Failure;
use crate::domain::CommandId;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// Writes ids behind the workers' backs: what has come is written at once, in one call.
#[derive(Debug)]
pub struct Acks {
    path: PathBuf,
    sender: Sender<CommandId>,
    writing: JoinHandle<std::io::Result<()>>,
}

impl Acks {
    /// Opens the file for appending, without a last line that its writer did not live to finish: a killed process may
    /// leave half of what it was writing.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn create(path: &Path) -> Result<Acks, Failure> {
        let told = |error| Failure::new(format!("cannot write {}: {error}", path.display()));
        let file = open(path).map_err(told)?;
        let (sender, ids) = channel();
        let writing = thread::Builder::new()
            .name("acks".into())
            .spawn(move || write(file, &ids))
            .map_err(told)?;
        Ok(Acks {
            path: path.to_owned(),
            sender,
            writing,
        })
    }

    /// Where a worker puts ids.
    pub fn sender(&self) -> Sender<CommandId> {
        self.sender.clone()
    }

    /// Waits until everything is written.
    ///
    /// # Errors
    /// When it was not.
    pub fn finish(self) -> Result<(), Failure> {
        drop(self.sender);
        let path = self.path.display();
        match self.writing.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Failure::new(format!("cannot write {path}: {error}"))),
            Err(_) => Err(Failure::new(format!(
                "the writer of {path} met a fault in the program"
            ))),
        }
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    if whole < bytes.len() {
        file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
    }
    Ok(file)
}

fn write(mut file: File, ids: &Receiver<CommandId>) -> std::io::Result<()> {
    let mut text = String::new();
    while let Ok(first) = ids.recv() {
        text.clear();
        for id in std::iter::once(first).chain(ids.try_iter()) {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{}:{}", id.client, id.counter);
        }
        file.write_all(text.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_was_half_written_is_not_grown_into_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acks");
        std::fs::write(&path, "1:1\n1:2\n1").unwrap();
        let acks = Acks::create(&path).unwrap();
        let id = CommandId {
            client: 7,
            counter: 1,
        };
        acks.sender().send(id).unwrap();
        acks.finish().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "1:1\n1:2\n7:1\n");
    }
}
