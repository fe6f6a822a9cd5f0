//! The layer around reqwest's connector, which hands out spare connections and takes in those opened ahead.

use std::{
    error::Error as StdError,
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use hyper::rt::Read;
use tokio::{runtime::Handle, task::yield_now};
use tower_layer::Layer;
use tower_service::Service;

use super::{handed::Receipt, spares::Spares};

tokio::task_local! {
    /// The reason why the request at hand needs a connection. reqwest tells the layer nothing about the request.
    static ERRAND: Errand;
}

#[derive(Clone)]
enum Errand {
    /// To send the request of this receipt to the origin with this index.
    Send(usize, Receipt),
    /// To send a request to an origin that is none of the environment's.
    SendElsewhere,
    /// To keep it as a spare connection, by the number of its opening.
    Keep(u64),
}

/// Sends a request. If it needs another connection than those that were kept, it gets a spare connection to its
/// origin, and its receipt notes that.
pub(super) fn sending<F: Future>(
    to: Option<(usize, Receipt)>,
    sending: F,
) -> impl Future<Output = F::Output> + use<F> {
    let errand = to.map_or(Errand::SendElsewhere, |(origin, receipt)| Errand::Send(origin, receipt));
    ERRAND.scope(errand, sending)
}

/// Opens a connection for a request, and keeps it as a spare connection. The request is not sent: it fails with
/// [`Kept`].
pub(super) fn keeping<F: Future>(opening: u64, sending: F) -> impl Future<Output = F::Output> + use<F> {
    ERRAND.scope(Errand::Keep(opening), sending)
}

/// The error of a request whose connection was kept.
#[derive(Debug)]
pub(super) struct Kept;

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was opened ahead")
    }
}

impl StdError for Kept {}

type BoxError = Box<dyn StdError + Send + Sync>;

/// A connector that knows the spare connections.
#[derive(Clone)]
pub(super) struct Connector<S> {
    inner: S,
    spares: Spares,
}

impl<S> Layer<S> for Spares {
    type Service = Connector<S>;

    fn layer(&self, inner: S) -> Connector<S> {
        Connector { inner, spares: self.clone() }
    }
}

impl<S, R> Service<R> for Connector<S>
where
    S: Service<R, Error = BoxError, Response: Read + Unpin + Send + 'static, Future: Send + 'static>,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        let (connecting, spares) = (self.inner.call(to), self.spares.clone());
        match ERRAND.try_with(Errand::clone) {
            Ok(Errand::Send(origin, receipt)) => Box::pin(async move {
                match spare(&spares, origin).await {
                    Some(connection) => {
                        receipt.on_spare();
                        Ok(connection)
                    }
                    None => connecting.await,
                }
            }),
            Ok(Errand::Keep(opening)) => Box::pin(async move {
                spares.put(opening, connecting.await?);
                Err(Kept.into())
            }),
            Ok(Errand::SendElsewhere) | Err(_) => Box::pin(connecting),
        }
    }
}

async fn spare<C: 'static>(spares: &Spares, origin: usize) -> Option<C> {
    let key = (Handle::try_current().ok()?.id(), origin);
    if spares.is_empty(key) {
        return None;
    }
    turn().await;
    spares.take(key).await
}

/// Waits until the runtime has asked the system for events. A runtime that was not driven for a while, or whose
/// workers were all busy, does not know yet that a connection was closed meanwhile.
async fn turn() {
    let over = Arc::new(AtomicBool::new(false));
    poll_fn(|context| {
        if over.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        // tokio wakes a task that yields once it has asked for events. Other wakers may wake it earlier.
        let turn = Turn { over: Arc::clone(&over), caller: context.waker().clone() };
        pin!(yield_now()).poll(&mut Context::from_waker(&Waker::from(Arc::new(turn))))
    })
    .await;
}

/// The waker of a task that yields.
struct Turn {
    over: Arc<AtomicBool>,
    caller: Waker,
}

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        self.over.store(true, Ordering::Release);
        self.caller.wake_by_ref();
    }
}
