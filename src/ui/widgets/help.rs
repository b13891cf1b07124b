use super::cells::{pad, width};
use super::{Hint, Look, TextLine};
use crate::ui::theme::Role;

/// What the help of a screen says besides its keys: its name and its ten lines.
#[derive(Clone, Copy, Debug)]
pub struct HelpPage<'a> {
    pub about: &'a str,
    /// The screen's actions, in the order they are listed.
    pub hints: &'a [Hint],
}

/// The text of a help panel, for [`draw_text_panel`](super::draw_text_panel): the explanation, each action
/// with its key and what it does, then their words and command barcodes.
#[must_use]
pub fn help_lines(look: Look<'_>, page: HelpPage<'_>) -> Vec<TextLine> {
    let mut lines: Vec<TextLine> = page
        .about
        .lines()
        .map(|line| TextLine::new(Role::Text, line))
        .collect();
    let heading = |key: &str| TextLine::new(Role::Heading, look.texts.say(key));
    let keys: Vec<String> = page
        .hints
        .iter()
        .map(|hint| {
            look.key_of(hint.action)
                .unwrap_or_else(|| look.texts.say("help-no-key").into_owned())
        })
        .collect();
    let column = keys.iter().map(|key| width(key)).max().unwrap_or_default() + 2;
    lines.extend([TextLine::new(Role::Text, ""), heading("help-keys")]);
    for (hint, key) in page.hints.iter().zip(&keys) {
        let role = if hint.enabled { Role::Text } else { Role::Dim };
        lines.push(TextLine::new(
            role,
            format!("{}{}", pad(key, column), look.doc_of(hint.action)),
        ));
    }
    lines.extend([TextLine::new(Role::Text, ""), heading("help-codes")]);
    for hint in page.hints {
        let action = hint.action;
        let word = format!("/{}", action.word());
        lines.push(TextLine::new(
            Role::Dim,
            format!("{}{}", pad(action.code(), 12), word),
        ));
    }
    lines
}
