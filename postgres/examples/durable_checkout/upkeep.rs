//! The work in the background: recovery, and orders that missed their entry's end.

use std::sync::Arc;

use crate::{
    orders,
    shop::{Failure, Shop},
};

/// Settles the charges whose process died, or whose answer was lost. Several processes share the work.
pub(crate) async fn recover(shop: Arc<Shop>) {
    let (settings, decided) = (&shop.settings, Arc::clone(&shop));
    let recovery = shop
        .alignet
        .recovery(shop.journal.clone())
        .cancelling(settings.cancelling)
        .flight(settings.flight)
        .lease(settings.lease)
        .patience(settings.patience)
        .pending_patience(settings.pending_patience)
        .backoff(settings.every, settings.every * 60)
        // Called at least once for each decision: an order is credited once, however often.
        .deciding(move |entry| {
            let shop = Arc::clone(&decided);
            async move { shop.settle(&entry).await.map_err(|failure| failure.0) }
        });
    recovery.run(settings.every).await
}

/// Brings orders to the state of the journal whose process died between the two.
pub(crate) async fn follow_open_orders(shop: Arc<Shop>) {
    let mut every = tokio::time::interval(shop.settings.every);
    loop {
        every.tick().await;
        if let Err(Failure(error)) = follow_all(&shop).await {
            eprintln!("open orders: {error}");
        }
    }
}

async fn follow_all(shop: &Shop) -> Result<(), Failure> {
    let numbers = orders::open_numbers(&**shop.pool.get().await?).await?;
    for number in numbers {
        shop.follow(&number).await?;
    }
    Ok(())
}
