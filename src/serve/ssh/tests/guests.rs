//! Who has come in: screens and commands, and what a guest costs the others.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_a_command_and_nothing_else() {
    let given = Given::new(SshOptions::default()).await;
    let (handle, mut screen) = given.screen().await;
    read_until(&mut screen, "Worker").await;
    screen.data_bytes(&b"quit"[..]).await.unwrap();
    let (said, status) = read_out(&mut screen).await;
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(
        said.ends_with("\x1b[?1049l\x1b[?25hgood night\r\n"),
        "{:?}",
        said.chars().rev().take(60).collect::<String>()
    );
    assert_eq!(status, Some(0));
    let mut command = within(handle.channel_open_session()).await.unwrap();
    within(command.exec(true, "pickface export 'two words' -"))
        .await
        .unwrap();
    assert_eq!(
        read_out(&mut command).await,
        (b"export|two words|-".to_vec(), Some(7))
    );
    assert!(
        within(handle.channel_open_direct_tcpip("127.0.0.1", 22, "127.0.0.1", 1))
            .await
            .is_err()
    );
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_gets_all_that_is_sent_and_one_that_reads_nothing_is_not_held_up_by_it() {
    let given = Given::new(SshOptions::default()).await;
    let (handle, _screen) = given.screen().await;
    let outcome = async |line: &str| {
        let command = within(handle.channel_open_session()).await.unwrap();
        within(command.exec(true, line)).await.unwrap();
        let (mut from, to) = command.split();
        // Far more messages than any line between here and there holds.
        let sending = tokio::spawn(async move {
            for _ in 0..2_000 {
                if to.data_bytes(&b"1234567890"[..]).await.is_err() {
                    return;
                }
            }
            let _ = to.eof().await;
        });
        let (mut said, mut status) = (Vec::new(), None);
        while let Some(message) = within(from.wait()).await {
            match message {
                ChannelMsg::Data { data } => said.extend_from_slice(&data),
                ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
                ChannelMsg::Close => break,
                _ => {}
            }
        }
        within(sending).await.unwrap();
        (said, status)
    };
    assert_eq!(outcome("pickface count").await, (b"20000".to_vec(), Some(7)));
    let (said, status) = outcome("pickface talk").await;
    assert_eq!((said.len(), status), (1 << 20, Some(7)));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_ends_one_session_and_the_other_goes_on() {
    let given = Given::new(SshOptions::default()).await;
    let (_first, mut one) = given.screen().await;
    let (_second, mut two) = given.screen().await;
    read_until(&mut two, "Worker").await;
    one.data_bytes(&b"panic"[..]).await.unwrap();
    let (said, status) = read_out(&mut one).await;
    assert!(String::from_utf8_lossy(&said).contains("nothing confirmed is lost"));
    assert_eq!(status, Some(1));
    read_until(&mut two, "....").await;
    two.data_bytes(&b"quit"[..]).await.unwrap();
    assert_eq!(read_out(&mut two).await.1, Some(0));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_holds_up_only_itself_and_its_frames_are_bounded() {
    let given = Given::new(SshOptions::default()).await;
    let (_stuck, silent) = given.screen().await;
    let (_reader, mut reads) = given.screen().await;
    let mut taken = 0;
    let mut held_back = Vec::new();
    for read in [4 << 20, 16 << 20] {
        while taken < read {
            if let Some(ChannelMsg::Data { data }) = within(reads.wait()).await {
                taken += data.len();
            }
        }
        held_back.push(
            given
                .service
                .frames
                .load(Ordering::Relaxed)
                .saturating_sub(taken / (16 * 1024)),
        );
    }
    // While the reader had 768 frames more, the other had none: what waits for it is held by windows and queues.
    assert!(held_back[1] < held_back[0] + 60, "{held_back:?} frames");
    drop(silent);
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vanished_link_and_a_storm_of_sizes_end_at_most_their_session() {
    let given = Given::new(SshOptions::default()).await;
    let (gone, channel) = given.screen().await;
    drop(channel);
    drop(gone);
    until(|| given.service.ended.load(Ordering::Relaxed) == 1).await;
    let (_handle, mut screen) = given.screen().await;
    for n in 0..2000_u32 {
        within(screen.window_change(n * 7919, n.wrapping_mul(104_729), n, n))
            .await
            .unwrap();
        if n % 64 == 0 {
            read_until(&mut screen, ".").await;
        }
    }
    screen.data_bytes(&b"quit"[..]).await.unwrap();
    assert_eq!(read_out(&mut screen).await.1, Some(0));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_told_to_every_guest() {
    let given = Given::new(SshOptions::default()).await;
    let (_first, mut one) = given.screen().await;
    read_until(&mut one, "Worker").await;
    let reading = tokio::spawn(async move { read_out(&mut one).await });
    given.stop().await;
    let (said, status) = within(reading).await.unwrap();
    assert!(String::from_utf8_lossy(&said).contains("pickface stops: the test ends"));
    assert_eq!(status, Some(1));
}
