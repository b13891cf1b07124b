use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells::{columns, fill, put, row, width, wrap};
use super::{Look, NARROW};
use crate::domain::Class;
use crate::keymap::Action;

/// What just happened: the class gives word, colour and bell, the text says the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub class: Class,
    pub text: String,
}

impl Answer {
    #[must_use]
    pub fn new(class: Class, text: impl Into<String>) -> Self {
        Self {
            class,
            text: text.into(),
        }
    }
}

/// Lines that the band of `answer` needs in `width` columns, at most `most`.
#[must_use]
pub fn band_height(look: Look<'_>, answer: &Answer, width: u16, most: u16) -> u16 {
    let (_, lines) = layout(look, answer, width, most);
    columns(lines.len())
}

/// The answer over the whole of `area`, its word first; one that waits says which key goes on. Empty lines below are filled in its colour too.
pub fn draw_band(buf: &mut Buffer, area: Rect, look: Look<'_>, answer: &Answer) {
    let style = look.theme.answer(answer.class);
    fill(buf, area, style);
    let (indent, lines) = layout(look, answer, area.width, area.height);
    put(
        buf,
        row(area, 0),
        0,
        &look.texts.say(answer.class.word_key()),
        style,
    );
    for (index, line) in lines.iter().enumerate() {
        put(buf, row(area, index), indent, line, style);
    }
}

/// Columns before the text, and its lines.
fn layout(look: Look<'_>, answer: &Answer, across: u16, most: u16) -> (usize, Vec<String>) {
    let word = width(&look.texts.say(answer.class.word_key()));
    let indent = if across < NARROW {
        word + 1
    } else {
        (word + 1).max(6)
    };
    let mut text = answer.text.clone();
    if answer.class.waits() {
        let key = look
            .key_of(Action::Confirm)
            .unwrap_or_else(|| Action::Confirm.code().to_owned());
        text.push('\n');
        text.push_str(&look.texts.say_text("answer-acknowledge", &[("key", key)]));
    }
    let mut lines = wrap(
        &text,
        usize::from(across).saturating_sub(indent),
        usize::from(most),
    );
    if lines.is_empty() && most > 0 {
        lines.push(String::new());
    }
    (indent, lines)
}
