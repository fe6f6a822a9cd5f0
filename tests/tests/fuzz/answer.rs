//! Fuzzes the client with arbitrary bytes as the service's answer, over a socket.

use std::{
    collections::BTreeMap,
    panic,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use alignet::{Client, Credentials, Error, Json};
use alignet_tests::{
    canary::{Canary, assert_clean, printed},
    canned,
};
use tokio::time::timeout;

use crate::{
    driver::{Found, Inputs},
    service::Service,
};

/// The number of inputs without `FUZZ_INPUTS`. Every hundredth of them is sent.
const USUAL: u64 = 100_000;
/// One of this many sent inputs leaves its connection open, so that only the deadline ends the call. It is
/// odd, because the two requests alternate.
const HELD: u64 = 31;
/// The deadline of a call whose connection is closed, which ends the call much earlier.
const CLOSED_DEADLINE: Duration = Duration::from_secs(5);
/// The deadline of a call whose connection is left open.
const HELD_DEADLINE: Duration = Duration::from_millis(50);
/// The time by which a call may exceed its deadline on a busy machine.
const LATE: Duration = Duration::from_secs(1);
/// The time after which a call or a connection counts as stuck.
const STUCK: Duration = Duration::from_secs(30);
/// The value of every `$` in an input: the client secret, which no error may show.
const SECRET: &str = "=canary/3f9c2b+7d51e8=";

/// Tokens that have a meaning in an answer.
const WORDS: [&[u8]; 42] = [
    b"\r\n",
    b"\n",
    b"\r",
    b" ",
    b"\0",
    b"\xff",
    b"$",
    b": ",
    b":",
    b"\r\n\r\n",
    b"\r\n ",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 200\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    b"HTTP/2.0 200 OK\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x00\x05",
    b"Content-Length: 5\r\n",
    b"Content-Length: 18446744073709551616\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 3, 3\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n",
    b"Connection: close\r\n",
    b"Connection: upgrade\r\nUpgrade: h2c\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Type: application/json\r\n",
    b"Content-Type: application/problem+json; charset=$\r\n",
    b"Retry-After: 1\r\n",
    b"Retry-After: 3600\r\n",
    b"X-Request-Id: $\r\n",
    b"Location: http://127.0.0.1:1/$\r\n",
    b"X: 1\r\n",
    b"0\r\n\r\n",
    b"5\r\n",
    b"ffffffffffffffff\r\n",
    b"5;ext=1\r\n",
    b"\"success\":false,",
    b"\"value\":\"$\"",
];

/// A body that is a reply to either request, and a refusal that repeats the secret in every text.
fn replies() -> [String; 2] {
    let mut both: BTreeMap<String, Json> = serde_json::from_str(&canned::nonce("nonce", 30)).unwrap();
    both.append(&mut serde_json::from_str(&canned::token("token", 86_400)).unwrap());
    let status = r#"{"code":"01","message_ilgn":[{"locale":"$","value":"no $ here"}]}"#;
    [serde_json::to_string(&both).unwrap(), format!(r#"{{"meta":{{"status":{status}}},"$":"$"}}"#)]
}

/// Seeds of every kind: valid, chunked, cut off, interim, without a length, and not HTTP at all.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for reply in replies() {
        let length = reply.len();
        let json = "Content-Type: application/json\r\n";
        let chunks: String = reply.as_bytes().chunks(40).map(chunk).collect();
        seeds.extend([
            format!("HTTP/1.0 200 OK\r\n{json}\r\n{reply}"),
            format!("HTTP/1.1 200 OK\r\n{json}Content-Length: {length}\r\n\r\n{reply}"),
            format!("HTTP/1.1 200 OK\r\n{json}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\nTrailer: $\r\n\r\n"),
            format!("HTTP/1.1 103 Early Hints\r\nLink: $\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{reply}"),
            format!("HTTP/1.1 401 No\r\n{json}X-Request-Id: $\r\nContent-Length: {length}\r\n\r\n{reply}"),
            format!("HTTP/1.1 503 No\r\nRetry-After: 3600\r\nConnection: close\r\n\r\n{reply}"),
            "HTTP/1.1 307 No\r\nLocation: http://127.0.0.1:1/$\r\nContent-Length: 0\r\n\r\n".to_owned(),
            format!("HTTP/1.1 200 OK\r\n{json}Content-Length: {}\r\n\r\n{reply}", length + 9),
        ].map(String::into_bytes));
    }
    let noise: [&[u8]; 3] = [b"", b"$\r\n", b"\x15\x03\x03\x00\x02\x02\x28"];
    seeds.extend(noise.map(<[u8]>::to_vec));
    seeds
}

fn chunk(bytes: &[u8]) -> String {
    format!("{:x}\r\n{}\r\n", bytes.len(), String::from_utf8_lossy(bytes))
}

/// Counts the panics of this process, because a panic in a connection's task does not fail a test.
fn panics() -> &'static AtomicUsize {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            PANICS.fetch_add(1, Ordering::SeqCst);
            usual(panic);
        }));
    });
    &PANICS
}

/// Sends one of the two requests.
async fn call(client: Client, token: bool, deadline: Duration) -> Result<(), Error> {
    if token {
        client.create_token().timeout(deadline).send().await.map(drop)
    } else {
        client.create_nonce().timeout(deadline).send().await.map(drop)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_taken_wrongly() {
    let inputs = Inputs { seeds: seeds(), tokens: WORDS.to_vec(), longest: 20_000 };
    let service = Service::start().await;
    let credentials = Credentials::new("client", SECRET);
    let builder = Client::builder(service.environment()).credentials(credentials);
    let client = builder.bearer("fixed-token").build().unwrap();
    let canaries = [Canary::new("client secret", SECRET)];
    let (start, panics) = (Instant::now(), panics());
    let (mut calls, mut replies, mut held_calls) = (0, 0, 0);
    let first = inputs.seeds.len() as u64;
    for number in Inputs::numbers(USUAL).filter(|number| *number < first || number % 100 == 0) {
        let found = Found { number, input: inputs.input(number) };
        let held = number / 100 % HELD == HELD - 1;
        let deadline = if held { HELD_DEADLINE } else { CLOSED_DEADLINE };
        service.answer(&planted(&found.input), held);

        let begin = Instant::now();
        let outcome =
            timeout(STUCK, tokio::spawn(call(client.clone(), number / 100 % 2 == 1, deadline))).await;
        let took = begin.elapsed();
        let outcome = outcome.unwrap_or_else(|_| panic!("a call is stuck by {found}"));
        let outcome = outcome.unwrap_or_else(|_| panic!("a call panics on {found}"));
        assert!(took < deadline + LATE, "a call took {took:?} with {found}");
        match outcome {
            Ok(()) => replies += 1,
            Err(error) => assert_clean(&canaries, &found.to_string(), &printed(&error)),
        }
        assert!(timeout(STUCK, service.over()).await.is_ok(), "a connection is stuck by {found}");
        assert_eq!(panics.load(Ordering::SeqCst), 0, "a connection panics on {found}");
        calls += 1;
        held_calls += usize::from(held);
    }
    let time = start.elapsed().as_secs_f64();
    println!(
        "answer: {calls} inputs in {time:.1} s, of which {replies} were replies, and {held_calls} on a connection left open"
    );

    service.answer(&inputs.seeds[0], false);
    call(client, false, CLOSED_DEADLINE).await.expect("a sound answer is a reply still");
}

fn planted(input: &[u8]) -> Vec<u8> {
    let plant = |byte: &u8| if *byte == b'$' { SECRET.as_bytes().to_vec() } else { vec![*byte] };
    input.iter().flat_map(plant).collect()
}
