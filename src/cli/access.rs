//! `pickface access`: who may come in over SSH.

use super::{Failure, Shell, Status};
use crate::domain::access::{Access, AccessRules, Command, Principal};
use crate::domain::devices::{self, Device};
use crate::domain::ids::DeviceId;
use crate::domain::{CommandId, Explain, Text, Via, Warehouse};
use crate::hub::log_in::{KeyError, check_password, read_key, set_password};
use crate::hub::sign_in::Cost;
use crate::hub::{Lane, Rejection, Request, Site};
use crate::ui::locale::{Lang, Texts};
use crate::ui::words::Words;
use serde::Serialize;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `access`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// List who may come in, and with what.
    List,
    /// Make a shared gun or bench known that never came yet, so that its keys can be let in.
    AddDevice {
        /// Its code: the name it logs in with, such as gun-07.
        code: String,
        /// What people call it; the code where it is left out.
        name: Option<String>,
    },
    /// Let the keys of a file open: one OpenSSH line each, as in a .pub or authorized_keys file.
    AddKey {
        /// A worker's number, or a device's code.
        name: String,
        /// The file; `-` for standard input.
        file: PathBuf,
    },
    /// Keys open no more.
    RemoveKey {
        /// A worker's number, or a device's code.
        name: String,
        /// The key's comment, its OpenSSH line, or "all".
        key: String,
    },
    /// Set a password, read from the first line of standard input.
    Password {
        /// A worker's number, or a device's code.
        name: String,
        /// Take it away instead: keys alone open then.
        #[arg(long)]
        none: bool,
    },
    /// Show or change what the building allows.
    Rules {
        /// Minutes without a key or scan after which a worker is signed off; 0 for never.
        #[arg(long)]
        idle_minutes: Option<u16>,
        /// Sessions of one worker or device over SSH at a time.
        #[arg(long)]
        sessions_each: Option<u16>,
        /// Sessions over SSH at a time in all.
        #[arg(long)]
        sessions_all: Option<u16>,
    },
}

/// What a password's input may hold at most.
const MOST_BYTES: u64 = 64 * 1024;

/// Does it.
///
/// # Errors
/// No such worker or device, no key, or the one who asks may not.
pub fn run(args: &Args, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    match &args.what {
        What::List => list(shell),
        What::AddDevice { code, name } => add_device(code, name.as_deref(), shell),
        What::AddKey { name, file } => add_key(name, file, shell),
        What::RemoveKey { name, key } => remove_key(name, key, shell),
        What::Password { name, none } => password(name, *none, shell),
        What::Rules {
            idle_minutes,
            sessions_each,
            sessions_all,
        } => {
            let site = shell.site()?;
            let now = site.warehouse().access_rules;
            let rules = AccessRules {
                idle_minutes: idle_minutes.unwrap_or(now.idle_minutes),
                sessions_each: sessions_each.unwrap_or(now.sessions_each),
                sessions_all: sessions_all.unwrap_or(now.sessions_all),
            };
            if rules != now {
                ask(&site, shell, Command::SetRules(rules))?;
            }
            let said = format!(
                "signed off after {} idle minutes; {} sessions over SSH each, {} in all",
                rules.idle_minutes, rules.sessions_each, rules.sessions_all
            );
            shell.answer(&rules, said)?;
            Ok(Status::Done)
        }
    }
}

#[derive(Serialize)]
struct Listed {
    access: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    kind: &'static str,
    name: String,
    password: bool,
    keys: Vec<KeyRow>,
}

#[derive(Serialize)]
struct KeyRow {
    key: String,
    comment: String,
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.access.is_empty() {
            return f.write_str(
                "nobody may come in over SSH yet. Let a key open: pickface access add-key NUMBER FILE.pub",
            );
        }
        let mut lines = Vec::new();
        for row in &self.access {
            let password = if row.password { ", password" } else { "" };
            lines.push(format!(
                "{} {}: {} keys{password}",
                row.kind,
                row.name,
                row.keys.len()
            ));
            lines.extend(
                row.keys
                    .iter()
                    .map(|key| format!("  {} {}", key.key, key.comment)),
            );
        }
        f.write_str(&lines.join("\n"))
    }
}

fn list(shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let w = shell.site()?.warehouse();
    let opens = |access: &&Arc<Access>| !access.keys.is_empty() || access.password_hash.is_some();
    let row = |access: &Arc<Access>| {
        let (kind, name) = name_of(&w, access.principal);
        let keys = access.keys.iter().map(|key| KeyRow {
            key: key.key.to_string(),
            comment: key.comment.to_string(),
        });
        Row {
            kind,
            name,
            password: access.password_hash.is_some(),
            keys: keys.collect(),
        }
    };
    let listed = Listed {
        access: w.access.values().filter(opens).map(row).collect(),
    };
    shell.answer(&listed, &listed)?;
    Ok(Status::Done)
}

#[derive(Serialize)]
struct Changed {
    keys: usize,
}

fn add_device(code: &str, name: Option<&str>, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    if site.warehouse().principal_by_name(code).is_some() {
        return Err(Failure::refused(format!(
            "{code:?} is known already, as a worker or a device"
        )));
    }
    let device = Device {
        code: code.into(),
        name: name.unwrap_or(code).into(),
        ..Device::default()
    };
    ask(&site, shell, devices::Command::Save(device))?;
    let said = format!("{code} is known; let its key open: pickface access add-key {code} FILE.pub");
    shell.answer(&Changed { keys: 0 }, said)?;
    Ok(Status::Done)
}

fn add_key(name: &str, file: &Path, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let text = read(file, shell)?;
    let site = shell.site()?;
    let principal = find(&site.warehouse(), name)?;
    let shown = file.display();
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim().starts_with('#'));
    let read = lines.map(|(at, line)| read_key(line).map_err(|error| (at + 1, error)));
    // Every line is read before any key opens.
    let keys: Result<Vec<(Text, Text)>, (usize, KeyError)> = read.collect();
    let keys = keys.map_err(|(line, error)| Failure::refused(format!("{shown}, line {line}: {error}")))?;
    if keys.is_empty() {
        return Err(Failure::refused(format!("{shown} holds no key")).hint("give the file that ends in .pub"));
    }
    for (key, comment) in &keys {
        ask(
            &site,
            shell,
            Command::AddKey {
                principal,
                key: key.clone(),
                comment: comment.clone(),
            },
        )?;
    }
    let keys = keys.len();
    shell.answer(&Changed { keys }, format!("{keys} keys open for {name}"))?;
    Ok(Status::Done)
}

fn remove_key(name: &str, which: &str, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let w = site.warehouse();
    let principal = find(&w, name)?;
    let known = w
        .access
        .get(&principal)
        .map(|access| access.keys.clone())
        .unwrap_or_default();
    let exact = read_key(which).ok().map(|(key, _)| key);
    let meant = known
        .iter()
        .filter(|key| which == "all" || key.comment.as_ref() == which || Some(&key.key) == exact.as_ref());
    let mut keys = 0;
    for key in meant {
        ask(
            &site,
            shell,
            Command::RemoveKey {
                principal,
                key: key.key.clone(),
            },
        )?;
        keys += 1;
    }
    if keys == 0 {
        return Err(
            Failure::refused(format!("{name} has no key {which:?}")).hint("pickface access list shows them")
        );
    }
    shell.answer(&Changed { keys }, format!("{keys} keys open no more for {name}"))?;
    Ok(Status::Done)
}

fn password(name: &str, none: bool, shell: &mut Shell<'_>) -> Result<Status, Failure> {
    let site = shell.site()?;
    let principal = find(&site.warehouse(), name)?;
    if none {
        ask(
            &site,
            shell,
            Command::SetPassword {
                principal,
                hash: None,
            },
        )?;
        shell.answer(&Changed { keys: 0 }, format!("{name} has no password any more"))?;
        return Ok(Status::Done);
    }
    let text = read(Path::new("-"), shell)?;
    let password = text.lines().next().unwrap_or_default();
    check_password(password).map_err(Failure::refused)?;
    let request = request(
        &site,
        shell,
        Command::SetPassword {
            principal,
            hash: None,
        },
    )?;
    told(&site, set_password(site.hub(), request, password, Cost::Standard))?;
    shell.answer(&Changed { keys: 0 }, format!("{name} has a new password"))?;
    Ok(Status::Done)
}

fn read(file: &Path, shell: &mut Shell<'_>) -> Result<String, Failure> {
    if file != Path::new("-") {
        let path = shell.path(file)?;
        return std::fs::read_to_string(&path)
            .map_err(|error| Failure::new(format!("{} cannot be read: {error}", path.display())));
    }
    let mut text = String::new();
    let mut from = shell.input.as_mut().take(MOST_BYTES);
    from.read_to_string(&mut text)
        .map_err(|error| Failure::new(format!("standard input cannot be read: {error}")))?;
    Ok(text)
}

fn find(w: &Warehouse, name: &str) -> Result<Principal, Failure> {
    w.principal_by_name(name).ok_or_else(|| {
        Failure::refused(format!(
            "no worker has the number {name:?}, and no device the code"
        ))
        .hint("pickface export workers - lists workers; pickface access add-device CODE makes a device known")
    })
}

fn name_of(w: &Warehouse, principal: Principal) -> (&'static str, String) {
    match principal {
        Principal::Worker(id) => {
            let number = w.workers.get(&id).map(|worker| worker.number.to_string());
            ("worker", number.unwrap_or_else(|| id.to_string()))
        }
        Principal::Device(id) => {
            let code = w.devices.get(&id).map(|device| device.code.to_string());
            ("device", code.unwrap_or_else(|| id.to_string()))
        }
    }
}

fn request(
    site: &Site,
    shell: &Shell<'_>,
    command: impl Into<crate::domain::Command>,
) -> Result<Request, Failure> {
    Ok(Request {
        id: CommandId::default(),
        actor: shell.actor(&site.warehouse())?,
        device: DeviceId(0),
        via: Via::CommandLine,
        input: "".into(),
        command: command.into(),
        record: None,
        lane: Lane::Interactive,
    })
}

fn ask(site: &Site, shell: &Shell<'_>, command: impl Into<crate::domain::Command>) -> Result<(), Failure> {
    let request = request(site, shell, command)?;
    told(site, site.hub().ask_blocking(request))
}

fn told(site: &Site, answer: crate::hub::Answer) -> Result<(), Failure> {
    answer.map(|_| ()).map_err(|why| match why {
        Rejection::Stopped(why) => Failure::new(why),
        Rejection::Refused(why) => {
            let (w, texts) = (site.warehouse(), Texts::new(Lang::En));
            Failure::refused(Words::new(&w, &texts).phrase(&why.phrase()))
        }
    })
}
