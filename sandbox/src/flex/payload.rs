//! Reads the configuration of a page, and turns its payload into the body of a charge. The contract declares both.

use alignet_spec::{
    contract::{Contract, Field, Kind, Shape},
    validate::{self, Side},
};
use serde_json::{Map, Value as Json, json};

use super::{
    charge::{self, METHOD},
    forms::Form,
};
use crate::state::State;

/// The object for a browser that a page makes the form with.
const FORM: &str = "FlexForm";
const PAYLOAD: &str = "payload";
const DETAILS: &str = "payment_details";
const NUMBER: &str = "merchant_operation_number";

/// The people of a payment that a page may leave out, in part or as a whole. They are then as the person who pays.
const OPTIONAL: [&str; 2] = ["shipping", "customer"];

/// Checks the configuration of a page.
pub(super) fn form(state: &State, mut config: Map<String, Json>) -> Result<Form, String> {
    let contract = state.contract();
    let form = contract.for_browsers().find(|index| contract.types[*index].name == FORM);
    let fields = form.map(|index| contract.fields(index)).ok_or("this contract has no Flex form")?;
    let mut urls = state.settings.registered.clone();
    if state.settings.as_deployed {
        // The shop plugin names its URLs here.
        let url = |name: &str| {
            let url = config.get(PAYLOAD)?[METHOD]["method_details"][name].as_str()?;
            (!url.is_empty()).then(|| url.to_owned())
        };
        urls.callback_url = url("callback_url").or(urls.callback_url);
        urls.redirect_url = url("redirect_url").or(urls.redirect_url);
        // What the page shows is left to the script, and what the payload has besides is of no use.
        config.retain(|name, _| fields.iter().any(|field| field.wire == *name && !field.optional));
        keep_declared(contract, fields, &mut config);
    }
    let mut config = Json::Object(config);
    let mismatches = validate::object(contract, fields, &config, Side::Request);
    if let Some(mismatch) = mismatches.first() {
        return Err(format!("`{}` {}", mismatch.path, mismatch.message));
    }
    let number = config[PAYLOAD][NUMBER].as_str().unwrap_or_default();
    if !(6..=12).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!("`{PAYLOAD}.{NUMBER}` must have 6 to 12 digits"));
    }
    let (_, endpoint) = charge::endpoint(state).ok_or("this contract has no charges")?;
    let Json::Object(mut body) = config[PAYLOAD].take() else { return Err(format!("`{PAYLOAD}` is absent")) };
    body.remove(METHOD);
    body.get_mut(DETAILS).map(complete);
    keep_declared(contract, endpoint.body.as_deref().unwrap_or_default(), &mut body);
    Ok(Form { body, urls, attempts: Vec::new() })
}

/// Adds what a charge requires and a page may leave out.
fn complete(details: &mut Json) {
    merge(details, &json!({ "product_details": [], "billing": { "location": { "line_2": "" } } }));
    let billing = details["billing"].clone();
    merge(details, &Json::from_iter(OPTIONAL.map(|name| (name, billing.clone()))));
}

/// Adds the fields that `to` lacks, at any depth.
fn merge(to: &mut Json, from: &Json) {
    if let (Json::Object(to), Json::Object(from)) = (to, from) {
        for (name, value) in from {
            match to.get_mut(name) {
                Some(own) => merge(own, value),
                None => drop(to.insert(name.clone(), value.clone())),
            }
        }
    }
}

/// Removes the fields that are not declared, at any depth.
fn keep_declared(contract: &Contract, fields: &[Field], map: &mut Map<String, Json>) {
    map.retain(|name, _| fields.iter().any(|field| field.wire == *name));
    for field in fields {
        let Some(Json::Object(inner)) = map.get_mut(&field.wire) else { continue };
        let Shape::Named(index) = field.shape else { continue };
        if let Some(Kind::Object(fields)) = contract.types.get(index).map(|one| &one.kind) {
            keep_declared(contract, fields, inner);
        }
    }
}
