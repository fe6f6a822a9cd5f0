//! Checks the payments that are cancelled, and those that are paid twice.

use std::time::Duration;

use super::{Check, LONG, ending, new, promise, step, told};
use crate::{
    journal::{EntryId, Filter, Journal, JournalError, NewEntry, Resolution, State, Told},
    reply::outcome::Outcome,
};

fn cancellation(of: &NewEntry) -> NewEntry {
    let operation = "cancel_charge".to_owned();
    NewEntry { id: EntryId::random(), operation, once: false, undoes: true, ..of.clone() }
}

impl<J: Journal, W: AsyncFn(Duration)> Check<'_, J, W> {
    pub(super) async fn contests(&self) -> Result<(), JournalError> {
        for (state, contests) in [
            (State::Open, true),
            (State::Person, true),
            (State::Done, true),
            (State::Declined, false),
            (State::NotMade, false),
        ] {
            self.contested(state, contests).await?;
        }
        let charge = new();
        self.written(&charge).await?;
        self.written(&cancellation(&charge)).await?;
        promise(
            self.journal.close(charge.id, &ending(State::Done)).await? == State::Pending,
            "an ending does not decide a payment as done that is being cancelled, though the entry is as it was written",
        )
    }

    /// Lets recovery cancel a payment and leave it to a person, who has it queried again.
    pub(super) async fn cancelled(&self) -> Result<(), JournalError> {
        let charge = new();
        self.written(&charge).await?;
        let claimed = self.claimed(&charge, LONG).await?;
        let cancels = step(State::Cancelling, Some(Duration::ZERO));
        promise(self.journal.step(&claimed, &cancels).await?, "recovery cancels")?;
        (self.wait)(self.moment).await;
        self.journal.step(&claimed, &step(State::Person, None)).await?;
        let again = Resolution::new(State::Pending, "found").transaction("tx1");
        self.journal.resolve(charge.id, &again).await?;
        let stands = self.journal.tell(&told(&charge, Outcome::Authorised)).await?;
        promise(
            stands.is_some_and(|entry| entry.state == State::Pending),
            "no notification decides a payment as done that recovery has cancelled",
        )?;
        promise(
            self.journal.close(charge.id, &ending(State::Done)).await? == State::Pending,
            "no ending decides a payment as done that recovery has cancelled",
        )?;
        let ago = self.only(&charge).await?.cancelled;
        promise(
            ago.is_some_and(|ago| ago >= self.moment),
            "the time since the cancellation is that of the journal's clock, and grows",
        )
    }

    /// Tells of two transactions that are paid.
    pub(super) async fn paid_twice(&self) -> Result<(), JournalError> {
        let charge = new();
        self.written(&charge).await?;
        self.journal.close(charge.id, &ending(State::Done)).await?;
        let second = Told { transaction: Some("tx2".to_owned()), ..told(&charge, Outcome::Authorised) };
        self.journal.tell(&second).await?;
        let again = Resolution::new(State::Pending, "look again");
        let stands = self.journal.resolve(charge.id, &again).await?;
        promise(
            stands.is_some_and(|entry| entry.state == State::Person),
            "what is paid twice can't be queried as one",
        )?;
        let listed = self.only(&charge).await?;
        promise(
            listed.transaction.as_deref() == Some("tx1")
                && listed.other_transaction.as_deref() == Some("tx2"),
            "an entry that is paid twice has both transactions",
        )
    }

    /// Lets a cancellation enter a state, in which it contests its payment or not.
    async fn contested(&self, state: State, contests: bool) -> Result<(), JournalError> {
        let (charge, other) = (new(), new());
        let other = NewEntry { merchant: "M2".to_owned(), environment: charge.environment.clone(), ..other };
        self.written(&charge).await?;
        let claimed = self.claimed(&charge, LONG).await?;
        self.written(&other).await?;
        let cancel = cancellation(&charge);
        self.written(&cancel).await?;
        if state == State::Person {
            let due = self.journal.claim(&charge.environment, &[], 9, LONG).await?;
            let found = due.iter().find(|claimed| claimed.entry.id == cancel.id);
            self.journal.step(found.ok_or("an entry that is due is claimed")?, &step(state, None)).await?;
        } else {
            self.journal.close(cancel.id, &ending(state)).await?;
        }
        let listed = self.journal.list(&Filter::new().environment(&charge.environment)).await?;
        let contested: Vec<bool> = listed.iter().map(|entry| entry.contested).collect();
        promise(contested == [contests, false, false], "a cancellation contests its payment, and no other")?;
        let expected = if contests { State::Pending } else { State::Done };
        let stepped = self.journal.step(&claimed, &step(State::Done, Some(Duration::ZERO))).await?;
        promise(stepped != contests, "no step decides a payment as done that may be cancelled")?;
        let stands = self.journal.tell(&told(&charge, Outcome::Authorised)).await?;
        promise(
            stands.is_some_and(|entry| entry.state == expected),
            "no notification decides a payment as done that may be cancelled",
        )?;
        promise(
            self.journal.close(charge.id, &ending(State::Done)).await? == expected,
            "no ending decides a payment as done that may be cancelled",
        )
    }
}
