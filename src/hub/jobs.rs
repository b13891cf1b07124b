//! The runner of jobs: asks for one chunk after the other while a job is open, and for housekeeping when it is due.

use super::publish::View;
use super::writer::WriterError;
use super::{Hub, Inner, Rejection, Request};
use crate::domain::jobs::{Command, Work, housekeeping_due, next_job};
use crate::domain::time::HOUR_MS;
use crate::domain::{Timestamp, Via, Warehouse};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

/// Starts it. It holds the hub weakly: it ends when the hub stops, and does not keep it going.
pub(super) fn start(
    hub: Weak<Inner>,
    views: watch::Receiver<Arc<View>>,
) -> Result<JoinHandle<()>, WriterError> {
    let runtime = Builder::new_current_thread().build()?;
    let looked_at = Timestamp(i64::MIN);
    let runner = Runner {
        hub,
        views,
        looked_at,
    };
    Ok(thread::Builder::new()
        .name("jobs".into())
        .spawn(move || runner.run(&runtime))?)
}

struct Runner {
    hub: Weak<Inner>,
    views: watch::Receiver<Arc<View>>,
    /// At which moment it was last looked whether housekeeping is due.
    looked_at: Timestamp,
}

impl Runner {
    fn run(mut self, runtime: &Runtime) {
        loop {
            let view = Arc::clone(&self.views.borrow_and_update());
            let next = self.next(&view.warehouse);
            drop(view);
            let going = match next {
                Some(command) => self.ask(command),
                None => self.is_open() && runtime.block_on(self.views.changed()).is_ok(),
            };
            if !going {
                return;
            }
        }
    }

    fn next(&mut self, w: &Warehouse) -> Option<Command> {
        if let Some(job) = next_job(w) {
            return Some(Command::Continue(job));
        }
        if self.looked_at == Timestamp(i64::MIN) || w.clock.since(self.looked_at) >= HOUR_MS {
            self.looked_at = w.clock;
            return housekeeping_due(w).then_some(Command::Start(Work::Housekeeping));
        }
        None
    }

    /// Asks, and whether it may go on. A job whose chunk is refused is ended, so that it does not come up for ever.
    fn ask(&self, command: Command) -> bool {
        let Some(inner) = self.hub.upgrade() else {
            return false;
        };
        let hub = Hub { inner };
        let job = match &command {
            Command::Continue(job) => Some(*job),
            Command::Start(_) | Command::Cancel { .. } => None,
        };
        match hub.ask_blocking(Request::by_system(command, Via::Job)) {
            Ok(_) => true,
            Err(Rejection::Stopped(_)) => false,
            Err(Rejection::Refused(why)) => {
                tracing::error!(?job, ?why, "a job cannot go on");
                let Some(job) = job else { return true };
                let reason = format!("{why:?}").as_str().into();
                let end = Command::Cancel { job, reason };
                let ended = hub.ask_blocking(Request::by_system(end, Via::Job));
                !matches!(ended, Err(Rejection::Stopped(_)))
            }
        }
    }

    fn is_open(&self) -> bool {
        self.hub
            .upgrade()
            .is_some_and(|inner| inner.board.stopped().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{CarrierId, OrderId};
    use crate::domain::jobs::CLIENT_KEPT_MS;
    use crate::domain::orders::{self, Order, OrderLine, Stage};
    use crate::domain::{CommandId, Qty, masters, stock};
    use crate::hub::Limits;
    use crate::store::journal::{Journal, JournalOptions};
    use crate::store::medium::SimulatedMedium;
    use std::path::Path;
    use std::time::Duration;

    fn hub(medium: &Arc<SimulatedMedium>, w: Warehouse) -> Hub {
        let open = Journal::open(medium.clone(), Path::new("/d"), JournalOptions::default(), None);
        Hub::start(open.unwrap().0, w, Limits::default()).unwrap()
    }

    fn ask(hub: &Hub, command: impl Into<crate::domain::Command>) {
        hub.ask_blocking(Request::by_system(command, Via::CommandLine))
            .unwrap();
    }

    /// 300 orders of one piece each, for which there is stock.
    fn orders(hub: &Hub) -> Vec<Vec<OrderId>> {
        let (code, place) = ("A".into(), "A-01".into());
        ask(
            hub,
            masters::Command::SaveOwner(masters::Owner {
                code,
                ..Default::default()
            }),
        );
        let code = "LAMP".into();
        let item = crate::domain::items::Item {
            code,
            ..Default::default()
        };
        ask(hub, masters::Command::SaveItem(Box::new(item)));
        let place = crate::domain::places::Place {
            code: place,
            ..Default::default()
        };
        ask(hub, masters::Command::SavePlace(place));
        let opening = masters::OpeningStock {
            holder: stock::Holder::Place(crate::domain::ids::PlaceId(1)),
            item: crate::domain::ids::ItemId(1),
            owner: crate::domain::ids::OwnerId(1),
            lot: None,
            status: stock::Status::Available,
            qty: Qty(300),
        };
        ask(hub, masters::Command::SetStock(opening));
        for n in 1..=300 {
            let order = Order {
                id: OrderId(0),
                number: format!("{n}").as_str().into(),
                owner: crate::domain::ids::OwnerId(1),
                channel: "shop".into(),
                carrier: CarrierId(1),
                priority: 5,
                placed_at: Timestamp(0),
                promise: Timestamp(0),
                cutoff: Timestamp(0),
                split: false,
                country: "".into(),
                consignee: None,
                stage: Stage::Waiting,
                staged_at: Timestamp(0),
                lines: vec![OrderLine::new(crate::domain::ids::ItemId(1), Qty(1))],
            };
            ask(hub, orders::Command::Save(Box::new(order)));
        }
        (1..=300).map(|n| vec![OrderId(n)]).collect()
    }

    fn wait_for(hub: &Hub, what: impl Fn(&Warehouse) -> bool) {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let mut views = hub.watch();
        let seen = runtime.block_on(async {
            tokio::time::timeout(
                Duration::from_secs(30),
                views.wait_for(|view| what(&view.warehouse)),
            )
            .await
            .is_ok()
        });
        assert!(seen, "waited in vain");
    }

    #[test]
    fn a_job_runs_to_its_end_and_goes_on_after_a_stop() {
        let medium = Arc::new(SimulatedMedium::new());
        let first = hub(&medium, Warehouse::default());
        let groups = orders(&first).into();
        ask(&first, Command::Start(Work::Release { groups }));
        ask(
            &first,
            Command::Continue(next_job(&first.view().warehouse).unwrap()),
        );
        first.close();
        let w = first.view().warehouse.clone();
        assert_eq!((w.tasks.len(), w.jobs.len()), (100, 1), "stopped after one chunk");

        let second = hub(&medium, w);
        second.run_jobs().unwrap();
        wait_for(&second, |w| w.jobs.is_empty());
        assert_eq!(second.view().warehouse.tasks.len(), 300);
        second.close();
    }

    #[test]
    fn housekeeping_starts_by_itself() {
        let medium = Arc::new(SimulatedMedium::new());
        let mut w = Warehouse::default();
        let id = CommandId {
            client: 7,
            counter: 1,
        };
        w.accept(id, 0, Timestamp(1));
        w.clock = Timestamp(1 + CLIENT_KEPT_MS + 1);
        let hub = hub(&medium, w);
        hub.run_jobs().unwrap();
        wait_for(&hub, |w| {
            w.clients.is_empty() && w.answered.iter().next().is_none() && w.jobs.is_empty()
        });
    }

    #[test]
    fn it_does_not_keep_a_hub_going_that_nobody_holds() {
        let medium = Arc::new(SimulatedMedium::new());
        let hub = hub(&medium, Warehouse::default());
        hub.run_jobs().unwrap();
        let thread = hub.inner.threads.lock().unwrap().pop().unwrap();
        drop(hub);
        thread.join().unwrap();
    }
}
