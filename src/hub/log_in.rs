//! Log-ins over the network: keys and passwords, checked here, off the writer. A password never enters a command or an
//! event; the warehouse learns whether somebody came in, and from where.
//!
//! Checking a password blocks for as long as a hash takes: call it on a blocking thread.

use super::sign_in::{Cost, hash_secret, verify_secret};
use super::{Answer, Hub, Lane, Rejection, Request};
use crate::domain::access::{self, Means, Principal};
use crate::domain::phrase::{Phrase, Value};
use crate::domain::{Class, Command, Explain, Text, Timestamp, Via, Warehouse};
use russh::keys::ssh_key::{Algorithm, PublicKey};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 10;
/// Most bytes of a password.
pub const LONGEST_PASSWORD: usize = 128;

/// Somebody at the door.
#[derive(Clone, Copy, Debug)]
pub struct Knock<'a> {
    /// The name they give: a worker's number or badge, a device's code.
    pub name: &'a str,
    /// The address they come from.
    pub source: &'a str,
}

/// Why the door stays shut. Whoever knocks is told none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shut {
    /// The name is nobody's.
    Unknown,
    /// They may no longer work here.
    Inactive,
    /// Too many wrong passwords: until when none is tried.
    Locked(Timestamp),
    /// The key or password is wrong, or they have none.
    Wrong,
    /// Nothing is taken any more.
    Rejected(Rejection),
}

impl Shut {
    /// Its name for a monitor.
    pub fn name(&self) -> &'static str {
        match self {
            Shut::Unknown => "unknown",
            Shut::Inactive => "inactive",
            Shut::Locked(_) => "locked",
            Shut::Wrong => "wrong",
            Shut::Rejected(_) => "stopped",
        }
    }
}

/// Why a line is no key that may open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It cannot be read.
    #[error("this is no public key in OpenSSH's notation (`ssh-ed25519 AAAA... name`): {0}")]
    Unreadable(String),
    /// A private key was given.
    #[error("this is a private key: keep it to yourself, and give the file that ends in .pub")]
    Private,
    /// An algorithm that is not taken here.
    #[error("keys of the kind {0} are not taken; make one with: ssh-keygen -t ed25519")]
    Algorithm(String),
}

impl Explain for KeyError {
    fn class(&self) -> Class {
        Class::No
    }

    fn phrase(&self) -> Phrase {
        match self {
            KeyError::Unreadable(_) => Phrase::new("no-key-unreadable"),
            KeyError::Private => Phrase::new("no-key-private"),
            KeyError::Algorithm(kind) => {
                Phrase::new("no-key-algorithm").with("kind", Value::Text(kind.as_str().into()))
            }
        }
    }
}

/// Reads a line of a `.pub` file: the key as [`access::SshKey::key`] has it, and its comment.
///
/// # Errors
/// No key, or of a kind that is not taken: Ed25519 and ECDSA are, also in a hardware token; RSA and DSA are not.
pub fn read_key(line: &str) -> Result<(Text, Text), KeyError> {
    if line.contains("PRIVATE KEY") {
        return Err(KeyError::Private);
    }
    let key = PublicKey::from_openssh(line.trim()).map_err(|e| KeyError::Unreadable(e.to_string()))?;
    match key.algorithm() {
        Algorithm::Ed25519
        | Algorithm::Ecdsa { .. }
        | Algorithm::SkEd25519
        | Algorithm::SkEcdsaSha2NistP256 => {}
        other => return Err(KeyError::Algorithm(other.to_string())),
    }
    let comment: String = key
        .comment()
        .as_str_lossy()
        .chars()
        .filter(|c| !c.is_control())
        .take(80)
        .collect();
    Ok((key_text(&key)?, comment.trim().into()))
}

/// A key as [`access::SshKey::key`] has it.
///
/// # Errors
/// It cannot be written.
pub fn key_text(key: &PublicKey) -> Result<Text, KeyError> {
    let mut bare = key.clone();
    bare.set_comment("");
    let text = bare
        .to_openssh()
        .map_err(|e| KeyError::Unreadable(e.to_string()))?;
    Ok(text.trim().into())
}

/// Whether this key would open for this name: asked before anybody has proved that the key is theirs.
pub fn key_would_open(w: &Warehouse, name: &str, key: &str) -> bool {
    let principal = w
        .principal_by_name(name)
        .filter(|principal| w.may_come_in(*principal));
    let access = principal.and_then(|principal| w.access.get(&principal));
    access.is_some_and(|access| access.knows(key))
}

/// Lets in whoever has proved that this key is theirs.
///
/// # Errors
/// Why not; it is in the journal then.
pub async fn by_key(hub: &Hub, knock: Knock<'_>, key: &str) -> Result<Principal, Shut> {
    let view = hub.view();
    let found = find(&view.warehouse, knock.name);
    let outcome = found.and_then(|principal| {
        let access = view.warehouse.access.get(&principal);
        if access.is_some_and(|access| access.knows(key)) {
            Ok(principal)
        } else {
            Err(Shut::Wrong)
        }
    });
    note(hub, knock, Means::Key, outcome).await
}

/// Lets in whoever knows the password.
///
/// # Errors
/// Why not; it is in the journal then.
pub async fn by_password(hub: &Hub, knock: Knock<'_>, password: &str, cost: Cost) -> Result<Principal, Shut> {
    let view = hub.view();
    let found = find(&view.warehouse, knock.name);
    let access = found
        .as_ref()
        .ok()
        .and_then(|principal| view.warehouse.access.get(principal));
    if let Some(until) = access.and_then(|access| access.locked(now().max(view.warehouse.clock))) {
        return note(hub, knock, Means::Password, Err(Shut::Locked(until))).await;
    }
    let hash = access.and_then(|access| access.password_hash.clone());
    let password: Arc<str> = if password.len() <= LONGEST_PASSWORD {
        password.into()
    } else {
        "".into()
    };
    let checked = tokio::task::spawn_blocking(move || match hash {
        Some(hash) => verify_secret(&hash, &password),
        None => {
            // As dear as a check, so that the time does not tell who has a password.
            let _ = hash_secret(&password, cost);
            false
        }
    });
    let right = checked.await.unwrap_or(false);
    let outcome = found.and_then(|principal| if right { Ok(principal) } else { Err(Shut::Wrong) });
    note(hub, knock, Means::Password, outcome).await
}

/// Asks the hub to set a password: fills its hash into the request's [`access::Command::SetPassword`]. Blocks.
///
/// # Errors
/// As [`Hub::ask_blocking`]; and no password, or no memory for its hash.
pub fn set_password(hub: &Hub, mut request: Request, password: &str, cost: Cost) -> Answer {
    let stopped = |why: String| Rejection::Stopped(why.into());
    check_password(password).map_err(|e| stopped(e.to_string()))?;
    let filled = hash_secret(password, cost).map_err(stopped)?;
    if let Command::Access(access::Command::SetPassword { hash, .. }) = &mut request.command {
        *hash = Some(filled.as_str().into());
    }
    hub.ask_blocking(request)
}

/// Why something is no password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a password has {SHORTEST_PASSWORD} characters at least, and {LONGEST_PASSWORD} bytes at most")]
pub struct NoPassword;

/// Whether it can be a password.
///
/// # Errors
/// Too short or too long.
pub fn check_password(password: &str) -> Result<(), NoPassword> {
    let good = password.chars().count() >= SHORTEST_PASSWORD && password.len() <= LONGEST_PASSWORD;
    if good { Ok(()) } else { Err(NoPassword) }
}

fn find(w: &Warehouse, name: &str) -> Result<Principal, Shut> {
    let principal = w.principal_by_name(name).ok_or(Shut::Unknown)?;
    if w.may_come_in(principal) {
        Ok(principal)
    } else {
        Err(Shut::Inactive)
    }
}

/// Notes in the journal what came of it.
async fn note(
    hub: &Hub,
    knock: Knock<'_>,
    means: Means,
    outcome: Result<Principal, Shut>,
) -> Result<Principal, Shut> {
    let source: Text = knock.source.into();
    let command = match &outcome {
        Ok(principal) => access::Command::LoggedIn {
            principal: *principal,
            source,
            means,
        },
        Err(_) => {
            let principal = hub.view().warehouse.principal_by_name(knock.name);
            access::Command::LogInFailed {
                principal,
                source,
                means,
            }
        }
    };
    let request = Request {
        lane: Lane::Interactive,
        ..Request::by_system(command, Via::Job)
    };
    hub.ask(request).await.map_err(Shut::Rejected)?;
    outcome
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
