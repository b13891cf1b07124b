//! Every line decided against a copy of the warehouse, before any is sent.

use super::explain::{Told, explain, is_known_already};
use super::known::Known;
use super::report::{ImportError, Phase, Progress};
use super::{LineNumbers, zone_of};
use crate::domain::ids::DeviceId;
use crate::domain::{Actor, Command, Context, Refusal, Timestamp, Via, Warehouse, decide, orders, receiving};
use crate::exchange::rows::{Fault, RowError, shown};
use crate::exchange::sentence::Sentence;
use crate::hub::Site;
use crate::hub::seal::Consignee;
use crate::store::closed_numbers::ClosedNumbers;
use crate::store::history::History;
use crate::store::medium::DiskMedium;
use chrono_tz::Tz;
use std::ops::ControlFlow;
use std::time::{SystemTime, UNIX_EPOCH};

/// A row or document that can become a command.
pub trait Importable {
    /// Lines of the file that it stands on.
    fn lines(&self) -> u64 {
        1
    }

    /// The person in it, whom its command may hold only sealed: that is done just before it is sent.
    fn consignee(&self) -> Option<Consignee> {
        None
    }

    /// Its command, or none after telling `look` what is wrong with it.
    fn resolve(&self, look: &mut Look<'_>) -> Option<Resolved>;
}

/// What a row came to.
#[derive(Debug)]
pub enum Resolved {
    /// This is its command.
    Command(Command),
    /// This must be so first; then the row is looked at again.
    First(Command),
}

/// A checked row on its way.
#[derive(Debug)]
pub struct Step {
    /// Which row.
    pub row: usize,
    /// Where it stands in the file.
    pub line: u64,
    /// Lines that it takes up there.
    pub lines: u64,
    /// What to send; none when the warehouse knows all of it already.
    pub command: Option<Command>,
    /// The command names something that another one makes: it is made again when that is there.
    pub again: bool,
}

/// What checking found.
#[derive(Debug, Default)]
pub struct Checked {
    /// What to send first, and for which line.
    pub first: Vec<(u64, Command)>,
    /// The rows that are good.
    pub steps: Vec<Step>,
    /// What is wrong with the others.
    pub errors: Vec<RowError>,
    /// Of the errors, which belong to a line of a document: its number and the line's index.
    inner: Vec<(usize, String, usize)>,
    /// Checking was stopped.
    pub cancelled: bool,
}

/// The check itself, with the copy that it works on.
pub struct Check {
    w: Warehouse,
    site: Site,
    /// What is asked about numbers that the warehouse has forgotten, once it is.
    past: Option<Past>,
    actor: Actor,
    known: Known,
    zone: Tz,
}

/// What is known of orders and receipts whose numbers the warehouse has forgotten.
struct Past {
    history: History,
    /// Of those that the journal does not hold any more.
    removed: ClosedNumbers,
}

impl Past {
    /// The past as a whole: with a part of it missing, an old order would be taken for a new one.
    fn of(site: &Site) -> Result<Past, ImportError> {
        if !site.settle() {
            let why = site.trouble();
            return Err(ImportError::PastUnknown(
                why.unwrap_or_else(|| "the program is ending".to_owned()),
            ));
        }
        Ok(Past {
            history: site.history().clone(),
            removed: ClosedNumbers::open(&DiskMedium, site.directory().root())?,
        })
    }

    fn knows(&self, command: &Command) -> Result<bool, ImportError> {
        Ok(match command {
            Command::Orders(orders::Command::Save(order)) => {
                let (owner, number) = (order.owner, &order.number);
                self.history.knows_order(owner, number)?
                    || self.removed.knows(orders::closed_key(owner, number))?
            }
            Command::Receiving(receiving::Command::Save(receipt)) => {
                let (owner, number) = (receipt.owner, &receipt.number);
                self.history.knows_receipt(owner, number)?
                    || self.removed.knows(receiving::closed_key(owner, number))?
            }
            _ => false,
        })
    }
}

/// How many rows pass between two words about progress.
const PROGRESS_ROWS: usize = 500;

impl Check {
    /// A check of what `actor` imports, on the warehouse as it is now.
    pub fn new(site: &Site, actor: Actor) -> Check {
        let w = site.warehouse();
        Check {
            site: site.clone(),
            past: None,
            zone: zone_of(&w),
            known: Known::default(),
            w,
            actor,
        }
    }

    /// Checks all rows, each as those before it would leave the warehouse.
    ///
    /// # Errors
    /// When `actor` may not import this.
    pub fn all<R: Importable>(
        &mut self,
        rows: &[(u64, R)],
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Checked, ImportError> {
        let mut checked = Checked::default();
        for (index, (line, row)) in rows.iter().enumerate() {
            if index % PROGRESS_ROWS == 0 {
                let progress = Progress {
                    phase: Phase::Checking,
                    done: index,
                    total: rows.len(),
                };
                if on_progress(progress).is_break() {
                    checked.cancelled = true;
                    return Ok(checked);
                }
            }
            self.one(index, *line, row, &mut checked)?;
        }
        Ok(checked)
    }

    fn one<R: Importable>(
        &mut self,
        index: usize,
        line: u64,
        row: &R,
        checked: &mut Checked,
    ) -> Result<(), ImportError> {
        let mut again = false;
        loop {
            let resolved = {
                let w = self.w.clone();
                let mut look = self.look(&w, line, checked);
                row.resolve(&mut look)
            };
            let (command, first) = match resolved {
                None => return Ok(()),
                Some(Resolved::Command(command)) => (command, false),
                Some(Resolved::First(command)) => (command, true),
            };
            let changes = match decide(&self.w, &command, &self.context()) {
                Ok(decision) => {
                    let changes = !decision.events.is_empty() && !self.was_closed(&command)?;
                    if changes {
                        self.w = decision.after;
                    }
                    changes
                }
                Err(refusal) if is_known_already(&refusal) => false,
                Err(Refusal::Access(refusal)) => return Err(ImportError::Access(refusal)),
                Err(refusal) => {
                    let w = self.w.clone();
                    let told = explain(&refusal, &w);
                    self.look(&w, line, checked).tell(told);
                    return Ok(());
                }
            };
            if first && changes && !again {
                checked.first.push((line, command));
                again = true;
                continue;
            }
            let command = changes.then_some(command);
            let lines = row.lines();
            checked.steps.push(Step {
                row: index,
                line,
                lines,
                command,
                again,
            });
            return Ok(());
        }
    }

    /// Whether an order or receipt was closed so long ago that only the past knows its number.
    fn was_closed(&mut self, command: &Command) -> Result<bool, ImportError> {
        let asks = matches!(
            command,
            Command::Orders(orders::Command::Save(_)) | Command::Receiving(receiving::Command::Save(_))
        );
        if !asks || self.w.numbers.keeping.forgotten.is_none() {
            return Ok(false);
        }
        let past = match self.past.take() {
            Some(past) => past,
            None => Past::of(&self.site)?,
        };
        let known = past.knows(command);
        self.past = Some(past);
        known
    }

    /// The command of a row again, as the warehouse is now.
    pub fn resolve_again<R: Importable>(
        &mut self,
        w: &Warehouse,
        line: u64,
        row: &R,
    ) -> Result<Command, Vec<RowError>> {
        let mut checked = Checked::default();
        let resolved = row.resolve(&mut self.look(w, line, &mut checked));
        match resolved {
            Some(Resolved::Command(command) | Resolved::First(command)) => Ok(command),
            None => Err(checked.errors),
        }
    }

    fn look<'c>(&'c mut self, w: &'c Warehouse, line: u64, checked: &'c mut Checked) -> Look<'c> {
        Look {
            now: now().max(w.clock),
            w,
            known: &mut self.known,
            zone: self.zone,
            line,
            checked,
        }
    }

    fn context(&self) -> Context {
        Context {
            now: now().max(self.w.clock),
            actor: self.actor,
            device: DeviceId(0),
            via: Via::CommandLine,
            record: None,
        }
    }
}

impl Checked {
    /// Whether lines within documents are at fault, whose places in the file are not known yet.
    pub fn needs_numbers(&self) -> bool {
        !self.inner.is_empty()
    }

    /// Sets the lines of faults within documents.
    pub fn set_lines(&mut self, numbers: &LineNumbers) {
        for (error, document, index) in std::mem::take(&mut self.inner) {
            let line = numbers.get(&document).and_then(|lines| lines.get(index));
            if let (Some(error), Some(line)) = (self.errors.get_mut(error), line) {
                error.line = *line;
            }
        }
    }
}

/// One row being looked at: the warehouse it meets, and where to tell what is wrong with it.
pub struct Look<'c> {
    /// The warehouse.
    pub w: &'c Warehouse,
    /// Nearest codes, for hints.
    pub known: &'c mut Known,
    /// The building's time zone.
    pub zone: Tz,
    /// The moment.
    pub now: Timestamp,
    line: u64,
    checked: &'c mut Checked,
}

impl Look<'_> {
    /// Notes what is wrong.
    pub fn fault(&mut self, field: &str, code: Fault, value: &str, problem: Sentence, hint: Sentence) {
        self.checked.errors.push(RowError {
            line: self.line,
            field: field.to_owned(),
            code,
            value: shown(value),
            problem,
            hint,
        });
    }

    /// The faults noted from now on belong to a line of a document: see [`Look::within_since`].
    pub fn mark(&self) -> usize {
        self.checked.errors.len()
    }

    /// The faults since the mark belong to this line of this document.
    pub fn within_since(&mut self, mark: usize, document: &str, index: usize) {
        for error in mark..self.checked.errors.len() {
            self.checked.inner.push((error, document.to_owned(), index));
        }
    }

    fn tell(&mut self, told: Told) {
        self.fault(told.field, told.code, &told.value, told.problem, told.hint);
    }
}

/// The machine's clock.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
