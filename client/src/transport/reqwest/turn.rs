//! Waits for a runtime to see what happened to its sockets.

use std::{
    future::{Future as _, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use tokio::task::yield_now;

/// Waits until the runtime has asked the system for events. A runtime that was not driven for a while, or whose
/// workers were all busy, does not know yet that a connection was closed meanwhile.
pub(super) async fn turn() {
    let over = Arc::new(AtomicBool::new(false));
    poll_fn(|context| {
        if over.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        // tokio wakes a task that yields once it has asked for events. Other wakers may wake it earlier.
        let turn = Turn { over: Arc::clone(&over), caller: context.waker().clone() };
        pin!(yield_now()).poll(&mut Context::from_waker(&Waker::from(Arc::new(turn))))
    })
    .await;
}

/// The waker of a task that yields.
struct Turn {
    over: Arc<AtomicBool>,
    caller: Waker,
}

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        self.over.store(true, Ordering::Release);
        self.caller.wake_by_ref();
    }
}
