//! Tests that memory does not grow: a minute of steady calls, one in twenty of which fails.

#![cfg(target_os = "linux")] // Where a process can read how much memory it has.

use std::{
    env,
    ffi::OsStr,
    fs,
    time::{Duration, Instant},
};

use alignet::{Client, Error};
use alignet_tests::{
    local,
    report::report,
    respawn::{is_alone, run_alone},
    script::{Reply, Script, Step},
    service::Service,
    synthetic::{BuyThing, FindThing},
};
use tokio::{
    task::{JoinSet, spawn_blocking},
    time::{MissedTickBehavior, interval},
};

const LASTS: Duration = Duration::from_secs(60);
/// The time after which all memory is allocated that a running client needs.
const WARM: Duration = Duration::from_secs(10);
/// The time between two calls: 200 a second.
const PACE: Duration = Duration::from_millis(5);
/// One in this many exchanges fails.
const ONE_IN: usize = 20;
/// The most by which memory may grow, in KiB.
const MOST: usize = 10 * 1024;

const TEST: &str = "soak::a_minute_of_calls_and_faults_takes_no_memory";
const ORIGIN: &str = "ALIGNET_TESTS_ORIGIN";

/// The client has its own process; the server runs in another.
#[test]
fn a_minute_of_calls_and_faults_takes_no_memory() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if is_alone(TEST) {
        return runtime.block_on(soak(&env::var(ORIGIN).unwrap()));
    }
    runtime.block_on(async {
        let service = Service::start_with(30);
        let origin = service.server.origin();
        let mut faulty = JoinSet::new();
        faulty.spawn(async move { disturb(&service).await });
        spawn_blocking(move || run_alone(TEST, &[(ORIGIN, OsStr::new(&origin))])).await.unwrap();
    });
}

/// Makes one in this many exchanges fail, in one way after the other.
async fn disturb(service: &Service) {
    let raw = |alter: fn(Reply) -> bytes::Bytes| Step::alter(alter);
    let faults = [
        vec![Step::Read, Step::Reset],
        vec![Step::Read, Step::Close],
        vec![Step::Read, Step::Hold],
        vec![Step::Read, raw(|reply| reply.status(503).bytes())],
        vec![Step::Read, raw(|reply| reply.status(401).bytes())],
        vec![Step::Read, raw(|reply| reply.framed("content-length: 9999\r\n", &reply.body)), Step::Close],
        vec![Step::Read, raw(|reply| reply.framed("transfer-encoding: chunked\r\n", "x")), Step::Hold],
        vec![Step::Read, raw(|reply| reply.body("<p>").bytes())],
    ];
    for fault in faults.into_iter().cycle() {
        service.server.then(Script::new(fault));
        service.server.until(|record| record.tries >= ONE_IN).await;
        service.server.forget();
    }
}

async fn call(client: &Client, number: usize) -> Result<(), Error> {
    let time = Duration::from_secs(1);
    match number % 3 {
        0 => client.create_nonce().timeout(time).send().await.map(drop),
        1 => FindThing::new(client).thing("1").timeout(time).send().await.map(drop),
        _ => BuyThing::new(client).thing("1").pin("1234").timeout(time).send().await.map(drop),
    }
}

async fn soak(origin: &str) {
    let (client, start) = (local::client_at(origin).build().unwrap(), Instant::now());
    let (mut calls, mut number, mut failed) = (JoinSet::new(), 0, 0);
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut before = None;
    while start.elapsed() < LASTS {
        pace.tick().await;
        let client = client.clone();
        calls.spawn(async move { call(&client, number).await });
        number += 1;
        while let Some(outcome) = calls.try_join_next() {
            failed += usize::from(outcome.unwrap().is_err());
        }
        if start.elapsed() >= WARM {
            before.get_or_insert_with(memory);
        }
    }
    let took = start.elapsed();
    failed += calls.join_all().await.into_iter().filter(Result::is_err).count();
    let (before, after) = (before.unwrap(), memory());
    report(format!(
        "{number} calls in {took:.1?}, {failed} failed: memory went from {before} to {after} KiB"
    ));
    assert!(number >= 199 * 60, "{number} calls");
    assert!(failed < number / 10, "{failed} of {number} calls failed");
    assert!(after < before + MOST, "{before} KiB became {after}");
}

/// The resident memory of this process, in KiB.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse().unwrap()
}
