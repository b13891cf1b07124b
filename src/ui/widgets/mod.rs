//! What screens are put together from: pure functions that draw a state into an area of any size.
//!
//! Every function clips to its area, at 0x0 as at 200x60; widths are display widths, so that Chinese and
//! Latin text line up. Nothing here decides anything: states change in their `apply`, drawing only reads.

mod band;
mod bar;
mod cells;
mod filter;
mod footer;
mod header;
mod help;
mod input;
mod list;
mod menu;
mod palette;
mod popup;
mod prompt;
mod text_panel;
mod which_key;

pub use band::{Answer, band_height, draw_band};
pub use bar::{draw_bar, sparkline, stage_letter};
pub use cells::{cut_code, cut_name, fill, fit_number, pad, pad_left, put, row, rule, width, wrap};
pub use filter::{Filter, FilterKeys, Progress, fold};
pub use footer::{Hint, draw_footer};
pub use header::{Header, draw_header};
pub use help::{HelpPage, help_lines};
pub use input::{InputLine, draw_input};
pub use list::{Column, ColumnKind, List, ListState, Rows, View, draw_list, list_page};
pub use menu::{MENU_PAGE, MenuEntry, MenuState, draw_menu};
pub use palette::{Palette, draw_palette};
pub use popup::{PopupSize, popup};
pub use prompt::{draw_prompt, prompt_height};
pub use text_panel::{TextLine, TextPanel, draw_text_panel, text_panel_page};
pub use which_key::draw_which_key;

use super::locale::Texts;
use super::theme::{Role, Theme};
use crate::keymap::{Action, Context, Keymap, describe};
use ratatui::style::Style;

/// What every widget looks at to draw: a session's colours, language and keys, and where it is.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    pub theme: Theme,
    pub texts: &'a Texts,
    pub keymap: &'a Keymap,
    /// The key contexts that are open, outermost first.
    pub stack: &'a [Context],
}

impl Look<'_> {
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The key that does `action` here, as a person reads it: `F1`, `F9 8`.
    #[must_use]
    pub fn key_of(&self, action: Action) -> Option<String> {
        self.keymap.keys_for(self.stack, action).map(describe)
    }

    /// The short name of `action`, at most ten columns.
    #[must_use]
    pub fn label_of(&self, action: Action) -> String {
        self.texts.say(&action.label_key()).into_owned()
    }

    /// The one-line doc of `action`.
    #[must_use]
    pub fn doc_of(&self, action: Action) -> String {
        self.texts.say(&action.doc_key()).into_owned()
    }
}

/// Screens narrower than this leave out spaces, columns and borders.
pub const NARROW: u16 = 40;

#[cfg(test)]
mod tests;
