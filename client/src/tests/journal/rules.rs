//! The ways of an entry from state to state.

use std::time::Duration;

use crate::{
    journal::{Ending, Entry, EntryId, NewEntry, Resolution, State, Step, Told},
    reply::outcome::Outcome,
};

pub(super) fn entry(state: State, transaction: Option<&str>) -> Entry {
    let new = NewEntry {
        id: EntryId::random(),
        environment: "PREPROD".to_owned(),
        operation: "authorize_charge".to_owned(),
        merchant: "M1".to_owned(),
        reference: "400100".to_owned(),
        time_left: Duration::from_secs(60),
        digest: [0; 32],
        once: true,
        undoes: false,
    };
    Entry { state, transaction: transaction.map(str::to_owned), ..Entry::of(&new) }
}

fn outcomes() -> [Outcome; 6] {
    let state = || "X".to_owned();
    [
        Outcome::Authorised,
        Outcome::Cleared,
        Outcome::Pending,
        Outcome::Reversed { state: state(), reason: None },
        Outcome::Declined { state: state(), reason: None },
        Outcome::Unknown { state: None },
    ]
}

pub(super) fn told(outcome: Outcome, transaction: &str) -> Told {
    Told {
        environment: "PREPROD".to_owned(),
        merchant: "M1".to_owned(),
        reference: "400100".to_owned(),
        transaction: Some(transaction.to_owned()),
        outcome,
    }
}

/// A cancellation that is done gave money back, and a refund that is declined says nothing of the payment.
#[test]
fn money_came_in_only_by_a_payment_that_is_done() {
    for state in State::ALL {
        for (once, undoes) in [(true, false), (false, true), (false, false), (true, true)] {
            let entry = Entry { once, undoes, ..entry(state, None) };
            let payment = once && !undoes;
            let decided = [State::Done, State::Declined, State::Reversed, State::NotMade].contains(&state);
            assert_eq!(entry.is_payment(), payment);
            assert_eq!(entry.is_paid(), payment && state == State::Done, "{state}");
            assert_eq!(entry.is_unpaid(), payment && decided && state != State::Done, "{state}");
        }
    }
}

/// Every state, known transaction and outcome, with the promises that hold in all of these cases.
#[test]
fn a_notification_never_undoes_a_decision_and_never_decides_a_cancellation() {
    for state in State::ALL {
        for known in [None, Some("tx1"), Some("tx2")] {
            for outcome in outcomes() {
                let before = entry(state, known);
                let mut after = before.clone();
                let changed = after.tell(&told(outcome.clone(), "tx1"));
                let case = format!("{state} {known:?} {outcome}: {}", after.state);
                assert_eq!(changed, after != before, "{case}");
                let decided = after.state.is_decided() || after.state == State::Person;
                match state {
                    // Another transaction is paid than the one that is being cancelled.
                    State::Cancelling if known == Some("tx2") && outcome.is_paid() => {
                        assert_eq!(after.state, State::Person, "{case}");
                    }
                    State::Cancelling | State::Person => assert_eq!(after.state, state, "{case}"),
                    _ if state.is_decided() => assert!(decided, "{case}"),
                    _ => assert_eq!(outcome.is_paid(), after.state == State::Done, "{case}"),
                }
                if after.state == State::Done && state != State::Done {
                    assert!(outcome.is_paid() && state.is_unsettled(), "{case}");
                }
                assert!(known.is_none() || after.transaction.is_some(), "{case}");
            }
        }
    }
}

#[test]
fn a_paid_notification_after_another_decision_is_for_a_person() {
    let after = |state, known, outcome| {
        let mut entry = entry(state, known);
        entry.tell(&told(outcome, "tx1"));
        (entry.state, entry.due_in.is_some())
    };
    assert_eq!(after(State::Declined, None, Outcome::Authorised), (State::Person, true));
    assert_eq!(after(State::Declined, Some("tx1"), Outcome::Cleared), (State::Person, true));
    assert_eq!(after(State::NotMade, None, Outcome::Authorised), (State::Person, true));
    assert_eq!(after(State::Done, Some("tx2"), Outcome::Authorised), (State::Person, true), "paid twice");
    assert_eq!(after(State::Done, Some("tx1"), Outcome::Authorised).0, State::Done);
    // It was paid before it was reversed, and the notification is that old.
    assert_eq!(after(State::Reversed, Some("tx1"), Outcome::Authorised).0, State::Reversed);
    assert_eq!(after(State::Reversed, Some("tx2"), Outcome::Authorised), (State::Person, true));
}

/// Every state and ending: only an entry that nobody has decided takes it.
#[test]
fn an_ending_decides_only_what_is_open_or_pending() {
    let endings =
        [State::Open, State::Pending, State::Done, State::Declined, State::Reversed, State::NotMade];
    for state in State::ALL {
        for ended in endings {
            let mut after = entry(state, None);
            after.close(&Ending { state: ended, transaction: Some("tx1".to_owned()), note: "n".to_owned() });
            let expected = match (state, ended) {
                (State::Open, _) => ended,
                (State::Pending, State::Open | State::NotMade) => State::Pending,
                (State::Pending, _) => ended,
                (State::Declined | State::NotMade, State::Done | State::Pending) => State::Person,
                _ => state,
            };
            assert_eq!(after.state, expected, "{state} {ended}");
            let learns = matches!(state, State::Open | State::Cancelling) && ended != State::NotMade;
            assert!(!learns || after.transaction.is_some(), "{state} {ended}");
        }
    }
}

#[test]
fn a_transaction_that_turns_up_during_a_cancellation_is_looked_at_at_once() {
    let waiting = Entry { due_in: Some(Duration::from_secs(600)), ..entry(State::Cancelling, None) };
    let mut told_of = waiting.clone();
    assert!(told_of.tell(&told(Outcome::Authorised, "tx1")));
    assert_eq!((told_of.state, told_of.due_in), (State::Cancelling, Some(Duration::ZERO)));
    let mut closed = waiting;
    assert!(closed.close(&Ending {
        state: State::Done,
        transaction: Some("tx1".to_owned()),
        note: String::new()
    }));
    assert_eq!((closed.state, closed.due_in), (State::Cancelling, Some(Duration::ZERO)));
}

#[test]
fn a_person_decides_or_has_the_payment_queried_again() {
    for state in State::ALL {
        for decision in State::ALL {
            let mut after = entry(state, Some("tx1"));
            let changed = after.resolve(&Resolution::new(decision, "so it is"));
            let may = decision.is_decided() || decision == State::Pending;
            assert_eq!(changed, state == State::Person && may, "{state} {decision}");
            assert_eq!(after.state, if changed { decision } else { state });
        }
    }
    let mut unknown = entry(State::Person, None);
    assert!(!unknown.resolve(&Resolution::new(State::Pending, "no transaction to query by")));
    assert!(unknown.resolve(&Resolution::new(State::Pending, "found").transaction("tx9")));
    assert_eq!(unknown.transaction.as_deref(), Some("tx9"));
}

/// The operator needs both ids: one of the payments is to be given back.
#[test]
fn an_entry_that_is_paid_twice_shows_both_transactions_and_is_not_queried_as_one() {
    for known_to_be in [State::Done, State::Cancelling, State::Person] {
        let mut twice = entry(known_to_be, Some("tx1"));
        assert!(twice.tell(&told(Outcome::Authorised, "tx2")));
        let (first, second) = (twice.transaction.as_deref(), twice.other_transaction.as_deref());
        assert_eq!((twice.state, first, second), (State::Person, Some("tx1"), Some("tx2")), "{known_to_be}");
        assert!(twice.to_string().contains("transaction tx1, another transaction tx2"), "{twice}");
        let known = twice.clone();
        assert!(!twice.tell(&told(Outcome::Cleared, "tx2")), "it is known");
        assert!(!twice.resolve(&Resolution::new(State::Pending, "look again").transaction("tx2")));
        assert_eq!(twice, known);
        assert!(twice.resolve(&Resolution::new(State::Done, "tx2 was given back")));
    }
    // The one that is paid comes first.
    for known_to_be in [State::Declined, State::Reversed] {
        let mut after_all = entry(known_to_be, Some("tx1"));
        after_all.tell(&told(Outcome::Authorised, "tx2"));
        let (first, second) = (after_all.transaction.as_deref(), after_all.other_transaction.as_deref());
        assert_eq!((after_all.state, first, second), (State::Person, Some("tx2"), Some("tx1")));
    }
}

#[test]
fn an_ending_that_says_nothing_was_made_is_no_proof_for_a_call_that_shares_the_entry() {
    for ended in [State::NotMade, State::Declined] {
        let ending = |state, note: &str| Ending { state, transaction: None, note: note.to_owned() };
        let mut shared = entry(State::Open, None);
        shared.close(&ending(State::Open, "another call with the same key is under way"));
        assert!(!shared.close(&ending(ended, "nothing was sent")), "{shared}");
        assert_eq!(shared.state, State::Open);
        assert!(shared.close(&ending(State::Done, "it is paid")) && shared.state == State::Done);
    }
}

#[test]
fn a_step_starts_the_tries_again_when_the_state_changes() {
    let mut entry = Entry { tries: 4, stood: Duration::from_secs(9), ..entry(State::Open, None) };
    let step = |state| Step { state, transaction: None, wait: Some(Duration::ZERO), note: String::new() };
    entry.step(&step(State::Open));
    assert_eq!((entry.tries, entry.stood), (4, Duration::from_secs(9)));
    entry.step(&step(State::Cancelling));
    assert_eq!((entry.tries, entry.stood), (0, Duration::ZERO));
}

#[test]
fn ids_and_states_are_read_as_they_are_shown() {
    let id = EntryId::random();
    assert_eq!(id.to_string().parse::<EntryId>().unwrap(), id);
    assert!("+0000000000000000000000000000000".parse::<EntryId>().is_err());
    for state in State::ALL {
        assert_eq!(state.as_str().parse::<State>().unwrap(), state);
    }
    let entry = Entry { note: "why".to_owned(), ..entry(State::Person, Some("tx1")) };
    let shown = format!("{} authorize_charge M1 400100: person, transaction tx1, 0 min old: why", entry.id);
    assert_eq!(entry.to_string(), shown);
}
