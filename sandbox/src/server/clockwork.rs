//! Lets events happen in real time, when the sandbox's clock reaches them.

use std::{future, sync::Arc};

use tokio::{task::JoinHandle, time};

use crate::{state::State, store::event};

/// The task that waits for the next event. It is aborted on drop.
pub(crate) struct Clockwork(JoinHandle<()>);

impl Clockwork {
    pub(crate) fn spawn(state: &Arc<State>) -> Self {
        Self(tokio::spawn(run(Arc::clone(state))))
    }
}

impl Drop for Clockwork {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn run(state: Arc<State>) {
    loop {
        event::elapse(&state);
        let next = state.records().next_due();
        let due = async {
            match next.map(|next| next.saturating_sub(state.clock.now())) {
                Some(left) => time::sleep(left).await,
                None => future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            () = state.earlier.notified() => {}
        }
    }
}
