//! `pickface scan`: what a scanner sent, and what codes are, for scripts, tests and whoever sets up a scanner.

mod lines;
mod opts;
mod traces;
mod vectors;

use super::{Failure, Shell, Status};
use std::io::BufReader;

/// Arguments of `scan`. Needs no data directory.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct Args {
    /// Read JSON lines with `form`, `in` and perhaps `opts` from standard input, and write for each what the code is.
    #[arg(long, group = "what")]
    vectors: bool,
    /// Read JSON lines with `stream` ([[ms since the last read, hex bytes], ...]) and perhaps `profile` from standard
    /// input, and write for each the scans and the typing in it.
    #[arg(long, group = "what")]
    traces: bool,
}

/// Answers every line of standard input with one line.
///
/// # Errors
/// When standard input cannot be read or nobody reads the answers.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    if args.traces {
        return stream(shell, traces::answer);
    }
    let reader = vectors::Vectors::new()?;
    stream(shell, |row| reader.answer(row))
}

fn stream<A: serde::Serialize>(
    shell: &mut Shell<'_>,
    answer: impl Fn(Result<&serde_json::Value, String>) -> A,
) -> Result<Status, Failure> {
    let mut lines = lines::Lines::new(BufReader::new(&mut shell.input));
    while let Some(line) = lines.next_row()? {
        let told =
            serde_json::to_string(&answer(line.as_ref().map_err(Clone::clone))).map_err(Failure::new)?;
        writeln!(shell.out, "{told}")?;
        // One answer a question, at once: a script may wait for it before it asks again.
        shell.out.flush()?;
    }
    Ok(Status::Done)
}
