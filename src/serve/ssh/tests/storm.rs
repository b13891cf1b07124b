//! Mad guests at the real screens: whatever a signed-in worker's client sends ends that session at most.

use super::*;
use crate::domain::ids::DeviceId;
use crate::hub::Site;
use crate::serve::terminal::{self, tests::building::Building, tests::storm::madness};
use crate::store::soak;
use crate::ui::session::Kit;

/// The screens of the program.
struct Screens {
    site: Site,
    kit: Kit,
}

impl Service for Screens {
    fn session(&self, io: SessionIo) -> impl Future<Output = Bye> + Send + 'static {
        terminal::run(io, self.site.clone(), self.kit.clone(), DeviceId(1))
    }

    #[expect(clippy::manual_async_fn, reason = "the future must not borrow the service")]
    fn command(&self, _io: CommandIo) -> impl Future<Output = u8> + Send + 'static {
        async { 0 }
    }
}

/// Somebody's screen over a connection of its own. Their key is made of their number.
async fn screen(address: SocketAddr, number: u8) -> (client::Handle<Anyone>, Channel<client::Msg>) {
    let config = Arc::new(client::Config::default());
    let mut handle = within(client::connect(config, address, Anyone)).await.unwrap();
    let own = PrivateKeyWithHashAlg::new(Arc::new(key(number)), None);
    let outcome = within(handle.authenticate_publickey(number.to_string(), own)).await;
    assert!(matches!(outcome, Ok(AuthResult::Success)), "{outcome:?}");
    let channel = within(handle.channel_open_session()).await.unwrap();
    within(channel.request_pty(true, "xterm", 40, 8, 0, 0, &[]))
        .await
        .unwrap();
    within(channel.request_shell(true)).await.unwrap();
    (handle, channel)
}

/// Lets a client rage until it is enough of it, or its session has ended. How much it sent.
async fn rage(dice: &mut fastrand::Rng, address: SocketAddr) -> u64 {
    let (handle, channel) = screen(address, dice.u8(1..=2)).await;
    let (mut from, to) = channel.split();
    // What is shown is taken, so that nothing waits for a reader; the end is somebody's wish, never a fault.
    let shown = tokio::spawn(async move {
        let mut last = Vec::new();
        while let Some(message) = from.wait().await {
            match message {
                ChannelMsg::Data { data } => last = data.to_vec(),
                ChannelMsg::Close => break,
                _ => {}
            }
        }
        last
    });
    let mut sent = 0;
    for _ in 0..200 {
        let taken = match madness(dice) {
            TermEvent::Bytes { bytes, .. } => to.data_bytes(bytes).await.is_ok(),
            TermEvent::Resize(size) => {
                let (columns, rows) = (u32::from(size.columns), u32::from(size.rows));
                to.window_change(columns, rows, 0, 0).await.is_ok()
            }
            TermEvent::Closed => true,
        };
        if !taken {
            break;
        }
        sent += 1;
    }
    // The channel is the server's to close: a client that has closed it is not told any more that the other side did.
    let _ = to.eof().await;
    let last = within(shown).await.unwrap();
    assert!(
        !String::from_utf8_lossy(&last).contains("failed inside"),
        "{last:?}"
    );
    drop(handle);
    sent
}

/// Lets mad guests in until it is enough; returns how much they sent. Nobody else and no record takes harm.
async fn storm(seed: u64, enough: impl Fn(u64) -> bool) -> u64 {
    let building = Building::new().await;
    let site = building.site.clone();
    for number in 1..=2 {
        let principal = Principal::Worker(building.worker(&number.to_string()));
        let open = key_text(key(number).public_key()).unwrap();
        let command = access::Command::AddKey {
            principal,
            key: open,
            comment: "".into(),
        };
        site.hub()
            .ask(Request::by_system(command, Via::CommandLine))
            .await
            .unwrap();
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopping) = watch::channel(None);
    let service = Screens {
        site: site.clone(),
        kit: Kit::new(true),
    };
    let options = SshOptions {
        cost: Cost::Cheap,
        bytes_a_second: u32::MAX,
        ..SshOptions::default()
    };
    let hub = site.hub().clone();
    let serving = tokio::spawn(listen_ssh(
        listener,
        key(200),
        hub,
        Arc::new(service),
        options,
        stopping,
    ));
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut sent = 0;
    while !enough(sent) {
        sent += rage(&mut dice, address).await;
        assert_eq!(site.hub().stopped(), None, "seed {seed}");
        until(|| site.hub().presence().there() == 0).await;
    }
    let (_handle, mut sane) = screen(address, 2).await;
    // Whatever the mad ones made of its worker's rights and language: a frame.
    read_until(&mut sane, "\x1b[?25l").await;
    stop.send_replace(Some("the test ends".to_owned()));
    within(serving).await.unwrap();
    building.check_whole(seed);
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_signed_in_guest_sends_ends_that_session_at_most() {
    storm(20_261_128, |sent| sent >= 400).await;
}

/// With another seed every time.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs as long as PICKFACE_SOAK_SECONDS says, an hour by default"]
async fn mad_guests_for_long() {
    let (until, seed) = (soak::until(), fastrand::u64(..));
    storm(seed, |_| std::time::Instant::now() > until).await;
}
