//! The calls of recovery: a query and a cancellation, by what the journal knows. They need no type: path and outcome follow
//! from the data of the endpoint.

use crate::{
    call::attempts::execute,
    codegen::{
        endpoint::{Operation, QueriedBy},
        places::Places,
    },
    config::client::Client,
    error::{Error, ErrorKind},
    journal::{
        entry::Entry,
        reading::{Read, read},
    },
    redact::Secrets,
    request::EncodedRequest,
    telemetry::call::CallSpan,
};

/// The answer to a cancellation.
pub(super) enum Cancelled {
    /// The service carried it out, or says how the payment stands.
    Read(Read),
    /// The service knows of no such payment.
    NotFound,
    /// The service refused it for certain, and did nothing.
    Refused(ErrorKind),
    /// It may have happened or not, or could not be sent.
    Unclear(ErrorKind),
}

/// The payment that a call of recovery is about.
pub(super) struct Subject<'e> {
    pub(super) client: &'e Client,
    /// The journaled call.
    pub(super) operation: &'static Operation,
    pub(super) entry: &'e Entry,
}

impl Subject<'_> {
    /// Queries the payment.
    pub(super) async fn query(&self, query: QueriedBy, transaction: Option<&str>) -> Result<Read, Error> {
        self.call(query.operation, transaction).await
    }

    /// Cancels the payment, by its reference.
    pub(super) async fn cancel(&self, undo: &'static Operation) -> Cancelled {
        match self.call(undo, None).await {
            Ok(read) if read.outcome.is_some() && !read.is_found => Cancelled::NotFound,
            Ok(read) => Cancelled::Read(read),
            Err(error) if error.kind() == ErrorKind::NotFound && error.is_definite() => Cancelled::NotFound,
            Err(error) if error.is_definite() && !error.is_temporary() && !error.is_auth() => {
                Cancelled::Refused(error.kind())
            }
            Err(error) => Cancelled::Unclear(error.kind()),
        }
    }

    async fn call(&self, asked: &'static Operation, transaction: Option<&str>) -> Result<Read, Error> {
        let client = self.client.inner();
        let mut span = CallSpan::begin(asked);
        let request = EncodedRequest::bare(client, asked, self.places(asked, transaction));
        let sent = request.map_err(|error| span.failed(error.of_operation(asked.name)))?;
        let reply = execute(client, asked, &sent, None, &span).await.map_err(|error| span.failed(error))?;
        span.succeeded();
        let secrets = Secrets::new(client, None, asked, &sent);
        let id = self.operation.queried_by.and_then(|query| query.transaction);
        Ok(read(asked, id, &reply.body, &secrets))
    }

    /// Fills the path of an endpoint by the names of its fields. The contract is checked to need no others.
    fn places(&self, asked: &'static Operation, transaction: Option<&str>) -> Places {
        let mut places = Places::default();
        let reference = self.operation.settled_by.map(|by| by.reference);
        for part in asked.route.split('/') {
            let Some(name) = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else { continue };
            let value = if Some(name) == reference {
                Some(self.entry.reference.clone())
            } else if Some(name) == self.operation.merchant {
                Some(self.entry.merchant.clone())
            } else {
                transaction.map(str::to_owned)
            };
            places.segment(name, &value);
        }
        places
    }
}
