//! What a session is given once, and what it wants done.

use crate::domain::Class;
use crate::domain::ids::DeviceId;
use crate::hub::Request;
use crate::hub::sign_in::FirstStart;
use crate::keymap::Keymaps;
use crate::ui::locale::{Lang, Texts};
use crate::ui::screen::Question;
use std::sync::Arc;

/// What every session of a process shares.
#[derive(Clone, Debug)]
pub struct Kit {
    /// The sentences, parsed once.
    pub texts: Texts,
    /// The keymaps to choose from.
    pub keymaps: Arc<Keymaps>,
    /// A demo or scratch directory: whoever has no PIN yet signs in without one.
    pub open_house: bool,
}

impl Kit {
    /// The shipped texts and keys.
    pub fn new(open_house: bool) -> Kit {
        Kit {
            texts: Texts::new(Lang::En),
            keymaps: Arc::default(),
            open_house,
        }
    }
}

/// What the shell has to do for a session.
#[derive(Debug)]
pub enum Effect {
    /// Ask the hub, and bring the answer to [`super::Session::answered`].
    Ask(Box<Request>),
    /// The same, with the journal's record of this number in the request.
    AskAbout(Box<Request>, u64),
    /// Ask the hub, and bring nothing back.
    Tell(Box<Request>),
    /// Check a badge and a PIN off the session's thread, and bring the outcome to [`super::Session::signed_in`], or to
    /// [`super::Session::elsewhere`] where they are signed in at another terminal too.
    SignIn {
        /// Badge or number.
        badge: String,
        /// The PIN.
        pin: String,
        /// Where.
        device: DeviceId,
    },
    /// Hash a PIN off the session's thread, ask with its hash in the request ([`crate::hub::sign_in::set_pin`]),
    /// and bring the answer to [`super::Session::answered`].
    SetPin {
        /// The request, whose command lacks the hash.
        request: Box<Request>,
        /// The PIN.
        pin: String,
    },
    /// Hash a password off the session's thread, ask with its hash in the request
    /// ([`crate::hub::log_in::set_password`]), and bring the answer to [`super::Session::answered`].
    SetPassword {
        /// The request, whose command lacks the hash.
        request: Box<Request>,
        /// The password.
        password: String,
    },
    /// Sign in the worker that was given to [`super::Session::elsewhere`], end their other sessions unless they stay at
    /// both, and bring the outcome to [`super::Session::signed_in`].
    GoOn {
        /// The other sessions stay.
        both: bool,
    },
    /// Name the building, make its first admin and sign them in ([`crate::hub::sign_in::first_start`]) off the
    /// session's thread, and bring the outcome to [`super::Session::signed_in`].
    FirstStart {
        /// What was told.
        first: Box<FirstStart>,
        /// Where.
        device: DeviceId,
    },
    /// Find out, and bring the answer to [`super::Session::told`].
    Look(Question),
    /// Sound an answer.
    Bell(Class),
    /// Draw everything again.
    Redraw,
    /// End the session and open the demo instead.
    Demo,
    /// End the session, and say why.
    Bye(String),
}
