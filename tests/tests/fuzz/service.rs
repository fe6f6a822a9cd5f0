//! A service that answers every request with the same given bytes.

use std::sync::Arc;

use alignet::Environment;
use alignet_tests::local;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// The answer, until the next turn.
#[derive(Debug, Clone, Default)]
struct Turn {
    number: u64,
    bytes: Arc<[u8]>,
    /// True if connections stay open until the turn ends.
    held: bool,
}

/// The service. It ends with the runtime.
#[derive(Debug)]
pub(crate) struct Service {
    url: String,
    turn: watch::Sender<Turn>,
    open: Arc<watch::Sender<usize>>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (turn, turns) = watch::channel(Turn::default());
        let open = Arc::new(watch::Sender::new(0));
        tokio::spawn(accept(listener, turns, Arc::clone(&open)));
        Self { url, turn, open }
    }

    pub(crate) fn environment(&self) -> Environment {
        local::environment(&self.url, &self.url)
    }

    /// Answers with these bytes from now on. If `held` is true, connections stay open after the answer.
    pub(crate) fn answer(&self, bytes: &[u8], held: bool) {
        self.turn.send_modify(|turn| *turn = Turn { number: turn.number + 1, bytes: bytes.into(), held });
    }

    /// Ends the turn, and waits until its connections are closed.
    pub(crate) async fn over(&self) {
        self.answer(b"", false);
        self.open.subscribe().wait_for(|open| *open == 0).await.unwrap();
    }
}

async fn accept(listener: TcpListener, turns: watch::Receiver<Turn>, open: Arc<watch::Sender<usize>>) {
    while let Ok((stream, _)) = listener.accept().await {
        open.send_modify(|open| *open += 1);
        let (turns, open) = (turns.clone(), Arc::clone(&open));
        tokio::spawn(async move {
            // Errors of the connection are ignored: the test checks the result of the call.
            let _ = answer(stream, turns).await;
            open.send_modify(|open| *open -= 1);
        });
    }
}

async fn answer(mut stream: TcpStream, mut turns: watch::Receiver<Turn>) -> std::io::Result<()> {
    request(&mut stream).await?;
    let turn = turns.borrow_and_update().clone();
    stream.write_all(&turn.bytes).await?;
    if turn.held {
        let _ = turns.wait_for(|now| now.number != turn.number).await;
    }
    stream.shutdown().await?;
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.map(drop)
}

/// Reads one request of the client.
async fn request(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if length.is_none_or(|length| length.parse().is_ok_and(|length: usize| body.len() >= length)) {
            return Ok(());
        }
    }
}
