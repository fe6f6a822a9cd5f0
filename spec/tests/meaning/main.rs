//! Tests the meaning of contracts: of each construct of the language, as data, as JSON on the wire, and as the README tells it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../base/mod.rs"]
mod base;
mod endpoints;
mod names;
mod readme;
mod requests;
mod scalars;
mod types;
mod validate;

use std::{fs, path::Path};

use alignet_spec::{
    Contract, Sources,
    contract::{Endpoint, EnvironmentValue, Field, Fill, Kind, Literal, Method, Repeat, Shape, Type, Union},
};

fn contract(name: &str) -> Contract {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accepted").join(name);
    let sources = Sources::read(&folder, name).unwrap();
    Contract::load(sources.extending_shipped()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn endpoint<'c>(contract: &'c Contract, name: &str) -> &'c Endpoint {
    contract.endpoints.iter().find(|endpoint| endpoint.name == name).unwrap()
}

fn declared<'c>(contract: &'c Contract, name: &str) -> &'c Type {
    contract.types.iter().find(|one| one.name == name).unwrap()
}

fn union<'c>(contract: &'c Contract, name: &str) -> &'c Union {
    match &declared(contract, name).kind {
        Kind::Union(union) => union,
        other => panic!("{name} is {other:?}"),
    }
}

fn body<'c>(contract: &'c Contract, endpoint_name: &str) -> &'c [Field] {
    endpoint(contract, endpoint_name).body.as_deref().unwrap()
}

fn reply<'c>(contract: &'c Contract, endpoint_name: &str) -> &'c [Field] {
    contract.reply_fields(endpoint(contract, endpoint_name))
}

fn field<'f>(fields: &'f [Field], wire: &str) -> &'f Field {
    fields.iter().find(|field| field.wire == wire).unwrap_or_else(|| panic!("no field {wire}"))
}

/// A shape as the contract spells it.
fn spelled(contract: &Contract, field: &Field) -> String {
    fn inner(contract: &Contract, shape: &Shape) -> String {
        match shape {
            Shape::Named(index) => contract.types[*index].name.clone(),
            Shape::List(item) => format!("[{}]", inner(contract, item)),
            Shape::Map(item) => format!("{{{}}}", inner(contract, item)),
            Shape::Nullable(item) => format!("{}|null", inner(contract, item)),
            Shape::Primitive(primitive) => primitive.as_str().to_owned(),
        }
    }
    format!("{}{}", inner(contract, &field.shape), if field.optional { "?" } else { "" })
}

#[test]
fn every_accepted_contract_is_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accepted");
    for entry in fs::read_dir(folder).unwrap() {
        contract(&entry.unwrap().file_name().to_string_lossy());
    }
}

#[test]
fn the_shipped_contract_is_sound_and_whole() {
    let contract = Contract::shipped().unwrap();
    let bearer = contract.api.bearer.as_ref().unwrap();
    assert_eq!(contract.endpoints[bearer.endpoint].name, "create_token");
    assert_eq!(body(&contract, "create_token")[bearer.scope].wire, "scope");
    assert_eq!(reply(&contract, "create_token")[bearer.token].wire, "access_token");
    assert_eq!(reply(&contract, "create_token")[bearer.kind].wire, "token_type");
    let nonce = endpoint(&contract, "create_nonce");
    assert_eq!(
        (nonce.method, nonce.route.as_str(), nonce.repeat),
        (Method::Post, "/nonce", Repeat::Harmless)
    );
    assert_eq!(nonce.scopes.as_deref(), Some("create:token post:charges"));
    assert_eq!(nonce.status.path, ["nonce_creation", "meta", "status"]);
    assert!(nonce.example.request.is_some() && nonce.example.reply.is_some());
    assert_eq!(contract.sources.location(nonce.span), "spec/contract/nonce.toml:2");
}

#[test]
fn an_endpoint_may_be_one_dotted_table() {
    let contract = contract("one_table");
    let widget = endpoint(&contract, "get_widget");
    assert_eq!((widget.route.as_str(), widget.path.len()), ("/widgets/{widget}", 1));
    assert_eq!(widget.doc, "Fetches what a widget weighs.\n\nThe weight is that of the day.");
    assert_eq!(contract.sources.location(widget.span), "one_table/first.toml:3");
    assert_eq!(contract.sources.location(declared(&contract, "WidgetWeight").span), "one_table/types.toml:1");
}

#[test]
fn a_contract_with_an_api_of_its_own_stands_alone() {
    let contract = contract("whole");
    assert_eq!(contract.endpoints.len(), 1);
    assert_eq!(
        contract.api.bearer.as_ref().map(|bearer| (bearer.scope, bearer.token, bearer.kind)),
        Some((1, 1, 2))
    );
    assert_eq!(contract.api.header[1].fill, Fill::Const(Literal::String("rust".to_owned())));
    let environment = &contract.environments[0];
    assert_eq!(environment.name, "LOCAL_2");
    assert_eq!(environment.origins, ["https://main.example.com:8443"]);
    assert_eq!(environment.values, [EnvironmentValue::String("2".to_owned())]);
    assert!(!contract.api.inherited);
}

#[test]
fn a_contract_of_one_s_own_inherits_the_shipped_one() {
    let contract = contract("places");
    assert!(endpoint(&contract, "create_nonce").inherited);
    assert!(!endpoint(&contract, "get_gadget").inherited);
    assert_eq!(contract.environments.len(), Contract::shipped().unwrap().environments.len());
}

#[test]
fn the_shipped_contract_says_what_the_wire_does() {
    let contract = Contract::shipped().unwrap();
    let methods = union(&contract, "PaymentMethod");
    let tags: Vec<&str> = methods.variants.iter().map(|variant| variant.wire.as_str()).collect();
    assert_eq!(tags, ["CARD", "YAPE", "BANK_TRANSFER", "CUOTEALO", "PAGOEFECTIVO", "QR"]);
    use Repeat::{Harmless, Never, Safe};
    for (name, repeat) in [
        ("create_token", Harmless),
        ("create_nonce", Harmless),
        ("authorize_charge", Never),
        ("get_charge", Safe),
        ("cancel_charge", Never),
        ("list_refunds", Safe),
        ("create_refund", Never),
    ] {
        assert_eq!(endpoint(&contract, name).repeat, repeat, "{name}");
    }
    assert_eq!(endpoint(&contract, "cancel_charge").method, Method::Delete);
    let order = match &declared(&contract, "RefundOrder").kind {
        Kind::Object(fields) => fields,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(order, "type").name, "type_");
    assert_eq!(spelled(&contract, field(order, "additional_fields")), "{json}|null?");
    assert_eq!(spelled(&contract, field(reply(&contract, "list_refunds"), "operations_count")), "numeric?");
}
