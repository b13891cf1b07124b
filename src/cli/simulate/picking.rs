//! A picker: from the claim of a pick list to the bench.

use super::hands::{Hands, Job, item_code, place_code, tote_code};
use super::kind::Kind;
use super::world::BENCH;
use crate::domain::picking::{Command, PickTask, Prompt};
use crate::domain::{Qty, Text, Warehouse};

/// Up to this quantity a line is scanned piece by piece; a larger one is taken as shown.
const BY_PIECE: Qty = Qty(50);

/// Claims the most urgent pick list and works it off.
pub async fn pick_list(hands: &mut Hands) -> Job {
    let worker = hands.worker;
    let view = hands.view();
    if view.warehouse.task_of(worker).is_none() {
        if view.warehouse.open_tasks().next().is_none() {
            return Job::NoWork;
        }
        let claim = Command::Claim { task: None };
        if hands.ask(Kind::Pick, "".into(), claim).await.is_err() {
            return Job::NoWork;
        }
    }
    drop(view);
    // Where days are to pass, lines count and not pieces.
    let by_piece = if hands.floor.has_clock() {
        Qty::ZERO
    } else {
        BY_PIECE
    };
    let mut tote = None;
    while !hands.floor.is_over() {
        let view = hands.view();
        let Some(task) = view
            .warehouse
            .task_of(worker)
            .and_then(|id| view.warehouse.task(id))
        else {
            return Job::Worked;
        };
        let id = task.id;
        let Some(code) = next_code(&view.warehouse, task, by_piece, || {
            tote = tote.take().or_else(|| hands.floor.take_tote());
            tote.clone()
        }) else {
            // No tote is at hand: somebody brings some.
            drop(view);
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            continue;
        };
        let bound = Some(&code) == tote.as_ref();
        drop(view);
        let scan = Command::Scan {
            task: id,
            code: code.clone(),
        };
        match hands.ask(Kind::Pick, code, scan).await {
            Ok(()) if bound => tote = None,
            Ok(()) => {}
            Err(_) => {
                // Something changed under way. Somebody else may see it with fresh eyes.
                let _ = hands.ask(Kind::Pick, "".into(), Command::Park { task: id }).await;
                return Job::Worked;
            }
        }
    }
    Job::Worked
}

/// What a picker scans at the prompt; none while a tote is wanted and none is at hand.
fn next_code(
    w: &Warehouse,
    task: &PickTask,
    by_piece: Qty,
    empty_tote: impl FnOnce() -> Option<Text>,
) -> Option<Text> {
    let line = |index: usize| task.lines.get(index);
    let tote_of = |order| {
        task.tote(order)
            .and_then(|tote| tote.lpn)
            .and_then(|id| tote_code(w, id))
    };
    match task.prompt(w) {
        Prompt::Place(index) => place_code(w, line(index)?.place()),
        Prompt::Item(index) => item_code(w, line(index)?.key.item),
        Prompt::Put(index, _) => {
            let line = line(index)?;
            let counted = task.step.counted.unwrap_or(Qty(1));
            if line.left() <= by_piece && counted < line.left() {
                item_code(w, line.key.item)
            } else {
                tote_of(line.order).or_else(empty_tote)
            }
        }
        Prompt::SetAside(order) => tote_of(order),
        Prompt::Deposit => Some(BENCH.into()),
    }
}
