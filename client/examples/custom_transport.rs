//! A transport around another: it counts and times the requests. The same trait serves tests without
//! sockets, and other HTTP libraries.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use alignet::{
    Client,
    transport::{Limits, Reqwest, Sending, Transport},
};
use alignet_sandbox::Sandbox;

/// Passes requests on to the built-in transport, and prints each.
struct Counting {
    inner: Reqwest,
    sent: Arc<AtomicUsize>,
}

impl Transport for Counting {
    fn send(&self, request: http::Request<bytes::Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(async move {
            // Print only method and path: headers and body carry secrets.
            let line = format!("{} {}", request.method(), request.uri().path());
            let start = Instant::now();
            let answer = self.inner.send(request, limits).await;
            self.sent.fetch_add(1, Ordering::Relaxed);
            match &answer {
                Ok(response) => println!("{line}: {} in {:.1?}", response.status(), start.elapsed()),
                Err(error) => println!("{line}: {error}"),
            }
            answer
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let sent = Arc::new(AtomicUsize::new(0));
    let transport =
        Counting { inner: Reqwest::for_environment(&sandbox.environment())?, sent: Arc::clone(&sent) };
    let alignet = Client::builder(sandbox.environment())
        .credentials(sandbox.credentials())
        .transport(transport)
        .build()?;

    for _ in 0..3 {
        alignet.create_nonce().send().await?;
    }
    // One request for the access token, and one for each nonce.
    println!("{} requests for 3 nonces", sent.load(Ordering::Relaxed));
    assert_eq!(sent.load(Ordering::Relaxed), 4);
    Ok(())
}
