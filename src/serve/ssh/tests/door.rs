//! Who comes in, who does not, and what is known of it afterwards.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_in_and_who_does_not_is_in_the_journal_and_nothing_that_was_typed() {
    let given = Given::new(SshOptions::default()).await;
    let Principal::Worker(mei) = given.hub.view().warehouse.principal_by_name("107").unwrap() else {
        panic!()
    };
    assert!(given.by_key("107", 1).await.1);
    assert!(given.by_password("107", PASSWORD).await);
    assert!(
        !given.by_key("107", 2).await.1,
        "a key that is nobody's is not even tried"
    );
    assert!(!given.by_password("107", "wrong horse battery").await);
    assert!(
        !given.by_password(PASSWORD, "107").await,
        "the password in the wrong field"
    );
    let told: Vec<(Option<Principal>, Means, bool)> = given
        .doors()
        .into_iter()
        .map(|event| match event {
            Event::LoggedIn(came) => (Some(came.principal), came.means, true),
            Event::LogInFailed(failed) => (failed.principal, failed.means, false),
            other => panic!("{other:?}"),
        })
        .collect();
    let mei = Some(Principal::Worker(mei));
    let (by_key, by_password) = (Means::Key, Means::Password);
    assert_eq!(
        told,
        [
            (mei, by_key, true),
            (mei, by_password, true),
            (mei, by_password, false),
            (None, by_password, false)
        ]
    );
    assert!(!format!("{:?}", given.told.lock().unwrap()).contains("horse"));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_passwords_lock_the_user_and_the_right_one_does_not_help() {
    let given = Given::new(SshOptions::default()).await;
    for _ in 0..5 {
        assert!(!given.by_password("107", "wrong horse battery").await);
    }
    assert!(!given.by_password("107", PASSWORD).await);
    assert!(given.by_key("107", 1).await.1, "a key opens all the same");
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_taken_away_and_a_worker_who_left_open_no_more() {
    let given = Given::new(SshOptions::default()).await;
    let Principal::Worker(mei) = given.hub.view().warehouse.principal_by_name("107").unwrap() else {
        panic!()
    };
    let ask = async |command: crate::domain::Command| {
        given
            .hub
            .ask(Request::by_system(command, Via::CommandLine))
            .await
            .unwrap();
    };
    let boss = Worker {
        number: "1".into(),
        name: "Bo".into(),
        badge: "W1".into(),
        roles: vec![Role::Admin],
        ..Worker::default()
    };
    ask(people::Command::Save(boss).into()).await;
    ask(people::Command::Deactivate { worker: mei }.into()).await;
    assert!(!given.by_key("107", 1).await.1);
    assert!(!given.by_password("107", PASSWORD).await);
    ask(people::Command::Reactivate { worker: mei }.into()).await;
    assert!(given.by_key("107", 1).await.1);
    let open = key_text(key(1).public_key()).unwrap();
    let principal = Principal::Worker(mei);
    ask(access::Command::RemoveKey { principal, key: open }.into()).await;
    assert!(!given.by_key("107", 1).await.1);
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_has_so_many_sessions_and_the_next_is_told_so() {
    let given = Given::new(SshOptions::default()).await;
    let (_first, mut one) = given.screen().await;
    let (_second, mut two) = given.screen().await;
    read_until(&mut one, "Worker").await;
    read_until(&mut two, "Worker").await;
    let (_third, mut three) = given.screen().await;
    let (said, status) = read_out(&mut three).await;
    assert!(
        String::from_utf8_lossy(&said).contains("2 sessions open already"),
        "{said:?}"
    );
    assert_eq!(status, Some(1));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn random_bytes_before_the_handshake_end_that_connection_alone() {
    let given = Given::new(SshOptions::default()).await;
    let (_handle, mut screen) = given.screen().await;
    let mut dice = fastrand::Rng::with_seed(7);
    for round in 0..24 {
        let mut stream = within(tokio::net::TcpStream::connect(given.address))
            .await
            .unwrap();
        if round % 2 == 1 {
            stream.write_all(b"SSH-2.0-storm\r\n").await.unwrap();
        }
        let noise: Vec<u8> = (0..4096).map(|_| dice.u8(..)).collect();
        // It may be cut off in the middle.
        let _ = stream.write_all(&noise).await;
        let _ = stream.shutdown().await;
        let mut rest = Vec::new();
        let _ = within(stream.read_to_end(&mut rest)).await;
    }
    read_until(&mut screen, "....").await;
    screen.data_bytes(&b"quit"[..]).await.unwrap();
    assert_eq!(read_out(&mut screen).await.1, Some(0));
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_too_long_to_come_in_is_shown_out() {
    let given = Given::new(SshOptions {
        log_in: Duration::from_millis(300),
        ..SshOptions::default()
    })
    .await;
    let mut idle = within(tokio::net::TcpStream::connect(given.address))
        .await
        .unwrap();
    let mut told = Vec::new();
    let _ = within(idle.read_to_end(&mut told)).await;
    let half = given.connect().await;
    until(|| half.is_closed()).await;
    given.stop().await;
}
