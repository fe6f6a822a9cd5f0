//! Proof by violence: three processes of the example `durable_checkout` are killed at random moments while shoppers order,
//! the network loses requests and replies, and notifications come late, twice and in another order. Afterwards the books of
//! the service and of the merchant agree to the cent.
//!
//! `CHARGES=2000 cargo test -p alignet-tests --test violence -- --nocapture every_kill` runs the whole of it. `SEED` chooses the
//! moments and the faults; the machine's own timing is not repeated.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod books;
mod courier;
mod disk;
mod fleet;
mod ledger;
mod network;
mod sabotage;
mod scenes;
mod shoppers;
mod world;

use std::{
    collections::BTreeSet,
    env,
    time::{Duration, Instant},
};

use alignet_sandbox::Fault;
use alignet_tests::postgres::connect;
use books::Findings;
use disk::{Disk, skip};
use fastrand::Rng;
use serde_json::Value as Json;
use shoppers::{UNLISTED, Visit};
use tokio::time::sleep;
use world::{MERCHANTS, World};

/// The orders of a run in CI, and of a scene.
const CHARGES: usize = 200;
const SCENE: usize = 60;

/// The longest wait for the end of recovery.
const REST: Duration = Duration::from_secs(90);

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().expect("it is a number"))
}

/// Starts a world by a seed that a failure can be repeated with, as far as the machine's timing can be.
async fn start() -> Option<World> {
    let seed = number("SEED", fastrand::u64(..));
    println!("SEED={seed}");
    World::start(seed).await
}

/// Lets the world come to rest, and asserts that the books agree.
async fn agree(world: &World) -> Findings {
    let began = Instant::now();
    let (books, findings) = world.rest(REST).await;
    let report = findings.report(&books);
    println!("{report}at rest after    {:.0} s", began.elapsed().as_secs_f64());
    assert_eq!(findings.counts(), [0; 4], "{report}");
    assert_eq!(findings.captured, findings.credited + findings.with_a_person, "{report}");
    findings
}

/// Kills every process while it waits for the answer to a charge, to which this happens at the service. Returns the state in
/// which other processes bring the order to rest.
async fn killed(world: &mut World, order: &str, fault: Fault) -> String {
    world.sandbox.fault("authorize_charge", fault.delay(Duration::from_secs(2))).unwrap();
    let calls = world.sandbox.calls("authorize_charge");
    let visit = Visit::new(&world.fleet, &world.http, order.to_owned());
    let sandbox = world.sandbox.clone();
    let mut rng = world.rng.fork();
    let killed = async {
        while sandbox.calls("authorize_charge") == calls {
            sleep(Duration::from_millis(10)).await;
        }
        for index in 0..MERCHANTS {
            world.fleet.restart(index, &[]).await;
        }
    };
    let (answer, ()) = tokio::join!(visit.buy_with(REST, &mut rng), killed);
    assert_eq!(answer, None);
    agree(world).await;
    while visit.state(&mut rng).await.is_none_or(|state| state == "open") {
        sleep(Duration::from_millis(100)).await;
    }
    visit.state(&mut rng).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_whose_process_is_killed_is_settled_by_another() {
    let Some(mut world) = start().await else { return };
    world.calm();
    assert_eq!(killed(&mut world, "made", Fault::usual()).await, "paid");
    assert_eq!(killed(&mut world, "not made", Fault::status(500)).await, "declined");
    // The buyer comes again: to the order that is paid, and to the one that is not.
    for order in ["made", "not made"] {
        let visit = Visit::new(&world.fleet, &world.http, order.to_owned());
        assert_eq!(visit.buy_with(REST, &mut world.rng).await, Some(200), "{order}");
    }
    assert_eq!(world.sandbox.calls("authorize_charge"), 3);
    agree(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_agree_after_every_kill() {
    let Some(mut world) = start().await else { return };
    let began = Instant::now();
    let kills = scenes::kills(world.fleet.clone(), world.rng.fork());
    let freezes = scenes::freezes(world.fleet.clone(), world.rng.fork());
    let odd = ["odd-0", "odd-1", "odd-2"].map(|order| {
        let (fleet, http, rng) = (world.fleet.clone(), world.http.clone(), world.rng.fork());
        shoppers::shop(fleet, http, order.to_owned(), UNLISTED, rng)
    });
    let trade = world.trade(number("CHARGES", CHARGES as u64) as usize);
    let [one, two, three] = odd;
    let trade = async { tokio::join!(one, two, three, trade) };
    scenes::beside(trade, async { tokio::join!(kills, freezes) }).await;
    println!("traded for       {:.0} s", began.elapsed().as_secs_f64());
    assert!(world.fleet.kills() > 0);
    let findings = agree(&world).await;
    decide(&world, findings.person.values().sum()).await;
}

/// Decides all entries that are left to a person, as an operator does, and asserts that the orders follow.
async fn decide(world: &World, entries: usize) {
    let merchant = world.fleet.any(&mut Rng::new());
    let get = |path: &str| {
        let request = world.http.get(format!("http://{merchant}{path}"));
        async { request.send().await.unwrap().text().await.unwrap() }
    };
    let page = |query: String| {
        let got = get(&format!("/people{query}"));
        async move { serde_json::from_str::<Json>(&got.await).unwrap() }
    };
    let (mut people, mut query) = (Vec::new(), "?most=2".to_owned());
    loop {
        let mut page = page(query).await;
        people.append(page["people"].as_array_mut().unwrap());
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?most=2&after={next}");
    }
    assert!(entries > 0, "the sums that a person has to look at");
    let ids: BTreeSet<_> = people.iter().map(|entry| entry["id"].to_string()).collect();
    assert_eq!((people.len(), ids.len()), (entries, entries), "{people:?}");
    for entry in people {
        let url = format!("http://{merchant}/people/{}", entry["id"].as_str().unwrap());
        let request = world.http.post(url).header("content-type", "application/json");
        let decision = r#"{ "state": "declined", "note": "not in the panel, says the test" }"#;
        assert_eq!(request.body(decision).send().await.unwrap().status(), 200, "{entry}");
    }
    assert_eq!(page(String::new()).await, serde_json::json!({ "people": [], "next": null }));
    for order in ["/orders/odd-0", "/orders/odd-1", "/orders/odd-2"] {
        assert!(!get(order).await.contains(r#""person""#), "{order}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_agree_after_outages_of_the_database() {
    let Some(mut world) = start().await else { return };
    let (trade, rng) = (world.trade(SCENE), world.rng.fork());
    tokio::join!(trade, scenes::outages(&mut world.database, rng));
    agree(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_agree_after_cuts_of_the_databases_connections() {
    let Some(mut world) = start().await else { return };
    let (trade, rng) = (world.trade(SCENE), world.rng.fork());
    scenes::beside(trade, scenes::cuts(&world.database, rng)).await;
    agree(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_agree_when_clocks_are_wrong_by_an_hour() {
    let Some(library) = scenes::faketime() else {
        return skip("clocks can't be changed. Debian's package faketime does it.");
    };
    let Some(mut world) = start().await else { return };
    scenes::skew(&world.fleet, 0, &library, "+1h").await;
    scenes::skew(&world.fleet, 1, &library, "-1h").await;
    // Only the process with the right clock is killed: all three share the work of its recovery.
    let trade = world.trade(SCENE);
    scenes::beside(trade, scenes::kills_of(world.fleet.clone(), 2, world.rng.fork())).await;
    agree(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_charged_while_the_journals_disk_is_full() {
    let Some(disk) = Disk::mount() else {
        return skip(
            "a small disk can't be mounted. Run the test as root, with Debian's package postgresql.",
        );
    };
    let Some(mut world) = start().await else { return };
    let database = connect(&world.database.url()).await;
    let folder = disk.path();
    database
        .batch_execute(&format!("CREATE TABLESPACE small LOCATION '{}'", folder.display()))
        .await
        .unwrap();
    database.batch_execute("ALTER TABLE alignet_entry SET TABLESPACE small").await.unwrap();
    world.calm();
    world.trade(SCENE / 2).await;

    disk.fill();
    let mut refused = Vec::new();
    for number in 0.. {
        let order = format!("full-{number}");
        let visit = Visit::new(&world.fleet, &world.http, order.clone());
        let calls = world.sandbox.calls("authorize_charge");
        match visit.buy_with(Duration::from_secs(10), &mut world.rng).await {
            Some(503) => refused.push(order),
            // The last page has room for some entries, and sometimes not for their ends.
            Some(200 | 202) => refused.clear(),
            other => panic!("{other:?}"),
        }
        let sent = world.sandbox.calls("authorize_charge") - calls;
        assert_eq!(sent, usize::from(refused.is_empty()), "a charge that is not written down");
        assert!(number < 1_000, "the disk is not full");
        if refused.len() == 10 {
            break;
        }
    }
    disk.free();
    for order in refused {
        let visit = Visit::new(&world.fleet, &world.http, order);
        assert_eq!(visit.buy_with(Duration::from_secs(10), &mut world.rng).await, Some(200));
    }
    agree(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_number_notices_a_merchant_that_forgets() {
    let Some(mut world) = start().await else { return };
    let trade = world.trade(SCENE);
    scenes::beside(trade, sabotage::forget(&world)).await;
    let (books, findings) = world.rest(Duration::from_secs(8)).await;
    assert!(findings.counts().iter().all(|count| *count > 0), "{}", findings.report(&books));
}
