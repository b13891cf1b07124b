//! One virtual worker: a terminal's worth of bytes either way, a screen to read, a scanner to pull.

use super::server::Address;
use super::world::{badge, key, number, shelf, tote};
use crate::hub::presence::Line;
use crate::serve::attach::greet;
use crate::serve::wire::{Frame, Hello, SessionHello, Size, read_frame, write_frame};
use anyhow::{Context as _, Result, bail};
use hdrhistogram::Histogram;
use russh::client::{self, AuthResult};
use russh::keys::{PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::watch;
use tokio::time::{sleep_until, timeout};

/// How long a screen may take before the worker gives up on it.
const BOUND: Duration = Duration::from_secs(60);
const SIZE: Size = Size {
    columns: 20,
    rows: 16,
};

/// How long scans took to their finished frames, in microseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Scans {
    took: Vec<u64>,
}

impl Scans {
    fn note(&mut self, took: Duration) {
        self.took
            .push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// With those of another worker.
    pub(super) fn add(&mut self, mut other: Scans) {
        self.took.append(&mut other.took);
    }

    /// All of them.
    pub(super) fn histogram(&self) -> Result<Histogram<u64>> {
        let mut all = Histogram::new(3)?;
        for us in &self.took {
            all.record(*us)?;
        }
        Ok(all)
    }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN)
}

enum Wire {
    Ssh {
        channel: Box<Channel<client::Msg>>,
        /// The connection lives as long as this.
        _handle: Box<client::Handle<Anyone>>,
    },
    Socket(OwnedReadHalf, OwnedWriteHalf),
}

/// The worker.
pub(super) struct Guest {
    number: u32,
    wire: Wire,
    screen: vt100::Parser,
    /// Scans so far: four make a turn, tote and shelf there, tote and shelf back.
    turn: u32,
}

/// The host key is made anew with every scratch directory: there is nothing to compare it with.
struct Anyone;

impl client::Handler for Anyone {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

impl Guest {
    /// Comes in, and opens the screen that moves goods.
    pub(super) async fn come(line: Line, server: &Address, number: u32) -> Result<Guest> {
        let wire = match line {
            Line::Ssh => by_ssh(server, number).await?,
            Line::Local => by_socket(server, number).await?,
        };
        let mut guest = Guest {
            number,
            wire,
            screen: vt100::Parser::new(cells(SIZE.rows), cells(SIZE.columns), 0),
            turn: 0,
        };
        if line == Line::Local {
            guest.read_until(|shown| shown.contains("badge")).await?;
            guest.send(&badge(number)).await?;
        }
        guest.read_until(|shown| shown.contains("Pick")).await?;
        guest.send("PFTOSHIFT").await?;
        guest.read_until(|shown| shown.contains("Move")).await?;
        Ok(guest)
    }

    /// Scans at this pace until it is over, each worker at their own moment of it.
    pub(super) async fn work(
        mut self,
        pace: Duration,
        workers: u32,
        mut started: watch::Receiver<Option<Instant>>,
    ) -> Result<Scans> {
        let until = started
            .wait_for(Option::is_some)
            .await?
            .unwrap_or_else(Instant::now);
        let mut next = Instant::now() + pace * self.number / workers.max(1);
        let mut scans = Scans::default();
        while next < until {
            sleep_until(next.into()).await;
            self.scan(&mut scans).await?;
            next += pace;
        }
        Ok(scans)
    }

    /// Scans what comes next, and waits for the frame that answers it.
    pub(super) async fn scan(&mut self, scans: &mut Scans) -> Result<()> {
        let to = shelf(self.number, self.turn % 4 == 3);
        let code = if self.turn.is_multiple_of(2) {
            tote(self.number)
        } else {
            to.clone()
        };
        let is_shelf = self.turn % 2 == 1;
        self.turn += 1;
        let began = Instant::now();
        self.send(&code).await?;
        // The answer that a tote stands somewhere, or stood there already where another crowd left it, goes with the next
        // scan of the tote.
        let stands = |shown: &str| {
            let shown = shown.replace('\n', " ");
            shown.contains("stands on") || shown.contains("already")
        };
        self.read_until(|shown| stands(shown) == is_shelf)
            .await
            .with_context(|| format!("{code} was scanned"))?;
        scans.note(began.elapsed());
        Ok(())
    }

    async fn send(&mut self, code: &str) -> Result<()> {
        let bytes = format!("{code}\r").into_bytes();
        match &mut self.wire {
            Wire::Ssh { channel, .. } => Ok(channel.data_bytes(bytes).await?),
            Wire::Socket(_, to) => Ok(write_frame(to, &Frame::Bytes(bytes)).await?),
        }
    }

    async fn read_until(&mut self, wanted: impl Fn(&str) -> bool) -> Result<()> {
        let reading = async {
            loop {
                let bytes = match &mut self.wire {
                    Wire::Ssh { channel, .. } => match channel.wait().await {
                        Some(ChannelMsg::Data { data }) => data.to_vec(),
                        Some(_) => continue,
                        None => bail!("the session ended"),
                    },
                    Wire::Socket(from, _) => match read_frame(from).await? {
                        Some(Frame::Bytes(bytes)) => bytes,
                        other => bail!("the session ended: {other:?}"),
                    },
                };
                self.screen.process(&bytes);
                if wanted(&self.screen.screen().contents()) {
                    return Ok(());
                }
            }
        };
        match timeout(BOUND, reading).await {
            Ok(outcome) => outcome,
            Err(_) => bail!("waited in vain at:\n{}", self.screen.screen().contents()),
        }
    }
}

async fn by_ssh(server: &Address, worker: u32) -> Result<Wire> {
    let config = client::Config {
        nodelay: true,
        ..client::Config::default()
    };
    let mut handle = client::connect(Arc::new(config), server.ssh, Anyone).await?;
    let key = PrivateKeyWithHashAlg::new(Arc::new(key(worker)), None);
    if !matches!(
        handle.authenticate_publickey(number(worker), key).await?,
        AuthResult::Success
    ) {
        bail!("worker {} was not let in", number(worker));
    }
    let channel = handle.channel_open_session().await?;
    let (columns, rows) = (u32::from(SIZE.columns), u32::from(SIZE.rows));
    channel
        .request_pty(true, "xterm", columns, rows, 0, 0, &[])
        .await?;
    channel.request_shell(true).await?;
    Ok(Wire::Ssh {
        channel: Box::new(channel),
        _handle: Box::new(handle),
    })
}

async fn by_socket(server: &Address, worker: u32) -> Result<Wire> {
    let stream = UnixStream::connect(&server.socket).await?;
    let hello = SessionHello {
        size: SIZE,
        term: "xterm".to_owned(),
        locale: "en".to_owned(),
        device: number(worker).to_lowercase(),
    };
    let (from, to) = greet(stream, Hello::Session(hello)).await?;
    Ok(Wire::Socket(from, to))
}
