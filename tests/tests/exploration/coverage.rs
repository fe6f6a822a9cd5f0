//! The events that the exploration must have seen, so that it can't become empty without anyone's notice.

use std::fmt::Write as _;

use crate::explore::Explored;

/// Events that each occur in some of ten thousand histories.
const REQUIRED: &[&str] = &[];

/// The number of histories from which on every event must occur.
const ENOUGH: u64 = 10_000;

/// Describes the histories: their number, their time, and the events in them.
pub(crate) fn report(explored: &Explored) -> String {
    let mut report = format!("{} histories in {:.1} s\n", explored.histories, explored.took.as_secs_f64());
    for (kind, count) in &explored.covered {
        let _ = writeln!(report, "{count:>10} {kind}");
    }
    for ((task, awaits), count) in &explored.kills {
        let _ = writeln!(report, "{count:>10} killed in {task} at await {awaits}");
    }
    report
}

/// Panics if an event occurred in no history.
pub(crate) fn assert_full(explored: &Explored) {
    if explored.histories >= ENOUGH {
        let missing: Vec<_> = REQUIRED.iter().filter(|kind| !explored.covered.contains_key(*kind)).collect();
        assert!(missing.is_empty(), "no history had {missing:?}");
    }
}
