//! Connections. Served by hyper directly, since an answer that is never sent has to close its
//! connection, which `axum::serve` can't.

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

use crate::respond::Unanswered;

/// How long calls that are under way may take to end after a shutdown was asked for.
const GRACE: Duration = Duration::from_secs(1);

/// How long to wait before the next attempt when a connection can't be accepted, as when there are
/// too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The task that serves; dropped, it ends at once.
pub(crate) struct Server {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) fn spawn(listener: TcpListener, router: Router) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { stop, task: tokio::spawn(accept(listener, router, stopped)) }
    }

    /// Ends after the calls that are under way, within a second.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        // An error says that the task panicked or was aborted: it has ended either way.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
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

async fn connection(stream: TcpStream, router: Router, mut stopped: watch::Receiver<bool>) {
    // Only speed depends on it.
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
        // An error is a caller that went away, or a cut.
        _ = connection.as_mut() => return,
        _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = time::timeout(GRACE, connection).await;
}

/// An error in place of a response closes the connection without one.
fn answered(response: Response<Body>) -> Result<Response<Body>, NoAnswer> {
    if response.extensions().get::<Unanswered>().is_some() { Err(NoAnswer) } else { Ok(response) }
}

/// A response that is not to be sent.
#[derive(Debug)]
struct NoAnswer;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed without an answer on purpose")
    }
}

impl std::error::Error for NoAnswer {}
