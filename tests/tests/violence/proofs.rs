//! Single orders, and what does not prove that they are paid.

use std::time::Duration;

use alignet::journal::{Filter, Journal as _};
use alignet_sandbox::Fault;
use alignet_tests::postgres::connect;
use serde_json::json;
use tokio::time::sleep;

use crate::{
    REST, agree,
    clerk::Clerk,
    shoppers::{PENDING, Visit},
    start,
    world::World,
};

/// Waits for the number of the latest attempt to charge an order.
async fn number(world: &World, order: &str) -> String {
    let database = connect(&world.database.url()).await;
    let sql = "SELECT number FROM orders WHERE id = $1 AND number IS NOT NULL";
    loop {
        match database.query_opt(sql, &[&order]).await.unwrap() {
            Some(row) => return row.get(0),
            None => sleep(Duration::from_millis(10)).await,
        }
    }
}

/// The state of an order, the number of attempts to charge it, and what the buyer was credited.
async fn standing(world: &World, order: &str) -> (String, i64, i64) {
    let sql = "SELECT state, (SELECT count(*) FROM order_attempts WHERE order_id = id),
                   (SELECT coalesce(sum(cents), 0)::bigint FROM order_history WHERE order_id = id)
               FROM orders WHERE id = $1";
    let row = connect(&world.database.url()).await.query_one(sql, &[&order]).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_another_program_refunds_and_cancels_pays_for_nothing() {
    let Some(mut world) = start().await else { return };
    world.calm();
    world.courier.silence();
    let visit = Visit::new(&world.fleet, &world.http, "o2".to_owned()).over(PENDING);
    assert_eq!(visit.buy_with(REST, &mut world.rng).await, Some(202));
    let (clerk, number) = (Clerk::new(&world), number(&world, "o2").await);

    // A refund that the service refuses says nothing of the payment: it is not charged again.
    let _ = clerk.refund(&number, PENDING).await;
    assert_eq!(visit.buy_with(REST, &mut world.rng).await, Some(202));
    assert_eq!(standing(&world, "o2").await, ("open".to_owned(), 1, 0));

    clerk.cancel(&number).await.unwrap();
    while standing(&world, "o2").await.0 == "open" {
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(standing(&world, "o2").await, ("declined".to_owned(), 1, 0));
    agree(&world).await;
}

/// Posts a notification that a charge is paid, signed by the service's key, and returns the status of the answer.
async fn notify(world: &World, number: &str, state: &str, (amount, currency): (&str, &str)) -> u16 {
    let body = json!({
        "success": "true", "action": "authorize", "merchant_code": "your_merchant_code",
        "merchant_operation_number": number,
        "transaction": {
            "transaction_id": "tx1", "state": state, "state_reason": null, "amount": amount, "currency": currency,
        },
        "meta": { "status": { "code": "00", "message_ilgn": [{ "locale": "es_PE", "value": "Procesado" }] } },
    });
    let body = body.to_string();
    let merchant = world.fleet.any(&mut world.rng.clone());
    let request = world.http.post(format!("http://{merchant}/notifications"));
    let request = request.header("signature", world.sandbox.signing_key().sign(&body));
    request.header("content-type", "application/json").body(body).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_of_another_sum_pays_for_nothing() {
    let Some(mut world) = start().await else { return };
    world.calm();
    world.courier.silence();
    // Another amount, and the order's amount in another currency.
    for (order, sum) in [("o1", ("100", "604")), ("o2", ("359", "840"))] {
        // The charge is in flight, and its end is lost.
        world.sandbox.fault("authorize_charge", Fault::status(500).delay(Duration::from_secs(2))).unwrap();
        let visit = Visit::new(&world.fleet, &world.http, order.to_owned());
        let mut rng = world.rng.fork();
        let told = async {
            let number = number(&world, order).await;
            let entries = Filter::new().reference(&number);
            while world.journal().list(&entries).await.unwrap().is_empty() {
                sleep(Duration::from_millis(10)).await;
            }
            assert_eq!(notify(&world, &number, "AUTORIZADO", sum).await, 200);
            number
        };
        let (answer, number) = tokio::join!(visit.buy_with(REST, &mut rng), told);
        assert_eq!(answer, Some(202), "{order}");
        let disputed = ("disputed".to_owned(), 1, 0);
        assert_eq!(standing(&world, order).await, disputed);
        // No later proof, and no visit of the buyer, takes it from the person who has to look at it.
        assert_eq!(notify(&world, &number, "LIQUIDADO", ("359", "604")).await, 200);
        assert_eq!(visit.buy_with(REST, &mut world.rng).await, Some(202));
        assert_eq!(standing(&world, order).await, disputed);
    }
}
