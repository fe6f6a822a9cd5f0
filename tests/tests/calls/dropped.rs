//! A call that must not be repeated leaves a warning when it is dropped after it may have been sent, and none
//! before.

use std::{future::Future, pin::Pin, time::Duration};

use alignet::{Client, Error};
use alignet_tests::{
    canary::Capture,
    canned, local,
    script::{Gate, Reply, Script, Server, Step},
    synthetic::{BuyThing, ReturnThing},
};
use tokio::{task::JoinSet, time::timeout};

/// More than any of these tests takes.
const TIME: Duration = Duration::from_secs(30);

type Calling<'c> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>;

/// A payment, which has a body, or the return of one, which has none.
const CALLS: [fn(&Client, &str, Duration) -> Calling<'static>; 2] = [buy, give_back];

fn buy(client: &Client, thing: &str, time: Duration) -> Calling<'static> {
    let call = BuyThing::new(client).thing(thing).pin("1234").timeout(time).send();
    Box::pin(async { call.await.map(drop) })
}

fn give_back(client: &Client, thing: &str, time: Duration) -> Calling<'static> {
    let call = ReturnThing::new(client).thing(thing).timeout(time).send();
    Box::pin(async { call.await.map(drop) })
}

fn server() -> Server {
    Server::new(|_| Reply::new(200, canned::thing("thing")))
}

fn client(server: &Server) -> Client {
    local::client_at(&server.origin()).bearer("token").build().unwrap()
}

/// The number of warnings that name these things.
fn warnings(log: Capture, things: &str) -> usize {
    let of_these =
        |line: &&str| line.contains("dropped under way") && line.contains(&format!("reference=\"{things}"));
    log.text().lines().filter(of_these).count()
}

/// On Linux, where a full backlog leaves connections unanswered.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn before_there_is_a_connection_there_is_no_warning() {
    let log = Capture::start();
    let mut server = server();
    // A backlog that is full: further connections are neither made nor refused.
    let listener = server.listener(0);
    let filler = tokio::net::TcpStream::connect(server.address()).await.unwrap();
    let client = client(&server);
    for (call, thing) in CALLS.into_iter().zip(["unconnected-1", "unconnected-2"]) {
        timeout(Duration::from_millis(50), call(&client, thing, TIME)).await.unwrap_err();
        // When its own time ends, it was not sent, whether or not it has a body.
        let error = call(&client, thing, Duration::from_millis(50)).await.unwrap_err();
        assert_eq!((error.is_timeout(), error.delivery()), (true, alignet::Delivery::NotSent), "{error}");
    }
    assert_eq!(warnings(log, "unconnected"), 0);

    // Nor was it sent later on.
    drop(filler);
    server.accept(listener);
    for (call, thing) in CALLS.into_iter().zip(["connected-1", "connected-2"]) {
        call(&client, thing, TIME).await.unwrap();
    }
    drop(client);
    let record = server.until(|record| record.closes == record.connections).await;
    assert_eq!(record.requests.len(), 2);
}

#[tokio::test]
async fn while_it_waits_for_a_token_there_is_no_warning() {
    let log = Capture::start();
    let server = server().listening();
    let hold = Script::new([Step::Read, Step::Hold]);
    server.then(hold);
    let client = local::client_at(&server.origin()).build().unwrap();
    tokio::select! {
        outcome = buy(&client, "tokenless", TIME) => panic!("{outcome:?}"),
        _ = server.until(|record| !record.requests.is_empty()) => {}
    }
    assert_eq!(warnings(log, "tokenless"), 0);
}

#[tokio::test]
async fn once_it_is_sent_there_is_one_warning() {
    let log = Capture::start();
    let server = server().listening();
    let client = client(&server);
    let stall = Step::alter(|reply| reply.framed("content-length: 1000000\r\n", &reply.body));
    for (name, steps) in
        [("read", vec![Step::Read, Step::Hold]), ("answered", vec![Step::Read, stall, Step::Hold])]
    {
        for (number, call) in CALLS.into_iter().enumerate() {
            server.forget();
            server.then(Script::new(steps.clone()));
            let thing = format!("{name}-{number}");
            let answered = name == "answered";
            tokio::select! {
                outcome = call(&client, &thing, TIME) => panic!("{outcome:?}"),
                _ = server.until(|record| record.requests.len() == 1 && (record.sent > 0 || !answered)) => {}
            }
            assert_eq!(warnings(log, &thing), 1, "{thing}");
        }
    }
}

#[tokio::test]
async fn once_it_is_over_there_is_no_warning() {
    let log = Capture::start();
    let server = server().listening();
    let client = client(&server);
    for call in CALLS {
        call(&client, "over", TIME).await.unwrap();
    }
    assert_eq!(warnings(log, "over"), 0);
    // A request without a body says nothing of its length.
    let requests = server.record().requests;
    let lengths: Vec<_> =
        requests.iter().map(|heard| (heard.method(), heard.header("content-length").is_some())).collect();
    assert_eq!(lengths, [("POST", true), ("DELETE", false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_as_many_warnings_as_dropped_calls_reached_the_service() {
    let log = Capture::start();
    let server = server().listening();
    let gate = Gate::new();
    const CALLERS: usize = 60;
    for _ in 0..CALLERS {
        server.then(Script::new([Step::Read, Step::Wait(gate.clone()), Step::Hold]));
    }
    let client = client(&server);
    let mut calls = JoinSet::new();
    for number in 0..CALLERS {
        let call = CALLS[number % 2](&client, &format!("crowd-{number}"), TIME);
        // From before it connects until after it was sent.
        let patience = Duration::from_micros(100 * number as u64);
        calls.spawn(async move { timeout(patience, call).await.unwrap_err() });
    }
    calls.join_all().await;
    drop(client);
    gate.open();
    let record = server.until(|record| record.closes == record.connections).await;
    let warnings = warnings(log, "crowd");
    println!("{warnings} warnings, {} requests, {} connections", record.requests.len(), record.connections);
    assert_eq!(warnings, record.requests.len(), "{} connections", record.connections);
    assert!(warnings < CALLERS && record.tries <= record.connections);
}
