use crate::world::*;
use pickface::domain::ids::{JobId, OrderId};
use pickface::domain::jobs::{
    CLIENT_KEPT_MS, Command, End, MAX_JOBS, MAX_ORDERS_A_JOB, Refusal, Work, housekeeping_due, next_job,
};
use pickface::domain::masters;
use pickface::domain::orders::{self, Order, Stage};
use pickface::domain::release::MAX_ORDERS_A_TASK;
use pickface::domain::time::DAY_MS;
use pickface::domain::undo::REMEMBER_MS;
use pickface::domain::{Actor, CommandId, Event, Refusal as Any};

pub fn release(groups: &[Vec<OrderId>]) -> Command {
    let groups = groups.to_vec().into();
    Command::Start(Work::Release { groups })
}

/// So many orders of one lamp each, every one a group.
fn orders(world: &mut World, count: usize) -> Vec<Vec<OrderId>> {
    world.stock("A-01", "LAMP", 1000);
    let order = |n| vec![world.order(&format!("{n}"), &[("LAMP", 1)])];
    (0..count).map(order).collect()
}

pub fn go_on(world: &mut World, job: JobId) -> Vec<Event> {
    world.ask(Actor::System, Command::Continue(job)).unwrap()
}

fn ended(events: &[Event]) -> Option<(End, u32)> {
    events.iter().find_map(|event| match event {
        Event::JobEnded(ended) => Some((ended.end, ended.done)),
        _ => None,
    })
}

#[track_caller]
fn refused(world: &mut World, who: &str, command: Command) -> Refusal {
    match world.refused(who, command) {
        Any::Jobs(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_large_release_is_done_in_bounded_chunks() {
    let mut world = World::new();
    let groups = orders(&mut world, 250);
    world.when(LEA, release(&groups));
    let job = next_job(&world.w).unwrap();
    let mut progress = Vec::new();
    loop {
        let events = go_on(&mut world, job);
        assert!(events.len() <= 500, "{}", events.len());
        progress.push(u32::try_from(world.w.tasks.len()).unwrap());
        if let Some(end) = ended(&events) {
            assert_eq!(end, (End::Done, 250));
            break;
        }
        let open = &world.w.jobs[&job];
        assert_eq!((open.done, open.total), (*progress.last().unwrap(), 250));
    }
    assert_eq!(progress, [100, 200, 250]);
    assert!(world.w.jobs.is_empty() && next_job(&world.w).is_none());
    assert!(
        world
            .w
            .orders
            .values()
            .all(|order| order.stage == Stage::Released)
    );
    let told = world.ask(Actor::System, Command::Continue(job)).unwrap_err();
    assert_eq!(told, Refusal::Unknown(job).into());
}

#[test]
fn orders_called_off_meanwhile_are_left_out() {
    let mut world = World::new();
    let groups = orders(&mut world, 150);
    world.when(LEA, release(&groups));
    let job = next_job(&world.w).unwrap();
    go_on(&mut world, job);
    for group in &groups[100..] {
        world.when(LEA, orders::Command::Cancel { order: group[0] });
    }
    let events = go_on(&mut world, job);
    assert_eq!(ended(&events), Some((End::Done, 150)));
    assert_eq!(world.w.tasks.len(), 100);
}

#[test]
fn a_cancelled_job_keeps_what_it_did() {
    let mut world = World::new();
    let groups = orders(&mut world, 150);
    world.when(LEA, release(&groups));
    let job = next_job(&world.w).unwrap();
    go_on(&mut world, job);
    let reason = "wrong wave".into();
    let cancel = Command::Cancel { job, reason };
    let ada = world.w.worker_by_number(ADA).unwrap().id;
    let told = world.refused(ADA, cancel.clone());
    assert_eq!(told, pickface::domain::people::Refusal::NotAllowed(ada).into());
    let events = world.when(LEA, cancel.clone());
    assert_eq!(ended(&events), Some((End::Cancelled, 100)));
    assert_eq!(world.w.tasks.len(), 100);
    assert_eq!(refused(&mut world, LEA, cancel), Refusal::Unknown(job));
}

#[test]
fn the_program_ends_a_job_as_failed() {
    let mut world = World::new();
    let groups = orders(&mut world, 1);
    world.when(LEA, release(&groups));
    let job = next_job(&world.w).unwrap();
    let reason = "disk".into();
    let events = world.ask(Actor::System, Command::Cancel { job, reason }).unwrap();
    assert_eq!(ended(&events), Some((End::Failed, 0)));
}

#[test]
fn who_may_not_plan_starts_no_release_and_nobody_plays_the_program() {
    let mut world = World::new();
    let groups = orders(&mut world, 2);
    let (ada, lea) = (
        world.w.worker_by_number(ADA).unwrap().id,
        world.w.worker_by_number(LEA).unwrap().id,
    );
    let not = |who| Any::from(pickface::domain::people::Refusal::NotAllowed(who));
    assert_eq!(world.refused(ADA, release(&groups)), not(ada));
    assert_eq!(world.refused(LEA, Command::Start(Work::Housekeeping)), not(lea));
    world.when(LEA, release(&groups));
    let job = next_job(&world.w).unwrap();
    assert_eq!(world.refused(LEA, Command::Continue(job)), not(lea));
}

#[test]
fn a_release_is_checked_before_it_starts() {
    let mut world = World::new();
    let one = vec![OrderId(1)];
    assert_eq!(refused(&mut world, LEA, release(&[])), Refusal::Nothing);
    assert_eq!(
        refused(&mut world, LEA, release(&[one.clone(), vec![]])),
        Refusal::BadGroup(0)
    );
    let wide = vec![OrderId(1); MAX_ORDERS_A_TASK + 1];
    assert_eq!(
        refused(&mut world, LEA, release(&[wide])),
        Refusal::BadGroup(MAX_ORDERS_A_TASK + 1)
    );
    let many = vec![one.clone(); MAX_ORDERS_A_JOB + 1];
    assert_eq!(
        refused(&mut world, LEA, release(&many)),
        Refusal::TooLarge(MAX_ORDERS_A_JOB + 1)
    );
    for _ in 0..MAX_JOBS {
        world.when(LEA, release(std::slice::from_ref(&one)));
    }
    assert_eq!(
        refused(&mut world, LEA, release(&[one])),
        Refusal::TooMany(MAX_JOBS)
    );
    let first = next_job(&world.w).unwrap();
    let events = go_on(&mut world, first);
    assert_eq!(
        ended(&events),
        Some((End::Done, 1)),
        "orders that are not there end it all the same"
    );
    assert_eq!(
        next_job(&world.w),
        Some(JobId(first.0 + 1)),
        "in the order they were started"
    );
}

/// A client asked so many things; the last one `now`.
fn client_asked(world: &mut World, client: u64, times: u64) {
    for counter in 1..=times {
        world.now = world.now + 1;
        let seq = world.w.seq + 1;
        world.w.accept(CommandId { client, counter }, seq, world.now);
    }
}

#[test]
fn clients_not_heard_for_a_day_are_forgotten_and_others_are_not() {
    let mut world = World::new();
    client_asked(&mut world, 7, 1000);
    client_asked(&mut world, 8, 1000);
    client_asked(&mut world, 9, 900);
    client_asked(&mut world, 10, 5);
    assert!(!housekeeping_due(&world.w));
    let told = world
        .ask(Actor::System, Command::Start(Work::Housekeeping))
        .unwrap_err();
    assert_eq!(told, Refusal::Nothing.into());
    world.now = world.now + CLIENT_KEPT_MS;
    // Still there: heard again after the day.
    let last = CommandId {
        client: 10,
        counter: 6,
    };
    world.w.accept(last, world.w.seq + 1, world.now);
    world.now = world.now + 1;
    world.w.clock = world.now;
    assert!(housekeeping_due(&world.w));

    world
        .ask(Actor::System, Command::Start(Work::Housekeeping))
        .unwrap();
    assert!(!housekeeping_due(&world.w), "it is under way");
    let job = next_job(&world.w).unwrap();
    let told = world
        .ask(Actor::System, Command::Start(Work::Housekeeping))
        .unwrap_err();
    assert_eq!(told, Refusal::UnderWay(job).into());
    assert_eq!(ended(&go_on(&mut world, job)), None, "a chunk is bounded");
    assert_eq!(ended(&go_on(&mut world, job)), Some((End::Done, 3)));
    assert_eq!(world.w.clients.keys().collect::<Vec<_>>(), [&10]);
    assert!(world.w.answered.iter().all(|(id, _)| id.client == 10) && world.w.answered.get(&last).is_some());
}

#[test]
fn undone_records_are_remembered_for_longer_than_they_can_be_undone() {
    let mut world = World::new();
    let undone = pickface::domain::undo::Undone {
        seq: 5,
        at: world.now,
    };
    world.w.evolve(&undone.into());
    world.w.clock = world.now + REMEMBER_MS;
    assert!(!housekeeping_due(&world.w));
    world.now = world.now + REMEMBER_MS;
    world
        .ask(Actor::System, Command::Start(Work::Housekeeping))
        .unwrap();
    let job = next_job(&world.w).unwrap();
    assert_eq!(ended(&go_on(&mut world, job)), Some((End::Done, 1)));
    assert!(world.w.undone.is_empty());
}

/// An order is called off before anything of it was touched, and so closed.
fn closes(world: &mut World, number: &str) -> Order {
    let id = world.order(number, &[("LAMP", 1)]);
    let order = Order::clone(&world.w.orders[&id]);
    world.when(LEA, orders::Command::Cancel { order: id });
    assert!(world.w.orders.is_empty());
    order
}

fn keeps_house(world: &mut World, days: i64) {
    world.now = world.now + days * DAY_MS;
    world.w.clock = world.now;
    if housekeeping_due(&world.w) {
        world.when_system(Command::Start(Work::Housekeeping));
        let job = next_job(&world.w).unwrap();
        assert!(ended(&go_on(world, job)).is_some());
    }
}

fn known(world: &World, order: &Order) -> bool {
    world
        .w
        .numbers
        .knows(&orders::closed_key(order.owner, &order.number))
}

#[test]
fn numbers_of_what_is_closed_are_known_for_the_days_that_are_set_and_then_forgotten() {
    let mut world = World::new();
    let old = closes(&mut world, "OLD");
    keeps_house(&mut world, 0);
    let young = closes(&mut world, "YOUNG");
    let told = world.ask(Actor::System, orders::Command::Save(Box::new(old.clone())));
    assert_eq!(told, Err(orders::Refusal::NumberClosed("OLD".into()).into()));
    // 92 days, in eight generations of twelve: what closed on the first day is forgotten once 92 have passed.
    let mut day = 0;
    while known(&world, &old) {
        keeps_house(&mut world, 1);
        day += 1;
        assert!(day <= 92, "kept for longer than was asked for");
    }
    assert_eq!(day, 92);
    assert!(
        known(&world, &young),
        "it closed in the generation behind that one"
    );
    while known(&world, &young) {
        keeps_house(&mut world, 1);
        day += 1;
        assert!(day <= 92 + 12, "a generation more at most");
    }
    assert!(world.w.numbers.is_empty());
    assert!(world.w.numbers.keeping.forgotten.is_some());
    let rows: Vec<_> = world.w.rows().collect();
    let mut again = pickface::domain::Warehouse::default();
    rows.iter().cloned().for_each(|row| again.put_row(row));
    assert!(again.rows().eq(rows), "the rows tell all of it");
}

#[test]
fn a_building_sets_for_how_long_numbers_are_known() {
    let mut world = World::new();
    let none = world
        .ask(Actor::System, masters::Command::KeepNumbers(0))
        .unwrap_err();
    assert_eq!(none, masters::Refusal::NoDays.into());
    let set = masters::Command::KeepNumbers(8);
    assert!(matches!(world.refused(ADA, set.clone()), Any::Access(_)));
    world.when_system(set.clone());
    assert_eq!(world.when_system(set), []);
    let order = closes(&mut world, "A");
    for _ in 0..8 {
        keeps_house(&mut world, 1);
        assert!(known(&world, &order));
    }
    keeps_house(&mut world, 1);
    assert!(!known(&world, &order), "its generation ended on the first day");
}
