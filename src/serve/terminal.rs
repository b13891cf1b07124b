//! A session at a terminal that is a stream of bytes: local, over the socket, or over SSH.
//!
//! One task owns the session. It takes bytes as they come, answers as they arrive, and sends the latest frame when
//! the client can take one: a slow client gets fewer frames, never a backlog.

use super::io::{Output, SessionIo, TermEvent};
use super::questions;
use super::wire::{Bye, Size};
use crate::domain::access::Principal;
use crate::domain::ids::DeviceId;
use crate::domain::{Timestamp, Via};
use crate::exchange::keymaps::keymaps;
use crate::exchange::scanners::{ScannersError, scanners};
use crate::hub::sign_in::{Attempt, Cost, FirstStart, SignInError, come_in, first_start, set_pin, sign_in};
use crate::hub::{Answer, Rejection, Request, Site};
use crate::keymap::Keymaps;
use crate::scan::Profile;
use crate::ui::bell::bell;
use crate::ui::input::{Input, InputReader};
use crate::ui::locale::Lang;
use crate::ui::screen::{Question, Told};
use crate::ui::session::{Effect, Kit, Session};
use crate::ui::theme::Theme;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::{Instant, sleep_until};

/// Frames are at least so far apart.
const FRAME: Duration = Duration::from_millis(15);
/// Others' work is looked at at most so often: fifteen times a second.
const NEWS: Duration = Duration::from_millis(66);
/// How often time left is told anew.
const CLOCK: Duration = Duration::from_secs(5);
/// The largest terminal that is drawn for, in columns and rows.
const MOST: Size = Size {
    columns: 400,
    rows: 150,
};

/// What comes back of an effect.
enum Outcome {
    Answer(Box<Answer>),
    Told(Question, Box<Told>),
    /// And the building's keymaps, read anew for whoever comes.
    SignIn(Result<crate::domain::ids::WorkerId, SignInError>, Arc<Keymaps>),
}

type Running = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// Serves one terminal until it leaves.
///
/// A guest who came in as a worker is signed in at once; at a shared device they sign in with badge and PIN.
pub async fn run(mut io: SessionIo, site: Site, mut kit: Kit, device: DeviceId) -> Bye {
    let reading = site.clone();
    kit.keymaps = tokio::task::spawn_blocking(move || keymaps_of(&reading))
        .await
        .unwrap_or_default();
    let lang = Lang::from_tag(&io.locale).unwrap_or_default();
    let session = Session::new(
        kit.clone(),
        lang,
        Theme::default(),
        device,
        site.new_client(),
        site.hub().view(),
    );
    let mut terminal = Terminal {
        session,
        site,
        kit,
        screen: Screen::new(io.size),
        running: Vec::new(),
        began: Instant::now(),
        reader: InputReader::default(),
    };
    terminal.input(Input::Resize {
        columns: terminal.screen.area().width,
        rows: terminal.screen.area().height,
    });
    if let Some(Principal::Worker(worker)) = io.guest {
        let outcome = come_in(terminal.site.hub(), worker, device).await;
        let keymaps = terminal.kit.keymaps.clone();
        terminal.arrive(Outcome::SignIn(outcome, keymaps));
    }
    let profile = terminal.settings(device).await;
    terminal.reader.set_profile(profile);
    let mut news = terminal.site.hub().watch();
    let mut next_frame = Instant::now();
    let mut next_clock = Instant::now() + CLOCK;
    let mut next_news = Instant::now();
    loop {
        if let Some(bye) = terminal.carry_out(&io).await {
            return bye;
        }
        // While answers are out there is nothing to see but how much waits behind them.
        let due =
            terminal.session.is_stale() && (terminal.running.is_empty() || terminal.session.waiting() > 0);
        terminal.reader.listen(terminal.session.listens());
        let tick = terminal
            .reader
            .next_deadline()
            .map(|ms| terminal.began + Duration::from_millis(ms));
        tokio::select! {
            biased;
            event = io.input.recv() => match event {
                None | Some(TermEvent::Closed) => return Bye::Said(String::new()),
                Some(TermEvent::Resize(size)) => {
                    terminal.screen.resize(size);
                    let area = terminal.screen.area();
                    terminal.input(Input::Resize { columns: area.width, rows: area.height });
                }
                Some(TermEvent::Bytes { bytes, at }) => {
                    let ms = millis(Instant::from_std(at).saturating_duration_since(terminal.began));
                    for input in terminal.reader.feed(&bytes, ms) {
                        terminal.input(input);
                    }
                    terminal.session.echo(terminal.reader.echo());
                }
            },
            outcome = finished(&mut terminal.running) => terminal.arrive(outcome),
            ready = until_ready(&io.output, next_frame), if due => {
                if ready.is_err() || io.output.send(terminal.frame()).await.is_err() {
                    return Bye::Said(String::new());
                }
                next_frame = Instant::now() + FRAME;
            }
            () = sleep_until(tick.unwrap_or(next_clock)), if tick.is_some() => {
                for input in terminal.reader.tick(millis(terminal.began.elapsed())) {
                    terminal.input(input);
                }
                terminal.session.echo(terminal.reader.echo());
            }
            changed = news_after(&mut news, next_news) => {
                if changed.is_err() {
                    return Bye::Stopping(String::new());
                }
                let view = news.borrow_and_update().clone();
                terminal.session.see(view, now());
                next_news = Instant::now() + NEWS;
            }
            () = sleep_until(next_clock) => {
                terminal.session.tick(now());
                next_clock = Instant::now() + CLOCK;
            }
            // Last: what can wait, whenever nothing else is there to do. It gives way to other terminals in between.
            () = tokio::task::yield_now(), if terminal.session.is_working() => terminal.session.work(),
        }
    }
}

/// The next publication, not before this moment: a screen that only watches looks up so often and no more.
async fn news_after(
    news: &mut tokio::sync::watch::Receiver<std::sync::Arc<crate::hub::View>>,
    at: Instant,
) -> Result<(), tokio::sync::watch::error::RecvError> {
    sleep_until(at).await;
    news.changed().await
}

async fn until_ready(output: &Output, at: Instant) -> Result<(), super::io::Gone> {
    sleep_until(at).await;
    output.ready().await
}

/// The first of what runs that is finished; never, while nothing runs.
async fn finished(running: &mut Vec<Running>) -> Outcome {
    let outcome = std::future::poll_fn(|cx| {
        let done = running
            .iter_mut()
            .enumerate()
            .find_map(|(index, task)| match task.as_mut().poll(cx) {
                std::task::Poll::Ready(outcome) => Some((index, outcome)),
                std::task::Poll::Pending => None,
            });
        match done {
            Some((index, outcome)) => std::task::Poll::Ready((index, outcome)),
            None => std::task::Poll::Pending,
        }
    });
    let (index, outcome) = outcome.await;
    drop(running.remove(index));
    outcome
}

struct Terminal {
    session: Session,
    site: Site,
    kit: Kit,
    screen: Screen,
    running: Vec<Running>,
    began: Instant,
    reader: InputReader,
}

impl Terminal {
    /// The scanner settings of a device, from the data directory's file as it is now; the defaults where there is none,
    /// or where there is a mistake in it, which is then shown.
    async fn settings(&mut self, device: DeviceId) -> Profile {
        let site = self.site.clone();
        let read = tokio::task::spawn_blocking(move || -> Result<Profile, ScannersError> {
            let view = site.hub().view();
            let code = view
                .warehouse
                .devices
                .get(&device)
                .map(|device| device.code.to_string());
            let scanners = scanners(site.directory().root())?;
            Ok(scanners.of_device(&code.unwrap_or_default()).clone())
        });
        let refused = match read.await {
            Ok(Ok(profile)) => return profile,
            Ok(Err(refused)) => refused,
            Err(error) => {
                tracing::error!("the scanners' settings were not read: {error}");
                return Profile::default();
            }
        };
        tracing::warn!("{refused}");
        if let ScannersError::Mistakes(problems) = &refused
            && let Some(first) = problems.first()
        {
            self.session.settings_refused(first);
        }
        Profile::default()
    }

    fn input(&mut self, input: Input) {
        self.session.input(input);
    }

    fn frame(&mut self) -> Vec<u8> {
        let bytes = self.screen.frame(&self.session);
        self.session.drawn();
        bytes
    }

    fn arrive(&mut self, outcome: Outcome) {
        self.session.see(self.site.hub().view(), now());
        match outcome {
            Outcome::Answer(answer) => self.session.answered(*answer),
            Outcome::SignIn(outcome, keymaps) => {
                self.session.set_keymaps(keymaps);
                self.session.signed_in(outcome);
            }
            Outcome::Told(question, told) => {
                if let Told::ScannerSet(_, profile) = told.as_ref() {
                    self.reader.set_profile(Profile::clone(profile));
                }
                self.session.told(&question, *told);
            }
        }
    }

    /// Carries out what the session wants. The reason, when it wants to end.
    async fn carry_out(&mut self, io: &SessionIo) -> Option<Bye> {
        for effect in self.session.take_effects() {
            match effect {
                Effect::Ask(request) => self.running.push(ask(self.site.clone(), *request)),
                Effect::AskAbout(request, seq) => {
                    self.running.push(ask_about(self.site.clone(), *request, seq))
                }
                Effect::Tell(request) => {
                    let hub = self.site.hub().clone();
                    tokio::spawn(async move {
                        if let Err(error) = hub.ask(*request).await {
                            tracing::warn!("not noted: {error:?}");
                        }
                    });
                }
                Effect::SignIn { badge, pin, device } => {
                    self.running
                        .push(let_in(self.site.clone(), badge, pin, device, self.kit.open_house));
                }
                Effect::SetPin { request, pin } => {
                    self.running.push(give_pin(self.site.clone(), *request, pin));
                }
                Effect::FirstStart { first, device } => {
                    self.running.push(start_first(self.site.clone(), *first, device));
                }
                Effect::Look(question) => self.running.push(look(self.site.clone(), question)),
                Effect::Bell(class) => {
                    let strokes = bell(class);
                    if !strokes.is_empty() && io.output.send(strokes.to_vec()).await.is_err() {
                        return Some(Bye::Said(String::new()));
                    }
                }
                Effect::Redraw => self.screen.forget(),
                Effect::Bye(why) => return Some(Bye::Said(why)),
                Effect::Demo => return Some(Bye::Demo),
            }
        }
        None
    }
}

fn ask(site: Site, request: Request) -> Running {
    Box::pin(async move { Outcome::Answer(Box::new(site.hub().ask(request).await)) })
}

fn ask_about(site: Site, mut request: Request, seq: u64) -> Running {
    Box::pin(async move {
        let reading = site.clone();
        let read = tokio::task::spawn_blocking(move || reading.record(seq)).await;
        match read {
            Ok(Ok(record)) => {
                request.record = record;
                Outcome::Answer(Box::new(site.hub().ask(request).await))
            }
            Ok(Err(error)) => Outcome::Answer(Box::new(Err(Rejection::Stopped(error.to_string().into())))),
            Err(error) => Outcome::Answer(Box::new(Err(Rejection::Stopped(error.to_string().into())))),
        }
    })
}

fn let_in(site: Site, badge: String, pin: String, device: DeviceId, without_pin: bool) -> Running {
    Box::pin(async move {
        let checked = tokio::task::spawn_blocking(move || {
            let attempt = Attempt {
                code: &badge,
                pin: &pin,
                device,
                via: Via::Scanned,
                without_pin,
            };
            (sign_in(site.hub(), &attempt), keymaps_of(&site))
        });
        let (outcome, keymaps) = checked.await.unwrap_or_else(|e| (Err(broke(&e)), Arc::default()));
        Outcome::SignIn(outcome, keymaps)
    })
}

fn keymaps_of(site: &Site) -> Arc<Keymaps> {
    Arc::new(keymaps(site.directory().root()))
}

fn broke(error: &tokio::task::JoinError) -> SignInError {
    SignInError::Rejected(Rejection::Stopped(error.to_string().into()))
}

fn give_pin(site: Site, request: Request, pin: String) -> Running {
    Box::pin(async move {
        let set = tokio::task::spawn_blocking(move || set_pin(site.hub(), request, &pin, Cost::Standard));
        let stopped = |e: tokio::task::JoinError| Err(Rejection::Stopped(e.to_string().into()));
        Outcome::Answer(Box::new(set.await.unwrap_or_else(stopped)))
    })
}

fn start_first(site: Site, first: FirstStart, device: DeviceId) -> Running {
    Box::pin(async move {
        let started = tokio::task::spawn_blocking(move || {
            let outcome = first_start(site.hub(), &first, device, Cost::Standard);
            (outcome, keymaps_of(&site))
        });
        let (outcome, keymaps) = started.await.unwrap_or_else(|e| (Err(broke(&e)), Arc::default()));
        Outcome::SignIn(outcome, keymaps)
    })
}

fn look(site: Site, question: Question) -> Running {
    Box::pin(async move {
        let asked = question.clone();
        let found = tokio::task::spawn_blocking(move || questions::answer(&site, &asked, now()));
        let told = found.await.unwrap_or_else(|error| {
            tracing::error!("cannot look back: {error}");
            Told::Failed(error.to_string())
        });
        Outcome::Told(question, Box::new(told))
    })
}

/// What the client's screen shows, and how to make it show something else.
struct Screen {
    shown: Buffer,
    /// The client's screen holds what nobody knows.
    unknown: bool,
    cursor: Option<Position>,
}

impl Screen {
    fn new(size: Size) -> Screen {
        Screen {
            shown: Buffer::empty(area(size)),
            unknown: true,
            cursor: None,
        }
    }

    fn area(&self) -> Rect {
        self.shown.area
    }

    fn resize(&mut self, size: Size) {
        self.shown = Buffer::empty(area(size));
        self.unknown = true;
    }

    fn forget(&mut self) {
        self.shown.reset();
        self.unknown = true;
    }

    /// The bytes that turn what is shown into what the session shows.
    fn frame(&mut self, session: &Session) -> Vec<u8> {
        let mut next = Buffer::empty(self.shown.area);
        let cursor = session.draw(&mut next);
        let mut bytes: Vec<u8> = Vec::new();
        if self.unknown {
            bytes.extend_from_slice(b"\x1b[0m\x1b[2J\x1b[H");
        }
        bytes.extend_from_slice(b"\x1b[?25l");
        let mut backend = CrosstermBackend::new(&mut bytes);
        let changed = self.shown.diff(&next);
        // A vector takes every byte: writing to it cannot fail.
        let _ = backend.draw(changed.into_iter());
        if let Some(at) = cursor {
            let _ = backend.set_cursor_position(at);
            let _ = backend.show_cursor();
        }
        self.shown = next;
        self.unknown = false;
        self.cursor = cursor;
        bytes
    }
}

fn area(size: Size) -> Rect {
    Rect {
        x: 0,
        y: 0,
        width: size.columns.min(MOST.columns),
        height: size.rows.min(MOST.rows),
    }
}

fn millis(since: Duration) -> crate::scan::Millis {
    crate::scan::Millis::try_from(since.as_millis()).unwrap_or(crate::scan::Millis::MAX)
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
