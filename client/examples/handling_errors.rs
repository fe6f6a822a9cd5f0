//! What can go wrong with a call, made to happen in the sandbox, and what to do about it.

use std::{error::Error, time::Duration};

use alignet::{Client, Credentials, ErrorKind};
use alignet_sandbox::{Fault, Sandbox};

/// What a caller does about a failed call.
#[derive(Debug, PartialEq)]
enum Advice {
    /// It may have happened: query before sending it again.
    Query,
    /// Ask again, not before this long.
    Later(Duration),
    /// Somebody must mend credentials, scopes or environment first.
    MendSetup,
    /// It won't work like this, and why.
    Tell(String),
}

fn advice(error: &alignet::Error) -> Advice {
    if error.is_indeterminate() {
        return Advice::Query;
    }
    match error.kind() {
        // Temporary; the client has tried as often as is good for the service.
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

    // HTTP 200 whose body says that nothing was made.
    sandbox.fault("create_nonce", Fault::status(200))?;
    let refused = fails(&alignet).await?;
    assert_eq!((refused.kind(), refused.code()), (ErrorKind::Api, Some("01")));
    assert!(matches!(advice(&refused), Advice::Tell(_)));

    // Too many requests, with more patience asked for than a call has.
    sandbox.fault("create_nonce", Fault::status(429).header("retry-after", "3600"))?;
    let limited = fails(&alignet).await?;
    assert_eq!(advice(&limited), Advice::Later(Duration::from_secs(3600)));

    // No answer in time.
    sandbox.fault("create_nonce", Fault::usual().delay(Duration::from_secs(3600)))?;
    let late = alignet.create_nonce().timeout(Duration::from_millis(200)).send().await;
    let late = late.err().ok_or("the call was in time")?;
    println!("{late}");
    assert!(late.is_timeout());

    // A nonce costs nothing, so one lost answer is not even an error: the client asks again.
    sandbox.fault("create_nonce", Fault::cut())?;
    alignet.create_nonce().send().await?;

    // Wrong credentials: one token request, and the same error for every call that waited for it.
    let credentials = Credentials::new(sandbox.credentials().client_id(), "wrong");
    let wrong = Client::builder(sandbox.environment()).credentials(credentials).build()?;
    let refused = fails(&wrong).await?;
    assert!(refused.is_auth() && advice(&refused) == Advice::MendSetup);
    Ok(())
}

/// A call that must fail, and how it does, in the one line that a log gets.
async fn fails(alignet: &Client) -> Result<alignet::Error, Box<dyn Error>> {
    let error = alignet.create_nonce().send().await.err().ok_or("the call succeeded")?;
    println!("{error}");
    Ok(error)
}
