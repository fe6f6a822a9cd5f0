//! Walks the README's table of payment methods: each cell of what happens here is compared with what happens, and each cell
//! that differs from what the service documents has a note.

use std::collections::BTreeSet;

use alignet::{
    Amount, Client,
    api::{
        CardDetails, CardHolder, CardHolderPhone, ChargeState, PaymentMethod, Phone, QrDetails,
        RedirectDetails, RefundOrder, RefundState, RefundType, Transaction, YapeDetails,
    },
};
use alignet_sandbox::Sandbox;
use serde_json::json;

use crate::support::paying::{MERCHANT, cancel, charge_by, get, start};

const HEAD: &str = "| method | first state | in the first reply | authorised by | appears then | `DELETE` before | `DELETE` after | refund | note |";
const AMOUNT: u64 = 12_345;
/// The amount that makes a charge invalid.
const INVALID: u64 = 10_058;

/// A method, and its cells from the first state on.
struct Row {
    method: String,
    documented: Vec<String>,
    here: Vec<String>,
}

/// Reads the table. A line `here` has the cells in which the sandbox differs from the documentation in the line above.
fn rows(readme: &str) -> Vec<Row> {
    let (_, table) = readme.split_once(HEAD).expect("the table is there");
    let mut rows: Vec<Row> = Vec::new();
    for line in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let mut cells = cells(line);
        assert_eq!(cells.len(), 9, "{line}");
        let method = cells.remove(0);
        if method != "here" {
            rows.push(Row { method, here: cells.clone(), documented: cells });
            continue;
        }
        let row = rows.last_mut().expect("a method stands above");
        for (here, cell) in row.here.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            assert_ne!(*here, cell, "{}: a cell `here` differs", row.method);
            *here = cell;
        }
    }
    rows
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The words of a cell that are in backticks.
fn words(cell: &str) -> BTreeSet<&str> {
    assert!(cell == "–" || cell.starts_with('`'), "{cell}");
    cell.split('`').skip(1).step_by(2).collect()
}

fn card(pan: &str) -> PaymentMethod {
    let phone = CardHolderPhone::builder().prefix("51").number("900000001").build();
    let holder = CardHolder::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    let card = CardDetails::builder().pan(pan).expiry_date("0328").security_code("111");
    let card = card.card_holder(holder.phone(phone).build()).redirect_url("https://shop.example.com/back");
    PaymentMethod::Card(card.build())
}

fn yape(otp: &str) -> PaymentMethod {
    let phone = Phone::builder().country_code("+51").subscriber("969929157").build();
    PaymentMethod::Yape(YapeDetails::builder().phone(phone).otp(otp).build())
}

/// The method of a row: as it is charged, and as it is denied if it is decided at once.
fn method(name: &str) -> (PaymentMethod, Option<PaymentMethod>) {
    let elsewhere = || RedirectDetails::builder().redirect_url("https://shop.example.com/back").build();
    match name {
        "`CARD` without 3-D Secure" => (card("4474118355632240"), Some(card("4041650444437904"))),
        "`CARD` with Redirect" => (card("4000000000000002"), None),
        "`YAPE`" => (yape("557454"), Some(yape("284563"))),
        "`QR`" => (PaymentMethod::Qr(QrDetails::builder().build()), None),
        "`PAGOEFECTIVO`" => (PaymentMethod::PagoEfectivo(elsewhere()), None),
        "`BANK_TRANSFER`" => (PaymentMethod::BankTransfer(elsewhere()), None),
        "`CUOTEALO`" => (PaymentMethod::Cuotealo(elsewhere()), None),
        other => panic!("no such method: {other}"),
    }
}

/// The fields of a transaction that the table speaks of, and that are there.
fn fields(transaction: &Transaction) -> BTreeSet<&'static str> {
    let details = transaction.payment_method.as_ref().and_then(|used| used.method_details.as_ref());
    let processor = transaction.processor_response.value();
    macro_rules! present {
        ($($of:expr => $($field:ident)*;)*) => {
            [$($((stringify!($field), $of.is_some_and(|of| of.$field.is_some()))),*),*]
        };
    }
    let all = present! {
        Some(transaction) => state_reason continue_url expiration_date;
        details => masked_pan phone;
        processor => authorization_code brand_transaction_id date qr_image qr_id cip cip_url origin_account request_id
            operation_id credit_status payment_date operation_number;
    };
    let there = all.into_iter().filter(|(_, there)| *there).map(|(name, _)| name);
    there.map(|name| if name == "operation_number" { "operationNumber" } else { name }).collect()
}

/// Charges under numbers of its own.
struct Shop {
    sandbox: Sandbox,
    alignet: Client,
    numbers: u64,
}

impl Shop {
    /// Charges, and returns the number and the transaction.
    async fn charge(&mut self, method: PaymentMethod, minor: u64) -> (String, Transaction) {
        self.numbers += 1;
        let number = self.numbers.to_string();
        let made = charge_by(&self.alignet, &number, minor, method).await.unwrap();
        (number, made.transaction)
    }

    fn happen(&self, number: &str, event: &str) {
        self.sandbox.happen("charge", json!({ "merchant_operation_number": number }), event).unwrap();
    }

    /// The transaction as a query shows it.
    async fn read(&self, number: &str, made: &Transaction) -> Transaction {
        let found = get(&self.alignet, number, made.transaction_id.as_deref().unwrap()).await;
        found.operation.transactions[0].clone()
    }

    /// The state after a cancellation.
    async fn cancelled(&self, number: &str) -> String {
        let reply = cancel(&self.alignet, number).await.unwrap();
        reply.operation.unwrap().state.unwrap().to_string()
    }

    async fn refund(&self, number: &str) -> RefundState {
        let order = RefundOrder::builder().type_(RefundType::Total).merchant_operation_number(number);
        let order = order.refund_amount(Amount::from_minor(AMOUNT)).build();
        let call = self.alignet.create_refund().merchant_code(MERCHANT).operations(vec![order]);
        call.send().await.unwrap().operations[0].state.clone().unwrap()
    }

    /// Authorises a new charge by this method, if it is not so at once.
    async fn authorised(&mut self, method: PaymentMethod) -> (String, Transaction) {
        let (number, made) = self.charge(method, AMOUNT).await;
        if made.state == ChargeState::Pendiente {
            self.happen(&number, "approve");
        }
        (number, made)
    }
}

fn state(transaction: &Transaction) -> String {
    transaction.state.to_string()
}

/// Compares each cell of a row with what happens.
async fn walk(shop: &mut Shop, Row { method: name, here, .. }: &Row) {
    let [first, shown, authorised_by, then, before, after, refund, _] = &here[..] else { panic!("{here:?}") };
    let (method, denied) = method(name);

    let (number, made) = shop.charge(method.clone(), AMOUNT).await;
    let mut states = BTreeSet::from([state(&made)]);
    if let Some(denied) = denied {
        states.insert(state(&shop.charge(denied, AMOUNT).await.1));
    }
    if words(first).contains("INVALIDO") {
        states.insert(state(&shop.charge(method.clone(), INVALID).await.1));
    }
    assert_eq!(
        states.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        words(first),
        "{name}: first state"
    );
    assert_eq!(fields(&made), words(shown), "{name}: in the first reply");

    let waits = state(&made) == "PENDIENTE";
    assert_eq!(authorised_by, if waits { "the buyer" } else { "at once" }, "{name}: authorised by");
    if waits {
        shop.happen(&number, "approve");
    }
    let later = shop.read(&number, &made).await;
    assert_eq!(state(&later), "AUTORIZADO", "{name}");
    let appeared: BTreeSet<&str> = fields(&later).difference(&fields(&made)).copied().collect();
    assert_eq!(appeared, words(then), "{name}: appears then");
    assert!(
        !fields(&later).contains("continue_url") && !fields(&later).contains("expiration_date"),
        "{name}"
    );

    if waits {
        let (number, _) = shop.charge(method.clone(), AMOUNT).await;
        assert_eq!(format!("`{}`", shop.cancelled(&number).await), *before, "{name}: `DELETE` before");
    } else {
        assert_eq!(before, "–", "{name}: `DELETE` before");
    }
    let (number, _) = shop.authorised(method.clone()).await;
    let expected = if after == "–" { "`AUTORIZADO`" } else { after };
    assert_eq!(format!("`{}`", shop.cancelled(&number).await), expected, "{name}: `DELETE` after");

    let (number, _) = shop.authorised(method).await;
    assert_eq!(shop.refund(&number).await, RefundState::Rejected, "{name}: before it is settled");
    shop.happen(&number, "settle");
    let refunded = if shop.refund(&number).await == RefundState::Registered { "yes" } else { "no" };
    assert_eq!(refunded, refund, "{name}: refund");
}

#[tokio::test]
async fn the_table_says_what_happens() {
    let (sandbox, alignet) = start().await;
    let mut shop = Shop { sandbox, alignet, numbers: 700_000 };
    let rows = rows(include_str!("../../README.md"));
    assert_eq!(rows.len(), 7);
    for row in &rows {
        walk(&mut shop, row).await;
    }
}

#[test]
fn every_difference_is_explained() {
    let columns: Vec<String> = cells(HEAD).split_off(1);
    for Row { method, documented, here } in rows(include_str!("../../README.md")) {
        let note = here.last().unwrap();
        let differ = |index: &usize| documented[*index] != here[*index];
        let names: Vec<&str> =
            (0..columns.len() - 1).filter(differ).map(|index| columns[index].as_str()).collect();
        let explained = note.split_once(": ").map(|(names, _)| names).unwrap_or_default();
        assert_eq!(names.join(", "), explained, "{method}");
    }
}
