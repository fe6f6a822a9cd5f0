//! The database: it outlives the processes. A statement takes time, and may fail before or after it took effect.

use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use tokio::{sync::oneshot, time::sleep};

use super::{World, process::Process};

/// The error of a statement: whether it took effect is not known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unavailable;

impl std::fmt::Display for Unavailable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the database does not answer")
    }
}

impl std::error::Error for Unavailable {}

impl Process {
    /// Runs a statement or a whole transaction, which takes effect in one step or not at all.
    ///
    /// A process that is killed meanwhile may or may not have had its effect.
    pub(crate) fn run<T: Send + 'static, S: FnOnce(&World) -> T + Send + 'static>(
        self: &Arc<Self>,
        name: &'static str,
        statement: S,
    ) -> impl Future<Output = Result<T, Unavailable>> + Send + use<T, S> {
        let process = Arc::clone(self);
        async move {
            process.lives().await;
            let (sender, receiver) = oneshot::channel();
            tokio::spawn(execute(Arc::clone(&process), name, statement, sender));
            let result = receiver.await.unwrap_or(Err(Unavailable));
            process.lives().await;
            result
        }
    }
}

async fn execute<T: Send + 'static>(
    process: Arc<Process>,
    name: &'static str,
    statement: impl FnOnce(&World) -> T + Send + 'static,
    sender: oneshot::Sender<Result<T, Unavailable>>,
) {
    let world = Arc::clone(&process.world);
    sleep(time(&world)).await;
    let down = world.plan.outages.iter().any(|(from, to)| (*from..*to).contains(&world.now()));
    let dropped = !process.is_alive() && world.dice.percent(50);
    if down || dropped || world.fault(world.plan.faults.write) {
        process.note(if down { "database is down" } else { "statement fails" }, name);
        let _ = sender.send(Err(Unavailable));
        return;
    }
    let value = statement(&world);
    process.note(name, "");
    sleep(time(&world)).await;
    let lost = world.fault(world.plan.faults.write);
    if lost {
        process.note("acknowledgement lost", name);
    }
    let _ = sender.send(if lost { Err(Unavailable) } else { Ok(value) });
}

fn time(world: &World) -> Duration {
    if world.fault(world.plan.faults.slow) {
        world.dice.magnitude(Duration::from_secs(90))
    } else {
        world.dice.time(Duration::ZERO..=Duration::from_millis(3))
    }
}

/// Runs a future that never waits, as those of the stores in memory.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a store in memory never waits"),
    }
}
