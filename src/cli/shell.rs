//! What a command works with: the data directory, its actor, and its streams.

use super::Global;
use crate::domain::ids::WorkerId;
use crate::domain::people::Role;
use crate::domain::{Actor, Warehouse};
use crate::hub::{Site, SiteError, SiteOptions};
use crate::store::directory::{DirectoryError, DirectoryKind, read_kind};
use crate::ui::locale::Lang;
use etcetera::BaseStrategy;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Exit status of a command that found the data directory in use (`EX_TEMPFAIL` of sysexits.h).
pub const IN_USE: u8 = 75;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done,
    /// It could not be done, or something is wrong.
    Wrong,
    /// Lines of a file, or the command line, were refused.
    Refused,
    /// The data directory is in use by another process.
    InUse,
}

impl Status {
    /// The exit status.
    pub fn code(self) -> u8 {
        match self {
            Status::Done => 0,
            Status::Wrong => 1,
            Status::Refused => 2,
            Status::InUse => IN_USE,
        }
    }
}

/// Why a command could not do its work, and what to do next.
#[derive(Debug)]
pub struct Failure {
    what: String,
    hint: Option<String>,
    status: Status,
}

impl Failure {
    /// Something went wrong.
    pub fn new(what: impl Display) -> Failure {
        Failure {
            what: what.to_string(),
            hint: None,
            status: Status::Wrong,
        }
    }

    /// What was asked for is refused.
    pub fn refused(what: impl Display) -> Failure {
        Failure {
            status: Status::Refused,
            ..Failure::new(what)
        }
    }

    /// With the way out.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Failure {
        Failure {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// The exit status.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Writes it for a person.
    ///
    /// # Errors
    /// When nobody reads.
    pub fn tell(&self, to: &mut dyn Write) -> io::Result<()> {
        writeln!(to, "error: {}", self.what)?;
        self.hint.iter().try_for_each(|hint| writeln!(to, "hint: {hint}"))
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)?;
        self.hint.iter().try_for_each(|hint| write!(f, " ({hint})"))
    }
}

impl From<DirectoryError> for Failure {
    fn from(error: DirectoryError) -> Failure {
        let (status, hint) = match &error {
            DirectoryError::InUse { .. } => (
                Status::InUse,
                Some("close the pickface that works there, or name another directory with --data"),
            ),
            DirectoryError::OtherKind { .. } | DirectoryError::NotOurs { .. } => {
                (Status::Refused, Some("name another directory with --data"))
            }
            _ => (Status::Wrong, None),
        };
        Failure {
            what: error.to_string(),
            hint: hint.map(str::to_owned),
            status,
        }
    }
}

impl From<SiteError> for Failure {
    fn from(error: SiteError) -> Failure {
        match error {
            SiteError::Directory(error) => error.into(),
            other => Failure::new(other),
        }
    }
}

macro_rules! plain_failures {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Failure { Failure::new(error) }
        })*
    };
}

plain_failures!(
    crate::store::archive::ArchiveError,
    crate::store::history::HistoryError,
    crate::store::journal::JournalError,
    crate::store::snapshot::SnapshotError,
    crate::store::state::StateError,
    crate::store::verify::VerifyError
);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::new(format!("the answer cannot be written: {error}"))
    }
}

/// What a command works with.
pub struct Shell<'s> {
    /// The options of every command.
    pub global: Global,
    /// Where answers go.
    pub out: &'s mut dyn Write,
    /// Where a file named `-` is read from.
    pub input: Box<dyn Read + 's>,
    site: Option<Site>,
    /// Where relative paths begin.
    folder: PathBuf,
    guest: Option<Guest>,
}

/// Who asks from another host. The files of this one are none of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guest(pub WorkerId);

impl<'s> Shell<'s> {
    /// For a process of its own.
    pub fn new(global: Global, out: &'s mut dyn Write) -> Shell<'s> {
        Shell {
            global,
            out,
            input: Box::new(io::stdin()),
            site: None,
            folder: PathBuf::new(),
            guest: None,
        }
    }

    /// For a command that runs in the owner of the directory, on behalf of a client whose relative paths begin at
    /// `folder`.
    pub fn in_owner(
        global: Global,
        out: &'s mut dyn Write,
        input: Box<dyn Read + 's>,
        site: Site,
        folder: PathBuf,
    ) -> Shell<'s> {
        Shell {
            global,
            out,
            input,
            site: Some(site),
            folder,
            guest: None,
        }
    }

    /// The same on behalf of a guest from another host.
    #[must_use]
    pub fn for_guest(self, guest: Guest) -> Shell<'s> {
        Shell {
            guest: Some(guest),
            ..self
        }
    }

    /// A path of the command line, from where the one who typed it stands.
    ///
    /// # Errors
    /// They stand at another host: this host's files are not theirs.
    pub fn path(&self, typed: &Path) -> Result<PathBuf, Failure> {
        match self.guest {
            None => Ok(self.folder.join(typed)),
            Some(_) => Err(
                Failure::refused("over SSH no file of this host is read or written")
                    .hint("give - for the file: ssh HOST pickface import items - < items.csv"),
            ),
        }
    }

    /// The language of what is said about files.
    ///
    /// # Errors
    /// When `--lang` names none of ours.
    pub fn language(&self) -> Result<Lang, Failure> {
        match self.global.lang.as_deref() {
            None => Ok(Lang::En),
            Some(tag) => Lang::from_tag(tag)
                .ok_or_else(|| Failure::refused(format!("`{tag}` is no language: it is en or zh-Hans"))),
        }
    }

    /// The data directory that is meant.
    ///
    /// # Errors
    /// When none is named and the platform has no folder for data.
    pub fn root(&self) -> Result<PathBuf, Failure> {
        self.root_or("pickface")
    }

    /// The same for a command with a directory of its own: `name` beside the default one.
    ///
    /// # Errors
    /// See [`Self::root`].
    pub fn root_or(&self, name: &str) -> Result<PathBuf, Failure> {
        if let Some(data) = &self.global.data {
            return Ok(data.clone());
        }
        let strategy = etcetera::choose_base_strategy()
            .map_err(|error| Failure::new(error).hint("name the data directory with --data"))?;
        Ok(strategy.data_dir().join(name))
    }

    /// The site of the owner that this command runs in, when it runs in one.
    pub fn owner(&self) -> Option<&Site> {
        self.site.as_ref()
    }

    /// The site to work on: the owner's, or the directory opened for this command.
    ///
    /// # Errors
    /// When there is none yet, or it cannot be opened.
    pub fn site(&mut self) -> Result<Site, Failure> {
        if let Some(site) = &self.site {
            return Ok(site.clone());
        }
        let root = self.root()?;
        must_be_there(&root)?;
        let site = Site::open(&root, SiteOptions::default())?;
        self.site = Some(site.clone());
        Ok(site)
    }

    /// In whose name the command asks: the worker named by `--worker`; else the first admin, for whom whoever can
    /// open the directory on this host may act; else, while there are no workers, the program itself.
    ///
    /// # Errors
    /// When there is no such worker, or no admin.
    pub fn actor(&self, warehouse: &Warehouse) -> Result<Actor, Failure> {
        if let Some(Guest(worker)) = self.guest {
            return Ok(Actor::Worker(worker));
        }
        if let Some(number) = &self.global.worker {
            let known = warehouse
                .worker_by_number(number)
                .filter(|worker| !worker.inactive);
            let known = known.map(|worker| Actor::Worker(worker.id));
            return known
                .ok_or_else(|| Failure::refused(format!("no worker here has the number {number:?}")));
        }
        let workers = || warehouse.workers.values();
        let admin = workers().find(|worker| !worker.inactive && worker.roles.contains(&Role::Admin));
        match admin {
            Some(admin) => Ok(Actor::Worker(admin.id)),
            None if workers().next().is_none() => Ok(Actor::System),
            None => Err(Failure::refused("nobody here is an admin")
                .hint("say in whose name you ask: --worker NUMBER")),
        }
    }

    /// Prints an answer: as one JSON object where that was asked for, else in sentences.
    ///
    /// # Errors
    /// When nobody reads.
    pub fn answer(&mut self, answer: &impl Serialize, sentences: impl Display) -> Result<(), Failure> {
        if self.global.json {
            let text = serde_json::to_string(answer).map_err(Failure::new)?;
            writeln!(self.out, "{text}")?;
        } else {
            writeln!(self.out, "{sentences}")?;
        }
        Ok(self.out.flush()?)
    }
}

/// Opening makes a directory that is missing; commands that only look at one must not.
///
/// # Errors
/// When there is no data directory.
pub(super) fn must_be_there(root: &Path) -> Result<DirectoryKind, Failure> {
    read_kind(root)?.ok_or_else(|| {
        Failure::refused(format!("there is no data directory at {}", root.display()))
            .hint("name one with --data; `pickface demo` makes one to try things on")
    })
}
