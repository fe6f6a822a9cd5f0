//! The scenes that play beside the trade.

use std::{path::PathBuf, sync::Arc, time::Duration};

use alignet_tests::postgres::{Postgres, Stop, cut};
use fastrand::Rng;
use tokio::time::sleep;

use crate::fleet::Fleet;

/// Lets something happen until the trade is over.
pub(crate) async fn beside<O, T>(trade: impl Future<Output = O>, what: impl Future<Output = T>) {
    tokio::select! {
        _ = trade => {}
        _ = what => panic!("it goes on for as long as the trade"),
    }
}

/// Waits for a random moment, in milliseconds from now.
async fn pause(rng: &mut Rng, from: u64, to: u64) {
    sleep(Duration::from_millis(rng.u64(from..to))).await;
}

/// Kills processes at random moments, and starts others in their places.
pub(crate) async fn kills(fleet: Arc<Fleet>, mut rng: Rng) {
    loop {
        pause(&mut rng, 50, 600).await;
        fleet.restart(rng.usize(0..fleet.len()), &[]).await;
    }
}

/// Kills the process in this place at random moments.
pub(crate) async fn kills_of(fleet: Arc<Fleet>, index: usize, mut rng: Rng) {
    loop {
        pause(&mut rng, 50, 600).await;
        fleet.restart(index, &[]).await;
    }
}

/// Stops processes at random moments, and lets them go on, also after the time of their calls.
pub(crate) async fn freezes(fleet: Arc<Fleet>, mut rng: Rng) {
    loop {
        pause(&mut rng, 200, 1_500).await;
        let index = rng.usize(0..fleet.len());
        fleet.signal(index, "-STOP").await;
        pause(&mut rng, 500, 4_000).await;
        fleet.signal(index, "-CONT").await;
    }
}

/// The outages of the database in a trade.
const OUTAGES: usize = 6;

/// Stops the database, half of the times as if the power failed, and starts it again.
pub(crate) async fn outages(database: &mut Postgres, mut rng: Rng) {
    for _ in 0..OUTAGES {
        pause(&mut rng, 300, 1_000).await;
        database.stop(if rng.bool() { Stop::Fast } else { Stop::Immediate });
        pause(&mut rng, 100, 800).await;
        database.start_again().await;
    }
}

/// Cuts all connections to the database, again and again.
pub(crate) async fn cuts(database: &Postgres, mut rng: Rng) {
    loop {
        pause(&mut rng, 100, 800).await;
        cut(&database.url()).await;
    }
}

/// The library of Debian's package faketime, which changes the clocks that a process reads.
pub(crate) fn faketime() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.filter_map(|entry| entry.ok());
    let libraries = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    libraries.into_iter().find(|library| library.is_file())
}

/// Starts a process whose clocks are wrong from the start, by an amount such as `+1h`.
pub(crate) async fn skew(fleet: &Fleet, index: usize, library: &std::path::Path, by: &str) {
    let library = library.to_str().unwrap().to_owned();
    fleet.restart(index, &[("LD_PRELOAD", library), ("FAKETIME", by.to_owned())]).await;
}
