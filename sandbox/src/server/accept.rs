//! Accepts and serves connections. It uses hyper directly, because a fault must close a connection without
//! an answer, which `axum::serve` does not support.

use std::{fmt, pin::pin, time::Duration};

use axum::{Router, body::Body};
use http::Response;
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
    time,
};

use crate::server::response::Unanswered;

/// The pause before the next attempt after a connection could not be accepted, such as with too many open
/// files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The server task. It is aborted on drop.
pub(crate) struct Server {
    /// The time that calls in progress have to end, once the server stops.
    stop: watch::Sender<Option<Duration>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) fn spawn(listener: TcpListener, router: Router) -> Self {
        let (stop, stopped) = watch::channel(None);
        Self { stop, task: tokio::spawn(accept(listener, router, stopped)) }
    }

    /// Stops accepting, and waits as long as this for the calls in progress.
    pub(crate) async fn stop(mut self, grace: Duration) {
        self.stop.send_replace(Some(grace));
        // An error means that the task panicked or was aborted: it has ended either way.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, router: Router, mut stopped: watch::Receiver<Option<Duration>>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone(), stopped.clone()));
                }
                Err(_) => time::sleep(ACCEPT_PAUSE).await,
            },
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn connection(stream: TcpStream, router: Router, mut stopped: watch::Receiver<Option<Duration>>) {
    // An error costs only speed.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: http::Request<Incoming>| {
        let response = router.call(request);
        async move {
            match response.await {
                Ok(response) => answered(response),
                Err(never) => match never {},
            }
        }
    });
    let mut connection = pin!(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // An error means that the caller went away or that a fault cut the connection.
        _ = connection.as_mut() => return,
        _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let grace = stopped.borrow().unwrap_or_default();
    let _ = time::timeout(grace, connection).await;
}

/// Turns a response that is not to be sent into an error, at which hyper closes the connection.
fn answered(response: Response<Body>) -> Result<Response<Body>, NoAnswer> {
    if response.extensions().get::<Unanswered>().is_some() { Err(NoAnswer) } else { Ok(response) }
}

/// The error of a response that is not to be sent.
#[derive(Debug)]
struct NoAnswer;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed without an answer on purpose")
    }
}

impl std::error::Error for NoAnswer {}
