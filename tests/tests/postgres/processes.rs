//! A process of the shop, as a child of the test: it handles the notifications that it reads, and halts where it is told.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

use alignet::notifications::Arrival;
use alignet_postgres::PostgresGuard;
use alignet_tests::respawn::{alone, is_alone, set_clock_off};

use super::{
    database::{self, Database, pool},
    shop::{Delivery, Shop, effect, paid, public_key},
};

const CHILD: &str = "processes::child";

/// A running child.
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    pub(crate) fn start(database: &Database) -> Self {
        Self::of(command(database))
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, input, output }
    }

    /// Delivers a notification. The process halts after the step of this name, and otherwise says the status.
    pub(crate) fn deliver(&mut self, delivery: &Delivery, halt_after: &str) {
        let line = [halt_after, &delivery.operation, &delivery.signature, &delivery.body].join("\t");
        writeln!(self.input, "{line}").unwrap();
    }

    /// Waits until the process says a line that begins so, and returns the rest of it.
    pub(crate) fn wait_for(&mut self, start: &str) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(
                self.output.read_line(&mut line).unwrap() > 0,
                "the process ended before it said `{start}`"
            );
            if let Some(rest) = line.trim_end().strip_prefix(start) {
                return rest.trim().to_owned();
            }
        }
    }

    /// `kill -9`.
    pub(crate) fn kill(self) {}
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(database: &Database) -> Command {
    let mut command = alone(CHILD);
    command.env("SHOP_DATABASE", &database.url).env("SHOP_KEY", public_key());
    command
}

/// Not a test of its own: the process that [`Process`] starts.
#[tokio::test]
async fn child() {
    if !is_alone(CHILD) {
        return;
    }
    let pool = pool(&env::var("SHOP_DATABASE").unwrap());
    let shop = Shop::with_key(pool, &env::var("SHOP_KEY").unwrap());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    println!("\nready {now}");
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let mut fields = line.splitn(4, '\t').map(str::to_owned);
        let (halt, operation) = (fields.next().unwrap(), fields.next().unwrap());
        let (signature, body) = (fields.next().unwrap(), fields.next().unwrap());
        let delivery = Delivery { operation, signature, body };
        if halt.is_empty() {
            println!("\nstatus {} {}", shop.handle(&delivery).await, delivery.operation);
        } else {
            handle_until(&shop, &delivery, &halt).await;
        }
    }
}

/// Handles a notification up to a step, says so, and does nothing more until the process is killed.
async fn handle_until(shop: &Shop, delivery: &Delivery, halt: &str) {
    let reached = async |step: &str| {
        if step == halt {
            println!("\nhalts {step}");
            std::future::pending::<()>().await;
        }
    };
    let Ok(Arrival::New(claim)) = shop.receive(delivery).await else { panic!("it is not new") };
    reached("begin").await;
    let mut client = shop.pool.get().await.unwrap();
    let transaction = client.transaction().await.unwrap();
    effect(&transaction, &delivery.operation).await.unwrap();
    reached("effect").await;
    PostgresGuard::record(&transaction, &claim).await.unwrap();
    reached("record").await;
    transaction.commit().await.unwrap();
    reached("commit").await;
    panic!("there is no step `{halt}`");
}

#[tokio::test]
async fn several_processes_have_one_effect() {
    let Some(database) = database::create().await else { return };
    let deliveries: Vec<Delivery> = (0..60).map(|number| paid(&format!("4001{number:02}"))).collect();
    let mut processes = [(); 3].map(|()| Process::start(&database));
    // All get all, in another order each, as when the service sends again what it believes lost.
    for process in &mut processes {
        let mut order: Vec<&Delivery> = deliveries.iter().chain(&deliveries).collect();
        fastrand::shuffle(&mut order);
        order.into_iter().for_each(|delivery| process.deliver(delivery, ""));
    }
    let mut received = 0;
    for process in &mut processes {
        for _ in 0..2 * deliveries.len() {
            let status = process.wait_for("status");
            assert!(status.starts_with("200 ") || status.starts_with("409 "), "{status}");
            received += usize::from(status.starts_with("200 "));
        }
    }
    assert!(received >= deliveries.len(), "each was acknowledged at least once");
    for delivery in &deliveries {
        assert_eq!(database.effects(&delivery.operation).await, 1, "{}", delivery.operation);
    }
}

#[tokio::test]
async fn a_process_with_a_wrong_clock_holds_and_sees_claims_as_any_other() {
    let Some(database) = database::create().await else { return };
    let here = Shop::new(database.pool.clone());
    for (number, off) in [3600, -3600].into_iter().enumerate() {
        let mut command = command(&database);
        if !set_clock_off(&mut command, off) {
            assert!(
                env::var_os("ALIGNET_POSTGRES_REQUIRED").is_none(),
                "Debian's package faketime is missing"
            );
            let _ = std::io::stderr().write_all(b"skipped: Debian's package faketime is missing\n");
            return;
        }
        let mut wrong = Process::of(command);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
        let theirs: i64 = wrong.wait_for("ready").parse().unwrap();
        assert!((theirs - now - off).abs() < 600, "its clock is off by {}", theirs - now);

        // It waits for the claim of another, and another for its own.
        let (ours, other) = (paid(&format!("5001{number}")), paid(&format!("5002{number}")));
        let claim = here.claim(&ours).await;
        wrong.deliver(&ours, "");
        assert!(wrong.wait_for("status").starts_with("409 "));
        let _ = claim.again().await;
        wrong.deliver(&other, "record");
        wrong.wait_for("halts record");
        assert_eq!(here.handle(&other).await, 409);
        wrong.kill();
        assert_eq!(
            here.handle(&other).await,
            409,
            "the claim of a process that died is held until it lapses"
        );
        database.lapse().await;
        assert_eq!(here.handle(&other).await, 200);
        assert_eq!(database.effects(&other.operation).await, 1);
    }
}
