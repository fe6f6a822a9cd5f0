//! Checks that a journal keeps its promises.

mod contests;

use std::time::Duration;

use crate::{
    journal::{
        Claimed, Ending, Entry, EntryId, Filter, Journal, JournalError, NewEntry, Opened, Resolution, State,
        Step, Told,
    },
    reply::outcome::Outcome,
};

/// Checks a journal of your own: one entry for each reference, deadlines and leases by its own clock, steps that only the
/// holder of a lease takes, notifications, listings, and the decisions of people. It writes entries of its own
/// environments into the journal, whose names are random, so that it may be a journal in use.
///
/// `wait` lets this much time pass for the clock of the journal. `moment` is a time that is long for the store and short for
/// the test, such as 200 ms with a database; the check waits for about nine of these.
///
/// ```
/// use alignet::{journal::MemoryJournal, testing};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let moment = Duration::from_millis(20);
/// testing::check_journal(&MemoryJournal::new(), moment, async |time| tokio::time::sleep(time).await).await?;
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// Returns the first promise that is broken, or the error of the journal.
pub async fn check_journal(
    journal: &impl Journal,
    moment: Duration,
    wait: impl AsyncFn(Duration),
) -> Result<(), JournalError> {
    let check = Check { journal, moment, wait };
    check.references().await?;
    check.endings().await?;
    check.deadlines_and_leases().await?;
    check.steps().await?;
    check.notifications().await?;
    check.contests().await?;
    check.cancelled().await?;
    check.paid_twice().await?;
    check.people().await?;
    check.listings().await
}

struct Check<'j, J, W> {
    journal: &'j J,
    moment: Duration,
    wait: W,
}

/// Errors with the broken promise, unless it is kept.
fn promise(kept: bool, promise: &str) -> Result<(), JournalError> {
    if kept { Ok(()) } else { Err(format!("the journal breaks a promise: {promise}").into()) }
}

/// A long time: no check lasts as long.
const LONG: Duration = Duration::from_secs(600);

/// Makes an entry of an environment that no other check uses.
fn new() -> NewEntry {
    let id = EntryId::random();
    NewEntry {
        id,
        environment: format!("check {id}"),
        operation: "authorize_charge".to_owned(),
        merchant: "M1".to_owned(),
        reference: "400100".to_owned(),
        time_left: Duration::ZERO,
        digest: [7; 32],
        once: true,
        undoes: false,
    }
}

fn ending(state: State) -> Ending {
    Ending { state, transaction: Some("tx1".to_owned()), note: "a reply".to_owned() }
}

fn told(entry: &NewEntry, outcome: Outcome) -> Told {
    Told {
        environment: entry.environment.clone(),
        merchant: entry.merchant.clone(),
        reference: entry.reference.clone(),
        transaction: Some("tx1".to_owned()),
        outcome,
    }
}

fn step(state: State, wait: Option<Duration>) -> Step {
    Step { state, transaction: None, wait, note: "a step".to_owned() }
}

impl<J: Journal, W: AsyncFn(Duration)> Check<'_, J, W> {
    async fn written(&self, entry: &NewEntry) -> Result<(), JournalError> {
        promise(self.journal.open(entry).await? == Opened::New, "an entry with a new reference is written")
    }

    async fn only(&self, entry: &NewEntry) -> Result<Entry, JournalError> {
        let mut listed = self.journal.list(&Filter::new().environment(&entry.environment)).await?;
        promise(listed.len() == 1, "an environment with one entry lists one")?;
        listed.pop().ok_or_else(|| "the journal lists no entry".into())
    }

    async fn claim(&self, entry: &NewEntry, lease: Duration) -> Result<Option<Claimed>, JournalError> {
        Ok(self.journal.claim(&entry.environment, &[], 1, lease).await?.pop())
    }

    async fn claimed(&self, entry: &NewEntry, lease: Duration) -> Result<Claimed, JournalError> {
        self.claim(entry, lease)
            .await?
            .ok_or_else(|| "the journal breaks a promise: an entry that is due is claimed".into())
    }

    async fn references(&self) -> Result<(), JournalError> {
        let first = new();
        self.written(&first).await?;
        let listed = self.only(&first).await?;
        let same = Entry { age: listed.age, stood: listed.stood, due_in: listed.due_in, ..Entry::of(&first) };
        promise(listed == same, "an entry is listed as it was written")?;
        let again = NewEntry { id: EntryId::random(), ..first.clone() };
        let used = matches!(self.journal.open(&again).await?, Opened::Used(entry) if entry.id == first.id);
        promise(used, "a reference that is in use is refused, with its entry")?;
        for other in [
            NewEntry { id: EntryId::random(), merchant: "M2".to_owned(), ..first.clone() },
            NewEntry { id: EntryId::random(), reference: "400101".to_owned(), ..first.clone() },
            NewEntry { id: EntryId::random(), operation: "create_refund".to_owned(), ..first.clone() },
            NewEntry { id: EntryId::random(), ..new() },
        ] {
            self.written(&other).await?;
        }
        self.journal.close(first.id, &ending(State::NotMade)).await?;
        self.written(&again).await?;
        let refund = || NewEntry { once: false, operation: "create_refund".to_owned(), ..new() };
        let (first, second) = (refund(), refund());
        let second = NewEntry { environment: first.environment.clone(), ..second };
        self.written(&first).await?;
        let used = matches!(self.journal.open(&second).await?, Opened::Used(_));
        promise(used, "a second refund waits for the first")?;
        self.journal.close(first.id, &ending(State::Done)).await?;
        self.written(&second).await
    }

    async fn endings(&self) -> Result<(), JournalError> {
        for state in [State::Open, State::Pending, State::Done, State::Declined, State::Reversed] {
            let entry = new();
            self.written(&entry).await?;
            let closed = self.journal.close(entry.id, &ending(state)).await?;
            promise(closed == state, "an open entry takes the state of the ending")?;
            let again = self.journal.close(entry.id, &ending(state)).await?;
            promise(again == state, "the same ending may come twice")?;
            let listed = self.only(&entry).await?;
            promise(listed.transaction.as_deref() == Some("tx1"), "an ending brings the transaction")?;
            promise(
                listed.due_in.is_none() == state.is_decided(),
                "recovery is through with what is decided",
            )?;
        }
        let unknown = self.journal.close(EntryId::random(), &ending(State::Done)).await;
        promise(unknown.is_err(), "closing an entry that does not exist is an error")
    }

    async fn deadlines_and_leases(&self) -> Result<(), JournalError> {
        let entry = NewEntry { time_left: 2 * self.moment, ..new() };
        self.written(&entry).await?;
        promise(self.claim(&entry, LONG).await?.is_none(), "no entry is claimed before its deadline")?;
        (self.wait)(3 * self.moment).await;
        let first = self.claimed(&entry, self.moment).await?;
        promise(first.entry.tries == 1 && first.entry.age >= 2 * self.moment, "a claim counts and measures")?;
        promise(self.claim(&entry, LONG).await?.is_none(), "a leased entry is claimed by nobody else")?;
        let elsewhere = self.journal.claim(&new().environment, &[], 1, LONG).await?;
        promise(elsewhere.is_empty(), "an environment has its own entries")?;
        (self.wait)(2 * self.moment).await;
        let others = self.journal.claim(&entry.environment, &["M2".to_owned()], 1, LONG).await?;
        promise(others.is_empty(), "a merchant has its own entries")?;
        let second = self.claimed(&entry, LONG).await?;
        promise(second.lease > first.lease && second.entry.tries == 2, "a later lease has a larger number")?;
        let late = self.journal.step(&first, &step(State::Declined, None)).await?;
        promise(!late && self.only(&entry).await?.state == State::Open, "a lost lease changes nothing")
    }

    async fn steps(&self) -> Result<(), JournalError> {
        let entry = new();
        self.written(&entry).await?;
        let claimed = self.claimed(&entry, LONG).await?;
        let on = self.journal.step(&claimed, &step(State::Cancelling, Some(Duration::ZERO))).await?;
        promise(on && self.claim(&entry, LONG).await?.is_none(), "a step without a wait keeps the lease")?;
        let found =
            Step { transaction: Some("tx2".to_owned()), ..step(State::Cancelling, Some(2 * self.moment)) };
        promise(self.journal.step(&claimed, &found).await?, "the holder of the lease goes on")?;
        promise(!self.journal.step(&claimed, &found).await?, "a step with a wait ends the lease")?;
        promise(self.claim(&entry, LONG).await?.is_none(), "an entry is not due while it waits")?;
        (self.wait)(3 * self.moment).await;
        let claimed = self.claimed(&entry, LONG).await?;
        let stood = claimed.entry.stood >= 2 * self.moment;
        promise(
            stood && claimed.entry.transaction.as_deref() == Some("tx2"),
            "a state lasts until it changes",
        )?;
        promise(self.journal.step(&claimed, &step(State::Reversed, None)).await?, "recovery decides")?;
        let listed = self.only(&entry).await?;
        promise(
            listed.state == State::Reversed && listed.note == "a step" && listed.due_in.is_none(),
            "a decision stays",
        )?;
        promise(self.claim(&entry, LONG).await?.is_none(), "what is decided is not due")
    }

    async fn notifications(&self) -> Result<(), JournalError> {
        let entry = new();
        promise(
            self.journal.tell(&told(&entry, Outcome::Authorised)).await?.is_none(),
            "a payment without an entry is told to nobody",
        )?;
        self.written(&entry).await?;
        let claimed = self.claimed(&entry, LONG).await?;
        let stands = self.journal.tell(&told(&entry, Outcome::Pending)).await?;
        promise(stands.is_some_and(|entry| entry.state == State::Pending), "a notification is recorded")?;
        let late = self.journal.step(&claimed, &step(State::Declined, None)).await?;
        promise(!late, "a notification takes away the lease")?;
        let stands = self.journal.tell(&told(&entry, Outcome::Authorised)).await?;
        promise(stands.is_some_and(|entry| entry.state == State::Done), "a paid notification decides")?;
        let closed = self.journal.close(entry.id, &ending(State::Pending)).await?;
        promise(closed == State::Done, "an ending does not undo it")?;
        let (first, second) = (new(), new());
        let second = NewEntry { environment: first.environment.clone(), ..second };
        self.written(&first).await?;
        self.journal.close(first.id, &ending(State::NotMade)).await?;
        self.written(&second).await?;
        let stands = self.journal.tell(&told(&first, Outcome::Authorised)).await?;
        promise(stands.is_some_and(|entry| entry.id == second.id), "the latest entry is told")
    }

    async fn people(&self) -> Result<(), JournalError> {
        let entry = new();
        self.written(&entry).await?;
        let decision = Resolution::new(State::Done, "the bank says so");
        let stands = self.journal.resolve(entry.id, &decision).await?;
        promise(stands.is_some_and(|entry| entry.state == State::Open), "a person decides only when asked")?;
        let claimed = self.claimed(&entry, LONG).await?;
        self.journal.step(&claimed, &step(State::Person, None)).await?;
        let again = NewEntry { id: EntryId::random(), ..entry.clone() };
        let used = matches!(self.journal.open(&again).await?, Opened::Used(_));
        promise(used, "no call is made while a person decides")?;
        let stands = self.journal.resolve(entry.id, &decision).await?;
        promise(stands.is_some_and(|entry| entry.state == State::Done), "a person decides")?;
        let claimed = self.claimed(&entry, LONG).await?;
        promise(claimed.entry.state == State::Done, "recovery tells the application of that decision")?;
        let nobody = self.journal.resolve(EntryId::random(), &decision).await?;
        promise(nobody.is_none(), "an entry that does not exist is none")
    }

    async fn listings(&self) -> Result<(), JournalError> {
        let first = new();
        let at =
            |number: u32| NewEntry { id: EntryId::random(), reference: number.to_string(), ..first.clone() };
        let entries: Vec<NewEntry> = (1..=3).map(at).collect();
        for entry in &entries {
            self.written(entry).await?;
        }
        self.journal.close(entries[1].id, &ending(State::Declined)).await?;
        let all = Filter::new().environment(&first.environment);
        let ids = async |filter: Filter| -> Result<Vec<EntryId>, JournalError> {
            Ok(self.journal.list(&filter).await?.into_iter().map(|entry| entry.id).collect())
        };
        let in_order: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
        promise(ids(all.clone()).await? == in_order, "the oldest is listed first")?;
        promise(ids(all.clone().most(2)).await? == in_order[..2], "a listing has a most")?;
        let page = |after: EntryId| ids(all.clone().most(2).after(after));
        promise(page(in_order[1]).await? == in_order[2..], "the next page is after an entry")?;
        promise(page(in_order[2]).await?.is_empty(), "nothing is after the last entry")?;
        promise(page(EntryId::random()).await?.is_empty(), "nothing is after an entry that does not exist")?;
        let declined = ids(all.clone().states([State::Declined, State::Person])).await?;
        promise(declined == in_order[1..2], "a listing is of states")?;
        promise(ids(all.clone().reference("3")).await? == in_order[2..], "a listing is of a reference")?;
        promise(ids(all.merchant("M2")).await?.is_empty(), "a listing is of a merchant")
    }
}
