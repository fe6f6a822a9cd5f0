//! Reads the configuration of a page, and turns its payload into the body of a charge. The contract declares both.

use alignet_spec::{
    contract::{Contract, Field, Kind, Shape},
    exact,
    validate::{self, Mismatch, Side},
};
use http::StatusCode;
use serde_json::{Map, Value as Json, json};

use super::{
    charge::{self, METHOD},
    forms::Form,
};
use crate::{reply::refusal::Refusal, request::Mistake, state::State, validate::Validator};

/// The object for a browser that a page makes the form with.
const FORM: &str = "FlexForm";
const PAYLOAD: &str = "payload";
const DETAILS: &str = "payment_details";

/// The people of a payment that a page may leave out, in part or as a whole. They are then as the person who pays.
const OPTIONAL: [&str; 2] = ["shipping", "customer"];

/// The place of a mistake in the configuration.
const PLACE: &str = "form field";

/// The fields of the configuration; `None` if the contract has no form.
pub(super) fn fields(state: &State) -> Option<&[Field]> {
    let contract = state.contract();
    let form = contract.for_browsers().find(|index| contract.types[*index].name == FORM);
    form.map(|index| contract.fields(index))
}

/// Checks the configuration of a page, and says what it departs in from the documentation.
pub(super) fn form(state: &State, config: Map<String, Json>) -> Result<(Form, Vec<String>), Refusal> {
    let contract = state.contract();
    let refused = |text: &str| Refusal::new(StatusCode::BAD_REQUEST, text);
    let fields = fields(state).ok_or_else(|| refused("this contract has no Flex form"))?;
    let mut urls = state.settings.registered.clone();
    let mut config = Json::Object(config);
    let mut wrong = validate::object(contract, fields, &config, Side::Request);
    let mut remarks = Vec::new();
    if state.settings.as_deployed {
        // The shop plugin names its URLs here.
        let url = |name: &str| {
            let url = config[PAYLOAD][METHOD]["method_details"][name].as_str()?;
            (!url.is_empty()).then(|| url.to_owned())
        };
        urls.callback_url = url("callback_url").or(urls.callback_url);
        urls.redirect_url = url("redirect_url").or(urls.redirect_url);
        keep_required(contract, fields, &mut config);
        let left = validate::object(contract, fields, &config, Side::Request);
        remarks.extend(wrong.iter().filter(|one| !left.contains(one)).map(told));
        wrong = left;
    }
    if !wrong.is_empty() {
        let mistakes = wrong.iter().map(|one| mistake(&one.path, told(one))).collect();
        return Err(Refusal::of(StatusCode::BAD_REQUEST, mistakes));
    }
    let Json::Object(mut body) = config[PAYLOAD].take() else {
        return Err(refused(&format!("`{PAYLOAD}` is absent")));
    };
    body.remove(METHOD);
    if let Some(details) = body.get_mut(DETAILS) {
        complete(details);
    }
    let form = Form { body, urls, attempts: Vec::new() };
    check(state, form, remarks)
}

pub(super) fn mistake(path: &str, text: String) -> Mistake {
    Mistake { at: Some((PLACE, path.to_owned())), text }
}

fn told(mismatch: &Mismatch) -> String {
    format!("`{}` {}", mismatch.path, mismatch.message)
}

/// Adds what a charge requires and a page may leave out.
fn complete(details: &mut Json) {
    merge(details, &json!({ "product_details": [], "billing": { "location": { "line_2": "" } } }));
    let billing = details["billing"].clone();
    merge(details, &Json::from_iter(OPTIONAL.map(|name| (name, billing.clone()))));
}

/// Removes what only a page may have, and checks the charge with the payment method of its example.
fn check(state: &State, mut form: Form, mut remarks: Vec<String>) -> Result<(Form, Vec<String>), Refusal> {
    let none = || Refusal::new(StatusCode::BAD_REQUEST, "this contract has no charges");
    let (index, endpoint) = charge::endpoint(state).ok_or_else(none)?;
    keep_declared(state.contract(), endpoint.body.as_deref().unwrap_or_default(), &mut form.body);
    let example = endpoint.example.request.as_ref().and_then(|text| exact::parse(text.value.as_bytes()).ok());
    let method = example.and_then(|mut example| Some(example.get_mut(METHOD)?.take()));
    let mut body = form.body.clone();
    body.extend(method.map(|method| (METHOD.to_owned(), method)));
    let validator = Validator { state, index, endpoint };
    let digits = validator.remarks_on_digits(&body).into_iter();
    remarks.extend(digits.map(|remark| format!("`{PAYLOAD}`: {remark}")));
    let checked = validator.body_alone(body);
    checked.map(|_| (form, remarks)).map_err(|refusal| {
        let of_payload = |one: &Mistake| {
            let path = one.at.as_ref().map(|(_, path)| format!("{PAYLOAD}.{path}"));
            mistake(path.as_deref().unwrap_or(PAYLOAD), format!("`{PAYLOAD}`: {}", one.text))
        };
        Refusal::of(StatusCode::BAD_REQUEST, refusal.mistakes.iter().map(of_payload).collect())
    })
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

/// Removes what a form works without: what its page shows, which is left to the script, and what is not declared.
fn keep_required(contract: &Contract, fields: &[Field], config: &mut Json) {
    let Json::Object(config) = config else { return };
    config.retain(|name, _| fields.iter().any(|field| field.wire == *name && !field.optional));
    keep_declared(contract, fields, config);
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
