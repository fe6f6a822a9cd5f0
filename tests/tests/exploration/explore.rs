//! Runs many histories, and reports what they covered and which of them went wrong.

use std::{
    collections::BTreeMap,
    env,
    num::NonZero,
    str::FromStr,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    bugs::Bug,
    history::{History, history},
    world::lock,
};

/// The histories of several threads, together.
#[derive(Default)]
pub(crate) struct Explored {
    pub(crate) histories: u64,
    /// The number of histories with each kind of event.
    pub(crate) covered: BTreeMap<&'static str, u64>,
    /// The number of kills at each await of each kind of task.
    pub(crate) kills: BTreeMap<(&'static str, u32), u64>,
    /// The seed of a history that went wrong, and the invariants that do not hold.
    pub(crate) wrong: Option<(u64, Vec<String>)>,
    pub(crate) took: Duration,
}

/// Runs this many histories from a first seed on, and stops at the first that goes wrong.
pub(crate) fn explore(first: u64, count: u64, bug: Option<Bug>) -> Explored {
    let start = Instant::now();
    let next = AtomicU64::new(0);
    let all = Mutex::new(Explored::default());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                let mut own = Explored::default();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        break;
                    }
                    let seed = first + index;
                    let History { trace, wrong } = history(seed, bug, false);
                    own.histories += 1;
                    for kind in trace.counts().keys() {
                        *own.covered.entry(kind).or_default() += 1;
                    }
                    for kill in trace.kills() {
                        *own.kills.entry(*kill).or_default() += 1;
                    }
                    if !wrong.is_empty() {
                        own.wrong = Some((seed, wrong));
                        // The others stop, too.
                        next.store(count, Ordering::Relaxed);
                    }
                }
                lock(&all).add(own);
            });
        }
    });
    let mut all = all.into_inner().unwrap();
    all.took = start.elapsed();
    all
}

impl Explored {
    fn add(&mut self, other: Self) {
        self.histories += other.histories;
        for (kind, count) in other.covered {
            *self.covered.entry(kind).or_default() += count;
        }
        for (kill, count) in other.kills {
            *self.kills.entry(kill).or_default() += count;
        }
        // The first seed, whichever thread found it.
        self.wrong = match (self.wrong.take(), other.wrong) {
            (Some(one), Some(other)) => Some(if one.0 < other.0 { one } else { other }),
            (one, other) => one.or(other),
        };
    }

    /// Panics with the trace of the history that went wrong, if one did.
    pub(crate) fn assert_right(&self) {
        let Some((seed, wrong)) = &self.wrong else { return };
        panic!("{}", describe(*seed, None, wrong));
    }
}

/// Describes a history that went wrong: its trace, the invariants that do not hold, and how to run it again.
pub(crate) fn describe(seed: u64, bug: Option<Bug>, wrong: &[String]) -> String {
    let again = history(seed, bug, true);
    let bug = bug.map(|bug| format!("EXPLORE_BUG={bug:?} ")).unwrap_or_default();
    format!(
        "\n{}\n{}\n\nRun this history again:\n\n    EXPLORE_SEED={seed} {bug}cargo test -p alignet-tests --test exploration -- replay --nocapture\n",
        again.trace.lines(),
        wrong.join("\n"),
    )
}

/// Reads an environment variable.
pub(crate) fn variable<T: FromStr>(name: &str) -> Option<T> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} can't be read")))
}
