//! Tests the journal in the database: its promises, its transactions, and what it survives.

use std::time::Duration;

use alignet::{
    Outcome,
    journal::{Ending, EntryId, Filter, Journal as _, NewEntry, Opened, State, Step, Told},
    testing::check_journal,
};
use alignet_postgres::{PostgresGuard, PostgresJournal, migrate};
use alignet_tests::postgres::{Postgres, Stop, connect, cut};
use tokio::time::sleep;

use super::{
    database::{self, Database, pool},
    round_trips::Proxy,
    shop::{Shop, effect, paid},
};

pub(crate) const LONG: Duration = Duration::from_secs(600);

/// An entry of a charge that is due at once.
pub(crate) fn charge(reference: &str) -> NewEntry {
    NewEntry {
        id: EntryId::random(),
        environment: "preprod".to_owned(),
        operation: "authorize_charge".to_owned(),
        merchant: "M1".to_owned(),
        reference: reference.to_owned(),
        time_left: Duration::ZERO,
        digest: [7; 32],
        once: true,
        undoes: false,
    }
}

pub(crate) fn told(reference: &str, outcome: Outcome) -> Told {
    Told {
        environment: "preprod".to_owned(),
        merchant: "M1".to_owned(),
        reference: reference.to_owned(),
        transaction: Some("T1".to_owned()),
        outcome,
    }
}

pub(crate) fn step(state: State, wait: Option<Duration>) -> Step {
    Step { state, transaction: None, wait, note: "a step".to_owned() }
}

pub(crate) fn ending(state: State) -> Ending {
    Ending { state, transaction: Some("T1".to_owned()), note: "a reply".to_owned() }
}

async fn state_of(journal: &PostgresJournal, reference: &str) -> State {
    let listed = journal.list(&Filter::new().reference(reference)).await.unwrap();
    listed.last().unwrap().state
}

async fn keeps_the_promises(settings: &str) {
    let Some(database) = database::create().await else { return };
    let journal = PostgresJournal::new(pool(&format!("{}{settings}", database.url)));
    check_journal(&journal, Duration::from_millis(250), sleep).await.unwrap();
}

#[tokio::test]
async fn it_keeps_the_promises_of_a_journal() {
    keeps_the_promises("").await;
}

#[tokio::test]
async fn it_keeps_them_whatever_the_isolation_of_transactions() {
    keeps_the_promises("?options=-cdefault_transaction_isolation%3Dserializable").await;
}

#[tokio::test]
async fn an_entry_that_was_written_survives_a_failure_of_power() {
    let Some(mut postgres) = Postgres::start().await else { return };
    // A database that answers before it has written.
    let hasty = format!("{}?options=-csynchronous_commit%3Doff", postgres.url());
    let pool = pool(&hasty);
    migrate(&pool).await.unwrap();
    let journal = PostgresJournal::new(pool);
    let (opened, closed) = (charge("400100"), charge("400101"));
    assert_eq!(journal.open(&closed).await.unwrap(), Opened::New);
    assert_eq!(journal.close(closed.id, &ending(State::Done)).await.unwrap(), State::Done);
    assert_eq!(journal.open(&opened).await.unwrap(), Opened::New);
    postgres.stop(Stop::Immediate);
    journal.open(&charge("400102")).await.unwrap_err();
    journal.close(opened.id, &ending(State::Done)).await.unwrap_err();
    postgres.start_again().await;
    assert_eq!(state_of(&journal, "400100").await, State::Open);
    assert_eq!(state_of(&journal, "400101").await, State::Done);
    let again = charge("400101");
    assert!(matches!(journal.open(&again).await, Ok(Opened::Used(entry)) if entry.id == closed.id));
}

#[tokio::test]
async fn an_entry_is_written_once_though_connections_break() {
    let Some(database) = database::create().await else { return };
    let journal = PostgresJournal::new(database.pool.clone());
    assert_eq!(journal.open(&charge("400100")).await.unwrap(), Opened::New);
    cut(&database.url).await;
    assert_eq!(journal.open(&charge("400101")).await.unwrap(), Opened::New);
    assert_eq!(journal.list(&Filter::new()).await.unwrap().len(), 2);
}

/// The statement waits for another session when its connection is cut, and is carried out later than its repetition begins.
#[tokio::test]
async fn an_entry_that_is_written_after_its_connection_was_cut_is_new() {
    let Some(database) = database::create().await else { return };
    let (proxy, other) = (Proxy::start(&database.url).await, connect(&database.url).await);
    let journal = PostgresJournal::new(pool(&proxy.url));
    for round in 0..4 {
        let entry = charge(&format!("40010{round}"));
        let reference = &entry.reference;
        let held = format!(
            "BEGIN; INSERT INTO alignet_entry (id, environment, operation, merchant, reference, attempt, digest, once, undoes,
                opened_at, state, entered_at, note, tries, version, lease)
            VALUES (decode('{}', 'hex'), 'preprod', 'authorize_charge', 'M1', '{reference}', 1, decode(repeat('07', 32), 'hex'),
                true, false, now(), 'open', now(), '', 0, 0, 0)",
            EntryId::random(),
        );
        other.batch_execute(&held).await.unwrap();
        let (opening, written) = (journal.clone(), entry.clone());
        let opened = tokio::spawn(async move { opening.open(&written).await.unwrap() });
        waiting(&database, 1).await;
        proxy.cut();
        waiting(&database, 2).await;
        other.batch_execute("ROLLBACK").await.unwrap();
        assert_eq!(opened.await.unwrap(), Opened::New);
        assert_eq!(journal.list(&Filter::new().reference(reference)).await.unwrap().len(), 1);
    }
}

/// The execution whose answer was lost and its repetition pass the check of the reference at once, and meet at the id.
#[tokio::test]
async fn an_entry_that_its_lost_execution_writes_at_the_same_time_is_new() {
    let Some(database) = database::create().await else { return };
    let other = connect(&database.url).await;
    let (journal, entry) = (PostgresJournal::new(database.pool.clone()), charge("400100"));
    let (id, reference) = (entry.id, &entry.reference);
    let held = format!(
        "BEGIN; INSERT INTO alignet_entry (id, environment, operation, merchant, reference, attempt, digest, once, undoes,
            opened_at, state, entered_at, note, tries, version, lease)
        VALUES (decode('{id}', 'hex'), 'preprod', 'authorize_charge', 'M1', 'none yet', 1, decode(repeat('07', 32), 'hex'),
            true, false, now(), 'open', now(), '', 0, 0, 0)",
    );
    other.batch_execute(&held).await.unwrap();
    let (opening, written) = (journal.clone(), entry.clone());
    let opened = tokio::spawn(async move { opening.open(&written).await.unwrap() });
    waiting(&database, 1).await;
    other
        .batch_execute(&format!("UPDATE alignet_entry SET reference = '{reference}'; COMMIT"))
        .await
        .unwrap();
    assert_eq!(opened.await.unwrap(), Opened::New);
    assert_eq!(journal.list(&Filter::new()).await.unwrap().len(), 1);
    let collides = NewEntry { id, ..charge("400101") };
    assert!(journal.open(&collides).await.is_err(), "another call has drawn this id");
}

/// Waits until this many sessions wait for another.
async fn waiting(database: &Database, count: i64) {
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while database.client.query_one(waiting, &[]).await.unwrap().get::<_, i64>(0) != count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn references_of_any_length_are_kept_and_those_that_cannot_be_are_errors() {
    let Some(database) = database::create().await else { return };
    let journal = PostgresJournal::new(database.pool.clone());
    // Longer than a row of an index, even compressed.
    let long: String = std::iter::repeat_with(fastrand::alphanumeric).take(20_000).collect();
    assert_eq!(journal.open(&charge(&long)).await.unwrap(), Opened::New);
    assert!(matches!(journal.open(&charge(&long)).await, Ok(Opened::Used(_))));
    let stands = journal.tell(&told(&long, Outcome::Authorised)).await.unwrap();
    assert!(stands.is_some_and(|entry| entry.state == State::Done));
    journal.open(&charge("nothing\0follows")).await.unwrap_err();
}

/// A transaction in which an order is shipped if its charge is done.
#[tokio::test]
async fn a_notification_is_told_within_the_transaction_that_ships() {
    let Some(database) = database::create().await else { return };
    let (journal, shop) = (PostgresJournal::new(database.pool.clone()), Shop::new(database.pool.clone()));
    journal.open(&charge("400100")).await.unwrap();
    let delivery = paid("400100");
    for commits in [false, true] {
        let claim = shop.claim(&delivery).await;
        let mut client = database.pool.get().await.unwrap();
        let transaction = client.transaction().await.unwrap();
        let told = told("400100", Outcome::Authorised);
        let entry = PostgresJournal::tell_in(&transaction, &told).await.unwrap().unwrap();
        assert_eq!(entry.state, State::Done);
        effect(&transaction, "400100").await.unwrap();
        PostgresGuard::record(&transaction, &claim).await.unwrap();
        if commits {
            transaction.commit().await.unwrap();
            let _ = claim.recorded();
        } else {
            transaction.rollback().await.unwrap();
            let _ = claim.again().await;
        }
        assert_eq!(state_of(&journal, "400100").await, if commits { State::Done } else { State::Open });
        assert_eq!(database.effects("400100").await, i64::from(commits));
    }
}

#[tokio::test]
async fn recovery_waits_for_a_transaction_that_ships_and_then_has_lost_its_lease() {
    let Some(database) = database::create().await else { return };
    let journal = PostgresJournal::new(database.pool.clone());
    journal.open(&charge("400100")).await.unwrap();
    let claimed = journal.claim("preprod", &[], 1, LONG).await.unwrap().pop().unwrap();
    let mut client = database.pool.get().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    PostgresJournal::tell_in(&transaction, &told("400100", Outcome::Authorised)).await.unwrap();
    let recovery = tokio::spawn(async move {
        let cancelling = step(State::Cancelling, Some(Duration::ZERO));
        journal.step(&claimed, &cancelling).await.unwrap()
    });
    until_one_waits(&database).await;
    transaction.commit().await.unwrap();
    assert!(!recovery.await.unwrap(), "the order is shipped, and recovery cancels nothing");
}

/// A cancellation is not written while a transaction decides the payment: it comes before that decision, or after.
#[tokio::test]
async fn a_cancellation_waits_for_a_transaction_that_ships() {
    let Some(database) = database::create().await else { return };
    let journal = PostgresJournal::new(database.pool.clone());
    journal.open(&charge("400100")).await.unwrap();
    let mut client = database.pool.get().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    let shipped = PostgresJournal::tell_in(&transaction, &told("400100", Outcome::Authorised)).await.unwrap();
    assert_eq!(shipped.unwrap().state, State::Done);
    let cancels = journal.clone();
    let cancelling = tokio::spawn(async move {
        let operation = "cancel_charge".to_owned();
        let entry = NewEntry { operation, once: false, undoes: true, ..charge("400100") };
        cancels.open(&entry).await.unwrap()
    });
    until_one_waits(&database).await;
    assert_eq!(journal.list(&Filter::new()).await.unwrap().len(), 1, "it is not written yet");
    transaction.commit().await.unwrap();
    assert_eq!(cancelling.await.unwrap(), Opened::New);
    assert_eq!(journal.list(&Filter::new()).await.unwrap()[0].state, State::Done);
}

/// Waits until a statement waits for a lock.
async fn until_one_waits(database: &Database) {
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let observer = connect(&database.url).await;
    while observer.query_one(waits, &[]).await.unwrap().get::<_, i64>(0) == 0 {
        tokio::task::yield_now().await;
    }
}
