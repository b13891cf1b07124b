//! Drawing: from the first line down to the keys, in fixed homes.

use super::{Popup, Session};
use crate::keymap::Resolution;
use crate::ui::prompt_view::{PromptView, draw_middle};
use crate::ui::screen::Picture;
use crate::ui::theme::Role;
use crate::ui::widgets::{
    Answer, Header, Hint, Look, MenuEntry, MenuState, NARROW, PopupSize, TextPanel, band_height, cut_name,
    draw_band, draw_footer, draw_header, draw_input, draw_menu, draw_palette, draw_prompt, draw_text_panel,
    draw_which_key, popup, prompt_height, put, row,
};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The rows of a screen, from the top.
struct Rows {
    header: Rect,
    middle: Rect,
    band: Rect,
    ask: Rect,
    input: Rect,
    footer: Rect,
}

/// The first line: where one is, how far, and at its right; how much waits for an answer takes a place of these.
fn headed<'a>(
    place: &'a str,
    progress: &'a str,
    right: &'a str,
    depth: Option<&'a str>,
    narrow: bool,
) -> Header<'a> {
    let (progress, right) = match depth {
        None => (progress, right),
        Some(depth) if narrow => (depth, right),
        Some(depth) => (progress, depth),
    };
    Header {
        place,
        progress,
        right,
    }
}

impl Session {
    /// Draws the whole screen and says where the cursor belongs. Works at any size, and cannot write.
    pub fn draw(&self, buf: &mut Buffer) -> Option<Position> {
        let area = buf.area;
        buf.set_style(area, self.theme.base());
        let stack = self.stack();
        let look = self.look(&stack);
        let screen = self.screens.last()?;
        let here = self.here();
        let picture = screen.picture(here);
        let ask = match &picture {
            Picture::Prompt(PromptView { ask, .. }) | Picture::Asking { ask, .. } => self.with_keys(ask),
            Picture::Menu { .. } | Picture::Own { .. } => String::new(),
        };
        let ask = ask.as_str();
        let has_line = match picture {
            Picture::Prompt(_) | Picture::Asking { .. } => true,
            Picture::Menu { .. } => false,
            Picture::Own { .. } => self.is_filtering(),
        };
        let rows = self.rows(area, look, ask, has_line);
        let depth = self.depth();
        let narrow = area.width < NARROW;
        let header = |place, progress, right| headed(place, progress, right, depth.as_deref(), narrow);
        match &picture {
            Picture::Prompt(view) => {
                let header = header(&view.title, &view.progress, &view.right);
                draw_header(buf, rows.header, look, header);
                draw_middle(buf, rows.middle, look, view);
                draw_prompt(buf, rows.ask, look, ask);
            }
            Picture::Menu {
                title,
                right,
                entries,
                state,
                about,
            } => {
                draw_header(buf, rows.header, look, header(title, "", right));
                draw_entries(buf, rows.middle, look, about, entries, *state);
            }
            Picture::Asking {
                title,
                progress,
                right,
                ..
            }
            | Picture::Own {
                title,
                progress,
                right,
            } => {
                draw_header(buf, rows.header, look, header(title, progress, right));
                screen.paint(buf, rows.middle, look, here);
                draw_prompt(buf, rows.ask, look, ask);
            }
        }
        if let Some(band) = &self.band {
            draw_band(buf, rows.band, look, band);
        }
        let mut cursor = None;
        if rows.input.height > 0 {
            cursor = draw_input(buf, rows.input, look, &self.input);
            if let (Some(at), false) = (cursor, self.echo.is_empty() || screen.is_secret()) {
                let left = Rect {
                    x: at.x,
                    width: area.right().saturating_sub(at.x),
                    ..rows.input
                };
                put(buf, left, 0, &self.echo, look.style(Role::Dim));
            }
        }
        let mut hints = screen.hints(here);
        hints.push(Hint::new(crate::keymap::Action::Help, true));
        draw_footer(buf, rows.footer, look, &hints);
        self.draw_popup(buf, area, look).or(cursor)
    }

    /// How much waits for an answer, where anything does.
    fn depth(&self) -> Option<String> {
        let waiting = self.waiting();
        (waiting > 0).then(|| {
            self.texts
                .say_text("input-waiting", &[("count", waiting.to_string())])
        })
    }

    /// Marks what is drawn as what the person sees.
    pub fn drawn(&mut self) {
        self.stale = false;
        self.drawn_seq = self.view.warehouse.seq;
    }

    /// Fixed homes from the bottom up; the middle gets what is left, and a long answer may take half of it.
    fn rows(&self, area: Rect, look: Look<'_>, ask: &str, has_line: bool) -> Rows {
        let mut bottom = area.bottom();
        let mut left = area.height.saturating_sub(1);
        let mut from_bottom = |height: u16| {
            let height = height.min(left);
            left -= height;
            bottom = bottom.saturating_sub(height);
            Rect {
                y: bottom,
                height,
                ..area
            }
        };
        let footer = from_bottom(1);
        let input = from_bottom(u16::from(has_line));
        let ask = from_bottom(if ask.is_empty() {
            0
        } else {
            prompt_height(ask, area.width, 2)
        });
        let most = (area.height / 2).max(1);
        let band = from_bottom(
            self.band
                .as_ref()
                .map_or(0, |band| band_height(look, band, area.width, most)),
        );
        let top = area.height.min(1);
        let middle = Rect {
            y: area.y.saturating_add(top),
            height: left,
            ..area
        };
        Rows {
            header: Rect { height: top, ..area },
            middle,
            band,
            ask,
            input,
            footer,
        }
    }

    fn draw_popup(&self, buf: &mut Buffer, area: Rect, look: Look<'_>) -> Option<Position> {
        let mut cursor = None;
        match &self.popup {
            Some(Popup::Help(panel)) => self.draw_panel(buf, area, look, "help-title", panel),
            Some(Popup::Why(panel)) => self.draw_panel(buf, area, look, "why-title", panel),
            Some(Popup::Keymap(panel)) => self.draw_panel(buf, area, look, "keymaps-title", panel),
            Some(Popup::Palette(palette)) => {
                cursor = draw_palette(buf, area, look, (palette, &self.offered()));
            }
            Some(Popup::Steps(cursor)) => self.draw_steps(buf, area, look, *cursor),
            None => {}
        }
        if let Resolution::Pending(more) = self.keymaps.keymap.resolve(look.stack, &self.keys) {
            draw_which_key(buf, area, look, &self.keys, &self.can_follow(more));
        }
        cursor
    }

    fn draw_panel(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, title: &str, panel: &TextPanel) {
        draw_text_panel(
            buf,
            area,
            look,
            &self.texts.say(title),
            (&self.panel_lines(), *panel),
        );
    }

    fn draw_steps(&self, buf: &mut Buffer, area: Rect, look: Look<'_>, cursor: usize) {
        let title = self.texts.say("steps-title");
        let inner = popup(
            buf,
            area,
            look,
            &title,
            PopupSize {
                width: 60,
                height: 22,
            },
        );
        let skip = (cursor + 1).saturating_sub(usize::from(inner.height));
        for (index, step) in self
            .steps
            .iter()
            .enumerate()
            .skip(skip)
            .take(usize::from(inner.height))
        {
            let Answer { class, text } = &step.answer;
            let role = if index == cursor { Role::Cursor } else { Role::Text };
            let line = format!("{} {text}", self.texts.say(class.word_key()));
            put(
                buf,
                row(inner, index - skip),
                0,
                &cut_name(&line, usize::from(inner.width)),
                look.style(role),
            );
        }
    }
}

fn draw_entries(
    buf: &mut Buffer,
    area: Rect,
    look: Look<'_>,
    about: &[String],
    entries: &[MenuEntry],
    state: MenuState,
) {
    let needed = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let spare = area.height.saturating_sub(needed);
    let told = u16::try_from(about.len()).unwrap_or(u16::MAX).min(spare);
    for (index, line) in about.iter().enumerate().take(usize::from(told)) {
        put(
            buf,
            row(area, index),
            0,
            &cut_name(line, usize::from(area.width)),
            look.style(Role::Dim),
        );
    }
    let body = Rect {
        y: area.y.saturating_add(told),
        height: area.height.saturating_sub(told),
        ..area
    };
    draw_menu(buf, body, look, entries, state);
}
