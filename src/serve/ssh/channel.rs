//! One channel: a screen, or a command line.

use super::House;
use super::limits::Pace;
use crate::domain::access::Principal;
use crate::exchange::rows::MAX_FILE_BYTES;
use crate::serve::io::{CommandIo, INPUT_QUEUE, Output, Service, SessionIo, Stream, TermEvent};
use crate::serve::listen::{Owned, stopped};
use crate::serve::wire::{Bye, Size};
use russh::server::{Handle, Msg};
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use std::collections::VecDeque;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout};

type Out = ChannelWriteHalf<Msg>;

/// How long a client may take to say what it wants of a channel.
const ASKING: Duration = Duration::from_secs(30);
/// Longest value of a variable.
const LONGEST: usize = 80;
/// The alternate screen, and pastes in brackets, as a local terminal is set up.
const TAKE: &[u8] = b"\x1b[?1049h\x1b[?2004h";
/// The terminal as it was.
const GIVE_BACK: &[u8] = b"\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// Variables that a client may set: its language, and which device it is.
pub(super) fn takes_variable(name: &str) -> bool {
    matches!(name, "LANG" | "LC_ALL" | "LC_MESSAGES" | "PICKFACE_DEVICE")
}

/// What a client says about itself before it asks for anything.
#[derive(Debug, Default)]
struct Wants {
    size: Option<Size>,
    term: String,
    lang: String,
    messages: String,
    all: String,
    device: String,
}

impl Wants {
    fn set(&mut self, name: &str, value: String) {
        if value.len() > LONGEST {
            return;
        }
        match name {
            "LANG" => self.lang = value,
            "LC_MESSAGES" => self.messages = value,
            "LC_ALL" => self.all = value,
            "PICKFACE_DEVICE" => self.device = value,
            _ => {}
        }
    }

    fn locale(&self) -> String {
        let set = [&self.all, &self.messages, &self.lang];
        set.into_iter()
            .find(|value| !value.is_empty())
            .cloned()
            .unwrap_or_default()
    }
}

fn size(columns: u32, rows: u32) -> Size {
    let cells = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
    Size {
        columns: cells(columns),
        rows: cells(rows),
    }
}

/// Serves a channel until it ends.
pub(super) async fn serve<S: Service>(
    channel: Channel<Msg>,
    (principal, source): (Principal, IpAddr),
    house: Arc<House<S>>,
    handle: Handle,
) {
    let id = channel.id();
    let (mut from, to) = channel.split();
    let mut wants = Wants::default();
    let asked = async {
        loop {
            match from.wait().await? {
                ChannelMsg::RequestPty {
                    term,
                    col_width,
                    row_height,
                    ..
                } => {
                    wants.term = term.chars().take(LONGEST).collect();
                    wants.size = Some(size(col_width, row_height));
                }
                ChannelMsg::WindowChange {
                    col_width,
                    row_height,
                    ..
                } => wants.size = Some(size(col_width, row_height)),
                ChannelMsg::SetEnv {
                    variable_name,
                    variable_value,
                    ..
                } => wants.set(&variable_name, variable_value),
                ChannelMsg::RequestShell { .. } => return Some(None),
                ChannelMsg::Exec { command, .. } => return Some(Some(command)),
                ChannelMsg::Eof | ChannelMsg::Close => return None,
                _ => {}
            }
        }
    };
    let asked = timeout(ASKING, asked).await;
    if let Ok(Some(asked)) = asked {
        let rules = house.hub.view().warehouse.access_rules;
        let status = match house.seats.take(principal, rules) {
            Err(full) => refuse(&to, &full.to_string()).await,
            Ok(seat) => {
                let status = match asked {
                    None if wants.size.is_none() => refuse(&to, "the screens need a terminal: ssh -t").await,
                    None => screen(from, &to, wants, (principal, source), &house).await,
                    Some(line) => command(from, &to, &line, wants, principal, &house).await,
                };
                drop(seat);
                status
            }
        };
        let _ = timeout(house.options.grace, to.exit_status(u32::from(status))).await;
    }
    let _ = timeout(house.options.grace, async {
        let _ = to.eof().await;
        let _ = handle.close(id).await;
    })
    .await;
}

async fn refuse(to: &Out, why: &str) -> u8 {
    let text = format!("pickface: {why}\r\n").into_bytes();
    let _ = to.extended_data_bytes(1, text).await;
    1
}

async fn screen<S: Service>(
    from: ChannelReadHalf,
    to: &Out,
    wants: Wants,
    (principal, source): (Principal, IpAddr),
    house: &Arc<House<S>>,
) -> u8 {
    let grace = house.options.grace;
    let mut stopping = house.stopping.clone();
    let (events, input) = mpsc::channel(INPUT_QUEUE);
    let (output, mut frames) = Output::channel();
    let io = SessionIo {
        input,
        output,
        size: wants.size.unwrap_or_default(),
        locale: wants.locale(),
        term: wants.term,
        device: wants.device,
        guest: Some(principal),
        source: source.to_canonical().to_string(),
    };
    let service = Arc::clone(&house.service);
    let mut task = Owned(tokio::spawn(async move { service.session(io).await }));
    let mut reader = Owned(tokio::spawn(read_terminal(
        from,
        events.clone(),
        house.options.bytes_a_second,
    )));
    let mut lost = to.data_bytes(TAKE).await.is_err();
    let bye = loop {
        if lost {
            break None;
        }
        tokio::select! {
            biased;
            Some(bytes) = frames.recv() => {
                // Awaited: a client that does not read gets nothing more until it does.
                tokio::select! {
                    sent = to.data_bytes(bytes) => lost = sent.is_err(),
                    _ = stopped(&mut stopping) => {}
                    _ = &mut reader.0 => lost = true,
                }
            }
            ended = &mut task.0 => break Some(ended.unwrap_or_else(|error| {
                tracing::error!(%error, "a session failed");
                Bye::Failed
            })),
            reason = stopped(&mut stopping) => break Some(Bye::Stopping(reason)),
            _ = &mut reader.0 => break None,
        }
    };
    if !matches!(bye, Some(Bye::Said(_) | Bye::Failed)) {
        let ending = async {
            let _ = events.send(TermEvent::Closed).await;
            let _ = (&mut task.0).await;
        };
        let _ = timeout(grace, ending).await;
    }
    let Some(bye) = bye else { return 1 };
    let mut last = Vec::new();
    while let Ok(bytes) = frames.try_recv() {
        last.extend(bytes);
    }
    last.extend_from_slice(GIVE_BACK);
    let text = bye.to_string();
    if !text.is_empty() {
        last.extend_from_slice(text.as_bytes());
        last.extend_from_slice(b"\r\n");
    }
    let _ = timeout(grace, to.data_bytes(last)).await;
    u8::from(!matches!(bye, Bye::Said(_)))
}

/// Hands on what is typed and scanned, at a pace that a person and a scanner keep.
async fn read_terminal(mut from: ChannelReadHalf, events: mpsc::Sender<TermEvent>, a_second: u32) {
    let mut pace = Pace::new(a_second, Instant::now());
    while let Some(message) = from.wait().await {
        let event = match message {
            ChannelMsg::Data { data } => {
                sleep(pace.take(data.len(), Instant::now())).await;
                TermEvent::bytes(data.to_vec())
            }
            ChannelMsg::WindowChange {
                col_width,
                row_height,
                ..
            } => TermEvent::Resize(size(col_width, row_height)),
            ChannelMsg::Eof | ChannelMsg::Close => return,
            _ => continue,
        };
        if events.send(event).await.is_err() {
            return;
        }
    }
}

async fn command<S: Service>(
    from: ChannelReadHalf,
    to: &Out,
    line: &[u8],
    wants: Wants,
    principal: Principal,
    house: &Arc<House<S>>,
) -> u8 {
    let line = String::from_utf8_lossy(line);
    let mut args = match shell_words::split(&line) {
        Ok(args) => args,
        Err(_) => return refuse(to, "a quotation mark is not closed").await,
    };
    if args.first().is_some_and(|word| word == "pickface") {
        args.remove(0);
    }
    let mut stopping = house.stopping.clone();
    let (input, stdin) = mpsc::channel(INPUT_QUEUE);
    let (sender, mut pieces) = mpsc::channel(4);
    let (hang_up, hangup) = watch::channel(false);
    let stream = |is_error| Stream {
        is_error,
        pieces: sender.clone(),
    };
    let io = CommandIo {
        args,
        cwd: PathBuf::new(),
        locale: wants.locale(),
        device: wants.device,
        size: wants.size,
        stdin,
        stdout: stream(false),
        stderr: stream(true),
        hangup,
        guest: Some(principal),
    };
    drop(sender);
    let service = Arc::clone(&house.service);
    let mut task = Owned(tokio::spawn(async move { service.command(io).await }));
    let mut reader = Owned(tokio::spawn(read_input(from, input)));
    loop {
        tokio::select! {
            biased;
            Some((is_error, bytes)) = pieces.recv() => {
                let bytes: Vec<u8> = bytes;
                let sent = if is_error { to.extended_data_bytes(1, bytes).await } else { to.data_bytes(bytes).await };
                if sent.is_err() {
                    break;
                }
            }
            ended = &mut task.0 => {
                while let Ok((is_error, bytes)) = pieces.try_recv() {
                    let bytes: Vec<u8> = bytes;
                    let _ = if is_error { to.extended_data_bytes(1, bytes).await } else { to.data_bytes(bytes).await };
                }
                return ended.unwrap_or(70);
            }
            _ = &mut reader.0 => break,
            _ = stopped(&mut stopping) => break,
        }
    }
    let _ = hang_up.send(true);
    drop(reader);
    let _ = timeout(house.options.grace, &mut task.0).await;
    75
}

/// Hands on what a command reads, until the client has gone.
///
/// What the command does not take yet waits here, up to the largest file that there is to import. russh hands out what
/// comes over a connection message by message: a channel that nobody reads would hold up all of it, and what the command
/// writes as well.
async fn read_input(mut from: ChannelReadHalf, input: mpsc::Sender<Vec<u8>>) {
    let mut input = Some(input);
    let mut waiting: VecDeque<Vec<u8>> = VecDeque::new();
    let (mut bytes, mut ended) = (0_u64, false);
    loop {
        if ended && waiting.is_empty() {
            input = None;
        }
        let taker = input.clone().filter(|_| !waiting.is_empty());
        let room = async {
            match taker {
                Some(taker) => taker.reserve_owned().await.ok(),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            room = room => match (room, waiting.pop_front()) {
                (Some(room), Some(piece)) => {
                    bytes -= length(&piece);
                    room.send(piece);
                }
                // The command reads no more; what comes is of no use.
                _ => (waiting, bytes, ended) = (VecDeque::new(), 0, true),
            },
            message = from.wait() => match message {
                Some(ChannelMsg::Data { data }) if !ended => {
                    bytes += length(&data);
                    if bytes > MAX_FILE_BYTES {
                        return;
                    }
                    waiting.push_back(data.to_vec());
                }
                Some(ChannelMsg::Eof) => ended = true,
                Some(ChannelMsg::Close) | None => return,
                Some(_) => {}
            },
        }
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
