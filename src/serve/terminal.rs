//! A session at a terminal that is a stream of bytes: local, over the socket, or over SSH.
//!
//! One task owns the session. It takes bytes as they come, answers as they arrive, and sends the latest frame when
//! the client can take one: a slow client gets fewer frames, never a backlog.

mod effects;
mod screen;

use super::io::{Output, SessionIo, TermEvent};
use super::wire::{Bye, Size};
use crate::domain::access::Principal;
use crate::domain::ids::DeviceId;
use crate::domain::{Timestamp, Via};
use crate::exchange::scanners::{ScannersError, scanners};
use crate::hub::Site;
use crate::hub::presence::{Arrival, Ending, Line, Seat};
use crate::hub::sign_in::SignInError;
use crate::keymap::Keymaps;
use crate::scan::Profile;
use crate::ui::bell::bell;
use crate::ui::input::{Input, InputReader};
use crate::ui::locale::Lang;
use crate::ui::screen::Told;
use crate::ui::session::{Effect, Kit, Session};
use crate::ui::theme::Theme;
use effects::{
    Outcome, Proved, Running, Standing, ask, ask_about, come, give_password, give_pin, go_on, keymaps_of,
    let_in, look, start_first,
};
use screen::Screen;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::{Instant, sleep_until};

/// Frames are at least so far apart.
const FRAME: Duration = Duration::from_millis(15);
/// Others' work is looked at at most so often: fifteen times a second.
const NEWS: Duration = Duration::from_millis(66);
/// And where many look, each of them so much less often for every session there is: two thousand look twice a second,
/// and leave the processors to those who scan.
const NEWS_EACH: Duration = Duration::from_micros(250);
/// However many there are, others' work is seen within a second.
const NEWS_MOST: Duration = Duration::from_millis(900);
const _: () = assert!(
    NEWS_MOST.as_millis() + FRAME.as_millis() < 1_000,
    "the hub tells of every publication, and what holds a session back from looking is shorter than a second"
);
/// How often time left is told anew.
const CLOCK: Duration = Duration::from_secs(5);
/// How long after somebody proved who they are at a terminal they may say that they go on there: others may stand at it
/// by then.
const PROOF: Duration = Duration::from_secs(120);

/// Serves one terminal until it leaves.
///
/// A guest who came in as a worker is signed in at once; at a shared device they sign in with badge and PIN.
pub async fn run(mut io: SessionIo, site: Site, mut kit: Kit, device: DeviceId) -> Bye {
    let (reading, shipped) = (site.clone(), Arc::clone(&kit.keymaps));
    let asked = Arc::clone(&shipped);
    kit.keymaps = tokio::task::spawn_blocking(move || keymaps_of(&reading, &asked))
        .await
        .unwrap_or_default();
    let lang = Lang::from_tag(&io.locale).unwrap_or_default();
    let at = Standing {
        device,
        session: site.new_client(),
    };
    let line = if io.guest.is_some() {
        Line::Ssh
    } else {
        Line::Local
    };
    let seat = site.hub().presence().enter(Arrival {
        session: at.session,
        device,
        line,
        source: io.source.as_str().into(),
        began: now(),
    });
    tracing::info!(session = at.session, %device, line = line.name(), from = io.source, "a session begins");
    let session = Session::new(
        kit.clone(),
        lang,
        Theme::default(),
        device,
        at.session,
        site.hub().view(),
    );
    let mut terminal = Terminal {
        session,
        site,
        kit,
        shipped,
        at,
        proved: None,
        screen: Screen::new(io.size),
        bell: b"",
        running: Vec::new(),
        looking: Vec::new(),
        began: Instant::now(),
        reader: InputReader::default(),
    };
    terminal.input(Input::Resize {
        columns: terminal.screen.area().width,
        rows: terminal.screen.area().height,
    });
    if let Some(Principal::Worker(worker)) = io.guest {
        let keymaps = terminal.kit.keymaps.clone();
        let proved = Proved {
            worker,
            via: Via::Typed,
            keymaps,
        };
        let outcome = come(&terminal.site, at, proved).await;
        terminal.arrive(outcome);
    }
    let bye = terminal.attend(&mut io, seat).await;
    tracing::info!(session = at.session, %bye, "a session ends");
    bye
}

impl Terminal {
    async fn attend(&mut self, io: &mut SessionIo, mut seat: Seat) -> Bye {
        let profile = self.settings(self.at.device).await;
        self.reader.set_profile(profile);
        let mut news = self.site.hub().watch();
        let mut next_frame = Instant::now();
        let mut next_clock = Instant::now() + CLOCK;
        let mut next_news = Instant::now();
        // When something was scanned or typed that no frame shows yet.
        let mut unanswered: Option<Instant> = None;
        loop {
            if let Some(bye) = self.carry_out() {
                return bye;
            }
            seat.note(self.session.who(), self.session.touched());
            // While answers are out there is nothing to see but how much waits behind them.
            let due = self.session.is_stale() && (self.running.is_empty() || self.session.waiting() > 0);
            self.reader.listen(self.session.listens());
            let tick = self
                .reader
                .next_deadline()
                .map(|ms| self.began + Duration::from_millis(ms));
            tokio::select! {
                biased;
                event = io.input.recv() => match event {
                    None | Some(TermEvent::Closed) => return Bye::Said(String::new()),
                    Some(TermEvent::Resize(size)) => self.resize(size),
                    Some(TermEvent::Bytes { bytes, at }) => {
                        let at = Instant::from_std(at);
                        let ms = millis(at.saturating_duration_since(self.began));
                        let inputs = self.reader.feed(&bytes, ms);
                        // Of a scan that is not finished there is nothing to answer yet.
                        if self.take(inputs) {
                            unanswered.get_or_insert(at);
                        }
                    }
                },
                outcome = finished(&mut self.running) => self.arrive(outcome),
                outcome = finished(&mut self.looking) => self.arrive(outcome),
                // Behind what runs: a scan that was taken is submitted before its session ends.
                why = seat.ending() => {
                    let said = self.session.ended(why);
                    if closes(io.guest, why) {
                        return Bye::Said(said);
                    }
                    // Answers to whoever was here are nobody's now; what they asked is done all the same.
                    self.running.clear();
                    self.looking.clear();
                    seat.stay();
                }
                // Nothing else is ever written: a client that does not read is heard all the same.
                ready = until_ready(&io.output, next_frame), if due || !self.bell.is_empty() => {
                    if ready.is_err() {
                        return Bye::Said(String::new());
                    }
                    let mut bytes = std::mem::take(&mut self.bell).to_vec();
                    bytes.extend(due.then(|| self.frame()).flatten().unwrap_or_default());
                    if !bytes.is_empty() {
                        if io.output.send(bytes).await.is_err() {
                            return Bye::Said(String::new());
                        }
                        next_frame = Instant::now() + FRAME;
                    }
                    if let Some(since) = unanswered.take_if(|_| due && self.running.is_empty()) {
                        self.site.hub().meter().frame(since.elapsed());
                    }
                }
                () = sleep_until(tick.unwrap_or(next_clock)), if tick.is_some() => {
                    let inputs = self.reader.tick(millis(self.began.elapsed()));
                    if self.take(inputs) {
                        unanswered.get_or_insert_with(Instant::now);
                    }
                }
                changed = news_after(&mut news, next_news) => {
                    if changed.is_err() {
                        return Bye::Stopping(String::new());
                    }
                    let view = news.borrow_and_update().clone();
                    self.session.see(view, now());
                    let there = u32::try_from(self.site.hub().presence().there()).unwrap_or(u32::MAX);
                    next_news = Instant::now() + NEWS_EACH.saturating_mul(there).clamp(NEWS, NEWS_MOST);
                }
                () = sleep_until(next_clock) => {
                    self.session.tick(now());
                    next_clock = Instant::now() + CLOCK;
                }
                // Last: what can wait, whenever nothing else is there to do. It gives way to other terminals in between.
                () = tokio::task::yield_now(), if self.session.is_working() => self.session.work(),
            }
        }
    }

    /// Takes in what bytes were decided to be. Whether a frame is to answer it: one that shows what was done, or the
    /// characters that are not decided yet.
    fn take(&mut self, inputs: Vec<Input>) -> bool {
        let (came, stale) = (!inputs.is_empty(), self.session.is_stale());
        for input in inputs {
            self.input(input);
        }
        self.session.echo(self.reader.echo());
        came || (!stale && self.session.is_stale())
    }

    fn resize(&mut self, size: Size) {
        self.screen.resize(size);
        let area = self.screen.area();
        self.input(Input::Resize {
            columns: area.width,
            rows: area.height,
        });
    }
}

/// Whether a session that somebody else ended closes with it. A shared terminal whose worker goes on elsewhere stays for
/// the next one.
fn closes(guest: Option<Principal>, why: Ending) -> bool {
    matches!(why, Ending::Ended(_)) || matches!(guest, Some(Principal::Worker(_)))
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
    /// The keymaps that the building's own change.
    shipped: Arc<Keymaps>,
    at: Standing,
    /// Who is asked whether to go on here, and since when.
    proved: Option<(Proved, Instant)>,
    screen: Screen,
    /// What is to be rung with the next frame: of several answers the worst.
    bell: &'static [u8],
    /// Answers that are out.
    running: Vec<Running>,
    /// What is looked up or planned beside the work, which goes on meanwhile.
    looking: Vec<Running>,
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

    /// What the client's screen lacks; none when it shows everything already.
    fn frame(&mut self) -> Option<Vec<u8>> {
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
            Outcome::Elsewhere(proved, there) => {
                self.session.elsewhere(proved.worker, *there);
                self.proved = Some((proved, Instant::now()));
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
    fn carry_out(&mut self) -> Option<Bye> {
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
                    let at = Standing { device, ..self.at };
                    let (site, shipped) = (self.site.clone(), Arc::clone(&self.shipped));
                    self.running
                        .push(let_in(site, shipped, (badge, pin), at, self.kit.open_house));
                }
                Effect::GoOn { both } => {
                    let proved = self.proved.take().filter(|(_, since)| since.elapsed() < PROOF);
                    let (site, keymaps) = (self.site.clone(), self.kit.keymaps.clone());
                    self.running.push(match proved {
                        Some((proved, _)) => go_on(site, self.at, proved, both),
                        None => Box::pin(async move { Outcome::SignIn(Err(SignInError::TooLate), keymaps) }),
                    });
                }
                Effect::SetPassword { request, password } => {
                    self.running
                        .push(give_password(self.site.clone(), *request, password));
                }
                Effect::SetPin { request, pin } => {
                    self.running.push(give_pin(self.site.clone(), *request, pin));
                }
                Effect::FirstStart { first, device } => {
                    let (site, shipped) = (self.site.clone(), Arc::clone(&self.shipped));
                    self.running.push(start_first(site, shipped, *first, device));
                }
                Effect::Look(question) => self.looking.push(look(self.site.clone(), question)),
                Effect::Bell(class) => {
                    let strokes = bell(class);
                    if strokes.len() > self.bell.len() {
                        self.bell = strokes;
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

fn millis(since: Duration) -> crate::scan::Millis {
    crate::scan::Millis::try_from(since.as_millis()).unwrap_or(crate::scan::Millis::MAX)
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
pub(super) mod tests;
