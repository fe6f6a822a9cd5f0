//! Tests that exact values go to the service and come back digit by digit.

use alignet::{Client, Date, DateTime, Decimal, ErrorKind};
use alignet_sandbox::{Fault, LoggedCall, Sandbox};
use alignet_spec::Sources;
use alignet_tests::{
    local,
    partner::{
        CreateInvoice, FindInvoices, GetInvoice, InvoicePayment, InvoicePriority, InvoiceTransfer,
        InvoiceVoidReason, VoidInvoice,
    },
};

/// A sandbox that keeps invoices, and a client of it.
async fn start() -> (Sandbox, Client) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/contract/sandbox");
    let records = Sources::read(folder.as_ref(), "contract/sandbox").unwrap();
    let builder = Sandbox::builder().contract(local::contract("contract")).behaviour(records);
    local::start_with(builder).await
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn due() -> Date {
    "2026-01-31".parse().unwrap()
}

fn last(sandbox: &Sandbox) -> LoggedCall {
    sandbox.requests().pop().unwrap()
}

fn body(call: &LoggedCall) -> String {
    String::from_utf8_lossy(call.expose_body()).into_owned()
}

#[tokio::test]
async fn a_decimal_is_sent_kept_and_read_with_all_its_digits() {
    let (sandbox, alignet) = start().await;
    for (number, total) in
        [("I-1", "150.00"), ("I-2", "12345678901234567.89"), ("I-3", "-0.10"), ("I-4", "7")]
    {
        let call = CreateInvoice::new(&alignet).shop("S1").number(number).total(decimal(total)).due(due());
        let paid = InvoiceTransfer::builder().sum(decimal("0.3000000000000000000001")).build();
        let call = call.taxes(vec![decimal("1.10"), Decimal::from(2)]).paid(InvoicePayment::Transfer(paid));
        let reply = call.send().await.unwrap();
        assert_eq!(
            body(&last(&sandbox)),
            format!(
                "{{\"tax_rate\":18.00,\"number\":\"{number}\",\"total\":{total},\"taxes\":[1.10,2],\"tip\":0.00,\
                 \"due\":\"2026-01-31\",\"priority\":2,\
                 \"paid\":{{\"by\":\"TRANSFER\",\"sum\":0.3000000000000000000001}}}}"
            )
        );
        assert_eq!(reply.total.unwrap().to_string(), total);

        let call = GetInvoice::new(&alignet).shop("S1").number(number).above(decimal("1.50"));
        assert_eq!(call.send().await.unwrap().total.unwrap().to_string(), total);
        assert_eq!(last(&sandbox).expose_query(), Some("above=1.50"));
    }
}

#[tokio::test]
async fn a_decimal_of_a_reply_is_never_rounded() {
    let (sandbox, alignet) = start().await;
    let reply = |total: &str| {
        Fault::usual().body(format!(
            r#"{{ "success": true, "number": "I-1", "total": {total}, "taxes": [0.10, 1e2], "due": "2026-01-31",
                "paid": {{ "by": "TRANSFER", "sum": {total} }},
                "meta": {{ "status": {{ "code": "00", "message_ilgn": [] }} }} }}"#
        ))
    };
    CreateInvoice::new(&alignet).shop("S1").number("I-1").total(1).due(due()).send().await.unwrap();
    for (json, total) in [
        ("12345678901234567.89", "12345678901234567.89"),
        ("\"12345678901234567.89\"", "12345678901234567.89"),
        ("1.50e3", "1500"),
    ] {
        sandbox.fault("get_invoice", reply(json)).unwrap();
        let invoice = GetInvoice::new(&alignet).shop("S1").number("I-1").send().await.unwrap();
        assert_eq!(invoice.total.unwrap().to_string(), total);
        assert_eq!(invoice.taxes, [decimal("0.1"), decimal("100")]);
        let Some(InvoicePayment::Transfer(paid)) = invoice.paid else { panic!("another payment") };
        assert_eq!(paid.sum.to_string(), total);
    }
    for json in ["1e300", "\"1,5\"", "true"] {
        sandbox.fault("get_invoice", reply(json)).unwrap();
        let response = GetInvoice::new(&alignet).shop("S1").number("I-1").send_with_meta().await.unwrap();
        assert_eq!(response.unread(), ["total", "paid"], "{json}");
        assert_eq!(response.into_inner().total, None);
    }
}

#[tokio::test]
async fn a_moment_keeps_its_offset_and_its_fraction() {
    let (sandbox, alignet) = start().await;
    for (number, text) in [
        ("I-1", "2026-01-31T09:30:00.120-05:00"),
        ("I-2", "2016-12-31T23:59:60Z"),
        ("I-3", "2026-01-31t09:30:00+00:00"),
    ] {
        let at: DateTime = text.parse().unwrap();
        let call =
            CreateInvoice::new(&alignet).shop("S1").number(number).total(1).due(due()).sent_at(at.clone());
        assert_eq!(call.send().await.unwrap().sent_at.unwrap().as_str(), text);
        assert!(body(&last(&sandbox)).contains(&format!("\"due\":\"2026-01-31\",\"sent_at\":\"{text}\"")));
        let call = GetInvoice::new(&alignet).shop("S1").number(number).due(due()).sent_at(at.clone());
        let invoice = call.send().await.unwrap();
        assert_eq!((invoice.due, invoice.sent_at), (Some(due()), Some(at)));
    }
    assert_eq!(
        last(&sandbox).expose_query(),
        Some("due=2026-01-31&sent_at=2026-01-31t09%3A30%3A00%2B00%3A00")
    );
}

#[tokio::test]
async fn a_reply_with_another_date_is_about_another_request() {
    let (sandbox, alignet) = start().await;
    sandbox.fault("create_invoice", Fault::about_another()).unwrap();
    let error =
        CreateInvoice::new(&alignet).shop("S1").number("I-1").total(1).due(due()).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
}

#[tokio::test]
#[allow(deprecated)]
async fn what_is_deprecated_still_works() {
    let (sandbox, alignet) = start().await;
    let call =
        VoidInvoice::new(&alignet).shop("S1").number("I-1").reason(InvoiceVoidReason::Late).note("late");
    let invoice = call.send().await.unwrap();
    assert_eq!(body(&last(&sandbox)), r#"{"reason":"LATE","note":"late"}"#);
    assert_eq!((invoice.number.as_deref(), invoice.sum), (Some("I-1"), None));
}

#[tokio::test]
async fn a_list_in_a_query_is_repeated_or_separated() {
    let (sandbox, alignet) = start().await;
    let find = || FindInvoices::new(&alignet).shop("S1");
    let call =
        find().numbers(["A,1".to_owned(), "Ñ&2".to_owned()]).years([2025, -1]).days(vec![due(), due()]);
    call.reasons([InvoiceVoidReason::Wrong]).send().await.unwrap();
    assert_eq!(
        last(&sandbox).expose_query(),
        Some("numbers=A%2C1&numbers=%C3%91%262&years=2025%7C-1&days=2026-01-31,2026-01-31&reasons=WRONG")
    );
    find().numbers([String::new()]).years([]).send().await.unwrap();
    assert_eq!(last(&sandbox).expose_query(), Some("numbers="));

    let sent = sandbox.requests().len();
    let error = find().numbers([]).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(
        error.to_string().ends_with("`numbers` is empty, which a query can't tell from absent"),
        "{error}"
    );
    assert_eq!(sandbox.requests().len(), sent);
}

#[tokio::test]
async fn a_value_of_an_enumeration_may_be_a_number() {
    let (sandbox, alignet) = start().await;
    let call = CreateInvoice::new(&alignet).shop("S1").number("I-1").total(1).due(due());
    let reply = call.priority(InvoicePriority::High).send().await.unwrap();
    assert!(body(&last(&sandbox)).ends_with(",\"priority\":1}"), "{}", body(&last(&sandbox)));
    assert_eq!(reply.priority, Some(InvoicePriority::High));

    let get = || GetInvoice::new(&alignet).shop("S1").number("I-1");
    let reply = get().priority(InvoicePriority::High).send().await.unwrap();
    assert_eq!(last(&sandbox).expose_query(), Some("priority=1"));
    assert_eq!(reply.priority.map(|priority| priority.as_i64()), Some(1));

    let json = |priority: &str| {
        Fault::usual().body(format!(
            r#"{{ "success": true, "number": "I-1", "priority": {priority}, "meta": {{ "status": {{ "code": "00", "message_ilgn": [] }} }} }}"#
        ))
    };
    sandbox.fault("get_invoice", json("-7")).unwrap();
    let priority = get().send().await.unwrap().priority.unwrap();
    assert!(matches!(&priority, InvoicePriority::Unknown(other) if other.as_str() == "-7"));
    assert_eq!((priority.as_i64(), priority.to_string().parse::<InvoicePriority>().unwrap()), (-7, priority));
    assert!("high".parse::<InvoicePriority>().is_err());
    for other in ["\"1\"", "1.5", "true"] {
        sandbox.fault("get_invoice", json(other)).unwrap();
        let response = get().send_with_meta().await.unwrap();
        assert_eq!(response.unread(), ["priority"], "{other}");
    }
}
