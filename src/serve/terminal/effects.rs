//! What a session wants of the house around it, carried out beside it, and what comes back.

use super::now;
use crate::domain::Via;
use crate::domain::ids::{DeviceId, WorkerId};
use crate::exchange::keymaps::keymaps_beside;
use crate::hub::log_in::set_password;
use crate::hub::presence::{Ending, Present};
use crate::hub::sign_in::{Attempt, Cost, FirstStart, SignInError, come_in, first_start, prove, set_pin};
use crate::hub::{Answer, Rejection, Request, Site};
use crate::keymap::Keymaps;
use crate::serve::questions;
use crate::ui::screen::{Question, Told};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What comes back of an effect.
pub(super) enum Outcome {
    Answer(Box<Answer>),
    Told(Question, Box<Told>),
    /// And the building's keymaps, read anew for whoever comes.
    SignIn(Result<WorkerId, SignInError>, Arc<Keymaps>),
    /// They are signed in at another terminal too.
    Elsewhere(Proved, Box<Present>),
}

/// Where a terminal stands.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) device: DeviceId,
    /// The session's number.
    pub(super) session: u64,
}

/// Somebody who has shown who they are, by key, password or PIN.
#[derive(Clone)]
pub(super) struct Proved {
    pub(super) worker: WorkerId,
    /// How.
    pub(super) via: Via,
    /// The building's keymaps, read anew for them.
    pub(super) keymaps: Arc<Keymaps>,
}

pub(super) type Running = Pin<Box<dyn Future<Output = Outcome> + Send>>;

pub(super) fn ask(site: Site, request: Request) -> Running {
    answered(async move { site.hub().ask(request).await })
}

pub(super) fn ask_about(site: Site, mut request: Request, seq: u64) -> Running {
    answered(async move {
        let reading = site.clone();
        let read = tokio::task::spawn_blocking(move || reading.record(seq)).await;
        request.record = read.map_err(stopped)?.map_err(stopped)?;
        site.hub().ask(request).await
    })
}

pub(super) fn let_in(
    site: Site,
    shipped: Arc<Keymaps>,
    (badge, pin): (String, String),
    at: Standing,
    without_pin: bool,
) -> Running {
    Box::pin(async move {
        let (asked, via) = (site.clone(), Via::Scanned);
        let checked = tokio::task::spawn_blocking(move || {
            let attempt = Attempt {
                code: &badge,
                pin: &pin,
                device: at.device,
                via,
                without_pin,
            };
            (prove(asked.hub(), &attempt), keymaps_of(&asked, &shipped))
        });
        let (proved, keymaps) = checked.await.unwrap_or_else(|e| (Err(broke(&e)), Arc::default()));
        match proved {
            Ok(worker) => come(&site, at, Proved { worker, via, keymaps }).await,
            Err(why) => Outcome::SignIn(Err(why), keymaps),
        }
    })
}

/// Signs in somebody who has proved who they are, unless they are at another terminal too: then they are asked.
pub(super) async fn come(site: &Site, at: Standing, proved: Proved) -> Outcome {
    let elsewhere = site.hub().presence().others_of(proved.worker, at.session);
    match elsewhere.into_iter().next() {
        Some(there) => Outcome::Elsewhere(proved, Box::new(there)),
        None => {
            let outcome = come_in(site.hub(), proved.worker, at.device, proved.via).await;
            Outcome::SignIn(outcome, proved.keymaps)
        }
    }
}

/// Signs them in here; their other sessions end, unless they stay at both.
pub(super) fn go_on(site: Site, at: Standing, proved: Proved, both: bool) -> Running {
    Box::pin(async move {
        let outcome = come_in(site.hub(), proved.worker, at.device, proved.via).await;
        // Not before they are in here: whoever is refused stays where they are.
        if outcome.is_ok() && !both {
            let presence = site.hub().presence();
            for other in presence.others_of(proved.worker, at.session) {
                let session = other.arrival.session;
                presence.end(session, Some(proved.worker), Ending::TakenOver(at.device));
            }
        }
        Outcome::SignIn(outcome, proved.keymaps)
    })
}

pub(super) fn keymaps_of(site: &Site, shipped: &Arc<Keymaps>) -> Arc<Keymaps> {
    keymaps_beside(shipped, site.directory().root())
}

fn broke(error: &tokio::task::JoinError) -> SignInError {
    SignInError::Rejected(stopped(error))
}

pub(super) fn give_pin(site: Site, request: Request, pin: String) -> Running {
    hashed(move || set_pin(site.hub(), request, &pin, Cost::Standard))
}

pub(super) fn give_password(site: Site, request: Request, password: String) -> Running {
    hashed(move || set_password(site.hub(), request, &password, Cost::Standard))
}

/// What takes a hash, off the terminals' threads.
fn hashed(set: impl FnOnce() -> Answer + Send + 'static) -> Running {
    answered(async move { tokio::task::spawn_blocking(set).await.map_err(stopped)? })
}

fn answered(answer: impl Future<Output = Answer> + Send + 'static) -> Running {
    Box::pin(async move { Outcome::Answer(Box::new(answer.await)) })
}

fn stopped(error: impl ToString) -> Rejection {
    Rejection::Stopped(error.to_string().into())
}

pub(super) fn start_first(site: Site, shipped: Arc<Keymaps>, first: FirstStart, device: DeviceId) -> Running {
    Box::pin(async move {
        let started = tokio::task::spawn_blocking(move || {
            let outcome = first_start(site.hub(), &first, device, Cost::Standard);
            (outcome, keymaps_of(&site, &shipped))
        });
        let (outcome, keymaps) = started.await.unwrap_or_else(|e| (Err(broke(&e)), Arc::default()));
        Outcome::SignIn(outcome, keymaps)
    })
}

pub(super) fn look(site: Site, question: Question) -> Running {
    Box::pin(async move {
        let asked = question.clone();
        let found = tokio::task::spawn_blocking(move || questions::answer(&site, &asked, now()));
        let told = found.await.unwrap_or_else(|error| {
            tracing::error!("cannot look back: {error}");
            Told::Failed(error.to_string())
        });
        Outcome::Told(question, Box::new(told))
    })
}
