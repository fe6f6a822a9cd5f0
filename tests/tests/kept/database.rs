//! Tests that a charge and its notification go to a column of a database and back, equal, and without a secret.

use std::fs;

use alignet::{
    Currency, Delivery, ErrorKind, Json, Money, Outcome,
    api::{
        AuthorizeChargeReply, CardDetails, ChargeNotification, ChargeReply, CreateNonceReply, PaymentDetails,
        PaymentMethod,
    },
    notifications::Verifier,
};
use alignet_sandbox::{Fault, Sandbox};
use alignet_tests::{
    canary::{Canary, assert_clean},
    charges::{CARD, card, details},
    local,
};
use rusqlite::Connection;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{json, to_string};

const MERCHANT: &str = "M1";
const NUMBER: &str = "400100";

/// The security code and the expiry date of a card are too short to be told from other digits.
const CODE: &str = "security-code/canary";
const EXPIRY: &str = "expiry-date/canary";

/// A database in a file, with one table of values as text.
struct Shop {
    folder: tempfile::TempDir,
    database: Connection,
}

impl Shop {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Connection::open(folder.path().join("shop.db")).unwrap();
        database.execute("CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT NOT NULL)", []).unwrap();
        Self { folder, database }
    }

    fn keep(&self, name: &str, value: &impl Serialize) {
        let (sql, value) = ("INSERT INTO kept VALUES (?1, ?2)", to_string(value).unwrap());
        self.database.execute(sql, [name, &value]).unwrap();
    }

    fn recall<T: DeserializeOwned>(&self, name: &str) -> serde_json::Result<T> {
        let sql = "SELECT value FROM kept WHERE name = ?1";
        let value: String = self.database.query_row(sql, [name], |row| row.get(0)).unwrap();
        serde_json::from_str(&value)
    }

    /// Every byte that the database has written.
    fn bytes(self) -> String {
        self.database.close().unwrap();
        let bytes = fs::read(self.folder.path().join("shop.db")).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn paying_card() -> CardDetails {
    let [pan, ..] = CARD;
    let card = CardDetails::builder().pan(pan).expiry_date(EXPIRY).security_code(CODE);
    card.card_holder(self::card().card_holder).build()
}

#[tokio::test]
async fn what_a_charge_brings_is_kept_in_a_database_without_a_secret() {
    let (sandbox, alignet) = local::start().await;
    let shop = Shop::open();
    let method = PaymentMethod::Card(paying_card());
    let charge = || {
        let charge = alignet.authorize_charge().merchant_code(MERCHANT).payment_details(details(15_000));
        charge.merchant_operation_number(NUMBER).payment_method(method.clone())
    };
    let response = charge().send_with_meta().await.unwrap();
    let body: Json = response.body().unwrap().parse().unwrap();
    let reply = response.into_inner();
    let notification = notified(&sandbox);
    sandbox.fault("authorize_charge", Fault::cut()).unwrap();
    let lost = charge().send().await.unwrap_err();
    let nonce = alignet.create_nonce().send().await.unwrap();
    let token = alignet.create_token().send().await.unwrap();
    let bearer = token.access_token.expose().unwrap().to_owned();
    let outcome = (reply.outcome(), Money::new(details(15_000).amount, Currency::PEN));

    shop.keep("reply", &reply);
    shop.keep("body", &body);
    shop.keep("notification", &notification);
    shop.keep("details", &details(15_000));
    shop.keep("outcome", &outcome);
    shop.keep("lost", &(lost.kind(), lost.delivery(), lost.messages()));
    shop.keep("method", &method);
    shop.keep("token", &token);
    shop.keep("nonce", &nonce);

    assert_eq!(shop.recall::<AuthorizeChargeReply>("reply").unwrap(), reply);
    assert_eq!(shop.recall::<AuthorizeChargeReply>("body").unwrap(), reply, "it is the JSON of the service");
    assert_eq!(shop.recall::<ChargeNotification>("notification").unwrap(), notification);
    assert_eq!(shop.recall::<PaymentDetails>("details").unwrap(), details(15_000));
    assert_eq!(shop.recall::<(Outcome, Money)>("outcome").unwrap(), outcome);
    let kept = shop.recall::<(ErrorKind, Delivery, Json)>("lost").unwrap();
    assert_eq!(kept, (ErrorKind::Transport, Delivery::MaybeSent, json!([])));
    // Of the card, all but its secrets is kept, and the card can't be used again.
    let method: Json = shop.recall("method").unwrap();
    let holder = serde_json::to_value(card().card_holder).unwrap();
    assert_eq!(method, json!({ "method_name": "CARD", "method_details": { "card_holder": holder } }));
    assert!(shop.recall::<PaymentMethod>("method").is_err());
    let missing = shop.recall::<CreateNonceReply>("nonce").unwrap_err();
    assert!(missing.to_string().starts_with("missing field `nonce`"), "{missing}");

    let nonce = nonce.nonce.expose().unwrap();
    let secrets =
        [("pan", CARD[0]), ("code", CODE), ("expiry", EXPIRY), ("nonce", &nonce), ("token", &bearer)];
    let written = shop.bytes();
    assert!(written.contains("Quispe"), "it was written");
    // Every nonce and every token starts with the same header, which is not secret.
    let secrets = secrets
        .map(|(name, secret)| Canary::new(name, secret.split_once('.').map_or(secret, |parts| parts.1)));
    assert_clean(&secrets, "the database", &written);
}

fn notified(sandbox: &Sandbox) -> ChargeNotification {
    let request = sandbox.notification("charge", json!({ "merchant_code": MERCHANT })).unwrap();
    let verifier = Verifier::new(&sandbox.environment(), MERCHANT).unwrap();
    verifier.verify(&request.body, &request.signature).unwrap()
}

/// A charge with a state, a variant and a field that the contract does not list, and with fields that inform and are
/// missing, null or of another type.
fn odd() -> Json {
    json!({
        "success": true, "merchant_code": MERCHANT, "news": [1],
        "operation": {
            "merchant_operation_number": NUMBER, "state": "CONTRACARGO", "amount": 15000, "currency": "001",
            "transactions": [
                {
                    "transaction_id": "tx1", "state": "CONTRACARGO", "state_reason": null, "amount": "15000",
                    "payment_method": { "method_name": "CRIPTO", "method_details": { "bin": 411111 } },
                    "processor_response": null, "additional_fields": { "branch": ["Lima", 2.5, null], "score": 1.098601989686942e-290 },
                    "lifecycle": [{ "state": "NUEVO", "date": { "utc_time": "2026", "unix_time": 7 } }, 7],
                },
            ],
        },
    })
}

#[test]
fn what_the_contract_does_not_list_survives() {
    let charge: ChargeReply = serde_json::from_value(odd()).unwrap();
    let again: ChargeReply = serde_json::from_str(&to_string(&charge).unwrap()).unwrap();
    assert_eq!(again, charge);
    assert_eq!(again.operation.state.as_str(), "CONTRACARGO");
    let stored = serde_json::to_value(&charge).unwrap();
    let [transaction] = &charge.operation.transactions[..] else { panic!("{charge:?}") };
    let of_stored = &stored["operation"]["transactions"][0];
    assert_eq!(of_stored["payment_method"]["method_name"], "CRIPTO");
    assert_eq!(of_stored["processor_response"], Json::Null, "null stays null");
    assert!(transaction.processor_response.is_null() && of_stored.get("risk_evaluation").is_none());
    assert_eq!(of_stored["additional_fields"], odd()["operation"]["transactions"][0]["additional_fields"]);
}

/// Types that an application may build around replies: fields beside a reply's, and an enumeration with a tag.
#[derive(Debug, PartialEq, serde_derive::Serialize, serde_derive::Deserialize)]
struct Row {
    id: u64,
    #[serde(flatten)]
    charge: ChargeReply,
}

#[derive(Debug, PartialEq, serde_derive::Serialize, serde_derive::Deserialize)]
#[serde(tag = "event")]
enum Event {
    Charged(Box<AuthorizeChargeReply>),
    Queried(Box<ChargeReply>),
}

#[test]
fn replies_are_read_within_an_applications_own_types() {
    let charge: ChargeReply = serde_json::from_value(odd()).unwrap();
    let row = Row { id: 7, charge: charge.clone() };
    assert_eq!(serde_json::from_str::<Row>(&to_string(&row).unwrap()).unwrap(), row);
    let event = Event::Queried(Box::new(charge));
    assert_eq!(serde_json::from_str::<Event>(&to_string(&event).unwrap()).unwrap(), event);
    let odd: Row = serde_json::from_value({
        let mut odd = odd();
        odd["id"] = json!(7);
        odd
    })
    .unwrap();
    assert_eq!(odd, row);
}
