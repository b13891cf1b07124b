//! What a client's screen shows, and the bytes that make it show something else.

use crate::serve::wire::Size;
use crate::ui::session::Session;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The largest terminal that is drawn for, in columns and rows.
const MOST: Size = Size {
    columns: 400,
    rows: 150,
};

/// What the client's screen shows, and how to make it show something else.
pub(super) struct Screen {
    shown: Buffer,
    /// The client's screen holds what nobody knows.
    unknown: bool,
    cursor: Option<Position>,
}

impl Screen {
    pub(super) fn new(size: Size) -> Screen {
        Screen {
            shown: Buffer::empty(area(size)),
            unknown: true,
            cursor: None,
        }
    }

    pub(super) fn area(&self) -> Rect {
        self.shown.area
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.shown = Buffer::empty(area(size));
        self.unknown = true;
    }

    pub(super) fn forget(&mut self) {
        self.shown.reset();
        self.unknown = true;
    }

    /// The bytes that turn what is shown into what the session shows; none when nothing differs.
    pub(super) fn frame(&mut self, session: &Session) -> Option<Vec<u8>> {
        let mut next = Buffer::empty(self.shown.area);
        let cursor = session.draw(&mut next);
        let changed = self.shown.diff(&next);
        if changed.is_empty() && cursor == self.cursor && !self.unknown {
            return None;
        }
        let mut bytes: Vec<u8> = Vec::new();
        if self.unknown {
            bytes.extend_from_slice(b"\x1b[0m\x1b[2J\x1b[H");
        }
        bytes.extend_from_slice(b"\x1b[?25l");
        let mut backend = CrosstermBackend::new(&mut bytes);
        // A vector takes every byte: writing to it cannot fail.
        let _ = backend.draw(changed.into_iter());
        if let Some(at) = cursor {
            let _ = backend.set_cursor_position(at);
            let _ = backend.show_cursor();
        }
        self.shown = next;
        self.unknown = false;
        self.cursor = cursor;
        Some(bytes)
    }
}

fn area(size: Size) -> Rect {
    Rect {
        x: 0,
        y: 0,
        width: size.columns.min(MOST.columns),
        height: size.rows.min(MOST.rows),
    }
}
