//! A merchant whose memory fails: the test of the audit. Each number must notice its own failure.

use std::time::Duration;

use alignet::Client;
use alignet_tests::{local, postgres::connect};
use tokio::time::sleep;

use crate::world::World;

/// The orders whose ids end in 0 to 3 lose their attempts, those in 4 to 6 their entries of the journal, and the inbox
/// forgets everything that was handled.
const FORGETTING: &str = "
    UPDATE orders SET number = NULL, state = 'open' WHERE id ~ '[0-3]$' AND number IS NOT NULL;
    DELETE FROM alignet_entry USING order_attempts
        WHERE reference = order_attempts.number AND order_id ~ '[4-6]$';
    DELETE FROM alignet_notification WHERE handled_at IS NOT NULL";

/// Forgets, again and again, and cancels a part of the charges that were paid, past the journal.
pub(crate) async fn forget(world: &World) {
    let database = connect(&world.database.url()).await;
    let alignet: Client = local::client(&world.sandbox).build().unwrap();
    let paid = "SELECT number FROM orders WHERE state = 'paid' AND id ~ '[7-9]$'";
    loop {
        database.batch_execute(FORGETTING).await.unwrap();
        for row in database.query(paid, &[]).await.unwrap() {
            let number: String = row.get(0);
            let call = alignet.cancel_charge().merchant_code("your_merchant_code");
            let _ = call.merchant_operation_number(&number).send().await;
        }
        sleep(Duration::from_millis(20)).await;
    }
}
