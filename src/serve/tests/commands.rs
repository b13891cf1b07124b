//! Command lines with their streams, and the race to be their owner.

use super::*;

#[tokio::test]
async fn commands_have_streams_and_a_status() {
    let owner = owner();
    let long: String = (0..40_000).map(|n| format!("{n}\n")).collect();
    assert_eq!(
        owner.command(&["cat"], long.as_bytes()).await,
        (0, long, String::new())
    );
    let (status, out, err) = owner.command(&["fail"], b"").await;
    assert_eq!(
        (status, out.as_str(), err.as_str()),
        (3, "/somewhere", "line 3: no such item\n")
    );
    let (status, _, err) = owner.command(&["panic"], b"").await;
    assert!(status == 70 && err.contains("failed"), "{status} {err}");
    owner.is_well().await;
}

#[tokio::test]
async fn a_command_hears_that_its_client_has_gone() {
    let owner = owner();
    let hello = CommandHello {
        args: vec!["wait".to_owned()],
        ..CommandHello::default()
    };
    let (mut from, to) = within(greet(owner.connect().await, Hello::Command(hello)))
        .await
        .unwrap();
    assert_eq!(
        within(read_frame(&mut from)).await.unwrap(),
        Some(Frame::Stdout(b"waiting".to_vec()))
    );
    drop((from, to));
    within(owner.service.hung_up.notified()).await;
}

#[tokio::test]
async fn arguments_beyond_a_frame_are_refused_at_home() {
    let owner = owner();
    let hello = CommandHello {
        args: vec!["x".repeat(MAX_FRAME)],
        ..CommandHello::default()
    };
    let result = within(run_command(
        owner.connect().await,
        hello,
        &b""[..],
        Vec::new(),
        Vec::new(),
    ))
    .await;
    assert!(
        matches!(
            result,
            Err(CommandError::Attach(AttachError::Wire(WireError::TooLong(_))))
        ),
        "{result:?}"
    );
}

#[tokio::test]
async fn the_loser_of_the_race_attaches_to_the_winner() {
    let directory = tempfile::tempdir().unwrap();
    let socket = socket_in(directory.path());
    let (opened, winner) = (socket.clone(), Arc::new(std::sync::Mutex::new(None)));
    let held = Arc::clone(&winner);
    let start = move || {
        let loser = Command::new("sh")
            .args(["-c", &format!("exit {LOST_RACE}")])
            .spawn();
        tokio::spawn(async move { *held.lock().unwrap() = Some(Door::open(&opened, true).unwrap()) });
        loser
    };
    within(connect_or_start(&socket, start, BOUND)).await.unwrap();
    // Where somebody answers, nothing is started.
    within(connect_or_start(&socket, || panic!("one is there"), BOUND))
        .await
        .unwrap();
}

#[tokio::test]
async fn an_owner_that_cannot_start_is_said_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let socket = socket_in(directory.path());
    let broken = || Command::new("sh").args(["-c", "exit 1"]).spawn();
    assert!(matches!(
        within(connect_or_start(&socket, broken, BOUND)).await,
        Err(ConnectError::Ended(_))
    ));
    let log = directory.path().join("owner.log");
    let missing = || start_owner(Path::new("/no/such/program"), &["serve"], &log);
    assert!(matches!(
        within(connect_or_start(&socket, missing, BOUND)).await,
        Err(ConnectError::Start(_))
    ));
    let silent = || {
        Command::new("sh")
            .args(["-c", &format!("exit {LOST_RACE}")])
            .spawn()
    };
    let short = Duration::from_millis(20);
    assert!(matches!(
        within(connect_or_start(&socket, silent, short)).await,
        Err(ConnectError::Timeout { .. })
    ));
}
