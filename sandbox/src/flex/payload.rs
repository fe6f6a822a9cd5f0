//! Turns the payload of the page into the body of a charge. The service's pages name the differences: the form asks for
//! the payment method, and fewer fields are required.

use alignet_spec::exact;
use serde_json::{Map, Value as Json, json};

use super::{
    charge::{self, METHOD},
    forms::Form,
};
use crate::{state::State, validate::Validator};

const DETAILS: &str = "payment_details";

/// The people of a payment that a page may leave out, in part or as a whole. They are then as the person who pays.
const OPTIONAL: [&str; 2] = ["shipping", "customer"];

/// Checks a payload, and says what it departs in from the documentation.
pub(super) fn form(state: &State, mut payload: Map<String, Json>) -> Result<(Form, Vec<String>), String> {
    let mut remarks = Vec::new();
    let mut urls = state.settings.registered.clone();
    match payload.remove(METHOD) {
        None => return Err(format!("`payload.{METHOD}` is required, and is `{{}}`")),
        Some(Json::Object(method)) if method.is_empty() => {}
        // The shop plugin names its URLs here.
        Some(method) if state.settings.as_deployed => {
            remarks.push(format!("`payload.{METHOD}` is not `{{}}`"));
            let url = |name: &str| method["method_details"][name].as_str().filter(|url| !url.is_empty());
            urls.callback_url = url("callback_url").map(str::to_owned).or(urls.callback_url);
            urls.redirect_url = url("redirect_url").map(str::to_owned).or(urls.redirect_url);
        }
        Some(_) => return Err(format!("`payload.{METHOD}` must be `{{}}`: the buyer chooses in the form")),
    }
    if let Some(Json::Object(details)) = payload.get_mut(DETAILS) {
        complete(details)?;
    }
    let form = Form { body: payload, urls, attempts: Vec::new() };
    remarks.extend(check(state, &form)?);
    Ok((form, remarks))
}

/// Adds what a charge requires and a page may leave out, and removes what only a page may have.
fn complete(details: &mut Map<String, Json>) -> Result<(), String> {
    if !details.remove("additional_fields").is_none_or(|fields| is_dictionary(&fields)) {
        return Err(format!("`payload.{DETAILS}.additional_fields` must be an object of strings"));
    }
    if details.contains_key("product_details") {
        return Err(format!("`payload.{DETAILS}.product_details` is no field of the form's payload"));
    }
    details.insert("product_details".to_owned(), json!([]));
    if let Some(location) = details.get_mut("billing").and_then(|billing| billing.get_mut("location")) {
        merge(location, &json!({ "line_2": "" }));
    }
    let billing = details.get("billing").cloned().unwrap_or_default();
    for name in OPTIONAL {
        let person = details.entry(name).or_insert_with(|| json!({}));
        if let Json::Object(person) = person {
            person.remove("identity_document");
        }
        merge(person, &billing);
    }
    Ok(())
}

/// Checks a body by the contract, with the payment method of its example, and returns its departures.
fn check(state: &State, form: &Form) -> Result<Vec<String>, String> {
    let (index, endpoint) = charge::endpoint(state).ok_or("this contract has no charges")?;
    let example = endpoint.example.request.as_ref().and_then(|text| exact::parse(text.value.as_bytes()).ok());
    let method = example.and_then(|mut example| Some(example.get_mut(METHOD)?.take()));
    let mut body = form.body.clone();
    body.extend(method.map(|method| (METHOD.to_owned(), method)));
    let validator = Validator { state, index, endpoint };
    let remarks = validator.remarks_on_digits(&body).into_iter().map(|remark| format!("`payload`: {remark}"));
    let remarks = remarks.collect();
    let checked = validator.body_alone(body);
    checked.map(|_| remarks).map_err(|refusal| format!("`payload`: {}", refusal.text))
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

fn is_dictionary(json: &Json) -> bool {
    json.as_object().is_some_and(|fields| fields.values().all(Json::is_string))
}
