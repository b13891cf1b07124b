//! Figures that `simulate` cannot measure: opening a very large warehouse, and how soon a screen answers.
//!
//! ```sh
//! cargo bench --bench figures -- million [--items 1000000]
//! cargo bench --bench figures -- screens [--data DIR-OF-A-DEMO]
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark that goes wrong should say so loudly"
)]

mod million;
mod screens;
mod terminal;

use std::path::PathBuf;

/// The value behind an option's name.
fn option(arguments: &[String], name: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).cloned()
}

fn main() {
    // Cargo puts an option of its own behind ours.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let folder = option(&arguments, "--data").map(PathBuf::from);
    match arguments.first().map(String::as_str) {
        Some("million") => {
            let items = option(&arguments, "--items").map_or(1_000_000, |items| items.parse().unwrap());
            million::run(items, folder);
        }
        Some("open") => million::open(&folder.unwrap()),
        Some("screens") => screens::run(folder),
        _ => println!("name a figure: million, screens; benches/README.md tells them"),
    }
}
