//! A process of the merchant, which can be killed or stopped at every await of its tasks.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    task::{Context, Poll},
};

use tokio::{
    sync::oneshot,
    task::AbortHandle,
    time::{Instant, Sleep, sleep, sleep_until},
};

use super::{
    World, lock,
    plan::{Blow, CHECKOUT, NOTIFIED, RECOVERY},
};

/// One life of a process, from its start until it is killed.
pub(crate) struct Process {
    pub(crate) world: Arc<World>,
    pub(crate) name: String,
    alive: AtomicBool,
    /// The number of polls of the recovery since it has entries to work on; zero if it has none.
    busy: AtomicU32,
    stopped: Mutex<Option<Instant>>,
    tasks: Mutex<Vec<AbortHandle>>,
    died: Mutex<Option<oneshot::Sender<()>>>,
}

impl Process {
    /// Starts a process. The receiver ends when it is killed.
    pub(crate) fn start(world: &Arc<World>, name: String) -> (Arc<Self>, oneshot::Receiver<()>) {
        world.note(&name, "process started", "");
        let (died, death) = oneshot::channel();
        let process = Arc::new(Self {
            world: Arc::clone(world),
            name,
            alive: AtomicBool::new(true),
            busy: AtomicU32::new(0),
            stopped: Mutex::default(),
            tasks: Mutex::default(),
            died: Mutex::new(Some(died)),
        });
        (process, death)
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.alive.load(Ordering::Relaxed)
    }

    /// Never returns if the process is dead.
    pub(crate) async fn lives(&self) {
        if !self.is_alive() {
            std::future::pending::<()>().await;
        }
    }

    /// Notes that the recovery has entries to work on, so that blows hit it rather than its idle rounds.
    pub(crate) fn set_busy(&self, busy: bool) {
        self.busy.store(u32::from(busy), Ordering::Relaxed);
    }

    pub(crate) fn note(&self, kind: &'static str, object: &str) {
        self.world.note(&self.name, kind, object);
    }

    /// Runs a task of the process. The result never comes if the process is killed.
    pub(crate) fn spawn<T: Send + 'static>(
        self: &Arc<Self>,
        kind: &'static str,
        task: impl Future<Output = T> + Send + 'static,
    ) -> oneshot::Receiver<T> {
        let (sender, receiver) = oneshot::channel();
        let inner = Box::pin(async move {
            let _ = sender.send(task.await);
        });
        let mortal = Mortal { process: Arc::clone(self), kind, polls: 0, resuming: None, inner };
        let handle = tokio::spawn(mortal).abort_handle();
        lock(&self.tasks).push(handle);
        receiver
    }

    /// Kills the process. Nothing that it does has an effect any more: the database and the network hear nothing
    /// from it. Only then are its tasks dropped, so that their destructors have no effect either.
    pub(crate) fn kill(&self) {
        self.alive.store(false, Ordering::Relaxed);
        lock(&self.tasks).drain(..).for_each(|task| task.abort());
        drop(lock(&self.died).take());
    }

    fn stopped_until(&self) -> Option<Instant> {
        lock(&self.stopped).filter(|until| Instant::now() < *until)
    }

    /// Hits the process if the plan says so.
    fn step(self: &Arc<Self>, kind: &'static str, own: u32) {
        let own = match kind {
            RECOVERY if self.busy.load(Ordering::Relaxed) == 0 => return,
            RECOVERY => self.busy.fetch_add(1, Ordering::Relaxed) - 1,
            _ => own,
        };
        let at = self.world.polled(kind);
        if !self.world.is_faulty() {
            return;
        }
        let mut blows = self.world.plan.blows.iter();
        let Some(blow) = blows.find(|blow| blow.task == kind && blow.at == at) else { return };
        if blow.after.is_zero() {
            if blow.stop.is_none() {
                self.world.trace().killed(kind, own);
            }
            return self.hit(blow);
        }
        let (process, blow) = (Arc::clone(self), blow.clone());
        tokio::spawn(async move {
            sleep(blow.after).await;
            process.hit(&blow);
        });
    }

    fn hit(&self, blow: &Blow) {
        if !self.is_alive() {
            return;
        }
        if let Some(time) = blow.stop {
            self.note("process stopped", &format!("in {} for {time:?}", blow.task));
            *lock(&self.stopped) = Some(Instant::now() + time);
            return;
        }
        let event = match (blow.after.is_zero(), blow.task) {
            (false, _) => "killed between two polls",
            (true, CHECKOUT) => "killed in checkout",
            (true, NOTIFIED) => "killed in notification",
            (true, _) => "killed in recovery",
        };
        self.note(event, &blow.at.to_string());
        self.kill();
    }
}

/// A task of a process.
struct Mortal<F> {
    process: Arc<Process>,
    kind: &'static str,
    polls: u32,
    resuming: Option<Pin<Box<Sleep>>>,
    inner: Pin<Box<F>>,
}

impl<F: Future<Output = ()>> Future for Mortal<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.process.is_alive() && self.process.stopped_until().is_none() {
            self.process.step(self.kind, self.polls);
        }
        if !self.process.is_alive() {
            return Poll::Ready(());
        }
        while let Some(until) = self.process.stopped_until() {
            let mut sleep = Box::pin(sleep_until(until));
            if sleep.as_mut().poll(context).is_pending() {
                self.resuming = Some(sleep);
                return Poll::Pending;
            }
        }
        self.resuming = None;
        self.polls += 1;
        self.inner.as_mut().poll(context)
    }
}
