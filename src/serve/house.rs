//! The owner's side of the program: it opens the data directory, serves terminals, guests and monitors, and ends in order.

use super::io::{CommandIo, Service, SessionIo, Stream};
use super::listen::{Ended, Options, listen, raise_descriptors, stopped, terminated};
use super::metrics::serve_metrics;
use super::owner::{LOST_RACE, detach};
use super::program::{in_language, root, runtime, socket};
use super::socket::Door;
use super::ssh::{SshOptions, host_key, listen_ssh};
use super::terminal;
use super::wire::Bye;
use crate::cli::{self, Command, Global, Guest, LogTo, ServeArgs, Shell, Ssh, log_to_files, log_to_stderr};
use crate::domain::access::{self, Principal};
use crate::domain::devices::{self, Device};
use crate::domain::ids::DeviceId;
use crate::domain::people::Right;
use crate::domain::{Actor, Via};
use crate::exchange::outbox::OutboxRunner;
use crate::hub::{Request, Site, SiteError, SiteOptions, at_leisure};
use crate::store::directory::{DirectoryError, DirectoryKind};
use crate::ui::session::Kit;
use anyhow::{Context as _, Result, bail};
use std::ffi::OsString;
use std::future::Future;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc as threads;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};

/// Folder of the data directory that logs are written to.
const LOG_FOLDER: &str = "logs";
/// How long printers may go on at the end. What is still being sent then is asked about at the next start.
const PRINTERS: Duration = Duration::from_millis(300);
/// How long commands that wait in line may be decided and synced at the end. Who asked for the others is told that they
/// were not done.
const WRITER: Duration = Duration::from_millis(300);
/// How long the store behind and a snapshot may go on at the end. Opening makes up for what they did not get to.
const BEHIND: Duration = Duration::from_millis(450);
/// How long an end takes at most, from the signal on.
const ORDERLY: Duration = Duration::from_millis(1_900);
const _: () = assert!(
    Options::GRACE.as_millis() * 3 + PRINTERS.as_millis() + WRITER.as_millis() + BEHIND.as_millis()
        < ORDERLY.as_millis(),
    "sessions, printers, the writer and the store behind end within the promised time together"
);

/// Owns the data directory until nobody has been there for a while, or a signal comes; and lets guests in where it is
/// to be kept running.
pub(super) fn own(global: &Global, options: Options, serve: Option<&ServeArgs>) -> Result<u8> {
    let alone = serve.is_none();
    if alone {
        // Only the first in its group may not leave it: then it was started by hand, and stays in the foreground.
        let _ = detach();
    }
    if let Some(at) = serve.and_then(|args| args.metrics.filter(|_| !args.metrics_anywhere))
        && !at.ip().is_loopback()
    {
        bail!(
            "other hosts can reach {at}, and whoever does could read the figures: give --metrics 127.0.0.1:{}, or --metrics-anywhere where that is wanted",
            at.port()
        );
    }
    raise_descriptors();
    // Colours belong to each session's theme, whatever this process's own environment says.
    crossterm::style::force_color_output(true);
    let root = root(global, "pickface")?;
    let site = match Site::open(&root, SiteOptions::default()) {
        Ok(site) => site,
        Err(SiteError::Directory(DirectoryError::InUse { .. })) if alone => return Ok(LOST_RACE),
        Err(error) => return Err(error.into()),
    };
    let filter = global.log.as_deref().unwrap_or("info");
    let _files = match serve.map(|args| args.log_to) {
        Some(LogTo::Stderr) => {
            log_to_stderr(filter);
            None
        }
        Some(LogTo::Files) | None => {
            let folder = site.directory().root().join(LOG_FOLDER);
            Some(log_to_files(&folder, filter).with_context(|| folder.display().to_string())?)
        }
    };
    for note in &site.findings().notes {
        tracing::warn!("{note}");
    }
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        replayed = site.findings().replayed,
        "the data directory is open"
    );
    site.hub().run_jobs()?;
    let printing = OutboxRunner::start(&site)?;
    let root = root.canonicalize()?;
    let runtime = runtime()?;
    let ended = runtime.block_on(keep_house(&site, &root, options, serve))?;
    tracing::info!("the owner ends: {ended:?}");
    within(PRINTERS, "printers", move || printing.stop());
    // What was acknowledged is durable; this closes the journal in order.
    let hub = site.hub().clone();
    within(WRITER, "the writer", move || hub.close());
    within(BEHIND, "the store behind", move || site.close());
    runtime.shutdown_background();
    Ok(0)
}

/// Gives something so much time; then the end of the process takes it along.
fn within(bound: Duration, what: &'static str, run: impl FnOnce() + Send + 'static) {
    let (done, over) = threads::channel();
    let started = std::thread::Builder::new().name("ending".into()).spawn(move || {
        run();
        let _ = done.send(());
    });
    if started.is_err() || over.recv_timeout(bound).is_err() {
        tracing::warn!("{what} did not end in time; nothing confirmed is lost");
    }
}

/// Ends the process when an orderly end takes too long: on a machine that is overloaded, or with a disk that hangs.
///
/// Whatever was acknowledged was synced before it was, so an end at any moment costs nothing that was confirmed; what
/// else was not done in order is made up for by the next opening, as after a power cut.
fn end_in_time() {
    let watchdog = std::thread::Builder::new().name("watchdog".into()).spawn(|| {
        std::thread::sleep(ORDERLY);
        tracing::warn!("the end took too long and was cut short; nothing confirmed is lost");
        std::process::exit(0);
    });
    if let Err(error) = watchdog {
        tracing::warn!(%error, "nothing bounds how long the end takes");
    }
}

/// Serves whoever comes, until there is a reason to end.
async fn keep_house(site: &Site, root: &Path, options: Options, serve: Option<&ServeArgs>) -> Result<Ended> {
    let door = Door::open(&socket(root)?, true)?;
    let guests = match serve.map(|args| args.ssh) {
        Some(Ssh::At(address)) => Some((knock_at(address).await?, host_key(root)?)),
        Some(Ssh::Off) | None => None,
    };
    let monitors = match serve.and_then(|args| args.metrics) {
        Some(address) => Some(watched_at(address).await?),
        None => None,
    };
    let open_house = site.directory().kind() != DirectoryKind::Live;
    let house = Arc::new(House {
        site: site.clone(),
        kit: Kit::new(open_house),
    });
    let (stop, stopping) = watch::channel(None);
    tokio::spawn(async move {
        let reason = terminated().await;
        end_in_time();
        let _ = stop.send(Some(reason));
        stop.closed().await;
    });
    let ssh = async {
        if let Some((listener, key)) = guests {
            let (hub, house) = (site.hub().clone(), Arc::clone(&house));
            listen_ssh(listener, key, hub, house, SshOptions::default(), stopping.clone()).await;
        }
    };
    let metrics = async {
        if let Some(listener) = monitors {
            serve_metrics(listener, site.clone(), stopping.clone()).await;
        }
    };
    let socket = listen(door, Arc::clone(&house), options, async {
        stopped(&mut stopping.clone()).await
    });
    let (ended, (), ()) = tokio::join!(socket, ssh, metrics);
    Ok(ended)
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

async fn watched_at(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("figures cannot be given at {address}; `--metrics ADDRESS:PORT` takes another")
    })?;
    tracing::info!("figures are at http://{}/metrics", listener.local_addr()?);
    Ok(listener)
}

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
            let done = at_leisure("command", move || obey(site, io)).await;
            done.unwrap_or_else(|error| {
                tracing::error!("a command of the command line: {error}");
                70
            })
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
