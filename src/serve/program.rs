//! The program: opens the screens, owns a data directory, or runs a command, in the owner where one is running.

use super::attach::{AttachError, attach};
use super::command::run_command;
use super::crowd;
use super::house::own;
use super::listen::Options;
use super::owner::{LOST_RACE, connect_or_start, start_owner};
use super::socket::{runtime_directory, socket_path};
use super::wire::{Bye, CommandHello, SessionHello};
use crate::cli::{self, Command, CommandLine, Crowd, Global, Shell};
use crate::store::directory::{DirectoryKind, read_kind};
use crate::ui::locale::Lang;
use anyhow::{Context as _, Result, bail};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::runtime::Runtime;

/// Folder of the demo beside the default data directory.
const DEMO: &str = "pickface-demo";
/// How long opening a large warehouse may take before a terminal gives up on it.
const OPENING: Duration = Duration::from_secs(60);
/// Commands that make or read a directory of their own, or none, and never run in an owner.
fn stands_alone(command: &Command) -> bool {
    match command {
        Command::Restore(_) | Command::Simulate(_) | Command::Demo(_) | Command::Drill(_) => true,
        Command::Scan(args) => args.stands_alone(),
        Command::Plan(args) => args.stands_alone(),
        Command::Keys(args) => args.stands_alone(),
        Command::PrintSheet(args) => args.stands_alone(),
        _ => false,
    }
}

/// The program.
pub fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let line = match cli::read(arguments.clone(), &mut out, &mut err) {
        Ok(line) => line,
        Err(status) => return ExitCode::from(status),
    };
    // An owner says for itself where its log goes.
    let owns = matches!(line.command, Some(Command::Own | Command::Serve(_)));
    if let Some(filter) = line.global.log.as_ref().filter(|_| !owns) {
        cli::log_to_stderr(filter);
    }
    let outcome = match &line.command {
        None => show(&line.global, "pickface", None),
        Some(Command::Own) => own(&line.global, Options::default(), None),
        Some(Command::Serve(args)) => own(
            &line.global,
            Options {
                idle: None,
                max_clients: SERVED,
                ..Options::default()
            },
            Some(args),
        ),
        Some(Command::Demo(args)) if !args.no_open && !line.global.json => demo(&line),
        Some(command) => match crowd_of(command) {
            Some(crowd) => crowd::run(&crowd, &line.global),
            None => run(&line.global, command, &arguments),
        },
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let _ = writeln!(err, "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The crowd that a command wants at a server of its own.
fn crowd_of(command: &Command) -> Option<Crowd> {
    match command {
        Command::Simulate(args) => args.crowd(),
        _ => None,
    }
}

/// Makes or opens the demo, then shows it.
fn demo(line: &CommandLine) -> Result<u8> {
    let root = root(&line.global, DEMO)?;
    let running = runtime()?.block_on(async {
        UnixStream::connect(socket(&root)?)
            .await
            .map_err(anyhow::Error::from)
    });
    if running.is_err()
        && let Some(command) = &line.command
    {
        let (mut out, mut err) = (io::stdout(), io::stderr());
        let status = cli::run(command, &mut Shell::new(line.global.clone(), &mut out), &mut err);
        // In use: another terminal's owner came up in the same moment, and serves this one too.
        if status != 0 && status != LOST_RACE {
            return Ok(status);
        }
    }
    show(&line.global, DEMO, Some(DirectoryKind::Demo))
}

/// The demo, for somebody who would rather try things on than begin a warehouse.
fn try_demo() -> Result<u8> {
    let words = ["pickface", "demo"].map(OsString::from);
    let line = cli::read(words, &mut io::sink(), &mut io::sink());
    let line = line.map_err(|status| anyhow::anyhow!("the demo cannot be opened ({status})"))?;
    demo(&line)
}

/// Shows the screens on this terminal, starting the directory's owner where none runs.
fn show(global: &Global, name: &str, kind: Option<DirectoryKind>) -> Result<u8> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        bail!("the screens need a terminal; `pickface --help` lists what works without one");
    }
    let root = root(global, name)?;
    if let (Some(wanted), Some(found)) = (kind, read_kind(&root)?)
        && wanted != found
    {
        bail!("{} is a {found} directory, not a {wanted} one", root.display());
    }
    std::fs::create_dir_all(&root).with_context(|| format!("{} cannot be made", root.display()))?;
    let root = root
        .canonicalize()
        .with_context(|| format!("{} cannot be found", root.display()))?;
    let runtime = runtime()?;
    let outcome = runtime.block_on(async {
        // The owner may have ended for want of company just as we knocked: once more, then.
        match meet(&root).await {
            Err(error) if matches!(error.downcast_ref(), Some(AttachError::Lost)) => meet(&root).await,
            other => other,
        }
    });
    runtime.shutdown_background();
    let bye = outcome?;
    if bye == Bye::Demo {
        return try_demo();
    }
    let text = bye.to_string();
    if !text.is_empty() {
        writeln!(io::stdout(), "{text}")?;
    }
    Ok(u8::from(!matches!(bye, Bye::Said(_))))
}

async fn meet(root: &Path) -> Result<Bye> {
    let socket = socket(root)?;
    let log = root.with_extension("log");
    let start = || {
        let exe = std::env::current_exe()?;
        let arguments = [
            OsString::from("--data"),
            root.as_os_str().to_owned(),
            "--log=info".into(),
            "own".into(),
        ];
        start_owner(&exe, &arguments, &log)
    };
    let opened = connect_or_start(&socket, start, OPENING).await;
    let stream = opened.with_context(|| format!("the log is {}", log.display()))?;
    let hello = SessionHello {
        term: std::env::var("TERM").unwrap_or_default(),
        locale: locale(),
        device: cli::device(),
        ..SessionHello::default()
    };
    Ok(attach(stream, hello).await?)
}

/// Runs a command in the directory's owner where one runs, by itself otherwise.
fn run(global: &Global, command: &Command, arguments: &[OsString]) -> Result<u8> {
    if !stands_alone(command) {
        let root = root(global, "pickface")?;
        let runtime = runtime()?;
        let outcome = runtime.block_on(async {
            let stream = UnixStream::connect(socket(&root)?).await?;
            let args = arguments
                .iter()
                .skip(1)
                .map(|a| a.to_string_lossy().into_owned())
                .collect();
            let hello = CommandHello {
                args,
                cwd: std::env::current_dir()?,
                locale: locale(),
                device: cli::device(),
                size: None,
            };
            anyhow::Ok(
                run_command(
                    stream,
                    hello,
                    tokio::io::stdin(),
                    tokio::io::stdout(),
                    tokio::io::stderr(),
                )
                .await,
            )
        });
        runtime.shutdown_background();
        // Nobody answers: the command takes the directory itself.
        if let Ok(outcome) = outcome {
            return Ok(outcome?);
        }
    }
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let global = in_language(global, &locale());
    Ok(cli::run(command, &mut Shell::new(global, &mut out), &mut err))
}

/// Most clients of an owner that is kept running.
const SERVED: usize = 4096;

/// What holds for a command, in the language of a locale unless another is asked for.
pub(super) fn in_language(global: &Global, locale: &str) -> Global {
    let by_locale = || Lang::from_tag(locale).map(|lang| lang.tag().to_owned());
    Global {
        lang: global.lang.clone().or_else(by_locale),
        ..global.clone()
    }
}

pub(super) fn root(global: &Global, name: &str) -> Result<PathBuf> {
    let mut nowhere = io::sink();
    let shell = Shell::new(global.clone(), &mut nowhere);
    shell
        .root_or(name)
        .map_err(|failure| anyhow::anyhow!(failure.to_string()))
}

pub(super) fn socket(root: &Path) -> Result<PathBuf> {
    Ok(socket_path(&runtime_directory()?, root)?)
}

pub(super) fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no threads to run on")
}

fn locale() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    set("LC_ALL")
        .or_else(|| set("LC_MESSAGES"))
        .or_else(|| set("LANG"))
        .unwrap_or_default()
}
