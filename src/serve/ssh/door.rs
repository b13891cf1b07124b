//! The door of one connection: who comes, and what their channels may be.

use super::{House, channel};
use crate::domain::access::Principal;
use crate::hub::log_in::{Knock, Shut, by_key, by_password, key_text, key_would_open};
use crate::serve::io::Service;
use russh::keys::ssh_key::PublicKey;
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, MethodKind, MethodSet, Pty};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::oneshot;
use tokio::time::Instant;

/// What the library asks about one connection. Everything beyond letting in goes to the channels' own tasks.
pub(super) struct Door<S> {
    house: Arc<House<S>>,
    from: IpAddr,
    let_in: Option<oneshot::Sender<()>>,
    came: Option<Principal>,
    channels: Arc<AtomicUsize>,
}

impl<S: Service> Door<S> {
    pub(super) fn new(house: Arc<House<S>>, from: IpAddr, let_in: oneshot::Sender<()>) -> Door<S> {
        Door {
            house,
            from,
            let_in: Some(let_in),
            came: None,
            channels: Arc::default(),
        }
    }

    /// What the client is told: that it may come, or nothing of why not.
    fn answer(&mut self, means: &'static str, outcome: Result<Principal, Shut>) -> Auth {
        let meter = self.house.hub.meter();
        match outcome {
            Ok(principal) => {
                meter.log_in(means, "came");
                tracing::info!(from = %self.from, ?principal, means, "a guest came in");
                self.house.sources.opened(self.from);
                self.came = Some(principal);
                Auth::Accept
            }
            Err(why) => {
                meter.log_in(means, why.name());
                tracing::info!(from = %self.from, ?why, means, "a log-in was refused");
                self.house.sources.failed(self.from, Instant::now());
                // The library would take the method off the list otherwise; how often is limited elsewhere.
                Auth::Reject {
                    proceed_with_methods: Some(methods()),
                    partial_success: false,
                }
            }
        }
    }

    /// Once an address has failed too often it is not listened to any more on this connection either.
    fn is_shut_out(&self) -> bool {
        !self.house.sources.may_knock(self.from, Instant::now())
    }
}

/// How guests may prove who they are.
pub(super) fn methods() -> MethodSet {
    MethodSet::from([MethodKind::PublicKey, MethodKind::Password].as_slice())
}

fn text_of(key: &PublicKey) -> Option<crate::domain::Text> {
    key_text(key).ok()
}

impl<S: Service> Handler for Door<S> {
    type Error = russh::Error;

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        let view = self.house.hub.view();
        let known = text_of(offer.public_key).is_some_and(|key| key_would_open(&view.warehouse, user, &key));
        Ok(if known { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        if self.is_shut_out() {
            return Ok(Auth::reject());
        }
        let source = self.from.to_string();
        let knock = Knock {
            name: user,
            source: &source,
        };
        let key = text_of(key.public_key).unwrap_or_else(|| "".into());
        let outcome = by_key(&self.house.hub, knock, &key).await;
        Ok(self.answer("key", outcome))
    }

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Self::Error> {
        if self.is_shut_out() {
            return Ok(Auth::reject());
        }
        let source = self.from.to_string();
        let knock = Knock {
            name: user,
            source: &source,
        };
        let house = Arc::clone(&self.house);
        let _turn = house.checks.acquire().await;
        let outcome = by_password(&house.hub, knock, password, house.options.cost).await;
        Ok(self.answer("password", outcome))
    }

    async fn auth_succeeded(&mut self, _: &mut Session) -> Result<(), Self::Error> {
        if let Some(let_in) = self.let_in.take() {
            let _ = let_in.send(());
        }
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let Some(principal) = self.came else {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        };
        if self.channels.fetch_add(1, Ordering::AcqRel) >= self.house.options.channels {
            self.channels.fetch_sub(1, Ordering::AcqRel);
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        reply.accept().await;
        let (house, handle, channels, from) = (
            Arc::clone(&self.house),
            session.handle(),
            Arc::clone(&self.channels),
            self.from,
        );
        tokio::spawn(async move {
            channel::serve(channel, (principal, from), house, handle).await;
            channels.fetch_sub(1, Ordering::AcqRel);
        });
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        if channel::takes_variable(name) {
            session.channel_success(channel)
        } else {
            session.channel_failure(channel)
        }
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        _: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }
}
