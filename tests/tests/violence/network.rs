//! The network between the merchant and the service. It loses requests and replies, holds them up, and delivers a request
//! whose sender is long gone.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use fastrand::Rng;
use serde_json::Value as Json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep,
};

/// The longest time for which a request is held up. Recovery must assume a longer one.
const LONGEST_HOLD: Duration = Duration::from_secs(5);

/// Longer than a call of the merchant may take.
const TOO_LONG: Duration = Duration::from_secs(5);

/// The answer of a gateway that lost its server.
const BROKEN: &[u8] =
    b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Forwards requests to the sandbox, one for each connection.
pub(crate) struct Network {
    address: SocketAddr,
    calm: Arc<AtomicBool>,
    sent: Sent,
    _connections: JoinSet<()>,
}

/// The number of charges for each operation number that reached the service.
type Sent = Arc<Mutex<BTreeMap<String, usize>>>;

/// The way of a request and its reply.
enum Fate {
    /// Both arrive, the request after this delay.
    Arrives(Duration),
    /// The request is lost.
    Lost,
    /// The connection breaks, and the request arrives after this delay.
    ArrivesAlone(Duration),
    /// The reply is lost after this many bytes.
    ReplyCut(usize),
    /// The reply takes longer than its receiver waits.
    ReplyLate,
    /// A gateway answers with 500: the request is lost, or is not.
    Broken { lost: bool },
}

impl Fate {
    fn draw(rng: &mut Rng) -> Self {
        let hold = Duration::from_millis(rng.u64(100..LONGEST_HOLD.as_millis() as u64));
        match rng.u32(0..100) {
            0..3 => Self::Lost,
            3..7 => Self::ArrivesAlone(hold),
            7..12 => Self::ReplyCut(0),
            12..14 => Self::ReplyCut(rng.usize(1..400)),
            14..15 => Self::ReplyLate,
            15..17 => Self::Broken { lost: true },
            17..19 => Self::Broken { lost: false },
            19..23 => Self::Arrives(hold),
            _ => Self::Arrives(Duration::from_millis(rng.u64(0..40))),
        }
    }
}

impl Network {
    /// Starts to forward to the service at this address.
    pub(crate) async fn start(service: SocketAddr, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let calm = Arc::new(AtomicBool::new(false));
        let sent = Sent::default();
        let way = Way { service, calm: Arc::clone(&calm), sent: Arc::clone(&sent) };
        let mut connections = JoinSet::new();
        connections.spawn(serve(listener, way, Rng::with_seed(seed)));
        Self { address, calm, sent, _connections: connections }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Has no more faults.
    pub(crate) fn calm(&self) {
        self.calm.store(true, Ordering::SeqCst);
    }

    /// The number of charges for each operation number that reached the service.
    pub(crate) fn sent(&self) -> BTreeMap<String, usize> {
        self.sent.lock().unwrap().clone()
    }
}

/// The way to the service.
#[derive(Clone)]
struct Way {
    service: SocketAddr,
    calm: Arc<AtomicBool>,
    sent: Sent,
}

async fn serve(listener: TcpListener, way: Way, mut rng: Rng) {
    // Ends the connections when the network is dropped.
    let mut connections = JoinSet::new();
    loop {
        let Ok((merchant, _)) = listener.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        let (fate, way) = (Fate::draw(&mut rng), way.clone());
        connections.spawn(async move {
            // A connection that breaks is what the network is for.
            let _ = way.forward(merchant, fate).await;
        });
    }
}

impl Way {
    async fn forward(&self, mut merchant: TcpStream, drawn: Fate) -> io::Result<()> {
        let Some(request) = read(&mut merchant).await? else { return Ok(()) };
        let faulty = !self.calm.load(Ordering::SeqCst) && !request.starts_with(b"POST /token ");
        match if faulty { drawn } else { Fate::Arrives(Duration::ZERO) } {
            Fate::Arrives(delay) => {
                sleep(delay).await;
                let reply = self.exchange(&request).await?;
                merchant.write_all(&reply).await
            }
            Fate::Lost => Ok(()),
            Fate::ArrivesAlone(delay) => {
                drop(merchant);
                sleep(delay).await;
                self.exchange(&request).await.map(drop)
            }
            Fate::ReplyCut(bytes) => {
                let reply = self.exchange(&request).await?;
                merchant.write_all(&reply[..bytes.min(reply.len() - 1)]).await
            }
            Fate::ReplyLate => {
                let reply = self.exchange(&request).await?;
                sleep(TOO_LONG).await;
                merchant.write_all(&reply).await
            }
            Fate::Broken { lost } => {
                if !lost {
                    self.exchange(&request).await?;
                }
                merchant.write_all(BROKEN).await
            }
        }
    }

    /// Sends a request to the service and reads the reply, whoever waits for it.
    async fn exchange(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        if request.starts_with(b"POST /charges ") {
            let body = request.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let body: Json = serde_json::from_slice(&request[body..]).unwrap();
            let number = body["merchant_operation_number"].as_str().unwrap().to_owned();
            *self.sent.lock().unwrap().entry(number).or_default() += 1;
        }
        let mut service = TcpStream::connect(self.service).await?;
        service.write_all(request).await?;
        let mut reply = Vec::new();
        service.read_to_end(&mut reply).await?;
        Ok(reply)
    }
}

/// Reads a whole request, and asks the service to close the connection after the reply. `None` if there is none.
async fn read(merchant: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let end = loop {
        if merchant.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 2;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let whole = end + 2 + length.unwrap_or(0);
    while bytes.len() < whole {
        if merchant.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
    bytes.splice(end..end, *b"Connection: close\r\n");
    Ok(Some(bytes))
}
