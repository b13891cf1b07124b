//! The action table, and the keymap files that bind keys to it. Floor 0: uses nothing of ours.

mod action;
mod context;
mod file;
mod key;
mod library;
mod map;
mod problem;
mod reference;
mod shipped;

pub use action::{Action, CODE_LETTERS};
pub use context::Context;
pub use key::{Key, KeyCode, KeyError, Modifiers, describe, parse_keys};
pub use library::{Chosen, Keymaps, MAX_NAME, is_name};
pub use map::{Binding, Keymap, Resolution};
pub use problem::{Problem, ProblemKind, Reserved};
pub use reference::reference_markdown;
pub use shipped::Shipped;

/// A room's sentences, looked up by message key: the languages live floors above.
pub type Say<'a> = &'a dyn Fn(&str) -> String;
