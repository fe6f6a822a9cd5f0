//! Waits that end at their deadline on every runtime: also on one that was shut down, where tokio's own
//! timers panic, and outside of any, where there are none.

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

/// Why a wait ended before what it waited for came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The deadline passed.
    Late,
    /// The runtime has shut down: no timer of it rings any more.
    Stopped,
    /// There is no runtime, or one without timers.
    Outside,
}

impl Cut {
    /// What to say about a runtime that can't carry a call.
    pub(crate) fn note(self) -> &'static str {
        match self {
            Self::Late => "time ran out",
            Self::Stopped => "the tokio runtime has shut down",
            Self::Outside => "a call needs a tokio runtime with time and IO enabled",
        }
    }
}

/// The end of a call that may take this long; a day where there is hardly an end to it.
pub(crate) fn deadline(timeout: Duration) -> Instant {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    Instant::now() + timeout.min(DAY)
}

impl From<Cut> for Error {
    fn from(cut: Cut) -> Self {
        let kind = if cut == Cut::Late { ErrorKind::Timeout } else { ErrorKind::Config };
        Self::noted(kind, cut.note())
    }
}

/// The runtime that this is polled on, if it can carry a call. Nothing is allocated.
pub(crate) fn runtime() -> Result<Handle, Cut> {
    let handle = Handle::try_current().map_err(|_| Cut::Outside)?;
    timer(Instant::now()).map(|_| handle)
}

/// Whether the runtime that this is called on has IO enabled, which nothing but a socket tells: registering
/// one panics where it has not.
pub(crate) fn has_io() -> bool {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
    match socket.and_then(|socket| socket.set_nonblocking(true).map(|()| socket)) {
        Ok(socket) => catch_unwind(|| drop(tokio::net::UdpSocket::from_std(socket))).is_ok(),
        // On a machine that allows no such socket, calls are to show whether they can be made.
        Err(_) => true,
    }
}

/// Waits for a future until the deadline. One that is ready wins over a deadline that has passed.
///
/// It takes the future pinned, so that it is not moved into another once more.
pub(crate) async fn until<F: Future>(deadline: Instant, mut inner: Pin<&mut F>) -> Result<F::Output, Cut> {
    let mut sleep = pin!(None);
    let mut driver = None;
    poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| inner.as_mut().poll(context))) {
            Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
            Ok(Poll::Pending) => ring(sleep.as_mut(), &mut driver, deadline, context).map(Err),
            // A timer within, such as the one for connecting, can't but panic.
            Err(_) if has_stopped() => Poll::Ready(Err(Cut::Stopped)),
            Err(panic) => resume_unwind(panic),
        }
    })
    .await
}

/// Whether the runtime that this is called on has shut down: it ends every timer at once.
fn has_stopped() -> bool {
    const LATER: Duration = Duration::from_secs(60);
    let Ok(timer) = timer(Instant::now() + LATER) else { return false };
    let mut timer = pin!(timer);
    timer.as_mut().reset(Instant::now() + LATER);
    timer.is_elapsed()
}

/// Waits for a point in time.
pub(crate) async fn sleep(deadline: Instant) -> Result<(), Cut> {
    match until(deadline, pin!(pending::<()>())).await {
        Ok(()) | Err(Cut::Late) => Ok(()),
        Err(cut) => Err(cut),
    }
}

/// Whether the deadline has passed by the clock, and only then by the timer: on a runtime that was shut
/// down, the clock alone goes on.
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
    // On another runtime than before, the timer would be one that perhaps nobody drives.
    if sleep.is_none() || here.is_some() && here != *driver {
        match timer(deadline) {
            Ok(timer) => sleep.set(Some(timer)),
            Err(cut) => return Poll::Ready(cut),
        }
        *driver = here;
        if let Some(sleep) = sleep.as_mut().as_pin_mut() {
            // Registers it without polling it, which would panic on a runtime that was shut down.
            sleep.reset(deadline);
        }
    }
    let Some(sleep) = sleep.as_pin_mut() else { return Poll::Ready(Cut::Outside) };
    if sleep.is_elapsed() {
        // A runtime that shuts down ends all its timers, whatever the time is.
        let late = Instant::now() >= deadline;
        return Poll::Ready(if late { Cut::Late } else { Cut::Stopped });
    }
    // It may shut down right here, on another thread. The timer is not polled again after that.
    match catch_unwind(AssertUnwindSafe(|| sleep.poll(context))) {
        Ok(polled) => polled.map(|()| Cut::Late),
        Err(_) => Poll::Ready(Cut::Stopped),
    }
}

/// A timer that is not registered yet. Making one panics where there are none, which nothing else tells.
fn timer(deadline: Instant) -> Result<Sleep, Cut> {
    catch_unwind(|| sleep_until(deadline)).map_err(|_| Cut::Outside)
}
