//! Tests the values that a contract gives fields of types: `order_parts` of `tests/contract/http.toml`.

use alignet::{Amount, Client, Currency, Decimal, ErrorKind, Json, Response, testing};
use alignet_sandbox::Fault;
use alignet_tests::{
    local,
    partner::{OrderParts, OrderPartsReply, RobotItem, RobotPayment, RobotPrice},
};
use serde_json::{from_value, json, to_value};

use crate::constructs::given::{GadgetCard, GadgetCash, GadgetPayment, GadgetSender};

async fn order(alignet: &Client) -> Result<Response<OrderPartsReply>, alignet::Error> {
    let items =
        vec![RobotItem::builder().name("Arm").build(), RobotItem::builder().name("Leg").count(2).build()];
    let price = RobotPrice::builder().amount(Amount::from_minor(15_000)).build();
    let payment = RobotPayment::builder().number("4111111111111111").build();
    let call = OrderParts::new(alignet).shop("7").robot(1).items(items).price(price).payment(payment);
    call.send_with_meta().await
}

#[tokio::test]
async fn fixed_values_and_defaults_are_sent_and_read() {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let reply = order(&alignet).await.unwrap();
    assert_eq!(
        String::from_utf8_lossy(sandbox.requests().last().unwrap().expose_body()),
        r#"{"items":[{"kind":"item","name":"Arm","count":1},{"kind":"item","name":"Leg","count":2}],"#
            .to_owned()
            + r#""price":{"tax":18.00,"amount":"15000","currency":"604"},"#
            + r#""payment":{"type":"card","number":"4111111111111111"},"source":{"channel":"shop","version":2}}"#
    );
    // Nobody set `source`, whose fields are all fixed. The sandbox answers with what the contract gives.
    assert_eq!(reply.unread(), [""; 0]);
    let reply = reply.into_inner();
    assert_eq!((reply.items.len(), reply.price.unwrap().currency), (1, Currency::PEN));
}

/// Returns the reply to a call, and the paths of its unread fields.
async fn replied(items: Json, price: Json) -> (OrderPartsReply, Vec<String>) {
    let (sandbox, alignet) = local::start_serving("contract").await;
    let meta = json!({ "status": { "code": "00", "message_ilgn": [] } });
    let body = json!({ "success": true, "items": items, "price": price, "meta": meta }).to_string();
    sandbox.fault("order_parts", Fault::status(200).body(body)).unwrap();
    let response = order(&alignet).await.unwrap();
    let unread = response.unread().to_vec();
    (response.into_inner(), unread)
}

#[tokio::test]
async fn an_object_with_another_fixed_value_is_another_object() {
    let items =
        json!([{ "kind": "item", "name": "Arm", "count": 1 }, { "kind": "fee", "name": "Post", "count": 1 }]);
    let (reply, unread) = replied(items, json!({ "amount": "15000", "currency": "604", "tax": "10" })).await;
    assert_eq!((reply.items.len(), reply.price), (1, None));
    assert_eq!(unread, ["items.1", "price"]);
}

#[tokio::test]
async fn a_reply_may_spell_fixed_values_otherwise_or_leave_them_out() {
    let items = json!([{ "name": "Arm", "count": 1 }, { "kind": null, "name": "Leg", "count": 1 }]);
    for tax in [json!(18), json!(18.0), json!("18.00"), Json::Null] {
        let price = json!({ "amount": 15000, "currency": "840", "tax": tax });
        let (reply, unread) = replied(items.clone(), price).await;
        assert_eq!((reply.items.len(), reply.price.unwrap().currency), (2, Currency::USD), "{tax}");
        assert_eq!(unread, [""; 0], "{tax}");
    }
}

#[tokio::test]
async fn a_default_that_a_reply_lacks_is_read_and_told() {
    let (reply, unread) = replied(json!([{ "name": "Arm" }]), json!({ "amount": 15000 })).await;
    assert_eq!((reply.items[0].count, reply.price.unwrap().currency), (1, Currency::PEN));
    assert_eq!(unread, ["items.0.count", "price.currency"]);

    // A test that makes a reply is told where it differs from the contract.
    for (price, path) in [
        (json!({ "amount": "1" }), "price.currency"),
        (json!({ "amount": "1", "tax": 1, "currency": "604" }), "price.tax"),
    ] {
        let wrong = json!({ "success": true, "price": price });
        let error = testing::from_json::<OrderPartsReply>(wrong).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some(path)), "{error}");
    }
}

#[test]
fn values_are_kept_with_what_the_contract_gives() {
    let price = RobotPrice::builder().amount(Amount::from_minor(100)).currency(Currency::USD).build();
    let kept = json!({ "tax": "18.00", "amount": "100", "currency": "840" });
    assert_eq!(to_value(&price).unwrap(), kept);
    assert_eq!(from_value::<RobotPrice>(kept).unwrap(), price);

    // JSON from before the contract gave the values.
    let old: RobotPrice = from_value(json!({ "amount": "100" })).unwrap();
    assert_eq!(old, RobotPrice::builder().amount(Amount::from_minor(100)).build());
    let payment: RobotPayment = from_value(json!({ "number": "4111111111111111" })).unwrap();
    assert_eq!(to_value(&payment).unwrap(), json!({ "type": "card" }));
}

#[test]
fn json_with_another_fixed_value_is_refused() {
    for (json, said) in [
        (json!({ "type": "cash", "number": "1" }), "`type` must be \"card\""),
        (json!({ "type": 1, "number": "1" }), "`type` must be \"card\""),
        (json!({ "typ": "card", "number": "1" }), "unknown field `typ`, expected `number`"),
        (json!({ "type": "card" }), "missing field `number`"),
    ] {
        assert_eq!(from_value::<RobotPayment>(json).unwrap_err().to_string(), said);
    }
    let error = from_value::<RobotPrice>(json!({ "amount": "1", "currency": null })).unwrap_err();
    assert!(error.to_string().starts_with("invalid type: null"), "{error}");
    let other = Decimal::new(1801, 2).unwrap();
    let error = from_value::<RobotPrice>(json!({ "amount": "1", "tax": other })).unwrap_err();
    assert_eq!(error.to_string(), "`tax` must be \"18.00\"");
}

#[test]
fn a_fixed_value_is_compared_as_its_type_is() {
    let cash = json!({ "type": "cash", "at": "2026-01-31T09:30:00Z", "until": "2026-02-28", "fee": "100" });
    let sender = json!({
        "channel": "ecommerce", "version": 3, "test": false, "rate": "2", "scope": "post:charges"
    });
    let (read_cash, read_sender): (GadgetCash, GadgetSender) =
        (from_value(cash.clone()).unwrap(), from_value(sender.clone()).unwrap());
    assert_eq!(
        (to_value(&read_cash).unwrap(), to_value(&read_sender).unwrap()),
        (cash.clone(), sender.clone())
    );
    assert_eq!((read_cash, read_sender), (GadgetCash::builder().build(), GadgetSender::builder().build()));
    let with = |json: &Json, field: &str, value: Json| {
        let mut json = json.clone();
        json[field] = value;
        json
    };
    for (field, equal, other) in [
        ("at", json!("2026-01-31T04:30:00.000-05:00"), json!("2026-01-31T09:30:01Z")),
        ("fee", json!(100), json!(101)),
        ("until", json!("2026-02-28"), json!("2026-03-01")),
        ("type", Json::Null, json!("Cash")),
    ] {
        assert!(from_value::<GadgetCash>(with(&cash, field, equal)).is_ok(), "{field}");
        assert!(from_value::<GadgetCash>(with(&cash, field, other)).is_err(), "{field}");
    }
    for (field, equal, other) in [
        ("version", json!(3), json!("3")),
        ("test", json!(false), json!(true)),
        ("channel", Json::Null, json!({ "ecommerce": 1 })),
    ] {
        assert!(from_value::<GadgetSender>(with(&sender, field, equal)).is_ok(), "{field}");
        assert!(from_value::<GadgetSender>(with(&sender, field, other)).is_err(), "{field}");
    }
}

#[test]
fn a_variant_has_fixed_values_beside_its_tag() {
    let card = GadgetPayment::Card(GadgetCard::builder().digits("1").holder("Rosa").build());
    let json = json!({ "by": "CARD", "type": "card", "number": "1", "holder": "Rosa", "valid": true });
    assert_eq!(to_value(&card).unwrap(), json);
    assert_eq!(from_value::<GadgetPayment>(json).unwrap(), card);
    let least = json!({ "by": "CARD", "number": "1", "holder": "Rosa" });
    assert_eq!(from_value::<GadgetPayment>(least).unwrap(), card);
    assert!(from_value::<GadgetPayment>(json!({ "by": "CARD", "type": "cash", "number": "1" })).is_err());
}
