//! What leaves the building on paper or wire: born in the event that causes it, sent outside of the core, and never
//! sent twice by the program itself.
//!
//! pending -> sending -> sent, failed or unknown. What was being sent when the program died is unknown: a worker looks
//! and says whether it was printed. A reprint of a parcel's label voids the copy before it.

mod events;
mod kinds;
mod refusal;

pub use events::*;
pub use kinds::*;
pub use refusal::Refusal;

use super::command::Draft;
use super::ids::{ItemId, LpnId, OutboxId, ParcelId, PlaceId, WorkerId};
use super::people::Right;
use super::{Text, Timestamp, Warehouse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How often a sending that certainly failed is tried again on its own.
pub const MAX_ATTEMPTS: u16 = 5;
/// Most labels that one command makes, and most records that one recovery takes.
pub const MAX_A_COMMAND: usize = 400;

/// How far a sending has come. What was sent or voided leaves the open state with the event that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum State {
    /// To be sent.
    Pending,
    /// Handed to the printer; nobody knows yet.
    Sending,
    /// Printed.
    Sent,
    /// The program died, or the printer fell silent, in the middle: somebody has to look.
    Unknown,
    /// Certainly not printed; somebody has to see to the printer.
    Failed,
    /// No longer to be printed.
    Voided,
}

/// Something to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// Its number.
    pub id: OutboxId,
    /// What, with the plain data as they were when it was made.
    pub kind: Kind,
    /// The place whose printer prints it.
    pub place: Option<PlaceId>,
    /// A printer named by hand; empty for the place's own.
    pub printer: Text,
    /// How far it has come.
    pub state: State,
    /// How often it was handed to a printer.
    pub attempts: u16,
    /// What the printer said when it failed last; empty otherwise.
    pub note: Text,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub by: Option<WorkerId>,
}

/// What a label is wanted of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labelled {
    Place(PlaceId),
    Item(ItemId),
    Lpn(LpnId),
    Worker(WorkerId),
}

/// What is asked about the outbox: by the program as it prints, by workers who see to printers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// It is being handed to the printer. A parcel's papers are voided instead when its order was called off.
    BeginSend {
        /// Which.
        id: OutboxId,
    },
    /// It is printed.
    MarkSent {
        /// Which.
        id: OutboxId,
    },
    /// It certainly was not printed.
    MarkFailed {
        /// Which.
        id: OutboxId,
        /// What the printer said.
        reason: Text,
        /// Worth trying again without anybody's help.
        retry: bool,
    },
    /// Nobody knows whether it was printed.
    MarkUnknown {
        /// Which.
        id: OutboxId,
    },
    /// At the start: what was being sent is unknown. At most 400 a command; asked again until nothing is left.
    Recover,
    /// A worker looked: it was printed, or not.
    Answer {
        /// Which.
        id: OutboxId,
        /// It was printed.
        printed: bool,
    },
    /// Try again, perhaps at another printer.
    Retry {
        /// Which.
        id: OutboxId,
        /// A printer named by hand; none to leave it as it is.
        printer: Option<Text>,
    },
    /// It is no longer wanted.
    Void {
        /// Which.
        id: OutboxId,
    },
    /// A new label of a parcel; the one before is void.
    Reprint {
        /// Which.
        parcel: ParcelId,
        /// Its packing slip too.
        slip: bool,
        /// At which place's printer; none for the bench where it was packed.
        place: Option<PlaceId>,
    },
    /// Labels of places, items, totes or badges; at most 400 a command.
    Print {
        /// Of what, in the order of printing.
        labels: Vec<Labelled>,
        /// At which place's printer.
        place: Option<PlaceId>,
        /// A printer named by hand; empty for the place's own.
        printer: Text,
    },
    /// A role's command barcodes; at most 400.
    PrintSheet {
        /// The sheet.
        sheet: CommandSheet,
        /// At which place's printer.
        place: Option<PlaceId>,
        /// A printer named by hand; empty for the place's own.
        printer: Text,
    },
    /// The two labels that a scanner is set up with. Anybody may who is here: without a scanner nobody can work.
    PrintCalibration {
        /// At which place's printer.
        place: Option<PlaceId>,
        /// A printer named by hand; empty for the place's own.
        printer: Text,
    },
    /// Which printer a place's labels come out of; an empty name takes it away.
    SetPrinter {
        /// Which place.
        place: PlaceId,
        /// The printer's address or name, as the shell that prints understands it.
        printer: Text,
    },
}

/// Decides one command about the outbox.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    match command {
        Command::Answer { id, printed } => answer(d, *id, *printed),
        Command::Retry { id, printer } => retry(d, *id, printer.as_ref()),
        Command::Void { id } => void(d, *id),
        Command::Reprint { parcel, slip, place } => reprint(d, *parcel, *slip, *place),
        Command::Print {
            labels,
            place,
            printer,
        } => print(d, labels, *place, printer),
        Command::PrintSheet {
            sheet,
            place,
            printer,
        } => print_sheet(d, sheet, *place, printer),
        Command::PrintCalibration { place, printer } => {
            d.require(Right::ManagePrinters)
                .or_else(|_| d.worker().map(drop))?;
            make(d, Kind::CalibrationSheet, *place, printer.clone());
            Ok(())
        }
        Command::SetPrinter { place, printer } => set_printer(d, *place, printer),
        Command::BeginSend { .. }
        | Command::MarkSent { .. }
        | Command::MarkFailed { .. }
        | Command::MarkUnknown { .. }
        | Command::Recover => {
            d.require(Right::ManagePrinters)?;
            send(d, command)
        }
    }
}

fn send(d: &mut Draft<'_>, command: &Command) -> Result<(), super::Refusal> {
    match command {
        Command::BeginSend { id } => {
            let entry = in_state(d, *id, &[State::Pending])?;
            let off = entry.kind.parcel().is_some_and(|parcel| called_off(d, parcel));
            let state = if off { State::Voided } else { State::Sending };
            set(d, &entry, state, "");
        }
        Command::MarkSent { id } => {
            let entry = in_state(d, *id, &[State::Sending, State::Unknown])?;
            set(d, &entry, State::Sent, "");
        }
        Command::MarkFailed { id, reason, retry } => {
            let entry = in_state(d, *id, &[State::Sending])?;
            let again = *retry && entry.attempts < MAX_ATTEMPTS;
            let state = if again { State::Pending } else { State::Failed };
            set(d, &entry, state, reason);
        }
        Command::MarkUnknown { id } => {
            let entry = in_state(d, *id, &[State::Sending])?;
            set(d, &entry, State::Unknown, "");
        }
        _ => {
            let sending = d.w.outbox.values().filter(|e| e.state == State::Sending);
            let sending: Vec<_> = sending.take(MAX_A_COMMAND).cloned().collect();
            for entry in sending {
                set(d, &entry, State::Unknown, "");
            }
        }
    }
    Ok(())
}

fn in_state(d: &Draft<'_>, id: OutboxId, states: &[State]) -> Result<Arc<Outbox>, Refusal> {
    let entry = d.w.outbox.get(&id).ok_or(Refusal::Unknown(id))?;
    if states.contains(&entry.state) {
        Ok(entry.clone())
    } else {
        Err(Refusal::WrongState(id, entry.state))
    }
}

fn set(d: &mut Draft<'_>, entry: &Outbox, state: State, note: &str) {
    let sending = u16::from(state == State::Sending);
    d.emit(OutboxChanged {
        id: entry.id,
        what: entry.kind.key(),
        code: entry.kind.code(),
        state,
        attempts: entry.attempts.saturating_add(sending),
        printer: entry.printer.clone(),
        at: d.ctx.now,
        note: note.into(),
    });
}

/// The order of a parcel was called off, or the parcel is no longer there as it was labelled.
fn called_off(d: &Draft<'_>, parcel: ParcelId) -> bool {
    let order = d.w.parcel(parcel).and_then(|p| d.w.order(p.order));
    order.is_some_and(|o| o.stage == super::orders::Stage::Cancelled)
}

/// Who packs answers for the papers of parcels; who sees to printers for all.
fn may_print(d: &Draft<'_>) -> Result<(), super::people::Refusal> {
    d.require(Right::Pack)
        .or_else(|_| d.require(Right::ManagePrinters))
}

fn answer(d: &mut Draft<'_>, id: OutboxId, printed: bool) -> Result<(), super::Refusal> {
    may_print(d)?;
    let entry = in_state(d, id, &[State::Unknown])?;
    if printed {
        set(d, &entry, State::Sent, "");
        return Ok(());
    }
    match entry.kind.parcel() {
        // The one before may lie about somewhere: it is void, and the new one is another copy.
        Some(parcel) if matches!(entry.kind, Kind::ParcelLabel(_)) => reprint(d, parcel, false, entry.place),
        _ => {
            set(d, &entry, State::Pending, "");
            Ok(())
        }
    }
}

fn retry(d: &mut Draft<'_>, id: OutboxId, printer: Option<&Text>) -> Result<(), super::Refusal> {
    may_print(d)?;
    let entry = in_state(d, id, &[State::Failed, State::Pending])?;
    let printer = printer.cloned().unwrap_or_else(|| entry.printer.clone());
    let entry = Outbox {
        printer,
        attempts: 0,
        ..Outbox::clone(&entry)
    };
    set(d, &entry, State::Pending, "");
    Ok(())
}

fn void(d: &mut Draft<'_>, id: OutboxId) -> Result<(), super::Refusal> {
    d.require(Right::ManagePrinters)?;
    let entry = in_state(d, id, &[State::Pending, State::Failed, State::Unknown])?;
    set(d, &entry, State::Voided, "");
    Ok(())
}

fn reprint(
    d: &mut Draft<'_>,
    id: ParcelId,
    slip: bool,
    place: Option<PlaceId>,
) -> Result<(), super::Refusal> {
    may_print(d)?;
    let parcel = d.w.parcel(id).ok_or(Refusal::NoParcel(id))?;
    let seal = parcel.seal.as_ref().ok_or(Refusal::NoLabel(id))?;
    if called_off(d, id) {
        return Err(Refusal::CalledOff(parcel.order).into());
    }
    let (copy, place) = (seal.copy.saturating_add(1), place.unwrap_or(parcel.bench));
    let event = LabelReprinted {
        parcel: id,
        order: parcel.order,
        sscc: seal.sscc.clone(),
        copy,
        by: d.ctx.worker(),
        at: d.ctx.now,
    };
    void_matching(d, |kind| {
        kind.parcel() == Some(id) && (slip || matches!(kind, Kind::ParcelLabel(_)))
    });
    d.emit(event);
    let Some(label) = kinds::parcel_label(d.w, id) else {
        return Ok(());
    };
    make(d, Kind::ParcelLabel(Box::new(label)), Some(place), "".into());
    if slip && let Some(slip) = kinds::packing_slip(d.w, id) {
        make(d, Kind::PackingSlip(Box::new(slip)), Some(place), "".into());
    }
    Ok(())
}

fn print(
    d: &mut Draft<'_>,
    labels: &[Labelled],
    place: Option<PlaceId>,
    printer: &Text,
) -> Result<(), super::Refusal> {
    d.require(Right::ManagePrinters)
        .or_else(|_| d.require(Right::Receive))?;
    if labels.is_empty() || labels.len() > MAX_A_COMMAND {
        return Err(Refusal::TooMany(labels.len()).into());
    }
    for labelled in labels {
        let kind = kinds::label_of(d.w, *labelled).ok_or(Refusal::NothingToLabel)?;
        make(d, kind, place, printer.clone());
    }
    Ok(())
}

fn print_sheet(
    d: &mut Draft<'_>,
    sheet: &CommandSheet,
    place: Option<PlaceId>,
    printer: &Text,
) -> Result<(), super::Refusal> {
    d.require(Right::ManagePrinters)?;
    let commands = sheet.sections.iter().map(|section| section.commands.len()).sum();
    if commands == 0 || commands > MAX_A_COMMAND {
        return Err(Refusal::TooMany(commands).into());
    }
    let kind = Kind::CommandSheet(Box::new(sheet.clone()));
    make(d, kind, place, printer.clone());
    Ok(())
}

fn set_printer(d: &mut Draft<'_>, place: PlaceId, printer: &Text) -> Result<(), super::Refusal> {
    d.require(Right::ManagePrinters)?;
    if !d.w.places.contains_key(&place) {
        return Err(Refusal::NothingToLabel.into());
    }
    let now = d.w.printers.get(&place).map_or("", |now| now.as_ref());
    if now != printer.as_ref() {
        d.emit(PrinterSet {
            place,
            printer: printer.clone(),
        });
    }
    Ok(())
}

/// The papers of a parcel that was just closed: its label and its packing slip, at its bench's printer.
pub(super) fn parcel_papers(d: &mut Draft<'_>, parcel: ParcelId) {
    let place = d.w.parcel(parcel).map(|p| p.bench);
    if let Some(label) = kinds::parcel_label(d.w, parcel) {
        make(d, Kind::ParcelLabel(Box::new(label)), place, "".into());
    }
    if let Some(slip) = kinds::packing_slip(d.w, parcel) {
        make(d, Kind::PackingSlip(Box::new(slip)), place, "".into());
    }
}

/// The papers of a parcel that is packed again or taken apart are void.
pub(super) fn void_of(d: &mut Draft<'_>, parcel: ParcelId) {
    void_matching(d, |kind| kind.parcel() == Some(parcel));
}

fn void_matching(d: &mut Draft<'_>, of: impl Fn(&Kind) -> bool) {
    let entries: Vec<_> = d.w.outbox.values().filter(|e| of(&e.kind)).cloned().collect();
    for entry in entries {
        set(d, &entry, State::Voided, "");
    }
}

fn make(d: &mut Draft<'_>, kind: Kind, place: Option<PlaceId>, printer: Text) {
    let entry = Outbox {
        id: d.w.counters.next(),
        kind,
        place,
        printer,
        state: State::Pending,
        attempts: 0,
        note: "".into(),
        made_at: d.ctx.now,
        by: d.ctx.worker(),
    };
    d.emit(OutboxMade {
        entry: Arc::new(entry),
    });
}

impl Warehouse {
    /// What waits to be printed, the oldest first.
    pub fn outbox_pending(&self) -> impl Iterator<Item = &Outbox> {
        let all = self.outbox.values().map(Arc::as_ref);
        all.filter(|entry| entry.state == State::Pending)
    }

    /// The printer that something comes out of: the one named by hand, else its place's; none where there is none.
    pub fn printer_of(&self, entry: &Outbox) -> Option<Text> {
        if !entry.printer.is_empty() {
            return Some(entry.printer.clone());
        }
        entry.place.and_then(|place| self.printers.get(&place)).cloned()
    }

    pub(super) fn put_outbox(&mut self, entry: Arc<Outbox>) {
        self.counters.used(entry.id);
        self.outbox.insert(entry.id, entry);
    }
}
