//! The example's shop before a sandbox, with what may go wrong between it and the browser.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use alignet_sandbox::{LoggedCall, Sandbox, SignedNotification};
use alignet_tests::local;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::Method,
    middleware::{self, Next},
    response::Response,
};
use tokio::{net::TcpListener, sync::watch};

use crate::checkout;

/// The way of the notifications.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Notifications {
    /// They arrive, and before the buyer returns.
    First,
    /// They are lost, unless the test delivers them.
    Held,
}

pub(crate) struct Shop {
    pub(crate) url: String,
    pub(crate) sandbox: Arc<Sandbox>,
    between: Arc<Between>,
}

/// Stands between the browser and the shop.
struct Between {
    /// The requests of the browser and of the service to the shop.
    sent: Mutex<Vec<u8>>,
    /// The number of notifications that arrived.
    arrived: watch::Sender<usize>,
    notifications: Notifications,
    /// Runs before a page with a form reaches the browser.
    delay: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    /// A page that a cache gives to the browser in place of a fresh one.
    stale: Mutex<Option<Bytes>>,
}

pub(crate) async fn start(notifications: Notifications) -> Shop {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    // Another name than the sandbox's: for a browser they are two sites, as in production.
    let port = listener.local_addr().unwrap().port();
    let url = format!("http://localhost:{port}");
    let callback = match notifications {
        Notifications::First => format!("http://127.0.0.1:{port}/notifications"),
        Notifications::Held => "http://127.0.0.1:1/nobody".to_owned(),
    };
    let builder = Sandbox::builder().callback_url(callback).redirect_url(format!("{url}/returns"));
    let (sandbox, alignet) = local::start_with(builder).await;
    let between = Arc::new(Between {
        sent: Mutex::default(),
        arrived: watch::Sender::new(0),
        notifications,
        delay: Mutex::default(),
        stale: Mutex::default(),
    });
    let app = checkout::app(alignet).unwrap();
    let app = app.layer(middleware::from_fn_with_state(Arc::clone(&between), pass));
    tokio::spawn(async { axum::serve(listener, app).await });
    Shop { url, sandbox: Arc::new(sandbox), between }
}

async fn pass(State(between): State<Arc<Between>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    between.sent.lock().unwrap().extend_from_slice(parts.uri.to_string().as_bytes());
    between.sent.lock().unwrap().extend_from_slice(&body);
    let (path, method) = (parts.uri.path().to_owned(), parts.method.clone());
    if path == "/returns" && between.notifications == Notifications::First {
        between.arrived.subscribe().wait_for(|arrived| *arrived > 0).await.unwrap();
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if path == "/notifications" {
        between.arrived.send_modify(|arrived| *arrived += 1);
    }
    if method != Method::GET || !path.starts_with("/orders/") {
        return response;
    }
    if let Some(delay) = between.delay.lock().unwrap().take() {
        delay();
    }
    let stale = between.stale.lock().unwrap().clone();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Response::from_parts(parts, Body::from(stale.unwrap_or(body)))
}

impl Shop {
    /// Waits until this many notifications have arrived at the shop and were answered.
    pub(crate) async fn notified(&self, number: usize) {
        let mut arrived = self.between.arrived.subscribe();
        let arrived = arrived.wait_for(|arrived| *arrived >= number);
        tokio::time::timeout(Duration::from_secs(10), arrived).await.unwrap().unwrap();
    }

    /// Runs this before the next page of an order reaches the browser.
    pub(crate) fn before_the_next_page(&self, run: impl FnOnce() + Send + 'static) {
        *self.between.delay.lock().unwrap() = Some(Box::new(run));
    }

    /// Gives the browser this page in place of each page of an order.
    pub(crate) fn keep(&self, page: String) {
        *self.between.stale.lock().unwrap() = Some(page.into());
    }

    /// True if the shop was sent this text by anyone.
    pub(crate) fn was_sent(&self, text: &str) -> bool {
        self.between.sent.lock().unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    }

    /// Delivers the latest notification that was held, and returns the status of the answer.
    pub(crate) async fn deliver(&self) -> u16 {
        let latest: SignedNotification = self.sandbox.notified().last().unwrap().signed().clone();
        let url = format!("{}/notifications", self.url.replace("localhost", "127.0.0.1"));
        self.sandbox.deliver(&url, &latest).await.unwrap()
    }

    /// The calls that charged.
    pub(crate) fn charges(&self) -> Vec<LoggedCall> {
        let calls = self.sandbox.requests().into_iter();
        calls.filter(|call| call.operation() == Some("authorize_charge")).collect()
    }
}
