//! What a dock shows: how much is in, what still waits by cut-off.

use super::{Loading, Mode, carriers, waiting};
use crate::domain::ids::{CarrierId, LoadId};
use crate::domain::shipping::{Load, LoadState, ship_queue_of};
use crate::domain::{Class, Event};
use crate::store::history::Gone;
use crate::ui::prompt_view::{Line, LineKind, PromptView};
use crate::ui::screen::Here;
use crate::ui::theme::Role;
use crate::ui::widgets::Answer;

pub(super) fn view(screen: &Loading, here: Here<'_>) -> PromptView {
    let words = here.words;
    let mut view = match (screen.load(here), screen.dock(here)) {
        (Some(load), _) => at_load(screen, here, load),
        (None, Some(_)) => choosing(here),
        (None, None) => PromptView {
            title: words.say("load-title"),
            lines: vec![Line::new(LineKind::Strong, words.say("load-which-dock"))],
            panel: panel(here, None),
            ask: words.say("load-ask-dock"),
            ..PromptView::default()
        },
    };
    view.right = screen
        .dock(here)
        .map(|dock| words.place(dock))
        .unwrap_or_default();
    if screen.mode == Mode::Label {
        view.ask = words.say("load-ask-label");
    }
    view
}

/// Which carrier: a numbered list, since a carrier has seldom a barcode.
fn choosing(here: Here<'_>) -> PromptView {
    let words = here.words;
    let due = waiting(here);
    let row = |(number, carrier): (usize, CarrierId)| {
        let parcels: usize = due
            .iter()
            .filter(|w| w.carrier == carrier)
            .map(|w| w.parcels)
            .sum();
        let first = due.iter().find(|w| w.carrier == carrier).map(|w| w.cutoff);
        let left = first
            .map(|cutoff| words.time_left(cutoff, here.now))
            .unwrap_or_default();
        let role = if parcels > 0 { Role::Text } else { Role::Dim };
        let name = words.carrier(carrier);
        (
            role,
            format!("{number} {name}  {parcels}  {left}")
                .trim_end()
                .to_owned(),
        )
    };
    PromptView {
        title: words.say("load-title"),
        lines: vec![Line::new(LineKind::Strong, words.say("load-carriers"))],
        panel: (1..).zip(carriers(here)).map(row).collect(),
        ask: words.say(if here.w.carriers.is_empty() {
            "load-no-carrier"
        } else {
            "load-ask-carrier"
        }),
        ..PromptView::default()
    }
}

fn at_load(screen: &Loading, here: Here<'_>, load: &Load) -> PromptView {
    let words = here.words;
    let waits = ship_queue_of(here.w, load.carrier).count();
    let inside = usize::try_from(load.parcels).unwrap_or(usize::MAX);
    let carrier = words.carrier(load.carrier);
    let next = ship_queue_of(here.w, load.carrier).map(|p| p.cutoff).next();
    let cutoff = next
        .map(|cutoff| words.time_left(cutoff, here.now))
        .unwrap_or_default();
    let count = |key, n: usize| words.say_with(key, &[("count", n.to_string())]);
    let weight = if load.weight_g > 0 {
        words.say_with("load-weight", &[("weight", words.grams(load.weight_g))])
    } else {
        String::new()
    };
    let mut view = PromptView {
        title: load.number.to_string(),
        progress: format!("{inside}/{}", inside.saturating_add(waits)),
        panel: panel(here, Some(load.carrier)),
        ..PromptView::default()
    };
    if load.state == LoadState::Closing {
        let gone = usize::try_from(load.shipped).unwrap_or(usize::MAX);
        view.progress = format!("{gone}/{}", inside.saturating_add(gone));
        view.lines = vec![
            Line::new(LineKind::Big, carrier),
            Line::new(LineKind::Strong, count("load-leaving", inside)),
        ];
        view.ask = words.say("load-ask-leaving");
        return view;
    }
    let state = match (screen.mode, waits) {
        (Mode::Unload, _) => words.say("load-unloading"),
        (_, 0) => words.say("load-all-loaded"),
        _ => format!("{}  {cutoff}", count("load-waits", waits)),
    };
    view.lines = vec![
        Line::new(LineKind::Big, carrier.clone()),
        Line::new(LineKind::Strong, count("load-loaded", inside)),
        Line::new(LineKind::Strong, state),
        Line::new(LineKind::Dim, weight).drop(2),
    ];
    view.ask = match screen.mode {
        Mode::Unload => words.say("load-ask-unload"),
        _ => words.say_with("load-ask-parcel", &[("carrier", carrier)]),
    };
    view
}

/// What waits by cut-off, the load's own carrier standing out.
fn panel(here: Here<'_>, own: Option<CarrierId>) -> Vec<(Role, String)> {
    let words = here.words;
    let row = |w: super::Waiting| {
        let role = if own == Some(w.carrier) {
            Role::Strong
        } else {
            Role::Text
        };
        let (left, name) = (words.time_left(w.cutoff, here.now), words.carrier(w.carrier));
        (role, format!("{:>5}  {left}  {name}", w.parcels))
    };
    waiting(here).into_iter().map(row).collect()
}

/// The answer to what was done at the dock: what went in and how much still waits.
pub(super) fn told(here: Here<'_>, events: &[Event]) -> Option<Answer> {
    let words = here.words;
    events.iter().find_map(|event| match event {
        Event::ParcelLoaded(loaded) => {
            let load = here.w.load(loaded.loaded.load)?;
            let waits = ship_queue_of(here.w, load.carrier).count();
            let last = waits == 0;
            let key = if last { "load-last-in" } else { "load-in" };
            let of = [
                ("order", words.order(loaded.order)),
                ("count", load.parcels.to_string()),
                ("waiting", waits.to_string()),
                ("carrier", words.carrier(load.carrier)),
            ];
            let class = if last { Class::Last } else { Class::Ok };
            Some(Answer::new(class, words.say_with(key, &of)))
        }
        Event::ParcelUnloaded(off) => {
            let of = [
                ("order", words.order(off.order)),
                ("count", parcels_in(here, off.load)),
            ];
            Some(Answer::new(Class::Ok, words.say_with("load-off", &of)))
        }
        Event::LoadClosed(_) => {
            let phrase = event.phrase()?;
            Some(Answer::new(Class::Last, words.phrase(&phrase)))
        }
        Event::LoadClosing(leaving) => {
            let left = here.w.load(leaving.load)?;
            let of = [("count", left.parcels.to_string())];
            Some(Answer::new(Class::Ok, words.say_with("load-leaving", &of)))
        }
        _ => None,
    })
}

/// That a parcel left: with which load, when, and by whom.
pub(super) fn left(gone: &Gone, code: &str, here: Here<'_>) -> Option<String> {
    let words = here.words;
    gone.record.events.iter().find_map(|event| match event {
        Event::ParcelShipped(shipped) if shipped.sscc.as_ref() == code => {
            let by = shipped.by.map(|by| words.worker(by));
            let of = [
                ("code", code.to_owned()),
                ("at", words.time(shipped.at)),
                ("load", shipped.load_number.to_string()),
                ("worker", by.unwrap_or_else(|| "-".to_owned())),
            ];
            Some(words.say_with("no-load-left", &of))
        }
        _ => None,
    })
}

fn parcels_in(here: Here<'_>, load: LoadId) -> String {
    here.w.load(load).map_or(0, |load| load.parcels).to_string()
}

pub(super) fn why(screen: &Loading, here: Here<'_>) -> Vec<String> {
    let words = here.words;
    let mut told = Vec::new();
    if let Some(load) = screen.load(here) {
        told.push(words.say_with(
            "why-load",
            &[
                ("load", load.number.to_string()),
                ("carrier", words.carrier(load.carrier)),
                ("dock", words.place(load.dock)),
                ("at", words.time(load.opened_at)),
            ],
        ));
    }
    told.extend(waiting(here).into_iter().map(|row| {
        let of = [
            ("count", row.parcels.to_string()),
            ("carrier", words.carrier(row.carrier)),
            ("cutoff", words.time(row.cutoff)),
        ];
        words.say_with("why-load-cutoff", &of)
    }));
    told
}
