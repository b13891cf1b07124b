//! A crowd of virtual workers at a real server: each in a session of their own, over SSH or the local socket, reading the
//! screen and scanning as a person with a gun does. `pickface simulate --ssh N` and `--socket N`.
//!
//! The server is another process on a scratch directory, so that its memory and time are its own. A worker takes a tote
//! from one shelf to another and back for ever: every second scan is a command, and every scan is answered by a frame,
//! whose last byte ends the time that is measured.

mod guest;
mod report;
mod server;
mod world;

use super::listen::raise_descriptors;
use super::program::runtime;
use crate::cli::{Crowd, Global, Shell};
use crate::hub::presence::Line;
use crate::store::directory::{DirectoryKind, read_kind};
use anyhow::{Context as _, Result, bail};
use guest::{Guest, Scans};
use report::{Report, Run};
use server::Server;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// Workers who come in at a time.
const AT_THE_DOOR: usize = 32;
/// Scans of the first worker while nobody else is there.
const ALONE: usize = 40;

/// Runs it, and prints what it measured.
///
/// # Errors
/// The directory is a live one, or the server or a session fails.
pub(super) fn run(crowd: &Crowd, global: &Global) -> Result<u8> {
    let (mut out, mut nowhere) = (io::stdout(), io::sink());
    let root = Shell::new(global.clone(), &mut nowhere)
        .root_or("pickface-scratch")
        .map_err(|failure| anyhow::anyhow!(failure.to_string()))?;
    if read_kind(&root)? == Some(DirectoryKind::Live) {
        bail!(
            "{} is a live directory: virtual workers would move real stock",
            root.display()
        );
    }
    raise_descriptors();
    world::prepare(&root, crowd.sessions)?;
    let runtime = runtime()?;
    let server = Server::start(&root)?;
    let report = runtime.block_on(work(crowd, &server));
    drop(server);
    runtime.shutdown_background();
    let report = report?;
    let said = report.to_string();
    Shell::new(global.clone(), &mut out)
        .answer(&report, said)
        .map_err(|failure| anyhow::anyhow!(failure.to_string()))?;
    Ok(0)
}

async fn work(crowd: &Crowd, server: &Server) -> Result<Report> {
    let empty = server.measure().await?;
    let pace = Duration::from_millis(crowd.pace);
    let mut first = come(crowd.line, server, 1).await?;
    let mut alone = Scans::default();
    for _ in 0..ALONE {
        first.scan(&mut alone).await?;
    }
    let door = Arc::new(Semaphore::new(AT_THE_DOOR));
    let (start, started) = watch::channel(None);
    let mut guests: JoinSet<Result<Scans>> = JoinSet::new();
    let mut coming = Vec::new();
    let arriving = Instant::now();
    for number in 2..=crowd.sessions {
        let (door, line, server) = (Arc::clone(&door), crowd.line, server.address());
        coming.push(tokio::spawn(async move {
            let _turn = door.acquire().await;
            Guest::come(line, &server, number).await
        }));
    }
    let mut there = vec![first];
    for guest in coming {
        there.push(guest.await??);
    }
    let arrived = arriving.elapsed();
    for guest in there {
        guests.spawn(guest.work(pace, crowd.sessions, started.clone()));
    }
    let full = server.measure().await?;
    let until = Instant::now() + Duration::from_secs(crowd.seconds);
    let _ = start.send(Some(until));
    let mut scans = Scans::default();
    while let Some(of_one) = guests.join_next().await {
        scans.add(of_one?.context("a session failed")?);
    }
    let after = server.measure().await?;
    Report::new(&Run {
        line: crowd.line,
        sessions: crowd.sessions,
        seconds: crowd.seconds,
        pace,
        arrived,
        alone,
        scans,
        server: [empty, full, after],
    })
}

async fn come(line: Line, server: &Server, number: u32) -> Result<Guest> {
    Guest::come(line, &server.address(), number).await
}
