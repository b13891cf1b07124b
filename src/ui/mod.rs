//! Sessions, prompts, screens, widgets, themes and languages. Floor 5.

pub mod bell;
pub mod gs1_fault;
pub mod input;
pub mod locale;
pub mod prompt_view;
pub mod scan_report;
pub mod screen;
pub mod screens;
pub mod session;
pub mod sheet;
pub mod theme;
pub mod widgets;
pub mod words;
