//! Runs a cell: one fault on one call.

use std::time::Instant;

use alignet_tests::script::Certificates;

use crate::{
    check::{Wrong, Wrongs},
    column::Column,
    expect::Expect,
    fault::Fault,
    stage::{Stage, UNDISTURBED},
};

/// Runs a fault on a call, and returns the checks that failed.
pub(crate) async fn run(
    name: String,
    column: Column,
    fault: &Fault,
    expect: &Expect,
    certificates: &Certificates,
) -> Vec<Wrong> {
    let mut stage = Stage::set(name, column, fault, certificates);
    let backlog = stage.prepare(column, fault, certificates).await;
    let mut wrongs = Wrongs::none();

    let start = Instant::now();
    let outcome = column.call(&stage.client, fault.within, &stage.secrets).await;
    wrongs.check_time(start.elapsed(), fault.within);
    let record = stage.server.record();
    wrongs.check_outcome(&outcome, column, fault, expect);
    wrongs.check_record(&record, column, fault, expect);

    stage.heal(fault, backlog);
    let next = stage.next(column, fault);
    match next.call(&stage.client, UNDISTURBED, &stage.secrets).await {
        Ok(reply) => wrongs.check_clean("the next reply", &reply),
        Err(error) => wrongs.add(format!("the next call, {next:?}, failed: {error:?}")),
    }
    wrongs.check_end(&stage.server.record(), &record, column, fault, expect);
    wrongs.found
}
