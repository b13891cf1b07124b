//! `pickface keys`: the keymaps there are, the page of all keys, and a file of one's own tried out.

use super::{Failure, Shell, Status};
use crate::domain::keymaps::{Command as Choice, Whose as Chooser};
use crate::domain::{Actor, Explain, Via, Warehouse};
use crate::exchange::keymaps::{KEYMAP_FOLDER, keymaps};
use crate::exchange::settings;
use crate::hub::Rejection;
use crate::keymap::{Keymap, Keymaps, Shipped, reference_markdown};
use crate::ui::locale::{Lang, Texts};
use crate::ui::words::Words;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Arguments of `keys`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the page of all keys and command barcodes, as docs/keys.md holds it.
    #[arg(long)]
    markdown: bool,
    /// The language of that page: en or zh-Hans.
    #[arg(long, default_value = "en", requires = "markdown", value_parser = language)]
    language: Lang,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say whether a keymap file is right, and what to change where it is not.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Print a shipped keymap's file, to begin one's own with.
    Show {
        /// default, handheld, vim or as400.
        name: String,
    },
    /// Choose a keymap for a worker or a device; for whom one acts, where neither is named.
    Use {
        /// A shipped keymap, or the name of a file in the folder keymaps of the data directory.
        name: String,
        #[command(flatten)]
        whose: Whose,
    },
    /// Take a choice back: what holds is the other's choice, or the default.
    Forget {
        #[command(flatten)]
        whose: Whose,
    },
}

/// For whom a keymap is chosen.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Whose {
    /// The worker with this number.
    #[arg(long, value_name = "NUMBER")]
    of: Option<String>,
    /// Whoever works at the device with this code.
    #[arg(long, value_name = "CODE")]
    device: Option<String>,
}

pub(super) fn language(tag: &str) -> Result<Lang, String> {
    let lang = Lang::from_tag(tag);
    lang.ok_or_else(|| format!("no screens speak {tag:?}; en and zh-Hans are there"))
}

impl Args {
    /// Whether it needs no data directory opened.
    #[must_use]
    pub fn stands_alone(&self) -> bool {
        !matches!(self.command, Some(Command::Use { .. } | Command::Forget { .. }))
    }
}

#[derive(Serialize)]
struct Listed {
    name: String,
    /// From a file of the data directory.
    own: bool,
    /// The shipped keymap that it changes.
    base: &'static str,
    mistakes: Vec<String>,
}

#[derive(Serialize)]
struct Used {
    name: String,
    worker: Option<String>,
    device: Option<String>,
}

#[derive(Serialize)]
struct Checked {
    file: String,
    base: &'static str,
    mistakes: Vec<String>,
}

/// Runs it.
///
/// # Errors
/// When the file or the directory cannot be read.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let texts = Texts::new(args.language);
    if args.markdown {
        let page = reference_markdown(&|key| texts.say(key).into_owned());
        write!(shell.out, "{page}")?;
        return Ok(Status::Done);
    }
    match &args.command {
        None => list(shell, &texts),
        Some(Command::Check { file }) => check(file, shell, &texts),
        Some(Command::Use { name, whose }) => choose(name, whose, shell, &texts),
        Some(Command::Forget { whose }) => choose("", whose, shell, &texts),
        Some(Command::Show { name }) => {
            let shipped = Shipped::by_name(name).ok_or_else(|| {
                Failure::refused(format!("no keymap called {name:?} is shipped"))
                    .hint("`pickface keys` lists them")
            })?;
            write!(shell.out, "{}", shipped.text())?;
            Ok(Status::Done)
        }
    }
}

fn list(shell: &mut Shell<'_>, texts: &Texts) -> Result<Status, Failure> {
    let root = shell.root()?;
    let keymaps = keymaps(&root);
    let told = |problems: &[crate::keymap::Problem]| -> Vec<String> {
        let problems = problems.iter();
        problems
            .map(|problem| texts.say_text(problem.text_key(), &problem.arguments()))
            .collect()
    };
    let listed = keymaps.names().filter_map(|name| {
        let chosen = keymaps.get(name)?;
        Some(Listed {
            name: name.to_owned(),
            own: chosen.own,
            base: chosen.base.name(),
            mistakes: told(&chosen.problems),
        })
    });
    let listed: Vec<Listed> = listed.collect();
    let lines = listed.iter().flat_map(|keymap| {
        let about = match (Shipped::by_name(&keymap.name), keymap.own) {
            (Some(shipped), false) => texts.say(shipped.about_key()).into_owned(),
            (Some(_), true) => format!("shipped, changed by {KEYMAP_FOLDER}/{}.toml", keymap.name),
            (None, _) => format!("{KEYMAP_FOLDER}/{}.toml, changes {}", keymap.name, keymap.base),
        };
        let head = format!("{:<12} {about}", keymap.name);
        let mistakes = keymap.mistakes.iter().map(|mistake| format!("  {mistake}"));
        std::iter::once(head).chain(mistakes)
    });
    let lines: Vec<String> = lines.collect();
    shell.answer(&listed, lines.join("\n"))?;
    Ok(Status::Done)
}

/// Chooses the keymap of this name, or none where the name is empty.
fn choose(name: &str, whose: &Whose, shell: &mut Shell<'_>, texts: &Texts) -> Result<Status, Failure> {
    let site = shell.site()?;
    if !name.is_empty() {
        let keymaps = keymaps(site.directory().root());
        let chosen = keymaps.get(name).ok_or_else(|| {
            let names: Vec<&str> = keymaps.names().collect();
            Failure::refused(format!("there is no keymap called {name:?}"))
                .hint(format!("there are {}", names.join(", ")))
        })?;
        if let Some(problem) = chosen.problems.first() {
            let told = texts.say_text(problem.text_key(), &problem.arguments());
            return Err(Failure::refused(told).hint("`pickface keys` lists all its mistakes"));
        }
    }
    let w = site.warehouse();
    let actor = shell.actor(&w)?;
    let (of, told) = match (&whose.of, &whose.device, actor) {
        (Some(number), ..) => {
            let worker = w.worker_by_number(number);
            let worker = worker
                .ok_or_else(|| Failure::refused(format!("no worker here has the number {number:?}")))?;
            (Chooser::Worker(worker.id), format!("worker {number}"))
        }
        (None, Some(code), _) => {
            let device = w.device_by_code(code).ok_or_else(|| {
                Failure::refused(format!("no device here calls itself {code:?}"))
                    .hint("a device is known once it has connected; PICKFACE_DEVICE names it")
            })?;
            (Chooser::Device(device.id), format!("device {code}"))
        }
        (None, None, Actor::Worker(id)) => {
            let number = w.workers.get(&id).map(|worker| worker.number.to_string());
            (
                Chooser::Worker(id),
                format!("worker {}", number.unwrap_or_default()),
            )
        }
        (None, None, _) => {
            return Err(Failure::refused("for whom?").hint("name one with --of NUMBER or --device CODE"));
        }
    };
    let command = Choice::Choose {
        whose: of,
        name: name.into(),
    };
    site.ask(actor, Via::CommandLine, command)
        .map_err(|why| refused(why, &w, texts))?;
    let said = if name.is_empty() {
        format!("{told} has no keymap of its own")
    } else {
        format!("{told} has the keymap {name}")
    };
    let used = Used {
        name: name.to_owned(),
        worker: whose.of.clone(),
        device: whose.device.clone(),
    };
    shell.answer(&used, said)?;
    Ok(Status::Done)
}

fn refused(why: Rejection, w: &Warehouse, texts: &Texts) -> Failure {
    match why {
        Rejection::Refused(refusal) => Failure::refused(Words::new(w, texts).phrase(&refusal.phrase())),
        Rejection::Stopped(why) => Failure::new(why),
    }
}

fn check(file: &Path, shell: &mut Shell<'_>, texts: &Texts) -> Result<Status, Failure> {
    let path = shell.path(file)?;
    let text = settings::text(&path, Keymaps::MOST_BYTES)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", path.display())))?;
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let base = stem.and_then(Shipped::by_name).unwrap_or_default();
    let shown = file.display().to_string();
    let (_, base, problems) = Keymap::of_file(&shown, &text, base);
    let problems = problems.iter();
    let mistakes: Vec<String> = problems
        .map(|problem| texts.say_text(problem.text_key(), &problem.arguments()))
        .collect();
    let (status, said) = match mistakes.len() {
        0 => (
            Status::Done,
            format!("{shown} is right; it changes {}", base.name()),
        ),
        _ => (Status::Refused, mistakes.join("\n")),
    };
    let checked = Checked {
        file: shown,
        base: base.name(),
        mistakes,
    };
    shell.answer(&checked, said)?;
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::super::tests::pickface;
    use super::*;

    /// A page that is stale is written anew by the command that this test calls.
    #[test]
    fn the_pages_in_docs_are_what_the_command_prints() {
        for (file, tag) in [("docs/keys.md", "en"), ("docs/keys.zh-Hans.md", "zh-Hans")] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            let (status, page) = pickface(&["keys", "--markdown", "--language", tag]);
            assert_eq!(status, 0);
            let stale = std::fs::read_to_string(path).unwrap() != page;
            assert!(
                !stale,
                "write it anew: pickface keys --markdown --language {tag} > {file}"
            );
        }
    }

    #[test]
    fn a_file_is_checked_with_line_and_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mei.toml");
        let path = file.to_str().unwrap();
        std::fs::write(&file, "base = 'vim'\n[picking]\nwork.skip = ['f12']\n").unwrap();
        let (status, said) = pickface(&["keys", "check", path]);
        assert_eq!((status, said), (0, format!("{path} is right; it changes vim\n")));
        std::fs::write(&file, "[picking]\npick.shrot = ['f1']\nwork.skip = ['f1']\n").unwrap();
        let (status, said) = pickface(&["keys", "check", path]);
        assert_eq!(status, 2);
        assert_eq!(
            said,
            format!(
                "{path}, line 2: there is no action pick.shrot. Did you mean pick.short?\n\
                 {path}, line 3: F1 already does pick.short in [picking], so it cannot do work.skip. Choose another \
                 key, or unbind the other: pick.short = [].\n"
            )
        );
        let (status, said) = pickface(&["keys", "check", "/nowhere/at/all.toml"]);
        assert!(
            status == 1 && said.contains("/nowhere/at/all.toml cannot be read"),
            "{said}"
        );
    }

    #[test]
    fn shipped_keymaps_are_listed_and_shown() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_str().unwrap();
        std::fs::create_dir(folder.path().join(KEYMAP_FOLDER)).unwrap();
        std::fs::write(folder.path().join("keymaps/night.toml"), "base = 'as400'\n").unwrap();
        let (status, said) = pickface(&["keys", "--data", root]);
        assert_eq!(status, 0);
        let names: Vec<&str> = said.lines().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(names, ["default", "handheld", "vim", "as400", "night"]);
        assert_eq!(
            pickface(&["keys", "show", "vim"]),
            (0, Shipped::Vim.text().to_owned())
        );
        assert_eq!(pickface(&["keys", "show", "emacs"]).0, 2);
    }
}
