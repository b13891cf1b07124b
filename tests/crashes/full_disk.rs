use pickface::domain::ids::DeviceId;
use pickface::domain::masters::{self, Owner};
use pickface::domain::{Actor, CommandId, Via, Warehouse};
use pickface::hub::{Hub, Lane, Limits, Rejection, Request};
use pickface::store::journal::{Journal, JournalOptions};
use pickface::store::medium::SimulatedMedium;
use pickface::store::state;
use std::path::Path;
use std::sync::Arc;

const ROOT: &str = "/d";

fn owner(counter: u64) -> Request {
    let command = masters::Command::SaveOwner(Owner {
        code: format!("OWNER-{counter}").into(),
        ..Owner::default()
    });
    Request {
        id: CommandId { client: 7, counter },
        actor: Actor::System,
        device: DeviceId(0),
        via: Via::CommandLine,
        input: "".into(),
        command: command.into(),
        record: None,
        lane: Lane::Interactive,
    }
}

#[test]
fn a_disk_that_fills_up_stops_the_work_and_loses_nothing_that_was_confirmed() {
    for capacity in (600..3000).step_by(97) {
        let medium = Arc::new(SimulatedMedium::new());
        let (journal, _) =
            Journal::open(medium.clone(), Path::new(ROOT), JournalOptions::default(), None).unwrap();
        medium.set_capacity(Some(capacity));
        let hub = Hub::start(journal, Warehouse::default(), Limits::default()).unwrap();
        let mut confirmed = 0;
        let why = loop {
            match hub.ask_blocking(owner(confirmed + 1)) {
                Ok(accepted) => {
                    confirmed += 1;
                    assert_eq!(accepted.seq, Some(confirmed));
                }
                Err(Rejection::Stopped(why)) => break why,
                Err(other) => panic!("{other:?}"),
            }
        };
        assert!(
            why.contains("journal cannot be written") && why.contains("free space"),
            "{why}"
        );
        assert!(matches!(
            hub.ask_blocking(owner(99_999)),
            Err(Rejection::Stopped(_))
        ));
        assert_eq!(
            hub.view().warehouse.seq,
            confirmed,
            "nothing is shown that is not durable"
        );
        hub.close();

        medium.set_capacity(None);
        let reopened = state::open(medium, Path::new(ROOT), Some(confirmed)).unwrap();
        assert!(reopened.warehouse.seq >= confirmed, "at {capacity} bytes");
        let codes = |n: u64| reopened.warehouse.owner_by_code(&format!("OWNER-{n}")).is_some();
        assert!((1..=confirmed).all(codes), "at {capacity} bytes");
    }
}
