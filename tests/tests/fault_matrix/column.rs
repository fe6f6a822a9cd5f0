//! The columns of the table: one call of each endpoint.

use std::{fmt, sync::Arc, time::Duration};

use alignet::{Client, Error, Json};
use alignet_spec::contract::{Endpoint, Repeat};
use alignet_tests::every::{self, Call, Caller};

use crate::secrets::Secrets;

/// An endpoint, by its index in the contract.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Column(usize);

impl Column {
    /// Every endpoint, in the order of the contract.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..every::contract().endpoints.len()).map(Self)
    }

    fn sample(self) -> Call {
        every::endpoints().nth(self.0).expect("every endpoint is called")
    }

    /// The endpoint in the contract.
    pub(crate) fn endpoint(self) -> &'static Endpoint {
        &every::contract().endpoints[self.0]
    }

    /// The name of the endpoint.
    pub(crate) fn operation(self) -> &'static str {
        &self.endpoint().name
    }

    /// Returns true if the call fetches an access token.
    pub(crate) fn is_token(self) -> bool {
        every::contract().api.bearer.as_ref().is_some_and(|bearer| bearer.endpoint == self.0)
    }

    /// Returns true if the call must not be repeated.
    pub(crate) fn is_never(self) -> bool {
        self.endpoint().repeat == Repeat::Never
    }

    /// The query that settles the call, and the reference of the call.
    pub(crate) fn settle(self) -> Option<(&'static str, String)> {
        let (endpoint, request) = (self.endpoint(), self.sample().request());
        let settle = endpoint.settle.as_ref()?;
        let set = endpoint.fields().filter_map(|field| Some((&field.wire, request.get(&field.wire)?)));
        let mut known_by = Vec::new();
        set.for_each(|(wire, json)| named(&settle.reference, wire, json, &mut known_by));
        known_by.dedup();
        Some((&every::contract().endpoints[settle.endpoint].name, known_by.join(", ")))
    }

    /// Returns true if the call goes to the origin of the token and nonce endpoints.
    pub(crate) fn is_auth(self) -> bool {
        every::contract().api.origins[self.endpoint().origin].name == "auth"
    }

    /// Another call, whose success shows that the client works after this call failed.
    pub(crate) fn next(self) -> Self {
        // It uses the token cache, which must not keep a trace of a failure.
        let others = || Self::all().filter(|other| !other.is_token());
        if self.is_token() { others().next().expect("something needs a token") } else { self }
    }

    /// A call to another origin.
    pub(crate) fn elsewhere(self) -> Self {
        let elsewhere = |other: &Self| other.is_auth() != self.is_auth() && !other.is_token();
        Self::all().find(elsewhere).expect("both origins have endpoints")
    }

    /// Sends the call. Returns the reply, and the values that the call was built from, in `Debug` format.
    pub(crate) async fn call(
        self,
        client: &Client,
        timeout: Duration,
        secrets: &Arc<Secrets>,
    ) -> Result<String, Error> {
        let secrets = Arc::clone(secrets);
        let caller = Caller::with_secrets(timeout, move |_, _| secrets.sent());
        let replied = self.sample().send(client, &caller).await?;
        Ok(replied.shown + &caller.seen())
    }
}

/// Collects the text of every field with this name.
fn named<'j>(name: &str, wire: &str, json: &'j Json, found: &mut Vec<&'j str>) {
    match json {
        Json::String(text) if wire == name => found.push(text),
        Json::Object(map) => map.iter().for_each(|(wire, json)| named(name, wire, json, found)),
        Json::Array(items) => items.iter().for_each(|json| named(name, wire, json, found)),
        _ => {}
    }
}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation())
    }
}
