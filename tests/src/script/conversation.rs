//! One connection, and the steps that a script performs on it.

use std::{io, time::Duration};

use bytes::{Buf, Bytes, BytesMut};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::{MissedTickBehavior, interval},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::{Front, Heard, Reply, Script, Shared, Step};

/// The time between two bytes of a drip.
const DRIP: Duration = Duration::from_millis(50);

/// An open connection; an error ends it.
pub(crate) struct Conversation<'s> {
    shared: &'s Shared,
    stream: Stream,
    /// The bytes that were read beyond the last request.
    unread: BytesMut,
    number: usize,
    heard: Option<Heard>,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

impl Stream {
    fn duplex(&mut self) -> &mut dyn Duplex {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => stream,
        }
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => stream.get_ref().0,
        }
    }
}

impl<'s> Conversation<'s> {
    pub(super) async fn begin(
        shared: &'s Shared,
        front: &Front,
        stream: TcpStream,
        number: usize,
    ) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let stream = match front {
            Front::Plain => Stream::Plain(stream),
            Front::Tls(config) => {
                Stream::Tls(Box::new(TlsAcceptor::from(config.clone()).accept(stream).await?))
            }
        };
        Ok(Self { shared, stream, unread: BytesMut::new(), number, heard: None })
    }

    /// Performs every step; an error if the connection has ended.
    pub(super) async fn perform(&mut self, script: &Script) -> io::Result<()> {
        for step in &script.steps {
            match step {
                Step::Arrive => drop(self.stream.tcp().peek(&mut [0]).await?),
                Step::ReadPart(length) => while self.unread.len() < *length && self.read().await? {},
                Step::Read => {
                    let heard = self.request().await?;
                    if self.shared.spares(&heard, script) {
                        let reply = (self.shared.answer)(&heard);
                        return self.write(&reply.bytes()).await;
                    }
                    self.heard = Some(heard);
                }
                Step::Wait(gate) => gate.passed().await,
                Step::Answer => {
                    let reply = self.reply();
                    self.write(&reply.bytes()).await?;
                }
                Step::Alter(alter) => {
                    let reply = self.reply();
                    self.write(&alter(reply)).await?;
                }
                Step::Write(bytes) => self.write(bytes).await?,
                Step::Drip(bytes) => {
                    self.drip(bytes).await?;
                    self.hold().await?;
                }
                Step::Flood(bytes) => loop {
                    self.write(bytes).await?;
                },
                Step::Hold => self.hold().await?,
                Step::Close => return self.close().await,
                Step::Reset => {
                    self.stream.tcp().set_zero_linger()?;
                    return ended();
                }
            }
        }
        Ok(())
    }

    /// Returns true if another request begins, and false if the peer left.
    pub(super) async fn arrives(&mut self) -> bool {
        !self.unread.is_empty() || self.read().await.is_ok_and(|more| more)
    }

    /// Reads the bytes that are available; false if the peer has closed its side.
    async fn read(&mut self) -> io::Result<bool> {
        let read = self.stream.duplex().read_buf(&mut self.unread).await?;
        self.shared.note(|record| record.received += read);
        Ok(read > 0)
    }

    async fn request(&mut self) -> io::Result<Heard> {
        loop {
            if let Some((heard, length)) = Heard::parse(&self.unread, self.number) {
                self.unread.advance(length);
                return Ok(heard);
            }
            if !self.read().await? {
                return ended();
            }
        }
    }

    fn reply(&mut self) -> Reply {
        let heard = self.heard.take().expect("an answer follows a request");
        (self.shared.answer)(&heard)
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.shared.note(|record| record.sent += bytes.len());
        self.stream.duplex().write_all(bytes).await?;
        self.stream.duplex().flush().await
    }

    async fn drip(&mut self, bytes: &Bytes) -> io::Result<()> {
        let mut pace = interval(DRIP);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for byte in bytes {
            pace.tick().await;
            self.write(&[*byte]).await?;
        }
        Ok(())
    }

    /// Reads and discards bytes until the peer leaves.
    async fn hold(&mut self) -> io::Result<()> {
        while self.read().await? {}
        ended()
    }

    async fn close(&mut self) -> io::Result<()> {
        self.stream.duplex().shutdown().await?;
        ended()
    }
}

fn ended<T>() -> io::Result<T> {
    Err(io::ErrorKind::ConnectionAborted.into())
}
