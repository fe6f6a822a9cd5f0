//! Tests that a process may be killed at any step of a handler.

use super::{
    database,
    processes::Process,
    shop::{Shop, paid},
};

#[tokio::test]
async fn a_process_that_dies_before_its_commit_has_no_effect_and_the_next_one_has() {
    let Some(database) = database::create().await else { return };
    let shop = Shop::new(database.pool.clone());
    for (number, step) in ["begin", "effect", "record"].into_iter().enumerate() {
        let paid = paid(&format!("40010{number}"));
        let mut process = Process::start(&database);
        process.deliver(&paid, step);
        process.wait_for(&format!("halts {step}"));
        process.kill();
        assert_eq!(shop.handle(&paid).await, 409, "{step}: the claim is held until it lapses");
        assert_eq!(database.effects(&paid.operation).await, 0, "{step}");
        database.lapse().await;
        assert_eq!(shop.handle(&paid).await, 200, "{step}");
        assert_eq!(shop.handle(&paid).await, 200, "{step}");
        assert_eq!(database.effects(&paid.operation).await, 1, "{step}");
    }
}

#[tokio::test]
async fn a_process_that_dies_after_its_commit_has_its_effect_once() {
    let Some(database) = database::create().await else { return };
    let (shop, paid) = (Shop::new(database.pool.clone()), paid("400100"));
    let mut process = Process::start(&database);
    process.deliver(&paid, "commit");
    process.wait_for("halts commit");
    process.kill();
    assert_eq!(database.effects("400100").await, 1);
    database.lapse().await;
    for _ in 0..2 {
        assert_eq!(shop.handle(&paid).await, 200);
    }
    assert_eq!(database.effects("400100").await, 1);
}
