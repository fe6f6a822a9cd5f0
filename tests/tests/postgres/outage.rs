//! Tests that a database that stops, and connections that break, lose nothing and repeat nothing.

use alignet::notifications::{Acknowledgement, Arrival, ReceiveError};
use alignet_postgres::PostgresGuard;
use alignet_tests::postgres::{Postgres, Stop, connect, cut};

use super::{
    database,
    shop::{Shop, effect, paid},
};

#[tokio::test]
async fn a_database_that_is_stopped_has_the_service_come_again() {
    let Some(mut postgres) = Postgres::start().await else { return };
    let database = database::prepare(postgres.url()).await;
    let shop = Shop::new(database.pool.clone());
    assert_eq!(shop.handle(&paid("400100")).await, 200);
    for stop in [Stop::Fast, Stop::Immediate] {
        let paid_then = paid(&format!("{stop:?}"));
        let held = paid(&format!("held {stop:?}"));
        let claim = shop.claim(&held).await;
        postgres.stop(stop);
        let error = shop.receive(&paid_then).await.unwrap_err();
        assert!(matches!(error, ReceiveError::Guard(_)), "{error:?}");
        assert_eq!(error.status(), 503);
        assert_eq!(claim.again().await, Acknowledgement::Again);
        postgres.start_again().await;

        // The same shop, with the same pool.
        assert_eq!(shop.handle(&paid_then).await, 200);
        assert!(matches!(shop.receive(&paid_then).await, Ok(Arrival::Repeated)));
        assert!(matches!(shop.receive(&paid("400100")).await, Ok(Arrival::Repeated)), "it is kept");
        // The claim was begun, and nobody could forget it.
        assert_eq!(shop.handle(&held).await, 409);
        let database = database::Database {
            client: connect(&database.url).await,
            url: database.url.clone(),
            pool: database.pool.clone(),
        };
        database.lapse().await;
        assert_eq!(shop.handle(&held).await, 200);
        for operation in ["400100", &paid_then.operation, &held.operation] {
            assert_eq!(database.effects(operation).await, 1, "{operation}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_breaks_within_the_transaction_rolls_it_back() {
    let Some(database) = database::create().await else { return };
    let (shop, paid) = (Shop::new(database.pool.clone()), paid("400100"));
    let claim = shop.claim(&paid).await;
    let mut client = database.pool.get().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    effect(&transaction, "400100").await.unwrap();
    PostgresGuard::record(&transaction, &claim).await.unwrap();
    assert!(cut(&database.url).await >= 2);
    transaction.commit().await.unwrap_err();
    drop(client);
    // Over a connection that still works.
    assert_eq!(claim.again().await, Acknowledgement::Again);
    assert_eq!(shop.handle(&paid).await, 200);
    let client = connect(&database.url).await;
    let count: i64 = client.query_one("SELECT count(*) FROM effect", &[]).await.unwrap().get(0);
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_claim_ends_though_every_connection_broke() {
    let Some(database) = database::create().await else { return };
    let shop = Shop::new(database.pool.clone());
    let (handled, failed) = (paid("400100"), paid("400101"));
    let claims = [shop.claim(&handled).await, shop.claim(&failed).await];
    assert!(cut(&database.url).await >= 2);
    let [first, second] = claims;
    assert_eq!(first.done().await, Acknowledgement::Received);
    assert!(cut(&database.url).await >= 1);
    assert_eq!(second.again().await, Acknowledgement::Again);
    assert!(matches!(shop.receive(&handled).await, Ok(Arrival::Repeated)));
    assert!(matches!(shop.receive(&failed).await, Ok(Arrival::New(_))));
}
