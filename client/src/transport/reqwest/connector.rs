//! Opens connections. reqwest resolves names, goes through proxies and speaks TLS; a layer around its
//! connector takes the connection before a request is sent by it. From there on, hyper alone carries requests:
//! reqwest does not tell which connection a request gets, and costs more than the rest of a call.

use std::{
    error::Error as StdError,
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use http::Method;
use hyper::{
    client::conn::http1::handshake,
    rt::{Read, Write},
};
use reqwest::{Client, Request, Url};
use tokio::{runtime::Handle, time::Instant};
use tower_layer::Layer;
use tower_service::Service;

use super::{connection::Connection, connections::Connections, failure::not_connected};
use crate::transport::TransportError;

tokio::task_local! {
    /// The place for the connection of the request at hand.
    static OPENED: Opened;
}

type Opened = Arc<Mutex<Option<Connection>>>;

/// Opens a connection to an origin.
pub(super) async fn connect(client: Client, to: Url) -> Result<Connection, TransportError> {
    let opened = Opened::default();
    // The layer takes the connection of this request, which then fails.
    let outcome = OPENED.scope(Arc::clone(&opened), client.execute(Request::new(Method::GET, to))).await;
    let connection = opened.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (connection, outcome) {
        (Some(connection), _) => Ok(connection),
        (None, Err(error)) => Err(not_connected(error)),
        (None, Ok(_)) => Err(TransportError::not_sent(Taken).permanent()),
    }
}

/// The error of a request whose connection was taken.
#[derive(Debug)]
struct Taken;

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was not opened for this request")
    }
}

impl StdError for Taken {}

type BoxError = Box<dyn StdError + Send + Sync>;

/// The layer that takes connections.
#[derive(Clone)]
pub(super) struct Taking(pub(super) Connections);

/// A connector whose connections are taken.
#[derive(Clone)]
pub(super) struct Connector<S> {
    inner: S,
    connections: Connections,
}

impl<S> Layer<S> for Taking {
    type Service = Connector<S>;

    fn layer(&self, inner: S) -> Connector<S> {
        Connector { inner, connections: self.0.clone() }
    }
}

impl<S, R> Service<R> for Connector<S>
where
    S: Service<R, Error = BoxError, Response: Read + Write + Unpin + Send + 'static, Future: Send + 'static>,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        let (connecting, connections) = (self.inner.call(to), self.connections.clone());
        let place = OPENED.try_with(Opened::clone);
        Box::pin(async move {
            let connection = begin(connecting.await?, &connections).await?;
            *place?.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection);
            Err(Taken.into())
        })
    }
}

/// Starts HTTP on a connection, in a task of its own.
async fn begin<C: Read + Write + Unpin + Send + 'static>(
    stream: C,
    connections: &Connections,
) -> Result<Connection, BoxError> {
    static LATEST: AtomicU64 = AtomicU64::new(0);
    let number = LATEST.fetch_add(1, Ordering::Relaxed);
    let (sender, driver) = handshake(stream).await?;
    let connections = connections.weak();
    Handle::try_current()?.spawn(async move {
        // Its error is that of the request at hand; without a request, it matters to nobody.
        let _ = driver.await;
        if let Some(connections) = Connections::upgraded(&connections) {
            connections.closed(number);
        }
    });
    Ok(Connection { sender, number, opened: Instant::now() })
}
