//! A server on loopback that does to each connection what a script says, and records what came of it.
//!
//! A script is a list of steps. Each new connection takes the next script, and so does each further
//! request on a connection that was kept; when there is none left, the server is healthy: it reads
//! requests and answers them. Nothing here sleeps to wait for something: scripts wait for bytes, for
//! the peer to leave, or for a [`Gate`]; tests wait for what is [recorded](Server::until).

mod certificates;
mod conversation;
mod heard;

pub use certificates::{Authority, Certificates};
pub use heard::{Heard, Reply};

use std::{
    collections::VecDeque,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    task::{AbortHandle, JoinSet},
    time::timeout,
};

use conversation::Conversation;

/// What the server does next with a connection.
#[derive(Clone)]
pub enum Step {
    /// Waits for the first byte of a request, and leaves it unread.
    Arrive,
    /// Reads this many bytes, or what there is until the peer is done.
    ReadPart(usize),
    /// Reads a whole request.
    Read,
    /// Waits until a gate is open.
    Wait(Gate),
    /// Answers the request that was read, as a healthy server does, and keeps the connection.
    Answer,
    /// Answers with what becomes of the healthy reply.
    Alter(Arc<dyn Fn(Reply) -> Bytes + Send + Sync>),
    /// Writes bytes.
    Write(Bytes),
    /// Writes bytes one by one, a few every second; then holds.
    Drip(Bytes),
    /// Writes the same bytes again and again until the peer leaves.
    Flood(Bytes),
    /// Says nothing until the peer leaves.
    Hold,
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
}

/// What happens to one exchange, from the connection's beginning or a kept connection's next request.
#[derive(Clone)]
pub struct Script {
    front: Option<Front>,
    steps: Vec<Step>,
}

/// What a connection begins with.
#[derive(Debug, Clone)]
pub enum Front {
    /// The HTTP itself.
    Plain,
    /// TLS with this configuration.
    Tls(Arc<rustls::ServerConfig>),
}

impl Step {
    /// Answers with what becomes of the healthy reply.
    pub fn alter(alter: impl Fn(Reply) -> Bytes + Send + Sync + 'static) -> Self {
        Self::Alter(Arc::new(alter))
    }
}

impl Script {
    /// A script of these steps, on connections that begin as the server's usually do.
    pub fn new(steps: impl Into<Vec<Step>>) -> Self {
        Self { front: None, steps: steps.into() }
    }

    /// The same on connections that begin otherwise.
    #[must_use]
    pub fn behind(self, front: Front) -> Self {
        Self { front: Some(front), ..self }
    }

    fn healthy() -> Self {
        Self::new([Step::Read, Step::Answer])
    }
}

/// Holds scripts back until a test opens it; it stays open.
#[derive(Debug, Clone)]
pub struct Gate(watch::Sender<bool>);

impl Gate {
    /// A gate, closed.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Lets everyone through, now and later.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it is open.
    pub async fn passed(&self) {
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}

/// What the server saw since it started, or since the last [`Server::forget`].
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Connections that were accepted.
    pub connections: usize,
    /// Connections that ended, by whichever side.
    pub closes: usize,
    /// Exchanges that were begun: scripts that were taken, and requests that were answered without.
    pub tries: usize,
    /// Requests for a token that were answered beside the scripts; see [`Server::with_spare_tokens`].
    pub tokens: usize,
    /// Complete requests, without those for a token that were answered beside the scripts.
    pub requests: Vec<Heard>,
    /// Bytes that came in, TLS taken off.
    pub received: usize,
    /// Bytes that went out, TLS taken off.
    pub sent: usize,
}

/// The server. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// Bound, and not listening yet: connections are refused.
    closed: Option<TcpSocket>,
    shared: Arc<Shared>,
    accepting: Option<AbortHandle>,
}

pub(crate) struct Shared {
    scripts: Mutex<VecDeque<Script>>,
    record: watch::Sender<Record>,
    front: Front,
    spare_tokens: bool,
    answer: Box<dyn Fn(&Heard) -> Reply + Send + Sync>,
}

impl Server {
    /// A server that answers requests by a function when it is healthy, and does not listen yet.
    pub fn new(answer: impl Fn(&Heard) -> Reply + Send + Sync + 'static) -> Self {
        let socket = TcpSocket::new_v4().expect("there are sockets");
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("there is a free port");
        Self {
            address: socket.local_addr().expect("the socket is bound"),
            closed: Some(socket),
            shared: Arc::new(Shared {
                scripts: Mutex::default(),
                record: watch::Sender::default(),
                front: Front::Plain,
                spare_tokens: false,
                answer: Box::new(answer),
            }),
            accepting: None,
        }
    }

    /// The same, where connections begin with TLS.
    #[must_use]
    pub fn with_tls(mut self, config: Arc<rustls::ServerConfig>) -> Self {
        self.setup().front = Front::Tls(config);
        self
    }

    /// The same, where requests for a token are answered beside the scripts, which go on to the next
    /// request.
    #[must_use]
    pub fn with_spare_tokens(mut self) -> Self {
        self.setup().spare_tokens = true;
        self
    }

    fn setup(&mut self) -> &mut Shared {
        Arc::get_mut(&mut self.shared).expect("the server does not listen yet")
    }

    /// Accepts connections from here on.
    #[must_use]
    pub fn listening(mut self) -> Self {
        self.listen();
        self
    }

    /// Accepts connections from here on.
    pub fn listen(&mut self) {
        let listener = self.listener(4096);
        self.accept(listener);
    }

    /// Lets the kernel take connections up to a backlog, and accepts none: see [`accept`](Self::accept).
    pub fn listener(&mut self, backlog: u32) -> TcpListener {
        self.closed.take().expect("the server does not listen yet").listen(backlog).expect("the port is free")
    }

    /// Accepts the connections of a listener from here on.
    pub fn accept(&mut self, listener: TcpListener) {
        self.accepting = Some(tokio::spawn(accept(Arc::clone(&self.shared), listener)).abort_handle());
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its origin.
    pub fn origin(&self) -> String {
        let scheme = if matches!(self.shared.front, Front::Plain) { "http" } else { "https" };
        format!("{scheme}://{}", self.address)
    }

    /// Adds a script for the exchanges to come.
    pub fn then(&self, script: Script) {
        self.shared.scripts().push_back(script);
    }

    /// Is healthy from here on.
    pub fn heal(&self) {
        self.shared.scripts().clear();
    }

    /// What it saw so far.
    pub fn record(&self) -> Record {
        self.shared.record.borrow().clone()
    }

    /// Starts the record anew.
    pub fn forget(&self) {
        self.shared.record.send_replace(Record::default());
    }

    /// Waits until the record is as asked.
    ///
    /// # Panics
    ///
    /// When that takes too long for anything on loopback.
    pub async fn until(&self, is: impl FnMut(&Record) -> bool) -> Record {
        let mut record = self.shared.record.subscribe();
        let waiting = timeout(Duration::from_secs(30), record.wait_for(is)).await;
        waiting.expect("it happens within half a minute").expect("the server lives").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(accepting) = &self.accepting {
            accepting.abort();
        }
    }
}

impl Shared {
    fn scripts(&self) -> MutexGuard<'_, VecDeque<Script>> {
        self.scripts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, note: impl FnOnce(&mut Record)) {
        self.record.send_modify(note);
    }

    /// The script of the next exchange.
    fn next(&self) -> Script {
        self.note(|record| record.tries += 1);
        self.scripts().pop_front().unwrap_or_else(Script::healthy)
    }

    /// Whether a request that `script` has read is not for it: then the next one is.
    fn spares(&self, heard: &Heard, script: &Script) -> bool {
        if !self.spare_tokens || heard.path() != "/token" {
            self.note(|record| record.requests.push(heard.clone()));
            return false;
        }
        self.note(|record| {
            record.tries -= 1;
            record.tokens += 1;
        });
        self.scripts().push_front(script.clone());
        true
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("record", &self.record).finish_non_exhaustive()
    }
}

async fn accept(shared: Arc<Shared>, listener: TcpListener) {
    let mut connections = JoinSet::new();
    for number in 1.. {
        let Ok((stream, _)) = listener.accept().await else { return };
        while connections.try_join_next().is_some() {}
        shared.note(|record| record.connections += 1);
        connections.spawn(converse(Arc::clone(&shared), stream, number));
    }
}

/// Goes through scripts for as long as the connection is kept.
async fn converse(shared: Arc<Shared>, stream: TcpStream, number: usize) {
    let mut script = shared.next();
    let front = script.front.as_ref().unwrap_or(&shared.front);
    if let Ok(mut conversation) = Conversation::begin(&shared, front, stream, number).await {
        while conversation.perform(&script).await.is_ok() && conversation.arrives().await {
            script = shared.next();
        }
    }
    shared.note(|record| record.closes += 1);
}
