//! Tests every failure of a call on every endpoint: a table of 65 rows of faults, with a column for each
//! endpoint that the contracts declare.
//!
//! The rows are in `rows`, the calls in `column`, and the checks of every cell in `check`. The test runs in
//! its own process, because trusted certificates are set per process, and on Linux, because only there an
//! environment variable sets them and a full backlog leaves connections unanswered.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answers;
mod cell;
mod check;
mod column;
mod expect;
mod fault;
mod rows;
mod secrets;
mod stage;

use std::{
    collections::BTreeMap,
    env, panic,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use alignet_tests::{
    canary::Capture,
    every,
    respawn::{is_alone, run_alone},
    script::{Authority, Certificates, Reply, Server},
};
use tokio::{sync::Semaphore, task::JoinSet, time::timeout};

use crate::{
    check::Wrong,
    column::Column,
    fault::Fault,
    rows::{Row, rows},
    secrets::canaries,
};

/// The number of cells that run at the same time.
const AT_ONCE: usize = 24;
/// The time after which a cell counts as hanging.
const HANGING: Duration = Duration::from_secs(30);
/// The factor by which short deadlines are longer for a cell that is run again.
const PATIENCE: u32 = 5;
/// The number of rows.
const ROWS: usize = 65;

#[test]
fn every_fault_on_every_call() {
    const TEST: &str = "every_fault_on_every_call";
    if is_alone(TEST) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        return runtime.unwrap().block_on(matrix());
    }
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority.pem");
    run_alone(TEST, &[("SSL_CERT_FILE", authority.as_os_str()), ("SSL_CERT_DIR", folder.path().as_os_str())]);
}

async fn matrix() {
    let start = Instant::now();
    let log = Capture::start();
    let panics = Panics::record();
    let authority = Authority::new("authority");
    authority.write(Path::new(&env::var_os("SSL_CERT_FILE").unwrap()));
    let elsewhere = Server::new(|_| Reply::new(200, "{}")).listening();
    let table = Arc::new(Table {
        rows: rows(&format!("{}/elsewhere", elsewhere.origin())),
        certificates: authority.certificates(),
    });

    let cells = table.cells();
    assert_eq!(cells.len(), ROWS * every::contract().endpoints.len(), "the table is whole");
    let mut wrong = table.try_all(&cells, AT_ONCE, 1).await;
    // A busy machine makes every call late, and a short deadline pass before the connection is open. Such cells are run
    // again, alone and with more time.
    let late: Vec<Cell> = wrong
        .iter()
        .filter(|((row, column), wrong)| {
            wrong.iter().all(Wrong::is_hardly_late) || table.rows[*row].faults(*column).any(Fault::is_short)
        })
        .map(|(cell, _)| *cell)
        .collect();
    for cell in &late {
        wrong.remove(cell);
    }
    wrong.extend(table.try_all(&late, 1, PATIENCE).await);

    let mut found: Vec<String> = wrong.iter().map(|(cell, wrong)| table.describe(*cell, wrong)).collect();
    found.extend(
        canaries()
            .iter()
            .filter_map(|canary| canary.leak(&log.text()))
            .map(|leak| format!("the log: {leak}")),
    );
    found.extend(panics.taken().into_iter().map(|panic| format!("a panic: {panic}")));
    if elsewhere.record().connections > 0 {
        found.push("a redirect was followed to another host".to_owned());
    }
    let faults: usize = cells.iter().map(|(row, column)| table.rows[*row].faults(*column).count()).sum();
    println!(
        "{} cells ran ({} rows by {} columns, {faults} faults in all) in {:.1} s, {} of them alone; {} bytes of log; {} failed",
        cells.len(),
        table.rows.len(),
        Column::all().count(),
        start.elapsed().as_secs_f64(),
        late.len(),
        log.text().len(),
        wrong.len(),
    );
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// A row by its index, and a column.
type Cell = (usize, Column);

struct Table {
    rows: Vec<Row>,
    certificates: Certificates,
}

impl Table {
    fn cells(&self) -> Vec<Cell> {
        (0..self.rows.len()).flat_map(|row| Column::all().map(move |column| (row, column))).collect()
    }

    /// Runs cells, this many at a time, and returns the cells with failed checks. Short deadlines are multiplied by `patience`.
    async fn try_all(
        self: &Arc<Self>,
        cells: &[Cell],
        at_once: usize,
        patience: u32,
    ) -> BTreeMap<Cell, Vec<Wrong>> {
        let places = Arc::new(Semaphore::new(at_once));
        let mut trying = JoinSet::new();
        for cell in cells.iter().copied() {
            let (table, places) = (Arc::clone(self), Arc::clone(&places));
            trying.spawn(async move {
                let _place = places.acquire().await.unwrap();
                // A separate task, so that a panic belongs to its cell.
                let trying =
                    tokio::spawn(timeout(HANGING, async move { table.try_one(cell, patience).await }));
                (
                    cell,
                    match trying.await {
                        Ok(Ok(wrong)) => wrong,
                        Ok(Err(_)) => vec![Wrong::Otherwise("it hangs".to_owned())],
                        Err(_) => vec![Wrong::Otherwise("it panicked".to_owned())],
                    },
                )
            });
        }
        let tried = trying.join_all().await;
        tried.into_iter().filter(|(_, wrong)| !wrong.is_empty()).collect()
    }

    async fn try_one(&self, (index, column): Cell, patience: u32) -> Vec<Wrong> {
        let row = &self.rows[index];
        let mut wrong = Vec::new();
        for fault in row.faults(column) {
            let name = format!("{}-{column:?}", row.number);
            let expect = row.expect(column);
            let fault = fault.clone().with_patience(patience);
            wrong.extend(cell::run(name, column, &fault, expect, &self.certificates).await);
        }
        wrong
    }

    fn describe(&self, (index, column): Cell, wrong: &[Wrong]) -> String {
        let row = &self.rows[index];
        let mut out = format!("row {} ({}), {column:?}:", row.number, row.name);
        wrong.iter().for_each(|wrong| out += &format!("\n    {wrong}"));
        out
    }
}

/// The panics of this process.
struct Panics(Arc<Mutex<Vec<String>>>);

impl Panics {
    fn record() -> Self {
        let panics = Arc::new(Mutex::new(Vec::new()));
        let recorded = Arc::clone(&panics);
        panic::set_hook(Box::new(move |info| recorded.lock().unwrap().push(info.to_string())));
        Self(panics)
    }

    /// Returns the recorded panics, and restores the default panic hook.
    fn taken(self) -> Vec<String> {
        drop(panic::take_hook());
        self.0.lock().unwrap().clone()
    }
}
