//! A server on loopback that treats each connection as a script says, and records what it saw.
//!
//! A script is a list of steps. Each new connection takes the next script once its first byte is there, and so does each
//! further request on a kept connection. A script that begins with [`Step::Close`] does not wait for a byte. If no script is left, the server is healthy: it reads requests and answers them.
//! Nothing here sleeps: scripts wait for bytes, for the peer to leave, or for a [`Gate`], and tests wait for
//! the [record](Server::until).

mod certificates;
mod conversation;
mod heard;
mod shared;
mod steps;

pub use certificates::{Authority, Certificates};
pub use heard::{Heard, Reply};
pub use shared::Record;
pub use steps::{Front, Gate, Script, Step};

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    task::{AbortHandle, JoinSet},
    time::timeout,
};

use conversation::Conversation;
use shared::Shared;

/// A scripted server. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// The bound socket before `listen`: connections are refused.
    closed: Option<TcpSocket>,
    shared: Arc<Shared>,
    accepting: Option<AbortHandle>,
}

impl Server {
    /// A server that answers with a function when it is healthy. It does not listen yet.
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

    /// Serves TLS with this configuration.
    #[must_use]
    pub fn with_tls(mut self, config: Arc<rustls::ServerConfig>) -> Self {
        self.setup().front = Front::Tls(config);
        self
    }

    /// Answers token requests outside the scripts: a script that reads one continues with the next request.
    #[must_use]
    pub fn with_spare_tokens(mut self) -> Self {
        self.setup().spare_tokens = true;
        self
    }

    fn setup(&mut self) -> &mut Shared {
        Arc::get_mut(&mut self.shared).expect("the server does not listen yet")
    }

    /// Starts to accept connections.
    #[must_use]
    pub fn listening(mut self) -> Self {
        self.listen();
        self
    }

    /// Starts to accept connections.
    pub fn listen(&mut self) {
        let listener = self.listener(4096);
        self.accept(listener);
    }

    /// Listens with this backlog without accepting: see [`accept`](Self::accept).
    pub fn listener(&mut self, backlog: u32) -> TcpListener {
        self.closed.take().expect("the server does not listen yet").listen(backlog).expect("the port is free")
    }

    /// Starts to accept the connections of a listener.
    pub fn accept(&mut self, listener: TcpListener) {
        self.accepting = Some(tokio::spawn(accept(Arc::clone(&self.shared), listener)).abort_handle());
    }

    /// The address that it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The origin of the server, such as `http://127.0.0.1:8080`.
    pub fn origin(&self) -> String {
        let scheme = if matches!(self.shared.front, Front::Plain) { "http" } else { "https" };
        format!("{scheme}://{}", self.address)
    }

    /// Adds a script for a later exchange.
    pub fn then(&self, script: Script) {
        self.shared.scripts().push_back(script);
    }

    /// Removes the scripts that are left, so that the server is healthy.
    pub fn heal(&self) {
        self.shared.scripts().clear();
    }

    /// The record so far.
    pub fn record(&self) -> Record {
        self.shared.record.borrow().clone()
    }

    /// Clears the record.
    pub fn forget(&self) {
        self.shared.record.send_replace(Record::default());
    }

    /// Waits until `is` is true of the record, and returns it.
    ///
    /// # Panics
    ///
    /// If that takes longer than half a minute.
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

async fn accept(shared: Arc<Shared>, listener: TcpListener) {
    let mut connections = JoinSet::new();
    for number in 1.. {
        let Ok((stream, _)) = listener.accept().await else { return };
        while connections.try_join_next().is_some() {}
        shared.note(|record| record.connections += 1);
        connections.spawn(converse(Arc::clone(&shared), stream, number));
    }
}

/// Runs one script after another for as long as the connection is kept.
async fn converse(shared: Arc<Shared>, stream: TcpStream, number: usize) {
    if !shared.closes_next() && !stream.peek(&mut [0]).await.is_ok_and(|bytes| bytes > 0) {
        return shared.note(|record| record.closes += 1); // A connection that was opened ahead, and never used.
    }
    let mut script = shared.next();
    let front = script.front.as_ref().unwrap_or(&shared.front);
    if let Ok(mut conversation) = Conversation::begin(&shared, front, stream, number).await {
        while conversation.perform(&script).await.is_ok() && conversation.arrives().await {
            script = shared.next();
        }
    }
    shared.note(|record| record.closes += 1);
}
