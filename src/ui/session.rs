//! One person at one terminal: a value that takes input, draws itself, and says what it wants done.
//!
//! The session does no I/O and never waits. The shell round it (a terminal, a test) feeds [`Input`], carries out
//! [`Effect`]s, brings answers back, and writes what [`Session::draw`] draws. While an answer is out, further input
//! queues and is taken in order; an error flushes typed keys and keeps scans.

mod answers;
mod draw;
mod effect;
mod keymap;
mod keys;
mod popups;
mod questions;

use super::input::Input;
use super::locale::{Lang, Texts};
use super::screen::{Cx, Entry, Here, Screen, Wish, Work};
use super::screens;
use super::theme::Theme;
use super::widgets::{Answer, InputLine};
use super::words::Words;
use crate::domain::ids::{DeviceId, WorkerId};
use crate::domain::{Actor, Class, CommandId, Text, Timestamp, Topics, Via};
use crate::domain::{access, people};
use crate::hub::{Lane, Request, View};
use crate::keymap::Key;
use crate::scan::SettingProblem;
pub use effect::{Effect, Kit};
use popups::Popup;
use ratatui::layout::Rect;
use std::collections::VecDeque;
use std::sync::Arc;

/// A step that can be looked back at and perhaps undone.
#[derive(Clone, Debug)]
struct Step {
    seq: Option<u64>,
    answer: Answer,
}

/// Steps that are remembered.
const STEPS: usize = 20;
/// Input that may wait behind an answer.
const QUEUE: usize = 512;

/// One person at one terminal.
#[derive(Debug)]
pub struct Session {
    kit: Kit,
    texts: Texts,
    theme: Theme,
    bell: bool,
    view: Arc<View>,
    now: Timestamp,
    device: DeviceId,
    client: u64,
    counter: u64,
    who: Option<WorkerId>,
    screens: Vec<Box<dyn Screen>>,
    popup: Option<Popup>,
    input: InputLine,
    /// The keys pressed of a sequence.
    keys: Vec<Key>,
    keymaps: keymap::Keys,
    band: Option<Answer>,
    steps: VecDeque<Step>,
    queue: VecDeque<Input>,
    /// What was asked and is not answered yet.
    asked: Option<Text>,
    effects: Vec<Effect>,
    drawn_seq: u64,
    stale: bool,
    /// The screen on top may have something to do that can wait.
    working: bool,
    echo: String,
    /// When somebody last did something here.
    touched: Timestamp,
    /// The terminal's size, for panels that page by it.
    area: Rect,
}

impl Session {
    /// A session at the sign-in screen.
    pub fn new(
        kit: Kit,
        lang: Lang,
        theme: Theme,
        device: DeviceId,
        client: u64,
        view: Arc<View>,
    ) -> Session {
        let texts = kit.texts.in_lang(lang);
        let mut session = Session {
            keymaps: keymap::Keys::new(kit.keymaps.clone()),
            kit,
            texts,
            theme,
            bell: true,
            drawn_seq: view.warehouse.seq,
            now: view.warehouse.clock,
            touched: view.warehouse.clock,
            view,
            device,
            client,
            counter: 0,
            who: None,
            screens: vec![Box::new(screens::sign_in::SignIn::default())],
            popup: None,
            input: InputLine::default(),
            keys: Vec::new(),
            band: None,
            steps: VecDeque::new(),
            queue: VecDeque::new(),
            asked: None,
            effects: Vec::new(),
            stale: true,
            working: true,
            echo: String::new(),
            area: Rect {
                x: 0,
                y: 0,
                width: 80,
                height: 24,
            },
        };
        session.input = session.fresh_line();
        session.follow_keymap(true);
        session.refresh_top();
        session
    }

    /// Who is signed in.
    pub fn who(&self) -> Option<WorkerId> {
        self.who
    }

    /// When somebody last did something here.
    pub fn touched(&self) -> Timestamp {
        self.touched
    }

    /// Whether an answer is out.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Whether it would draw something else than it did last.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Whether [`Session::work`] may have something to do.
    pub fn is_working(&self) -> bool {
        self.working
    }

    /// Does a bit of what can wait, some milliseconds at most: a long list is narrowed, a plan is reckoned. The shell
    /// calls it when there is nothing better to do.
    pub fn work(&mut self) {
        self.working = false;
        let Some(mut screen) = self.screens.pop() else {
            return;
        };
        let worked = screen.work(self.here());
        self.screens.push(screen);
        self.working = worked == Work::More;
        self.stale |= worked != Work::None;
    }

    /// What the shell has to do, in order.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// How many scans and keys wait for an answer.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// The scanners' settings could not be used: says where the first mistake is. Scans work on defaults.
    pub fn settings_refused(&mut self, problem: &SettingProblem) {
        let told = [
            ("file", problem.file.clone()),
            ("line", problem.line.to_string()),
            ("key", problem.key.clone()),
        ];
        let text = self.texts.say_text("scanner-settings-refused", &told);
        self.tell(Answer::new(Class::Check, text));
    }

    /// Takes what somebody did. While an answer is out it waits in line.
    pub fn input(&mut self, input: Input) {
        // What answers or acknowledges is taken all the same: it alone lets the rest go on.
        if self.queue.len() >= QUEUE && (self.asked.is_some() || !self.confirms(&input)) {
            let text = self.texts.say("input-too-fast").into_owned();
            self.tell(Answer::new(Class::Stop, text));
            return;
        }
        if !matches!(input, Input::Resize { .. }) {
            self.touched = self.now;
        }
        self.queue.push_back(input);
        self.pump();
    }

    /// Characters that may be typing or a scan: shown behind the input line, never acted on.
    pub fn echo(&mut self, text: String) {
        self.stale |= self.echo != text;
        self.echo = text;
    }

    /// The warehouse of the moment.
    pub fn see(&mut self, view: Arc<View>, now: Timestamp) {
        self.now = now;
        let before = self.view.warehouse.seq;
        self.view = view;
        self.leave_if_signed_out();
        let topics = self.screens.last().map_or(Topics::NONE, |screen| screen.topics());
        if self.view.touched_since(before, topics) {
            self.refresh_top();
        }
        if self.view.touched_since(before, Topics::PEOPLE) {
            self.follow_keymap(false);
        }
        self.stale |= self.view.touched_since(self.drawn_seq, topics);
    }

    /// Time goes by: times left are told anew.
    pub fn tick(&mut self, now: Timestamp) {
        self.stale |= now.0 / 60_000 != self.now.0 / 60_000;
        self.now = now;
        self.on_top_quietly(|screen, cx| screen.clock(cx));
        let minutes = i64::from(self.view.warehouse.access_rules.idle_minutes);
        // Work that is still being answered is no idleness.
        if minutes > 0
            && self.who.is_some()
            && self.asked.is_none()
            && now.since(self.touched) >= minutes * 60_000
        {
            self.sign_off();
            let text = self.texts.say_with("left-idle", &[("minutes", minutes.into())]);
            self.tell(Answer::new(Class::Check, text));
        }
    }

    /// Whoever was signed out by somebody else is no longer here. Whoever signed in at a second terminal is at both.
    fn leave_if_signed_out(&mut self) {
        let Some(worker) = self.who.filter(|_| self.asked.is_none()) else {
            return;
        };
        let known = self.view.warehouse.workers.get(&worker);
        if known.is_some_and(|worker| worker.signed_in.is_some()) {
            return;
        }
        let text = self.texts.say("left-signed-out").into_owned();
        self.leave();
        self.tell(Answer::new(Class::Check, text));
    }

    /// What a screen may read now.
    fn here(&self) -> Here<'_> {
        Here {
            w: &self.view.warehouse,
            words: self.words(),
            who: self.who,
            device: self.device,
            now: self.now,
            open_house: self.kit.open_house,
            size: (self.area.width, self.area.height),
            keymaps: &self.keymaps.all,
        }
    }

    fn words(&self) -> Words<'_> {
        Words::new(&self.view.warehouse, &self.texts)
    }

    fn is_stopped(&self) -> bool {
        self.band.as_ref().is_some_and(|band| band.class.waits())
    }

    /// Takes queued input as long as nothing is out and nothing waits to be acknowledged.
    fn pump(&mut self) {
        while self.asked.is_none() {
            let next = if self.is_stopped() || self.holds_scans() {
                let confirm = self.queue.iter().position(|input| self.confirms(input));
                confirm.and_then(|at| self.queue.remove(at))
            } else {
                self.queue.pop_front()
            };
            let Some(input) = next else { return };
            self.take(input);
        }
    }

    /// Runs something on the top screen and carries out its wishes.
    fn on_top<R>(&mut self, run: impl FnOnce(&mut dyn Screen, &mut Cx<'_>) -> R) -> Option<R> {
        let mut screen = self.screens.pop()?;
        let mut cx = Cx {
            here: self.here(),
            wishes: Vec::new(),
        };
        let result = run(screen.as_mut(), &mut cx);
        let wishes = cx.wishes;
        self.screens.push(screen);
        self.stale = true;
        self.working = true;
        for wish in wishes {
            self.grant(wish);
        }
        Some(result)
    }

    /// The same where nothing needs to be drawn for it.
    fn on_top_quietly(&mut self, run: impl FnOnce(&mut dyn Screen, &mut Cx<'_>)) {
        let stale = self.stale;
        self.on_top(run);
        self.stale = stale;
    }

    fn refresh_top(&mut self) {
        self.on_top(|screen, cx| screen.refresh(cx));
    }

    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Ask { command, input, via } => {
                let request = self.request(command, input.clone(), via);
                self.asked = Some(input);
                self.effects.push(Effect::Ask(Box::new(request)));
            }
            Wish::SignIn { badge, pin } => {
                self.asked = Some("".into());
                self.effects.push(Effect::SignIn {
                    badge,
                    pin,
                    device: self.device,
                });
            }
            Wish::SetPin { worker, pin } => {
                let hash = "".into();
                let command = people::Command::SetPin { worker, hash };
                let request = Box::new(self.request(command.into(), "".into(), Via::Typed));
                self.asked = Some("".into());
                self.effects.push(Effect::SetPin { request, pin });
            }
            Wish::SetPassword { principal, password } => {
                let command = access::Command::SetPassword {
                    principal,
                    hash: None,
                };
                let request = Box::new(self.request(command.into(), "".into(), Via::Typed));
                self.asked = Some("".into());
                self.effects.push(Effect::SetPassword { request, password });
            }
            Wish::GoOn { both } => {
                self.asked = Some("".into());
                self.effects.push(Effect::GoOn { both });
            }
            Wish::FirstStart(first) => {
                self.asked = Some("".into());
                let device = self.device;
                self.effects.push(Effect::FirstStart { first, device });
            }
            Wish::Demo => self.effects.push(Effect::Demo),
            Wish::Speak(lang) => self.texts = self.kit.texts.in_lang(lang),
            Wish::Look(question) => self.effects.push(Effect::Look(question)),
            Wish::Open(screen) => self.open(screen),
            Wish::Close => self.close(),
            Wish::Hand(entry) => self.take_entry(entry),
            Wish::Say(answer) => self.tell(answer),
            Wish::Fill(text) => self.input.set(&text),
        }
    }

    fn request(&mut self, command: crate::domain::Command, input: Text, via: Via) -> Request {
        self.counter += 1;
        Request {
            id: CommandId {
                client: self.client,
                counter: self.counter,
            },
            actor: self.who.map_or(Actor::Nobody, Actor::Worker),
            device: self.device,
            via,
            input,
            command,
            record: None,
            lane: Lane::Interactive,
        }
    }

    fn open(&mut self, screen: Box<dyn Screen>) {
        // What just happened was on another screen; it would be read as this one's.
        self.band = None;
        self.screens.push(screen);
        self.input = self.fresh_line();
        self.refresh_top();
    }

    /// An empty line, as the screen on top wants it.
    fn fresh_line(&self) -> InputLine {
        match self.screens.last() {
            Some(screen) if screen.is_secret() => InputLine::masked(screen.longest()),
            Some(screen) => InputLine::new(screen.longest()),
            None => InputLine::default(),
        }
    }

    fn close(&mut self) {
        if self.screens.len() > 1 {
            self.screens.pop();
            self.input = self.fresh_line();
            self.refresh_top();
        }
    }

    fn sign_off(&mut self) {
        if let Some(worker) = self.who {
            let request = self.request(
                people::Command::SignedOut { worker }.into(),
                "".into(),
                Via::Typed,
            );
            self.effects.push(Effect::Tell(Box::new(request)));
        }
        self.leave();
    }

    /// Back to the sign-in screen.
    fn leave(&mut self) {
        self.who = None;
        self.queue.clear();
        self.screens.truncate(1);
        self.steps.clear();
        self.popup = None;
        self.band = None;
        self.input = self.fresh_line();
        self.follow_keymap(false);
        self.refresh_top();
        self.stale = true;
    }

    /// Gives an entry to the top screen.
    fn enter(&mut self, entry: &Entry) {
        self.band = None;
        self.on_top(|screen, cx| screen.enter(entry, cx));
    }
}
