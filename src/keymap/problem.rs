use super::{Action, Context};

/// One mistake in a keymap file: where, and what to do next. Shown through the language files:
/// [`Problem::text_key`] with [`Problem::arguments`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as the worker knows it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub kind: ProblemKind,
}

/// What is wrong with a line of a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not TOML; the parser's own words.
    Syntax {
        reason: String,
    },
    /// `base` names no shipped keymap.
    UnknownBase {
        name: String,
        nearest: &'static str,
    },
    /// A context's name stands before a value.
    NotATable {
        context: Context,
    },
    UnknownContext {
        name: String,
        nearest: &'static str,
    },
    UnknownAction {
        name: String,
        nearest: &'static str,
    },
    /// The action exists, but this context does not offer it.
    NotOffered {
        action: Action,
        context: Context,
    },
    /// The value is not a list of keys in quotes.
    NotKeys {
        action: Action,
    },
    UnknownKey {
        key: String,
        action: Action,
    },
    /// Joined with `+`; `meant` is the notation that works.
    PlusSign {
        key: String,
        meant: String,
    },
    Empty {
        action: Action,
    },
    TooLong {
        key: String,
        most: usize,
    },
    Reserved {
        key: String,
        why: Reserved,
    },
    /// Two actions want one key in one context.
    Duplicate {
        key: String,
        action: Action,
        taken_by: Action,
        context: Context,
    },
    /// The key can never act: `by` answers first.
    Shadowed {
        key: String,
        action: Action,
        by: String,
        by_action: Action,
        context: Context,
    },
    /// The file is longer than any keymap could be.
    TooLarge {
        bytes: usize,
        most: usize,
    },
}

/// Why a key cannot be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// A scanner sends it inside a scan: the GS1 separator, STX, ETX, EOT and their neighbours.
    Scanner,
    /// Terminals send the same byte for Enter, Tab, Backspace or Esc.
    SameByte,
    /// A printable key where an input line is open.
    Text,
    /// Digits choose entries of a menu.
    MenuDigit,
}

impl Problem {
    /// Message key of its sentence.
    #[must_use]
    pub fn text_key(&self) -> &'static str {
        match &self.kind {
            ProblemKind::Syntax { .. } => "keymap-syntax",
            ProblemKind::UnknownBase { .. } => "keymap-unknown-base",
            ProblemKind::NotATable { .. } => "keymap-not-a-table",
            ProblemKind::UnknownContext { .. } => "keymap-unknown-context",
            ProblemKind::UnknownAction { .. } => "keymap-unknown-action",
            ProblemKind::NotOffered { .. } => "keymap-not-offered",
            ProblemKind::NotKeys { .. } => "keymap-not-keys",
            ProblemKind::UnknownKey { .. } => "keymap-unknown-key",
            ProblemKind::PlusSign { .. } => "keymap-plus-sign",
            ProblemKind::Empty { .. } => "keymap-empty",
            ProblemKind::TooLong { .. } => "keymap-too-long",
            ProblemKind::Reserved {
                why: Reserved::Scanner,
                ..
            } => "keymap-reserved-scanner",
            ProblemKind::Reserved {
                why: Reserved::SameByte,
                ..
            } => "keymap-reserved-same-byte",
            ProblemKind::Reserved {
                why: Reserved::Text, ..
            } => "keymap-reserved-text",
            ProblemKind::Reserved {
                why: Reserved::MenuDigit,
                ..
            } => "keymap-reserved-digit",
            ProblemKind::Duplicate { .. } => "keymap-duplicate",
            ProblemKind::Shadowed { .. } => "keymap-shadowed",
            ProblemKind::TooLarge { .. } => "keymap-too-large",
        }
    }

    /// The variables of its sentence; `file` and `line` are always among them.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let mut arguments = vec![("file", self.file.clone()), ("line", self.line.to_string())];
        arguments.extend(match &self.kind {
            ProblemKind::Syntax { reason } => vec![("reason", reason.clone())],
            ProblemKind::NotATable { context } => vec![("context", context.id().to_owned())],
            ProblemKind::UnknownBase { name, nearest }
            | ProblemKind::UnknownContext { name, nearest }
            | ProblemKind::UnknownAction { name, nearest } => {
                vec![("name", name.clone()), ("nearest", (*nearest).to_owned())]
            }
            ProblemKind::NotOffered { action, context } => vec![
                ("action", action.id().to_owned()),
                ("context", context.id().to_owned()),
                (
                    "instead",
                    action
                        .contexts()
                        .first()
                        .map_or("", |context| context.id())
                        .to_owned(),
                ),
            ],
            ProblemKind::NotKeys { action } | ProblemKind::Empty { action } => {
                vec![("action", action.id().to_owned())]
            }
            ProblemKind::UnknownKey { key, action } => {
                vec![("key", key.clone()), ("action", action.id().to_owned())]
            }
            ProblemKind::PlusSign { key, meant } => vec![("key", key.clone()), ("meant", meant.clone())],
            ProblemKind::TooLong { key, most } => vec![("key", key.clone()), ("most", most.to_string())],
            ProblemKind::Reserved { key, .. } => vec![("key", key.clone())],
            ProblemKind::Duplicate {
                key,
                action,
                taken_by,
                context,
            } => vec![
                ("key", key.clone()),
                ("action", action.id().to_owned()),
                ("other", taken_by.id().to_owned()),
                ("context", context.id().to_owned()),
            ],
            ProblemKind::Shadowed {
                key,
                action,
                by,
                by_action,
                context,
            } => vec![
                ("key", key.clone()),
                ("action", action.id().to_owned()),
                ("by", by.clone()),
                ("other", by_action.id().to_owned()),
                ("context", context.id().to_owned()),
            ],
            ProblemKind::TooLarge { bytes, most } => {
                vec![("bytes", bytes.to_string()), ("most", most.to_string())]
            }
        });
        arguments
    }
}
