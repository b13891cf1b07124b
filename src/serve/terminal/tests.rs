//! The real screens behind a stream of bytes: whatever a signed-in worker's terminal sends, and at two terminals at once.

pub(in crate::serve) mod building;
pub(in crate::serve) mod storm;

use super::*;
use building::Building;

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_at_two_terminals_is_asked_and_the_other_session_ends_and_says_why() {
    let building = Building::new().await;
    let tom = Some(Principal::Worker(building.worker("2")));
    let mut first = building.terminal(tom, 1);
    first.sees("1 Pick").await;
    let mut second = building.terminal(tom, 2);
    second.sees("Go on here").await;
    let at = building.site.warehouse().workers[&building.worker("2")]
        .signed_in
        .unwrap()
        .0;
    assert_eq!(at, DeviceId(1), "nothing has changed before it is said");
    second.scan("PFOK").await;
    second.sees("1 Pick").await;
    let bye = first.ends().await;
    assert!(
        matches!(&bye, Bye::Said(why) if why.contains("goes on")),
        "{bye:?}"
    );
    let at = building.site.warehouse().workers[&building.worker("2")]
        .signed_in
        .unwrap()
        .0;
    assert_eq!(at, DeviceId(2));
    building.site.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_terminal_whose_worker_goes_on_elsewhere_stays_for_the_next_one() {
    let building = Building::new().await;
    let mut gun = building.terminal(None, 1);
    gun.sees("badge").await;
    gun.scan("W2").await;
    gun.sees("1 Pick").await;
    let mut bench = building.terminal(None, 2);
    bench.sees("badge").await;
    bench.scan("W2").await;
    bench.sees("Go on here").await;
    bench.scan("PFONE").await;
    bench.sees("1 Pick").await;
    gun.sees("goes on at").await;
    gun.scan("W1").await;
    gun.sees("Mei").await;
    // And asked by the lead who stays at both.
    let mut desk = building.terminal(None, 3);
    desk.sees("badge").await;
    desk.scan("W1").await;
    desk.sees("Work at both").await;
    desk.scan("PFTHREE").await;
    desk.sees("1 Pick").await;
    assert_eq!(
        building
            .site
            .hub()
            .presence()
            .others_of(building.worker("1"), 0)
            .len(),
        2
    );
    building.site.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_that_does_not_read_is_heard_and_rung_for_all_the_same() {
    let building = Building::new().await;
    let worker = building.worker("2");
    let mut deaf = building.terminal(Some(Principal::Worker(worker)), 1);
    deaf.sees("Tom").await;
    // Far more than wait in line, and each is answered with a ring: aisles are not closed from the menu.
    for _ in 0..200 {
        deaf.send_blindly(TermEvent::bytes("PFFLOOR\r")).await;
    }
    deaf.send_blindly(TermEvent::bytes("SOMETHING-ELSE\r")).await;
    deaf.sees("SOMETHING-ELSE").await;
}
