//! Measures an hour of 1,000 charges a minute, as fast as the sandbox answers, beside an inspector page; and, in some seconds of
//! every run, the memory of a charge that is kept.
//!
//! `cargo test --release -p alignet-sandbox --test load -- --ignored --nocapture` prints the numbers. The limit of the memory is
//! a promise of the README.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use alignet_sandbox::Sandbox;
use serde_json::{Value as Json, json};
use support::{Request, sample};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::{MissedTickBehavior, interval},
};

const CHARGES: usize = 60_000;
/// The charges of the short measurement: those before it begins, and all.
const SHORT: [usize; 2] = [300, 1_300];
/// The charges that are kept, as the README says.
const KEPT: usize = 10_000;
const CALLERS: usize = 8;
const MEMORY: usize = 200; // MB
const WORST: Duration = Duration::from_secs(2);

/// The lists of the page, in its order.
const LISTS: [&str; 4] = ["calls", "records", "secrets", "notifications"];

/// The sandbox in a process of its own, so that its memory is its own.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Starts the binary with the credentials of a sandbox of the test, which then knows how to call it.
    fn start(like: &Sandbox) -> (Self, SocketAddr) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_alignet-sandbox"));
        command.args(["--listen", "127.0.0.1:0", "--client-id", like.client_id()]);
        command.env("ALIGNET_SANDBOX_CLIENT_SECRET", like.expose_client_secret());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().rsplit('/').next().unwrap().parse().unwrap();
        (Self(process), address)
    }

    /// The largest memory that it had, in kB.
    fn peak(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }
}

/// A connection that is kept for one request after the other.
struct Kept(TcpStream, Vec<u8>);

impl Kept {
    async fn open(to: SocketAddr) -> Self {
        Self(TcpStream::connect(to).await.unwrap(), Vec::new())
    }

    /// Reads a message, and returns the first line of its head, and its body.
    async fn read(&mut self) -> Option<(String, Vec<u8>)> {
        let Self(stream, bytes) = self;
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
                let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
                let whole = end + 4 + length.map_or(0, |length| length.trim().parse().unwrap());
                if bytes.len() >= whole {
                    let rest = bytes.split_off(whole);
                    let body = std::mem::replace(bytes, rest).split_off(end + 4);
                    return Some((head.lines().next().unwrap_or_default().to_owned(), body));
                }
            }
            if stream.read_buf(bytes).await.ok()? == 0 {
                return None;
            }
        }
    }

    async fn ask(&mut self, request: &[u8]) -> (String, Vec<u8>) {
        self.0.write_all(request).await.unwrap();
        self.read().await.unwrap()
    }

    /// Gets one of the sandbox's own pages, and returns the body and the time that it took.
    async fn get(&mut self, path: &str) -> (Vec<u8>, Duration) {
        let begun = Instant::now();
        let request = format!("GET /_sandbox/{path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
        let (status, body) = self.ask(request.as_bytes()).await;
        assert!(status.contains("200"), "{path}: {status}");
        (body, begun.elapsed())
    }
}

/// Receives notifications, and counts them.
async fn receiver() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let counted = Arc::clone(&counted);
            tokio::spawn(async move {
                let mut kept = Kept(stream, Vec::new());
                while kept.read().await.is_some() {
                    counted.fetch_add(1, Relaxed);
                    let _ = kept.0.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
                }
            });
        }
    });
    (address, count)
}

/// A request of the binary for a charge, whose notification goes to the receiver.
async fn request(like: &Sandbox, to: SocketAddr, receiver: SocketAddr) -> Request {
    let token = sample::token_at(like, to).await;
    let request = sample::unauthorized(like, "authorize_charge");
    request.with_header("Authorization", &format!("Bearer {token}")).altered(|body| {
        body["payment_method"]["method_details"]["callback_url"] = json!(format!("http://{receiver}/"));
    })
}

/// Charges by several callers, until this many charges are made.
async fn charge_all(to: SocketAddr, request: &Request, made: &Arc<AtomicUsize>, until: usize) {
    let caller = |_| tokio::spawn(charge(to, request.clone(), Arc::clone(made), until));
    let callers: Vec<_> = (0..CALLERS).map(caller).collect();
    for caller in callers {
        caller.await.unwrap();
    }
    // Each caller has counted one that it did not make.
    made.store(until, Relaxed);
}

/// Charges with numbers of its own until all callers together have charged often enough.
async fn charge(to: SocketAddr, request: Request, made: Arc<AtomicUsize>, until: usize) {
    let mut kept = Kept::open(to).await;
    loop {
        let number = made.fetch_add(1, Relaxed);
        if number >= until {
            return;
        }
        let request = request.altered(|body| {
            body["merchant_operation_number"] = json!((100_000_000 + number).to_string());
        });
        let body = request.body.unwrap();
        let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers: String = headers.collect();
        let length = body.len();
        let head =
            format!("POST /charges HTTP/1.1\r\nhost: {to}\r\n{headers}content-length: {length}\r\n\r\n");
        let (status, body) = kept.ask(&[head.as_bytes(), &body].concat()).await;
        assert!(status.contains("200"), "{status}: {}", String::from_utf8_lossy(&body));
    }
}

/// Asks once a second for what the page asks for, and returns the times of the answers, shortest first.
async fn inspect(to: SocketAddr, ended: Arc<AtomicBool>) -> Vec<Duration> {
    let (mut kept, mut took) = (Kept::open(to).await, Vec::new());
    let (mut next, mut seen) = (json!({}), Json::Null);
    let mut seconds = interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !ended.load(Relaxed) {
        seconds.tick().await;
        took.push(kept.get("").await.1);
        let (status, time) = kept.get("status").await;
        took.push(time);
        let changes = serde_json::from_slice::<Json>(&status).unwrap()["changes"].take();
        for list in LISTS.iter().filter(|list| changes[*list] != seen[*list]) {
            let after = next[*list].as_u64().unwrap_or(0);
            let (body, time) = kept.get(&format!("{list}?after={after}&latest=200")).await;
            took.push(time);
            next[*list] = serde_json::from_slice::<Json>(&body).unwrap()["next"].take();
        }
        seen = changes;
    }
    took.sort();
    took
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes, and measures a release build"]
async fn an_hour_of_charges_stays_small_and_the_inspector_responsive() {
    let like = Sandbox::start().await.unwrap();
    let (running, address) = Running::start(&like);
    let (receiver, notified) = receiver().await;
    let request = request(&like, address, receiver).await;
    let ended = Arc::new(AtomicBool::new(false));
    let inspector = tokio::spawn(inspect(address, Arc::clone(&ended)));
    let (begun, made) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    charge_all(address, &request, &made, CHARGES).await;
    let took = begun.elapsed();
    ended.store(true, Relaxed);
    let times = inspector.await.unwrap();
    support::until(|| notified.load(Relaxed) == CHARGES).await;
    let (peak, median, worst) = (running.peak() / 1000, times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{CHARGES} charges in {:.0} s, {} notifications; peak {peak} MB; {} answers of the inspector: median {:.1} ms, worst {:.1} ms",
        took.as_secs_f64(),
        notified.load(Relaxed),
        times.len(),
        median.as_secs_f64() * 1000.0,
        worst.as_secs_f64() * 1000.0,
    );
    assert!(peak < MEMORY && worst < WORST);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_charges_as_are_kept_stay_small() {
    let like = Sandbox::start().await.unwrap();
    let (running, address) = Running::start(&like);
    let (receiver, notified) = receiver().await;
    let request = request(&like, address, receiver).await;
    let made = Arc::new(AtomicUsize::new(0));
    let mut peaks = Vec::new();
    for until in SHORT {
        charge_all(address, &request, &made, until).await;
        support::until(|| notified.load(Relaxed) == until).await;
        peaks.push(running.peak());
    }
    let [first, all] = SHORT;
    let each = peaks[1].saturating_sub(peaks[0]) * 1000 / (all - first);
    let kept = (peaks[0] * 1000 + each * (KEPT - first)) / 1_000_000;
    println!("{each} bytes for each charge that is kept, {kept} MB for {KEPT} of them");
    assert!(each > 0 && kept < MEMORY, "{each} bytes for each charge: {kept} MB for {KEPT} of them");
}
