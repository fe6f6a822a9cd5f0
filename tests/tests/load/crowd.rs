//! Callers that call at the same time.

use std::{future::poll_fn, pin::pin};

use alignet::{Client, Error};
use tokio::{sync::watch, task::JoinSet};

/// Nonce calls in progress.
pub(crate) struct Crowd {
    calls: JoinSet<Result<String, Error>>,
}

impl Crowd {
    /// Starts this many calls. Each has sent its request, or waits for a token.
    pub(crate) async fn begin(client: &Client, callers: usize) -> Self {
        let begun = watch::Sender::new(0);
        let mut calls = JoinSet::new();
        for _ in 0..callers {
            let (client, begun) = (client.clone(), begun.clone());
            calls.spawn(async move {
                let mut call = pin!(client.create_nonce().send());
                let mut first = true;
                let reply = poll_fn(|context| {
                    let polled = call.as_mut().poll(context);
                    if std::mem::take(&mut first) {
                        begun.send_modify(|begun| *begun += 1);
                    }
                    polled
                });
                reply.await?.nonce.expose()
            });
        }
        begun.subscribe().wait_for(|begun| *begun == callers).await.unwrap();
        Self { calls }
    }

    /// Drops every call.
    pub(crate) async fn leave(mut self) {
        self.calls.shutdown().await;
    }

    /// Waits for every call, and returns the results.
    pub(crate) async fn outcomes(self) -> Vec<Result<String, Error>> {
        self.calls.join_all().await
    }
}
