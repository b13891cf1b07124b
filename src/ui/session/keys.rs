//! Input to actions, text and entries.

use super::{Effect, Popup, Session};
use crate::domain::{Class, Via};
use crate::keymap::{Action, Context, Key, KeyCode, Resolution};
use crate::scan::layout::suspects;
use crate::scan::{Note, RawScan, calibration};
use crate::ui::input::{Input, Listen};
use crate::ui::screen::Entry;
use crate::ui::screens;
use crate::ui::widgets::Answer;
use ratatui::layout::Rect;

impl Session {
    /// Whether this input acknowledges a waiting answer, or answers a question.
    pub(super) fn confirms(&self, input: &Input) -> bool {
        if self.holds_scans() {
            // Keys and command codes answer or drop the question; other scans wait behind it.
            return match input {
                Input::Scan(scan) => Action::by_code(scan.code().trim()).is_some(),
                Input::Key(_) | Input::Resize { .. } => true,
                _ => false,
            };
        }
        match input {
            Input::Scan(scan) => Action::by_code(scan.code().trim()) == Some(Action::Confirm),
            Input::Key(key) => {
                self.keymaps.keymap.resolve(&self.stack(), &[*key]) == Resolution::Action(Action::Confirm)
            }
            _ => false,
        }
    }

    /// The key contexts that are open, outermost first.
    pub(super) fn stack(&self) -> Vec<Context> {
        let mut stack = vec![Context::Global];
        if let Some(screen) = self.screens.last() {
            stack.extend(screen.contexts());
        }
        if let Some(popup) = &self.popup {
            stack.extend(popup.context());
        }
        stack
    }

    /// Whether what is typed narrows a list.
    pub(super) fn is_filtering(&self) -> bool {
        let top = self.screens.last();
        let narrows =
            |contexts: &[Context]| contexts.contains(&Context::List) && contexts.contains(&Context::Filter);
        self.popup.is_none() && top.is_some_and(|screen| narrows(screen.contexts()))
    }

    /// Narrows the list to what the line holds now.
    fn narrow(&mut self) {
        if self.is_filtering()
            && let Some(mut screen) = self.screens.pop()
        {
            screen.typed(&self.input.text(), self.here());
            self.screens.push(screen);
            self.working = true;
        }
    }

    pub(super) fn has_line(&self) -> bool {
        self.stack().iter().any(|context| context.is_text())
    }

    pub(super) fn take(&mut self, input: Input) {
        self.stale = true;
        let Some(input) = self.overhear(input) else {
            return;
        };
        match input {
            Input::Resize { columns, rows } => {
                self.area = Rect {
                    x: 0,
                    y: 0,
                    width: columns,
                    height: rows,
                }
            }
            Input::Dropped(_) => {
                let text = self.texts.say("input-too-long").into_owned();
                self.tell(Answer::new(Class::No, text));
            }
            Input::Paste(text) => {
                self.input.insert_text(&text);
                self.narrow();
            }
            Input::Scan(scan) => self.take_scan(&scan),
            Input::Key(key) => self.take_key(key),
            // Nobody listens any more.
            Input::Read { .. } | Input::Typing(_) | Input::Bytes(_) => {}
        }
    }

    /// What the screen on top wants of the bytes that come. A panel over it is read with keys and scans as ever.
    pub fn listens(&self) -> Listen {
        let top = self.screens.last().filter(|_| self.popup.is_none());
        top.map_or(Listen::Decided, |screen| screen.listens())
    }

    /// Lets a screen that listens have what came, and gives back what acts all the same: keys, sizes, and commands by
    /// their barcode or their word.
    fn overhear(&mut self, input: Input) -> Option<Input> {
        if self.listens() == Listen::Decided {
            return Some(input);
        }
        let command = match &input {
            Input::Scan(scan) => Action::by_code(scan.code().trim()),
            Input::Bytes(bytes) => self.command_in(calibration::text(bytes).trim()),
            _ => None,
        };
        // A scan that is a command is looked at too, before it acts.
        if command.is_none() || !matches!(input, Input::Bytes(_)) {
            self.on_top(|screen, cx| screen.heard(&input, cx));
        }
        if let Some(action) = command {
            self.keys.clear();
            self.act(action);
            return None;
        }
        matches!(input, Input::Key(_) | Input::Resize { .. }).then_some(input)
    }

    /// The command of a line: a word after a slash, or a command code.
    fn command_in(&self, line: &str) -> Option<Action> {
        match line.strip_prefix('/') {
            Some(word) => Action::by_word(word, &self.stack()),
            None => Action::by_code(line),
        }
    }

    fn take_scan(&mut self, scan: &RawScan) {
        self.keys.clear();
        let code = scan.code().trim();
        // Two secrets that are alike are one that was asked for twice; and what is masked is never told.
        let secret = self.screens.last().is_some_and(|screen| screen.is_secret());
        if scan.repeat && !secret {
            let text = self.texts.say_text("scan-repeat", &[("code", code.to_owned())]);
            return self.tell(Answer::new(Class::Check, text));
        }
        if let Some(action) = Action::by_code(code) {
            return self.act(action);
        }
        self.popup = None;
        // What stood half typed in the line was not part of the scan; it is dropped, never glued to it.
        self.input.clear();
        if !secret && self.is_garbled(scan) {
            return;
        }
        let text = match &scan.aim {
            Some(aim) => format!("{aim}{code}"),
            None => code.to_owned(),
        };
        self.take_entry(Entry {
            text,
            via: Via::Scanned,
        });
        self.remark_on(scan);
    }

    /// A code that nobody knows and that another keyboard layout makes a trade item number of: entered, it could only
    /// be refused as unknown, which tells nobody what to mend.
    fn is_garbled(&mut self, scan: &RawScan) -> bool {
        let code = scan.code();
        if !self.view.warehouse.scan(code).targets.is_empty() {
            return false;
        }
        let layouts: Vec<&str> = suspects(code).iter().map(|layout| layout.name()).collect();
        if layouts.is_empty() {
            return false;
        }
        let told = [("code", code.to_owned()), ("layouts", layouts.join(", "))];
        let text = self.texts.say_text("scan-layout", &told);
        self.tell(Answer::new(Class::No, text));
        self.flush_keys();
        true
    }

    /// What was odd about a scan and was put right: said where nothing else is to be said, and kept in the last steps.
    fn remark_on(&mut self, scan: &RawScan) {
        let key = if scan.notes.contains(&Note::FullWidth) {
            "scan-full-width"
        } else if scan.notes.contains(&Note::CaseInverted) {
            "scan-caps-lock"
        } else {
            return;
        };
        let answer = Answer::new(Class::Check, self.texts.say(key).into_owned());
        if self.band.is_none() && self.asked.is_none() {
            self.tell(answer.clone());
        }
        self.remember(None, answer);
    }

    fn take_key(&mut self, key: Key) {
        self.keys.push(key);
        match self.keymaps.keymap.resolve(&self.stack(), &self.keys) {
            Resolution::Action(action) => {
                self.keys.clear();
                self.act(action);
            }
            Resolution::Pending(_) => {}
            Resolution::None => {
                let sequence = self.keys.len() > 1;
                self.keys.clear();
                if let Some(second) = key.after_esc().filter(|_| !sequence) {
                    self.take_key(Key::plain(KeyCode::Esc));
                    // In its turn: what Esc asked, or a band to acknowledge, comes first.
                    self.queue.push_front(Input::Key(second));
                } else if let Some(letter) = key.text().filter(|_| !sequence) {
                    self.letter(letter);
                }
            }
        }
    }

    fn letter(&mut self, letter: char) {
        let has_line = self.has_line();
        match &mut self.popup {
            Some(Popup::Palette(palette)) => palette.insert(letter),
            Some(_) => {}
            None if has_line => {
                self.input.insert(letter);
                self.narrow();
            }
            None => {
                self.on_top(|screen, cx| screen.letter(letter, cx));
            }
        }
    }

    pub(super) fn act(&mut self, action: Action) {
        if self.is_stopped() {
            if action == Action::Confirm {
                self.band = None;
                self.stale = true;
            }
            return;
        }
        if let Some(digit) = action.digit() {
            return self.letter(digit);
        }
        if self.popup.is_some() {
            if self.act_in_popup(action) {
                return;
            }
            // Whoever asks for something of the screen below wants to see what comes of it.
            if !is_of_the_terminal(action) {
                self.popup = None;
            }
        }
        if self.has_line() && self.input.apply(action) {
            return self.narrow();
        }
        match action {
            Action::Confirm | Action::Back if self.is_filtering() => self.end_filter(action),
            Action::Confirm if !self.input.is_empty() => self.submit(),
            Action::Back if !self.input.is_empty() => self.input.clear(),
            Action::Language => {
                let lang = self.texts.lang().next();
                self.texts = self.kit.texts.in_lang(lang);
            }
            Action::Theme => self.theme.kind = self.theme.kind.next(),
            Action::Bell => self.bell = !self.bell,
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Help | Action::Palette | Action::Why | Action::UndoList => self.open_popup(action),
            Action::Undo => self.undo_last(),
            // Over a question they would get the scans that wait behind it.
            Action::Keys | Action::Scanner | Action::Find if self.holds_scans() => {
                let text = self.texts.say("not-here").into_owned();
                self.tell(Answer::new(Class::Check, text));
            }
            Action::Keys if self.who.is_some() => {
                self.band = None;
                self.open(Box::new(screens::keys::Keys::default()));
            }
            // Also before anybody signs in: a scanner that is wrong cannot scan a badge either.
            Action::Scanner if !self.stack().contains(&Context::Scanner) => {
                self.band = None;
                self.open(Box::new(screens::scanner::Scanner::default()));
            }
            Action::SignOff => self.sign_off(),
            Action::Quit => {
                let text = self.texts.say("bye").into_owned();
                self.effects.push(Effect::Bye(text));
            }
            Action::Home => {
                while self.screens.len() > 2 {
                    self.close();
                }
            }
            other => self.act_on_screen(other),
        }
        self.stale = true;
    }

    /// A command code in the line is done; else the screen keeps or drops the filter.
    fn end_filter(&mut self, action: Action) {
        let line = self.input.take();
        let coded = Action::by_code(line.trim()).filter(|_| action == Action::Confirm);
        let end = if coded.is_some() { Action::Back } else { action };
        self.on_top(|screen, cx| screen.act(end, cx));
        if let Some(action) = coded {
            self.act(action);
        }
    }

    fn act_on_screen(&mut self, action: Action) {
        let taken = self.on_top(|screen, cx| screen.act(action, cx)).unwrap_or(false);
        if taken {
            return;
        }
        match action {
            Action::Back if self.screens.len() > 2 => self.close(),
            Action::Back | Action::Confirm => {}
            // A look-up opens over whatever is being done, which waits below as it is.
            Action::Find if self.who.is_some() => {
                self.band = None;
                self.open(Box::new(screens::find::Find::default()));
            }
            other => match screens::opened_by(other, self.here()) {
                Ok(Some(screen)) => {
                    while self.screens.len() > 2 {
                        self.close();
                    }
                    self.open(screen);
                }
                Ok(None) => {
                    let text = self.texts.say("not-here").into_owned();
                    self.tell(Answer::new(Class::Check, text));
                }
                Err(answer) => self.tell(answer),
            },
        }
    }

    /// The typed line is entered: a word of a command after a slash, a command code, or an entry.
    fn submit(&mut self) {
        let line = self.input.take();
        let text = line.trim().to_owned();
        match self.command_in(&text) {
            Some(action) => self.act(action),
            None if text.starts_with('/') => {
                let text = self.texts.say_text("no-such-word", &[("word", text)]);
                self.tell(Answer::new(Class::No, text));
            }
            None if text.is_empty() => {}
            None => self.take_entry(Entry {
                text,
                via: Via::Typed,
            }),
        }
    }
}

/// Whether an action changes how things are shown and nothing else.
fn is_of_the_terminal(action: Action) -> bool {
    matches!(
        action,
        Action::Language | Action::Theme | Action::Bell | Action::Redraw
    )
}
