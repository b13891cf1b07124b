//! Sending what was checked: in order, many under way at once, so that a group of the journal takes many.

use super::Job;
use super::check::{Check, Checked, Importable, Step};
use super::explain::{explain, is_known_already};
use super::report::{ImportError, ImportReport, Phase, Progress};
use crate::domain::ids::DeviceId;
use crate::domain::orders;
use crate::domain::{Actor, Command, CommandId, Refusal, Text, Via};
use crate::exchange::rows::RowError;
use crate::hub::{Answer, Hub, Lane, Rejection, Request};
use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot::Receiver;

/// Commands under way at once.
const WINDOW: usize = 512;

impl Job<'_> {
    /// Sends the steps, after what must come first. What is refused after all is added to the report.
    pub(super) fn send<R: Importable>(
        &mut self,
        rows: &[(u64, R)],
        check: &mut Check,
        checked: Checked,
        report: &mut ImportReport,
    ) -> Result<(), ImportError> {
        let hub = self.site.hub().clone();
        let input = |name: &str, line: u64| Text::from(format!("{name}:{line}"));
        let first = checked.first.iter();
        let first = first.map(|(line, command)| (input(&self.name, *line), command.clone()));
        let mut answers = Vec::new();
        pipeline(&hub, self.actor, first, &mut |_, answer| {
            answers.push(answer);
            ControlFlow::Continue(())
        })?;
        for (answer, (line, _)) in answers.into_iter().zip(&checked.first) {
            self.take(answer, *line, 0, report)?;
        }
        let mut steps = self.resolve_again(rows, check, checked.steps, report);
        self.seal(rows, &mut steps)?;
        let known = steps.iter().filter(|step| step.command.is_none());
        report.unchanged += known.map(|step| step.lines).sum::<u64>();
        let (to_send, commands): (Vec<(u64, u64)>, Vec<Command>) = steps
            .into_iter()
            .filter_map(|step| step.command.map(|command| ((step.line, step.lines), command)))
            .unzip();
        let (name, total) = (self.name.clone(), to_send.len());
        let inputs = to_send.iter().map(|(line, _)| input(&name, *line));
        let mut outcome = Ok(());
        pipeline(&hub, self.actor, inputs.zip(commands), &mut |index, answer| {
            let (line, lines) = to_send.get(index).copied().unwrap_or_default();
            if let Err(error) = self.take(answer, line, lines, report) {
                outcome = Err(error);
            }
            if outcome.is_err() {
                return ControlFlow::Break(());
            }
            let progress = Progress {
                phase: Phase::Sending,
                done: index + 1,
                total,
            };
            let go_on = (self.on_progress)(progress);
            report.cancelled |= go_on.is_break() && index + 1 < total;
            go_on
        })?;
        outcome
    }

    /// Makes again the commands that name what was sent first.
    fn resolve_again<R: Importable>(
        &self,
        rows: &[(u64, R)],
        check: &mut Check,
        mut steps: Vec<Step>,
        report: &mut ImportReport,
    ) -> Vec<Step> {
        if steps.iter().all(|step| !step.again) {
            return steps;
        }
        let w = self.site.warehouse();
        for step in &mut steps {
            let row = rows.get(step.row).filter(|_| step.command.is_some());
            if let Some((line, row)) = row {
                match check.resolve_again(&w, *line, row) {
                    Ok(command) => step.command = Some(command),
                    Err(errors) => {
                        report.errors.extend(errors);
                        step.command = None;
                        step.lines = 0;
                    }
                }
            }
        }
        steps
    }

    /// Puts names and addresses into the orders that will be sent, each under a key of its own.
    fn seal<R: Importable>(&self, rows: &[(u64, R)], steps: &mut [Step]) -> Result<(), ImportError> {
        let person = |step: &Step| rows.get(step.row).and_then(|(_, row)| row.consignee());
        let orders = steps.iter_mut().filter_map(|step| {
            let consignee = person(step)?;
            match &mut step.command {
                Some(Command::Orders(orders::Command::Save(order))) => Some((order, consignee)),
                _ => None,
            }
        });
        let (orders, consignees): (Vec<_>, Vec<_>) = orders.unzip();
        if consignees.is_empty() {
            return Ok(());
        }
        let sealed = self.site.keys().seal_many(&consignees)?;
        for (order, sealed) in orders.into_iter().zip(sealed) {
            order.consignee = Some(sealed);
        }
        Ok(())
    }

    /// Counts an answer, or reports it.
    fn take(
        &self,
        answer: Answer,
        line: u64,
        lines: u64,
        report: &mut ImportReport,
    ) -> Result<(), ImportError> {
        match answer {
            Ok(accepted) => report.count(accepted.seq.is_some(), lines),
            Err(Rejection::Refused(refusal)) if is_known_already(&refusal) => report.count(false, lines),
            Err(Rejection::Refused(Refusal::Access(refusal))) => return Err(ImportError::Access(refusal)),
            Err(Rejection::Refused(refusal)) => {
                let told = explain(&refusal, &self.site.warehouse());
                report.errors.push(RowError {
                    line,
                    field: told.field.to_owned(),
                    code: told.code,
                    value: told.value,
                    problem: told.problem,
                    hint: told.hint,
                });
            }
            Err(Rejection::Stopped(why)) => {
                let imported = report.imported;
                return Err(ImportError::Stopped { why, imported });
            }
        }
        Ok(())
    }
}

/// Sends commands in order, up to [`WINDOW`] under way at once, and hands out each answer with its command's index, in
/// order too. When `on_answer` breaks, no more are sent; the answers to those under way still come.
///
/// # Errors
/// When the machine gives no runtime to wait in.
pub(in crate::exchange) fn pipeline(
    hub: &Hub,
    actor: Actor,
    commands: impl Iterator<Item = (Text, Command)>,
    on_answer: &mut dyn FnMut(usize, Answer) -> ControlFlow<()>,
) -> io::Result<()> {
    wait_for(async {
        let mut window: VecDeque<Receiver<Answer>> = VecDeque::with_capacity(WINDOW);
        let mut answered = 0;
        let mut commands = commands.fuse();
        let mut ending = false;
        loop {
            let room = !ending && window.len() < WINDOW;
            let next = if room { commands.next() } else { None };
            if let Some((input, command)) = next {
                let request = Request {
                    id: CommandId::default(),
                    actor,
                    device: DeviceId(0),
                    via: Via::CommandLine,
                    input,
                    command,
                    record: None,
                    lane: Lane::Job,
                };
                window.push_back(hub.submit(request).await);
                continue;
            }
            let Some(oldest) = window.pop_front() else { return };
            let stopped = || {
                hub.stopped()
                    .unwrap_or_else(|| Arc::from("the program is ending"))
            };
            let answer = oldest
                .await
                .unwrap_or_else(|_| Err(Rejection::Stopped(stopped())));
            ending |= on_answer(answered, answer).is_break();
            answered += 1;
        }
    })
}

/// Waits on a thread that may block, inside a runtime or outside of any.
fn wait_for(work: impl Future<Output = ()>) -> io::Result<()> {
    match Handle::try_current() {
        Ok(handle) => handle.block_on(work),
        Err(_) => Builder::new_current_thread().build()?.block_on(work),
    }
    Ok(())
}
