//! Counts the round trips of calls behind a network that delays each direction, with TLS, beside reqwest by hand.
//!
//! Prints a table of its own. Idle time passes on the clients' clock alone, and the servers close no connection.

mod certificates;
mod clients;
mod network;

use std::{env, path::PathBuf, process::Command, time::Duration};

use tokio::{
    runtime::{Builder, Runtime},
    time::{Instant, advance, pause, resume},
};

use self::{
    clients::{Alignet, ByHand, Caller},
    network::{Network, ROUND_TRIP},
};
use crate::{Failure, table::Row};

/// The folder of the certificates, for the process that measures: trusted certificates are set per process.
const FOLDER: &str = "ALIGNET_BENCHES_CERTIFICATES";

pub fn rows(quick: bool) -> Result<Vec<Row>, Failure> {
    if let Some(folder) = env::var_os(FOLDER) {
        return measure(&PathBuf::from(folder), if quick { 3 } else { 9 }).map(|()| Vec::new());
    }
    let folder = env::temp_dir().join(format!("alignet-benches-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let authority = certificates::write(&folder)?;
    let mut child = Command::new(env::current_exe()?);
    child.arg("round-trips").args(quick.then_some("--quick")).env(FOLDER, &folder);
    let status = child.env("SSL_CERT_FILE", authority).env("SSL_CERT_DIR", &folder).status()?;
    std::fs::remove_dir_all(&folder)?;
    if status.success() { Ok(Vec::new()) } else { Err("round trips could not be measured".into()) }
}

/// A call, as a table names it, and the steps before it.
struct Scenario {
    name: &'static str,
    before: &'static [Step],
    call: Step,
    /// The number of calls in a row, whose mean is taken.
    calls: u32,
}

#[derive(Clone, Copy)]
enum Step {
    Nonce,
    Read,
    Charge,
    WarmUp,
    /// Seconds without a call.
    Idle(u64),
}

use Step::{Charge, Idle, Nonce, Read, WarmUp};

const fn scenario(name: &'static str, before: &'static [Step], call: Step) -> Scenario {
    Scenario { name, before, call, calls: 1 }
}

const SCENARIOS: [Scenario; 15] = [
    scenario("nonce, cold", &[], Nonce),
    scenario("nonce after `warm_up`", &[WarmUp], Nonce),
    scenario("nonce after another, 10 s later", &[Nonce, Idle(10)], Nonce),
    scenario("nonce after another, 20 s later", &[Nonce, Idle(20)], Nonce),
    scenario("nonce after another, 45 s later", &[Nonce, Idle(45)], Nonce),
    scenario("nonce after another, 90 s later", &[Nonce, Idle(90)], Nonce),
    scenario("read after another, 45 s later", &[Read, Idle(45)], Read),
    scenario("charge, cold", &[], Charge),
    scenario("charge after a nonce alone", &[Nonce], Charge),
    scenario("charge after `warm_up`", &[WarmUp], Charge),
    Scenario { name: "charges in a row, mean of 10", before: &[WarmUp], call: Charge, calls: 10 },
    scenario("charge after another, 10 s later", &[Charge, Idle(10)], Charge),
    scenario("charge after a read, 15 s later", &[Nonce, Read, Idle(15)], Charge),
    scenario("charge after another, 20 s later", &[Charge, Idle(20)], Charge),
    scenario("charge after another, 45 s later", &[Charge, Idle(45)], Charge),
];

fn measure(folder: &std::path::Path, rounds: usize) -> Result<(), Failure> {
    let network = Network::start(certificates::read(folder)?)?;
    let runtime = || -> Result<Runtime, Failure> { Ok(Builder::new_current_thread().enable_all().build()?) };
    println!("| call | alignet | by hand |\n|---|---|---|");
    for scenario in &SCENARIOS {
        let (mut alignet, mut by_hand) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            alignet.push(runtime()?.block_on(scenario.run(&Alignet::new(&network)?))?);
            by_hand.push(runtime()?.block_on(scenario.run(&ByHand::new(&network)?))?);
        }
        println!("| {} | {:.1} | {:.1} |", scenario.name, median(alignet), median(by_hand));
    }
    Ok(())
}

impl Scenario {
    /// Returns the round trips of the call.
    async fn run(&self, caller: &impl Caller) -> Result<f64, Failure> {
        for step in self.before {
            step.take(caller).await?;
        }
        let start = Instant::now();
        for _ in 0..self.calls {
            self.call.take(caller).await?;
        }
        Ok(start.elapsed().as_secs_f64() / ROUND_TRIP.as_secs_f64() / f64::from(self.calls))
    }
}

impl Step {
    async fn take(self, caller: &impl Caller) -> Result<(), Failure> {
        match self {
            Nonce => caller.nonce().await,
            Read => caller.read().await,
            Charge => caller.charge().await,
            WarmUp => caller.warm_up().await,
            Idle(seconds) => {
                // The connections that are being opened get ready.
                tokio::time::sleep(ROUND_TRIP * 4).await;
                pause();
                advance(Duration::from_secs(seconds) - ROUND_TRIP * 4).await;
                resume();
                Ok(())
            }
        }
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
