//! Whether a request that ran out of time was still waiting for its connection: then it was not
//! sent. reqwest does not say, so the connector is watched.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use tower::{Layer, Service};

tokio::task_local! {
    /// Of the request that is being sent.
    static ABANDONED: Abandoned;
}

/// Whether connecting was given up half-way.
#[derive(Debug, Clone, Default)]
pub(super) struct Abandoned(Arc<AtomicBool>);

impl Abandoned {
    /// Notes it when the connection that `sending` waits for is given up with it. One that another
    /// request's connection made superfluous goes on without it, and is not.
    pub(super) async fn watch<F: Future>(self, sending: F) -> F::Output {
        ABANDONED.scope(self, sending).await
    }

    /// Whether that happened, once the sending is dropped.
    pub(super) fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Watches the connector.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watch;

impl<S> Layer<S> for Watch {
    type Service = Watched<S>;

    fn layer(&self, connector: S) -> Watched<S> {
        Watched(connector)
    }
}

/// A connector that is watched.
#[derive(Debug, Clone)]
pub(super) struct Watched<S>(S);

impl<S, R> Service<R> for Watched<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        let mut unfinished = Unfinished(ABANDONED.try_with(Abandoned::clone).ok());
        let connecting = self.0.call(to);
        Box::pin(async move {
            let connection = connecting.await;
            unfinished.finish();
            connection
        })
    }
}

/// Notes when it is dropped before it is finished.
struct Unfinished(Option<Abandoned>);

impl Unfinished {
    fn finish(&mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(abandoned) = &self.0 {
            abandoned.0.store(true, Ordering::Relaxed);
        }
    }
}
