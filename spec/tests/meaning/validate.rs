//! JSON against a contract: strict about requests, lenient about replies.

use alignet_spec::{
    Contract, Sources,
    contract::Field,
    exact,
    validate::{self, Side},
};
use serde_json::{Value as Json, json};

use super::{body, contract, endpoint};

fn fields(contract: &Contract, type_name: &str) -> Vec<Field> {
    let index = contract.types.iter().position(|one| one.name == type_name).unwrap();
    contract.fields(index).to_vec()
}

/// The mistakes, one line each.
fn wrong(contract: &Contract, fields: &[Field], json: &Json, side: Side) -> Vec<String> {
    let found = validate::object(contract, fields, json, side);
    found.into_iter().map(|one| format!("{}: {}", one.path, one.message)).collect()
}

fn request(endpoint: &str, folder: &str, json: &Json) -> Vec<String> {
    let contract = contract(folder);
    wrong(&contract, body(&contract, endpoint), json, Side::Request)
}

#[test]
fn a_request_has_what_is_declared_and_nothing_else() {
    let order = |extra: Json| {
        let mut order = json!({
            "buyer": { "first_name": "Ana" }, "lines": [], "notes": {}, "tables": [[1]],
            "extra": null, "products": [{ "any": 1 }], "amount": "15000",
        });
        order.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        request("create_gizmo", "shapes", &order)
    };
    assert_eq!(order(json!({})), Vec::<String>::new());
    assert_eq!(
        order(json!({ "buyr": 1 })),
        [
            "buyr: is not a field here; did you mean `buyer`? allowed: `buyer`, `payer`, `lines`, `notes`, `tables`, `extra`, `products`, `amount`"
        ]
    );
    assert_eq!(order(json!({ "payer": null })), ["payer: must be an object, but is null"]);
    assert_eq!(
        order(json!({ "buyer": { "phone": { "country_code": 51, "subscriber": "9" } } })),
        [
            "buyer.first_name: is required, but absent",
            "buyer.phone.country_code: must be a string, but is a number"
        ]
    );
    assert_eq!(
        order(json!({ "tables": [[1], ["x"]] })),
        ["tables.1.0: must be an integer of at most 64 bits, but is a string"]
    );
    assert_eq!(order(json!({ "notes": { "a": 1 } })), ["notes.a: must be a string, but is a number"]);
    assert_eq!(order(json!({ "products": [7] })), ["products.0: must be an object, but is a number"]);
}

#[test]
fn a_request_carries_the_constants_of_the_wire() {
    let session = json!({
        "action": "close", "level": 3, "strict": true, "retries": 1, "quiet": false, "mode": "TSET",
        "scope": " ", "audience": "a", "client_id": "c", "client_secret": "s", "label": "",
    });
    assert_eq!(
        request("open_gadget", "fills", &session),
        [
            "action: must be \"open\"",
            "mode: must be \"LIVE\"",
            "scope: must be a string of one or more scopes, but is another string"
        ]
    );
}

#[test]
fn a_request_says_null_only_where_it_may() {
    let note = |extra: Json| {
        let mut note = json!({ "always": "a", "or_null": null, "list_of_null": [null, "a"] });
        note.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        request("update_trinket", "nulls", &note)
    };
    assert_eq!(note(json!({})), Vec::<String>::new());
    assert_eq!(note(json!({ "or_either": null })), Vec::<String>::new());
    assert_eq!(note(json!({ "or_absent": null })), ["or_absent: must be a string, but is null"]);
    assert_eq!(note(json!({ "always": null })), ["always: must be a string, but is null"]);
}

#[test]
fn a_request_knows_every_tag_and_a_reply_does_not() {
    let contract = contract("unions");
    let call = endpoint(&contract, "move_widget");
    let sent = call.body.as_deref().unwrap();
    let wire = json!({ "method_name": "WIRE", "method_details": { "iban": "1" } });
    let body = |target: Json, method: Json| {
        wrong(&contract, sent, &json!({ "target": target, "method": method }), Side::Request)
    };
    let account = json!({ "kind": "account", "iban": "1" });
    assert_eq!(body(account.clone(), wire.clone()), Vec::<String>::new());
    assert_eq!(
        body(json!({ "kind": "acount", "iban": "1" }), wire.clone()),
        ["target.kind: must be one of `account`, `wallet`"]
    );
    assert_eq!(
        body(json!({ "iban": "1" }), wire.clone()),
        ["target.kind: is required, a string that names the variant"]
    );
    assert_eq!(
        body(json!({ "kind": "account", "iban": "1", "owner": "x" }), wire),
        ["target.owner: is not a field here; allowed: `iban`, `kind`"]
    );
    assert_eq!(
        body(account, json!({ "method_name": "WIRE", "iban": "1" })),
        [
            "method.method_details: is required, but absent",
            "method.iban: is not a field here; allowed: `method_name`, `method_details`"
        ]
    );

    let reply = |reason: Json| {
        let json = json!({ "success": true, "target": { "kind": "new" }, "reason": reason, "meta": {
            "status": { "code": "00", "message_ilgn": [] }, "more": 1 } });
        wrong(&contract, contract.reply_fields(call), &json, Side::Reply)
    };
    for reason in [
        json!({ "code": "LATE" }),
        json!({ "code": "LATE", "details": null }),
        json!({ "code": "NEW", "details": 7 }),
        json!(null),
    ] {
        assert_eq!(reply(reason), Vec::<String>::new());
    }
    assert_eq!(
        reply(json!({ "code": "LATE", "details": {} })),
        ["reason.details.iban: is required, but absent"]
    );
}

#[test]
fn a_reply_may_say_more_and_say_it_anew() {
    let contract = Contract::shipped().unwrap();
    let time = fields(&contract, "Expiry");
    for json in
        [json!({}), json!({ "utc_time": null, "unix_time": 7 }), json!({ "unix_time": "7", "zone": "PE" })]
    {
        assert_eq!(wrong(&contract, &time, &json, Side::Reply), Vec::<String>::new());
    }
    let lifecycle = fields(&contract, "RefundLifecycle");
    let json = json!({ "state": "REVERSED", "date": { "utc_time": "", "unix_time": 1 } });
    assert_eq!(wrong(&contract, &lifecycle, &json, Side::Reply), Vec::<String>::new());
    assert_eq!(
        wrong(&contract, &lifecycle, &json, Side::Request),
        ["state: must be one of `REGISTERED`, `IN_PROCESS`, `RESOLVED`, `REJECTED`"]
    );
}

#[test]
fn a_message_never_quotes_what_may_be_secret() {
    let contract = Contract::shipped().unwrap();
    let call = endpoint(&contract, "create_token");
    let body = call.body.as_deref().unwrap();
    let json = json!({ "client_secret": ["canary"], "action": "canary", "scope": { "canary": 1 } });
    for line in wrong(&contract, body, &json, Side::Request) {
        assert!(!line.contains("canary"), "{line}");
    }
}

/// A sender may write another number of zeros.
#[test]
fn a_fixed_decimal_has_many_spellings() {
    let contract = r#"
[pay_tax]
doc    = "Pays a tax."
route  = "POST /taxes"
origin = "api"
scopes = "post:charges"
repeat = "harmless"
status = "meta.status"
body   = { rate = { type = "decimal", const = "18.00" } }
reply  = { success = "flag", meta = "Meta" }
"#;
    let sources = Sources::from_texts("own", &[("taxes.toml", contract)]).extending_shipped();
    let contract = Contract::load(sources).unwrap();
    let call = endpoint(&contract, "pay_tax");
    let fits = |text: &str| {
        let json = exact::parse(text.as_bytes()).unwrap();
        wrong(&contract, call.body.as_deref().unwrap(), &json, Side::Request).is_empty()
    };
    for rate in ["18.00", "18.0", "18", "1.8e1", "180E-1"] {
        assert!(fits(&format!("{{ \"rate\": {rate} }}")), "{rate}");
    }
    for rate in ["18.01", "-18", "1.8", "180", "18.000000000000000000000001", "\"18.00\"", "null"] {
        assert!(!fits(&format!("{{ \"rate\": {rate} }}")), "{rate}");
    }
}
