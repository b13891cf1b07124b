use super::*;
use crate::domain::ids::DeviceId;
use crate::domain::masters::{Command as Masters, Owner};
use crate::domain::{Actor, CommandId, Via};
use crate::hub::{Hub, Lane, Request};
use crate::store::journal::JournalOptions;
use crate::store::medium::{Fault, SimulatedMedium};
use std::path::Path;

fn owner(client: u64, counter: u64, code: &str) -> Request {
    let command = Masters::SaveOwner(Owner {
        code: code.into(),
        ..Owner::default()
    });
    Request {
        id: CommandId { client, counter },
        actor: Actor::System,
        device: DeviceId(0),
        via: Via::CommandLine,
        input: "".into(),
        command: command.into(),
        record: None,
        lane: Lane::Interactive,
    }
}

fn open(medium: &Arc<SimulatedMedium>) -> Journal {
    Journal::open(medium.clone(), Path::new("/d"), JournalOptions::default(), None)
        .unwrap()
        .0
}

#[test]
fn an_answer_is_in_the_journal_and_in_the_view() {
    let medium = Arc::new(SimulatedMedium::new());
    let hub = Hub::start(open(&medium), Warehouse::default(), Limits::default()).unwrap();
    let accepted = hub.ask_blocking(owner(7, 1, "ACME")).unwrap();
    assert_eq!(accepted.seq, Some(1));
    assert_eq!(hub.view().warehouse.owners.len(), 1);
    hub.close();
    let reader = open(&medium).reader();
    assert_eq!(reader.last_seq(), 1);
}

#[test]
fn the_same_id_is_applied_once_and_gets_its_first_answer() {
    let medium = Arc::new(SimulatedMedium::new());
    let hub = Hub::start(open(&medium), Warehouse::default(), Limits::default()).unwrap();
    assert_eq!(hub.ask_blocking(owner(7, 1, "ACME")).unwrap().seq, Some(1));
    assert_eq!(hub.ask_blocking(owner(7, 1, "BOLT")).unwrap().seq, Some(1));
    assert_eq!(hub.view().warehouse.owners.len(), 1);
    assert_eq!(hub.ask_blocking(owner(8, 1, "BOLT")).unwrap().seq, Some(2));
}

#[test]
fn what_changes_nothing_is_accepted_without_a_record() {
    let medium = Arc::new(SimulatedMedium::new());
    let hub = Hub::start(open(&medium), Warehouse::default(), Limits::default()).unwrap();
    hub.ask_blocking(owner(7, 1, "ACME")).unwrap();
    assert_eq!(hub.ask_blocking(owner(7, 2, "ACME")).unwrap().seq, None);
    assert_eq!(hub.view().warehouse.seq, 1);
}

#[test]
fn a_right_that_is_denied_is_in_the_journal() {
    use crate::domain::people::{Command as People, Role, Worker};
    let medium = Arc::new(SimulatedMedium::new());
    let hub = Hub::start(open(&medium), Warehouse::default(), Limits::default()).unwrap();
    let admin = |number: &str, roles| Worker {
        number: number.into(),
        name: "Mei".into(),
        roles,
        ..Worker::default()
    };
    let by_system = |command: People| Request::by_system(command, Via::CommandLine);
    hub.ask_blocking(by_system(People::FirstAdmin(admin("1", vec![Role::Admin]))))
        .unwrap();
    hub.ask_blocking(by_system(People::Save(admin("2", vec![Role::Picker]))))
        .unwrap();
    let picker = hub.view().warehouse.worker_by_number("2").unwrap().id;
    let mut asked = owner(7, 1, "ACME");
    asked.actor = Actor::Worker(picker);
    let told = hub.ask_blocking(asked).unwrap_err();
    assert_eq!(
        told,
        Rejection::Refused(Refusal::Access(Access::NotAllowed(picker)))
    );
    hub.close();
    let bytes = open(&medium).reader().read_one(3).unwrap().unwrap();
    let record = crate::store::codec::decode_record(&bytes).unwrap();
    let denied = access::RightDenied {
        worker: picker,
        workflow: "masters".into(),
    };
    assert_eq!(record.events, [crate::domain::Event::RightDenied(denied)]);
}

#[test]
fn after_a_storage_error_nothing_is_accepted_and_the_reason_is_told() {
    let medium = Arc::new(SimulatedMedium::new());
    let hub = Hub::start(open(&medium), Warehouse::default(), Limits::default()).unwrap();
    hub.ask_blocking(owner(7, 1, "ACME")).unwrap();
    medium.fail_at(medium.calls(), Fault::Io);
    let told = hub.ask_blocking(owner(7, 2, "BOLT")).unwrap_err();
    assert!(
        matches!(&told, Rejection::Stopped(why) if why.contains("journal cannot be written")),
        "{told:?}"
    );
    assert_eq!(
        hub.view().warehouse.owners.len(),
        1,
        "what was not durable was never shown"
    );
    let told = hub.ask_blocking(owner(7, 3, "CORN")).unwrap_err();
    assert!(matches!(told, Rejection::Stopped(_)));
}

#[test]
fn many_askers_are_answered_in_one_order_without_gaps() {
    let medium = Arc::new(SimulatedMedium::new());
    let hub = Hub::start(open(&medium), Warehouse::default(), Limits::default()).unwrap();
    let askers = (1..=8u64).map(|client| {
        let hub = hub.clone();
        thread::spawn(move || {
            let ask = |n: u64| {
                hub.ask_blocking(owner(client, n, &format!("{client}-{n}")))
                    .unwrap()
                    .seq
                    .unwrap()
            };
            (1..=50).map(ask).collect::<Vec<_>>()
        })
    });
    let askers: Vec<_> = askers.collect();
    let mut seqs: Vec<u64> = Vec::new();
    for asker in askers {
        let of_one = asker.join().unwrap();
        assert!(
            of_one.is_sorted(),
            "each client's commands are taken in its order"
        );
        seqs.extend(of_one);
    }
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=400).collect::<Vec<_>>());
}

#[test]
fn a_working_copy_that_was_spoiled_is_made_again_from_the_group() {
    let medium = Arc::new(SimulatedMedium::new());
    let hub = Hub::start(open(&medium), Warehouse::default(), Limits::default()).unwrap();
    hub.ask_blocking(owner(7, 1, "ACME")).unwrap();
    let mut decider = Decider {
        working: hub.view().warehouse.clone(),
        queue: Arc::new(Queue::new(16)),
        meter: Arc::default(),
        limits: Limits::default(),
    };
    let mut group = decider.open_group();
    for (counter, code) in [(2, "BOLT"), (3, "CRAFT")] {
        let (to, _) = oneshot::channel();
        decider.queue.push(owner(7, counter, code), to, None);
        let waiting = decider.queue.try_next(true).unwrap();
        decider.decide(waiting, &mut group);
    }
    let whole = decider.working.clone();
    decider.working = Warehouse::default();
    decider.make_again(&group);
    assert!(decider.working.rows().eq(whole.rows()));
    assert_eq!(decider.working.seq, 3);
}
