//! Makes calls fail in the sandbox, and shows the response to each failure.

use std::{error::Error, time::Duration};

use alignet::{Client, Credentials, ErrorKind};
use alignet_sandbox::{Fault, Sandbox};

/// The caller's response to a failed call.
#[derive(Debug, PartialEq)]
enum Advice {
    /// The call may have happened: query before sending it again.
    Query,
    /// Send the call again after this time.
    Later(Duration),
    /// Somebody must correct credentials, scopes or environment first.
    MendSetup,
    /// The call won't work like this, for this reason.
    Tell(String),
}

fn advice(error: &alignet::Error) -> Advice {
    if error.is_indeterminate() {
        return Advice::Query;
    }
    match error.kind() {
        // Temporary; the client has already retried as often as its limits allow.
        _ if error.is_temporary() => Advice::Later(error.retry_after().unwrap_or(Duration::from_secs(1))),
        ErrorKind::Config | ErrorKind::Rejected | ErrorKind::Unauthorized | ErrorKind::Forbidden => {
            Advice::MendSetup
        }
        ErrorKind::Api => {
            let said = error.messages().first().map(|message| message.value.clone());
            Advice::Tell(said.unwrap_or_else(|| format!("code {}", error.code().unwrap_or("unknown"))))
        }
        _ => Advice::Tell(error.to_string()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let alignet = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;

    // HTTP 200 with a body that says that no nonce was made.
    sandbox.fault("create_nonce", Fault::status(200))?;
    let refused = fails(&alignet).await?;
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Api, Some("01")));
    assert!(matches!(advice(&refused), Advice::Tell(_)));

    // Too many requests, with a longer wait asked for than the call's time.
    sandbox.fault("create_nonce", Fault::status(429).header("retry-after", "3600"))?;
    let limited = fails(&alignet).await?;
    assert_eq!(advice(&limited), Advice::Later(Duration::from_secs(3600)));

    // No answer in time.
    sandbox.fault("create_nonce", Fault::usual().delay(Duration::from_secs(3600)))?;
    let late = alignet.create_nonce().timeout(Duration::from_millis(200)).send().await;
    let late = late.err().ok_or("the call was in time")?;
    println!("{late}");
    assert!(late.is_timeout());

    // A nonce is harmless to repeat, so a lost answer is not an error: the client retries.
    sandbox.fault("create_nonce", Fault::cut())?;
    alignet.create_nonce().send().await?;

    // Wrong credentials: one token request, and the same error for every call that waited for it.
    let credentials = Credentials::new(sandbox.credentials().client_id(), "wrong");
    let wrong = Client::builder(sandbox.environment()).credentials(credentials).build()?;
    let refused = fails(&wrong).await?;
    assert!(refused.is_auth() && advice(&refused) == Advice::MendSetup);
    Ok(())
}

/// Sends a call that must fail, prints the error as one line of a log, and returns it.
async fn fails(alignet: &Client) -> Result<alignet::Error, Box<dyn Error>> {
    let error = alignet.create_nonce().send().await.err().ok_or("the call succeeded")?;
    println!("{error}");
    Ok(error)
}
