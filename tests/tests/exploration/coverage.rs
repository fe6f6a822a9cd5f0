//! The events that the exploration must have seen, so that it can't become empty without anyone's notice.

use std::fmt::Write as _;

use crate::{
    explore::Explored,
    world::plan::{CHECKOUT, NOTIFIED, RECOVERY},
};

/// Events that each occur in some of ten thousand histories.
const REQUIRED: &[&str] = &[
    // The network and the service.
    "connection refused",
    "request lost",
    "reply lost",
    "proxy fails",
    "proxy refuses",
    "proxy knows no route",
    "fails",
    "charge refused",
    "AUTORIZADO",
    "LIQUIDADO",
    "EXTORNADO",
    "CANCELADO",
    "DENEGADO",
    "EXPIRADO",
    "PENDIENTE",
    "cancelled",
    "cancelled by the merchant",
    "cancelled after it was paid",
    "cancel overtook the charge",
    "cancel finds nothing",
    "cancel changes nothing",
    "cancel refused",
    "query arrives",
    "token issued",
    // Notifications.
    "notification lost",
    "notification never comes",
    "notification repeated",
    "notification underway",
    "notification's lease lost",
    "notification forgotten",
    "notification done",
    "notification handled and recorded",
    "answer to a notification lost",
    "told of a payment while cancelling",
    "told of a payment that is contested",
    "told of a payment that was cancelled",
    // The database and the processes.
    "database is down",
    "statement fails",
    "acknowledgement lost",
    "process stopped",
    "killed between two polls",
    // The journal and its recovery.
    "number is used",
    "closed, and was done already",
    "closed, and was being cancelled",
    "lease lost",
    "step: open",
    "step: pending",
    "step: cancelling",
    "step: done",
    "step: declined",
    "step: reversed",
    "step: for a person",
    "decided by a person",
    "decided",
    "queried again",
    "recovery can't read the journal",
    "found unshipped",
    "shipped at the checkout",
];

/// The awaits of each kind of task at which a process must have been killed: all of an undisturbed task, and those of a
/// few repetitions.
const AWAITS: &[(&str, u32)] = &[(CHECKOUT, 6), (NOTIFIED, 4), (RECOVERY, 7)];

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
        let awaits = AWAITS.iter().flat_map(|(task, count)| (0..*count).map(|number| (*task, number)));
        let spared: Vec<_> = awaits.filter(|kill| !explored.kills.contains_key(kill)).collect();
        assert!(spared.is_empty(), "no process was killed at {spared:?}");
    }
}
