//! Tests the guard in the database: its promises, its locks, and the number of its entries.

use std::time::Duration;

use alignet::{
    notifications::{Acknowledgement, Arrival, Begun, Claim, ReplayGuard as _, ReplayKey},
    testing::GuardSuite,
};
use alignet_postgres::{
    Error, PostgresGuard,
    deadpool_postgres::{Pool, tokio_postgres::error::SqlState},
    migrate,
};
use alignet_tests::postgres::Postgres;
use tokio::{task::JoinSet, time::timeout};

use super::{
    database::{self, pool},
    shop::{Failure, Shop, effect, paid},
};

/// Longer than anything takes that waits for no lock.
const SOON: Duration = Duration::from_secs(2);

/// Records a claim in a transaction of its own, again if it met another transaction.
async fn record(pool: Pool, claim: Claim<()>) -> Result<Acknowledgement, Failure> {
    loop {
        match try_to_record(&pool, &claim).await {
            Ok(()) => return Ok(claim.recorded()),
            Err(Error::Database(error)) if error.code() == Some(&SqlState::T_R_SERIALIZATION_FAILURE) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

async fn try_to_record(pool: &Pool, claim: &Claim<()>) -> Result<(), Error> {
    let mut client = pool.get().await?;
    let transaction = client.transaction().await?;
    PostgresGuard::record(&transaction, claim).await?;
    Ok(transaction.commit().await?)
}

async fn keeps_the_promises(settings: &str) {
    let Some(database) = database::create().await else { return };
    let (lapse, url) = (Duration::from_secs(1), format!("{}{settings}", database.url));
    let pools = [(); 2].map(|()| pool(&url));
    let [here, elsewhere] = pools.clone().map(|pool| PostgresGuard::new(pool).lapsing_after(lapse));
    let suite = GuardSuite::new(lapse).guard(here).guard(elsewhere);
    suite.recording(move |claim| record(pools[0].clone(), claim)).run().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_keeps_the_promises_of_a_guard() {
    keeps_the_promises("").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_keeps_them_whatever_the_isolation_of_transactions() {
    keeps_the_promises("?options=-cdefault_transaction_isolation%3Dserializable").await;
}

#[tokio::test]
async fn processes_that_start_at_once_create_the_tables_once() {
    let Some(postgres) = Postgres::shared().await else { return };
    let url = postgres.database().await;
    let mut processes = JoinSet::new();
    for _ in 0..8 {
        let pool = pool(&url);
        processes.spawn(async move { migrate(&pool).await });
    }
    while let Some(migrated) = processes.join_next().await {
        migrated.unwrap().unwrap();
    }
    assert_eq!(
        Shop::new(pool(&url))
            .receive(&paid("400100"))
            .await
            .map(|arrival| matches!(arrival, Arrival::New(_)))
            .ok(),
        Some(true)
    );
}

#[tokio::test]
async fn a_notification_that_is_being_recorded_keeps_nobody_waiting() {
    let Some(database) = database::create().await else { return };
    let (shop, paid) = (Shop::new(database.pool.clone()), paid("400100"));
    let claim = shop.claim(&paid).await;
    let mut client = database.pool.get().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    PostgresGuard::record(&transaction, &claim).await.unwrap();
    let arrival = timeout(SOON, shop.receive(&paid)).await.expect("it waits for no lock");
    assert!(matches!(arrival, Ok(Arrival::Underway)), "{arrival:?}");
    transaction.commit().await.unwrap();
    let _ = claim.recorded();
    assert!(matches!(shop.receive(&paid).await, Ok(Arrival::Repeated)));
}

#[tokio::test]
async fn a_claim_that_lapsed_while_it_is_recorded_is_not_replaced() {
    let Some(database) = database::create().await else { return };
    let (shop, paid) = (Shop::new(database.pool.clone()), paid("400100"));
    let claim = shop.claim(&paid).await;
    database.lapse().await;
    let mut client = database.pool.get().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    effect(&transaction, "400100").await.unwrap();
    PostgresGuard::record(&transaction, &claim).await.unwrap();
    // It can't tell before the transaction ends, and gives up before the service does.
    let arrival = shop.receive(&paid).await;
    assert!(matches!(arrival, Ok(Arrival::Underway)), "{arrival:?}");
    transaction.commit().await.unwrap();
    assert_eq!(shop.handle(&paid).await, 200);
    assert_eq!(database.effects("400100").await, 1);
}

#[tokio::test]
async fn the_transaction_of_a_lost_claim_has_no_effect_even_if_nobody_looks() {
    let Some(database) = database::create().await else { return };
    let (shop, paid) = (Shop::new(database.pool.clone()), paid("400100"));
    let late = shop.claim(&paid).await;
    database.lapse().await;
    let held = shop.claim(&paid).await;
    let mut client = database.pool.get().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    effect(&transaction, "400100").await.unwrap();
    let recorded = PostgresGuard::record(&transaction, &late).await;
    assert!(matches!(recorded, Err(Error::Lost)), "{recorded:?}");
    let _ = transaction.commit().await;
    assert_eq!(database.effects("400100").await, 0);
    drop(held);
}

#[tokio::test]
async fn a_lost_claim_ends_no_other() {
    let Some(database) = database::create().await else { return };
    let (shop, paid) = (Shop::new(database.pool.clone()), paid("400100"));
    let late = shop.claim(&paid).await;
    database.lapse().await;
    let held = shop.claim(&paid).await;
    assert_ne!(late.lease(), held.lease());
    let _ = late.again().await;
    assert!(matches!(shop.receive(&paid).await, Ok(Arrival::Underway)));
    let _ = held.done().await;
    assert_eq!(shop.handle(&paid).await, 200);
}

#[tokio::test]
async fn old_entries_are_deleted_by_and_by() {
    let Some(database) = database::create().await else { return };
    // Handled long ago, given up long ago, and handled lately.
    let fill = "
        INSERT INTO alignet_notification (key, lease, lapses_at, handled_at)
        SELECT sha256(number::text::bytea), 0, clock_timestamp() - age, CASE WHEN number % 2 = 0 THEN clock_timestamp() - age END
        FROM generate_series(1, 310) AS number,
            LATERAL (SELECT CASE WHEN number > 300 THEN interval '50 minutes' ELSE interval '70 minutes' END AS age) AS of";
    database.client.execute(fill, &[]).await.unwrap();
    let guard = PostgresGuard::new(database.pool.clone()).keeping(Duration::from_secs(60 * 60));
    let mut new = 0;
    for expected in [310 - 128, 310 - 256, 10] {
        // The first of each 32 deletes some.
        for _ in 0..32 {
            let key = ReplayKey::from_bytes(std::array::from_fn(|_| fastrand::u8(..)));
            assert!(matches!(guard.begin(&key).await, Ok(Begun::New(_))));
            new += 1;
        }
        let deleted = async {
            while database.entries().await != expected + new {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(20), deleted).await.expect("the oldest are deleted");
    }
}

#[tokio::test]
async fn a_guard_without_its_table_says_so() {
    let Some(postgres) = Postgres::shared().await else { return };
    let guard = PostgresGuard::new(pool(&postgres.database().await));
    let error = guard.begin(&ReplayKey::from_bytes([0; 32])).await.unwrap_err();
    assert_eq!(error.to_string(), "the database failed");
    let source = std::error::Error::source(&*error).and_then(std::error::Error::source).unwrap().to_string();
    assert!(source.contains(r#"relation "alignet_notification" does not exist"#), "{source}");
}
