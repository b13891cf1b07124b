//! The program: opens the screens, owns a data directory, or runs a command, in the owner where one is running.

use super::attach::{AttachError, attach};
use super::command::run_command;
use super::io::{CommandIo, Service, SessionIo, Stream};
use super::listen::{Options, listen, stopped, terminated};
use super::owner::{LOST_RACE, connect_or_start, detach, start_owner};
use super::socket::{Door, runtime_directory, socket_path};
use super::ssh::{SshOptions, host_key, listen_ssh};
use super::terminal;
use super::wire::{Bye, CommandHello, SessionHello};
use crate::cli::{self, Command, CommandLine, Global, Guest, ServeArgs, Shell, Ssh};
use crate::domain::access::{self, Principal};
use crate::domain::devices::{self, Device};
use crate::domain::ids::DeviceId;
use crate::domain::people::Right;
use crate::domain::{Actor, Via};
use crate::exchange::outbox::OutboxRunner;
use crate::hub::{Request, Site, SiteOptions};
use crate::store::directory::{DirectoryKind, read_kind};
use crate::ui::locale::Lang;
use crate::ui::session::Kit;
use anyhow::{Context as _, Result, bail};
use std::ffi::OsString;
use std::future::Future;
use std::io::{self, IsTerminal, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, UnixStream};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::{mpsc, watch};

/// Folder of the demo beside the default data directory.
const DEMO: &str = "pickface-demo";
/// How long opening a large warehouse may take before a terminal gives up on it.
const OPENING: Duration = Duration::from_secs(60);
/// Commands that make or read a directory of their own, or none, and never run in an owner.
fn stands_alone(command: &Command) -> bool {
    match command {
        Command::Restore(_)
        | Command::Simulate(_)
        | Command::Demo(_)
        | Command::Drill(_)
        | Command::Scan(_) => true,
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
    if let Some(filter) = &line.global.log {
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
        Some(command) => run(&line.global, command, &arguments),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            let _ = writeln!(err, "error: {error:#}");
            ExitCode::FAILURE
        }
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

/// Owns the data directory until nobody has been there for a while, or a signal comes; and lets guests in where it is
/// to be kept running.
fn own(global: &Global, options: Options, serve: Option<&ServeArgs>) -> Result<u8> {
    let alone = serve.is_none();
    if alone {
        // Only the first in its group may not leave it: then it was started by hand, and stays in the foreground.
        let _ = detach();
    }
    // Colours belong to each session's theme, whatever this process's own environment says.
    crossterm::style::force_color_output(true);
    let root = root(global, "pickface")?;
    let site = match Site::open(&root, SiteOptions::default()) {
        Ok(site) => site,
        Err(crate::hub::SiteError::Directory(crate::store::directory::DirectoryError::InUse { .. }))
            if alone =>
        {
            return Ok(LOST_RACE);
        }
        Err(error) => return Err(error.into()),
    };
    for note in &site.findings().notes {
        tracing::warn!("{note}");
    }
    site.hub().run_jobs()?;
    let printing = OutboxRunner::start(&site)?;
    let root = root.canonicalize()?;
    let runtime = runtime()?;
    let ended = runtime.block_on(async {
        let door = Door::open(&socket(&root)?, true)?;
        let guests = match serve.map(|args| args.ssh) {
            Some(Ssh::At(address)) => Some((knock_at(address).await?, host_key(&root)?)),
            Some(Ssh::Off) | None => None,
        };
        let open_house = site.directory().kind() != DirectoryKind::Live;
        let house = Arc::new(House {
            site: site.clone(),
            kit: Kit::new(open_house),
        });
        let (stop, stopping) = watch::channel(None);
        tokio::spawn(async move {
            let _ = stop.send(Some(terminated().await));
            stop.closed().await;
        });
        let ssh = async {
            if let Some((listener, key)) = guests {
                let (hub, house) = (site.hub().clone(), Arc::clone(&house));
                listen_ssh(listener, key, hub, house, SshOptions::default(), stopping.clone()).await;
            }
        };
        let socket = listen(door, Arc::clone(&house), options, async {
            stopped(&mut stopping.clone()).await
        });
        let (ended, ()) = tokio::join!(socket, ssh);
        anyhow::Ok(ended)
    })?;
    tracing::info!("the owner ends: {ended:?}");
    printing.stop();
    site.close();
    runtime.shutdown_background();
    Ok(0)
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

async fn knock_at(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!(
            "guests cannot be let in at {address}; `pickface serve --ssh ADDRESS:PORT` takes another, `--ssh off` none"
        )
    })?;
    tracing::info!("guests come in over SSH at {}", listener.local_addr()?);
    Ok(listener)
}

/// Most clients of an owner that is kept running.
const SERVED: usize = 4096;

/// What the owner serves.
struct House {
    site: Site,
    kit: Kit,
}

impl Service for House {
    fn session(&self, io: SessionIo) -> impl Future<Output = Bye> + Send + 'static {
        let (site, kit) = (self.site.clone(), self.kit.clone());
        async move {
            let device = match io.guest {
                None => introduce(&site, &io.device).await,
                Some(guest) => device_of(&site, guest, &io.device).await,
            };
            terminal::run(io, site, kit, device).await
        }
    }

    fn command(&self, io: CommandIo) -> impl Future<Output = u8> + Send + 'static {
        let site = self.site.clone();
        async move {
            tokio::task::spawn_blocking(move || obey(site, io))
                .await
                .unwrap_or(70)
        }
    }
}

/// Where a guest stands: a device is where it is; a worker is at the device they name, if it is known, else at one of
/// their own.
async fn device_of(site: &Site, guest: Principal, named: &str) -> DeviceId {
    let view = site.hub().view();
    match guest {
        Principal::Device(id) => id,
        Principal::Worker(id) => match view.warehouse.device_by_code(named) {
            Some(device) => device.id,
            None => {
                let number = view
                    .warehouse
                    .workers
                    .get(&id)
                    .map(|worker| worker.number.clone());
                introduce(site, &format!("ssh-{}", number.unwrap_or_default())).await
            }
        },
    }
}

/// Makes the device known, so that the journal tells where something was done.
async fn introduce(site: &Site, code: &str) -> DeviceId {
    let code = if code.trim().is_empty() { "terminal" } else { code };
    let known = |site: &Site| {
        site.hub()
            .view()
            .warehouse
            .device_by_code(code)
            .map(|device| device.id)
    };
    let device = match known(site).and_then(|id| site.hub().view().warehouse.devices.get(&id).cloned()) {
        Some(device) => Device::clone(&device),
        None => Device {
            code: code.into(),
            name: code.into(),
            ..Device::default()
        },
    };
    let request = Request {
        lane: crate::hub::Lane::Interactive,
        ..Request::by_system(devices::Command::Save(device), Via::Job)
    };
    if let Err(error) = site
        .hub()
        .ask(Request {
            actor: Actor::System,
            ..request
        })
        .await
    {
        tracing::warn!("the device {code} could not be noted: {error:?}");
    }
    known(site).unwrap_or_default()
}

/// Runs a client's command line here.
fn obey(site: Site, io: CommandIo) -> u8 {
    let handle = Handle::current();
    let mut out = Pieces {
        handle: handle.clone(),
        to: io.stdout,
    };
    let mut err = Pieces {
        handle: handle.clone(),
        to: io.stderr,
    };
    let arguments = std::iter::once("pickface".to_owned())
        .chain(io.args)
        .map(OsString::from);
    let line = match cli::read(arguments, &mut out, &mut err) {
        Ok(line) => line,
        Err(status) => return status,
    };
    let Some(command) = &line.command else { return 2 };
    let guest = match io.guest.map(|guest| may_ask(&site, guest, command)) {
        None => None,
        Some(Ok(guest)) => Some(guest),
        Some(Err(why)) => {
            let _ = writeln!(err, "error: {why}");
            return 2;
        }
    };
    let input = Box::new(Incoming {
        handle,
        from: io.stdin,
        left: Vec::new(),
    });
    let global = in_language(&line.global, &io.locale);
    let mut shell = Shell::in_owner(global, &mut out, input, site, io.cwd);
    if let Some(guest) = guest {
        shell = shell.for_guest(guest);
    }
    cli::run(command, &mut shell, &mut err)
}

/// Whether a guest may run this command: a worker who may bring data in and take it out may read, import and export.
fn may_ask(site: &Site, guest: Principal, command: &Command) -> Result<Guest, String> {
    let Principal::Worker(worker) = guest else {
        return Err("a shared device runs no commands; log in as yourself".to_owned());
    };
    if !matches!(
        command,
        Command::Verify(_) | Command::Import(_) | Command::Export(_) | Command::Access(_)
    ) {
        return Err(
            "over SSH there are import, export, verify and access; run the others on the host".to_owned(),
        );
    }
    let view = site.hub().view();
    let known = view.warehouse.workers.get(&worker);
    if known.is_some_and(|worker| !worker.inactive && worker.may(Right::ImportData)) {
        return Ok(Guest(worker));
    }
    let workflow = "command line".into();
    let denied = Request::by_system(
        access::Command::RightDenied { worker, workflow },
        Via::CommandLine,
    );
    if let Err(error) = site.hub().ask_blocking(denied) {
        tracing::warn!("a denied right was not noted: {error:?}");
    }
    Err("your role does not allow it; ask a lead".to_owned())
}

/// What holds for a command, in the language of a locale unless another is asked for.
fn in_language(global: &Global, locale: &str) -> Global {
    let by_locale = || Lang::from_tag(locale).map(|lang| lang.tag().to_owned());
    Global {
        lang: global.lang.clone().or_else(by_locale),
        ..global.clone()
    }
}

/// A client's standard output or error, as something to write to.
struct Pieces {
    handle: Handle,
    to: Stream,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.handle.block_on(self.to.write(bytes));
        sent.map(|()| bytes.len())
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A client's standard input, as something to read from.
struct Incoming {
    handle: Handle,
    from: mpsc::Receiver<Vec<u8>>,
    left: Vec<u8>,
}

impl Read for Incoming {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left.is_empty() {
            self.left = self.handle.block_on(self.from.recv()).unwrap_or_default();
        }
        let taken = self.left.len().min(into.len());
        let rest = self.left.split_off(taken);
        for (to, from) in into.iter_mut().zip(&self.left) {
            *to = *from;
        }
        self.left = rest;
        Ok(taken)
    }
}

fn root(global: &Global, name: &str) -> Result<PathBuf> {
    let mut nowhere = io::sink();
    let shell = Shell::new(global.clone(), &mut nowhere);
    shell
        .root_or(name)
        .map_err(|failure| anyhow::anyhow!(failure.to_string()))
}

fn socket(root: &Path) -> Result<PathBuf> {
    Ok(socket_path(&runtime_directory()?, root)?)
}

fn runtime() -> Result<Runtime> {
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
