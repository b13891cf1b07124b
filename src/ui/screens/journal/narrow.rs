//! What the journal is narrowed to: things, a person, hours.

use crate::domain::Timestamp;
use crate::domain::lookup::Target;
use crate::exchange::period::Period;
use crate::store::history::{LookBack, Subject};
use crate::ui::screen::Here;

/// What is shown of the journal: what concerns all of these things, within these hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    about: Vec<Target>,
    during: Option<(Period, String)>,
}

impl Narrow {
    /// What concerns one thing.
    pub fn of(about: Target) -> Narrow {
        Narrow {
            about: vec![about],
            during: None,
        }
    }

    /// Whether everything is shown.
    pub fn is_all(&self) -> bool {
        *self == Narrow::default()
    }

    /// Narrower by what was scanned or typed: a thing, a person, or hours. Another thing of the same kind takes the
    /// place of the one before. None when it means nothing.
    pub fn by(&self, text: &str, here: Here<'_>) -> Option<Narrow> {
        let worker = here
            .w
            .worker_by_number(text)
            .map(|worker| Target::Worker(worker.id));
        let mut known = here.w.scan(text).targets.into_iter().chain(worker);
        if let Some(target) = known.find(|target| Subject::of(*target).is_some()) {
            let kind = std::mem::discriminant(&target);
            let others = self.about.iter().copied();
            let others = others.filter(|other| std::mem::discriminant(other) != kind);
            return Some(Narrow {
                about: others.chain([target]).collect(),
                during: self.during.clone(),
            });
        }
        let period = Period::parse(text, here.now, here.words.zone())?;
        Some(Narrow {
            during: Some((period, text.trim().to_owned())),
            ..self.clone()
        })
    }

    /// Wider by what it was narrowed by last.
    pub fn wider(&self) -> Narrow {
        let mut wider = self.clone();
        if wider.during.take().is_none() {
            wider.about.pop();
        }
        wider
    }

    /// The records that are wanted, before this one.
    pub fn asked(&self, before: u64) -> LookBack {
        let end = |of: fn(&Period) -> Timestamp| self.during.as_ref().map(|(period, _)| of(period));
        LookBack {
            about: self
                .about
                .iter()
                .filter_map(|target| Subject::of(*target))
                .collect(),
            since: end(|period| period.since),
            until: end(|period| period.until),
            before,
        }
    }

    /// What it is narrowed to, in words.
    pub fn told(&self, here: Here<'_>) -> String {
        let mut parts: Vec<String> = self.about.iter().map(|target| name(*target, here)).collect();
        parts.extend(self.during.iter().map(|(_, typed)| typed.clone()));
        parts.join(" + ")
    }
}

/// What a thing is called.
fn name(target: Target, here: Here<'_>) -> String {
    use crate::domain::phrase::Value;
    let words = here.words;
    match target {
        Target::Place(id) => words.place(id),
        Target::Lpn(id) => words.lpn(id),
        Target::Item(id, _) => words.item(id),
        Target::Parcel(id) => words.value(&Value::Parcel(id)),
        Target::Order(id) => words.order(id),
        Target::Worker(id) => words.worker(id),
        Target::Load(id) => words.value(&Value::Load(id)),
        Target::Receipt(id) => words.value(&Value::Receipt(id)),
        Target::Task(id) => words.task(id),
        Target::Carton(id) => words.value(&Value::Carton(id)),
        Target::Carrier(id) => words.carrier(id),
    }
}
