//! Waits that end at their deadline on every runtime. On a runtime that has shut down, tokio's own timers
//! panic. Outside a runtime, there are no timers.

use std::{
    future::{Future, pending, poll_fn},
    net::{Ipv4Addr, UdpSocket},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    runtime::{Handle, Id},
    time::{Instant, Sleep, sleep_until},
};

use crate::error::{Error, ErrorKind};

/// The reason why a wait ended before its future was ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The deadline passed.
    Late,
    /// The runtime has shut down: its timers no longer fire.
    Stopped,
    /// There is no runtime, or one without timers.
    Outside,
}

impl Cut {
    /// Returns the note of the error.
    pub(crate) fn note(self) -> &'static str {
        match self {
            Self::Late => "time ran out",
            Self::Stopped => "the tokio runtime has shut down",
            Self::Outside => "a call needs a tokio runtime with time and IO enabled",
        }
    }
}

/// Returns the deadline of a call with this timeout, at most a day from now.
pub(crate) fn after(timeout: Duration) -> Instant {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    Instant::now() + timeout.min(DAY)
}

impl From<Cut> for Error {
    fn from(cut: Cut) -> Self {
        let kind = if cut == Cut::Late { ErrorKind::Timeout } else { ErrorKind::Config };
        Self::noted(kind, cut.note())
    }
}

/// Returns the runtime that this is polled on. Errors if it can't carry a call. Allocates nothing.
pub(crate) fn runtime() -> Result<Handle, Cut> {
    let handle = Handle::try_current().map_err(|_| Cut::Outside)?;
    timer(Instant::now()).map(|_| handle)
}

/// True if the runtime that this is called on has IO enabled. The only way to tell is to register a
/// socket, which panics without IO.
pub(crate) fn has_io() -> bool {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
    match socket.and_then(|socket| socket.set_nonblocking(true).map(|()| socket)) {
        Ok(socket) => catch_unwind(|| drop(tokio::net::UdpSocket::from_std(socket))).is_ok(),
        // The machine allows no such socket. A call will show if calls can be made.
        Err(_) => true,
    }
}

/// Waits for a future until the deadline. A future that is ready wins over a deadline that has passed.
///
/// Takes the future pinned, so that it is not moved once more.
pub(crate) async fn until<F: Future>(deadline: Instant, mut inner: Pin<&mut F>) -> Result<F::Output, Cut> {
    let mut sleep = pin!(None);
    let mut driver = None;
    poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| inner.as_mut().poll(context))) {
            Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
            Ok(Poll::Pending) => ring(sleep.as_mut(), &mut driver, deadline, context).map(Err),
            // A timer inside the future, such as the connect timeout, panics after a shutdown.
            Err(_) if has_stopped() => Poll::Ready(Err(Cut::Stopped)),
            Err(panic) => resume_unwind(panic),
        }
    })
    .await
}

/// True if the runtime that this is called on has shut down: every timer then ends at once.
fn has_stopped() -> bool {
    const LATER: Duration = Duration::from_secs(60);
    let Ok(timer) = timer(Instant::now() + LATER) else { return false };
    let mut timer = pin!(timer);
    timer.as_mut().reset(Instant::now() + LATER);
    timer.is_elapsed()
}

/// Waits until a point in time.
pub(crate) async fn sleep(deadline: Instant) -> Result<(), Cut> {
    match until(deadline, pin!(pending::<()>())).await {
        Ok(()) | Err(Cut::Late) => Ok(()),
        Err(cut) => Err(cut),
    }
}

/// Ready once the deadline has passed. Asks the clock before the timer: on a runtime that has shut down,
/// only the clock goes on.
fn ring(
    mut sleep: Pin<&mut Option<Sleep>>,
    driver: &mut Option<Id>,
    deadline: Instant,
    context: &mut Context<'_>,
) -> Poll<Cut> {
    if Instant::now() >= deadline {
        return Poll::Ready(Cut::Late);
    }
    let here = Handle::try_current().ok().map(|handle| handle.id());
    // On another runtime than before, a new timer is needed: the old runtime may no longer be driven.
    if sleep.is_none() || here.is_some() && here != *driver {
        match timer(deadline) {
            Ok(timer) => sleep.set(Some(timer)),
            Err(cut) => return Poll::Ready(cut),
        }
        *driver = here;
        if let Some(sleep) = sleep.as_mut().as_pin_mut() {
            // Registers the timer without a poll, which would panic on a runtime that has shut down.
            sleep.reset(deadline);
        }
    }
    let Some(sleep) = sleep.as_pin_mut() else { return Poll::Ready(Cut::Outside) };
    if sleep.is_elapsed() {
        // A runtime that shuts down ends all its timers early.
        let late = Instant::now() >= deadline;
        return Poll::Ready(if late { Cut::Late } else { Cut::Stopped });
    }
    // The runtime may shut down right here, on another thread. The timer is not polled again then.
    match catch_unwind(AssertUnwindSafe(|| sleep.poll(context))) {
        Ok(polled) => polled.map(|()| Cut::Late),
        Err(_) => Poll::Ready(Cut::Stopped),
    }
}

/// Makes a timer that is not registered yet. Errors if there are no timers: only a panic tells.
fn timer(deadline: Instant) -> Result<Sleep, Cut> {
    catch_unwind(|| sleep_until(deadline)).map_err(|_| Cut::Outside)
}
