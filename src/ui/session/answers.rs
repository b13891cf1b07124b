//! What comes back: answers of the hub, outcomes of sign-ins, what the journal told; and how it is shown and sounded.

use super::{Effect, STEPS, Session, Step};
use crate::domain::ids::WorkerId;
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Event, Explain};
use crate::hub::presence::{Ending, Present};
use crate::hub::sign_in::SignInError;
use crate::hub::{self, Accepted, Rejection};
use crate::ui::input::Input;
use crate::ui::locale::Lang;
use crate::ui::screen::{Question, Told};
use crate::ui::screens;
use crate::ui::widgets::Answer;

impl Session {
    /// The answer to what was asked. The view must already show it.
    pub fn answered(&mut self, answer: hub::Answer) {
        let input = self.asked.take().unwrap_or_else(|| "".into());
        match answer {
            Ok(accepted) => self.accepted(&accepted, &input),
            Err(Rejection::Refused(refusal)) => {
                let text = self.words().phrase(&refusal.phrase());
                self.tell(Answer::new(refusal.class(), text));
                self.flush_keys();
            }
            Err(Rejection::Stopped(why)) => {
                self.tell(Answer::new(Class::Stop, why.to_string()));
                self.queue.clear();
            }
        }
        self.refresh_top();
        self.pump();
    }

    /// The outcome of a sign-in. The view must already show it.
    pub fn signed_in(&mut self, outcome: Result<WorkerId, SignInError>) {
        self.asked = None;
        match outcome {
            Ok(worker) => {
                self.who = Some(worker);
                self.speak_to(worker);
                self.band = None;
                self.screens.truncate(1);
                self.open(Box::new(screens::home::Home::default()));
                self.follow_keymap(true);
            }
            Err(why) => {
                if why == SignInError::TooLate {
                    self.screens.truncate(1);
                }
                let text = self.words().phrase(&why.phrase());
                self.tell(Answer::new(why.class(), text));
                self.flush_keys();
            }
        }
        self.stale = true;
        self.pump();
    }

    fn speak_to(&mut self, worker: WorkerId) {
        let known = self.view.warehouse.workers.get(&worker);
        if let Some(lang) = known.and_then(|worker| Lang::from_tag(&worker.language)) {
            self.texts = self.kit.texts.in_lang(lang);
        }
    }

    /// Somebody proved who they are, and is signed in at another terminal: they are asked whether to go on here.
    pub fn elsewhere(&mut self, worker: WorkerId, there: Present) {
        self.asked = None;
        self.speak_to(worker);
        self.band = None;
        self.screens.truncate(1);
        self.open(Box::new(screens::elsewhere::Elsewhere::new(worker, there)));
        self.stale = true;
        self.pump();
    }

    /// The session is ended from elsewhere. It is at the sign-in screen then, and says why; so does the answer, for a
    /// terminal that closes.
    pub fn ended(&mut self, why: Ending) -> String {
        let phrase = match why {
            Ending::TakenOver(device) => Phrase::new("elsewhere-taken").with("device", Value::Device(device)),
            Ending::Ended(Some(by)) => Phrase::new("session-ended-by").with("worker", Value::Worker(by)),
            Ending::Ended(None) => Phrase::new("session-ended"),
        };
        let text = self.words().phrase(&phrase);
        self.asked = None;
        self.leave();
        self.tell(Answer::new(Class::Check, text.clone()));
        text
    }

    /// The answer to a question about the journal.
    pub fn told(&mut self, asked: &Question, told: Told) {
        self.on_top(|screen, cx| screen.told(asked, told, cx));
        self.stale = true;
    }

    fn accepted(&mut self, accepted: &Accepted, input: &str) {
        let own = self.on_top(|screen, cx| screen.done(accepted, cx)).flatten();
        let answer = own.unwrap_or_else(|| self.tell_events(&accepted.events, input));
        let answer = self.with_serial(answer, input);
        // An undo has no inverse: the next one means the step before what this one took back.
        let undo = accepted.events.iter().any(|e| matches!(e, Event::Undone(_)));
        self.remember(accepted.seq.filter(|_| !undo), answer.clone());
        self.tell(answer);
    }

    pub(super) fn remember(&mut self, seq: Option<u64>, answer: Answer) {
        self.steps.push_front(Step { seq, answer });
        self.steps.truncate(STEPS);
    }

    /// The sentence that tells events best: the first that says more than that stock moved.
    fn tell_events(&self, events: &[Event], input: &str) -> Answer {
        let phrases = || {
            events
                .iter()
                .filter(|e| !matches!(e, Event::StockMoved(_)))
                .filter_map(Event::phrase)
        };
        let phrase = phrases().next().or_else(|| events.iter().find_map(Event::phrase));
        let text = match phrase {
            Some(phrase) => self.words().phrase(&phrase),
            None => input.to_owned(),
        };
        Answer::new(Class::Ok, text)
    }

    /// The answer with the serial number that the code carried. No workflow keeps stock by serial numbers: each stays in
    /// the journal with the scan that brought it, as it was scanned, and is not dropped without a word.
    fn with_serial(&self, answer: Answer, input: &str) -> Answer {
        let Some(serial) = self.view.warehouse.scan(input).serial else {
            return answer;
        };
        let told = [("text", answer.text), ("serial", serial.to_string())];
        Answer::new(answer.class, self.texts.say_text("told-serial", &told))
    }

    /// Shows an answer and sounds it.
    pub(super) fn tell(&mut self, answer: Answer) {
        if self.bell {
            self.effects.push(Effect::Bell(answer.class));
        }
        self.band = Some(answer);
        self.stale = true;
    }

    /// An error flushes what was typed ahead; scans stay, each is somebody's work.
    pub(super) fn flush_keys(&mut self) {
        self.queue
            .retain(|input| matches!(input, Input::Scan(_) | Input::Resize { .. }));
    }
}
