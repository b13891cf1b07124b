//! The rules at the door: who gives keys and passwords to whom, and how long wrong ones lock.

use super::events::*;
use super::{Access, AccessRules, Command, Means, Principal, Refusal, SshKey};
use crate::domain::Text;
use crate::domain::command::Draft;
use crate::domain::ids::{DeviceId, WorkerId};
use crate::domain::people::{self, Right};
use std::sync::Arc;

type Outcome = Result<(), crate::domain::Refusal>;

/// Keys of one principal.
const MOST_KEYS: u16 = 16;
/// Longest key in OpenSSH's notation, in bytes: an RSA key of 16,384 bits is shorter.
const LONGEST_KEY: usize = 4096;
/// Longest comment or address, in characters.
const LONGEST: usize = 80;

/// Decides one command about coming in.
///
/// # Errors
/// Why not.
pub fn decide(d: &mut Draft<'_>, command: &Command) -> Outcome {
    match command {
        Command::AddKey {
            principal,
            key,
            comment,
        } => add_key(d, *principal, key, comment),
        Command::RemoveKey { principal, key } => remove_key(d, *principal, key),
        Command::SetPassword { principal, hash } => set_password(d, *principal, hash.as_ref()),
        Command::SetRules(rules) => set_rules(d, *rules),
        Command::LoggedIn {
            principal,
            source,
            means,
        } => {
            d.require_system()?;
            exists(d, *principal)?;
            let (principal, means, at) = (*principal, *means, d.ctx.now);
            let source = short(source);
            d.emit(LoggedIn {
                principal,
                source,
                means,
                at,
            });
            Ok(())
        }
        Command::LogInFailed {
            principal,
            source,
            means,
        } => log_in_failed(d, *principal, source, *means),
        Command::EndSession {
            session,
            worker,
            device,
            last,
        } => end_session(d, *session, (*worker, *device), *last),
        Command::RightDenied { worker, workflow } => {
            d.require_system()?;
            let (worker, workflow) = (*worker, short(workflow));
            d.emit(RightDenied { worker, workflow });
            Ok(())
        }
    }
}

fn add_key(d: &mut Draft<'_>, principal: Principal, key: &Text, comment: &Text) -> Outcome {
    administers(d, principal)?;
    let shape: Vec<&str> = key.split(' ').collect();
    let [algorithm, body] = shape.as_slice() else {
        return Err(Refusal::NoKey.into());
    };
    let base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    if algorithm.is_empty() || body.len() < 40 || key.len() > LONGEST_KEY || !body.bytes().all(base64) {
        return Err(Refusal::NoKey.into());
    }
    if comment.chars().count() > LONGEST {
        return Err(Refusal::TooLong.into());
    }
    let known = d.w.access.get(&principal).map(Arc::as_ref);
    if known.is_some_and(|access| access.knows(key)) {
        return Ok(());
    }
    if known.is_some_and(|access| access.keys.len() >= usize::from(MOST_KEYS)) {
        return Err(Refusal::TooManyKeys(MOST_KEYS).into());
    }
    if let Some(other) = d.w.access.values().find(|access| access.knows(key)) {
        return Err(Refusal::KeyTaken(name(d, other)).into());
    }
    let key = SshKey {
        key: key.clone(),
        comment: comment.clone(),
        added: d.ctx.now,
    };
    d.emit(KeyAdded { principal, key });
    Ok(())
}

fn remove_key(d: &mut Draft<'_>, principal: Principal, key: &Text) -> Outcome {
    administers(d, principal)?;
    if !d.w.access.get(&principal).is_some_and(|access| access.knows(key)) {
        return Err(Refusal::UnknownKey.into());
    }
    d.emit(KeyRemoved {
        principal,
        key: key.clone(),
    });
    Ok(())
}

fn set_password(d: &mut Draft<'_>, principal: Principal, hash: Option<&Text>) -> Outcome {
    administers(d, principal)?;
    if hash.is_some_and(|hash| !people::is_argon2_hash(hash)) {
        return Err(Refusal::BadHash.into());
    }
    let known =
        d.w.access
            .get(&principal)
            .and_then(|access| access.password_hash.as_ref());
    if known.is_none() && hash.is_none() {
        return Ok(());
    }
    d.emit(PasswordSet {
        principal,
        hash: hash.cloned(),
    });
    Ok(())
}

fn set_rules(d: &mut Draft<'_>, rules: AccessRules) -> Outcome {
    d.require(Right::ChangeSettings)?;
    if rules.sessions_each == 0 || rules.sessions_all == 0 {
        return Err(Refusal::NoSessions.into());
    }
    if d.w.access_rules != rules {
        d.emit(AccessRulesSet { rules });
    }
    Ok(())
}

fn log_in_failed(d: &mut Draft<'_>, principal: Option<Principal>, source: &Text, means: Means) -> Outcome {
    d.require_system()?;
    if let Some(principal) = principal {
        exists(d, principal)?;
    }
    let at = d.ctx.now;
    let access = principal.and_then(|principal| d.w.access.get(&principal));
    let (mut failed, mut locked_until) =
        access.map_or((0, None), |access| (access.failed, access.locked_until));
    // A key cannot be guessed, so only passwords are counted.
    if means == Means::Password && access.is_some() {
        failed = failed.saturating_add(1);
        locked_until = people::lock_ms(failed).map(|ms| at + ms);
    }
    let source = short(source);
    d.emit(LogInFailed {
        principal,
        source,
        means,
        at,
        failed,
        locked_until,
    });
    Ok(())
}

fn end_session(
    d: &mut Draft<'_>,
    session: u64,
    (worker, device): (Option<WorkerId>, DeviceId),
    last: bool,
) -> Outcome {
    match worker {
        Some(id) => people::administers(d, id)?,
        None => d.require(Right::ManageWorkers)?,
    }
    let by = d.ctx.worker();
    d.emit(SessionEnded {
        session,
        worker,
        device,
        by,
    });
    if let Some(worker) = worker.filter(|_| last) {
        people::leave(d, worker);
    }
    Ok(())
}

fn exists(d: &Draft<'_>, principal: Principal) -> Result<(), Refusal> {
    let there = match principal {
        Principal::Worker(id) => d.w.workers.contains_key(&id),
        Principal::Device(id) => d.w.devices.contains_key(&id),
    };
    if there { Ok(()) } else { Err(Refusal::Unknown) }
}

/// Refuses unless it is oneself, somebody that one administers, or a device and one looks after people.
fn administers(d: &Draft<'_>, principal: Principal) -> Outcome {
    exists(d, principal)?;
    match principal {
        Principal::Worker(id) => people::administers(d, id)?,
        Principal::Device(_) => d.require(Right::ManageWorkers)?,
    }
    Ok(())
}

fn name(d: &Draft<'_>, access: &Access) -> Text {
    let known = match access.principal {
        Principal::Worker(id) => d.w.workers.get(&id).map(|worker| worker.number.clone()),
        Principal::Device(id) => d.w.devices.get(&id).map(|device| device.code.clone()),
    };
    known.unwrap_or_else(|| "?".into())
}

/// What a stranger sent is kept short.
fn short(text: &Text) -> Text {
    if text.chars().count() <= LONGEST {
        return text.clone();
    }
    text.chars().take(LONGEST).collect::<String>().into()
}
