//! Sessions, prompts, screens, widgets, themes and languages. Floor 5.

pub mod bell;
pub mod input;
pub mod locale;
pub mod theme;
pub mod widgets;
