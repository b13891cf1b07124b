//! What the crowd works on: a worker with a key, a tote and two shelves for each session.

use crate::domain::access::{self, AccessRules, Principal};
use crate::domain::masters;
use crate::domain::people::{self, Role, Worker};
use crate::domain::places::{Lpn, LpnKind, Place, PlaceKind};
use crate::domain::{Command, Via};
use crate::hub::log_in::key_text;
use crate::hub::{Rejection, Request, Site, SiteOptions};
use crate::store::directory::DirectoryKind;
use anyhow::{Result, bail};
use russh::keys::PrivateKey;
use russh::keys::ssh_key::private::Ed25519Keypair;
use std::path::Path;

/// A worker's number.
pub(super) fn number(n: u32) -> String {
    format!("CROWD{n:04}")
}

/// A worker's badge.
pub(super) fn badge(n: u32) -> String {
    format!("W-{}", number(n))
}

/// A worker's tote.
pub(super) fn tote(n: u32) -> String {
    format!("CROWD-T-{n:04}")
}

/// One of a worker's two shelves.
pub(super) fn shelf(n: u32, second: bool) -> String {
    format!("CROWD-{}-{n:04}", if second { 'B' } else { 'A' })
}

/// A worker's key: made of their number, for a scratch directory alone.
pub(super) fn key(n: u32) -> PrivateKey {
    let seed = blake3::derive_key("pickface crowd of a scratch directory", &n.to_le_bytes());
    PrivateKey::from(Ed25519Keypair::from_seed(&seed))
}

/// Makes what is missing.
///
/// # Errors
/// The directory cannot be opened, or something is refused.
pub(super) fn prepare(root: &Path, sessions: u32) -> Result<()> {
    let options = SiteOptions {
        kind: Some(DirectoryKind::Scratch),
        ..SiteOptions::default()
    };
    let site = Site::open(root, options)?;
    let ask = |command: Command| -> Result<()> {
        match site.hub().ask_blocking(Request::by_system(command, Via::Job)) {
            Ok(_) => Ok(()),
            Err(Rejection::Stopped(why)) => bail!("{why}"),
            Err(Rejection::Refused(refusal)) => bail!("the crowd's warehouse was refused: {refusal:?}"),
        }
    };
    ask(access::Command::SetRules(AccessRules {
        sessions_all: u16::MAX,
        ..AccessRules::default()
    })
    .into())?;
    for n in 1..=sessions {
        if site.warehouse().worker_by_number(&number(n)).is_none() {
            one(n, &ask, &site)?;
        }
    }
    site.close();
    Ok(())
}

fn one(n: u32, ask: &impl Fn(Command) -> Result<()>, site: &Site) -> Result<()> {
    let worker = Worker {
        number: number(n).into(),
        name: format!("Virtual {n}").into(),
        badge: badge(n).into(),
        roles: vec![Role::Picker],
        language: "en".into(),
        ..Worker::default()
    };
    ask(people::Command::Save(worker).into())?;
    let w = site.warehouse();
    if let Some(worker) = w.worker_by_number(&number(n)) {
        let (principal, key) = (Principal::Worker(worker.id), key_text(key(n).public_key())?);
        let comment = "virtual".into();
        ask(access::Command::AddKey {
            principal,
            key,
            comment,
        }
        .into())?;
    }
    let tote = Lpn {
        code: tote(n).into(),
        kind: LpnKind::Tote,
        ..Lpn::default()
    };
    ask(masters::Command::SaveLpn(tote).into())?;
    for second in [false, true] {
        let place = Place {
            code: shelf(n, second).into(),
            kind: PlaceKind::Staging,
            sequence: n,
            ..Place::default()
        };
        ask(masters::Command::SavePlace(place).into())?;
    }
    Ok(())
}
