//! A second program of the merchant with the same journal, which knows nothing of the orders' states: it cancels charges and asks for
//! refunds.

use std::time::Duration;

use alignet::{
    Amount, Client, Environment, Error,
    api::{RefundOrder, RefundType},
};
use alignet_sandbox::Sandbox;
use alignet_tests::postgres::{Postgres, connect};
use fastrand::Rng;
use tokio::time::sleep;

use crate::world::World;

const MERCHANT: &str = "your_merchant_code";

/// The longest time of a call, as that of the merchant's processes.
const TIME: Duration = Duration::from_secs(3);

/// Remembers each cancellation of a charge that the journal had as done before: the merchant gives back what it has shipped.
const WATCH: &str = "
    CREATE TABLE given_back (number TEXT NOT NULL);
    CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO given_back SELECT reference FROM alignet_entry
        WHERE NEW.undoes AND reference = NEW.reference AND once AND state = 'done';
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER watch AFTER INSERT ON alignet_entry DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION watch()";

pub(crate) async fn watch(database: &Postgres) {
    connect(&database.url()).await.batch_execute(WATCH).await.unwrap();
}

pub(crate) struct Clerk {
    alignet: Client,
}

impl Clerk {
    pub(crate) fn new(world: &World) -> Self {
        let client = Client::builder(environment(&world.sandbox, &world.network.url()));
        let client = client.credentials(world.sandbox.credentials()).journal(world.journal());
        Self { alignet: client.build().unwrap() }
    }

    pub(crate) async fn cancel(&self, number: &str) -> Result<(), Error> {
        let call = self.alignet.cancel_charge().merchant_code(MERCHANT).merchant_operation_number(number);
        call.timeout(TIME).send().await.map(drop)
    }

    /// Asks for the whole sum of a charge to be given back.
    pub(crate) async fn refund(&self, number: &str, cents: u64) -> Result<(), Error> {
        let order = RefundOrder::builder().type_(RefundType::Total).merchant_operation_number(number);
        let order = order.refund_amount(Amount::from_minor(cents)).build();
        let call = self.alignet.create_refund().merchant_code(MERCHANT).operations(vec![order]);
        call.timeout(TIME).send().await.map(drop)
    }
}

/// Cancels and refunds at random, charges of orders that are not decided.
pub(crate) async fn work(world: &World, mut rng: Rng) {
    let (clerk, database) = (Clerk::new(world), connect(&world.database.url()).await);
    let open = "SELECT number, cents FROM orders
                WHERE state = 'open' AND number IS NOT NULL AND id LIKE 'order-%' ORDER BY random() LIMIT 1";
    loop {
        sleep(Duration::from_millis(rng.u64(100..800))).await;
        let Some(order) = database.query_opt(open, &[]).await.unwrap() else { continue };
        let (number, cents): (String, i64) = (order.get(0), order.get(1));
        // What became of it is in the journal.
        let _ = match rng.bool() {
            true => clerk.cancel(&number).await,
            false => clerk.refund(&number, cents.unsigned_abs()).await,
        };
    }
}

/// The environment of the merchant's processes, which the journal tells from others by its origins.
fn environment(sandbox: &Sandbox, network: &str) -> Environment {
    let of = sandbox.environment();
    Environment::custom()
        .auth(network)
        .api(network)
        .audience(of.audience())
        .api_version(of.api_version())
        .flex_script("")
        .flex_style("")
        .notification_keys([sandbox.signing_key().public_key()])
        .build()
}
