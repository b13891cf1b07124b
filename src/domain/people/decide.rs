//! The rules about workers: who administers whom, and signing in and out.

use super::events::*;
use super::{Command, FREE_TRIES, Refusal, Right, Role, Worker};
use crate::domain::command::{Actor, Draft};
use crate::domain::ids::{DeviceId, WorkerId};
use crate::domain::lookup::Target;
use crate::domain::picking::TaskParked;
use crate::domain::{Text, Timestamp};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Longest number, name or badge, in characters: what a badge and a list of workers hold.
const LONGEST: usize = 80;
/// How long the first lock lasts; each further wrong PIN doubles it.
const FIRST_LOCK_MS: i64 = 60_000;
/// How long a lock lasts at most.
const LONGEST_LOCK_MS: i64 = 3_600_000;

/// Decides one command about people.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    match command {
        Command::Save(worker) => save(d, worker),
        Command::FirstAdmin(worker) => first_admin(d, worker),
        Command::SetPin { worker, hash } => set_pin(d, *worker, hash),
        Command::Deactivate { worker } => activate(d, *worker, false),
        Command::Reactivate { worker } => activate(d, *worker, true),
        Command::SignedIn { worker } => signed_in(d, *worker),
        Command::SignedOut { worker } => signed_out(d, *worker),
        Command::SignInFailed { worker } => sign_in_failed(d, *worker),
    }
}

fn save(d: &mut Draft<'_>, given: &Worker) -> Outcome {
    d.require(Right::ManageWorkers)?;
    let known = d.w.worker_by_number(&given.number).cloned();
    let worker = match &known {
        Some(known) => Worker {
            number: known.number.clone(),
            name: given.name.clone(),
            badge: given.badge.clone(),
            roles: given.roles.clone(),
            language: given.language.clone(),
            ..known.clone()
        },
        None => Worker {
            id: d.w.counters.next(),
            pin_hash: None,
            signed_in: None,
            inactive: false,
            failed: 0,
            locked_until: None,
            ..given.clone()
        },
    };
    if known.as_ref() == Some(&worker) {
        return Ok(());
    }
    if let Some(known) = &known {
        not_above(d, known)?;
    }
    not_above(d, &worker)?;
    sound(d, &worker)?;
    keeps_an_admin(d, &worker)?;
    let worker = Arc::new(worker);
    d.emit(WorkerSaved { worker });
    Ok(())
}

fn first_admin(d: &mut Draft<'_>, given: &Worker) -> Outcome {
    if !d.w.workers.is_empty() {
        return Err(Refusal::NotTheFirst.into());
    }
    let mut roles = given.roles.clone();
    if !roles.contains(&Role::Admin) {
        roles.push(Role::Admin);
    }
    let worker = Worker {
        id: d.w.counters.next(),
        roles,
        inactive: false,
        signed_in: None,
        failed: 0,
        locked_until: None,
        ..given.clone()
    };
    sound(d, &worker)?;
    worker.pin_hash.as_ref().map_or(Ok(()), is_hash)?;
    let worker = Arc::new(worker);
    d.emit(WorkerSaved { worker });
    Ok(())
}

fn set_pin(d: &mut Draft<'_>, worker: WorkerId, hash: &Text) -> Outcome {
    administers(d, worker)?;
    is_hash(hash)?;
    let hash = hash.clone();
    d.emit(PinSet { worker, hash });
    Ok(())
}

fn activate(d: &mut Draft<'_>, id: WorkerId, active: bool) -> Outcome {
    d.require(Right::ManageWorkers)?;
    let known = d.w.workers.get(&id).ok_or(Refusal::Unknown)?;
    not_above(d, known)?;
    if known.inactive != active {
        return Ok(());
    }
    let changed = Worker {
        inactive: !active,
        ..Worker::clone(known)
    };
    keeps_an_admin(d, &changed)?;
    leave(d, id);
    if let Some(task) = d.w.task_of(id).filter(|_| !active) {
        d.emit(TaskParked { task, at: d.ctx.now });
    }
    d.emit(WorkerActivated { worker: id, active });
    Ok(())
}

fn signed_in(d: &mut Draft<'_>, id: WorkerId) -> Outcome {
    d.require_system()?;
    let worker = d.w.workers.get(&id).ok_or(Refusal::Unknown)?;
    if worker.inactive {
        return Err(Refusal::Inactive(id).into());
    }
    if let Some(until) = worker.locked(d.ctx.now) {
        return Err(Refusal::Locked(id, until).into());
    }
    let (device, at) = (d.ctx.device, d.ctx.now);
    if worker.signed_in.is_some_and(|(there, _)| there == device) && worker.failed == 0 {
        return Ok(());
    }
    leave(d, id);
    // Device 0 is no device: the command line, a job.
    let before =
        d.w.worker_at(device)
            .map(|w| w.id)
            .filter(|_| device != DeviceId(0));
    if let Some(other) = before {
        leave(d, other);
    }
    d.emit(SignedIn {
        worker: id,
        device,
        at,
    });
    Ok(())
}

fn signed_out(d: &mut Draft<'_>, id: WorkerId) -> Outcome {
    administers(d, id)?;
    leave(d, id);
    Ok(())
}

fn sign_in_failed(d: &mut Draft<'_>, who: Option<WorkerId>) -> Outcome {
    d.require_system()?;
    let (device, at) = (d.ctx.device, d.ctx.now);
    let worker = match who {
        Some(id) => Some(d.w.workers.get(&id).ok_or(Refusal::Unknown)?),
        None => None,
    };
    // A try that was under way when the lock fell.
    if let Some((id, until)) = worker.and_then(|w| Some((w.id, w.locked(at)?))) {
        return Err(Refusal::Locked(id, until).into());
    }
    let failed = worker.map_or(0, |w| w.failed.saturating_add(1));
    let locked_until = lock_ms(failed).map(|ms| at + ms);
    d.emit(SignInFailed {
        worker: who,
        device,
        at,
        failed,
        locked_until,
    });
    Ok(())
}

/// How long so many wrong PINs in a row lock the sign-in.
pub(in crate::domain) fn lock_ms(failed: u16) -> Option<i64> {
    let beyond = failed.checked_sub(FREE_TRIES)?;
    let doubled = FIRST_LOCK_MS.saturating_mul(1 << beyond.min(10));
    Some(doubled.min(LONGEST_LOCK_MS))
}

/// Signs a worker out where they are signed in, if anywhere.
pub(in crate::domain) fn leave(d: &mut Draft<'_>, worker: WorkerId) {
    let at: Timestamp = d.ctx.now;
    if let Some((device, _)) = d.w.workers.get(&worker).and_then(|w| w.signed_in) {
        d.emit(SignedOut { worker, device, at });
    }
}

/// Refuses unless it is oneself, or somebody that one administers.
pub(in crate::domain) fn administers(d: &Draft<'_>, id: WorkerId) -> Result<(), Refusal> {
    let themself = d.ctx.worker() == Some(id);
    if !themself {
        d.require(Right::ManageWorkers)?;
    }
    let known = d.w.workers.get(&id).ok_or(Refusal::Unknown)?;
    if themself && known.inactive {
        return Err(Refusal::Inactive(id));
    }
    not_above(d, known)
}

/// Refuses when the worker stands above the one who asks.
fn not_above(d: &Draft<'_>, worker: &Worker) -> Result<(), Refusal> {
    let Actor::Worker(asking) = d.ctx.actor else {
        return Ok(());
    };
    let own = d.w.workers.get(&asking).and_then(|w| w.rank());
    match worker.rank() {
        Some(rank) if Some(rank) > own => Err(Refusal::Above(rank)),
        _ => Ok(()),
    }
}

/// Refuses a record that lacks something, or whose badge or number stands for something else.
fn sound(d: &Draft<'_>, worker: &Worker) -> Result<(), Refusal> {
    if worker.number.trim().is_empty() || worker.name.trim().is_empty() || worker.roles.is_empty() {
        return Err(Refusal::Incomplete);
    }
    for text in [&worker.number, &worker.name, &worker.badge] {
        if text.chars().count() > LONGEST {
            return Err(Refusal::TooLong(text.clone()));
        }
    }
    let stands_for_another = |target: &Target| *target != Target::Worker(worker.id);
    if !worker.badge.is_empty() && d.w.scan(&worker.badge).targets.iter().any(stands_for_another) {
        return Err(Refusal::CodeTaken(worker.badge.clone()));
    }
    if d.w
        .worker_by_number(&worker.badge)
        .is_some_and(|w| w.id != worker.id)
    {
        return Err(Refusal::CodeTaken(worker.badge.clone()));
    }
    let badge_of_another = |target: &Target| matches!(target, Target::Worker(id) if *id != worker.id);
    if d.w.scan(&worker.number).targets.iter().any(badge_of_another) {
        return Err(Refusal::CodeTaken(worker.number.clone()));
    }
    Ok(())
}

/// Refuses a change after which no active admin is left where there is one now.
fn keeps_an_admin(d: &Draft<'_>, changed: &Worker) -> Result<(), Refusal> {
    let was = d.w.workers.get(&changed.id).is_some_and(|w| w.is_active_admin());
    let another = || {
        d.w.workers
            .values()
            .any(|w| w.id != changed.id && w.is_active_admin())
    };
    if was && !changed.is_active_admin() && !another() {
        Err(Refusal::LastAdmin(changed.id))
    } else {
        Ok(())
    }
}

/// Refuses what is no Argon2 hash, so that no PIN comes in by mistake.
fn is_hash(hash: &Text) -> Result<(), Refusal> {
    if is_argon2_hash(hash) {
        Ok(())
    } else {
        Err(Refusal::BadHash)
    }
}

/// Whether it looks like an Argon2id hash in PHC form.
pub(in crate::domain) fn is_argon2_hash(hash: &str) -> bool {
    hash.starts_with("$argon2id$") && (40..=200).contains(&hash.len()) && hash.is_ascii()
}
