//! Every command of the command line: one file each, and one line each in [`Command`]. Floor 6.
//!
//! A command writes to the streams of its [`Shell`] alone, so that it runs the same way in the owner of a data
//! directory, on behalf of a client, as it does by itself.
//!
//! Exit statuses: 0 done; 1 failed, or `verify` found something wrong; 2 the command line or lines of a file were
//! refused; 75 the data directory is in use by another process, so trying again later may help.

mod access;
mod archive;
mod backup;
mod demo;
mod drill;
mod erase;
mod export;
mod import;
mod journal;
mod keys;
mod log;
mod order;
pub(crate) mod plan;
mod print_sheet;
mod restore;
mod scan;
mod serve;
mod settings;
mod shell;
mod simulate;
mod snapshot;
mod verify;

pub use log::{LogError, log_to_files, log_to_stderr};
pub use serve::{Args as ServeArgs, LogTo, Ssh};
pub use shell::{Failure, Guest, IN_USE, Shell, Status};
pub use simulate::Crowd;

use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

/// Warehouse operations on a terminal: pick, pack, ship, receive, count, slot; by scanner or by keys.
#[derive(Debug, Parser)]
#[command(name = "pickface", version, max_term_width = 100)]
pub struct CommandLine {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// Which one; none opens the screens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Global {
    /// The data directory. By default `pickface` in the platform's folder for data; `demo` and `simulate` have their
    /// own beside it.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print one JSON object instead of sentences.
    #[arg(long, global = true)]
    pub json: bool,
    /// Act as the worker with this number. Without it, whoever can open the directory acts as its first admin, and
    /// as the program itself while there are no workers yet.
    #[arg(long, global = true, value_name = "NUMBER")]
    pub worker: Option<String>,
    /// The language of what is said about files: en or zh-Hans. By default the locale's.
    #[arg(long, global = true, value_name = "TAG")]
    pub lang: Option<String>,
    /// Log to standard error what matches, "info" for example.
    #[arg(long, global = true, value_name = "FILTER", num_args = 0..=1, default_missing_value = "info")]
    pub log: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Replay the journal and compare ledger, snapshot and history with it, record by record.
    Verify(verify::Args),
    /// Read owners, carriers, workers, items, places, printers, stock, inbound or orders from a file.
    Import(import::Args),
    /// Write the same kinds, movements, manifests or journal to a file.
    Export(export::Args),
    /// Change, hold, hurry or call off an order.
    Order(order::Args),
    /// Show the building's settings, or set one.
    Settings(settings::Args),
    /// Make a warehouse of real orders to try things on, or bring it to today.
    Demo(demo::Args),
    /// Let virtual workers work, and measure.
    Simulate(simulate::Args),
    /// Plan tours, cartons and more: of published instances, or of the warehouse itself.
    Plan(plan::Args),
    /// Put journal and newest snapshot into one file, also while others work.
    Backup(backup::Args),
    /// Make a data directory from a backup. Never overwrites one.
    Restore(restore::Args),
    /// Print or export who did what, when, where, and what it changed.
    Journal(journal::Args),
    /// Copy the sealed part of the journal to another folder; take what is old out of the directory.
    Archive(archive::Args),
    /// Forget to whom an order went: in journal, snapshots, history and backups.
    Erase(erase::Args),
    /// Kill, cut the power, fill the disk, damage files, fail a write: in a scratch folder, and see what is left.
    Drill(drill::Args),
    /// Tell what codes are and what a scanner sends, line by line.
    Scan(scan::Args),
    /// Own the data directory and keep running, for terminals that come and go and for guests over SSH.
    Serve(serve::Args),
    /// Say who may come in over SSH: keys and passwords of workers and devices.
    Access(access::Args),
    /// Own the data directory until nobody has been there for a while. Started by the first terminal.
    #[command(hide = true)]
    Own,
    /// List the keymaps, check one's own, or print the page of all keys and command barcodes.
    Keys(keys::Args),
    /// Print the command barcodes of a role: with them, all its work is done by scans alone.
    PrintSheet(print_sheet::Args),
    /// Write a snapshot now, so that the next start need not replay what was before it.
    Snapshot(snapshot::Args),
}

impl Command {
    /// Runs it.
    ///
    /// # Errors
    /// What went wrong, and the way out.
    pub fn run(&self, shell: &mut Shell<'_>) -> Result<Status, Failure> {
        match self {
            Command::Verify(args) => verify::run(args, shell),
            Command::Import(args) => import::run(args, shell),
            Command::Export(args) => export::run(args, shell),
            Command::Order(args) => order::run(args, shell),
            Command::Settings(args) => settings::run(args, shell),
            Command::Demo(args) => demo::run(args, shell),
            Command::Simulate(args) => simulate::run(args, shell),
            Command::Plan(args) => plan::run(args, shell),
            Command::Backup(args) => backup::run(args, shell),
            Command::Restore(args) => restore::run(args, shell),
            Command::Snapshot(args) => snapshot::run(args, shell),
            Command::Journal(args) => journal::run(args, shell),
            Command::Archive(args) => archive::run(args, shell),
            Command::Erase(args) => erase::run(args, shell),
            Command::Drill(args) => drill::run(args, shell),
            Command::Scan(args) => scan::run(args, shell),
            Command::Access(args) => access::run(args, shell),
            Command::Keys(args) => keys::run(args, shell),
            Command::PrintSheet(args) => print_sheet::run(args, shell),
            Command::Serve(_) | Command::Own => {
                Err(Failure::refused("an owner is started by itself, not by another"))
            }
        }
    }
}

/// Reads a command line, program name first. What cannot be read is told on the right stream, with its exit status.
///
/// # Errors
/// The exit status: 0 for help and version, 2 for what was mistyped.
pub fn read(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<CommandLine, u8> {
    CommandLine::try_parse_from(arguments).map_err(|told| {
        // Help and version are no errors; both streams may be closed by now, and then nobody is told.
        let to: &mut dyn Write = if told.use_stderr() { err } else { out };
        let _ = write!(to, "{told}");
        u8::try_from(told.exit_code()).unwrap_or(2)
    })
}

/// Runs a command in a shell, and returns its exit status.
pub fn run(command: &Command, shell: &mut Shell<'_>, err: &mut dyn Write) -> u8 {
    let outcome = command.run(shell);
    let _ = shell.out.flush();
    match outcome {
        Ok(status) => status.code(),
        Err(failure) => {
            let _ = failure.tell(err);
            failure.status().code()
        }
    }
}

/// Which device this is: as set up for it, or the terminal's own name.
pub fn device() -> String {
    let named = std::env::var("PICKFACE_DEVICE")
        .ok()
        .filter(|value| !value.is_empty());
    named.unwrap_or_else(|| {
        let tty = rustix::termios::ttyname(std::io::stdin(), Vec::new()).ok();
        let name = tty
            .map(|tty| tty.to_string_lossy().into_owned())
            .unwrap_or_default();
        name.trim_start_matches("/dev/").replace('/', "-")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Runs a command line: its status, and all that it says.
    pub(super) fn pickface(arguments: &[&str]) -> (u8, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments = std::iter::once("pickface").chain(arguments.iter().copied());
        let line = read(arguments.map(OsString::from), &mut Vec::new(), &mut err).unwrap();
        let status = {
            let mut shell = Shell::new(line.global.clone(), &mut out);
            run(&line.command.unwrap(), &mut shell, &mut err)
        };
        let said = [out, err].concat();
        (status, String::from_utf8(said).unwrap())
    }

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn a_wrong_word_is_told_on_the_error_stream_with_status_two() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let arguments = ["pickface", "verfy"].map(OsString::from);
        assert_eq!(read(arguments, &mut out, &mut err).unwrap_err(), 2);
        assert!(out.is_empty());
        assert!(
            String::from_utf8(err).unwrap().contains("verify"),
            "the nearest known word"
        );
    }
}
