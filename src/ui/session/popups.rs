//! Panels over a screen: help, commands, why, last steps.

use super::{Effect, Session, Step};
use crate::domain::{Class, Via};
use crate::keymap::{Action, Binding, Context};
use crate::ui::theme::Role;
use crate::ui::widgets::{
    Answer, HelpPage, Hint, Look, Palette, TextLine, TextPanel, help_lines, text_panel_page,
};

/// A panel over a screen.
#[derive(Debug)]
pub(super) enum Popup {
    Help(TextPanel),
    Palette(Palette),
    Why(TextPanel),
    /// What is wrong with the keymap that was chosen.
    Keymap(TextPanel),
    /// The cursor in the list of last steps.
    Steps(usize),
}

impl Popup {
    pub(super) fn context(&self) -> &'static [Context] {
        match self {
            Popup::Help(_) => &[Context::Help],
            Popup::Palette(_) => &[Context::Palette],
            Popup::Why(_) | Popup::Keymap(_) => &[Context::Why],
            Popup::Steps(_) => &[Context::UndoList],
        }
    }
}

impl Session {
    pub(super) fn open_popup(&mut self, action: Action) {
        self.popup = match action {
            Action::Help => Some(Popup::Help(TextPanel::default())),
            Action::Palette => Some(Popup::Palette(Palette::default())),
            Action::Why => Some(Popup::Why(TextPanel::default())),
            Action::UndoList => Some(Popup::Steps(0)),
            _ => None,
        };
        self.stale = true;
    }

    /// True when the panel took the action.
    pub(super) fn act_in_popup(&mut self, action: Action) -> bool {
        self.stale = true;
        if matches!(action, Action::Back) {
            self.popup = None;
            return true;
        }
        // What the panel shows is told by which panel is open: before it is taken.
        let lines = self.panel_lines();
        let Some(mut popup) = self.popup.take() else {
            return false;
        };
        let taken = match &mut popup {
            Popup::Help(panel) | Popup::Why(panel) | Popup::Keymap(panel) if action != Action::Confirm => {
                panel.apply(action, text_panel_page(self.area, &lines))
            }
            Popup::Help(_) | Popup::Why(_) | Popup::Keymap(_) => return true,
            Popup::Palette(palette) if action == Action::Confirm => {
                let stack = self.stack();
                let chosen = palette.chosen(self.look(&stack), &self.offered());
                if let Some(hint) = chosen.filter(|hint| hint.enabled) {
                    self.act(hint.action);
                }
                return true;
            }
            Popup::Palette(palette) => {
                let stack = self.stack();
                palette.apply(action, self.look(&stack), &self.offered())
            }
            Popup::Steps(cursor) => match action {
                Action::Up => {
                    *cursor = cursor.saturating_sub(1);
                    true
                }
                Action::Down => {
                    *cursor = (*cursor + 1).min(self.steps.len().saturating_sub(1));
                    true
                }
                Action::Confirm | Action::Undo => {
                    let seq = self.steps.get(*cursor).and_then(|step| step.seq);
                    self.undo(seq);
                    return true;
                }
                _ => false,
            },
        };
        self.popup = Some(popup);
        taken
    }

    /// Undoes the last step that is in the journal.
    pub(super) fn undo_last(&mut self) {
        let seq = self.steps.iter().find_map(|step| step.seq);
        self.undo(seq);
    }

    fn undo(&mut self, seq: Option<u64>) {
        let Some(seq) = seq else {
            let text = self.texts.say("undo-nothing").into_owned();
            return self.tell(Answer::new(Class::Check, text));
        };
        let request = self.request(crate::domain::undo::Command { seq }.into(), "".into(), Via::Typed);
        // Undone or refused for good reasons: either way the next undo means the step before.
        self.steps.retain(|step: &Step| step.seq != Some(seq));
        self.asked = Some("".into());
        self.effects.push(Effect::AskAbout(Box::new(request), seq));
    }

    /// The actions that the palette offers: the screen's own, then the ones of everywhere.
    pub(super) fn offered(&self) -> Vec<Hint> {
        let mut offered = self
            .screens
            .last()
            .map_or_else(Vec::new, |screen| screen.hints(self.here()));
        let everywhere = Action::ALL
            .iter()
            .filter(|action| action.contexts() == [Context::Global] && action.digit().is_none());
        for action in everywhere {
            if !offered.iter().any(|hint| hint.action == *action) {
                offered.push(Hint::new(*action, true));
            }
        }
        offered
    }

    /// What may follow the keys pressed so far, and whether it can be done: what this screen never offers is left out.
    pub(super) fn can_follow(&self, more: Vec<Binding>) -> Vec<(Binding, bool)> {
        let offered = self.offered();
        let state = |action: Action| {
            let hint = offered.iter().find(|hint| hint.action == action);
            let of_line = matches!(action.group(), "edit" | "go" | "list");
            hint.map(|hint| hint.enabled).or(of_line.then_some(true))
        };
        more.into_iter()
            .filter_map(|binding| state(binding.action).map(|enabled| (binding, enabled)))
            .collect()
    }

    /// The lines of the open text panel.
    pub(super) fn panel_lines(&self) -> Vec<TextLine> {
        let Some(screen) = self.screens.last() else {
            return Vec::new();
        };
        match &self.popup {
            Some(Popup::Why(_)) => {
                let mut lines = screen.why(self.here());
                if let Some(band) = &self.band {
                    lines.insert(0, band.text.clone());
                }
                if lines.is_empty() {
                    lines.push(self.texts.say("why-nothing").into_owned());
                }
                lines
                    .into_iter()
                    .map(|line| TextLine::new(Role::Text, self.with_keys(&line)))
                    .collect()
            }
            Some(Popup::Keymap(_)) => {
                let mistakes = self.keymaps.mistakes.iter();
                mistakes
                    .map(|line| TextLine::new(Role::Text, line.as_str()))
                    .collect()
            }
            Some(Popup::Help(_)) => {
                let mut stack = vec![Context::Global];
                stack.extend(screen.contexts());
                let about = self.with_keys(&self.texts.say(screen.help()));
                help_lines(
                    self.look(&stack),
                    HelpPage {
                        about: &about,
                        hints: &self.offered(),
                    },
                )
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn look<'a>(&'a self, stack: &'a [Context]) -> Look<'a> {
        Look {
            theme: self.theme,
            texts: &self.texts,
            keymap: &self.keymaps.keymap,
            stack,
        }
    }
}
