//! What each thing looks like: roles, not colours, are what widgets ask for.
//!
//! Only the sixteen colours that every terminal has, and their meaning is never in the colour alone. A
//! theme belongs to a session: `NO_COLOR` and the like are for whoever starts the session to look at.

use crate::domain::Class;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use serde::{Deserialize, Serialize};

/// What something on the screen is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Data.
    Text,
    /// The thing to act on.
    Strong,
    /// Context, and what cannot be done now.
    Dim,
    /// Where the keys go: the one colour of focus.
    Accent,
    /// The row under the cursor of a list or menu.
    Cursor,
    /// The first line of a screen, and the heads of columns.
    Heading,
    Answer(Class),
    /// One part of a stacked bar, counted from the start of the work.
    Stage(u8),
}

/// The named sets of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeKind {
    #[default]
    Dark,
    Light,
    HighContrast,
    /// No colour at all: bold, reversed and underlined.
    Mono,
}

impl ThemeKind {
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::HighContrast, Self::Mono];

    /// The one the theme key switches to.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::HighContrast,
            Self::HighContrast => Self::Mono,
            Self::Mono => Self::Dark,
        }
    }

    /// Message key of its name.
    #[must_use]
    pub fn name_key(self) -> &'static str {
        match self {
            Self::Dark => "theme-dark",
            Self::Light => "theme-light",
            Self::HighContrast => "theme-high-contrast",
            Self::Mono => "theme-mono",
        }
    }
}

/// A session's colours and borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Theme {
    pub kind: ThemeKind,
    /// Borders and bars of `+ - | #`, for terminals without box drawing.
    pub ascii: bool,
}

impl Theme {
    #[must_use]
    pub fn new(kind: ThemeKind) -> Self {
        Self { kind, ascii: false }
    }

    /// The style that the whole screen is filled with first.
    #[must_use]
    pub fn base(self) -> Style {
        match self.kind {
            ThemeKind::HighContrast => Style::new().fg(Color::White).bg(Color::Black),
            ThemeKind::Dark | ThemeKind::Light | ThemeKind::Mono => Style::new(),
        }
    }

    #[must_use]
    pub fn style(self, role: Role) -> Style {
        match self.kind {
            ThemeKind::Mono => mono(role),
            ThemeKind::HighContrast => high_contrast(role),
            ThemeKind::Dark => coloured(role, Color::Cyan, Color::DarkGray),
            ThemeKind::Light => coloured(role, Color::Blue, Color::DarkGray),
        }
    }

    #[must_use]
    pub fn answer(self, class: Class) -> Style {
        self.style(Role::Answer(class))
    }

    /// The border of panels.
    #[must_use]
    pub fn border(self) -> border::Set<'static> {
        if self.ascii { ASCII_BORDER } else { border::PLAIN }
    }

    /// A line between things that would run together.
    #[must_use]
    pub fn rule(self) -> &'static str {
        if self.ascii {
            "-"
        } else {
            border::PLAIN.horizontal_top
        }
    }
}

const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

fn coloured(role: Role, accent: Color, dim: Color) -> Style {
    let bold = Style::new().add_modifier(Modifier::BOLD);
    match role {
        Role::Text => Style::new(),
        Role::Strong => bold,
        Role::Dim => Style::new().fg(dim),
        Role::Accent => bold.fg(accent),
        Role::Cursor => Style::new().fg(Color::Black).bg(accent_background(accent)),
        Role::Heading => bold,
        Role::Answer(class) => {
            let (ink, paper) = answer_colours(class);
            bold.fg(ink).bg(paper)
        }
        Role::Stage(stage) => Style::new().fg(Color::Black).bg(stage_colour(stage)),
    }
}

/// Black text has to be readable on it.
fn accent_background(accent: Color) -> Color {
    if accent == Color::Blue {
        Color::LightBlue
    } else {
        accent
    }
}

fn answer_colours(class: Class) -> (Color, Color) {
    match class {
        Class::Ok => (Color::Black, Color::Green),
        Class::Last => (Color::White, Color::Blue),
        Class::Check => (Color::Black, Color::Yellow),
        Class::No | Class::Stop => (Color::White, Color::Red),
    }
}

fn stage_colour(stage: u8) -> Color {
    match stage {
        0 => Color::DarkGray,
        1 => Color::Gray,
        2 => Color::Yellow,
        3 => Color::Cyan,
        4 => Color::Green,
        _ => Color::Red,
    }
}

fn high_contrast(role: Role) -> Style {
    let bold = Style::new()
        .fg(Color::White)
        .bg(Color::Black)
        .add_modifier(Modifier::BOLD);
    match role {
        Role::Text | Role::Dim => Style::new().fg(Color::White).bg(Color::Black),
        Role::Strong | Role::Heading => bold,
        Role::Accent => bold.fg(Color::LightYellow),
        Role::Cursor => Style::new()
            .fg(Color::Black)
            .bg(Color::LightYellow)
            .add_modifier(Modifier::BOLD),
        Role::Answer(Class::Ok) => bold.fg(Color::Black).bg(Color::LightGreen),
        Role::Answer(Class::Last) => bold.bg(Color::Blue),
        Role::Answer(Class::Check) => bold.fg(Color::Black).bg(Color::LightYellow),
        Role::Answer(Class::No | Class::Stop) => bold.bg(Color::Red),
        Role::Stage(stage) => Style::new().fg(Color::Black).bg(stage_colour(stage.max(1))),
    }
}

fn mono(role: Role) -> Style {
    let plain = Style::new();
    let reversed = plain.add_modifier(Modifier::REVERSED);
    match role {
        Role::Text | Role::Dim => plain,
        Role::Strong | Role::Heading | Role::Answer(Class::Ok) => plain.add_modifier(Modifier::BOLD),
        Role::Accent => plain.add_modifier(Modifier::UNDERLINED),
        Role::Cursor | Role::Answer(Class::No) => reversed,
        Role::Answer(Class::Last | Class::Check) => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Answer(Class::Stop) => reversed.add_modifier(Modifier::BOLD),
        Role::Stage(stage) if stage % 2 == 1 => reversed,
        Role::Stage(_) => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 9] = [
        Role::Text,
        Role::Strong,
        Role::Dim,
        Role::Accent,
        Role::Cursor,
        Role::Heading,
        Role::Stage(0),
        Role::Stage(4),
        Role::Stage(255),
    ];

    fn all_styles(theme: Theme) -> Vec<Style> {
        let answers = Class::ALL.map(Role::Answer);
        ROLES
            .into_iter()
            .chain(answers)
            .map(|role| theme.style(role))
            .collect()
    }

    #[test]
    fn mono_has_no_colour() {
        for style in all_styles(Theme::new(ThemeKind::Mono)) {
            assert_eq!((style.fg, style.bg), (None, None), "{style:?}");
        }
    }

    #[test]
    fn no_theme_writes_ink_on_its_own_colour() {
        for kind in ThemeKind::ALL {
            for style in all_styles(Theme::new(kind)) {
                assert!(style.fg.is_none() || style.fg != style.bg, "{kind:?} {style:?}");
            }
        }
    }

    #[test]
    fn data_keeps_the_terminals_own_colours() {
        for kind in [ThemeKind::Dark, ThemeKind::Light] {
            assert_eq!(Theme::new(kind).style(Role::Text), Style::new());
        }
    }

    #[test]
    fn refusals_are_told_from_successes_in_every_theme() {
        for kind in ThemeKind::ALL {
            let theme = Theme::new(kind);
            let looks = [Class::Ok, Class::Last, Class::No].map(|class| theme.answer(class));
            assert!(
                looks[0] != looks[1] && looks[1] != looks[2] && looks[0] != looks[2],
                "{kind:?}"
            );
        }
    }

    #[test]
    fn the_theme_key_comes_round() {
        let mut kind = ThemeKind::Dark;
        for _ in ThemeKind::ALL {
            kind = kind.next();
        }
        assert_eq!(kind, ThemeKind::Dark);
    }
}
