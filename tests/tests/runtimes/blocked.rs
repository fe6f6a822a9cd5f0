//! Tests a token request behind a blocked worker.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
    time::{Duration, Instant},
};

use alignet_tests::synthetic::BuyThing;
use tokio::runtime::Builder;

use crate::{SOON, Service, TIME};

/// A task that was just spawned sits in its worker's LIFO slot, from which no other worker steals.
#[test]
fn a_blocked_worker_does_not_delay_a_charge_of_another() {
    let service = Service::start();
    let client = service.client();
    let workers = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (blocked, is_blocked) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let first = client.clone();
    workers.spawn(async move {
        let mut call = pin!(first.create_nonce().send());
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        blocked.send(()).unwrap();
        // Blocks the worker.
        let _ = released.recv_timeout(Duration::from_secs(30));
    });
    is_blocked.recv().unwrap();
    let start = Instant::now();
    let charge = workers.spawn(BuyThing::new(&client).thing("1").pin("1234").timeout(TIME).send());
    let charged = workers.block_on(charge).unwrap();
    let took = start.elapsed();
    drop(release);
    charged.unwrap();
    assert!(took < SOON, "{took:?}");
    assert_eq!(service.count("/token"), 1);
}
