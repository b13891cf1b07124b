//! What is known of one thing, as lines that fit any width: one column on a handheld, two on a wide screen.

use crate::keymap::Action;
use crate::ui::theme::Role;
use crate::ui::widgets::{Look, cut_name, pad, put, row, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns from which there are two.
const BESIDE: u16 = 72;
/// A value stands at most so far right of what it is of.
const ACROSS: usize = 44;
/// Rows that a screen keeps beside the card: first line, prompt, input, keys.
const FRAME: u16 = 4;

/// One thing that is known: a text, perhaps with a value at its right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    role: Role,
    indent: usize,
    text: String,
    value: String,
}

impl Fact {
    fn new(role: Role, text: impl Into<String>) -> Fact {
        Fact {
            role,
            indent: 0,
            text: text.into(),
            value: String::new(),
        }
    }

    /// What is being looked at.
    pub fn name(text: impl Into<String>) -> Fact {
        Fact::new(Role::Accent, text)
    }

    /// What matters most.
    pub fn strong(text: impl Into<String>) -> Fact {
        Fact::new(Role::Strong, text)
    }

    /// What else is known.
    pub fn text(text: impl Into<String>) -> Fact {
        Fact::new(Role::Text, text)
    }

    /// Context.
    pub fn dim(text: impl Into<String>) -> Fact {
        Fact::new(Role::Dim, text)
    }

    /// What needs a look.
    pub fn warn(text: impl Into<String>) -> Fact {
        Fact::new(Role::Answer(crate::domain::Class::Check), text)
    }

    /// A head over the facts below it.
    pub fn head(text: impl Into<String>) -> Fact {
        Fact::new(Role::Heading, text)
    }

    /// A text with its value at the right.
    pub fn pair(text: impl Into<String>, value: impl Into<String>) -> Fact {
        Fact {
            value: value.into(),
            ..Fact::text(text)
        }
    }

    /// The same, as a detail of the one above.
    #[must_use]
    pub fn under(self) -> Fact {
        Fact { indent: 1, ..self }
    }
}

/// What is known of one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What kind of thing it is.
    pub kind: String,
    facts: Vec<Fact>,
    beside: Vec<Fact>,
}

/// A line as it is drawn.
type Row = (Role, usize, String);

impl Card {
    /// An empty card of a kind of thing.
    pub fn new(kind: impl Into<String>) -> Card {
        Card {
            kind: kind.into(),
            ..Card::default()
        }
    }

    /// The same with more facts.
    #[must_use]
    pub fn with(mut self, facts: impl IntoIterator<Item = Fact>) -> Card {
        self.facts.extend(facts);
        self
    }

    /// The same with more facts that stand beside on wide screens, and below on others.
    #[must_use]
    pub fn beside(mut self, facts: impl IntoIterator<Item = Fact>) -> Card {
        self.beside.extend(facts);
        self
    }

    /// Puts what a code said right below the name.
    pub fn said(&mut self, facts: impl IntoIterator<Item = Fact>) {
        let at = self.facts.len().min(1);
        self.facts.splice(at..at, facts);
    }

    /// Whether it does not fit a terminal of this size.
    pub fn is_longer(&self, size: (u16, u16)) -> bool {
        let (count, page) = self.pages(size);
        count > page
    }

    /// Rows it has and rows shown on a terminal of this size.
    fn pages(&self, size: (u16, u16)) -> (usize, usize) {
        let columns = self.columns(size.0);
        let count = columns.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
        let room = usize::from(size.1.saturating_sub(FRAME));
        (
            count,
            if count > room {
                room.saturating_sub(1)
            } else {
                room
            },
        )
    }

    /// Its columns in an area of this width: where each begins, and its rows.
    fn columns(&self, across: u16) -> Vec<(u16, Vec<Row>)> {
        if across >= BESIDE && !self.beside.is_empty() {
            let left = across / 2;
            return vec![
                (0, rows(&self.facts, usize::from(left.saturating_sub(2)))),
                (left, rows(&self.beside, usize::from(across.saturating_sub(left)))),
            ];
        }
        let all: Vec<Fact> = self.facts.iter().chain(&self.beside).cloned().collect();
        vec![(0, rows(&all, usize::from(across)))]
    }

    /// Draws it from where it is scrolled to.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, scroll: Scroll) {
        let columns = self.columns(area.width);
        let count = columns.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
        let room = usize::from(area.height);
        let page = if count > room {
            room.saturating_sub(1)
        } else {
            room
        };
        let top = scroll.top.min(count.saturating_sub(page));
        for (at, rows) in &columns {
            for (index, (role, indent, text)) in rows.iter().skip(top).take(page).enumerate() {
                let line = row(area, index);
                put(buf, line, usize::from(*at) + indent, text, look.style(*role));
            }
        }
        if count > page {
            let of = [
                ("line", (top + page).min(count).to_string()),
                ("lines", count.to_string()),
            ];
            let text = look.texts.say_text("text-position", &of);
            let shown = cut_name(&text, usize::from(area.width));
            put(buf, row(area, page), 0, &shown, look.style(Role::Dim));
        }
    }
}

fn rows(facts: &[Fact], across: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for fact in facts {
        let room = across.saturating_sub(fact.indent);
        let values = width(&fact.value);
        let line = across.min(ACROSS).saturating_sub(fact.indent);
        if !fact.value.is_empty() && width(&fact.text) + 1 + values <= line {
            let text = format!("{}{}", pad(&fact.text, line.saturating_sub(values)), fact.value);
            rows.push((fact.role, fact.indent, text));
            continue;
        }
        let texts = wrap(&fact.text, room, 20);
        rows.extend(texts.into_iter().map(|text| (fact.role, fact.indent, text)));
        let indent = fact.indent + 1;
        let values = wrap(&fact.value, across.saturating_sub(indent), 20);
        rows.extend(values.into_iter().map(|text| (fact.role, indent, text)));
    }
    rows
}

/// How far a card is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    top: usize,
}

impl Scroll {
    /// Scrolls a card on a terminal of this size. False if the action scrolls nothing.
    pub fn apply(&mut self, action: Action, card: &Card, size: (u16, u16)) -> bool {
        let (count, page) = card.pages(size);
        let last = count.saturating_sub(page);
        let top = self.top.min(last);
        self.top = match action {
            Action::Up => top.saturating_sub(1),
            Action::Down => top.saturating_add(1),
            Action::PageUp => top.saturating_sub(page.max(1)),
            Action::PageDown => top.saturating_add(page.max(1)),
            Action::First => 0,
            Action::Last => last,
            _ => return false,
        }
        .min(last);
        true
    }
}
