//! Tests that no output shows a secret, whatever fails: not `Debug`, `Display` or the causes of an error, not the log
//! of any crate, and not the JSON that an application stores.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod every;
mod failures;
mod held;
mod reply;
mod request;
mod stored;
mod trial;

use std::time::Duration;

use alignet_sandbox::Sandbox;
use alignet_tests::canary::Canary;

const HOUR: Duration = Duration::from_secs(3600);
/// The secrets contain characters that every encoding changes.
const SECRET: &str = "secret/canary+in=the\"body\\&%41 \u{7f}of/a+token=request";
const BEARER: &str = "bearer/canary+in=every\"header\\&%41~of/a+call=";
const NONCE: &str = "nonce/canary+in=a\"reply\\&%41 \u{7f}for/the+browser=";

fn canaries() -> [Canary; 3] {
    [Canary::new("client secret", SECRET), Canary::new("bearer", BEARER), Canary::new("nonce", NONCE)]
}

async fn sandbox() -> Sandbox {
    Sandbox::builder().credentials("client", SECRET).start().await.unwrap()
}

fn string(text: &str) -> String {
    alignet::Json::from(text).to_string()
}
