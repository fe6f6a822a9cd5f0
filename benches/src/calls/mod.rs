//! Measures a warm nonce call of each contestant, against one server in the same process.
//!
//! A contestant's caller, connections and timers all run on this thread. The server runs on another.

mod alignet;
mod by_hand;
mod caller;
mod hyper;
mod progenitor;
mod race;
mod server;
mod wire;

use self::race::{Contest, Measured, Racer};
use crate::{
    Failure,
    table::{
        Contestant::{Alignet, ByHand, Hyper, Progenitor},
        Goal, Row,
    },
};

/// The numbers of concurrent calls.
const AT_ONCE: [usize; 3] = [1, 64, 512];

pub fn rows(quick: bool) -> Result<Vec<Row>, Failure> {
    // Each concurrent call has a connection, each contestant keeps its own, and both ends are in this
    // process.
    rlimit::increase_nofile_limit(16 * 1024)?;
    let url = server::start()?;
    let contests: [Contest; 4] = [
        (ByHand, Box::new(Racer::new(by_hand::ByHand::new(&url)?)?)),
        (Alignet, Box::new(Racer::new(alignet::client(&url)?)?)),
        (Progenitor, Box::new(Racer::new(progenitor::Generated::new(&url)?)?)),
        (Hyper, Box::new(Racer::new(hyper::Connections::new(&url)?)?)),
    ];
    let (rounds, calls) = if quick { (5, 1024) } else { (41, 2048) };
    let futures = contests.iter().map(|(one, racer)| (*one, vec![racer.future() as f64])).collect();
    let mut rows = vec![Row {
        what: "the future of a call, which is allocated when it is spawned".to_owned(),
        unit: "B",
        base: ByHand,
        goal: None,
        measured: futures,
    }];
    for at_once in AT_ONCE {
        let measured = race::run(&contests, at_once, rounds, calls)?;
        rows.extend(rows_of(at_once, &measured));
    }
    Ok(rows)
}

fn rows_of(at_once: usize, measured: &[Measured]) -> Vec<Row> {
    let row = |what: &str, unit, goal: Option<f64>, figure: fn(&race::Round) -> f64| Row {
        what: format!("{what}, {at_once} at once"),
        unit,
        base: ByHand,
        goal: goal.map(Goal::Ratio),
        measured: measured.iter().map(|(one, rounds)| (*one, rounds.iter().map(figure).collect())).collect(),
    };
    vec![
        row("processor time of a call", "µs", Some(1.0), |round| round.processor * 1e6),
        row("allocations of a call", "", Some(0.85), |round| round.allocations),
        row("allocated bytes of a call", "B", Some(0.9), |round| round.bytes),
        row("time until all are answered, per call", "µs", None, |round| round.elapsed * 1e6),
    ]
}
