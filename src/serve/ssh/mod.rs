//! Screens and commands over SSH: the same sessions as at a local terminal, for a plain `ssh` client.
//!
//! No shell, no forwarding, no file transfer: a session channel with a terminal is a screen, one with a command line is
//! that command ([`super::program`] says which). The library's handler only lets in; each channel is a task of its
//! own that awaits every write, so a client that does not read costs nothing but itself.

mod channel;
mod door;
mod host_key;
mod limits;

#[cfg(test)]
mod tests;

pub use host_key::{HostKeyError, host_key};
pub use limits::{Seats, Sources};

use super::io::Service;
use super::listen::{Options, Stopping, stopped};
use crate::hub::Hub;
use crate::hub::sign_in::Cost;
use door::Door;
use russh::keys::PrivateKey;
use russh::server::{Config, run_stream};
use russh::{Disconnect, Preferred, SshId};
use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// How guests are treated.
#[derive(Clone, Copy, Debug)]
pub struct SshOptions {
    /// How long somebody may take to come in.
    pub log_in: Duration,
    /// How many may be at it at a time; further ones are not answered.
    pub strangers: usize,
    /// Channels of one connection.
    pub channels: usize,
    /// Bytes a second that a session takes in the long run; beyond, it reads more slowly.
    pub bytes_a_second: u32,
    /// How long a session may take to end when it is asked to, and its last frame to be written.
    pub grace: Duration,
    /// What hashing a password costs.
    pub cost: Cost,
}

impl Default for SshOptions {
    fn default() -> SshOptions {
        SshOptions {
            log_in: Duration::from_secs(60),
            strangers: 128,
            channels: 4,
            bytes_a_second: 32 * 1024,
            grace: Options::GRACE,
            cost: Cost::Standard,
        }
    }
}

/// What every connection shares.
pub(super) struct House<S> {
    hub: Hub,
    service: Arc<S>,
    options: SshOptions,
    sources: Sources,
    seats: Seats,
    /// Hashing takes memory: so many passwords are checked at a time.
    checks: Semaphore,
    stopping: Stopping,
}

/// Lets guests in until `stopping` has a reason; then tells them, and returns when they have gone, or soon after.
pub async fn listen_ssh<S: Service>(
    listener: TcpListener,
    host_key: PrivateKey,
    hub: Hub,
    service: Arc<S>,
    options: SshOptions,
    mut stopping: Stopping,
) {
    let config = Arc::new(config(host_key));
    let house = Arc::new(House {
        hub,
        service,
        options,
        sources: Sources::default(),
        seats: Seats::default(),
        checks: Semaphore::new(2),
        stopping: stopping.clone(),
    });
    let strangers = Arc::new(Semaphore::new(options.strangers));
    let mut guests: JoinSet<()> = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped(&mut stopping) => break,
            Some(_) = guests.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => {
                    // Whoever is refused here is refused before anything costs anything.
                    let Ok(stranger) = Arc::clone(&strangers).try_acquire_owned() else {
                        house.hub.meter().log_in("none", "crowd");
                        continue;
                    };
                    if !house.sources.may_knock(from.ip(), Instant::now()) {
                        house.hub.meter().log_in("none", "shut-out");
                        continue;
                    }
                    let (config, house) = (Arc::clone(&config), Arc::clone(&house));
                    guests.spawn(async move { guest(stream, from, config, house, stranger).await });
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a guest");
                    sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
    drop(listener);
    let all = async { while guests.join_next().await.is_some() {} };
    if timeout(options.grace.saturating_mul(3), all).await.is_err() {
        tracing::warn!("guests did not go in time and were cut off");
    }
    guests.shutdown().await;
}

fn config(host_key: PrivateKey) -> Config {
    Config {
        // The name, without a version for strangers to look up.
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-pickface")),
        methods: door::methods(),
        auth_rejection_time: Duration::from_millis(600),
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![host_key],
        // Screens are small: what waits for one guest is bounded by this and by the frames of its session.
        window_size: 64 * 1024,
        maximum_packet_size: 32 * 1024,
        channel_buffer_size: 16,
        event_buffer_size: 16,
        max_auth_attempts: 6,
        inactivity_timeout: None,
        keepalive_interval: Some(Duration::from_secs(20)),
        keepalive_max: 3,
        nodelay: true,
        preferred: Preferred {
            compression: Cow::Borrowed(&[russh::compression::NONE]),
            kex: Cow::Borrowed(KEY_EXCHANGES),
            ..Preferred::DEFAULT
        },
        ..Config::default()
    }
}

/// Elliptic curves, and one hybrid against recorded traffic and later quantum computers. Finite fields are left out: they
/// are slow, and cost the server most.
const KEY_EXCHANGES: &[russh::kex::Name] = &[
    russh::kex::MLKEM768X25519_SHA256,
    russh::kex::CURVE25519,
    russh::kex::CURVE25519_PRE_RFC_8731,
    russh::kex::EXTENSION_SUPPORT_AS_CLIENT,
    russh::kex::EXTENSION_SUPPORT_AS_SERVER,
    russh::kex::EXTENSION_OPENSSH_STRICT_KEX_AS_CLIENT,
    russh::kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
];

async fn guest<S: Service>(
    stream: TcpStream,
    from: SocketAddr,
    config: Arc<Config>,
    house: Arc<House<S>>,
    stranger: tokio::sync::OwnedSemaphorePermit,
) {
    // Keystrokes and frames are small, and somebody waits for each.
    let _ = stream.set_nodelay(true);
    let until = Instant::now() + house.options.log_in;
    let mut stopping = house.stopping.clone();
    let (let_in, mut came_in) = oneshot::channel();
    let grace = house.options.grace;
    let door = Door::new(house, from.ip(), let_in);
    let Ok(Ok(session)) = timeout_at(until, run_stream(config, stream, door)).await else {
        return;
    };
    let handle = session.handle();
    tokio::pin!(session);
    tokio::select! {
        _ = &mut session => return,
        came = timeout_at(until, &mut came_in) => if !matches!(came, Ok(Ok(()))) {
            let _ = handle.disconnect(Disconnect::ByApplication, "too slow".into(), String::new()).await;
            return;
        },
        _ = stopped(&mut stopping) => return,
    }
    drop(stranger);
    tokio::select! {
        _ = &mut session => {}
        _ = stopped(&mut stopping) => {
            // The channels say good-bye themselves; then the line is cut.
            let _ = timeout(grace.saturating_mul(2), &mut session).await;
            let _ = handle.disconnect(Disconnect::ByApplication, "pickface stops".into(), String::new()).await;
        }
    }
}
