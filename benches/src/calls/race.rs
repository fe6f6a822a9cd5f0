//! Runs the contestants in turn, round after round, each on its own runtime.

use std::{hint::black_box, time::Instant};

use allocation_counter::measure;
use cpu_time::ThreadTime;
use futures_util::future::try_join_all;
use tokio::runtime::{Builder, Runtime};

use super::caller::Caller;
use crate::{Failure, table::Contestant};

/// A caller and its runtime, driven by the thread that runs it.
pub struct Racer<C> {
    runtime: Runtime,
    caller: C,
}

impl<C: Caller> Racer<C> {
    pub fn new(caller: C) -> Result<Self, Failure> {
        Ok(Self { runtime: Builder::new_current_thread().enable_all().build()?, caller })
    }
}

/// Runs any caller.
pub trait Run {
    /// Makes this many calls, `at_once` of them concurrently.
    fn run(&self, at_once: usize, calls: usize) -> Result<(), Failure>;

    /// The bytes of the future of a call, which are allocated when the call is spawned.
    fn future(&self) -> usize;
}

impl<C: Caller> Run for Racer<C> {
    fn run(&self, at_once: usize, calls: usize) -> Result<(), Failure> {
        let one_after_another = async || {
            for _ in 0..calls / at_once {
                black_box(self.caller.call().await?);
            }
            Ok::<(), Failure>(())
        };
        self.runtime.block_on(try_join_all((0..at_once).map(|_| one_after_another()))).map(drop)
    }

    fn future(&self) -> usize {
        size_of_val(&self.caller.call())
    }
}

pub type Contest = (Contestant, Box<dyn Run>);
pub type Measured = (Contestant, Vec<Round>);

/// The average cost of a call in a round.
pub struct Round {
    /// Seconds of processor time of this thread.
    pub processor: f64,
    /// Seconds until all calls were answered.
    pub elapsed: f64,
    pub allocations: f64,
    pub bytes: f64,
}

/// All rounds of all contestants, without each contestant's first round, which opens the connections.
pub fn run(
    contests: &[Contest],
    at_once: usize,
    rounds: usize,
    calls: usize,
) -> Result<Vec<Measured>, Failure> {
    let mut measured: Vec<Measured> = contests.iter().map(|(one, _)| (*one, Vec::new())).collect();
    for (_, racer) in contests {
        racer.run(at_once, calls)?;
    }
    for _ in 0..rounds {
        for ((_, racer), (_, rounds)) in contests.iter().zip(&mut measured) {
            rounds.push(round(racer.as_ref(), at_once, calls)?);
        }
    }
    Ok(measured)
}

fn round(racer: &dyn Run, at_once: usize, calls: usize) -> Result<Round, Failure> {
    let (start, processor) = (Instant::now(), ThreadTime::now());
    let mut outcome = Ok(());
    let counted = measure(|| outcome = racer.run(at_once, calls));
    let (processor, elapsed) = (processor.elapsed(), start.elapsed());
    outcome?;
    let per_call = |total: f64| total / calls as f64;
    Ok(Round {
        processor: per_call(processor.as_secs_f64()),
        elapsed: per_call(elapsed.as_secs_f64()),
        allocations: per_call(counted.count_total as f64),
        bytes: per_call(counted.bytes_total as f64),
    })
}
