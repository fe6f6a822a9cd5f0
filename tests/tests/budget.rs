//! Tests the memory cost of a warm `create_nonce`: allocations and bytes on the caller's thread, counted and
//! not timed, with every feature in use: token cache, deadline, size limits, secrets, spans.
//!
//! It is a separate program, because counting needs its own allocator. The figures are those of an
//! unoptimised build, which can differ a little from compiler to compiler.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{
    io::BufReader,
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use alignet::{
    Client, Credentials, Environment,
    journal::{
        Claimed, Ending, Entry, EntryId, Filter, Journal, Journaling, NewEntry, Opened, Resolution, State,
        Step, Told,
    },
    transport::{Limits, Sending, Transport},
};
use alignet_tests::{canned, local, plain_http};
use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;

/// The most allocations of a call. State the reason here before raising it.
const MOST_ALLOCATIONS: u64 = 16;
/// The most bytes that these allocations take together.
const MOST_BYTES: u64 = 13_012;

#[test]
fn a_warm_call_stays_within_its_budget() {
    let client = local::client_at(&serve()).build().unwrap();
    // The caller, the connection and the timers all run on this thread.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let call = || {
        let reply = runtime.block_on(client.create_nonce().send()).unwrap();
        assert_eq!(reply.nonce.expose().unwrap(), "nonce");
    };
    for _ in 0..10 {
        call();
    }
    // The kernel delivers data in varying pieces, which costs extra allocations: take the minimum.
    let counts: Vec<AllocationInfo> = (0..100).map(|_| measure(call)).collect();
    let allocations = counts.iter().map(|count| count.count_total).min().unwrap();
    let bytes = counts.iter().map(|count| count.bytes_total).min().unwrap();
    println!("a warm call: {allocations} allocations of at most {MOST_ALLOCATIONS}");
    println!("a warm call: {bytes} bytes of at most {MOST_BYTES}");
    assert!(allocations <= MOST_ALLOCATIONS, "{allocations} allocations, of at most {MOST_ALLOCATIONS}");
    assert!(bytes <= MOST_BYTES, "{bytes} bytes, of at most {MOST_BYTES}");
}

/// The most bytes of the future of a call, which is allocated when the call is spawned.
const LARGEST_FUTURE: usize = 2_280;

#[test]
fn the_future_of_a_call_is_small() {
    let client = local::client_at("https://127.0.0.1:1").build().unwrap();
    let size = size_of_val(&client.create_nonce().send());
    println!("the future of a call: {size} bytes of at most {LARGEST_FUTURE}");
    assert!(size <= LARGEST_FUTURE, "{size} bytes, of at most {LARGEST_FUTURE}");
}

/// The most allocations that a journal adds to a call that may move money, besides its own: the texts of the entry and the
/// paths by which the reply is read, and two futures of the journal.
const MOST_OF_A_JOURNAL: u64 = 59;

/// A journal is opt-in: a client without one makes the same call as before, and one with it writes two small records.
#[test]
fn a_journal_costs_a_call_little_and_nothing_if_there_is_none() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let count = |client: &Client| {
        let mut number = 100_000_u64;
        let mut call = || {
            number += 1;
            let call =
                client.cancel_charge().merchant_code("M1").merchant_operation_number(number.to_string());
            runtime.block_on(call.send()).unwrap();
        };
        (0..10).for_each(|_| call());
        (0..50).map(|_| measure(&mut call).count_total).min().unwrap()
    };
    let builder = || {
        Client::builder(Environment::PREPROD)
            .credentials(Credentials::new("id", "secret"))
            .bearer("token")
            .transport(Cancels)
    };
    let without = count(&builder().build().unwrap());
    let with = count(&builder().journal(Blank).build().unwrap());
    println!(
        "a call that may move money: {without} allocations, with a journal {} more of at most {MOST_OF_A_JOURNAL}",
        with - without
    );
    assert!(with - without <= MOST_OF_A_JOURNAL, "{with} allocations, and {without} without a journal");
}

/// A journal that keeps nothing, so that the client's own work is counted.
struct Blank;

impl Journal for Blank {
    fn open<'a>(&'a self, _: &'a NewEntry) -> Journaling<'a, Opened> {
        Box::pin(async { Ok(Opened::New) })
    }

    fn close<'a>(&'a self, _: EntryId, ending: &'a Ending) -> Journaling<'a, State> {
        Box::pin(async { Ok(ending.state) })
    }

    fn tell<'a>(&'a self, _: &'a Told) -> Journaling<'a, Option<Entry>> {
        Box::pin(async { Ok(None) })
    }

    fn claim<'a>(
        &'a self,
        _: &'a str,
        _: &'a [String],
        _: usize,
        _: Duration,
    ) -> Journaling<'a, Vec<Claimed>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn step<'a>(&'a self, _: &'a Claimed, _: &'a Step) -> Journaling<'a, bool> {
        Box::pin(async { Ok(false) })
    }

    fn list<'a>(&'a self, _: &'a Filter) -> Journaling<'a, Vec<Entry>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn resolve<'a>(&'a self, _: EntryId, _: &'a Resolution) -> Journaling<'a, Option<Entry>> {
        Box::pin(async { Ok(None) })
    }
}

/// Cancels every charge.
struct Cancels;

impl Transport for Cancels {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let number = request.uri().path().rsplit('/').next().unwrap();
        let body = format!(
            r#"{{"success":true,"merchant_code":"M1","merchant_operation_number":"{number}","operation":{{"state":"EXTORNADO","transactions":[]}}}}"#
        );
        let response =
            http::Response::builder().header("content-type", "application/json").body(body.into()).unwrap();
        Box::pin(async { Ok(response) })
    }
}

/// Starts a server on another thread, whose allocations are not counted. Returns its URL.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            thread::spawn(move || answer(&stream));
        }
    });
    url
}

/// Answers every request of a connection with one write.
fn answer(stream: &TcpStream) {
    let mut incoming = BufReader::new(stream);
    while let Some(path) = plain_http::read_path(&mut incoming) {
        let nonce = path.starts_with("/nonce");
        let body = if nonce { canned::nonce("nonce", 30) } else { canned::token("token", 86_400) };
        assert!(plain_http::reply(stream, &body));
    }
}
