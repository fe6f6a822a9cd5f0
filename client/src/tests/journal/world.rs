//! A service in memory, the client that calls it, and journals that fail. Time is tokio's, which the tests pause.

use std::{
    future::pending,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response, header::CONTENT_TYPE};
use serde_json::{Value as Json, json};
use tokio::time::{Instant, sleep};

use crate::{
    Client, Credentials, Environment, Error,
    api::{AuthorizeChargeReply, CardDetails, PaymentDetails, PaymentMethod, Person},
    journal::{
        Claimed, Ending, Entry, EntryId, Filter, Journal, Journaling, MemoryJournal, NewEntry, Opened,
        Resolution, State, Step, Told,
    },
    transport::{Limits, Sending, Transport, TransportError},
};

pub(super) const NUMBER: &str = "400100";
pub(super) const PAN: &str = "4111111111111111";

/// The reaction to a request.
pub(super) enum Reaction {
    Answer(u16, Json),
    /// A page, as a proxy sends it.
    Page(u16),
    Lost,
    NotSent,
    Silence,
    /// It happens after this time.
    After(Duration, Box<Reaction>),
}

pub(super) use Reaction::{After, Answer, Lost, NotSent, Page, Silence};

type Script = dyn FnMut(&Request<Bytes>) -> Reaction + Send;

/// A service, which keeps the method, the path and the time of each request.
pub(super) struct Service {
    script: Mutex<Box<Script>>,
    pub(super) calls: Mutex<Vec<(Method, String, Instant)>>,
}

struct Shared(Arc<Service>);

impl Transport for Shared {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Sending<'_> {
        let call = (request.method().clone(), request.uri().path().to_owned(), Instant::now());
        self.0.calls.lock().unwrap().push(call);
        let reaction = self.0.script.lock().unwrap()(&request);
        Box::pin(async move {
            let reaction = match reaction {
                After(time, reaction) => {
                    sleep(time).await;
                    *reaction
                }
                at_once => at_once,
            };
            match reaction {
                After(..) => unreachable!("one wait is enough"),
                Answer(status, json) => Ok(response(status, "application/json", json.to_string())),
                Page(status) => Ok(response(status, "text/html", "<html>nginx: no route</html>".to_owned())),
                Lost => Err(TransportError::maybe_sent("the connection broke")),
                NotSent => Err(TransportError::not_sent("there is no cable")),
                Silence => pending().await,
            }
        })
    }
}

fn response(status: u16, media: &str, body: String) -> Response<Bytes> {
    let response = Response::builder().status(status).header(CONTENT_TYPE, media);
    response.body(Bytes::from(body)).unwrap()
}

impl Service {
    pub(super) fn new(script: impl FnMut(&Request<Bytes>) -> Reaction + Send + 'static) -> Arc<Self> {
        Arc::new(Self { script: Mutex::new(Box::new(script)), calls: Mutex::default() })
    }

    pub(super) fn now_reacts(&self, script: impl FnMut(&Request<Bytes>) -> Reaction + Send + 'static) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    pub(super) fn count(&self, method: &Method) -> usize {
        self.calls.lock().unwrap().iter().filter(|(one, ..)| one == method).count()
    }

    pub(super) fn client(self: &Arc<Self>, journal: impl Journal) -> Client {
        Client::builder(Environment::PREPROD)
            .credentials(Credentials::new("id", "secret-of-client"))
            .bearer("bearer-of-client")
            .transport(Shared(Arc::clone(self)))
            .journal(journal)
            .build()
            .unwrap()
    }
}

/// The reply of a charge in this state.
pub(super) fn charged(state: &str) -> Json {
    json!({
        "success": true, "action": "authorize", "merchant_code": "M1", "merchant_operation_number": NUMBER,
        "transaction": transaction(state),
    })
}

fn transaction(state: &str) -> Json {
    json!({ "transaction_id": "tx1", "state": state, "amount": "15000", "currency": "604" })
}

/// The reply of a query or a cancellation of a charge in this state.
pub(super) fn found(state: &str) -> Json {
    json!({
        "success": true, "merchant_code": "M1",
        "operation": {
            "merchant_operation_number": NUMBER, "state": state, "amount": "15000", "currency": "604",
            "transactions": [transaction(state)],
        },
    })
}

pub(super) fn not_found() -> Reaction {
    Answer(404, json!({ "success": false, "meta": { "status": { "code": "05", "message_ilgn": [] } } }))
}

/// Charges card `PAN`, within the time of the call.
pub(super) async fn charge(client: &Client, number: &str) -> Result<AuthorizeChargeReply, Error> {
    charge_within(client, number, None).await
}

pub(super) async fn charge_within(
    client: &Client,
    number: &str,
    time: Option<Duration>,
) -> Result<AuthorizeChargeReply, Error> {
    charge_card(client, number, time, (PAN, "739")).await
}

/// Charges a card with this number and security code.
pub(super) async fn charge_card(
    client: &Client,
    number: &str,
    time: Option<Duration>,
    (pan, code): (&str, &str),
) -> Result<AuthorizeChargeReply, Error> {
    let buyer: Person = serde_json::from_value(json!({
        "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
        "phone": { "country_code": "+51", "subscriber": "900000001" },
        "location": { "line_1": "Jr. Ejemplo 100", "line_2": "", "city": "Lima", "state": "Lima", "country": "PE" },
    }))
    .unwrap();
    let card: CardDetails = serde_json::from_value(json!({
        "pan": pan, "expiry_date": "1230", "security_code": code,
        "card_holder": {
            "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
            "phone": { "prefix": "51", "number": "900000001" },
        },
        "callback_url": "https://shop.example.com/notifications",
        "installments": { "plan": "00", "number": "3" },
    }))
    .unwrap();
    let details = PaymentDetails::builder()
        .amount(crate::Amount::from_minor(15_000))
        .currency(crate::Currency::PEN)
        .billing(buyer.clone())
        .shipping(buyer.clone())
        .customer(buyer)
        .product_details(Vec::new())
        .build();
    let call = client
        .authorize_charge()
        .merchant_code("M1")
        .merchant_operation_number(number)
        .payment_method(PaymentMethod::Card(card))
        .payment_details(details);
    match time {
        Some(time) => call.timeout(time).send().await,
        None => call.send().await,
    }
}

/// Returns the only entry of a journal.
pub(super) async fn only(journal: &impl Journal) -> Entry {
    let mut entries = journal.list(&Filter::new()).await.unwrap();
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.remove(0)
}

/// A way in which a journal fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Error,
    Hangs,
    /// It does what it should, and answers after this time.
    Late(Duration),
    /// It does what it should, and the machine is suspended for this time: only the wall clock goes on.
    Suspended(Duration),
}

/// A journal that fails to write and to claim entries, or to record ends, for a number of times.
pub(super) struct Failing {
    pub(super) inner: Arc<MemoryJournal>,
    pub(super) opening: Option<Fault>,
    pub(super) closing: Mutex<Vec<Fault>>,
}

async fn fail(fault: Option<Fault>) -> Result<(), crate::journal::JournalError> {
    match fault {
        None => Ok(()),
        Some(Fault::Error) => Err("the disk is full".into()),
        Some(Fault::Hangs) => pending().await,
        Some(Fault::Late(time)) => {
            sleep(time).await;
            Ok(())
        }
        Some(Fault::Suspended(time)) => {
            std::thread::sleep(time);
            Ok(())
        }
    }
}

impl Journal for Failing {
    fn open<'a>(&'a self, entry: &'a NewEntry) -> Journaling<'a, Opened> {
        Box::pin(async {
            if self.opening.is_none() || matches!(self.opening, Some(Fault::Late(_) | Fault::Suspended(_))) {
                let opened = self.inner.open(entry).await;
                fail(self.opening).await?;
                return opened;
            }
            fail(self.opening).await?;
            unreachable!("it failed")
        })
    }

    fn close<'a>(&'a self, id: EntryId, ending: &'a Ending) -> Journaling<'a, State> {
        Box::pin(async move {
            let fault = self.closing.lock().unwrap().pop();
            fail(fault).await?;
            self.inner.close(id, ending).await
        })
    }

    fn tell<'a>(&'a self, told: &'a Told) -> Journaling<'a, Option<Entry>> {
        self.inner.tell(told)
    }

    fn claim<'a>(
        &'a self,
        environment: &'a str,
        merchants: &'a [String],
        count: usize,
        lease: Duration,
    ) -> Journaling<'a, Vec<Claimed>> {
        Box::pin(async move {
            let claimed = self.inner.claim(environment, merchants, count, lease).await;
            fail(self.opening).await?;
            claimed
        })
    }

    fn step<'a>(&'a self, claimed: &'a Claimed, step: &'a Step) -> Journaling<'a, bool> {
        self.inner.step(claimed, step)
    }

    fn list<'a>(&'a self, filter: &'a Filter) -> Journaling<'a, Vec<Entry>> {
        self.inner.list(filter)
    }

    fn resolve<'a>(&'a self, id: EntryId, resolution: &'a Resolution) -> Journaling<'a, Option<Entry>> {
        self.inner.resolve(id, resolution)
    }
}

/// Polls a future of a journal in memory, which is ready at once.
pub(super) fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("a journal in memory does not wait"),
    }
}
