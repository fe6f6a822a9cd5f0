//! Proofs that contradict each other, an end or a cancellation.

use std::time::Duration;

use super::rules::{entry, told};
use crate::{
    journal::{Ending, Entry, Resolution, State},
    reply::outcome::Outcome,
};

/// An entry of a charge that the application has asked to cancel, or that recovery has cancelled.
fn in_doubt(contested: bool, transaction: Option<&str>) -> Entry {
    let cancelled = (!contested).then_some(Duration::ZERO);
    Entry { contested, cancelled, ..entry(State::Pending, transaction) }
}

fn ends(state: State, transaction: Option<&str>) -> Ending {
    Ending { state, transaction: transaction.map(str::to_owned), note: "as the reply says".to_owned() }
}

#[test]
fn two_paid_transactions_are_both_kept_also_while_a_cancellation_is_open() {
    for contested in [true, false] {
        let mut by_notifications = in_doubt(contested, None);
        by_notifications.tell(&told(Outcome::Authorised, "tx1"));
        by_notifications.tell(&told(Outcome::Authorised, "tx2"));
        let mut by_reply = in_doubt(contested, None);
        by_reply.tell(&told(Outcome::Authorised, "tx1"));
        by_reply.close(&ends(State::Done, Some("tx2")));
        let mut while_cancelling = entry(State::Cancelling, Some("tx1"));
        while_cancelling.close(&ends(State::Done, Some("tx2")));
        for entry in [by_notifications, by_reply, while_cancelling] {
            let known = (entry.transaction.as_deref(), entry.other_transaction.as_deref());
            assert_eq!((entry.state, known), (State::Person, (Some("tx1"), Some("tx2"))), "{entry}");
        }
    }
    let mut reversed = entry(State::Reversed, Some("tx1"));
    reversed.close(&ends(State::Done, Some("tx2")));
    assert_eq!(reversed.state, State::Person, "{reversed}");
    let mut third = entry(State::Declined, Some("tx1"));
    third.tell(&told(Outcome::Authorised, "tx2"));
    third.tell(&told(Outcome::Authorised, "tx3"));
    assert_eq!(third.other_transaction.as_deref(), Some("tx3"), "{third}");
    let mut pending = entry(State::Pending, Some("tx1"));
    pending.close(&ends(State::Done, Some("tx2")));
    assert_eq!(
        (pending.state, pending.transaction.as_deref()),
        (State::Done, Some("tx2")),
        "the one that is paid"
    );
}

/// A gateway may send a charge twice: the caller gets the conflict of the second, and a notification is about the first.
#[test]
fn an_end_without_the_transaction_of_a_proof_declines_nothing() {
    for (contested, outcome) in [(true, Outcome::Authorised), (false, Outcome::Pending)] {
        for transaction in [None, Some("tx2")] {
            let mut entry = Entry { contested, ..entry(State::Open, None) };
            entry.tell(&told(outcome.clone(), "tx1"));
            entry.close(&ends(State::Declined, transaction));
            assert_eq!((entry.state, entry.transaction.as_deref()), (State::Pending, Some("tx1")), "{entry}");
            assert!(entry.due_in.is_some(), "recovery queries it");
            entry.close(&ends(State::Declined, Some("tx1")));
            assert_eq!(entry.state, State::Declined, "of the same transaction: {entry}");
        }
    }
}

#[test]
fn nobody_gives_up_what_a_query_says_is_paid() {
    for note in [
        "left to a person, because it is paid, but the application has asked for its cancellation",
        "left to a person, because it is paid, but a cancellation may still arrive",
    ] {
        for state in [State::Declined, State::NotMade] {
            let mut entry = Entry { note: note.to_owned(), ..entry(State::Person, Some("tx1")) };
            assert!(!entry.resolve(&Resolution::new(state, "not in the panel")), "{entry}");
        }
        let mut entry = Entry { note: note.to_owned(), ..entry(State::Person, Some("tx1")) };
        assert!(entry.resolve(&Resolution::new(State::Pending, "found in the panel")));
    }
}

/// The reference of a charge that was not made may be used again, also after its cancellation.
#[test]
fn a_cancellation_that_was_done_before_contests_no_later_charge() {
    let (minute, hour) = (Duration::from_secs(60), Duration::from_secs(3_600));
    let charge = Entry { age: minute, ..entry(State::Open, None) };
    let cancellation =
        |state, stood| Entry { undoes: true, once: false, age: hour, stood, ..entry(state, None) };
    assert!(!cancellation(State::Done, 2 * minute).contests(&charge));
    assert!(cancellation(State::Done, minute / 2).contests(&charge), "it ended after the charge began");
    assert!(cancellation(State::Open, hour).contests(&charge), "it may arrive yet");
}
