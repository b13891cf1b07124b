//! The last of what came, newest at the bottom.

use crate::codes::carriers::Carriers;
use crate::keymap::Action;
use crate::ui::input::Input;
use crate::ui::scan_report::ScanReport;
use crate::ui::screen::Here;
use crate::ui::screens::find;
use crate::ui::theme::Role;
use crate::ui::widgets::{Look, TextLine, put, row, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::VecDeque;

/// Lines that are kept.
const MOST: usize = 300;
/// Rows that the screen keeps beside: first line, what to do, keys.
const FRAME: usize = 4;

/// What came, and how far it is scrolled back.
#[derive(Debug, Default)]
pub(super) struct Watch {
    lines: VecDeque<TextLine>,
    /// Rows below the last that is shown.
    back: usize,
}

impl Watch {
    /// Notes what came and what was made of it; of a scan also what the warehouse knows under it, and whose parcel it
    /// may be by the rules.
    pub(super) fn hear(&mut self, input: &Input, carriers: Option<&Carriers>, here: Here<'_>) {
        let report = ScanReport::new(here.words.texts, carriers);
        let role = match input {
            Input::Read { .. } | Input::Bytes(_) => Role::Dim,
            Input::Scan(_) => Role::Strong,
            _ => Role::Text,
        };
        let mut lines = report.lines(input).into_iter();
        let first = lines.next().map(|text| TextLine::new(role, text));
        let more = lines.map(|text| TextLine::new(Role::Text, text));
        let known = known(input, here).map(|text| TextLine::new(Role::Accent, text));
        self.lines.extend(first.into_iter().chain(more).chain(known));
        let surplus = self.lines.len().saturating_sub(MOST);
        self.lines.drain(..surplus);
        self.back = 0;
    }

    /// False if the action scrolls nothing.
    pub(super) fn scroll(&mut self, action: Action, (width, height): (u16, u16)) -> bool {
        let page = usize::from(height).saturating_sub(FRAME).max(1);
        let most = self.rows(usize::from(width)).len().saturating_sub(page);
        let back = self.back.min(most);
        self.back = match action {
            Action::Up => back.saturating_add(1),
            Action::Down => back.saturating_sub(1),
            Action::PageUp => back.saturating_add(page),
            Action::PageDown => back.saturating_sub(page),
            Action::First => most,
            Action::Last => 0,
            _ => return false,
        }
        .min(most);
        true
    }

    pub(super) fn draw(&self, buf: &mut Buffer, area: Rect, look: Look<'_>) {
        let rows = self.rows(usize::from(area.width));
        let room = usize::from(area.height);
        let back = self.back.min(rows.len().saturating_sub(room));
        let end = rows.len().saturating_sub(back);
        let shown = rows.iter().take(end).skip(end.saturating_sub(room));
        for (index, line) in shown.enumerate() {
            put(buf, row(area, index), 0, &line.text, look.style(line.role));
        }
    }

    fn rows(&self, across: usize) -> Vec<TextLine> {
        let wrapped = |line: &TextLine| {
            let role = line.role;
            let parts = wrap(&line.text, across, MOST);
            parts.into_iter().map(move |text| TextLine::new(role, text))
        };
        self.lines.iter().flat_map(wrapped).collect()
    }
}

/// What the warehouse knows under a scanned code that is no command.
fn known(input: &Input, here: Here<'_>) -> Option<String> {
    let Input::Scan(scan) = input else {
        return None;
    };
    let code = scan.code().trim();
    if Action::by_code(code).is_some() {
        return None;
    }
    let targets = find::distinct(here.w.scan(code).targets);
    let names: Vec<String> = targets
        .into_iter()
        .map(|target| {
            let entry = find::entry(target, here);
            match entry.note.is_empty() {
                true => entry.label,
                false => format!("{} {}", entry.note, entry.label),
            }
        })
        .collect();
    Some(match names.is_empty() {
        true => here.words.say("heard-unknown"),
        false => here.words.say_with("heard-known", &[("what", names.join(", "))]),
    })
}
