//! The calls that every fault is tried on.

use std::time::Duration;

use alignet::{Client, Error};
use alignet_tests::{
    canary::debugged,
    synthetic::{BuyThing, CountThings, FindThing, ReturnThing},
};

use crate::secrets::Secrets;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Token,
    Nonce,
    SafeGet,
    HarmlessPost,
    NeverPost,
    NeverDelete,
}

impl Column {
    pub(crate) const ALL: [Self; 6] =
        [Self::Token, Self::Nonce, Self::SafeGet, Self::HarmlessPost, Self::NeverPost, Self::NeverDelete];

    /// What calls are about, where they are about something.
    pub(crate) const THING: &'static str = "thing 1";

    /// What the contract calls it.
    pub(crate) fn operation(self) -> &'static str {
        match self {
            Self::Token => "create_token",
            Self::Nonce => "create_nonce",
            Self::SafeGet => "find_thing",
            Self::HarmlessPost => "count_things",
            Self::NeverPost => "buy_thing",
            Self::NeverDelete => "return_thing",
        }
    }

    /// Whether the call must not be repeated.
    pub(crate) fn is_never(self) -> bool {
        matches!(self, Self::NeverPost | Self::NeverDelete)
    }

    /// Whether the call has a body.
    pub(crate) fn has_body(self) -> bool {
        !matches!(self, Self::SafeGet | Self::NeverDelete)
    }

    /// Whether the call goes to the origin that mints tokens and nonces.
    pub(crate) fn is_auth(self) -> bool {
        matches!(self, Self::Token | Self::Nonce)
    }

    /// A call whose success shows that the client is well after this one failed.
    pub(crate) fn next(self) -> Self {
        match self {
            // Through the cache, where no trace of the failure may be left.
            Self::Token => Self::SafeGet,
            other => other,
        }
    }

    /// Sends it; what comes back is the reply as `Debug` shows it.
    pub(crate) async fn call(
        self,
        client: &Client,
        timeout: Duration,
        secrets: &Secrets,
    ) -> Result<String, Error> {
        match self {
            Self::Token => client.create_token().timeout(timeout).send().await.map(|reply| debugged(&reply)),
            Self::Nonce => client.create_nonce().timeout(timeout).send().await.map(|reply| debugged(&reply)),
            Self::SafeGet => {
                let call = FindThing::new(client).thing(Self::THING).timeout(timeout);
                call.send().await.map(|reply| debugged(&reply))
            }
            Self::HarmlessPost => {
                CountThings::new(client).timeout(timeout).send().await.map(|reply| debugged(&reply))
            }
            Self::NeverPost => {
                let call = BuyThing::new(client).thing(Self::THING).pin(secrets.pin()).timeout(timeout);
                call.send().await.map(|reply| debugged(&reply))
            }
            Self::NeverDelete => {
                let call = ReturnThing::new(client).thing(Self::THING).timeout(timeout);
                call.send().await.map(|reply| debugged(&reply))
            }
        }
    }
}
