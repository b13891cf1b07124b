use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::cells::{put, row, width};
use super::{Look, NARROW};
use crate::keymap::{Action, describe};
use crate::ui::theme::Role;

/// An action a screen offers, and whether it can be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    pub action: Action,
    pub enabled: bool,
}

impl Hint {
    #[must_use]
    pub fn new(action: Action, enabled: bool) -> Self {
        Self { action, enabled }
    }

    /// Hints of actions that can all be done.
    #[must_use]
    pub fn all(actions: &[Action]) -> Vec<Self> {
        actions.iter().map(|action| Self::new(*action, true)).collect()
    }
}

/// The last line: keys of the screen's actions in the given order, those that cannot be done dimmed.
/// Actions behind a longer sequence of keys share one `F9 More`. What does not fit whole is left out, the way to
/// more and to help last; on a narrow screen first what cannot be done now.
pub fn draw_footer(buf: &mut Buffer, area: Rect, look: Look<'_>, hints: &[Hint]) {
    let narrow = area.width < NARROW;
    let across = usize::from(area.width);
    let parts = fitting(parts(look, hints, narrow), across, narrow);
    let mut at = usize::from(!narrow);
    for part in parts {
        let (key, label) = if part.enabled {
            (Role::Accent, Role::Text)
        } else {
            (Role::Dim, Role::Dim)
        };
        at += put(buf, row(area, 0), at, &part.key, look.style(key));
        at += put(buf, row(area, 0), at, &part.label, look.style(label));
        at += gap(narrow);
    }
}

struct Part {
    /// None for the one that leads to more.
    action: Option<Action>,
    key: String,
    label: String,
    enabled: bool,
}

fn gap(narrow: bool) -> usize {
    if narrow { 1 } else { 2 }
}

fn parts(look: Look<'_>, hints: &[Hint], narrow: bool) -> Vec<Part> {
    let space = if narrow { "" } else { " " };
    let mut parts = Vec::new();
    let mut more: Option<Part> = None;
    for hint in hints {
        match look.keymap.keys_for(look.stack, hint.action) {
            Some([key]) => {
                // A letter and a name without a space between would be one word.
                let space = if key.text().is_some() { " " } else { space };
                parts.push(Part {
                    action: Some(hint.action),
                    key: key.to_string(),
                    label: format!("{space}{}", look.label_of(hint.action)),
                    enabled: hint.enabled,
                });
            }
            Some([first, ..]) if more.is_none() => {
                more = Some(Part {
                    action: None,
                    key: describe(&[*first]),
                    label: format!(
                        "{space}{}",
                        look.texts.say(if narrow {
                            "footer-more-short"
                        } else {
                            "footer-more"
                        })
                    ),
                    enabled: true,
                });
            }
            _ => {}
        }
    }
    let before_help = parts.iter().position(|part| part.action == Some(Action::Help));
    if let Some(more) = more {
        parts.insert(before_help.unwrap_or(parts.len()), more);
    }
    parts
}

fn fitting(parts: Vec<Part>, across: usize, narrow: bool) -> Vec<Part> {
    let taken = |part: &Part| width(&part.key) + width(&part.label) + gap(narrow);
    // More and help lead to all that is left out; where there is room for one of them alone, the first does.
    let rank = |part: &Part| match (part.action, part.enabled) {
        (None, _) => 0,
        (Some(Action::Help), _) if !narrow => 0,
        (_, false) if narrow => 2,
        _ => 1,
    };
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| parts.get(*index).map(rank));
    // The gap behind the last one needs no room; on wide screens a column stays free in front.
    let mut left = across + if narrow { gap(narrow) } else { 1 };
    let mut kept = Vec::new();
    for index in order {
        let Some(part) = parts.get(index) else { continue };
        let wide = taken(part);
        if wide <= left {
            left -= wide;
            kept.push(index);
        } else if !narrow {
            // In the order of want: nothing less wanted takes the place of what did not fit.
            break;
        }
    }
    let mut at = 0..;
    let mut parts = parts;
    parts.retain(|_| at.next().is_some_and(|index| kept.contains(&index)));
    parts
}
