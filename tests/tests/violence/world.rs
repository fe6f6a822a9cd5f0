//! A database, a service, a network, a courier, and three processes of a merchant.

use std::{
    env, fs,
    path::PathBuf,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use alignet_postgres::{
    PostgresJournal,
    deadpool_postgres::{Manager, Pool, tokio_postgres::NoTls},
};
use alignet_sandbox::{LoggedCall, Sandbox};
use alignet_tests::{nested::workspace, postgres::Postgres};
use fastrand::Rng;
use serde_json::Value as Json;
use tempfile::TempDir;
use tokio::{
    sync::{Semaphore, SemaphorePermit, mpsc},
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    books::{Books, Findings},
    clerk,
    courier::Courier,
    fleet::Fleet,
    ledger,
    network::Network,
    shoppers,
};

/// The processes of the merchant.
pub(crate) const MERCHANTS: usize = 3;

/// The shoppers at one time.
const SHOPPERS: usize = 24;

/// The merchant's settings: as short as the network's delays and a busy machine allow.
const SETTINGS: [(&str, &str); 10] = [
    ("LISTEN", "127.0.0.1:0"),
    ("OPERATORS_LISTEN", "127.0.0.1:0"),
    ("RECOVERY_CANCELS", "yes"),
    ("CHARGE_SECONDS", "3"),
    ("CLAIM_SECONDS", "5"),
    ("EVERY_SECONDS", "1"),
    ("FLIGHT_SECONDS", "6"),
    ("LEASE_SECONDS", "8"),
    ("PATIENCE_SECONDS", "30"),
    ("PENDING_SECONDS", "30"),
];

/// The worlds at one time: while one is at rest, another uses the machine.
static TURNS: Semaphore = Semaphore::const_new(2);

pub(crate) struct World {
    pub(crate) rng: Rng,
    // The processes end before their database does.
    pub(crate) fleet: Arc<Fleet>,
    pub(crate) courier: Courier,
    pub(crate) network: Network,
    pub(crate) sandbox: Arc<Sandbox>,
    /// The latest moment before the start of the sandbox's clock, in seconds since 1970.
    pub(crate) began: f64,
    pub(crate) http: reqwest::Client,
    pub(crate) database: Postgres,
    logs: TempDir,
    _turn: SemaphorePermit<'static>,
}

impl World {
    /// Starts everything; `None` if there is no database to start, which is said.
    pub(crate) async fn start(seed: u64) -> Option<Self> {
        let _turn = TURNS.acquire().await.unwrap();
        let database = Postgres::start().await?;
        let mut rng = Rng::with_seed(seed);
        let began = ledger::now();
        let (charged, pending) = mpsc::unbounded_channel();
        let sandbox = Sandbox::builder().on_call(move |call| {
            pending_number(call).into_iter().for_each(|number| drop(charged.send(number)));
        });
        let sandbox = Arc::new(sandbox.start().await.unwrap());
        let network = Network::start(sandbox.addr(), rng.u64(..)).await;
        let courier = Courier::start(Arc::clone(&sandbox), pending, rng.u64(..)).await;
        let mut variables: Vec<(String, String)> = sandbox
            .expose_variables()
            .map(|(name, value)| (name.to_owned(), value.replace(&sandbox.url(), &network.url())))
            .into();
        variables.extend(SETTINGS.map(|(name, value)| (name.to_owned(), value.to_owned())));
        variables.push(("DATABASE_URL".to_owned(), database.url()));
        variables.push(("PUBLIC_URL".to_owned(), courier.url.clone()));
        let logs = TempDir::new().unwrap();
        let fleet = Arc::new(Fleet::start(program(), variables, logs.path(), MERCHANTS).await);
        courier.serve(&fleet);
        clerk::watch(&database).await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Some(Self { rng, fleet, courier, network, sandbox, began, http, database, logs, _turn })
    }

    /// Places this many orders, and ends when no shopper is left.
    pub(crate) fn trade(&mut self, orders: usize) -> impl Future<Output = ()> + use<> {
        let (fleet, http, mut rng) = (Arc::clone(&self.fleet), self.http.clone(), self.rng.fork());
        async move {
            let mut shoppers = JoinSet::new();
            for number in 0..orders {
                if shoppers.len() >= SHOPPERS {
                    shoppers.join_next().await.unwrap().unwrap();
                }
                let (order, cents) = (format!("order-{number}"), shoppers::sum(&mut rng));
                shoppers.spawn(shoppers::shop(Arc::clone(&fleet), http.clone(), order, cents, rng.fork()));
            }
            while let Some(ended) = shoppers.join_next().await {
                ended.unwrap();
            }
        }
    }

    /// Loses and delays nothing any more.
    pub(crate) fn calm(&self) {
        self.network.calm();
        self.courier.calm();
    }

    /// Lets everything come to rest: no more faults, all processes run, everything is delivered and decided. Returns the
    /// books then. What is not at rest within this time is forgotten, and the books say so.
    pub(crate) async fn rest(&self, within: Duration) -> (Books, Findings) {
        let began = Instant::now();
        self.calm();
        self.fleet.revive().await;
        loop {
            let _ = timeout(within, self.courier.finish()).await;
            let books = self.books().await;
            let findings = books.audit();
            if findings.counts() == [0; 4] || began.elapsed() > within {
                return (books, findings);
            }
            sleep(Duration::from_millis(300)).await;
        }
    }

    /// The journal, as an operator's tool opens it.
    pub(crate) fn journal(&self) -> PostgresJournal {
        let manager = Manager::new(self.database.url().parse().unwrap(), NoTls);
        PostgresJournal::new(Pool::builder(manager).max_size(2).build().unwrap())
    }
}

/// The operation number of a call that leaves a charge pending.
fn pending_number(call: &LoggedCall) -> Option<String> {
    let charges = call.operation() == Some("authorize_charge") && call.status() == Some(200);
    let body: Json = serde_json::from_slice(call.expose_body()).ok().filter(|_| charges)?;
    let pending = body["payment_details"]["amount"].as_str() == Some(&*shoppers::PENDING.to_string());
    body["merchant_operation_number"].as_str().filter(|_| pending).map(str::to_owned)
}

/// Prints the ends of the processes' logs if the test fails.
impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        for index in 0..MERCHANTS {
            let log = self.logs.path().join(format!("merchant-{index}.log"));
            let log = fs::read_to_string(log).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            eprintln!("the end of the log of merchant {index}:");
            lines[lines.len().saturating_sub(40)..].iter().for_each(|line| eprintln!("    {line}"));
        }
    }
}

/// Builds the example that the merchant runs.
fn program() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.current_dir(workspace()).args(["build", "-q", "--offline", "-p", "alignet-postgres"]);
    build.args(["--example", "durable_checkout"]);
    let program = env::current_exe().unwrap();
    let folder = program.ancestors().nth(2).unwrap();
    if folder.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.status().unwrap().success(), "the example is not built");
    folder.join("examples/durable_checkout")
}
