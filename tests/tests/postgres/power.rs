//! Tests that what was acknowledged to the service survives a failure of power, also in a database that answers before it has
//! written.

use alignet::api::ChargeNotification;
use alignet::notifications::{Acknowledgement, Arrival, Claim};
use alignet_tests::postgres::{Postgres, Stop, connect};

use super::{
    database::prepare,
    shop::{Shop, paid},
};

/// Starts a database that answers before it has written, and fails its power once the notification is acknowledged. Returns the number
/// of its effects after that; `None` without a database.
async fn effects_after(acknowledge: impl AsyncFnOnce(&Shop, Claim<ChargeNotification>)) -> Option<i64> {
    let mut postgres = Postgres::start().await?;
    let database = prepare(format!("{}?options=-csynchronous_commit%3Doff", postgres.url())).await;
    // It writes later on its own than the test takes. These can't be in one transaction.
    for setting in ["ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()"] {
        database.client.batch_execute(setting).await.unwrap();
    }
    let (shop, delivery) = (Shop::new(database.pool.clone()), paid("400100"));
    let claim = shop.claim(&delivery).await;
    acknowledge(&shop, claim).await;
    postgres.stop(Stop::Immediate);
    postgres.start_again().await;
    let again = shop.receive(&delivery).await.unwrap();
    assert!(matches!(again, Arrival::Repeated), "{again:?}");
    let count = "SELECT count(*) FROM effect";
    Some(connect(&postgres.url()).await.query_one(count, &[]).await.unwrap().get(0))
}

#[tokio::test]
async fn a_record_survives_with_its_effect() {
    let effects = effects_after(async |shop, claim| {
        shop.ship(&claim).await.unwrap();
        assert_eq!(claim.recorded(), Acknowledgement::Received);
    });
    assert!(matches!(effects.await, None | Some(1)));
}

#[tokio::test]
async fn a_notification_that_was_handled_elsewhere_stays_handled() {
    let effects = effects_after(async |_, claim| {
        assert_eq!(claim.done().await, Acknowledgement::Received);
    });
    assert!(matches!(effects.await, None | Some(0)));
}
