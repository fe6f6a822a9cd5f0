//! The calls of recovery: a query and a cancellation, by what the journal knows. They need no type: path and outcome follow
//! from the data of the endpoint.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::{
    call::attempts::{execute, execute_within},
    clock::Moment,
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
    reply::verdict::{Code, Evidence, Success},
    request::EncodedRequest,
    telemetry::call::CallSpan,
};

/// The time within which a cancellation leaves after the journal has it. It is not sent later.
pub(super) const LEAVES_WITHIN: Duration = Duration::from_secs(60);

/// The answer to a query or a cancellation.
pub(super) enum Answer {
    /// The service carried it out, and says how the payment stands.
    Read(Read),
    /// The service says that it knows of no such payment.
    NotFound,
    /// The service refused it for certain, and did nothing.
    Refused(ErrorKind),
    /// It may have happened or not, could not be sent, or was not answered by the service.
    Unclear(ErrorKind),
}

impl Answer {
    /// Returns the kind of the error of an answer that is not read.
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Read(_) => ErrorKind::Decode,
            Self::NotFound => ErrorKind::NotFound,
            Self::Refused(kind) | Self::Unclear(kind) => *kind,
        }
    }
}

/// The payment that a call of recovery is about.
pub(super) struct Subject<'e> {
    pub(super) client: &'e Client,
    /// The journaled call.
    pub(super) operation: &'static Operation,
    pub(super) entry: &'e Entry,
    /// The headers that select the payment, besides its path.
    pub(super) headers: &'e [(HeaderName, HeaderValue)],
}

impl Subject<'_> {
    /// Queries the payment.
    pub(super) async fn query(&self, query: QueriedBy, transaction: Option<&str>) -> Answer {
        self.ask(query.operation, transaction, None).await
    }

    /// Cancels the payment, by its reference. Sends nothing later than [`LEAVES_WITHIN`] after this moment, also if the machine was
    /// suspended since.
    pub(super) async fn cancel(&self, undo: &'static Operation, began: Moment) -> Answer {
        self.ask(undo, None, Some(began)).await
    }

    async fn ask(
        &self,
        asked: &'static Operation,
        transaction: Option<&str>,
        began: Option<Moment>,
    ) -> Answer {
        match self.call(asked, transaction, began).await {
            Ok(read) if read.outcome.is_some() && !read.is_found => Answer::NotFound,
            Ok(read) => Answer::Read(read),
            Err(error) if is_of_service(asked, &error) && !error.is_temporary() && !error.is_auth() => {
                match error.kind() {
                    ErrorKind::NotFound => Answer::NotFound,
                    kind => Answer::Refused(kind),
                }
            }
            Err(error) => Answer::Unclear(error.kind()),
        }
    }

    async fn call(
        &self,
        asked: &'static Operation,
        transaction: Option<&str>,
        began: Option<Moment>,
    ) -> Result<Read, Error> {
        let client = self.client.inner();
        let mut span = CallSpan::begin(asked);
        let request = EncodedRequest::bare(client, asked, self.places(asked, transaction));
        let sent = request.map_err(|error| span.failed(error.of_operation(asked.name)))?;
        let reply = match began {
            Some(began) => execute_within(client, asked, &sent, (began, LEAVES_WITHIN), &span).await,
            None => execute(client, asked, &sent, None, &span).await,
        };
        let reply = reply.map_err(|error| span.failed(error))?;
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
        places.headers.extend_from_slice(self.headers);
        places
    }
}

/// Returns true if a refusal is certain, and of the service itself: in its envelope, with the code of a failure. A proxy
/// refuses by a status alone, in a page, or in JSON of its own.
fn is_of_service(asked: &'static Operation, error: &Error) -> bool {
    let Some(json) = error.reply().filter(|_| error.is_definite()) else { return false };
    let (evidence, _) = Evidence::read(asked, json.to_string().as_bytes());
    evidence.success == Success::False && evidence.code == Code::Failure
}
