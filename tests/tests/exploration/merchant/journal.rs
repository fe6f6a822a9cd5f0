//! The journal as a process uses it: the table, over a connection that can fail.

use std::{sync::Arc, time::Duration};

use alignet::journal::{
    Claimed, Ending, Entry, EntryId, Filter, Journal, Journaling, NewEntry, Opened, Resolution, State, Step,
    Told,
};
use tokio::time::sleep;

use crate::{
    bugs::Bug,
    world::{World, database::at_once, process::Process},
};

/// The table of the journal, over the connection of a process. A bug may sit in between.
#[derive(Clone)]
pub(crate) struct Ledger {
    process: Arc<Process>,
    bug: Option<Bug>,
}

/// The latest entry of the charge of an operation number.
pub(crate) fn entry_of(world: &World, number: &str) -> Option<Entry> {
    let entries = at_once(world.store.journal.list(&Filter::new().reference(number))).unwrap();
    entries.into_iter().rfind(|entry| entry.once)
}

impl Ledger {
    pub(crate) fn new(process: &Arc<Process>, bug: Option<Bug>) -> Self {
        Self { process: Arc::clone(process), bug }
    }

    fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }
}

impl Journal for Ledger {
    fn open<'a>(&'a self, entry: &'a NewEntry) -> Journaling<'a, Opened> {
        let entry = entry.clone();
        Box::pin(async move {
            let written = self.process.run("entry opened", move |world| {
                if entry.undoes {
                    super::undo::written(world, &entry.reference);
                }
                let opened = at_once(world.store.journal.open(&entry));
                if matches!(opened, Ok(Opened::Used(_))) {
                    world.note("journal", "number is used", &entry.reference);
                }
                opened
            });
            if self.has(Bug::SendsBeforeTheWrite) {
                tokio::spawn(written);
                return Ok(Opened::New);
            }
            match written.await {
                Err(_) if self.has(Bug::SendsWithoutAnEntry) => Ok(Opened::New),
                Ok(Ok(Opened::Used(_))) if self.has(Bug::IgnoresUsed) => Ok(Opened::New),
                written => written?,
            }
        })
    }

    fn close<'a>(&'a self, id: EntryId, ending: &'a Ending) -> Journaling<'a, State> {
        let mut ending = ending.clone();
        if self.has(Bug::TakesLostForNotMade) && ending.state == State::Open {
            ending.state = State::NotMade;
        }
        Box::pin(async move {
            let wanted = ending.state;
            let closing = self.process.run("entry closed", move |world| {
                let state = at_once(world.store.journal.close(id, &ending));
                if let Ok(state) = &state {
                    let in_time = *state == ending.state;
                    world.note(
                        "journal",
                        if in_time { "closed" } else { found_at_close(*state) },
                        &ending.note,
                    );
                }
                state
            });
            if self.has(Bug::ClosesBeforeTheCommit) {
                tokio::spawn(closing);
                return Ok(wanted);
            }
            match closing.await {
                Err(_) if self.has(Bug::PaidThoughTheCloseFailed) => Ok(wanted),
                closed => closed?,
            }
        })
    }

    fn tell<'a>(&'a self, told: &'a Told) -> Journaling<'a, Option<Entry>> {
        let told = told.clone();
        Box::pin(async move {
            self.process.run("entry told", move |world| at_once(world.store.journal.tell(&told))).await?
        })
    }

    fn claim<'a>(
        &'a self,
        environment: &'a str,
        merchants: &'a [String],
        count: usize,
        lease: Duration,
    ) -> Journaling<'a, Vec<Claimed>> {
        let (environment, merchants) = (environment.to_owned(), merchants.to_vec());
        let process = Arc::clone(&self.process);
        let fast = if self.has(Bug::ClockOfTheProcess) { HOUR } else { Duration::ZERO };
        let forgets = self.has(Bug::ForgetsTheCancellation);
        Box::pin(async move {
            let claiming = self.process.run("entries claimed", move |world| {
                let mut claimed = at_once(world.store.journal.claim(&environment, &merchants, count, lease));
                for claimed in claimed.iter_mut().flatten() {
                    process.set_busy(true);
                    process.note("claimed", &claimed.entry.reference);
                    claimed.entry.age += fast;
                    claimed.entry.stood += fast;
                    claimed.entry.cancelled = claimed.entry.cancelled.map(|ago| ago + fast);
                    if forgets && claimed.entry.state == State::Pending {
                        claimed.entry.cancelled = None;
                    }
                }
                claimed
            });
            claiming.await?
        })
    }

    fn step<'a>(&'a self, claimed: &'a Claimed, step: &'a Step) -> Journaling<'a, bool> {
        let (claimed, step) = (claimed.clone(), step.clone());
        Box::pin(async move {
            let (forced, state) = (self.has(Bug::LeaseWithoutToken), step.state);
            if forced && self.process.world.is_faulty() {
                // As a process does that stands still for a moment, and for less than recovery waits.
                sleep(self.process.world.dice.magnitude(Duration::from_secs(25))).await;
            }
            let stepping = self.process.run("step", move |world| {
                let number = &claimed.entry.reference;
                let mut stepped = at_once(world.store.journal.step(&claimed, &step));
                if let Ok(false) = stepped {
                    world.note("journal", "lease lost", number);
                    if forced {
                        stepped = Ok(world.store.step_without_token(&claimed, &step));
                    }
                } else {
                    world.note("journal", stepped_to(step.state), number);
                }
                if matches!(stepped, Ok(true)) {
                    world.store.stepped(claimed.entry.id, step.state);
                }
                stepped
            });
            if self.has(Bug::CancelsBeforeTheWrite) && state == State::Cancelling {
                let late = self.process.world.dice.magnitude(Duration::from_secs(60));
                tokio::spawn(async move {
                    sleep(late).await;
                    let _ = stepping.await;
                });
                return Ok(true);
            }
            stepping.await?
        })
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> Journaling<'a, Vec<Entry>> {
        let filter = filter.clone();
        Box::pin(async move {
            self.process
                .run("entries listed", move |world| at_once(world.store.journal.list(&filter)))
                .await?
        })
    }

    fn resolve<'a>(&'a self, id: EntryId, resolution: &'a Resolution) -> Journaling<'a, Option<Entry>> {
        let resolution = resolution.clone();
        Box::pin(async move {
            let resolving = self
                .process
                .run("entry resolved", move |world| at_once(world.store.journal.resolve(id, &resolution)));
            resolving.await?
        })
    }
}

const HOUR: Duration = Duration::from_secs(60 * 60);

/// The event of a call whose end comes after another change.
fn found_at_close(state: State) -> &'static str {
    match state {
        State::Done => "closed, and was done already",
        State::Cancelling => "closed, and was being cancelled",
        State::Person => "closed, and was with a person",
        _ => "closed, and was decided already",
    }
}

/// The event of a step to a state.
fn stepped_to(state: State) -> &'static str {
    match state {
        State::Open => "step: open",
        State::Pending => "step: pending",
        State::Cancelling => "step: cancelling",
        State::Done => "step: done",
        State::Declined => "step: declined",
        State::Reversed => "step: reversed",
        State::NotMade => "step: not made",
        State::Person => "step: for a person",
    }
}
