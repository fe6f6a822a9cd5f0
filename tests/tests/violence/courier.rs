//! The delivery of notifications: late, in another order, several times, to any of the merchant's processes, until one
//! accepts them. Some never arrive.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use alignet_sandbox::Sandbox;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use fastrand::Rng;
use serde_json::{Value as Json, json};
use tokio::{net::TcpListener, sync::mpsc::UnboundedReceiver, task::JoinSet, time::sleep};

use crate::fleet::Fleet;

/// The time that the service waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The identity of a notification: the operation number, the transaction, and the state.
pub(crate) type Identity = (String, String, String);

/// The sandbox posts notifications to a courier, which delivers them. It also plays the buyers of pending charges.
pub(crate) struct Courier {
    pub(crate) url: String,
    desk: Arc<Desk>,
    _server: JoinSet<()>,
}

struct Desk {
    sandbox: Arc<Sandbox>,
    fleet: Mutex<Option<Arc<Fleet>>>,
    http: reqwest::Client,
    rng: Mutex<Rng>,
    tours: Mutex<JoinSet<()>>,
    accepted: Mutex<BTreeSet<Identity>>,
    calm: AtomicBool,
    silent: AtomicBool,
}

impl Courier {
    /// Starts a courier for this sandbox. `pending` has the numbers of the charges that wait for their buyers, of which the
    /// service tells nothing.
    pub(crate) async fn start(
        sandbox: Arc<Sandbox>,
        mut pending: UnboundedReceiver<String>,
        seed: u64,
    ) -> Self {
        let desk = Arc::new(Desk {
            sandbox,
            fleet: Mutex::default(),
            http: reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap(),
            rng: Mutex::new(Rng::with_seed(seed)),
            tours: Mutex::default(),
            accepted: Mutex::default(),
            calm: AtomicBool::new(false),
            silent: AtomicBool::new(false),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new().route("/notifications", post(take)).with_state(Arc::clone(&desk));
        let mut server = JoinSet::new();
        server.spawn(async { axum::serve(listener, routes).await.unwrap() });
        let buyers = Arc::clone(&desk);
        server.spawn(async move {
            while let Some(number) = pending.recv().await {
                let rng = buyers.rng.lock().unwrap().fork();
                let decided = decide(Arc::clone(&buyers), number, rng);
                buyers.tours.lock().unwrap().spawn(decided);
            }
        });
        Self { url, desk, _server: server }
    }

    /// Delivers to these processes.
    pub(crate) fn serve(&self, fleet: &Arc<Fleet>) {
        *self.desk.fleet.lock().unwrap() = Some(Arc::clone(fleet));
    }

    /// Loses no more notifications.
    pub(crate) fn calm(&self) {
        self.desk.calm.store(true, Ordering::SeqCst);
    }

    /// Loses all notifications, and keeps the buyers from deciding.
    pub(crate) fn silence(&self) {
        self.desk.silent.store(true, Ordering::SeqCst);
    }

    /// Waits until everything that was posted so far is delivered and every buyer has decided.
    pub(crate) async fn finish(&self) {
        loop {
            let mut tours = std::mem::take(&mut *self.desk.tours.lock().unwrap());
            if tours.is_empty() {
                return;
            }
            while let Some(tour) = tours.join_next().await {
                tour.unwrap();
            }
        }
    }

    /// The notifications that the merchant has accepted.
    pub(crate) fn accepted(&self) -> BTreeSet<Identity> {
        self.desk.accepted.lock().unwrap().clone()
    }
}

/// Takes a notification of the sandbox, and plans its deliveries.
async fn take(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers["signature"].to_str().unwrap().to_owned();
    let json: Json = serde_json::from_slice(&body).unwrap();
    let text = |at: &str| json.pointer(at).and_then(Json::as_str).unwrap_or_default().to_owned();
    let identity: Identity =
        (text("/merchant_operation_number"), text("/transaction/transaction_id"), text("/transaction/state"));
    if desk.silent.load(Ordering::SeqCst) {
        return StatusCode::OK;
    }
    let mut rng = desk.rng.lock().unwrap().fork();
    let mut tours = desk.tours.lock().unwrap();
    while tours.try_join_next().is_some() {}
    // A part of them is lost for good: the service gives up, too.
    let copies = match rng.u32(0..100) {
        0..3 if !desk.calm.load(Ordering::SeqCst) => 0,
        3..20 => rng.usize(2..4),
        _ => 1,
    };
    for _ in 0..copies {
        tours.spawn(deliver(
            Arc::clone(&desk),
            identity.clone(),
            signature.clone(),
            body.clone(),
            rng.fork(),
        ));
    }
    StatusCode::OK
}

/// The buyer of a pending charge decides, unless it has been decided meanwhile.
async fn decide(desk: Arc<Desk>, number: String, mut rng: Rng) {
    sleep(Duration::from_millis(rng.u64(100..2_500))).await;
    let event = if rng.bool() { "approve" } else { "refuse" };
    let _ = desk.sandbox.happen("charge", json!({ "merchant_operation_number": number }), event);
}

/// Delivers a notification until it is accepted.
async fn deliver(desk: Arc<Desk>, identity: Identity, signature: String, body: Bytes, mut rng: Rng) {
    let late = if rng.u32(0..10) == 0 { 3_000 } else { 200 };
    sleep(Duration::from_millis(rng.u64(0..late))).await;
    loop {
        let merchant = desk.fleet.lock().unwrap().as_ref().unwrap().any(&mut rng);
        let request = desk.http.post(format!("http://{merchant}/notifications"));
        let request = request.header("signature", &signature).header("content-type", "application/json");
        match request.body(body.clone()).send().await.map(|answer| answer.status().as_u16()) {
            Ok(200) => break,
            Ok(400) => panic!("a notification is refused: {}", String::from_utf8_lossy(&body)),
            // Comes again after a while, as the service does.
            _ => sleep(Duration::from_millis(rng.u64(50..400))).await,
        }
    }
    desk.accepted.lock().unwrap().insert(identity);
}
